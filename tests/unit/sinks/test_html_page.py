"""The page stands alone, escapes everything, and every link in it arrives."""

from __future__ import annotations

import io
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from extractor.sinks import Entry, writer
from tests.records import TEXT, a_failed_record, a_record, at, leaf
from tests.strategies import any_texts

VOID = {"meta", "br", "link", "img", "input"}


class Page(HTMLParser):
    """What a browser would make of the page: elements, attributes, text; fails when tags do not nest."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        for tag in set(self._open):
            self.texts.setdefault(tag, []).append(data)

    def attributes(self, name: str) -> list[str]:
        return [value for _, attrs in self.tags if (value := attrs.get(name)) is not None]

    def text(self, tag: str) -> str:
        return "".join(self.texts.get(tag, []))


def html(*entries: Entry) -> str:
    stream = io.StringIO()
    writer("html")(entries, stream)
    return stream.getvalue()


def test_the_page_needs_nothing_from_elsewhere() -> None:
    page = Page(html(Entry(a_record(), TEXT)))
    tags = {tag for tag, _ in page.tags}
    assert not tags & {"script", "link", "img", "iframe", "object", "form"}
    assert not page.attributes("src")
    assert all(target.startswith("#") for target in page.attributes("href"))
    assert "url(" not in page.text("style")
    assert "@import" not in page.text("style")


def test_every_link_arrives_and_no_id_repeats() -> None:
    page = Page(html(Entry(a_record(), TEXT), Entry(a_failed_record(), None), Entry(a_record(), TEXT)))
    ids = page.attributes("id")
    assert len(set(ids)) == len(ids)
    assert {target.removeprefix("#") for target in page.attributes("href")} <= set(ids)


def test_values_link_to_the_words_that_prove_them() -> None:
    page = Page(html(Entry(a_record(), TEXT)))
    assert f"#a1-{TEXT.index('41')}" in page.attributes("href")
    assert f"a1-{TEXT.index('41')}" in page.attributes("id")


def test_an_undecided_value_shows_what_it_could_be() -> None:
    assert "possible: 2021-11-24, 2022-11-24" in Page(html(Entry(a_record(), TEXT))).text("small")


def test_markup_in_article_and_record_is_text() -> None:
    page = Page(html(Entry(a_record(), TEXT)))
    assert "<b>Siti</b>" in page.text("h2")
    assert "Bupati <b>Siti</b> Buka Rakor" in page.text("p")
    assert "Harian & Contoh" in page.text("li")


def test_a_failed_article_stands_in_its_place_with_its_error() -> None:
    page = Page(html(Entry(a_record(), TEXT), Entry(a_failed_record("b.txt: is <empty>"), None)))
    assert "b.txt: is <empty>" in page.text("p")
    assert [value for value in page.attributes("id") if "-" not in value] == ["a1", "a2", "contents"]


def test_what_was_dropped_is_listed() -> None:
    run = {
        "engine": "rules",
        "status": "ok",
        "rules_version": "0",
        "dropped": [{"pointer": "/people/1/name", "value": "Budi", "reason": "not_in_article"}],
    }
    assert "/people/1/name: Budi not_in_article" in Page(html(Entry(a_record(run=run), TEXT))).text("li")


def test_no_articles_make_an_empty_page() -> None:
    assert "article" not in {tag for tag, _ in Page(html()).tags}


def test_a_hundred_usual_articles_take_at_most_one_and_a_half_megabytes() -> None:
    text = "\n\n".join([TEXT] * 15)[:2300]
    spans = [leaf([{"start": start, "end": start + 12}]) for start in range(0, 2200, 25)]
    people = [{"name": f"Orang Bernama {number}", "role": "Kepala Dinas"} for number in range(30)]
    pointers = [f"/people/{number}/{key}" for number in range(30) for key in ("name", "role")]
    record = a_record(people=people, provenance=dict(zip(pointers, spans, strict=False)))
    assert len(html(*[Entry(record, text)] * 100).encode()) <= 1_500_000


@given(any_texts(), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6))
def test_any_text_is_shown_as_it_is(text: str, places: list[tuple[int, int]]) -> None:
    evidence = [{"start": min(place), "end": max(place)} for place in places]
    hostile = text.strip() or "<"
    record = a_record(
        article={"title": hostile},
        summary=hostile,
        provenance={"/article/title": leaf(at("Siti")), "/summary": leaf(evidence)},
    )
    page = Page(html(Entry(record, text)))
    # A page shows every kind of line end as one, and no NUL.
    shown = "".join(page.text("h2").split())
    assert "".join(hostile.split()) in shown
    assert {tag for tag, _ in page.tags} <= {
        *("html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "h3", "p", "a", "ul", "li"),
        *("article", "div", "i", "mark", "b", "small", "nav", "span"),
    }
    assert {target.removeprefix("#") for target in page.attributes("href")} <= set(page.attributes("id"))
