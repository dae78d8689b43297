"""A report in the shape of `report.json`, small enough to know every number of it."""

from __future__ import annotations

import copy
from typing import Any


def report(**changes: Any) -> dict[str, Any]:
    """Two articles: people with a right and a missing slot, an event with a wrong date."""
    people = {"cor": 3, "par": 0, "inc": 0, "mis": 1, "spu": 0}
    event = {"cor": 1, "par": 0, "inc": 1, "mis": 0, "spu": 0}
    made: dict[str, Any] = {
        "format": 1,
        "run": {"engine": "rules", "model": None, "prompt": None, "hashes": {"gold": "0123456789abcdef"}},
        "n_articles": 2,
        "headline": {"h": 0.6786, "low": 0.51, "high": 0.8123, "groups": ["people", "event"]},
        "overall": {"counts": {"cor": 4, "par": 0, "inc": 1, "mis": 1, "spu": 0}, "lenient_f1": 0.7273},
        "groups": {
            "people": {
                "counts": people,
                "lenient_f1": 0.8571,
                "low": 0.6,
                "high": 0.95,
                "in_headline": True,
            },
            "event": {"counts": event, "lenient_f1": 0.5, "low": None, "high": None, "in_headline": True},
            "regulations": {"counts": {}, "lenient_f1": None, "in_headline": False},
        },
        "paths": {"people[].name": {"counts": people}, "event.date": {"counts": event}},
        "articles": {
            "a1": {"status": "ok", "groups": {"people": people}, "critical": {}},
            "a2": {"status": "ok", "groups": {"event": event}, "critical": {}},
        },
        "labels": {"OMITTED_FIELD": 1, "DATE_SHIFT": 2},
        "errors": [
            {
                "article": "a1",
                "path": "people[].name",
                "label": "OMITTED_FIELD",
                "gold": "Siti Aminah",
                "predicted": None,
                "spans": [[8, 19]],
            },
            {
                "article": "a2",
                "path": "event.date",
                "label": "DATE_SHIFT",
                "gold": "2022-11-02",
                "predicted": "2022-02-11",
                "spans": [],
            },
        ],
        "confusion": {"event.type": {"visit": {"meeting": 3}}},
        "usage": {
            "latency_p50_s": 0.0011,
            "latency_p95_s": 0.0019,
            "input_tokens": 1200,
            "output_tokens": 80,
            "cost_usd": 0.25,
        },
        "invalid": [],
    }
    return copy.deepcopy(made | changes)


TEXTS = {"a1": "Kepala: Siti Aminah, hadir di Palopo.", "a2": "Rabu (2/11/2022)."}
