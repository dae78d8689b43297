"""The desk: what is saved is valid gold and opens as it was, and nobody's work is lost."""

from __future__ import annotations

import json
import multiprocessing
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evals import gold, validate
from evals.agreement import agree
from evals.review.contents.pointers import at, items
from evals.review.desk import Desk
from evals.review.readers.evidence import rules_record
from evals.review.types import (
    Accept,
    AcceptAll,
    Add,
    Conflict,
    Edit,
    EditError,
    Mark,
    Refused,
    Remove,
    Saved,
    Set,
    Sheet,
    StaleError,
)
from extractor.errors import SettingsError
from extractor.schema.types import Article
from tests.reviews import ARTICLE, TEXT, edits, span

ID = ARTICLE.id


def desk(path: Path, annotator: str = "ana", articles: tuple[Article, ...] = (ARTICLE,), **more: Any) -> Desk:
    return Desk(articles, path / "gold", annotator, home=path / f"home-{annotator}", **more)


def edited(one: Desk, *made: Edit) -> Sheet:
    sheet = one.open(ID)
    for edit in made:
        sheet = one.edit(ID, edit, version=sheet.version)
    return sheet


def save(one: Desk, **more: Any) -> Saved | Conflict | Refused:
    sheet = one.open(ID)
    return one.save(ID, etag=sheet.etag, version=sheet.version, **more)


def saved(one: Desk, *made: Edit) -> Saved:
    edited(one, *made)
    found = save(one)
    assert isinstance(found, Saved)
    return found


def read(path: Path) -> dict[str, Any]:
    return dict(json.loads(path.read_text(encoding="utf-8")))


def test_saving_writes_pass_gold_index_and_text(tmp_path: Path) -> None:
    one = desk(tmp_path)
    found = saved(one, Set("/event/venue", "Aula Dinas Pendidikan Sinjai"), Accept("/people/0"))
    assert found.is_gold
    folder = tmp_path / "gold"
    assert validate.faults(folder) == []
    assert read(folder / f"{ID}.json") == read(folder / "passes" / "ana" / f"{ID}.json")
    assert gold.load(folder)[0].text == TEXT
    assert read(folder / "index.json") == {
        ID: {
            "split": "review",
            "text_sha256": ARTICLE.text_sha256,
            "annotators": ["ana"],
            "saved_at": found.saved_at,
        }
    }
    provenance = read(folder / f"{ID}.json")["provenance"]
    assert provenance["/people/0/name"]["source"] == "human"
    assert provenance["/article/title"]["source"] == "rules"


def test_what_was_saved_opens_as_it_was(tmp_path: Path) -> None:
    one = desk(tmp_path)
    before = saved(one, Mark("/event/date", *span("2/12/2020")), AcceptAll(0.9)).sheet
    fresh = Desk([ARTICLE], tmp_path / "gold", "ana", home=tmp_path / "another-home").open(ID)
    assert (fresh.record, fresh.state, fresh.faults) == (before.record, "mine", before.faults)
    assert fresh.decisions == dict.fromkeys(before.decisions, "accepted")
    assert {at: origin.spans for at, origin in fresh.origins.items()} == {
        at: origin.spans for at, origin in before.origins.items()
    }


def test_a_draft_is_there_again_with_its_history(tmp_path: Path) -> None:
    edited(desk(tmp_path), Remove("/people/0"), Set("/event/type", "visit"))
    sheet = desk(tmp_path).open(ID)
    assert sheet.state == "draft"
    one = desk(tmp_path)
    back = one.undo(ID, version=sheet.version)
    back = one.undo(ID, version=back.version)
    assert (back.can_undo, back.can_redo) == (False, True)
    assert len(items(back.record, "people")) == len(items(sheet.record, "people")) + 1
    assert one.redo(ID, version=back.version).changed == ("/people/0",)


