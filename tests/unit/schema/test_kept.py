"""Tests for extractor.schema.kept: a kept record is passed on as what it would be read as."""

import pytest

from extractor.schema.kept import Kept, packed
from extractor.schema.record import Record
from tests.records import a_record

OTHER_ID = 'folder\\"b"\n\u0007\u2028é.txt'
CUT_OFF = packed(a_record())[:-20]


@pytest.mark.parametrize("article_id", ["b.txt", OTHER_ID, ""])
def test_the_text_is_that_of_the_record_in_the_name_of_another_article(article_id: str) -> None:
    record = a_record(article_id="a.txt")
    kept = Kept(packed(record), article_id)
    expected = record.model_copy(update={"article_id": article_id})
    assert kept.json_text == expected.model_dump_json()
    assert kept.record == expected


def test_packing_leaves_the_record_as_it_is() -> None:
    record = a_record(article_id="a.txt")
    packed(record)
    assert record.article_id == "a.txt"


def test_what_is_told_of_this_run_is_in_text_and_record() -> None:
    kept = Kept(packed(a_record()), "b.txt")
    kept.run.duration_s = 0.125
    assert Record.model_validate_json(kept.json_text).run == kept.run
    assert kept.record.run == kept.run


def test_a_dropped_value_that_looks_like_a_run_is_no_trouble() -> None:
    run = a_record().run
    assert run is not None
    value = ',"run":{"engine":"rules"}'
    dropped = [{"pointer": "/summary", "value": value, "reason": "not_in_article"}]
    record = a_record(run={**run.model_dump(), "dropped": dropped})
    assert Kept(packed(record), "b.txt").record.run == record.run


@pytest.mark.parametrize(
    "text", ["", "{}", "no JSON", '{"schema_version":"1","article_id":"a.txt","run":{}}']
)
def test_a_text_that_holds_no_record_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"no kept record|validation error"):
        Kept(text, "b.txt")
