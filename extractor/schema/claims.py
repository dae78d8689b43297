"""What a model says about an article, before anything of it is believed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, TypeAlias, Union

from extractor.schema.types import Value


class Cite(NamedTuple):
    """Words that a model says it read, and the number (from 1) of the sentence that it read them in.

    `sentence` is None where it named none; the words are then looked for in the whole article.
    """

    text: str
    sentence: int | None = None


Claim: TypeAlias = Union[Cite, "list[Claim]", "dict[str, Claim]", None]
"""A part of what a model claims."""

Claims: TypeAlias = dict[str, Claim]
"""The record's shape with a `Cite` at each leaf that the model fills, without those that code computes."""


class Denial(NamedTuple):
    """A value of the rules that a model rejects.

    `path` is a path of `FIELDS` (`people[].role`) or of a whole item (`people[]`). `identity` is
    the value that tells the item from its neighbours (a name, a code, a quote), None outside lists. `value`
    is the rejected one.
    """

    path: str
    identity: Value
    value: Value


class Drop(NamedTuple):
    """A value that was proposed and not believed; `pointer` is its place in what the engine proposed."""

    pointer: str
    value: Value
    reason: str


class Failed(NamedTuple):
    """A claim that its sentence does not prove; `path` is its path in `FIELDS`."""

    pointer: str
    path: str
    cite: Cite
    reason: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One article's answer, read: claims, denials of the rules' values, and what had no usable shape."""

    claims: Claims
    denials: tuple[Denial, ...] = ()
    malformed: tuple[Drop, ...] = ()