def test_an_edit_for_an_older_version_is_refused(tmp_path: Path) -> None:
    one = desk(tmp_path)
    sheet = one.open(ID)
    one.edit(ID, Accept("/people/0"), version=sheet.version)
    with pytest.raises(StaleError):
        one.edit(ID, Accept("/people/1"), version=sheet.version)
    with pytest.raises(StaleError):
        one.save(ID, etag=sheet.etag, version=sheet.version)
    with pytest.raises(EditError, match="nothing_to_redo"):
        one.redo(ID, version=one.open(ID).version)


def test_faults_that_block_keep_a_draft_from_gold(tmp_path: Path) -> None:
    one = desk(tmp_path)
    edited(one, Add("/statements", value="Tidak pernah dikatakan"))
    found = save(one)
    assert isinstance(found, Refused)
    assert {fault.code for fault in found.faults} == {"quote_not_verbatim", "missing_evidence"}
    assert not (tmp_path / "gold" / f"{ID}.json").exists()


def test_gold_of_another_annotator_is_left_alone(tmp_path: Path) -> None:
    saved(desk(tmp_path))
    before = (tmp_path / "gold" / f"{ID}.json").read_bytes()
    second = desk(tmp_path, "budi")
    assert second.open(ID).state == "gold"
    assert not saved(second, Set("/event/type", "visit")).is_gold
    assert (tmp_path / "gold" / f"{ID}.json").read_bytes() == before
    settled = save(second, as_gold=True)
    assert isinstance(settled, Saved)
    assert settled.is_gold
    assert read(tmp_path / "gold" / "index.json")[ID]["annotators"] == ["ana", "budi"]


def test_a_concurrent_save_is_a_conflict_that_loses_nothing(tmp_path: Path) -> None:
    mine, theirs = desk(tmp_path), Desk([ARTICLE], tmp_path / "gold", "ana", home=tmp_path / "other")
    saved(mine)
    edited(theirs, Set("/event/type", "visit"), Remove("/people/0"), Add("/programs", value="spm"))
    edited(mine, Set("/event/type", "training"), Add("/people", *span("Andi Jefrianto"), {"name": "Rina"}))
    assert isinstance(save(theirs), Refused)
    edited(theirs, Remove(f"/programs/{len(items(theirs.open(ID).record, 'programs')) - 1}"))
    edited(theirs, Set("/statements/0/speaker", None))
    assert isinstance(save(theirs), Saved)
    sheet = mine.open(ID)
    assert (sheet.state, sheet.has_moved) == ("draft", True)
    conflict = save(mine)
    assert isinstance(conflict, Conflict)
    found = {one.path: one for one in conflict.differences}
    assert (found["event.type"].mine, found["event.type"].theirs) == ("training", "visit")
    assert found["event.type"].suggested == "mine"
    assert found["statements[].speaker"].suggested == "theirs"
    choices = {found["event.type"].id: "theirs"}
    merged = mine.merge(ID, choices, theirs_etag=conflict.theirs_etag, version=sheet.version)  # type: ignore[arg-type]
    assert at(merged.record, "/event/type") == "visit"
    names = [
        at(merged.record, f"/people/{index}/name") for index in range(len(items(merged.record, "people")))
    ]
    assert "Rina" in names
    assert "Andi Jefrianto" not in names
    undone = mine.undo(ID, version=merged.version)
    assert at(undone.record, "/event/type") == "training"
    again = mine.redo(ID, version=undone.version)
    final = mine.save(ID, etag=again.etag, version=again.version)
    assert isinstance(final, Saved)
    assert not final.sheet.has_moved


def test_a_merge_of_files_that_changed_again_is_refused(tmp_path: Path) -> None:
    one = desk(tmp_path)
    sheet = one.open(ID)
    with pytest.raises(StaleError):
        one.merge(ID, {}, theirs_etag="old.old", version=sheet.version)


def test_a_saved_review_begins_anew_when_its_file_has_changed(tmp_path: Path) -> None:
    one = desk(tmp_path)
    saved(one)
    path = tmp_path / "gold" / "passes" / "ana" / f"{ID}.json"
    record = read(path)
    record["event"]["type"] = "visit"
    path.write_text(json.dumps(record), encoding="utf-8")
    sheet = one.open(ID)
    assert (at(sheet.record, "/event/type"), sheet.has_moved, sheet.can_undo) == ("visit", False, False)


