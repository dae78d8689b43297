"""Databases of records as `extract --format sqlite` writes them, for tests of what shows them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from extractor import Article, Extractor, Settings
from extractor.schema.record import Record
from extractor.sinks import Entry, file_writer

ARTICLES = Path(__file__).parent.parent / "gold" / "corpus" / "articles"
HOSTILE = "</title><script>alert(1)</script>\" onload=alert(2) '{{ 7*7 }} \u202eمرحبا"
"""A title that breaks out of whatever forgets to escape it."""


@cache
def corpus_records() -> tuple[Record, ...]:
    """The records that rules make of the corpus' texts."""
    with Extractor(Settings()) as extractor:
        return tuple(
            extractor.extract(Article(id=path.stem, text=path.read_text(encoding="utf-8")))
            for path in sorted(ARTICLES.glob("*.txt"))
        )


def write_database(path: Path, records: Iterable[Record]) -> Path:
    """The database of `records` at `path`."""
    to_file = file_writer("sqlite")
    assert to_file is not None
    to_file((Entry(record, "") for record in records), str(path))
    return path


def made_records() -> list[Record]:
    """Seven articles of which every count is known."""
    ibnu = _person("Ibnu Sina", "Wali Kota", "Pemerintah Kota Banjarmasin")
    pupil = _person("Budi", "Siswa", "SMP Negeri 1 Palopo")
    return [
        _record("bjm-1", "63.71", "training", "2022-11-02", programs=["guru_penggerak"], people=[ibnu]),
        _record("bjm-2", "63.71", "award", "2022-11-20", people=[ibnu, pupil], outlet="B & C"),
        _record("bjr-1", "63.72", "training", "2022-12", programs=["guru_penggerak", "ktsp"]),
        _record("kalsel", "63", "policy", "2021", in_scope=False),
        _record("palopo", "73.73", "training", None, published_on="2023-01-05", people=[pupil]),
        _record("named", None, None, None, regions=["73.73", "73", "64"]),
        _record("hostile", None, "other", "2023-02-01", title=HOSTILE, status="fallback", cost_usd=0.25),
    ]


def _record(key: str, region: str | None, kind: str | None, date: str | None, **more: Any) -> Record:
    people = more.get("people", [])
    bodies = dict.fromkeys(person["organization"] for person in people)
    return Record.model_validate(
        {
            "article_id": key,
            "text_sha256": "0" * 64,
            "in_scope": more.get("in_scope", True),
            "article": {
                "title": more.get("title", f"Judul {key}"),
                "outlet": more.get("outlet", "Harian Contoh"),
                "published_on": more.get("published_on"),
            },
            "event": kind and {"type": kind, "date": date, "region": region},
            "regions": [_region(code) for code in more.get("regions", [region] if region else [])],
            "organizations": [_body(name) for name in bodies],
            "people": people,
            "programs": more.get("programs", []),
            "indicators": [{"subject": "guru penggerak", "value": 41.5, "unit": "orang", "region": region}],
            "statements": [
                {"speaker": person["name"], "quote": f"Kata {number}"}
                for person in people
                for number in range(2)
            ],
            "summary": "Ringkasan.",
            "run": {
                "engine": "rules",
                "status": more.get("status", "ok"),
                "rules_version": "0123456789ab",
                "input_tokens": 1200,
                "cost_usd": more.get("cost_usd", 0.0),
            },
        }
    )


def _person(name: str, role: str, organization: str) -> dict[str, Any]:
    return {"name": name, "role": role, "organization": organization}


def _body(name: str) -> dict[str, Any]:
    is_school = name.startswith("SMP")
    return {
        "name": name,
        "kind": "school" if is_school else "local_government",
        "region": "73.73" if is_school else "63.71",
    }


def _region(code: str) -> dict[str, str]:
    return {"code": code, "name": code, "level": "city" if "." in code else "province"}
