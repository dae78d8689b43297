"""Correcting records in a browser: by keyboard alone, by mouse, undone, refused, in conflict."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extractor import Extractor
from extractor.schema.types import Article
from tests.browser.conftest import NARROW, WIDE, Axe, OpenPage, Serve, Shot
from tests.browser.review_page import ROOT, SEED, Reviewer, open_article, page_of, seeds

GOLD = json.loads((ROOT / "gold" / f"{SEED}.json").read_text(encoding="utf-8"))
DATE, REGION = "/event/date", "/event/region"


def saved(folder: Path, name: str = f"{SEED}.json") -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "gold" / name).read_text(encoding="utf-8"))
    return found


def desk(serve: Serve, open_page: OpenPage, folder: Path, **more: Any) -> Any:
    """The list of the seeds, opened."""
    return open_page(serve(page_of(folder, seeds(), **more)))


@pytest.fixture
def reviewer(serve: Serve, open_page: OpenPage, tmp_path: Path) -> Reviewer:
    return open_article(desk(serve, open_page, tmp_path))


def test_a_seed_is_corrected_from_the_rules_record_to_its_gold_by_keyboard_alone(
    serve: Serve, open_page: OpenPage, tmp_path: Path, record_property: Any
) -> None:
    page = desk(serve, open_page, tmp_path)
    reviewer = Reviewer(page)
    while not page.evaluate("document.activeElement.href ?? ''").endswith(SEED):
        reviewer.press("ArrowDown")
    reviewer.press("Enter")
    page.wait_for_selector("#rows [aria-current=true]")

    # The subject goes on: its evidence is selected already and grows by words.
    reviewer.go("/indicators/1/subject")
    reviewer.press("t", *["w"] * 7, "Enter")
    assert reviewer.value(reviewer.at) == GOLD["indicators"][1]["subject"]
    reviewer.go("/indicators/1/region")
    reviewer.press("x")
    reviewer.go("/indicators/1/note")
    reviewer.press("e")
    reviewer.type("SPM")
    reviewer.press("Enter")
    reviewer.go("/organizations/1/name")
    reviewer.press("Shift+ArrowUp")
    reviewer.go("/summary")
    reviewer.press("e")
    reviewer.type(GOLD["summary"])
    reviewer.press("Enter")
    # The rest is right as it is.
    reviewer.press("c")
    reviewer.type("0")
    reviewer.press("Enter", "s")

    assert "as gold too" in reviewer.said
    assert page.inner_text(".left") == "0 open"
    record = saved(tmp_path)
    assert {name: record[name] for name in GOLD} == GOLD
    typed = len(GOLD["summary"])
    record_property("key presses", f"{reviewer.presses}, {typed} of them to write the summary")
    print(f"key presses: {reviewer.presses}, {typed} of them to write the summary")
    assert reviewer.presses - typed < 60


def test_accepting_goes_on_to_the_next_open_value_and_undoing_comes_back(reviewer: Reviewer) -> None:
    first = reviewer.at
    reviewer.press("a")
    assert reviewer.at != first
    assert reviewer.said.startswith("Accepted: ")
    assert reviewer.focused == reviewer.at
    reviewer.press("u")
    assert reviewer.at == first
    reviewer.press("Shift+U")
    assert "accepted" in reviewer.page.get_attribute(f'.row:has([data-pointer="{first}"])', "class")


def test_keys_pressed_faster_than_the_server_answers_are_all_done(reviewer: Reviewer) -> None:
    before = int(reviewer.page.inner_text(".left").split()[0])
    reviewer.page.evaluate(
        """for (let times = 0; times < 5; times += 1)
             document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key: "a", bubbles: true}))"""
    )
    reviewer.page.wait_for_selector(f'.left:text-is("{before - 5} open")')


def test_words_selected_by_mouse_become_value_and_evidence(reviewer: Reviewer) -> None:
    page = reviewer.page
    page.click('[data-pointer="/event/venue"]')
    page.locator("#text span[data-o]", has_text="stakeholder terkait").scroll_into_view_if_needed()
    box = page.locator("#text span[data-o]", has_text="stakeholder terkait").bounding_box()
    page.mouse.move(box["x"] + 2, box["y"] + 8)
    page.mouse.down()
    page.mouse.move(box["x"] + 160, box["y"] + 8, steps=4)
    page.mouse.up()
    page.wait_for_selector("#selected:not([hidden])")
    chosen = page.inner_text("#selected-words").strip('“”"')
    assert page.inner_text("#use-label") == "Use for Venue"
    page.click("[data-act=use]")
    page.wait_for_selector("#text mark.now")
    assert chosen.startswith(page.inner_text("#text mark.now").split()[0])


def test_a_click_on_marked_words_chooses_what_they_prove_and_again_the_next(reviewer: Reviewer) -> None:
    page = reviewer.page
    mark = page.locator("#text mark.many").first
    pointers = mark.get_attribute("data-p").split()
    seen = []
    for _ in pointers:
        mark.click()
        seen.append(reviewer.at)
    assert sorted(seen) == sorted(pointers)


def test_a_finger_chooses_words_and_presses_buttons(
    serve: Serve, open_page: OpenPage, tmp_path: Path
) -> None:
    page = open_page(serve(page_of(tmp_path, seeds())), size=NARROW, has_touch=True, is_mobile=True)
    reviewer = open_article(page)
    page.tap("#text mark.f-people >> nth=0")
    chosen = reviewer.at
    assert chosen.startswith("/people/")
    page.tap("#inspector [data-act=accept]")
    page.wait_for_selector(f'.accepted [data-pointer="{chosen}"]')
    page.tap("[data-act=save]")
    page.wait_for_selector("#said:has-text('Saved')")


def test_a_fault_is_told_at_its_value_in_plain_words_and_mended_by_one_key(
    reviewer: Reviewer, tmp_path: Path
) -> None:
    page = reviewer.page
    reviewer.go(DATE)
    reviewer.press("e")
    reviewer.type("2022-13-01")
    reviewer.press("Enter")
    page.wait_for_selector("#editing[aria-invalid=true]")
    told = page.get_attribute("#editing", "aria-describedby").split()
    assert "That is no date" in page.inner_text(f"#{told[-1]}")
    reviewer.press("Escape")
    reviewer.go("/regions/0/code")
    reviewer.press("d")
    row = page.locator(f'[data-pointer="{REGION}"]')
    fault = page.locator(f'[id="{row.get_attribute("aria-describedby")}"]')
    assert "Kota Banjarmasin (63.71) is not listed under Regions yet." in fault.inner_text()
    reviewer.press("s")
    assert reviewer.said.startswith("Not saved")
    assert not (tmp_path / "gold" / f"{SEED}.json").exists()
    reviewer.go(REGION)
    reviewer.press("f", "s")
    assert reviewer.said.startswith("Saved")
    assert {region["code"] for region in saved(tmp_path)["regions"]} == {"63", "63.71"}


def test_a_new_item_is_made_from_selected_words(reviewer: Reviewer) -> None:
    reviewer.go("/people")
    reviewer.press("t", "Control+End", "Control+Shift+ArrowLeft", "Enter")
    assert reviewer.value(reviewer.at) == "Amran"
    assert reviewer.at.startswith("/people/")
    assert reviewer.page.inner_text("#text mark.now") == "Amran"
    reviewer.press("d")
    assert "Removed." in reviewer.said


def test_what_the_last_run_found_is_asked_first_and_added_by_one_key(
    serve: Serve, open_page: OpenPage, tmp_path: Path
) -> None:
    text = next(article.text for article in seeds() if article.id == SEED)
    at = text.index("Supian HK")
    extra = {"path": "people[].name", "predicted": "Supian HK", "spans": [[at, at + 9]]}
    report = {"articles": {SEED: {}}, "errors": [{"label": "GROUNDED_EXTRA", "article": SEED, **extra}]}
    reviewer = open_article(desk(serve, open_page, tmp_path, report=report))
    assert "The last run read this" in reviewer.page.inner_text("#inspector")
    reviewer.press("a")
    assert reviewer.value(reviewer.at) == "Supian HK"
    assert reviewer.at.startswith("/people/")


def test_where_rules_and_model_differ_both_values_are_offered(
    serve: Serve, open_page: OpenPage, tmp_path: Path
) -> None:
    article = next(article for article in seeds() if article.id == SEED)
    record = Extractor().extract(article).model_dump(mode="json")
    origin = record["provenance"][DATE]
    origin["flags"] = ["disagreement"]
    origin["alternatives"] = [{"value": "2022-11-03", "source": "llm"}]
    reviewer = open_article(desk(serve, open_page, tmp_path, predictions={SEED: record}))
    assert reviewer.at == DATE
    assert "rules and model disagree" in reviewer.page.inner_text("#inspector")
    reviewer.press("1")
    assert reviewer.value(DATE) == "2022-11-03"
    reviewer.press("1")
    assert reviewer.value(DATE) == "2022-11-02"


def test_a_value_of_any_kind_is_added_through_the_dialog(reviewer: Reviewer) -> None:
    page = reviewer.page
    reviewer.press("+")
    page.wait_for_selector("#new[open]")
    page.select_option("#new-list", "/programs")
    reviewer.press("Enter")
    reviewer.type("paud")
    page.wait_for_selector("[role=option][aria-selected=true]")
    reviewer.press("Enter")
    assert reviewer.at.startswith("/programs/")
    assert reviewer.said.startswith("Added: Program")


def test_words_that_cannot_be_read_stay_as_evidence_of_what_is_typed(reviewer: Reviewer) -> None:
    page = reviewer.page
    reviewer.go(DATE)
    reviewer.press("t", "Control+End", "Control+Shift+ArrowLeft", "Enter")
    page.wait_for_selector("#editing[aria-invalid=true]")
    assert "“Amran” cannot be read as a value of this field" in page.inner_text("#editing-fault")
    page.keyboard.press("Control+a")
    reviewer.type("5 November 2022")
    reviewer.press("Enter")
    assert reviewer.value(DATE) == "2022-11-05"
    assert page.inner_text("#text mark.now") == "Amran"


def test_selected_words_become_a_new_item_of_a_chosen_kind(reviewer: Reviewer) -> None:
    reviewer.go(DATE)
    reviewer.press("t", "Control+End", "Control+Shift+ArrowLeft", "+")
    reviewer.page.wait_for_selector("#new[open]")
    reviewer.page.select_option("#new-list", "/article/reporters")
    reviewer.press("Enter")
    reviewer.page.wait_for_selector("#said:has-text('Added: Reporter, Amran')")
    assert reviewer.at.startswith("/article/reporters/")


def test_evidence_is_added_to_a_value_and_taken_away_again(reviewer: Reviewer) -> None:
    page = reviewer.page
    reviewer.go("/article/editors/0")
    reviewer.press("t", "Control+Home", "w", "Shift+Enter")
    assert reviewer.value(reviewer.at) == "Amran"
    assert page.locator("#inspector .place").count() == 2
    page.click("#inspector [data-act=unmark] >> nth=0")
    page.wait_for_selector("#said:has-text('Evidence taken away')")
    assert page.locator("#text mark.now").all_inner_texts() == ["Amran"]


def test_a_figure_is_typed_with_its_unit(reviewer: Reviewer) -> None:
    reviewer.go("/indicators/0/value")
    reviewer.press("e")
    reviewer.type("1,2 miliar rupiah")
    reviewer.press("Enter")
    assert reviewer.value("/indicators/0/value") == "1,200,000,000"
    assert reviewer.value("/indicators/0/unit") == "rupiah"


def test_a_whole_item_is_accepted_at_once(reviewer: Reviewer) -> None:
    reviewer.go("/people/0/name")
    reviewer.press("Shift+A")
    assert reviewer.page.locator("[data-item='/people/0'] .accepted").count() == 4


def test_what_another_session_saved_is_never_overwritten(
    serve: Serve, open_page: OpenPage, tmp_path: Path
) -> None:
    mine = open_article(desk(serve, open_page, tmp_path))
    theirs = open_article(desk(serve, open_page, tmp_path, home="other"))
    for reviewer, venue in ((mine, "Banjarmasin"), (theirs, "Kalsel")):
        reviewer.go("/event/venue")
        reviewer.press("e")
        reviewer.type(venue)
        reviewer.press("Enter")
    theirs.press("s")
    assert theirs.said.startswith("Saved")
    mine.press("s")
    dialog = mine.page.wait_for_selector("#conflict[open]")
    assert "Nothing was overwritten" in dialog.inner_text()
    assert {"Banjarmasin", "Kalsel"} <= set(mine.page.locator("#conflict fieldset bdi").all_inner_texts())
    assert saved(tmp_path)["event"]["venue"] == "Kalsel"
    mine.page.check("#conflict fieldset:has-text('Banjarmasin') input[value=mine]")
    mine.press("Enter")
    mine.page.wait_for_selector("#said:has-text('Saved')")
    assert saved(tmp_path)["event"]["venue"] == "Banjarmasin"


def test_an_edit_from_a_page_that_is_out_of_date_is_not_made(
    serve: Serve, open_page: OpenPage, tmp_path: Path
) -> None:
    url = serve(page_of(tmp_path, seeds()))
    first, second = open_article(open_page(url)), open_article(open_page(url))
    first.press("a")
    chosen = second.at
    second.press("x")
    assert "changed in another window" in second.said
    assert second.value(chosen) != "–"


def test_closing_the_browser_loses_nothing(serve: Serve, open_page: OpenPage, tmp_path: Path) -> None:
    first = open_article(desk(serve, open_page, tmp_path))
    first.go(DATE)
    first.press("e")
    first.type("2022-11")
    first.press("Enter")
    first.page.context.close()
    again = open_article(desk(serve, open_page, tmp_path))
    assert again.value(DATE) == "2022-11"
    assert again.page.inner_text(".top .state") == "draft"
    again.press("u")
    assert again.value(DATE) == "2022-11-02"


def test_letters_are_letters_while_one_types_and_can_be_turned_off(reviewer: Reviewer) -> None:
    page = reviewer.page
    before = page.get_attribute("#work", "data-version")
    reviewer.press("e")
    reviewer.type("axu?s")
    assert page.input_value("#editing") == "axu?s"
    reviewer.press("Escape", "Control+a", "?")
    page.uncheck("#letters")
    reviewer.press("Escape", "a", "x")
    assert page.get_attribute("#work", "data-version") == before
    reviewer.press("ArrowDown", "Enter")
    assert reviewer.focused == "editing"


@pytest.mark.parametrize(
    ("language", "lang", "save", "other"),
    [("id", "id", "Simpan", "English"), ("en", "en", "Save", "Bahasa Indonesia")],
)
def test_the_page_speaks_both_languages_and_changes_on_request(
    serve: Serve, open_page: OpenPage, tmp_path: Path, language: str, lang: str, save: str, other: str
) -> None:
    page = desk(serve, open_page, tmp_path, language=language)
    reviewer = open_article(page)
    assert page.get_attribute("html", "lang") == lang
    assert page.get_attribute("#text", "lang") == "id"
    assert page.inner_text("[data-act=save]").startswith(save)
    address = page.url
    reviewer.press("?")
    page.click(f"#help button:has-text('{other}')")
    page.wait_for_selector(f"html:not([lang={lang}])")
    assert page.url == address


def test_a_server_that_is_gone_is_told_and_nothing_seems_done(reviewer: Reviewer) -> None:
    page = reviewer.page
    page.route("**/edit", lambda route: route.abort())
    chosen = reviewer.at
    reviewer.press("a")
    assert "The server does not answer" in reviewer.said
    assert reviewer.at == chosen
    page.unroute("**/edit")
    reviewer.press("a")
    assert reviewer.said.startswith("Accepted")


def test_nothing_can_be_written_into_the_article(reviewer: Reviewer) -> None:
    page = reviewer.page
    before = page.inner_text("#text")
    reviewer.go("/event/date")
    reviewer.press("t", "z", "Delete", "Backspace", "Control+x", "Control+v")
    # As an input method does it: without asking first.
    page.evaluate("""() => { const box = document.getElementById("text");
        box.querySelector("[data-o]").firstChild.data += "!";
        box.dispatchEvent(new InputEvent("input", {bubbles: true})) }""")
    assert page.inner_text("#text") == before
    assert reviewer.at == "/event/date"


HOSTILE = (
    "<script>document.title = 'owned'</script> <img src=x onerror=\"document.title='owned'\"> Judul\n\n"
    "BANJARMASIN, klikkalsel.com – Kepala Dinas Pendidikan Kota Banjarmasin, \u202eNuryadi\u202c bicara "
    "\u200b\x07 </textarea></template></dialog>{{ 7*7 }} ${7*7} 41 orang guru penggerak. "
    "\U0001f469\u200d\U0001f3eb Selesai.\n"
)


def test_an_article_full_of_markup_and_control_characters_shows_as_text(
    serve: Serve, open_page: OpenPage, tmp_path: Path
) -> None:
    article = Article('a" onload="x', HOSTILE)
    page = open_page(serve(page_of(tmp_path, [article])))
    page.click("#queue a")
    page.wait_for_selector("#rows [aria-current=true]")
    reviewer = Reviewer(page)
    shown = page.inner_text("#text")
    assert "<script>document.title = 'owned'</script>" in shown
    assert "{{ 7*7 }} ${7*7}" in shown
    assert page.locator("#text .control").all_inner_texts() == [
        "U+202E",
        "U+202C",
        "U+200B",
        "U+0007",
        "U+200D",
    ]
    assert page.title() != "owned"
    assert page.locator("#work script, #work img, [onload], [onerror]").count() == 0
    # Offsets count code points of the article, whatever is shown in their place.
    reviewer.go("/people")
    at = HOSTILE.index("Selesai")
    page.locator("#text span[data-o]", has_text="Selesai").dblclick()
    page.keyboard.press("Escape")
    sent: list[dict[str, Any]] = []
    page.on(
        "request", lambda request: sent.append(request.post_data_json) if request.method == "POST" else None
    )
    page.locator("#text span[data-o]", has_text="Selesai").evaluate(
        """run => { const at = run.firstChild.data.indexOf("Selesai");
                    getSelection().setBaseAndExtent(run.firstChild, at, run.firstChild, at + 7) }"""
    )
    page.click("[data-act=use]")
    page.wait_for_selector("body:not([data-busy])")
    assert (sent[0]["edit"]["start"], sent[0]["edit"]["end"]) == (at, at + 7)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["1280", "390"])
def test_axe_has_no_serious_findings_at_any_width_in_any_light(
    serve: Serve, open_page: OpenPage, axe: Axe, shot: Shot, tmp_path: Path, size: tuple[int, int], dark: bool
) -> None:
    page = open_page(serve(page_of(tmp_path, seeds(), language="id")), size=size, dark=dark)
    name = f"review-{size[0]}-{'dark' if dark else 'light'}"
    assert axe(page) == []
    shot(page, f"{name}-list")
    reviewer = open_article(page)
    reviewer.go("/people/0/organization")
    shot(page, name)
    reviewer.press("e")
    page.wait_for_selector("[role=option]")
    assert axe(page) == []
    shot(page, f"{name}-editor")
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


def test_axe_has_no_serious_findings_in_the_text_and_the_dialogs(
    reviewer: Reviewer, axe: Axe, shot: Shot
) -> None:
    page = reviewer.page
    reviewer.press("t", "w")
    page.wait_for_selector("#selected:not([hidden])")
    assert axe(page) == []
    reviewer.press("Escape")
    assert page.is_hidden("#selected")
    assert reviewer.focused == reviewer.at
    reviewer.press("?")
    assert axe(page) == []
    shot(page, "review-keys")
    reviewer.press("Escape", "g")
    page.wait_for_selector("#agreement[open]")
    assert axe(page) == []


def test_two_readers_see_where_they_differ_once_both_have_saved(
    serve: Serve, open_page: OpenPage, axe: Axe, shot: Shot, tmp_path: Path
) -> None:
    first = open_article(desk(serve, open_page, tmp_path))
    first.press("s")
    assert first.said.startswith("Saved")
    second = open_article(desk(serve, open_page, tmp_path, annotator="siti", home="other"))
    second.press("g")
    second.page.wait_for_selector("#agreement[open]")
    assert "readers work apart" in second.page.inner_text("#agreement")
    second.press("Escape")
    second.go("/people/0/role")
    second.press("x", "s")
    assert second.said.startswith("Saved as your reading.")
    second.press("g")
    second.page.wait_for_selector("#agreement[open] h3")
    told = second.page.inner_text("#agreement")
    assert "rini" in told
    assert "Wali Kota" in told
    assert axe(second.page) == []
    shot(second.page, "review-agreement")
    assert saved(tmp_path)["people"][0]["role"] == "Wali Kota"
    assert saved(tmp_path, f"passes/siti/{SEED}.json")["people"][0]["role"] is None