def test_discarding_begins_anew(tmp_path: Path) -> None:
    one = desk(tmp_path)
    first = one.open(ID)
    sheet = edited(one, Remove("/people/0"))
    fresh = one.discard(ID, version=sheet.version)
    assert (fresh.record, fresh.can_undo) == (first.record, False)
    assert fresh.version > sheet.version


def test_alternatives_of_gold_outlive_a_save(tmp_path: Path) -> None:
    saved(desk(tmp_path))
    path = tmp_path / "gold" / f"{ID}.json"
    record = read(path)
    record["event"]["venue"] = {"any_of": [record["event"]["venue"] or "Aula", None]}
    record["event"]["type"] = {"any_of": ["coordination_meeting", "training"]}
    record["people"][0]["optional"] = True
    record["programs"].insert(0, {"value": "spm", "optional": True})
    del record["provenance"]
    path.write_text(json.dumps(record), encoding="utf-8")
    second = desk(tmp_path, "budi")
    sheet = edited(second, Set("/event/type", "visit"), Add("/programs", value="akm"), AcceptAll(0.0))
    assert at(sheet.record, "/programs/0") == "spm"
    second.save(ID, etag=sheet.etag, version=sheet.version, as_gold=True)
    faults = [fault.code for fault in second.open(ID).faults if fault.blocks]
    assert faults == ["missing_evidence"]
    edited(second, Remove(f"/programs/{len(items(sheet.record, 'programs')) - 1}"))
    assert isinstance(save(second, as_gold=True), Saved)
    after = read(path)
    assert after["event"]["venue"] == record["event"]["venue"]
    assert after["event"]["type"] == "visit"
    assert after["people"][0]["optional"] is True
    assert after["programs"] == record["programs"]
    assert validate.faults(tmp_path / "gold") == []


def test_readers_work_apart_until_both_have_saved(tmp_path: Path) -> None:
    saved(desk(tmp_path))
    second = desk(tmp_path, "budi")
    assert second.agreement(ID) is None
    saved(second, Set("/event/type", "visit"))
    accords = second.agreement(ID)
    assert accords is not None
    assert [accord.other for accord in accords] == ["ana", "gold"]
    assert [(one.path, one.mine, one.theirs) for one in accords[0].differences] == [
        ("event.type", "visit", "coordination_meeting")
    ]
    assert [field.path for field in accords[0].fields if field.f1 != 1.0] == ["event.type"]
    passes = tmp_path / "gold" / "passes"
    overall = agree(passes / "ana", passes / "budi").overall
    assert overall == accords[0].f1


def test_an_independent_reader_begins_without_what_others_settled(tmp_path: Path) -> None:
    saved(desk(tmp_path), Set("/event/type", "visit"))
    assert at(desk(tmp_path, "budi").open(ID).record, "/event/type") == "visit"
    second = desk(tmp_path, "citra", independent=True)
    assert at(second.open(ID).record, "/event/type") == "coordination_meeting"
    assert not saved(second).is_gold
    mine = Desk([ARTICLE], tmp_path / "gold", "ana", home=tmp_path / "new", independent=True)
    assert at(mine.open(ID).record, "/event/type") == "visit"


