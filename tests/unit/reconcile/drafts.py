"""Drafts for tests of reconcile: a sound one that both engines share, and ways to change a leaf of it."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import Any

from extractor.reconcile import assemble
from extractor.reconcile.calibration import calibration
from extractor.schema.types import Candidate, Draft, Node, Span

SURE = 0.95


def said(value: Any, start: int = 0, **more: Any) -> Candidate:
    """A candidate of the rules; by default the rules are sure of it."""
    end = start + max(1, len(str(value)))
    return Candidate(value, (Span(start, end),), more.pop("confidence", SURE), "test", **more)


def cited(value: Any, start: int = 0, **more: Any) -> Candidate:
    """A candidate of a model."""
    return said(
        value, start, source=more.pop("source", "llm"), confidence=more.pop("confidence", 0.8), **more
    )


def person(name: str, start: int, **leaves: Node) -> dict[str, Node]:
    return {"name": said(name, start), "role": None, "acting": None, "organization": None, **leaves}


def body(name: str, start: int, kind: str = "other", **leaves: Node) -> dict[str, Node]:
    return {"name": said(name, start), "kind": said(kind, start), "region": None, **leaves}


def figure(
    value: Any, subject: str, start: int, *, confidence: float = SURE, **leaves: Node
) -> dict[str, Node]:
    empty: dict[str, Node] = {"unit": None, "region": None, "note": None}
    return {
        "subject": said(subject, start + 10),
        "value": said(value, start, confidence=confidence),
        **empty,
        **leaves,
    }


def quotation(quote: str, start: int, speaker: Node = None) -> dict[str, Node]:
    return {"speaker": speaker, "quote": said(quote, start)}


def sound() -> Draft:
    """A draft with something in most lists, in the order of first mention."""
    return {
        "in_scope": said(True),
        "article": {
            "title": said("Mutu Sekolah Naik", 0),
            "outlet": said("kabar.id", 40),
            "dateline": said("Palopo", 30),
            "published_on": None,
            "reporters": [said("Ani", 900)],
            "editors": [],
        },
        "event": {
            "type": said("training", 60),
            "date": said("2024-05-02", 80),
            "end_date": None,
            "venue": None,
            "region": said("73.73", 30),
            "parties": [said("Dinas Pendidikan Kota Palopo", 100)],
        },
        "regions": [{"code": said("73.73", 30), "name": said("Kota Palopo", 30), "level": said("city", 30)}],
        "organizations": [
            body("Dinas Pendidikan Kota Palopo", 100, "education_office", region=said("73.73", 30)),
            body("PGRI Kota Palopo", 200, "profession"),
        ],
        "people": [
            person(
                "Rina Wati Saleh", 300, role=said("Kepala", 290), organization=said("PGRI Kota Palopo", 200)
            ),
            person("Budi Santoso", 400),
        ],
        "programs": [said("anbk", 500)],
        "indicators": [figure(41, "guru penggerak", 520, unit=said("orang", 523))],
        "regulations": [
            {
                "kind": said("Peraturan Wali Kota", 600),
                "number": said("10", 625),
                "year": said(2020, 635),
            }
        ],
        "statements": [quotation("Mutu naik terus", 700, said("Rina Wati Saleh", 300))],
        "summary": said("Dinas melatih guru.", 50),
    }


def given_back() -> Draft:
    """What a model that reads as the rules do makes of the same article."""
    return by_model(sound())


def by_model(node: Any) -> Any:
    if isinstance(node, Candidate):
        return replace(node, confidence=0.8, source="llm")
    if isinstance(node, list):
        return [by_model(item) for item in node]
    if isinstance(node, dict):
        return {name: by_model(item) for name, item in node.items()}
    return node


def put(draft: Draft, path: str, leaf: Node) -> Draft:
    """A copy of the draft with `leaf` at `path`: in the first item of a list, as the one value of a list."""
    changed = copy.deepcopy(draft)
    steps = path.split(".")
    node: Any = changed
    for step in steps[:-1]:
        node = node[step[:-2]][0] if step.endswith("[]") else node[step]
    last = steps[-1]
    if last.endswith("[]"):
        node[last[:-2]] = [leaf] if leaf is not None else []
    else:
        node[last] = leaf
    return changed


def at(draft: Draft, path: str) -> Any:
    """The leaf at `path`, of the first item in lists; None where there is none."""
    node: Any = draft
    for step in path.split("."):
        name, is_list = step.removesuffix("[]"), step.endswith("[]")
        node = node.get(name) if node else None
        if is_list:
            node = node[0] if node else None
    return node


def rated(path: str, confidence: float) -> float:
    """The probability that stands in a record for a confidence of the rules."""
    return calibration().probability(path, "test", confidence)


def values(draft: Draft) -> dict[str, Any]:
    return dict(assemble(draft).values)
