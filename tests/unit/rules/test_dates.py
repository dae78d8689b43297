"""The dates of an article, resolved by its own clues, and the parts that they play."""

from __future__ import annotations

import pytest

from extractor.rules import dates, regulations
from extractor.rules.dates import Dated
from extractor.rules.scan import scan
from extractor.schema.types import Article

TITLE = "Mutu Pendidikan Terus Ditingkatkan\n\nSINJAI, Kabar.com – "


def find(body: str, page_date: str | None = None) -> tuple[Dated, ...]:
    return dates.find(scan(Article("a", TITLE + body)), page_date)


@pytest.mark.parametrize(
    ("body", "part"),
    [
        ("Rapat digelar di Aula Dinas Pendidikan, Rabu (2/12/2020).", "plain"),
        ('"Sudah ada 41 guru," ujarnya, Rabu (2/11/2022).', "statement"),
        ("Bupati mengatakan hal itu kepada wartawan, Rabu (2/11/2022).", "statement"),
        ('"Semua siap," kata Halim saat membuka rapat di Sinjai, Rabu (2/11/2022).', "plain"),
        ("Data itu dikutip dari laman resmi, Sabtu (22/10/2022).", "source"),
        ("Pendaftaran paling lambat 31 Agustus 2025.", "plan"),
        ("Ujian digelar 22 April 2019 mendatang.", "plan"),
        ("Bupati yang dilantik tanggal 2 Juni 2025 itu hadir.", "past"),
        ("Program dimulai sejak Oktober 2021.", "past"),
    ],
)
def test_the_words_around_a_date_tell_its_part(body: str, part: str) -> None:
    (found,) = find(body)
    assert found.part == part


def test_a_body_that_exists_since_2022_dates_a_weekday() -> None:
    (found,) = find("BPMP Provinsi Jambi memberi penghargaan, Kamis (24/11).")
    assert (found.date, found.flags) == ("2022-11-24", ("inferred_year",))


def test_an_old_body_dates_it_before() -> None:
    (found,) = find("LPMP Provinsi Jambi memberi penghargaan, Kamis (24/11).")
    assert found.date is None
    assert found.options == ("2005-11-24", "2011-11-24", "2016-11-24", "2022-11-24")


def test_the_page_s_date_comes_before_all_other_clues() -> None:
    (found,) = find("BPMP Provinsi Jambi memberi penghargaan, Kamis (24/11).", "2016-11-25")
    assert found.date == "2016-11-24"


def test_the_copyright_line_is_a_page_date() -> None:
    found = find("Acara digelar Rabu (27/9).\n\nCOPYRIGHT © KABAR 2023")
    assert found[0].date == "2023-09-27"


def test_another_full_date_gives_the_year() -> None:
    found = find("Bupati yang dilantik 2 Juni lalu membuka rapat, Kamis (12/6/2025).")
    assert [date.date for date in found] == ["2025-06-02", "2025-06-12"]


def test_a_regulation_cited_twice_is_one_item() -> None:
    body = "Sesuai perwal Nomor 10 Tahun 2020 tentang X. Pada Perwal No 10 Tahun 2020 itu diatur."
    nodes = regulations.draft(scan(Article("a", TITLE + body)))
    assert len(nodes) == 1
    (node,) = nodes
    assert isinstance(node, dict)
    assert {key: getattr(leaf, "value", None) for key, leaf in node.items()} == {
        "kind": "Peraturan Wali Kota",
        "number": "10",
        "year": 2020,
    }
