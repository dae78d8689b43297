"""What every claim goes through, whatever its field: is it usable, is it planted, where does it stand."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from typing import TypeVar

from extractor.grounding.bodies import Bodies
from extractor.grounding.found import Found, Miss
from extractor.grounding.page import Page
from extractor.grounding.where import Regions
from extractor.schema.claims import Cite, Claim, Drop, Failed
from extractor.schema.types import Candidate
from extractor.text import fold

MOST_ITEMS = 200
"""No article has so many of anything; what a list holds beyond is dropped unread."""
_LONGEST = {"statements[].quote": 8000, "summary": 2000}
_LONGEST_OTHER = 500
_ASKED_AGAIN = frozenset({"not_in_article", "value_differs", "wrong_kind", "not_quoted"})
_QUOTES = '"“”„«»'

Answer = TypeVar("Answer")


class Walk:
    """One answer's way: the article, what is known of it, and what was not believed."""

    def __init__(self, page: Page, canaries: frozenset[str], repaired: frozenset[str]) -> None:
        self.page = page
        self.regions = Regions(page)
        self.bodies = Bodies(page, self.regions)
        self.dropped: list[Drop] = []
        self.failed: list[Failed] = []
        self._repaired = repaired
        self._canaries = [canary for canary in _folded(canaries) if canary not in page.folded]

    def ground(
        self, pointer: str, path: str, claim: Claim, read: Callable[[Cite], Answer | Miss]
    ) -> Answer | None:
        """What `read` makes of the claim at `pointer`; None if there is none or it is not believed."""
        if not isinstance(claim, Cite) or not isinstance(claim.text, str):
            return None
        cite = Cite(_clean(claim.text), claim.sentence if isinstance(claim.sentence, int) else None)
        if not cite.text:
            return None
        reason = self._refusal(path, cite.text)
        if reason is not None:
            self.dropped.append(Drop(pointer, claim.text, reason))
            return None
        answer = read(cite)
        if isinstance(answer, Miss):
            self.dropped.append(Drop(pointer, claim.text, answer.reason))
            if answer.reason in _ASKED_AGAIN:
                self.failed.append(Failed(pointer, path, claim, answer.reason))
            return None
        return answer

    def leaf(
        self, pointer: str, path: str, claim: Claim, read: Callable[[Cite], Found | Miss]
    ) -> Candidate | None:
        """The candidate for one leaf that needs nothing beside it."""
        return self.candidate(pointer, self.ground(pointer, path, claim, read))

    def candidate(
        self, pointer: str, found: Found | None, confidence: float | None = None
    ) -> Candidate | None:
        """`found` as a candidate of the draft."""
        if found is None:
            return None
        return Candidate(
            found.value,
            found.spans,
            found.confidence if confidence is None else confidence,
            f"llm:{found.how}",
            found.flags,
            source=self.source(pointer),
        )

    def source(self, pointer: str) -> str:
        """Whose the leaf at `pointer` is: a model's first answer or its repair."""
        return "repaired" if pointer in self._repaired else "llm"

    def items(self, name: str, claims: Claim) -> Iterator[tuple[str, Claim]]:
        """The items of a list with their pointers."""
        if not isinstance(claims, list):
            return
        for index, item in enumerate(claims):
            if index < MOST_ITEMS:
                yield f"{name}/{index}", item
            else:
                self.dropped.append(Drop(f"{name}/{index}", None, "too_many"))

    def hollow(self, pointer: str) -> None:
        """Note an item that lacks a leaf without which it says nothing, if nothing else tells of it."""
        if not (self.dropped and self.dropped[-1].pointer.startswith(f"{pointer}/")):
            self.dropped.append(Drop(pointer, None, "incomplete"))

    def _refusal(self, path: str, text: str) -> str | None:
        """Why a claim is not even looked for."""
        if self._canaries:
            folded = fold(text)
            if any(map(folded.__contains__, self._canaries)):
                return "canary"
        return "too_long" if len(text) > _LONGEST.get(path, _LONGEST_OTHER) else None


@cache
def _folded(canaries: frozenset[str]) -> tuple[str, ...]:
    return tuple(folded for canary in canaries if (folded := fold(canary)).strip())


def part(item: Claim, name: str) -> Claim:
    """The claim for one leaf of an item; None if it has none."""
    return item.get(name) if isinstance(item, dict) else None


def _clean(text: str) -> str:
    """The claim in the article's normal form: NFC, without control characters and halves of characters."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode("utf-8"))
    elif text.isprintable():
        return _unquoted(text.strip())
    kept = "".join(char if char.isprintable() or char.isspace() else " " for char in text)
    return _unquoted(kept.strip())


def _unquoted(text: str) -> str:
    """The text without quotation marks around it, which are the answer's own."""
    inner = text[1:-1].strip()
    is_wrapped = len(text) > 1 and text[0] in _QUOTES and text[-1] in _QUOTES
    return inner if is_wrapped and not any(mark in inner for mark in _QUOTES) else text
