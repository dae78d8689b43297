"""What becomes of two drafts: values, sources, confidence, and names that stay one."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.reconcile import Weighed, assemble, weigh
from extractor.schema.claims import Denial
from extractor.schema.types import Alternative, Candidate, Draft, Span
from tests.unit.reconcile.drafts import (
    at,
    body,
    by_model,
    cited,
    figure,
    given_back,
    person,
    put,
    quotation,
    rated,
    said,
    sound,
    values,
)


def full(rules: Draft, model: Draft, *denials: Denial) -> Weighed:
    return weigh(rules, model, denials, is_complete=True)


def patch(rules: Draft, model: Draft, *denials: Denial) -> Weighed:
    return weigh(rules, model, denials, is_complete=False)


def test_what_both_say_is_surer_and_keeps_the_rules_evidence() -> None:
    model = put(given_back(), "event.date", cited("2024-05-02", 3000, confidence=0.6))
    leaf = at(
        full(put(sound(), "event.date", said("2024-05-02", 80, confidence=0.9)), model).draft, "event.date"
    )
    assert leaf == Candidate(
        "2024-05-02",
        (Span(80, 90),),
        pytest.approx(1 - 0.4 * (1 - rated("event.date", 0.9))),
        "test",
        source="rules+llm",
    )


@pytest.mark.parametrize(("theirs", "capped"), [(0.3, False), (0.5, False), (0.99, True)])
def test_confidence_of_both_is_the_chance_that_not_both_err(theirs: float, capped: bool) -> None:
    rules = put(sound(), "event.venue", said("Aula", 110, confidence=0.8))
    model = put(given_back(), "event.venue", cited("Aula", 110, confidence=theirs))
    joint = 1 - (1 - rated("event.venue", 0.8)) * (1 - theirs)
    assert at(full(rules, model).draft, "event.venue").confidence == pytest.approx(0.995 if capped else joint)


def test_a_value_that_only_the_model_has_stays_its_own() -> None:
    leaf = cited("Aula", 110, source="repaired")
    assert at(full(sound(), put(given_back(), "event.venue", leaf)).draft, "event.venue") is leaf


def test_a_disagreement_costs_the_winner_half_of_the_loser_s_confidence() -> None:
    leaf = at(
        full(sound(), put(given_back(), "event.region", cited("73", 30, confidence=0.8))).draft,
        "event.region",
    )
    assert leaf.value == "73.73"
    assert leaf.confidence == pytest.approx(0.6 * rated("event.region", 0.95))
    assert leaf.flags == ("disagreement",)
    assert leaf.alternatives == (Alternative("73", "llm"),)


def test_a_record_shows_what_a_disagreement_left_of_the_probability() -> None:
    found = full(sound(), put(given_back(), "event.region", cited("73", 30, confidence=0.8)))
    shown = assemble(found.draft).provenance["/event/region"]["confidence"]
    assert shown == round(0.6 * rated("event.region", 0.95), 3)


def test_a_printed_value_takes_the_place_of_the_same_from_metadata() -> None:
    rules = put(
        sound(), "article.title", Candidate("Mutu", (), 0.9, "metadata", ("from_metadata",), source="input")
    )
    leaf = at(full(rules, put(given_back(), "article.title", cited("Mutu", 5))).draft, "article.title")
    assert (leaf.source, leaf.spans, leaf.flags) == ("llm", (Span(5, 9),), ())


@pytest.mark.parametrize(("proposed", "expected"), [("2021", "2021"), ("2019", None)])
def test_an_open_question_is_answered_from_its_candidates_only(proposed: str, expected: str | None) -> None:
    undecided = Candidate(None, (Span(80, 85),), 0.4, "test", options=("2021", "2022"))
    found = full(put(sound(), "event.date", undecided), put(given_back(), "event.date", cited(proposed, 80)))
    assert values(found.draft)["event"]["date"] == expected


def test_a_leaf_goes_with_the_one_that_it_depends_on() -> None:
    rules = put(sound(), "event.date", said("2024-05-02", 80, confidence=0.6))
    rules = put(rules, "event.end_date", said("2024-05-04", 92))
    model = put(given_back(), "event.date", cited("2024-06-01", 120))
    assert values(full(rules, put(model, "event.end_date", None)).draft)["event"]["end_date"] is None
    model = put(model, "event.end_date", cited("2024-06-03", 125))
    assert values(full(rules, model).draft)["event"]["end_date"] == "2024-06-03"
    surer = put(put(rules, "event.date", said("2024-05-02", 80)), "event.end_date", None)
    for path in ("article.title", "article.outlet", "article.dateline"):
        model = put(model, path, None)
    assert values(full(surer, model).draft)["event"]["end_date"] is None


def test_an_event_of_the_model_s_needs_a_type() -> None:
    rules, model = sound(), given_back()
    rules["event"] = None
    assert values(full(rules, model).draft)["event"]["type"] == "training"
    typeless = put(model, "event.type", None)
    found = full(rules, typeless)
    assert found.draft["event"] is None
    assert ("/event/date", "2024-05-02", "incomplete") in found.dropped


def test_lost_values_of_the_model_are_reported_where_they_stood() -> None:
    model = given_back()
    model["regions"] = [
        *model["regions"],
        {
            "code": cited("73", 950),
            "name": cited("Provinsi Sulawesi Selatan", 950),
            "level": cited("province", 950),
        },
    ]  # type: ignore[misc]
    assert full(sound(), model).dropped == (("/regions/1/code", "73", "left_to_rules"),)


class TestItems:
    """Which items are one."""

    @pytest.mark.parametrize(
        ("group", "ours", "theirs", "count"),
        [
            ("people", person("Rina Wati Saleh", 300), person("Rina Wati", 800), 1),
            ("people", person("Abdul Halim", 300), person("Halim", 800), 1),
            ("people", person("Halim", 300), person("Abdul Halim", 800), 1),
            ("people", person("Siti Aminah", 300), person("Siti Rahma", 800), 2),
            ("people", person("Ibnu Sino", 300), person("Ibnu Sina", 300), 1),
            ("organizations", body("SMPN 1 Palopo", 10), body("SMP Negeri 1 Palopo", 800), 1),
            (
                "organizations",
                body("Dinas Pendidikan Kota Palopo", 10),
                body("Dinas Pendidikan Provinsi Jambi", 10),
                1,
            ),
            ("organizations", body("PGRI Kota Palopo", 10), body("PGRI Provinsi Jambi", 800), 2),
            ("indicators", figure(41, "guru penggerak", 10), figure(41, "guru", 800), 1),
            ("indicators", figure(41, "guru penggerak", 10), figure(41, "siswa", 800), 2),
            ("indicators", figure(41, "guru penggerak", 10), figure(41, "siswa", 10), 1),
            ("indicators", figure(41, "guru", 10), figure(41, "guru", 800, unit=said("persen")), 2),
            ("statements", quotation("Mutu naik", 10), quotation("naik", 15), 1),
            ("statements", quotation("Mutu naik", 10), quotation("Mutu turun", 800), 2),
            ("programs", said("anbk", 10), said("anbk", 800), 1),
            ("programs", said("anbk", 10), said("ppdb", 10), 2),
        ],
    )
    def test_items_are_told_by_what_identifies_them(
        self, group: str, ours: Any, theirs: Any, count: int
    ) -> None:
        rules, model = sound(), given_back()
        rules[group], model[group] = [ours], [by_model(theirs)]
        kept = full(rules, model).draft[group]
        assert isinstance(kept, list)
        assert len(kept) == count

    def test_regulations_are_told_by_number_and_year(self) -> None:
        rules, model = sound(), given_back()
        same = put(model, "regulations[].year", None)
        other = put(
            put(model, "regulations[].year", cited(2019, 800)), "regulations[].number", cited("10", 805)
        )
        assert len(values(full(rules, same).draft)["regulations"]) == 1
        assert len(values(full(rules, other).draft)["regulations"]) == 2

    def test_a_new_item_stands_where_it_is_first_mentioned(self) -> None:
        model = given_back()
        model["people"] = [
            *model["people"],
            by_model(person("Tono Hadi", 350)),
            by_model(person("Dewi Sri", 10)),
        ]  # type: ignore[misc]
        names = [one["name"] for one in values(full(sound(), model).draft)["people"]]
        assert names == ["Dewi Sri", "Rina Wati Saleh", "Tono Hadi", "Budi Santoso"]

    def test_an_item_is_taken_once_and_only_whole(self) -> None:
        model = given_back()
        extra = [person("Tono Hadi", 350), person("Tono", 360), person("Tono Hadi", 900), {"name": None}]
        model["people"] = [*model["people"], *by_model(extra)]  # type: ignore[misc]
        found = full(sound(), model)
        assert [one["name"] for one in values(found.draft)["people"]].count("Tono Hadi") == 1
        assert len(values(found.draft)["people"]) == 3
        assert [drop.reason for drop in found.dropped] == ["duplicate", "duplicate", "incomplete"]


class TestDenials:
    """Rejected values."""

    def test_one_that_fits_two_items_means_nothing(self) -> None:
        rules = sound()
        rules["indicators"] = [
            figure(41, "guru penggerak", 520, confidence=0.75),
            figure(41, "sekolah", 560, confidence=0.75),
        ]
        assert patch(rules, {}, Denial("indicators[]", 41, 41)).dropped == ()
        assert len(patch(rules, {}, Denial("indicators[]", "sekolah", 41)).dropped) == 1

    def test_one_of_what_the_rules_do_not_say_means_nothing(self) -> None:
        denials = (
            Denial("people[].role", "Budi Santoso", "Kepala"),
            Denial("people[]", "Orang Lain", "Orang Lain"),
            Denial("event.venue", None, "Aula"),
            Denial("nothing[]", "x", "x"),
        )
        assert patch(sound(), {}, *denials) == (sound(), ())

    def test_an_item_s_leaf_is_rejected_alone(self) -> None:
        rules = put(sound(), "people[].role", said("Kepala", 290, confidence=0.7))
        found = patch(rules, {}, Denial("people[].role", "Rina Wati Saleh", "Kepala"))
        assert values(found.draft)["people"][0] == {
            "name": "Rina Wati Saleh",
            "role": None,
            "acting": None,
            "organization": "PGRI Kota Palopo",
        }
        assert found.dropped == (("/people/0/role", "Kepala", "denied_by_model"),)

    def test_a_body_stays_while_a_person_works_there(self) -> None:
        rules = put(
            sound(), "organizations[].name", said("Dinas Pendidikan Kota Palopo", 100, confidence=0.5)
        )
        found = patch(rules, {}, Denial("organizations[]", "Dinas Pendidikan Kota Palopo", None))
        assert values(found.draft)["organizations"][0]["name"] == "Dinas Pendidikan Kota Palopo"
        assert at(found.draft, "organizations[].name").alternatives == (Alternative(None, "llm"),)

    def test_a_patch_s_correction_counts_as_a_rejection(self) -> None:
        rules = put(sound(), "people[].role", said("Kepala", 290, confidence=0.8))
        model: Draft = {"people": [by_model(person("Rina Wati Saleh", 300, role=said("Sekretaris", 280)))]}
        corrected = at(patch(rules, model).draft, "people[].role")
        assert (corrected.value, corrected.alternatives) == ("Sekretaris", (Alternative("Kepala", "rules"),))

    def test_a_patch_s_repeating_what_it_was_shown_proves_nothing(self) -> None:
        assert patch(sound(), given_back()) == (sound(), ())

    def test_a_name_that_is_cut_short_by_a_correction_is_a_disagreement(self) -> None:
        model: Draft = {"people": [by_model(person("Rina Wati", 300))]}
        denial = Denial("people[]", "Rina Wati Saleh", "Rina Wati Saleh")
        sure = at(patch(sound(), model, denial).draft, "people[].name")
        assert (sure.value, sure.alternatives) == ("Rina Wati Saleh", (Alternative("Rina Wati", "llm"),))


class TestTrust:
    """Who misses what is plain is not believed on what is not."""

    def test_a_poor_answer_changes_no_value_and_no_confidence(self) -> None:
        model: Draft = {
            "article": {"title": cited("Mutu Sekolah Naik", 0)},
            "event": {"type": cited("award", 700), "venue": cited("Aula", 720)},
            "people": [by_model(person("Tono Hadi", 350))],
        }
        rules = put(sound(), "event.type", said("training", 60, confidence=0.5))
        found = full(rules, model)
        assert values(found.draft) == values(rules)
        assert at(found.draft, "article.title").confidence == rated("article.title", 0.95)
        assert at(found.draft, "article.title").source == "rules+llm"
        assert at(found.draft, "event.type").alternatives == (Alternative("award", "llm"),)
        assert at(found.draft, "event.type").confidence == rated("event.type", 0.5)
        assert {(drop.pointer, drop.reason) for drop in found.dropped} == {
            ("/event/venue", "model_not_trusted"),
            ("/people/0/name", "model_not_trusted"),
        }

    def test_a_patch_that_rejects_much_is_no_correction(self) -> None:
        rules = put(sound(), "programs[]", said("anbk", 500, confidence=0.5))
        one = Denial("programs[]", "anbk", "anbk")
        many = (
            Denial("event.date", None, "2024-05-02"),
            Denial("event.type", None, "training"),
            Denial("article.title", None, "Mutu Sekolah Naik"),
            Denial("article.outlet", None, "kabar.id"),
            Denial("article.dateline", None, "Palopo"),
            Denial("people[]", "Budi Santoso", "Budi Santoso"),
            Denial("statements[]", "Mutu naik terus", "Mutu naik terus"),
            Denial("regulations[]", "10", "10"),
        )
        assert patch(rules, {}, one).draft["programs"] == []
        assert values(patch(rules, {}, one, *many).draft) == values(rules)

    def test_a_patch_that_adds_much_is_no_correction(self) -> None:
        some: Draft = {
            "people": [
                by_model(person(f"Orang {word}", 1000 + 20 * place))
                for place, word in enumerate(("Satu", "Dua"))
            ]
        }
        many: Draft = {
            "people": [
                by_model(person(f"Orang Ke{letter}", 1000 + 20 * place))
                for place, letter in enumerate("abcdefghijkl")
            ]
        }
        assert len(values(patch(sound(), some).draft)["people"]) == 4
        assert values(patch(sound(), many).draft) == values(sound())

    def test_where_the_rules_are_sure_of_nothing_the_model_is_believed(self) -> None:
        assert values(full({}, given_back()).draft)["people"] == values(sound())["people"]


class TestNames:
    """One name for one thing, wherever it stands."""

    def test_speakers_bear_the_fuller_name_that_the_model_found(self) -> None:
        rules = put(sound(), "people[].name", said("Rina Wati", 300))
        rules = put(rules, "statements[].speaker", said("Rina Wati", 300))
        model = put(given_back(), "statements[].speaker", cited("Rina", 690))
        found = full(rules, model)
        assert at(found.draft, "people[].name").value == "Rina Wati Saleh"
        assert at(found.draft, "people[].name").spans == (Span(300, 315),)
        speaker = at(found.draft, "statements[].speaker")
        assert (speaker.value, speaker.source) == ("Rina Wati Saleh", "rules+llm")
        assert Span(300, 315) in speaker.spans

    def test_a_speaker_of_the_model_s_is_listed(self) -> None:
        rules = put(sound(), "statements[].speaker", None)
        model = put(given_back(), "statements[].speaker", cited("Tono Hadi", 690))
        found = values(full(rules, model).draft)
        assert found["statements"][0]["speaker"] == "Tono Hadi"
        assert "Tono Hadi" in [one["name"] for one in found["people"]]
        model = put(model, "statements[].speaker", cited("PGRI Kota Palopo", 690))
        assert len(values(full(rules, model).draft)["people"]) == 2

    def test_an_employer_of_the_model_s_is_listed_with_kind_and_region(self) -> None:
        model = put(given_back(), "people[].organization", cited("PGRI Kota Palopo", 200))
        people = model["people"]
        assert isinstance(people, list)
        people.append(
            by_model(person("Tono Hadi", 350, organization=said("Dinas Pendidikan Kota Palu", 370)))
        )
        bodies = values(full(sound(), model).draft)["organizations"]
        assert {"name": "Dinas Pendidikan Kota Palu", "kind": "education_office", "region": "72.71"} in bodies

    def test_an_employer_bears_the_name_that_the_rules_read_in_its_place(self) -> None:
        model = given_back()
        model = put(model, "organizations[].name", cited("Dinas Pendidikan Provinsi Jambi", 100))
        people = model["people"]
        assert isinstance(people, list)
        people.append(
            by_model(person("Tono Hadi", 350, organization=said("Dinas Pendidikan Provinsi Jambi", 370)))
        )
        found = values(full(sound(), model).draft)
        assert found["people"][1]["organization"] == "Dinas Pendidikan Kota Palopo"
        assert [one["name"] for one in found["organizations"]] == [
            one["name"] for one in values(sound())["organizations"]
        ]