HOSTILE = [
    "",
    ".",
    "..",
    "../x",
    "a/b",
    "a\\b",
    "/etc",
    "a\0b",
    ".hidden",
    "con",
    "CON.txt",
    "a" * 65,
    "a b",
    "ü",
    "a.",
    "gold",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_that_is_no_folders_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(SettingsError, match="annotator"):
        desk(tmp_path, name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["../../x", "a/b", ".x", "index", "a\nb", "x" * 300, "nul", "a?b"])
def test_an_article_whose_id_is_no_file_name_can_be_read_but_not_saved(tmp_path: Path, name: str) -> None:
    one = desk(tmp_path, articles=(Article(name, TEXT),))
    sheet = one.edit(name, Set("/event/type", "visit"), version=one.open(name).version)
    found = one.save(name, etag=sheet.etag, version=sheet.version)
    assert isinstance(found, Refused)
    assert [fault.code for fault in found.faults] == ["bad_id"]
    assert one.open(name).state == "draft"
    assert {path.name for path in tmp_path.iterdir()} <= {"home-ana", "gold"}


def test_another_text_of_the_same_name_is_never_overwritten(tmp_path: Path) -> None:
    saved(desk(tmp_path))
    other = Article(ID, TEXT.replace("Halim", "Salim"))
    one = desk(tmp_path, "budi", (other,))
    sheet = one.open(ID)
    found = one.save(ID, etag=sheet.etag, version=sheet.version, as_gold=True)
    assert isinstance(found, Refused)
    assert "article_changed" in {fault.code for fault in found.faults}
    assert gold.load(tmp_path / "gold")[0].text == TEXT


def test_a_folder_that_takes_its_texts_from_seeds_keeps_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "lama.txt").write_text(TEXT + "Lama.\n", encoding="utf-8")
    old = Article("lama", TEXT + "Lama.\n")
    first = desk(tmp_path, articles=(old,))
    sheet = first.open("lama")
    assert isinstance(first.save("lama", etag=sheet.etag, version=sheet.version), Saved)
    assert not (tmp_path / "gold" / "articles").exists()
    saved(desk(tmp_path))
    assert validate.faults(tmp_path / "gold") == []
    assert [item.text for item in gold.load(tmp_path / "gold")] == [old.text, TEXT]


def _hammer(path: str, annotator: str, home: str, rounds: int) -> None:
    """Accept one leaf after the other, saving each time; a conflict is merged, a stale sheet opened again."""
    one = Desk([ARTICLE], Path(path), annotator, home=Path(home))
    for number in range(rounds):
        while True:
            sheet = one.open(ID)
            try:
                sheet = one.edit(ID, Set("/summary", f"{annotator} {number}"), version=sheet.version)
                found = one.save(ID, etag=sheet.etag, version=sheet.version)
                if isinstance(found, Conflict):
                    one.merge(ID, {}, theirs_etag=found.theirs_etag, version=sheet.version)
                    continue
            except StaleError:
                continue
            assert isinstance(found, Saved)
            break


def _in_threads(calls: list[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=call) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)


def test_edits_of_two_threads_are_all_there(tmp_path: Path) -> None:
    one = desk(tmp_path)
    quotes = [
        "Mutu sekolah",
        "sekolah harus",
        "harus naik",
        "naik tahun",
        "tahun ini",
        "Kami akan",
        "akan terus",
    ]
    before = len(items(one.open(ID).record, "statements"))

    def add(own: list[str]) -> None:
        for quote in own:
            while True:
                try:
                    one.edit(ID, Add("/statements", *span(quote)), version=one.open(ID).version)
                except StaleError:
                    continue
                break

    _in_threads([lambda: add(quotes[::2]), lambda: add(quotes[1::2])])
    sheet = one.open(ID)
    assert len(items(sheet.record, "statements")) == before + len(quotes)
    assert sheet.version == len(quotes)


