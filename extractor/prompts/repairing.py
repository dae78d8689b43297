"""One more question for the values that their sentences do not prove, and only for those.

No error of a provider and no other part of the article goes into it: each value, the sentence that it cites
and that sentence's neighbours.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from extractor.prompts.collecting import read_value
from extractor.prompts.lines import Line, lines_of, safe
from extractor.prompts.template import load_any
from extractor.prompts.wire import SLOTS
from extractor.schema.calls import Message, Request
from extractor.schema.claims import Cite, Claim, Claims, Failed
from extractor.schema.types import Article, Sentence
from extractor.text import fold

_MOST_SHOWN = 200
_LONG_WORD = 4
_WORD = re.compile(r"\w+")


class Repair(NamedTuple):
    """What is asked again, and the pointers into the claims that it is about."""

    request: Request
    pointers: tuple[str, ...]


class Repaired(NamedTuple):
    """The claims after a repair, and the pointers of those that it answered."""

    claims: Claims
    pointers: frozenset[str]


class _Place(NamedTuple):
    """Where a claim stands, and its path in `FIELDS`."""

    pointer: str
    path: str


class _Question(NamedTuple):
    failed: Failed
    lines: frozenset[int]

    def __str__(self) -> str:
        return f"{_short(self.failed)}: {safe(self.failed.cite.text)[:_MOST_SHOWN]}"


def repair(
    article: Article,
    sentences: Sequence[Sentence],
    failed: Sequence[Failed],
    *,
    budget_chars: int,
    max_output_tokens: int,
) -> Repair | None:
    """A request about as many of the failed values as fit, None when none does.

    Args:
        article: The one that was asked about.
        sentences: All of the article.
        failed: Claims that were not found; the first ones come first.
        budget_chars: Characters that the request's messages may have together.
        max_output_tokens: Bounds the answer.
    """
    prompt = load_any("repair")
    lines = lines_of(article, sentences)
    asked: list[_Question] = []
    messages: tuple[Message, ...] = ()
    for question in (one for failure in failed if (one := _question(failure, lines)) is not None):
        shown = frozenset().union(question.lines, *(other.lines for other in asked))
        values = {
            "lines": "\n".join(str(lines[index]) for index in sorted(shown)),
            "draft": "\n".join(map(str, (*asked, question))),
        }
        tried = (
            Message("system", prompt.block("instructions")),
            Message("user", prompt.block("article", values)),
        )
        if sum(len(message.content) for message in tried) <= budget_chars:
            asked.append(question)
            messages = tried
    if not asked:
        return None
    request = Request(messages, prompt.answer_type, max_output_tokens)
    return Repair(request, tuple(question.failed.pointer for question in asked))


def repaired(
    claims: Claims, payload: Mapping[str, object], *, asked: Iterable[str] | None = None
) -> Repaired:
    """The claims with the answers of a repair in their places; what is null or no value at all is gone.

    What the answer does not mention stays as it is. An answer about another place than those `asked` (by
    pointer), or about one that the claims do not have, changes nothing.
    """
    result = copy.deepcopy(claims)
    places = {name: leaf for leaf in _claimed(claims) for name in (_short(leaf), leaf.pointer.strip("/"))}
    wanted = None if asked is None else frozenset(asked)
    changed = set()
    values = payload.get("values")
    for answer in values if isinstance(values, Sequence) and not isinstance(values, str) else ():
        at = answer.get("at") if isinstance(answer, Mapping) else None
        place = places.get(at.strip().strip("/").lower()) if isinstance(at, str) else None
        if place is None or (wanted is not None and place.pointer not in wanted):
            continue
        cite = read_value(place.path, answer.get("text"))
        _put(result, place.pointer, cite if isinstance(cite, Cite) else None)
        changed.add(place.pointer)
    return Repaired(result, frozenset(changed))


def _question(failed: Failed, lines: Sequence[Line]) -> _Question | None:
    """The value with the lines of its sentence and those beside it; None where nothing tells its place."""
    wanted = failed.cite.sentence
    here = [index for index, line in enumerate(lines) if line.id == f"s{wanted}"] or _likeliest(failed, lines)
    if not here:
        return None
    return _Question(failed, frozenset(range(max(here[0] - 1, 0), min(here[-1] + 2, len(lines)))))


def _likeliest(failed: Failed, lines: Sequence[Line]) -> list[int]:
    """The line with most of the value's words, for a value that names no sentence of the article."""
    words = {word for word in _words(failed.cite.text) if len(word) >= _LONG_WORD or word.isdecimal()}
    shared = [len(words & _words(line.text)) for line in lines]
    most = max(shared, default=0)
    return [shared.index(most)] if most else []


def _words(text: str) -> set[str]:
    return set(_WORD.findall(fold(text)))


def _short(failed: Failed | _Place) -> str:
    """The name by which a value is asked about: the answer's key for it in place of the record's."""
    steps = failed.pointer.strip("/").split("/")
    slot = next((one for one in SLOTS if failed.path.startswith(one.path)), None)
    if slot is None:
        return "/".join(steps)
    index = next((step for step in steps if step.isdecimal()), None)
    leaf = next((name for name, leaf in slot.leaves.items() if leaf == steps[-1]), None)
    return "/".join(step for step in (slot.name, index, leaf) if step is not None)


def _claimed(node: Claim, pointer: str = "", path: str = "") -> Iterator[_Place]:
    """Every place of the claims that holds a cite."""
    if isinstance(node, Cite):
        yield _Place(pointer, path)
    elif isinstance(node, dict):
        for name, leaf in node.items():
            yield from _claimed(leaf, f"{pointer}/{name}", f"{path}.{name}" if path else name)
    elif isinstance(node, list):
        for index, item in enumerate(node):
            yield from _claimed(item, f"{pointer}/{index}", f"{path}[]")


def _put(claims: Claims, pointer: str, cite: Cite | None) -> None:
    """Put `cite` at `pointer`; None takes its place in a list, so that later pointers stay true."""
    *outer, last = pointer.strip("/").split("/")
    node: Claim = claims
    for step in outer:
        node = _child(node, step)
    if isinstance(node, dict) and last in node:
        node[last] = cite
    elif isinstance(node, list) and last.isdecimal() and int(last) < len(node):
        node[int(last)] = cite


def _child(node: Claim, step: str) -> Claim:
    if isinstance(node, dict):
        return node.get(step)
    if isinstance(node, list) and step.isdecimal() and int(step) < len(node):
        return node[int(step)]
    return None
