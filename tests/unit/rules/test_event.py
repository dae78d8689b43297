"""The happening of whole short articles; the cases stand in happenings.jsonl."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evals.comparators import same_venue
from extractor.rules import extract
from extractor.schema.types import Article, Candidate, Node

CASES: list[dict[str, Any]] = [
    json.loads(line)
    for line in Path(__file__).with_name("happenings.jsonl").read_text(encoding="utf-8").splitlines()
]
ALL = pytest.mark.parametrize("case", CASES, ids=[case["text"].split("\n")[0] for case in CASES])
HEAD = "Mutu Sekolah Naik Lagi\n\nKENDAL – "
TAIL = "\n\nKepala dinas berharap mutu sekolah terus naik di seluruh wilayah Kabupaten Kendal."


def event(text: str) -> dict[str, Node]:
    node = extract(Article("a", text))["event"]
    assert isinstance(node, dict)
    return node


def value(node: Node) -> object:
    return node.value if isinstance(node, Candidate) else None


@ALL
def test_the_type_of_the_happening(case: dict[str, Any]) -> None:
    assert value(event(case["text"])["type"]) == case["event"]


@ALL
def test_the_date_of_the_happening(case: dict[str, Any]) -> None:
    found = event(case["text"])
    assert (value(found["date"]), value(found["end_date"])) == (case["date"], case["end_date"])


@ALL
def test_the_venue_of_the_happening(case: dict[str, Any]) -> None:
    venue = value(event(case["text"])["venue"])
    assert venue == case["venue"] or same_venue(case["venue"], venue) == "COR"


@pytest.mark.parametrize("case", [case for case in CASES if case["region"]])
def test_the_region_of_the_happening(case: dict[str, Any]) -> None:
    assert value(event(case["text"])["region"]) == case["region"]


@pytest.mark.parametrize("case", [case for case in CASES if case["parties"]])
def test_the_parties_of_the_happening(case: dict[str, Any]) -> None:
    parties = event(case["text"])["parties"]
    assert isinstance(parties, list)
    assert {value(party) for party in parties} == set(case["parties"])


@ALL
def test_each_leaf_but_the_type_shows_its_evidence(case: dict[str, Any]) -> None:
    found = event(case["text"])
    parties = found["parties"]
    assert isinstance(parties, list)
    leaves = [found[name] for name in ("date", "end_date", "venue", "region")] + parties
    assert all(leaf.spans for leaf in leaves if isinstance(leaf, Candidate))


def test_a_date_of_what_was_said_stands_in_with_its_flag() -> None:
    text = (
        HEAD + "Kabupaten Kendal kekurangan guru SD, ujar Kepala Dinas Pendidikan, Rabu (2/11/2022)." + TAIL
    )
    date = event(text)["date"]
    assert isinstance(date, Candidate)
    assert (date.value, "statement_date" in date.flags) == ("2022-11-02", True)


def test_the_happening_s_own_date_beats_the_date_of_what_was_said() -> None:
    text = (
        HEAD + "Dinas Pendidikan Kabupaten Kendal menggelar rapat koordinasi di Aula Disdik Kendal, Senin "
        "(31/10/2022). Rapat diikuti kepala sekolah.\n\n“Mutu naik,” ujar kepala dinas, Rabu (2/11/2022)."
    )
    date = event(text)["date"]
    assert isinstance(date, Candidate)
    assert (date.value, date.flags) == ("2022-10-31", ())


def test_an_admission_without_a_day_is_dated_by_its_year() -> None:
    text = (
        HEAD + "PPDB 2025 di Kabupaten Kendal masih manual karena jaringan belum siap di semua tempat." + TAIL
    )
    assert value(event(text)["date"]) == "2025"


def test_of_a_day_and_the_span_around_it_the_span_counts() -> None:
    text = (
        HEAD + "LPMP Jawa Tengah menggelar pelatihan di Hotel Sae Inn Kendal, Sabtu (15/10/2022).\n\n"
        "Pelatihan digelar dua hari, tanggal 14-15 Oktober 2022, dan diikuti 60 guru sekolah dasar."
    )
    found = event(text)
    assert (value(found["date"]), value(found["end_date"])) == ("2022-10-14", "2022-10-15")


@pytest.mark.parametrize(
    "days",
    [
        "Senin (22/4/2019) hingga Kamis (25/4/2019)",
        "Senin (22/4/2019) s.d. Kamis (25/4/2019)",
        "Senin (22/4/2019), dan akan ditutup Kamis (25/4/2019)",
        "Senin (22/4/2019). Pelatihan berakhir Kamis (25/4/2019) nanti",
    ],
)
def test_the_last_day_is_the_one_till_which_it_lasts(days: str) -> None:
    found = event(f"{HEAD}LPMP Jawa Tengah menggelar pelatihan guru di Hotel Sae Inn Kendal, {days}.{TAIL}")
    assert (value(found["date"]), value(found["end_date"])) == ("2019-04-22", "2019-04-25")


def test_a_month_as_of_which_was_counted_is_not_when_it_happened() -> None:
    text = (
        HEAD + "Sebanyak 1.287 anak tidak sekolah tercatat di Kabupaten Kendal per akhir Januari 2026.\n\n"
        "“Itu angka mentah,” ujar kepala dinas, Selasa (3/2/2026)." + TAIL
    )
    assert value(event(text)["date"]) == "2026-02-03"


def test_what_is_to_come_by_a_dated_training_leaves_the_training_the_event() -> None:
    text = (
        "Guru SMP Baca Rapor Pendidikan\n\nKENDAL – Rapor Pendidikan sering hanya diunduh. Kebiasaan itu "
        "hendak diputus lewat bimbingan teknis di Aula Disdik Kendal, Rabu (2/11/2022). Bimtek diikuti guru."
        + TAIL
    )
    assert value(event(text)["type"]) == "training"


@pytest.mark.parametrize(
    "sentence",
    [
        "Permendikbud Nomor 51 Tahun 2018 tanggal 28 Desember 2018 mengatur zonasi di semua sekolah.",
        "Pendaftaran paling lambat 31 Agustus 2025 bagi semua sekolah di kabupaten itu.",
        "Rapat berikutnya akan digelar 12 Desember 2025 di kota yang sama.",
    ],
)
def test_dates_of_rules_deadlines_and_plans_are_not_the_happening_s(sentence: str) -> None:
    text = HEAD + "Dinas Pendidikan Kabupaten Kendal menggelar rapat koordinasi mutu. " + sentence + TAIL
    assert value(event(text)["date"]) is None


def test_an_asking_in_the_margin_of_a_meeting_leaves_the_topic_the_event() -> None:
    text = (
        "PPDB Kendal Masih Manual\n\nKENDAL – Penerimaan peserta didik baru (PPDB) di Kendal masih "
        "manual, kata "
        "Kepala Dinas Pendidikan Kendal saat ditemui di sela rapat koordinasi, Rabu (2/11/2022)." + TAIL
    )
    assert value(event(text)["type"]) == "admission"


def test_an_occasion_that_was_opened_beats_the_topic_of_the_headline() -> None:
    text = (
        "Tas dan Seragam Gratis Mulai Tahun Depan\n\nKENDAL – Bantuan tas dan seragam gratis "
        "disiapkan pemerintah. "
        "“Sudah dianggarkan,” ujar bupati ketika membuka rapat koordinasi wajib belajar, Rabu (2/11/2022)."
        + TAIL
    )
    assert value(event(text)["type"]) == "coordination_meeting"


def lost(node: Node) -> list[tuple[object, str]]:
    assert isinstance(node, Candidate)
    return [(one.value, one.source) for one in node.alternatives]


RIVALS = (
    HEAD + "LPMP Jawa Tengah menggelar pelatihan guru di Hotel Sae Inn Kendal, Senin (22/4/2019).\n\n"
    "Sosialisasi berlangsung di Aula Dinas Pendidikan Kendal, Selasa (23/4/2019). Sosialisasi diikuti "
    "guru.\n\n"
    "“Mutu naik,” ujar kepala dinas, Rabu (24/4/2019)."
)


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("type", [("dissemination", "rules")]),
        ("date", [("2019-04-23", "rules"), ("2019-04-24", "rules")]),
        ("venue", [("Aula Dinas Pendidikan Kendal", "rules")]),
        ("region", []),
    ],
)
def test_what_came_close_is_kept_beside_what_was_chosen(field: str, values: list[tuple[object, str]]) -> None:
    assert lost(event(RIVALS)[field]) == values


def test_the_region_of_the_article_is_kept_beside_that_of_a_venue_elsewhere() -> None:
    text = (
        HEAD
        + "Dinas Pendidikan Kabupaten Kendal menggelar pelatihan guru Kendal di Hotel Alana Kota Surakarta, "
        "Senin (22/4/2019)." + TAIL
    )
    region = event(text)["region"]
    assert (value(region), lost(region)) == ("33.72", [("33.24", "rules")])


def test_at_most_three_dates_are_kept_and_none_twice() -> None:
    days = " ".join(f"Pelatihan digelar di Kendal, Senin ({day}/4/2019)." for day in (1, 8, 8, 15, 22, 29))
    others = lost(event(f"{HEAD}LPMP Jawa Tengah melatih guru. {days}{TAIL}")["date"])
    assert len(others) == len(set(others)) == 3


def test_a_text_without_cue_date_and_venue_has_no_event() -> None:
    assert extract(Article("a", "Sekolah itu bagus. Halamannya luas, dan pohonnya rindang."))["event"] is None
