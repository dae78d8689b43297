"""Edits: what is marked is read, what depends on it follows, and everything can be taken back."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evals.review.contents import content as contents
from evals.review.contents import history
from evals.review.contents.content import Content
from evals.review.contents.pointers import at, items, leaves, path_of, value_at
from evals.review.editing.edits import edited
from evals.review.storage.drafts import Draft
from evals.review.types import (
    Accept,
    AcceptAll,
    Add,
    Edit,
    EditError,
    Mark,
    Move,
    Reject,
    Remove,
    Set,
    Unmark,
)
from extractor.schema.types import Span, Value
from tests.reviews import ARTICLE, TEXT, edits, reader, span, start


def after(*made: Edit, content: Content | None = None) -> Content:
    content = content or start()
    for edit in made:
        content = edited(content, edit, reader()).content
    return content


def words(content: Content, pointer: str) -> list[str]:
    return [TEXT[start:end] for start, end in content.origins[pointer].spans]


def find(content: Content, path: str, value: str) -> int:
    """The index of the item that has `value` in one of its leaves."""
    return next(
        index
        for index, item in enumerate(items(content.record, path))
        if value == item or (isinstance(item, dict) and value in item.values())
    )


MARKED: list[tuple[str, str, Value]] = [
    ("/event/date", "Rabu (2/12/2020)", "2020-12-02"),
    ("/event/date", "2/12/2020", "2020-12-02"),
    ("/event/region", "Kota Palopo", "73.73"),
    ("/event/region", "Sulsel", "73"),
    ("/event/venue", "Aula Dinas Pendidikan Sinjai", "Aula Dinas Pendidikan Sinjai"),
    ("/event/type", "rapat koordinasi", "coordination_meeting"),
    ("/article/outlet", "kabarsinjai.com", "kabarsinjai.com"),
    ("/article/dateline", "SINJAI", "Sinjai"),
    ("/people/0/name", "Drs. Andi Jefrianto, M.Pd", "Andi Jefrianto"),
    ("/people/0/role", "Plt Kepala Disdik Sinjai", "Kepala"),
    ("/people/0/organization", "LPMP Sulsel", "LPMP Provinsi Sulawesi Selatan"),
    ("/indicators/0/value", "Rp 1,2 miliar", 1_200_000_000),
    ("/indicators/0/subject", "guru penggerak", "guru penggerak"),
    ("/statements/0/speaker", "Halim", "Halim Muharram"),
    ("/statements/0/quote", "Mutu sekolah harus naik tahun ini,", "Mutu sekolah harus naik tahun ini,"),
    ("/statements/0/quote", "“Mutu sekolah harus naik tahun ini,”", "Mutu sekolah harus naik tahun ini,"),
    ("/organizations/0/region", "Kota Palopo", "73.73"),
    ("/organizations/0/region", "LPMP Sulsel", "73"),
    ("/summary", "Mutu sekolah harus naik tahun ini", "Mutu sekolah harus naik tahun ini"),
]


@pytest.mark.parametrize(("pointer", "surface", "value"), MARKED)
def test_a_marked_place_gives_the_canonical_value(pointer: str, surface: str, value: Value) -> None:
    content = after(Mark(pointer, *span(surface)))
    assert value_at(content.record, pointer) == value
    assert content.decisions[pointer] == "edited"
    assert reader().holds(path_of(pointer), content.origins[pointer].spans, value)


def test_an_amount_brings_its_unit() -> None:
    content = after(Mark("/indicators/0/value", *span("Rp 1,2 miliar")))
    assert at(content.record, "/indicators/0/unit") == "rupiah"
    assert words(content, "/indicators/0/unit") == ["Rp"]


def test_a_post_brings_the_stand_in() -> None:
    content = after(
        Add("/people", value="Halim Muharram"), Mark("/people/2/role", *span("Plt Kepala Disdik Sinjai"))
    )
    assert at(content.record, "/people/2") == {
        "name": "Halim Muharram",
        "role": "Kepala",
        "acting": "Plt",
        "organization": "Dinas Pendidikan Kabupaten Sinjai",
    }


@pytest.mark.parametrize(
    ("pointer", "surface"),
    [
        ("/event/date", "Halim Muharram"),
        ("/indicators/0/value", "Halim Muharram"),
        ("/event/region", "guru penggerak"),
        ("/people/0/role", "52 persen"),
        ("/people/0/organization", "Kepala"),
        ("/programs/0", "Rakor"),
    ],
)
def test_words_that_hold_no_value_are_refused(pointer: str, surface: str) -> None:
    with pytest.raises(EditError) as error:
        after(Mark(pointer, *span(surface)))
    assert (error.value.code, error.value.params) == ("unreadable", {"text": surface})


def test_evidence_can_be_added_and_taken_without_the_value() -> None:
    more = after(Mark("/event/date", *span("Rakor"), keep_value=True))
    assert value_at(more.record, "/event/date") == "2020-12-02"
    assert "Rakor" in words(more, "/event/date")
    less = after(Unmark("/event/date", *span("Rakor")), content=more)
    assert "Rakor" not in words(less, "/event/date")


ADDED: list[tuple[str, str, object]] = [
    ("/programs", "Sekolah Penggerak", "sekolah_penggerak"),
    ("/event/parties", "LPMP Sulsel", "LPMP Provinsi Sulawesi Selatan"),
    ("/article/reporters", "Ads", "Ads"),
    ("/regions", "Kota Palopo", {"code": "73.73", "name": "Kota Palopo", "level": "city"}),
    (
        "/organizations",
        "Disdik Sinjai",
        {"name": "Dinas Pendidikan Kabupaten Sinjai", "kind": "education_office", "region": "73.07"},
    ),
    (
        "/people",
        "Kepala LPMP Sulsel, Halim Muharram",
        {
            "name": "Halim Muharram",
            "role": "Kepala",
            "acting": None,
            "organization": "LPMP Provinsi Sulawesi Selatan",
        },
    ),
    (
        "/indicators",
        "41 guru penggerak",
        {"subject": "penggerak", "value": 41, "unit": "guru", "region": None, "note": None},
    ),
    (
        "/indicators",
        "anggaran Rp 1,2 miliar",
        {"subject": "anggaran", "value": 1_200_000_000, "unit": "rupiah", "region": None, "note": None},
    ),
    (
        "/regulations",
        "Perbup Nomor 10 Tahun 2019",
        {"kind": "Peraturan Bupati", "number": "10", "year": 2019},
    ),
    (
        "/statements",
        "Mutu sekolah harus naik tahun ini,",
        {"speaker": None, "quote": "Mutu sekolah harus naik tahun ini,"},
    ),
]


@pytest.mark.parametrize(("path", "surface", "item"), ADDED)
def test_a_selection_becomes_a_whole_item(path: str, surface: str, item: object) -> None:
    name = path.strip("/").replace("/", ".")
    empty = start()
    for _ in items(empty.record, name):
        empty = after(Remove(f"{path}/0"), content=empty)
    content = after(Add(path, *span(surface)), content=empty)
    assert items(content.record, name) == [item]


def test_items_stand_in_the_order_of_first_mention() -> None:
    content = start()
    for _ in items(content.record, "organizations"):
        content = after(Remove("/organizations/0"), content=content)
    content = after(
        Add("/organizations", *span("LPMP Sulsel")),
        Add("/organizations", *span("Disdik Sinjai")),
        content=content,
    )
    names = [at(content.record, f"/organizations/{index}/name") for index in range(2)]
    assert names == ["Dinas Pendidikan Kabupaten Sinjai", "LPMP Provinsi Sulawesi Selatan"]


def test_what_is_known_of_items_moves_with_them() -> None:
    content = after(Set("/people/1/name", "Halim M"), Remove("/people/0"))
    assert at(content.record, "/people/0/name") == "Halim M"
    assert content.decisions["/people/0/name"] == "edited"
    moved = after(Add("/people", value="Rina Wati"), Move("/people/0", 1), content=content)
    assert at(moved.record, "/people/1/name") == "Halim M"
    assert moved.decisions["/people/1/name"] == "edited"


def test_a_new_name_goes_wherever_the_old_one_stood() -> None:
    before = start()
    old = "Dinas Pendidikan Kabupaten Sinjai"
    index = find(before, "organizations", old)
    content = after(Set(f"/organizations/{index}/name", "Dinas Pendidikan Kota Palopo"))
    assert at(content.record, f"/organizations/{index}/region") == "73.73"
    values = {str(at(content.record, pointer)) for pointer in leaves(content.record)}
    assert old not in values
    person = find(content, "people", "Andi Jefrianto")
    assert at(content.record, f"/people/{person}/organization") == "Dinas Pendidikan Kota Palopo"
    spoken = after(Set(f"/people/{person}/name", "Andi J."))
    assert "Andi J." in [at(spoken.record, f"/statements/{index}/speaker") for index in range(2)]


def test_name_and_level_follow_a_regions_code() -> None:
    content = after(Set("/regions/0/code", "Kota Palopo"))
    assert at(content.record, "/regions/0") == {"code": "73.73", "name": "Kota Palopo", "level": "city"}
    with pytest.raises(EditError, match="computed"):
        after(Set("/regions/0/name", "Palopo"))


def test_rejecting_what_an_item_needs_takes_the_item() -> None:
    people = len(items(start().record, "people"))
    assert len(items(after(Reject("/people/0/name")).record, "people")) == people - 1
    assert at(after(Reject("/people/0/role")).record, "/people/0/role") is None
    assert after(Reject("/event")).record["event"] is None
    with pytest.raises(EditError, match="required"):
        after(Reject("/organizations/0/kind"))


def test_an_event_comes_with_its_first_value() -> None:
    content = after(Remove("/event"), Set("/event/type", "visit"))
    event = content.record["event"]
    assert isinstance(event, dict)
    assert (event["type"], event["date"], event["parties"]) == ("visit", None, [])


def test_accepting_all_that_is_sure_leaves_the_rest() -> None:
    content = after(AcceptAll(0.9))
    sure = {pointer for pointer, origin in start().origins.items() if origin.confidence >= 0.9}
    assert sure == set(content.decisions)
    assert set(after(AcceptAll(0.0, "people")).decisions) == {
        pointer for pointer in start().origins if pointer.startswith("/people/")
    }
    assert set(after(Accept("/people/0")).decisions) == {
        f"/people/0/{leaf}" for leaf in ("name", "role", "acting", "organization")
    }


TYPED: list[tuple[str, Value, Value]] = [
    ("/event/date", "3 Desember 2020", "2020-12-03"),
    ("/event/region", "Kota Palopo", "73.73"),
    ("/indicators/0/value", "1,2 miliar", 1_200_000_000),
    ("/indicators/0/value", 41.0, 41),
    ("/indicators/0/unit", "%", "persen"),
    ("/people/0/acting", "plt", "Plt"),
    ("/people/0/role", "  Kepala   Bidang ", "Kepala Bidang"),
    ("/in_scope", "tidak", False),
    ("/programs/0", "Asesmen Nasional", "an"),
]


@pytest.mark.parametrize(("pointer", "given", "kept"), TYPED)
def test_what_is_typed_takes_the_fields_form(pointer: str, given: Value, kept: Value) -> None:
    found = value_at(after(Set(pointer, given)).record, pointer)
    assert (found, type(found)) == (kept, type(kept))


REFUSED: list[tuple[Edit, str]] = [
    (Set("/event/date", "2020-02-30"), "no_date"),
    (Set("/event/date", "besok"), "no_date"),
    (Set("/event/region", "99"), "no_region"),
    (Set("/event/type", "pesta"), "not_in_list"),
    (Set("/programs/0", "tidak ada"), "no_program"),
    (Set("/indicators/0/value", "banyak"), "wrong_type"),
    (Set("/indicators/0/value", float("nan")), "wrong_type"),
    (Set("/people/0/name", 41), "wrong_type"),
    (Set("/people/0/name", "\ud800"), "wrong_type"),
    (Set("/people/9/name", "Rina"), "no_such_item"),
    (Set("/people", "Rina"), "no_such_leaf"),
    (Set("/article_id", "x"), "no_such_leaf"),
    (Set("/in_scope", None), "required"),
    (Mark("/event/date", 5, 5), "bad_span"),
    (Mark("/event/date", 0, 10**6), "bad_span"),
    (Add("/nowhere", value="x"), "no_such_list"),
    (Add("/people"), "required"),
    (Add("/people", value={"nama": "x"}), "no_such_leaf"),
    (Add("/programs", value="anbk"), "duplicate"),
    (Remove("/people/9"), "no_such_item"),
    (Move("/people/0", 9), "no_such_item"),
    (Accept("/people/9"), "no_such_leaf"),
]


@pytest.mark.parametrize(("edit", "code"), REFUSED)
def test_an_edit_that_cannot_be_is_refused(edit: Edit, code: str) -> None:
    with pytest.raises(EditError) as error:
        after(edit)
    assert error.value.code == code


def played(made: Sequence[Edit]) -> Draft:
    draft = Draft(ARTICLE.id, ARTICLE.text_sha256, "new", "-.-", start(), start())
    for edit in made:
        try:
            content, changed = edited(draft.content, edit, reader())
        except EditError:
            continue
        draft = draft.stepped(content, changed)
    return draft


@settings(max_examples=120)
@given(st.lists(edits(), max_size=8))
def test_undoing_everything_gives_the_start_and_redoing_the_end(made: list[Edit]) -> None:
    draft = played(made)
    back = draft
    while back.done:
        back = back.undo()
    assert back.content == start()
    again = back
    while again.undone:
        again = again.redo()
    assert again.content == draft.content


@settings(max_examples=120)
@given(st.lists(edits(), max_size=8))
def test_whatever_is_known_is_known_of_a_leaf_that_is_there(made: list[Edit]) -> None:
    content = played(made).content
    known = set(leaves(content.record))
    assert content.origins.keys() <= known
    assert content.decisions.keys() <= known
    for pointer, origin in content.origins.items():
        assert at(content.record, pointer) is not None or origin.candidates
        assert all(Span(0, 0) <= span <= Span(len(TEXT), len(TEXT)) for span in origin.spans)


@settings(max_examples=50)
@given(st.lists(edits(), max_size=5))
def test_contents_and_steps_survive_as_plain_values(made: list[Edit]) -> None:
    draft = played(made)
    assert contents.from_json(contents.to_json(draft.content)) == draft.content
    assert [history.from_json(history.to_json(step)) for step in draft.done] == list(draft.done)
