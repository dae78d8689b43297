"""The gold keeps the contract: every file, without running an extractor."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from evals import options
from extractor.schema.record import Record
from extractor.text.forms import squeeze

ROOT = Path(__file__).resolve().parents[3]
GOLD = ROOT / "gold"
SETTLED = [path for path in sorted(GOLD.glob("*.json")) if path.name != "index.json"]
SETTLED += [path for folder in ("corpus", "heldout") for path in sorted((GOLD / folder).glob("*.json"))]
PASSES = sorted((GOLD / "passes").glob("*/*.json"))
INDEX = json.loads((GOLD / "index.json").read_text(encoding="utf-8"))

every_file = pytest.mark.parametrize("path", SETTLED + PASSES, ids=lambda path: str(path.relative_to(GOLD)))


def load(path: Path) -> Record:
    """The record with the first of several right answers where a file accepts more than one."""
    return Record.model_validate(options.plain(json.loads(path.read_text(encoding="utf-8"))))


def article_text(article_id: str) -> str:
    folders = (ROOT / "seeds", GOLD / "corpus" / "articles", GOLD / "heldout" / "articles")
    found = [path for folder in folders if (path := folder / f"{article_id}.txt").exists()]
    assert len(found) == 1, f"{article_id} must have one text, found {found}"
    text = found[0].read_bytes().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text)


def split_of(path: Path) -> str:
    if path.parent == GOLD:
        return "seeds"
    return {"d1": "dev", "d2": "test"}.get(path.stem.split("_")[0], "heldout")


def annotators_of(article_id: str) -> Iterator[str]:
    yield "first"
    for path in PASSES:
        if path.stem == article_id and path.parent.name != "first":
            yield path.parent.name


@every_file
def test_file_is_a_valid_record_of_its_own_article(path: Path) -> None:
    assert load(path).article_id == path.stem


@every_file
def test_text_sha256_is_the_hash_of_the_article(path: Path) -> None:
    assert load(path).text_sha256 == hashlib.sha256(article_text(path.stem).encode()).hexdigest()


@every_file
def test_quotes_stand_verbatim_in_the_article(path: Path) -> None:
    text = squeeze(article_text(path.stem))
    missing = [statement.quote for statement in load(path).statements if statement.quote not in text]
    assert not missing


@every_file
def test_quotes_have_their_white_space_folded(path: Path) -> None:
    assert all(statement.quote == squeeze(statement.quote) for statement in load(path).statements)


@every_file
def test_organizations_of_people_and_parties_are_listed(path: Path) -> None:
    record = load(path)
    named = {person.organization for person in record.people if person.organization}
    named |= set(record.event.parties if record.event else [])
    assert named <= {organization.name for organization in record.organizations}


@every_file
def test_speakers_are_people_or_organizations_of_the_record(path: Path) -> None:
    record = load(path)
    speakers = {statement.speaker for statement in record.statements if statement.speaker}
    known = {person.name for person in record.people} | {body.name for body in record.organizations}
    assert speakers <= known


@every_file
def test_regions_are_listed_once_and_cover_those_pointed_at(path: Path) -> None:
    record = load(path)
    codes = [region.code for region in record.regions]
    pointed_at = {item.region for item in [*record.organizations, *record.indicators] if item.region}
    pointed_at |= {record.event.region} if record.event and record.event.region else set()
    assert len(codes) == len(set(codes))
    assert pointed_at <= set(codes)


def test_index_lists_the_settled_files_and_no_others() -> None:
    assert sorted(INDEX) == sorted(path.stem for path in SETTLED)


def test_each_pass_belongs_to_a_settled_file() -> None:
    assert {path.stem for path in PASSES} <= set(INDEX)


@pytest.mark.parametrize("path", SETTLED, ids=lambda path: path.stem)
def test_index_agrees_with_the_file(path: Path) -> None:
    entry = dict(INDEX[path.stem])
    saved_at = datetime.fromisoformat(entry.pop("saved_at"))
    assert saved_at.tzinfo is not None
    assert entry == {
        "split": split_of(path),
        "text_sha256": load(path).text_sha256,
        "annotators": list(annotators_of(path.stem)),
    }
