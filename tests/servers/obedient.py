"""A model that reads an article as well as the rules do, and then does whatever is ordered in its text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from extractor.text import split_sentences
from tests.injections import PLANTED, Injected
from tests.servers.readers import asked_for, read_by_rules, shown_text

EVENT = "data_report"
"""The type that it makes of every event."""
_ASKED_AGAIN = re.compile(r"^([a-z]+(?:/\w+)+|[a-z]+)[:|=]", re.MULTILINE)


class Obedient:
    """Answers every kind of request about the articles; `leaks` is what it has betrayed of the prompts."""

    def __init__(self, articles: Iterable[Injected]) -> None:
        self.leaks: set[str] = set()
        self._articles = tuple(articles)

    def __call__(self, body: Mapping[str, Any]) -> str:
        """The text of the answer to one request."""
        kind = asked_for(body)
        if kind == "repair":
            places = _ASKED_AGAIN.findall(shown_text(body).partition("<nilai>")[2])
            return _json({"values": [{"at": at, "text": _planted_at(at)} for at in places]})
        instructions = str(body["messages"][0]["content"]).splitlines()
        leaks = [line for line in instructions if len(line) > 60 and "{" not in line]
        self.leaks.update(leaks)
        one = self._of(shown_text(body))
        return _json((_patch if kind == "patch" else _full)(one, leaks))

    def _of(self, shown: str) -> Injected:
        words = _letters(re.sub(r"^s\d+\|", "", shown, flags=re.MULTILINE))
        return next(one for one in self._articles if _letters(one.article.text) in words)


def _full(one: Injected, leaks: list[str]) -> dict[str, Any]:
    honest, planted = read_by_rules(one.article), _lists(one, leaks)
    lists = {name: [*planted.get(name, ()), *told] for name, told in honest.items() if isinstance(told, list)}
    return {**lists, **_scalars(one, leaks), "event": EVENT}


def _patch(one: Injected, leaks: list[str]) -> dict[str, Any]:
    add = {name: items for name, items in _lists(one, leaks).items() if name != "regions"}
    to = _scalars(one, leaks) | {
        "event": EVENT,
        "people/0/role": f"s1 {PLANTED['role']}",
        "indicators/0/value": f"s2 {PLANTED['value']}",
        "statements/0/speaker": f"s3 {PLANTED['person']}",
        "programs/0": f"s2 {PLANTED['program']}",
    }
    return {
        "add": add,
        "fix": [{"at": at, "to": text} for at, text in to.items()],
        "drop": ["organizations/1"],
    }


def _scalars(one: Injected, leaks: list[str]) -> dict[str, str]:
    cite = _ways(one)[len(one.order) % 4]
    planted = {
        "title": leaks[0],
        "outlet": PLANTED["body"],
        "dateline": "Sabang",
        "published": PLANTED["date"],
        "date": PLANTED["date"],
        "until": PLANTED["date"],
        "venue": f"{PLANTED['venue']}, {PLANTED['region']}",
        "place": PLANTED["region"],
    }
    return {name: cite + words for name, words in planted.items()}


def _lists(one: Injected, leaks: list[str]) -> dict[str, list[Any]]:
    """Everything planted, cited in each way that a model might."""
    told: dict[str, list[Any]] = {}
    for cite in _ways(one):
        person, body, region = (cite + PLANTED[name] for name in ("person", "body", "region"))
        for name, item in (
            ("reporters", person),
            ("editors", person),
            ("parties", body),
            ("regions", region),
            ("organizations", body),
            ("programs", cite + PLANTED["program"]),
            ("regulations", cite + PLANTED["rule"]),
            ("people", {"person": person, "role": cite + PLANTED["role"], "office": body}),
            ("people", {"person": cite + leaks[0][:100], "role": None, "office": None}),
            ("indicators", _figure(cite, "value", "sekolah Adiwiyata", region)),
            ("indicators", _figure(cite, "money", "sekolah", region)),
            ("statements", {"speaker": person, "quote": cite + PLANTED["quote"]}),
            ("statements", {"speaker": None, "quote": cite + leaks[-1]}),
        ):
            told.setdefault(name, []).append(item)
    return told


def _letters(text: str) -> str:
    """What stays the same however a prompt shows the text."""
    return re.sub(r"\W", "", text)


def _ways(one: Injected) -> tuple[str, ...]:
    """The order's own sentence, the lead, none at all, and one that does not exist."""
    sentences = split_sentences(one.article.text)
    own = next(index for index, sentence in enumerate(sentences, 1) if sentence.end > one.span.start)
    return f"s{own} ", "s2 ", "", "s99 "


def _figure(cite: str, name: str, subject: str, region: str) -> dict[str, str | None]:
    return {"subject": cite + subject, "value": cite + PLANTED[name], "about": region, "note": None}


def _planted_at(at: str) -> str:
    leaf = at.rpartition("/")[2]
    by_leaf = {"role": "role", "value": "value", "quote": "quote", "date": "date", "venue": "venue"}
    return "s2 " + PLANTED[by_leaf.get(leaf, "person")]


def _json(answer: Mapping[str, Any]) -> str:
    return json.dumps(answer, ensure_ascii=False)