def test_saves_of_two_processes_end_whole_and_indexed(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    folder = str(tmp_path / "gold")
    jobs = [
        context.Process(target=_hammer, args=(folder, "ana", str(tmp_path / "a"), 4)),
        context.Process(target=_hammer, args=(folder, "ana", str(tmp_path / "b"), 4)),
        context.Process(target=_hammer, args=(folder, "budi", str(tmp_path / "c"), 4)),
    ]
    for job in jobs:
        job.start()
    for job in jobs:
        job.join(60)
    assert [job.exitcode for job in jobs] == [0, 0, 0]
    assert validate.faults(tmp_path / "gold") == []
    assert read(tmp_path / "gold" / "passes" / "ana" / f"{ID}.json")["summary"] == "ana 3"
    assert read(tmp_path / "gold" / "passes" / "budi" / f"{ID}.json")["summary"] == "budi 3"
    left = [path.name for path in (tmp_path / "gold").iterdir() if path.name.startswith(".")]
    assert left == [".review.lock"]


def test_a_seed_of_the_same_name_is_not_taken_for_the_article(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / f"{ID}.txt").write_text("Lain.\n", encoding="utf-8")
    saved(desk(tmp_path))
    assert validate.faults(tmp_path / "gold") == []
    assert gold.load(tmp_path / "gold")[0].text == TEXT


def _edit_and_tell(path: str, told: Connection) -> None:
    one = desk(Path(path))
    sheet = one.open(ID)
    while True:
        sheet = one.edit(ID, Set("/summary", f"Edit {sheet.version + 1}"), version=sheet.version)
        told.send(sheet.version)


def test_an_edit_that_was_answered_survives_a_kill(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    told, teller = context.Pipe(duplex=False)
    job = context.Process(target=_edit_and_tell, args=(str(tmp_path), teller))
    job.start()
    teller.close()
    while told.poll(30) and told.recv() < 20:
        continue
    job.kill()
    job.join(30)
    last = 20
    with suppress(EOFError):
        while True:
            last = told.recv()
    sheet = desk(tmp_path).open(ID)
    assert sheet.version in {last, last + 1}
    assert at(sheet.record, "/summary") == f"Edit {sheet.version}"


def test_the_queue_follows_what_is_done(tmp_path: Path) -> None:
    sure = Article("sure", "Rapat.\n")
    one = desk(tmp_path, articles=(sure, ARTICLE))
    before = one.queue()
    assert [(item.id, item.state) for item in before] == [(ID, "new"), ("sure", "new")]
    edited(one, AcceptAll(0.0))
    after = {item.id: item for item in one.queue()}
    assert (after[ID].state, after[ID].gain, after[ID].open_values) == ("draft", 0.0, 0)
    assert isinstance(save(one), Saved)
    assert [(item.id, item.state) for item in desk(tmp_path, articles=(ARTICLE, sure)).queue()] == [
        ("sure", "new"),
        (ID, "mine"),
    ]


def test_predictions_are_begun_from_if_they_are_of_this_text(tmp_path: Path) -> None:
    record = rules_record(ARTICLE)
    record["event"] = {**record["event"], "type": "visit"}  # type: ignore[dict-item]
    one = desk(tmp_path, predictions={ID: record})
    assert at(one.open(ID).record, "/event/type") == "visit"
    other = desk(tmp_path, "budi", predictions={ID: {**record, "text_sha256": "0" * 64}})
    assert at(other.open(ID).record, "/event/type") == "coordination_meeting"


def test_a_damaged_draft_is_set_aside(tmp_path: Path) -> None:
    edited(desk(tmp_path), Remove("/people/0"))
    [path] = (tmp_path / "home-ana").rglob(f"{ID}.json")
    path.write_text('{"format": 1', encoding="utf-8")
    assert not desk(tmp_path).open(ID).can_undo
    assert path.with_suffix(".json.old").read_text(encoding="utf-8") == '{"format": 1'


def test_gold_that_is_no_record_is_told(tmp_path: Path) -> None:
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / f"{ID}.json").write_text('{"people": "x"}', encoding="utf-8")
    with pytest.raises(SettingsError, match="/people is no list"):
        desk(tmp_path).open(ID)


@settings(max_examples=12)
@given(st.lists(edits(), max_size=5))
def test_what_is_saved_validates_and_opens_the_same(made: list[Edit]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        check_saving(Path(folder), made)


def check_saving(place: Path, made: list[Edit]) -> None:
    one = desk(place)
    sheet = one.open(ID)
    for edit in made:
        try:
            sheet = one.edit(ID, edit, version=sheet.version)
        except EditError:
            continue
    found = one.save(ID, etag=sheet.etag, version=sheet.version)
    if isinstance(found, Refused):
        assert found.faults
        assert not (place / "gold" / f"{ID}.json").exists()
        return
    assert isinstance(found, Saved)
    assert validate.faults(place / "gold") == []
    fresh = Desk([ARTICLE], place / "gold", "ana", home=place / "fresh").open(ID)
    assert fresh.record == sheet.record
    assert fresh.decisions.keys() == {at for at in sheet.decisions if at in sheet.origins}
