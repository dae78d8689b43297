"""When is a predicted value the gold value? One comparator per kind of field, on canonical values.

A plain character ratio is no comparator for names: at 0.92 it takes LPMP for BPMP, SMPN 3 for SMAN 3 and
Kepala Bidang SMA for Kepala Bidang SMP. So names are compared token by token.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Literal, TypeAlias

from rapidfuzz.distance import Levenshtein

from extractor.canonical.dates import find_dates
from extractor.canonical.names import PersonName, read_person
from extractor.canonical.numbers import read_number
from extractor.canonical.organizations import read_organization
from extractor.canonical.regulations import find_regulations
from extractor.canonical.roles import read_role
from extractor.canonical.schools import school_form
from extractor.canonical.units import read_unit
from extractor.knowledge import tables

Verdict: TypeAlias = Literal["COR", "PAR", "INC"]
Comparator: TypeAlias = Callable[[object, object], Verdict]

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_STATE_SCHOOL = re.compile(r"\b(sd|smp|sma|smk|tk|slb|mi|mts|ma)n\b")
_ISO_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
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


def number_of(value: object) -> int | float | None:
    """A number, or the only one that a text prints (`Rp1,5 triliun`, `dua persen`); None without one."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    return read_number(value) if isinstance(value, str) else None


def same_number(gold: object, predicted: object) -> Verdict:
    """Equal after scaling: `1.234` is 1234 and `52%` is 52, but never nearly equal."""
    left = number_of(gold)
    return "COR" if gold == predicted or (left is not None and left == number_of(predicted)) else "INC"


def same_unit(gold: object, predicted: object) -> Verdict:
    """The same unit of the closed list: `%` is `persen`, but no `poin`."""
    left = read_unit(str(gold))
    return "COR" if gold == predicted or (left is not None and left == read_unit(str(predicted))) else "INC"


def same_role(gold: object, predicted: object) -> Verdict:
    """Equal in full words: `Kabid SMA` is `Kepala Bidang SMA`."""
    return "COR" if _label(_role(gold)) == _label(_role(predicted)) else "INC"


def same_regulation(gold: object, predicted: object) -> Verdict:
    """Kinds of instruments, equal in full words: `Perwali` is `Peraturan Wali Kota`."""
    return "COR" if _label(_instrument(gold)) == _label(_instrument(predicted)) else "INC"


def same_label(gold: object, predicted: object) -> Verdict:
    """Schools, bylines, outlets, datelines: equal up to case and `SMPN` for `SMP Negeri`."""
    return "COR" if _label(gold) == _label(predicted) else "INC"


def same_date(gold: object, predicted: object) -> Verdict:
    """Equal at gold's precision; PAR when one is a coarser form of the other."""
    left, right = _iso(gold), _iso(predicted)
    if left == right or right.startswith(left + "-"):
        return "COR"
    return "PAR" if left.startswith(right + "-") else "INC"


def same_person(gold: object, predicted: object) -> Verdict:
    """Token bags equal, or one inside the other with two shared tokens; PAR with one."""
    left, right = Counter(tokens(bare_name(gold))), Counter(tokens(bare_name(predicted)))
    if left == right:
        return "COR"
    if not (left <= right or right <= left):
        return "INC"
    shared = sum((left & right).values())
    return "COR" if shared >= 2 else "PAR" if shared else "INC"


def bare_name(value: object) -> str:
    """A person's name without titles and degrees, as far as nothing else stands beside them."""
    text = str(value)
    found = _person(text)
    return found.name if found and text[found.end :].lstrip()[:1] in {"", ","} else text


def same_organization(gold: object, predicted: object) -> Verdict:
    """One canonical name, or tokens pairwise equal up to one edit in long ones; PAR when one holds the other.

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
    if not nested and _is_other_name(str(gold), str(predicted)):
        return "COR"
    return "PAR" if nested and min(len(left), len(right)) >= 2 else "INC"


def same_venue(gold: object, predicted: object) -> Verdict:
    """Token-F1 at least 0.80 and the same numbers; PAR from 0.50. `SMPN 1` is `SMP Negeri 1`."""
    left, right = _label(gold), _label(predicted)
    ratio = token_f1(left, right)
    same_numbers = _numbers(left) == _numbers(right)
    if ratio >= 0.80 and same_numbers:
        return "COR"
    return "PAR" if ratio >= 0.50 else "INC"


def same_phrase(gold: object, predicted: object) -> Verdict:
    """Titles, subjects, quotations: token-F1 at least 0.90; PAR from 0.60."""
    ratio = token_f1(gold, predicted)
    return "COR" if ratio >= 0.90 else "PAR" if ratio >= 0.60 else "INC"


COMPARATORS: dict[str, Comparator] = {
    "equal": equal,
    "number": same_number,
    "unit": same_unit,
    "role": same_role,
    "regulation": same_regulation,
    "label": same_label,
    "date": same_date,
    "person": same_person,
    "organization": same_organization,
    "venue": same_venue,
    "phrase": same_phrase,
    "quote": same_phrase,
}
"""By the names that `extractor.schema.fields` uses. Where the text is known, a quotation must stand in it."""


@lru_cache(maxsize=4096)
def _person(text: str) -> PersonName | None:
    return read_person(text)


@lru_cache(maxsize=4096)
def _canonical_name(name: str) -> str | None:
    found = read_organization(name)
    return None if found is None else school_form(found.name)


def _is_other_name(gold: str, predicted: str) -> bool:
    """True when one is the canonical name of a body and the other reads as that body.

    One of them must be canonical as it stands: a reader finds the ministry in the names of all its parts.
    """
    left, right = _canonical_name(gold), _canonical_name(predicted)
    return left is not None and left == right and left in {school_form(gold), school_form(predicted)}


def _role(value: object) -> object:
    found = read_role(str(value))
    return found.role if found and found.role else value


def _instrument(value: object) -> object:
    # The reader wants a whole citation.
    found = find_regulations(f"{value} Nomor 1 Tahun 2000")
    return found[0].kind if found else value


def _iso(value: object) -> str:
    """An ISO date of any precision; of a printed date what it says, as it stands if that is no date."""
    text = str(value)
    if _ISO_DATE.fullmatch(text):
        return text
    found = find_dates(text)
    if len(found) != 1 or found[0].year is None or found[0].month is None:
        return text
    day = f"-{found[0].day:02}" if found[0].day else ""
    return f"{found[0].year:04}-{found[0].month:02}{day}"


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
