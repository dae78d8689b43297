"""A record's leaves come out section by section with what proves them."""

from __future__ import annotations

from extractor.schema.record import Record
from extractor.sinks.leaves import SECTIONS, sections
from tests.records import TEXT, a_failed_record, a_record


def test_sections_cover_every_field_that_holds_values() -> None:
    assert set(SECTIONS) == set(Record.model_fields) - {
        *("schema_version", "article_id", "text_sha256", "provenance", "run")
    }


def test_only_parts_that_say_something_appear_in_reading_order() -> None:
    found = [section.name for section in sections(a_record())]
    assert found == ["in_scope", "article", "event", "people", "indicators", "statements"]


def test_a_leaf_knows_its_words_and_how_sure_it_is() -> None:
    people = next(section for section in sections(a_record()) if section.name == "people")
    ((name, role),) = people.items
    assert (name.pointer, name.label, name.value, name.confidence) == ("/people/0/name", "name", "Siti", 0.9)
    assert [TEXT[start:end] for start, end in role.spans] == ["Bupati"]


def test_an_open_question_is_a_leaf_with_candidates() -> None:
    event = next(section for section in sections(a_record()) if section.name == "event")
    date = event.items[0][1]
    assert (date.value, date.candidates) == ("unknown", ("2021-11-24", "2022-11-24"))


def test_a_value_without_provenance_is_shown_all_the_same() -> None:
    article = next(section for section in sections(a_record()) if section.name == "article")
    reporter = article.items[0][-1]
    assert (reporter.label, reporter.value, reporter.spans, reporter.confidence) == (
        "reporters",
        "Ant",
        (),
        None,
    )


def test_a_failed_record_has_no_sections() -> None:
    assert sections(a_failed_record()) == []
