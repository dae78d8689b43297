"""Dates as Indonesian news prints them, and the years that an article's clues leave."""

from __future__ import annotations

import pytest

from extractor.canonical.dates import YearClues, find_dates, resolve

FULL = [
    # surface, first day, last day
    ("Rabu (2/11/2022)", "2022-11-02", None),
    ("Selasa (04/12/2018)", "2018-12-04", None),
    ("Kamis (9/1/25)", "2025-01-09", None),
    ("Senin (23/4/18)", "2018-04-23", None),
    ("Jumat(14/1/22)", "2022-01-14", None),
    ("Senin, (18/11/2024)", "2024-11-18", None),
    ("( 5/6/2025 )", "2025-06-05", None),
    ("Minggu, 20 November 2022", "2022-11-20", None),
    ("Rabu 21 Desember 2022", "2022-12-21", None),
    ("Jum'at, 17 Mei 2024", "2024-05-17", None),
    ("Jum’at 17 Mei 2024", "2024-05-17", None),
    ("Ahad, 20 November 2022", "2022-11-20", None),
    ("hari Kamis tanggal 24 November 2022", "2022-11-24", None),
    ("25 November 2021", "2021-11-25", None),
    ("senin, 3 mei 2021", "2021-05-03", None),
    ("SENIN, 3 MEI 2021", "2021-05-03", None),
    ("03 Apr 2024", "2024-04-03", None),
    ("17 Agt 2021", "2021-08-17", None),
    ("9 Peb 2016", "2016-02-09", None),
    ("5 Nopember 2019", "2019-11-05", None),
    ("28 Pebruari 2017", "2017-02-28", None),
    ("12 Ferbuari 2020", "2020-02-12", None),
    ("8 Desmber 2020", "2020-12-08", None),
    ("30 Sept 2019", "2019-09-30", None),
    ("1 Okt. 2018", "2018-10-01", None),
    ("14Oktober2022", "2022-10-14", None),
    ("15 Mei, 2025", "2025-05-15", None),
    ("7 Juli tahun 2020", "2020-07-07", None),
    ("June 5, 2025", "2025-06-05", None),
    ("2020-12-02", "2020-12-02", None),
    ("2020-12-02T08:09:14Z", "2020-12-02", None),
    ("08-12-2014", "2014-12-08", None),
    ("01.02.2020", "2020-02-01", None),
    ("23/07/2025", "2025-07-23", None),
    ("Rabu, 16/01/2019 14:22 WIB", "2019-01-16", None),
    ("Senin | 08-12-2014 | 13:32 WIB", "2014-12-08", None),
    ("Selasa malam (29/9/2020)", "2020-09-29", None),
    ("Jumat kemarin (21/6/2024)", "2024-06-21", None),
    ("29 Februari 2024", "2024-02-29", None),
    # spans of days
    ("12 s.d. 13 Maret 2019", "2019-03-12", "2019-03-13"),
    ("28 s.d 30 November 2024", "2024-11-28", "2024-11-30"),
    ("14 hingga 15 Oktober 2022", "2022-10-14", "2022-10-15"),
    ("6 sampai 9 Desember 2020", "2020-12-06", "2020-12-09"),
    ("9 sampai dengan 11 Maret 2017", "2017-03-09", "2017-03-11"),
    ("13-14 Maret 2025", "2025-03-13", "2025-03-14"),
    ("13 – 15 Desember 2021", "2021-12-13", "2021-12-15"),
    ("22—25 April 2019", "2019-04-22", "2019-04-25"),
    ("22 dan 23 Juni 2022", "2022-06-22", "2022-06-23"),
    ("31 Juli hingga 2 Agustus 2025", "2025-07-31", "2025-08-02"),
    ("30 Desember 2023 - 2 Januari 2024", "2023-12-30", "2024-01-02"),
    ("30 Desember - 2 Januari 2024", "2023-12-30", "2024-01-02"),
    ("(20/8 sd 22/08/2023)", "2023-08-20", "2023-08-22"),
    ("Selasa-Jumat (10-13/9/2019)", "2019-09-10", "2019-09-13"),
    ("Rabu 19 hingga Jumat 21 November 2025", "2025-11-19", "2025-11-21"),
    ("Jum’at, 21 sampai dengan Sabtu, 22 Juli 2023", "2023-07-21", "2023-07-22"),
    ("Selasa hingga Jumat (14 sampai dengan 17 Maret 2023)", "2023-03-14", "2023-03-17"),
    ("senin – selasa, tanggal 23-24 Juni 2025", "2025-06-23", "2025-06-24"),
    ("Sabtu-Minggu, 4-5 Mei 2024", "2024-05-04", "2024-05-05"),
    # coarser
    ("Oktober 2021", "2021-10", None),
    ("bulan Agustus 2019", "2019-08", None),
]

