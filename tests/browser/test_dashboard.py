"""The dashboard in a browser: from a mark to its articles and back, by mouse and keyboard, for everybody."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extractor import Settings
from extractor.service.app import create_app
from extractor.service.options import ServiceOptions
from tests.browser.conftest import NARROW, WIDE, Axe, OpenPage, Serve, Shot
from tests.news_database import HOSTILE, corpus_records, made_records, write_database

ODD_ID = 'a/b?c#d%2F&"<é'
PAGES = ("/", "/articles", "/articles/bjm-2")
MORE_PAGES = ("/?region=63&lang=id", "/articles/none", "/?q=nothing+like+this")
# The overview is checked in every way, the others in the two that differ most.
CHECKED = {(WIDE, False): (*PAGES, *MORE_PAGES), (NARROW, True): PAGES}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    for number, h in enumerate((0.9, 0.95)):
        run = folder / "runs" / f"run-{number}"
        run.mkdir(parents=True)
        report = {
            "headline": {"h": h, "low": h - 0.02, "high": h + 0.01},
            "usage": {"cost_usd": 0.1 * number},
        }
        (run / "report.json").write_text(json.dumps(report), "utf-8")
        facts = {"created_at": f"2026-11-2{number}T07:00:00+00:00", "gold": "gold/corpus"}
        (run / "run.json").write_text(json.dumps(facts), "utf-8")
    return folder


@pytest.fixture(scope="module")
def records(home: Path) -> Path:
    odd = made_records()[0].model_copy(update={"article_id": ODD_ID})
    return write_database(home / "news.sqlite", [*corpus_records(), *made_records(), odd])


@pytest.fixture
def few(serve: Serve, home: Path) -> str:
    """The made articles alone: axe takes its time with what is drawn."""
    records = home / "few.sqlite"
    if not records.exists():
        write_database(records, made_records())
    return serve(create_app(Settings(), ServiceOptions(records=records, home=home)))


@pytest.fixture
def address(serve: Serve, records: Path, home: Path) -> str:
    return serve(create_app(Settings(), ServiceOptions(records=records, home=home)))


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_pages_are_for_everybody_and_fit_the_window(
    few: str, open_page: OpenPage, axe: Axe, shot: Shot, size: tuple[int, int], dark: bool
) -> None:
    page = open_page(few, size=size, dark=dark)
    for path in CHECKED.get((size, dark), PAGES[:1]):
        page.goto(few + path)
        page.eval_on_selector_all("details", "all => all.forEach(one => { one.open = true })")
        assert axe(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
    page.goto(few)
    shot(page, f"dashboard-{size[0]}-{'dark' if dark else 'light'}", full=True)


def test_a_tile_leads_to_its_articles_and_a_chip_back(address: str, open_page: OpenPage) -> None:
    page = open_page(address)
    page.get_by_role("link", name="Kalimantan Selatan: 5 articles").click()
    assert page.inner_text("h1") == "5 articles"
    page.get_by_label("Event", exact=True).select_option("training")
    page.get_by_role("button", name="Show").click()
    assert page.inner_text("h1") == "3 articles"
    page.get_by_role("link", name="Overview of these articles").click()
    assert page.inner_text(".numbers .big a") == "3"
    page.get_by_role("link", name="Region Provinsi Kalimantan Selatan").click()
    assert "region" not in page.url
    assert "type=training" in page.url


def test_a_part_of_a_column_leads_to_its_articles(address: str, open_page: OpenPage) -> None:
    page = open_page(f"{address}/?region=63&month=2022&type=award")
    page.locator(".timeline a.s0").first.click()
    assert page.inner_text("h1") == "1 article"
    page.get_by_role("link", name="Judul bjm-2").click()
    assert page.inner_text("h1") == "Judul bjm-2"
    page.get_by_role("link", name="← Articles").click()
    assert page.inner_text("h1") == "1 article"


def test_the_keyboard_reaches_the_chart_and_passes_it_by(address: str, open_page: OpenPage) -> None:
    page = open_page(f"{address}/?lang=id")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Langsung ke isi"
    page.keyboard.press("Enter")
    skip = page.locator(".map-row .skip")
    skip.focus()
    assert skip.bounding_box()["x"] >= 0
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Aceh: 1 artikel"
    skip.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('svg.map')") is None
    # Parts of columns are for the mouse; the table below has the same links.
    assert page.locator(".timeline a:not(.column):not([tabindex='-1'])").count() == 0


def test_strange_ids_and_titles_are_text(address: str, open_page: OpenPage) -> None:
    page = open_page(f"{address}/articles?region=63.71&type=training")
    page.locator("ol.articles a", has_text="Judul bjm-1").last.click()
    page.goto(f"{address}/articles?q=onload")
    page.locator("ol.articles h2 a").click()
    assert page.inner_text("h1") == HOSTILE
    assert page.evaluate("document.scripts.length") == 0
    odd = page.request.get(f"{address}/articles/a%2Fb%3Fc%23d%252F%26%22%3C%C3%A9")
    assert (
        odd.status,
        ODD_ID.replace("&", "&amp;").replace('"', "&#34;").replace("<", "&lt;") in odd.text(),
    ) == (
        200,
        True,
    )


def test_a_dot_leads_to_its_run(address: str, open_page: OpenPage) -> None:
    page = open_page(address)
    page.get_by_role("link", name="run-1: H 95.0 (93.0–96.0), US$ 0.1000, 21 November 2026").focus()
    page.keyboard.press("Enter")
    assert page.url.endswith("#run-run-1")
    assert page.locator("tr:target th").inner_text() == "run-1"
