"""What models say about articles: one that reads as well as the rules, as the wire format wants it."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from extractor.prompts.wire import EVENT, SLOTS, Slot
from extractor.rules import extract
from extractor.schema.types import Article, Candidate, Node, Span
from extractor.text import split_sentences

# Leaves that one cited run of words tells together.
_TOLD_WITH = {"value": ("unit",), "kind": ("number", "year")}

_LINE_ID = re.compile(r"^s\d+\|", re.MULTILINE)

Asked = Literal["full", "patch", "repair"]


def asked_for(body: Mapping[str, Any]) -> Asked:
    """What kind of answer a request to the stub wants, by the schema in it or, without one, its words."""
    wanted = json.dumps([body.get("response_format"), body.get("tools")])
    if '"values"' in wanted or "<nilai>" in _last(body):
        return "repair"
    return "patch" if '"add"' in wanted or "<draf>" in _last(body) else "full"


def shown_text(body: Mapping[str, Any]) -> str:
    """The last message: the article as it is asked about."""
    return _last(body)


def letters(text: str) -> str:
    """The letters of a text, without the ids of its lines where a prompt shows them: by these it is known."""
    return "".join(filter(str.isalpha, _LINE_ID.sub("", text).lower()))


def read_by_rules(article: Article) -> dict[str, Any]:
    """The complete answer to `full` that the rules' values make, each cited with its sentence."""
    draft = extract(article)
    starts = [sentence.start for sentence in split_sentences(article.text)]

    def cite(*leaves: Node) -> str | None:
        spans = [span for leaf in leaves if isinstance(leaf, Candidate) for span in leaf.spans[:1]]
        if not spans or not isinstance(leaves[0], Candidate) or leaves[0].value is None:
            return None
        number = bisect_right(starts, spans[0].start)
        return f"s{number} {article.text[slice(*_joined(article, spans))]}"

    def told(slot: Slot) -> object:
        if not slot.is_list:
            leaf = _at(draft, slot.path)
            return leaf.value if slot.path == EVENT and isinstance(leaf, Candidate) else cite(leaf)
        items = list(_items(_at(draft, slot.path)))
        if not slot.leaves:
            more = _TOLD_WITH.get(slot.only or "", ())
            cites = (cite(_leaf(item, slot.only), *(_leaf(item, leaf) for leaf in more)) for item in items)
            return [text for text in cites if text]
        return [
            {
                name: cite(_leaf(item, leaf), *(_leaf(item, more) for more in _TOLD_WITH.get(leaf, ())))
                for name, leaf in slot.leaves.items()
            }
            for item in items
        ]

    return {slot.name: told(slot) for slot in SLOTS}


def _last(body: Mapping[str, Any]) -> str:
    return str(body["messages"][-1]["content"])


def _joined(article: Article, spans: list[Span]) -> Span:
    """The spans as one where they stand close together on a line, else the first of them."""
    whole = Span(min(span.start for span in spans), max(span.end for span in spans))
    is_close = whole.end - whole.start <= 80 and "\n" not in article.text[slice(*whole)]
    return whole if is_close else spans[0]


def _at(draft: Mapping[str, Node], path: str) -> Node:
    node: Node = dict(draft)
    for step in path.removesuffix("[]").split("."):
        node = node.get(step) if isinstance(node, dict) else None
    return node


def _items(node: Node) -> Iterator[Node]:
    return iter(node if isinstance(node, list) else [])


def _leaf(item: Node, name: str | None) -> Node:
    return item.get(name) if isinstance(item, dict) and name else item
