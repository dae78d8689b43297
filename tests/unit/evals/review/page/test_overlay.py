"""Evidence over the text: every character once, in its place, and none that hides."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from evals.review.page.overlay import Run, paragraphs
from evals.review.types import Origin
from extractor.schema.types import Article, Span

TEXT = "Budi Santoso, Kepala Dinas.\n\n“Kami \u202ebangga,” kata Budi. Selesai."


def runs(article: Article, origins: dict[str, Origin]) -> list[Run]:
    return [
        run
        for paragraph in paragraphs(article, origins)
        for line in paragraph
        for run in (*(one for stretch in line.stretches for one in stretch.runs), *line.gap)
    ]


def origin(*spans: tuple[int, int]) -> Origin:
    return Origin(tuple(Span(*span) for span in spans))


def test_nested_and_overlapping_evidence_is_told_of_each_character() -> None:
    origins = {
        "/people/0/name": origin((0, 12)),
        "/people/0/role": origin((14, 20)),
        "/summary": origin((0, 27)),
    }
    first = paragraphs(Article("a", TEXT), origins)[0][0]
    told = [("".join(run.text for run in one.runs), one.section, one.pointers) for one in first.stretches]
    assert told == [
        ("Budi Santoso", "people", ("/people/0/name", "/summary")),
        (", ", "summary", ("/summary",)),
        ("Kepala", "people", ("/people/0/role", "/summary")),
        (" Dinas.", "summary", ("/summary",)),
    ]


def test_a_character_that_turns_text_about_stands_alone_by_its_name() -> None:
    at = TEXT.index("\u202e")
    assert Run(at, "\u202e", "U+202E") in runs(Article("a", TEXT), {})


def test_evidence_outside_of_the_text_is_passed_over() -> None:
    assert runs(Article("a", TEXT), {"/summary": origin((-3, 2), (5, 5), (0, 10_000))}) == runs(
        Article("a", TEXT), {}
    )


@given(
    text=st.text(st.sampled_from("aB .\n\u202e\u0301é”\U0001f600\x00"), min_size=1, max_size=60),
    spans=st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=5),
)
def test_each_run_is_the_text_at_its_place_and_only_white_space_is_left_out(
    text: str, spans: list[tuple[int, int]]
) -> None:
    found = runs(Article("a", text), {f"/people/{i}/name": origin(span) for i, span in enumerate(spans)})
    covered = set()
    for run in found:
        assert text[run.start : run.start + len(run.text)] == run.text
        places = set(range(run.start, run.start + len(run.text)))
        assert not places & covered
        covered |= places
    assert not "".join(char for at, char in enumerate(text) if at not in covered).strip()
