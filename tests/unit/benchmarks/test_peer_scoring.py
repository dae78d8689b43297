"""The comparison counts all engines alike; none of the peers has to be installed for that."""

from __future__ import annotations

import pytest

from benchmarks.peer_crf import Labelled, lines, names_in, project, tags
from benchmarks.peer_engines import in_english, page_date, region_forms
from benchmarks.peer_scoring import Values, count, distinct, timed, total, values_of, without_parts
from evals.gold import GoldItem
from evals.metrics import Counts

RECORD: dict[str, object] = {
    "article": {"published_on": "2024-05-03"},
    "event": {"date": "2024-05-02", "end_date": None, "region": "73.07"},
    "regions": [{"code": "73.07"}, {"code": "73"}],
    "people": [{"name": "Andi Rahmat Saleh"}],
    "organizations": [{"name": "Dinas Pendidikan Kabupaten Sinjai"}],
    "indicators": [{"value": 12}, {"value": 12}, {"value": 7.5}],
}


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("dates", ("2024-05-02", "2024-05-03")),
        ("event date", ("2024-05-02",)),
        ("numbers", (12, 7.5)),
        ("regions", ("73.07", "73")),
        ("persons", ("Andi Rahmat Saleh",)),
    ],
)
def test_a_field_is_a_set_of_the_values_that_the_record_fills(field: str, values: Values) -> None:
    assert values_of(RECORD, field) == values


def test_a_record_without_the_part_holds_nothing_of_the_field() -> None:
    assert values_of({}, "persons") == values_of({"event": None}, "event date") == ()


@pytest.mark.parametrize(
    ("field", "gold", "answered", "counts"),
    [
        ("dates", ("2024-05-02",), ("2024-05-02", "2024-01-01"), Counts(cor=1, spu=1)),
        ("dates", ("2024-05",), ("2024-05-17",), Counts(cor=1)),
        ("dates", ("2024-05-02",), (), Counts(mis=1)),
        ("numbers", (1100000, 7.5), (1100000.0,), Counts(cor=1, mis=1)),
        ("regions", ("73.07",), ("73.71",), Counts(mis=1, spu=1)),
        ("persons", ("Andi Rahmat Saleh",), ("Rahmat Saleh",), Counts(cor=1)),
        ("persons", ("Andi Rahmat Saleh",), ("Saleh",), Counts(par=1)),
        (
            "organizations",
            ("Dinas Pendidikan Kabupaten Sinjai",),
            ("Dinas Pendidikan Kota Palopo",),
            Counts(mis=1, spu=1),
        ),
    ],
)
def test_answers_are_paired_one_to_one_with_gold(
    field: str, gold: Values, answered: Values, counts: Counts
) -> None:
    assert count(field, gold, answered) == counts


def test_one_answer_cannot_be_right_twice() -> None:
    assert count("persons", ("Andi Saleh", "Andi Saleh Putra"), ("Andi Saleh Putra",)) == Counts(cor=1, mis=1)


def test_counts_of_articles_add_up() -> None:
    assert total([Counts(cor=1, spu=2), Counts(cor=2, mis=1)]) == Counts(cor=3, mis=1, spu=2)


def test_second_mentions_are_no_persons_of_their_own() -> None:
    names = ["Rahmat", "Andi Rahmat Saleh", "Nur Aini", "rahmat saleh"]
    assert without_parts(names) == ["Andi Rahmat Saleh", "Nur Aini"]


def test_equal_values_count_once() -> None:
    assert distinct(["a", None, "b", "a"]) == ("a", "b")


def test_a_timing_reads_every_article_once_more_than_there_are_passes() -> None:
    items = [GoldItem(name, {}, name, name) for name in ("a", "b")]
    read: list[str] = []

    def record(item: GoldItem) -> str:
        read.append(item.id)
        return item.id.upper()

    answers, seconds = timed(record, items, 3)
    assert (answers, len(seconds)) == (["A", "B"], 2)
    assert read == ["a", "b"] * 4
    assert all(0 <= one < 1 for one in seconds)


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("6.412 anak", "6,412 anak"),
        ("Rp1,1 juta", "Rp1.1 million"),
        ("Rp 12.500,50", "Rp 12,500.50"),
        ("52,3 persen.", "52.3 percent."),
        ("sejuta, 12.", "sejuta, 12."),
    ],
)
def test_numbers_are_written_the_english_way(text: str, english: str) -> None:
    assert in_english(text) == english


def test_dates_are_told_from_the_page_or_else_from_the_day_after_the_event() -> None:
    told = [
        page_date({"article": {"published_on": published}, "event": {"date": event}})
        for published, event in (
            ("2024-05-03", "2024-05-01"),
            (None, "2024-12-31"),
            (None, "2024"),
            (None, None),
        )
    ]
    assert [one and one.date().isoformat() for one in told] == ["2024-05-03", "2025-01-01", None, None]


def test_the_gazetteer_leaves_out_names_that_are_ordinary_words() -> None:
    forms = set(region_forms())
    assert {("73", "province", "Sulsel"), ("73.07", "city", "Kabupaten Sinjai")} <= forms
    assert ("12.04", "city", "Nias") not in forms


def test_gold_is_projected_onto_names_as_printed() -> None:
    text = "Kepala Disdik Sinjai, Andi Rahmat Saleh, hadir.\nSaleh menyebut Rahmatullah."
    found = [(text[one.start : one.end], one.label) for one in project(text, RECORD)]
    assert found == [("Disdik Sinjai", "ORG"), ("Andi Rahmat Saleh", "PER"), ("Saleh", "PER")]


def test_labels_and_names_are_inverse() -> None:
    text = "Andi Saleh, Disdik Sinjai\nNur"
    names = [Labelled(0, 10, "PER"), Labelled(12, 25, "ORG"), Labelled(26, 29, "PER")]
    found = [name for line in lines(text) for name in names_in(line, tags(line, names))]
    assert found == names


def test_neighbours_of_one_kind_stay_two_names() -> None:
    (line,) = lines("Andi Saleh")
    assert list(names_in(line, ["B-PER", "B-PER"])) == [Labelled(0, 4, "PER"), Labelled(5, 10, "PER")]
