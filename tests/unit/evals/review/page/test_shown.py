"""What the page shows of a sheet, in both languages, whatever the record holds."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest

from evals.review.desk import Desk
from evals.review.page.rendering import Rendering
from evals.review.page.shown import Part, Row, loose_complaints, parts, shown_value
from evals.review.page.wording import LANGUAGES, Language, Words
from evals.review.types import Conflict, Difference, Fault, Origin, Remove, Set, Sheet
from extractor.articles import read
from extractor.schema.types import Article, Span, Value

ROOT = Path(__file__).resolve().parents[5]
SEED = "000_7d0259ef5c0de7e4"
WORDS = Words("en")
EMPTY = Article("kosong", "Tidak ada apa-apa.")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("desk")
    found = [item for item in read([str(ROOT / "seeds")], io.BytesIO()) if isinstance(item, Article)]
    return Desk([*found, EMPTY], folder / "gold", "rini", home=folder / "home")


@pytest.fixture
def sheet(desk: Desk) -> Sheet:
    return desk.open(SEED)


def rows(found: list[Part]) -> dict[str, Row]:
    return {row.pointer: row for part in found for item in part.items for row in item.rows}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_can_be_written_in_both_languages(desk: Desk, language: Language) -> None:
    rendering, words = Rendering("rini", "gold"), Words(language)
    queue = desk.queue()
    assert f'lang="{language}"' in rendering.list(queue, words)
    for item in queue:
        assert 'id="work"' in rendering.article(desk.open(item.id), queue, words)


def test_an_article_without_any_value_offers_all_that_can_be_added(desk: Desk) -> None:
    found = parts(desk.open(EMPTY.id), WORDS)
    lists = {adder.list for part in found for adder in part.adders}
    assert {"/event", "/people", "/programs", "/article/reporters", "/statements"} <= lists
    assert "/event/parties" not in lists


def test_an_event_is_made_by_its_type_and_taken_out_whole(desk: Desk) -> None:
    sheet = desk.open(EMPTY.id)
    sheet = desk.edit(EMPTY.id, Set("/event/type", "training"), version=sheet.version)
    assert rows(parts(sheet, WORDS))["/event/type"].shown == "training"
    sheet = desk.edit(EMPTY.id, Remove("/event"), version=sheet.version)
    assert "/event/type" not in rows(parts(sheet, WORDS))


@pytest.mark.parametrize(
    ("path", "value", "shown"),
    [
        ("event.region", "63.71", "Kota Banjarmasin"),
        ("event.region", "99", "99"),
        ("programs[]", "guru_penggerak", "Pendidikan Guru Penggerak"),
        ("programs[]", "unknown", "unknown"),
        ("indicators[].value", 1234.5, "1,234.5"),
        ("regulations[].year", 2022, "2022"),
        ("in_scope", True, "yes"),
        ("event.type", "award", "award"),
        ("organizations[].kind", "quality_agency", "quality agency"),
        ("people[].name", "Ibnu\u202eSina", "Ibnu⟨U+202E⟩Sina"),
        ("people[].role", None, "–"),
    ],
)
def test_values_are_shown_in_words(path: str, value: Value, shown: str) -> None:
    assert shown_value(path, value, WORDS) == shown


def test_a_row_tells_source_confidence_place_and_other_values(sheet: Sheet) -> None:
    alternatives = (("2022-11-03", "llm"), ("2022-11-02", "rules"), ("2022-11-03", "rules"))
    origin = Origin((Span(0, 4), Span(5, 99_999)), "rules", 0.5, ("inferred_year",), (), alternatives)
    changed = replace(sheet, origins={**sheet.origins, "/event/date": origin})
    row = rows(parts(changed, WORDS))["/event/date"]
    assert (row.source, row.confidence, row.flags) == ("rules", 0.5, ["year inferred"])
    assert [place.words for place in row.places] == ["Mutu"]
    assert [(other.value, other.source) for other in row.others] == [("2022-11-03", "model")]


def test_a_fault_stands_at_its_value_and_one_of_the_whole_article_above(sheet: Sheet) -> None:
    faults = (
        Fault("/event/date", "no_date", {"value": "x"}),
        Fault("", "bad_id", {"value": "a/b"}),
        Fault("/event/region", "evidence_differs", {"value": "63.71", "reads": "63"}, blocks=False),
    )
    changed = replace(sheet, faults=faults)
    found = rows(parts(changed, WORDS))
    assert [fault.text[:17] for fault in found["/event/date"].faults] == ["“x” is no date. W"]
    assert "Provinsi Kalimantan Selatan" in found["/event/region"].faults[0].text
    assert [fault.text for fault in loose_complaints(changed, WORDS)] == [
        "The article's id “a/b” cannot be a file's name."
    ]


def test_a_region_is_one_row_unless_its_name_is_at_fault(sheet: Sheet) -> None:
    assert "/regions/0/name" not in rows(parts(sheet, WORDS))
    fault = Fault("/regions/0/name", "region_name", {"value": "a", "expected": "b"})
    assert "/regions/0/name" in rows(parts(replace(sheet, faults=(fault,)), WORDS))


def test_both_sides_of_a_conflict_are_escaped_and_one_is_chosen(sheet: Sheet) -> None:
    differences = (
        Difference(
            "d1", "people[].role", "/people/0/role", "/people/0/role", "<b>", None, suggested="theirs"
        ),
        Difference("d2", "people", None, "/people/3", None, "Budi", is_item=True),
    )
    conflict = Conflict("gold", {}, "etag", differences, ("siti",))
    html = Rendering("rini", "gold").conflict(sheet, conflict, WORDS)
    assert "&lt;b&gt;" in html
    assert "Ibnu Sina" in html
    assert html.count("checked") == 2
    assert "(siti)" in html
