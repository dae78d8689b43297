"""What holds for any two drafts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.reconcile import assemble, model_only, weigh
from extractor.schema.claims import Denial
from extractor.schema.fields import FIELDS
from extractor.schema.types import Candidate, Draft, Node, Span
from tests.unit.reconcile.drafts import values

NAMES = ("Rina", "Rina Wati", "Rina Wati Saleh", "Budi Santoso", "Budi", "Siti Aminah")
BODIES = (
    "PGRI Kota Palopo",
    "Dinas Pendidikan Kota Palopo",
    "SMPN 1 Palopo",
    "SMP Negeri 1 Palopo",
    "Pemerintah Kota Palopo",
)


CONFIDENCES = (0.5, 0.65, 0.75, 0.85, 0.95)


def leaves(kind: tuple[Any, ...], source: str) -> st.SearchStrategy[Candidate]:
    """One draw a leaf: drawing its parts one by one takes longer than what is tested."""
    return st.sampled_from(
        [
            Candidate(value, (Span(start, start + 5),), confidence, "test", source=source)
            for value in kind
            for start in range(0, 60, 4)
            for confidence in CONFIDENCES
        ]
    )


def drafts(source: str) -> st.SearchStrategy[Draft]:
    """Drafts in the record's shape, with few values, so that two of them meet."""

    def one(*kind: Any) -> st.SearchStrategy[Candidate]:
        return leaves(kind, source)

    def maybe(*kind: Any) -> st.SearchStrategy[Candidate | None]:
        return st.none() | one(*kind)

    def some(items: st.SearchStrategy[Node]) -> st.SearchStrategy[list[Node]]:
        return st.lists(items, max_size=2)

    def node(**parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        return st.fixed_dictionaries(parts)

    return node(
        in_scope=one(True, False),
        article=node(
            title=maybe("Mutu", "Guru"),
            outlet=maybe("kabar.id"),
            dateline=maybe("Palopo"),
            published_on=maybe("2024-05-01"),
            reporters=some(one("Ani", "Tono")),
            editors=some(one("Ani")),
        ),
        event=st.none()
        | node(
            type=one("award", "training"),
            date=maybe("2024-05-01", "2024-05-02"),
            end_date=maybe("2024-05-03"),
            venue=maybe("Aula", "Gedung"),
            region=maybe("73", "73.73"),
            parties=some(one(*BODIES)),
        ),
        regions=some(node(code=one("73", "73.73"), name=one("Kota Palopo"), level=one("city"))),
        organizations=some(node(name=one(*BODIES), kind=one("other", "school"), region=maybe("73", "73.73"))),
        people=some(
            node(
                name=one(*NAMES),
                role=maybe("Kepala", "Guru"),
                acting=maybe("Plt"),
                organization=maybe(*BODIES),
            )
        ),
        programs=some(one("anbk", "ppdb")),
        indicators=some(
            node(
                subject=one("guru", "guru penggerak", "siswa"),
                value=one(41, 57),
                unit=maybe("orang", "persen"),
                region=maybe("73"),
                note=maybe("tertinggi"),
            )
        ),
        regulations=some(node(kind=one("Peraturan"), number=one("10", "11"), year=maybe(2020, 2021))),
        statements=some(node(speaker=maybe(*NAMES, *BODIES), quote=one("mutu naik", "guru hebat"))),
        summary=maybe("Mutu naik."),
    )


def denials() -> st.SearchStrategy[tuple[Denial, ...]]:
    paths = [field.path for field in FIELDS] + ["people[]", "organizations[]", "indicators[]", "statements[]"]
    texts = st.sampled_from((None, "Rina", "Budi", "PGRI Kota Palopo", "anbk", 41, "mutu naik", "Mutu", "73"))
    return st.lists(st.builds(Denial, st.sampled_from(paths), texts, texts), max_size=4).map(tuple)


RULES, MODEL = drafts("rules"), drafts("llm")
# A draft has some sixty leaves: a quarter of the usual cases meets as much.
some_cases = settings(max_examples=settings.default.max_examples // 4)


def candidates(node: Node) -> Iterator[Candidate]:
    if isinstance(node, Candidate):
        yield node
    elif isinstance(node, list):
        for item in node:
            yield from candidates(item)
    elif isinstance(node, dict):
        for item in node.values():
            yield from candidates(item)


@some_cases
@given(RULES, st.booleans())
def test_silence_about_everything_changes_nothing(rules: Draft, is_complete: bool) -> None:
    assert weigh(rules, {}, (), is_complete=is_complete) == (rules, ())


@some_cases
@given(RULES, st.booleans())
def test_a_draft_weighed_against_itself_keeps_its_values(rules: Draft, is_complete: bool) -> None:
    found = weigh(rules, rules, (), is_complete=is_complete)
    assert values(found.draft) == values(rules)
    expected = "rules+llm" if is_complete else "rules"
    assert {leaf.source for leaf in candidates(found.draft)} <= {expected}


@some_cases
@given(RULES, MODEL, denials(), st.booleans())
def test_every_leaf_is_one_of_a_side_s_with_spans_of_a_side(
    rules: Draft, model: Draft, rejected: tuple[Denial, ...], is_complete: bool
) -> None:
    found = weigh(rules, model, rejected, is_complete=is_complete)
    known = [*candidates(rules), *candidates(model)]
    spans = {span for leaf in known for span in leaf.spans}
    for leaf in candidates(found.draft):
        assert leaf.spans
        assert spans.issuperset(leaf.spans)
        assert 0 <= leaf.confidence <= 1
        assert leaf.source in {"rules", "llm", "rules+llm"}
    assemble(found.draft)


@some_cases
@given(RULES, MODEL, denials(), st.booleans())
def test_the_same_question_has_the_same_answer_and_changes_no_draft(
    rules: Draft, model: Draft, rejected: tuple[Denial, ...], is_complete: bool
) -> None:
    before = repr((rules, model))
    first = weigh(rules, model, rejected, is_complete=is_complete)
    assert weigh(rules, model, rejected, is_complete=is_complete) == first
    assert repr((rules, model)) == before


@some_cases
@given(RULES, MODEL, st.booleans())
def test_a_settled_draft_is_settled(rules: Draft, model: Draft, is_complete: bool) -> None:
    settled = weigh(rules, model, (), is_complete=is_complete).draft
    assert values(weigh(settled, settled, (), is_complete=is_complete).draft) == values(settled)


@some_cases
@given(RULES, MODEL, denials(), st.booleans())
def test_what_the_model_names_is_listed(
    rules: Draft, model: Draft, rejected: tuple[Denial, ...], is_complete: bool
) -> None:
    found = values(weigh(rules, model, rejected, is_complete=is_complete).draft)
    ours = values(rules)
    listed = {one["name"].replace("SMP Negeri", "SMPN") for one in found["organizations"]}
    event = found["event"] or {"parties": []}
    named = [one["organization"] for one in found["people"] if one["organization"]] + event["parties"]
    old = {one["organization"] for one in ours["people"]} | set((ours["event"] or {"parties": []})["parties"])
    for name in named:
        assert name in old or name.replace("SMP Negeri", "SMPN") in listed


@some_cases
@given(RULES, MODEL)
def test_a_model_alone_says_nothing_twice_and_lists_what_it_names(rules: Draft, model: Draft) -> None:
    draft = model_only(rules, model)
    found = values(draft)
    assert list(found) == list(dict.fromkeys(field.group for field in FIELDS))
    assert draft["in_scope"] == rules["in_scope"]
    for group, name in (("organizations", "name"), ("regions", "code")):
        names = [one[name].replace("SMP Negeri", "SMPN") for one in found[group]]
        assert len(set(names)) == len(names)
    names = {one["name"].replace("SMP Negeri", "SMPN") for one in found["organizations"]}
    assert all(
        one["organization"].replace("SMP Negeri", "SMPN") in names
        for one in found["people"]
        if one["organization"]
    )