WITHOUT_YEAR = [
    # surface, clues, date
    ("Kamis (24/11)", YearClues(era=(2022, 2026)), "2022-11-24"),
    ("Rabu (31/7)", YearClues(era=(2022, 2026)), "2024-07-31"),
    ("Kamis (24/11)", YearClues(page_date="2022-11-25"), "2022-11-24"),
    ("Kamis (24/11)", YearClues(page_date="2016-11-30"), "2016-11-24"),
    ("Kamis (28/12)", YearClues(page_date="2024-01-03"), "2023-12-28"),
    ("10 Juni", YearClues(page_date="2020-05-28"), "2020-06-10"),
    ("20 Desember", YearClues(page_date="2020-01-04"), "2019-12-20"),
    ("Rabu,(27/9)", YearClues(page_date="2023"), "2023-09-27"),
    ("Rabu (27/9)", YearClues(years=(2023,)), "2023-09-27"),
    ("Rabu (27/9)", YearClues(years=(2022,)), "2023-09-27"),
    ("2 Juni", YearClues(years=(2025,)), "2025-06-02"),
    ("Minggu (19/3)", YearClues(page_date="2023-03-19"), "2023-03-19"),
    ("kemarin", YearClues(page_date="2024-03-01"), "2024-02-29"),
    ("hari ini", YearClues(page_date="2024-03-01"), "2024-03-01"),
    ("di Padang, Rabu.", YearClues(page_date="2023-09-28"), "2023-09-27"),
    ("Kamis (24/11)", YearClues(), None),
    ("24 November", YearClues(), None),
    ("kemarin", YearClues(), None),
    ("Rabu.", YearClues(years=(2020,)), None),
]

NO_DATE = [
    "tahun pelajaran 2018/2019",
    "TP 2021/2022",
    "tahun 2020",
    "3/4 siswa",
    "51/2018",
    "versi 1.2.3",
    "dua minggu lagi",
    "12/5 orang",
    "SMP Negeri 8",
    "pukul 08.00",
    "0812-3456-7890",
    "100-150 juta",
    "Maret",
    "32 Januari 20",
    "www.berita.id/2022/11/21/judul",
]


@pytest.mark.parametrize(("surface", "first", "last"), FULL)
def test_a_printed_date_is_read(surface: str, first: str, last: str | None) -> None:
    (expression,) = find_dates(surface)
    reading = resolve(expression, YearClues())
    assert (reading.date, reading.end_date) == (first, last)


@pytest.mark.parametrize(("surface", "clues", "day"), WITHOUT_YEAR)
def test_the_clues_settle_the_year_or_nothing_does(surface: str, clues: YearClues, day: str | None) -> None:
    (expression,) = find_dates(surface)
    reading = resolve(expression, clues)
    assert reading.date == day
    assert ("inferred_year" in reading.flags) == (day is not None)


@pytest.mark.parametrize("surface", NO_DATE)
def test_other_numbers_are_no_dates(surface: str) -> None:
    assert find_dates(surface) == []


@pytest.mark.parametrize(
    "surface", ["Rabu (13/9/24)", "Minggu 27 Mei 2019", "Sabtu, 27/4/2025", "Senin-Rabu, 4-5 Mei 2024"]
)
def test_a_weekday_that_does_not_fit_is_flagged_and_kept(surface: str) -> None:
    (expression,) = find_dates(surface)
    reading = resolve(expression, YearClues())
    assert reading.flags == ("weekday_conflict",)
    assert reading.date is not None


def test_several_fitting_years_stay_candidates() -> None:
    (expression,) = find_dates("Kamis (24/11)")
    reading = resolve(expression, YearClues(era=(2015, 2023)))
    assert reading.date is None
    assert reading.candidates == ("2016-11-24", "2022-11-24")


@pytest.mark.parametrize("surface", ["31/2/2020", "29 Februari 2023", "31 November 2020"])
def test_a_day_that_does_not_exist_has_no_date(surface: str) -> None:
    for expression in find_dates(surface):
        assert resolve(expression, YearClues()).date is None


def test_a_corrected_month_is_flagged() -> None:
    (expression,) = find_dates("12 Ferbuari 2020")
    assert resolve(expression, YearClues()).flags == ("spelling_corrected",)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("ujarnya, Rabu (2/11/2022).", "Rabu (2/11/2022)"),
        ("kemarin, Kamis (24/11)", "Kamis (24/11)"),
        ("digelar tanggal 26 hingga 28 September, di", "tanggal 26 hingga 28 September"),
        ("pada Jumat 31 Maret 2023.", "Jumat 31 Maret 2023"),
        ("Jayapura (13/12) –", "(13/12)"),
        ("Rabu (13/9/24", "Rabu (13/9/24"),
    ],
)
def test_weekday_and_brackets_belong_to_the_date(text: str, printed: str) -> None:
    (expression,) = find_dates(text)
    assert text[expression.start : expression.end] == printed


@pytest.mark.parametrize(
    "junk", ["1/2 " * 3000, "kamis (" * 2000, "1 mei " * 2000, "9" * 9000, " " * 9000 + "mei", "1-" * 5000]
)
def test_hostile_text_is_searched_without_failing(junk: str) -> None:
    assert isinstance(find_dates(junk), list)
