"""When is a predicted value the gold value? One comparator per kind of field, on canonical values.

A plain character ratio is no comparator for names: at 0.92 it takes LPMP for BPMP, SMPN 3 for SMAN 3 and
Kepala Bidang SMA for Kepala Bidang SMP. So names are compared token by token.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from typing import Literal, TypeAlias

from rapidfuzz.distance import Levenshtein

from extractor.knowledge import tables

Verdict: TypeAlias = Literal["COR", "PAR", "INC"]
Comparator: TypeAlias = Callable[[object, object], Verdict]

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_STATE_SCHOOL = re.compile(r"\b(sd|smp|sma|smk|tk|slb|mi|mts|ma)n\b")
_REGION = re.compile(r"\b(?:provinsi|kabupaten|kota)\b.*")
_LONG = 6


def tokens(text: object) -> list[str]:
    """Words and numbers of `text`, case folded, apostrophes plain."""
    return _TOKEN.findall(str(text).casefold().replace("’", "'"))


def token_f1(gold: object, predicted: object) -> float:
    """Overlap of the two bags of tokens, 0 to 1."""
    left, right = Counter(tokens(gold)), Counter(tokens(predicted))
    shared = sum((left & right).values())
    total = left.total() + right.total()
    return 2 * shared / total if total else float(gold == predicted)


def equal(gold: object, predicted: object) -> Verdict:
    """Enums, codes, booleans, numbers: the same or not."""
    return "COR" if gold == predicted else "INC"


def same_label(gold: object, predicted: object) -> Verdict:
    """Roles, schools, bylines, outlets, datelines: equal up to case and `SMPN` for `SMP Negeri`."""
    return "COR" if _label(gold) == _label(predicted) else "INC"


def same_date(gold: object, predicted: object) -> Verdict:
    """Equal at gold's precision; PAR when one is a coarser form of the other."""
    left, right = str(gold), str(predicted)
    if left == right or right.startswith(left + "-"):
        return "COR"
    return "PAR" if left.startswith(right + "-") else "INC"


def same_person(gold: object, predicted: object) -> Verdict:
    """Token bags equal, or one inside the other with two shared tokens; PAR with one."""
    left, right = Counter(tokens(gold)), Counter(tokens(predicted))
    if left == right:
        return "COR"
    if not (left <= right or right <= left):
        return "INC"
    shared = sum((left & right).values())
    return "COR" if shared >= 2 else "PAR" if shared else "INC"


def same_organization(gold: object, predicted: object) -> Verdict:
    """Tokens equal, pairwise up to one edit in long ones; PAR when the one's tokens hold the other's.

    Two different regions make two bodies: Kota Padang's office is no part of Kota Padang Panjang's.
    """
    left, right = tokens(_label(gold)), tokens(_label(predicted))
    if len(left) == len(right) and all(map(_same_token, left, right)):
        return "COR"
    regions = _REGION.search(_label(gold)), _REGION.search(_label(predicted))
    if regions[0] and regions[1] and regions[0].group() != regions[1].group():
        return "INC"
    bags = Counter(left), Counter(right)
    nested = bags[0] <= bags[1] or bags[1] <= bags[0]
    return "PAR" if nested and min(len(left), len(right)) >= 2 else "INC"


def same_venue(gold: object, predicted: object) -> Verdict:
    """Token-F1 at least 0.80 and the same numbers; PAR from 0.50."""
    ratio = token_f1(gold, predicted)
    same_numbers = _numbers(gold) == _numbers(predicted)
    if ratio >= 0.80 and same_numbers:
        return "COR"
    return "PAR" if ratio >= 0.50 else "INC"


def same_phrase(gold: object, predicted: object) -> Verdict:
    """Titles, subjects, quotations: token-F1 at least 0.90; PAR from 0.60."""
    ratio = token_f1(gold, predicted)
    return "COR" if ratio >= 0.90 else "PAR" if ratio >= 0.60 else "INC"


COMPARATORS: dict[str, Comparator] = {
    "equal": equal,
    "label": same_label,
    "date": same_date,
    "person": same_person,
    "organization": same_organization,
    "venue": same_venue,
    "phrase": same_phrase,
}
"""By the names that `extractor.schema.fields` uses."""


def _label(value: object) -> str:
    return _STATE_SCHOOL.sub(r"\1 negeri", " ".join(str(value).casefold().replace("’", "'").split()))


def _numbers(value: object) -> list[str]:
    return [token for token in tokens(value) if token.isdigit()]


def _same_token(left: str, right: str) -> bool:
    """Equal, or one misprint apart; two numbers or two names of regions (Badung, Bandung) never are."""
    if left == right:
        return True
    if min(len(left), len(right)) < _LONG or Levenshtein.distance(left, right) > 1:
        return False
    return left.isalpha() and right.isalpha() and not {left, right} <= _region_words()


@cache
def _region_words() -> frozenset[str]:
    return frozenset(word for row in tables.rows("regions") for word in tokens(row["name"]))
