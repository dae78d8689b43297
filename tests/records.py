"""A small record with every kind of leaf and the text it was made from, for tests of what shows records."""

from __future__ import annotations

from typing import Any

from extractor.schema.record import Record

TEXT = (
    "Bupati <b>Siti</b> Buka Rakor\n\n"
    "SUKAMAJU – “Mutu naik,” kata Siti & rekan. Ada 41 guru penggerak.\n"
    "Rapat itu pada 24 November."
)


def at(words: str, nth: int = 0) -> list[dict[str, int]]:
    """The span of the `nth` printing of `words` in `TEXT`, as evidence."""
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return [{"start": start, "end": start + len(words)}]


def leaf(evidence: list[dict[str, int]], confidence: float = 0.9, **more: Any) -> dict[str, Any]:
    return {"evidence": evidence, "source": "rules", "confidence": confidence, **more}


def a_record(**changes: Any) -> Record:
    """The record of `TEXT`, with `changes` at its top level."""
    values: dict[str, Any] = {
        "article_id": "contoh",
        "text_sha256": "0" * 64,
        "in_scope": True,
        "article": {
            "title": "Bupati <b>Siti</b> Buka Rakor",
            "outlet": "Harian & Contoh",
            "reporters": ["Ant"],
        },
        "event": {"type": "coordination_meeting", "date": None},
        "people": [{"name": "Siti", "role": "Bupati"}],
        "indicators": [{"subject": "guru penggerak", "value": 41, "unit": "guru"}],
        "statements": [{"speaker": "Siti", "quote": "Mutu naik,"}],
        "provenance": {
            "/in_scope": leaf([]),
            "/article/title": leaf(at("Bupati <b>Siti</b> Buka Rakor")),
            "/article/outlet": leaf([], flags=["from_metadata"]),
            "/event/type": leaf(at("Rakor")),
            "/event/date": leaf(at("24 November"), 0.4, candidates=["2021-11-24", "2022-11-24"]),
            "/people/0/name": leaf(at("Siti")),
            "/people/0/role": leaf(at("Bupati"), 0.7),
            "/indicators/0/subject": leaf(at("guru penggerak")),
            "/indicators/0/value": leaf(at("41")),
            "/statements/0/speaker": leaf(at("Siti", 1)),
            "/statements/0/quote": leaf(at("Mutu naik,")),
        },
        "run": {"engine": "rules", "status": "ok", "rules_version": "0123456789ab"},
    }
    return Record.model_validate({**values, **changes})


def a_failed_record(error: str = "b.txt: is empty") -> Record:
    """The record of an article that could not be read."""
    return Record.model_validate(
        {
            "article_id": "b",
            "text_sha256": None,
            "in_scope": None,
            "article": None,
            "event": None,
            "run": {"engine": "rules", "status": "failed", "error": error, "rules_version": "0123456789ab"},
        }
    )
