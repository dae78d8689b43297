"""The page of a report stands alone, escapes everything and shows each error in the words of its article."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from evals import page
from extractor.errors import SettingsError
from tests.reports import TEXTS, report

HOSTILE = "<script>alert(1)</script>&\"'><img src=x onerror=alert(1)>"
VOID = {"meta", "br"}


class Tags(HTMLParser):
    """Collects tags and attributes, and fails where an end tag closes another element."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def tags(text: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = Tags()
    parser.feed(text)
    assert parser.open == []
    return parser.seen


def hostile() -> dict[str, object]:
    error = {"article": "a1", "path": HOSTILE, "label": HOSTILE, "gold": HOSTILE, "predicted": [HOSTILE]}
    return report(
        run={"engine": HOSTILE, "hashes": {HOSTILE: HOSTILE}},
        groups={HOSTILE: report()["groups"]["people"]},
        paths={HOSTILE: {}},
        labels={HOSTILE: 1},
        errors=[error | {"spans": [[0, len(HOSTILE)]]}],
        confusion={HOSTILE: {HOSTILE: {HOSTILE: 1}}},
        usage={HOSTILE: 1},
        invalid=[HOSTILE],
        articles={HOSTILE: {"status": HOSTILE, "groups": {}}},
    )


def test_the_page_asks_nothing_of_anybody() -> None:
    text = page.render(report(), TEXTS, other=report())
    for tag, attributes in tags(text):
        assert tag not in {"script", "link", "img", "iframe", "object", "image", "use"}
        assert not {"src", "href", "xlink:href"} & set(attributes)
        assert not any(name.startswith("on") for name in attributes)
    assert not re.search(r"url\(|@import|https?:", text)


def test_words_of_strangers_are_escaped_everywhere() -> None:
    text = page.render(hostile(), {"a1": HOSTILE}, other=hostile())
    names = {tag for tag, _ in tags(text)}
    assert not {"script", "img"} & names
    assert text.count("&lt;script&gt;") >= 10


def test_the_headline_stands_with_its_interval() -> None:
    text = page.render(report(), TEXTS)
    assert "<b>67.9</b> [51.0, 81.2]" in text
    assert "2 articles" in text


def test_an_error_is_shown_with_the_words_of_its_article_marked() -> None:
    assert ">Kepala: <mark>Siti Aminah</mark>, hadir di Palopo.<" in page.render(report(), TEXTS)


def test_an_error_in_an_article_without_text_is_shown_without_its_words() -> None:
    text = page.render(report(), {})
    assert "Siti Aminah" in text
    assert "<mark>" not in text


def test_charts_are_well_formed_and_place_the_score() -> None:
    text = page.render(report(), TEXTS)
    charts = [ElementTree.fromstring(svg) for svg in re.findall(r"<svg.*?</svg>", text, re.DOTALL)]
    people = next(svg for svg in charts if "people" in str(svg.get("aria-label")))
    dots = [line for line in people.iter("line") if "dot" in str(line.get("class"))]
    assert [dot.get("x1") for dot in dots] == ["85.71"]
    interval = next(line for line in people.iter("line") if "thin" in str(line.get("class")))
    assert (interval.get("x1"), interval.get("x2")) == ("60.00", "95.00")


def test_a_group_without_slots_has_no_dot() -> None:
    text = page.render(report(), TEXTS)
    svg = next(svg for svg in re.findall(r"<svg.*?</svg>", text, re.DOTALL) if "regulations" in svg)
    assert "dot" not in svg


def test_run_against_run_tells_the_change_and_which_errors_are_new_or_gone() -> None:
    before, now = report(), report()
    gone, stays = before["errors"]
    fresh = stays | {"gold": "2022-11-03"}
    now["errors"] = [stays, fresh]
    now["headline"]["h"] = 0.7
    text = page.render(now, TEXTS, other=before)
    assert "change +2.1" in text
    assert "1 errors of the run before are gone" in text
    assert text.count('</small> <span class="tag">new</span>') == 1
    assert f"{gone['article']} · {gone['path']}</small> OMITTED_FIELD" in text


def test_against_a_baseline_that_lists_no_errors_none_is_called_new() -> None:
    baseline = report(errors=[], labels={}, paths={})
    del baseline["overall"]
    text = page.render(report(), TEXTS, other=baseline)
    assert "are gone" not in text
    assert "tag" not in text.partition("</style>")[2]
    assert "change +0.0" in text


def test_cost_and_latency_are_shown_where_the_report_has_them() -> None:
    assert "Cost and latency" in page.render(report(), TEXTS)
    assert "Cost and latency" not in page.render(report(usage={}), TEXTS)


def test_the_same_report_gives_the_same_page() -> None:
    assert page.render(report(), TEXTS) == page.render(report(), TEXTS)


def test_a_dict_that_is_no_report_is_refused() -> None:
    with pytest.raises(SettingsError, match="no report"):
        page.render({}, TEXTS)
    with pytest.raises(SettingsError, match="no report"):
        page.render(report(), TEXTS, other={})
