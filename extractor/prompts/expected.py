"""About what a model will answer, before it is asked: what the rules found, in the form that an answer has.

For `full` that is the whole answer. Of `patch`, which asks for corrections, it is the frame alone: how much a
model corrects is the model's, and only answers tell.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from extractor.prompts.template import Prompt
from extractor.prompts.wire import EVENT, PATCHED, SLOTS, Slot
from extractor.schema.types import Article, Candidate, Draft, Node, Sentence

# Leaves that one cited run of words tells together.
_TOLD_WITH = {"value": ("unit",), "kind": ("number", "year"), "role": ("acting",)}


def expected_answer(prompt: Prompt, article: Article, sentences: Sequence[Sentence], draft: Draft) -> str:
    """The answer that says what `draft`, the rules', says; as compact as a model writes it.

    Args:
        prompt: Tells what is asked for.
        article: What is asked about.
        sentences: All of the article, as `split_sentences` gives them.
        draft: What the rules found there.
    """
    if prompt.strategy == "patch":
        return _compact({"add": {slot.name: [] for slot in PATCHED}, "fix": [], "drop": []})
    teller = _Teller(article, [sentence.start for sentence in sentences])
    return _compact({slot.name: teller.told(slot, _at(draft, slot.path)) for slot in SLOTS})


class _Teller:
    """Cites what one article's draft holds."""

    def __init__(self, article: Article, starts: Sequence[int]) -> None:
        self._text = article.text
        self._starts = starts

    def told(self, slot: Slot, node: Node) -> object:
        """What an answer says under the key of `slot`."""
        if not slot.is_list:
            if slot.path == EVENT:
                return node.value if isinstance(node, Candidate) else None
            return self._cite(node)
        items = node if isinstance(node, list) else []
        if slot.leaves:
            return [
                {name: self._cite(*_leaves(item, leaf)) for name, leaf in slot.leaves.items()}
                for item in items
            ]
        return [text for item in items if (text := self._cite(*_leaves(item, slot.only)))]

    def _cite(self, *leaves: Node) -> str | None:
        spans = sorted({span for leaf in leaves if isinstance(leaf, Candidate) for span in leaf.spans[:1]})
        if not spans:
            return None
        words = " ".join(self._text[span.start : span.end] for span in spans)
        return f"s{bisect_right(self._starts, spans[0].start)} {words}"


def _at(draft: Draft, path: str) -> Node:
    node: Node = draft
    for step in path.removesuffix("[]").split("."):
        node = node.get(step) if isinstance(node, dict) else None
    return node


def _leaves(item: Node, name: str | None) -> Iterator[Node]:
    """The leaf of that name and those told with it; the item itself where it is a leaf."""
    if isinstance(item, dict) and name:
        yield from (item.get(one) for one in (name, *_TOLD_WITH.get(name, ())))
    else:
        yield item


def _compact(answer: object) -> str:
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
