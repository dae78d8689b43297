"""Does a value stand in the article, and where? Error labels and highlighted spans ask this."""

from __future__ import annotations

from functools import cached_property

from evals.comparators import tokens
from extractor import knowledge
from extractor.canonical import CANONICALISERS
from extractor.canonical.evidence import RANK
from extractor.canonical.numbers import Quantity, find_quantities
from extractor.canonical.organizations import read_organization
from extractor.canonical.regions import codes_of, province_of
from extractor.canonical.schools import school_form
from extractor.canonical.units import unit_names
from extractor.knowledge.lexicon import Hits
from extractor.schema.fields import BY_PATH
from extractor.text import fold, squeeze

_FOUND_BY_READER = frozenset("date regulation_kind regulation_number regulation_year".split())
_SHORT = 2
_MAX_NAME = 80


class Words:
    """One article's text, asked again and again."""

    def __init__(self, text: str) -> None:
        self.text = text

    def has(self, path: str, value: object) -> bool:
        """True when the article prints `value` of the field `path`, in whatever form.

        Values that need no evidence (the event's type, a body's kind) count as printed.
        """
        canonicaliser = BY_PATH[path].canonicaliser
        if canonicaliser is None:
            return True
        if not self.text or not isinstance(value, str | int | float):
            return False
        if isinstance(value, str) and fold(squeeze(value)) in self._squeezed:
            return True
        if value in self._known(canonicaliser):
            return True
        if canonicaliser in _FOUND_BY_READER and CANONICALISERS[canonicaliser]((self.text,), value) == value:
            return True
        if canonicaliser in {"organization", "speaker"} and self._names_body(str(value)):
            return True
        long = [token for token in tokens(value) if len(token) > _SHORT]
        return not isinstance(value, int | float) and bool(long) and self._tokens.issuperset(long)

    def quotes(self, quote: object) -> bool:
        """True when the article holds `quote` word for word; runs of white space count as one space."""
        return squeeze(str(quote)) in self._as_printed

    def find(self, value: object) -> tuple[int, int] | None:
        """The first place `[start, end)` where the article prints `value` as it is; None without one."""
        if isinstance(value, bool):
            return None
        if isinstance(value, int | float):
            found = (one for one in self._quantities if one.value == value)
            return next(((one.start, one.end) for one in found), None)
        surface = fold(str(value)) if value else ""
        start = self._folded.find(surface) if surface else -1
        return None if start < 0 else (start, start + len(surface))

    def _known(self, canonicaliser: str) -> frozenset[object]:
        """Values that the tables find in the text, for the fields that are read so."""
        if canonicaliser == "number":
            return frozenset(one.value for one in self._quantities)
        if canonicaliser == "program":
            return frozenset(part.strip() for hit in self._hits["program"] for part in hit.key.split(";"))
        if canonicaliser == "unit":
            return self._units
        if canonicaliser in {"region", "seat"}:
            return self._regions
        return frozenset()

    def _names_body(self, name: str) -> bool:
        """True when a body of the text has this name, or its beginning: the rest is then understood."""
        wanted = school_form(name)
        return any(wanted == body or wanted.startswith(f"{body} ") for body in self._bodies)

    @cached_property
    def _hits(self) -> Hits:
        return knowledge.scan(self.text, self._folded)

    @cached_property
    def _regions(self) -> frozenset[object]:
        """Regions that a name in the text can mean, and their provinces."""
        named = {code for hit in self._hits["region"] for code in codes_of(self._folded[hit.start : hit.end])}
        return frozenset(named | {province_of(code) for code in named})

    @cached_property
    def _units(self) -> frozenset[object]:
        named = {
            unit
            for name, unit in unit_names().items()
            if name in (self._tokens if name.isalpha() else self._squeezed)
        }
        return frozenset(named | {RANK for one in self._quantities if one.is_ordinal})

    @cached_property
    def _bodies(self) -> frozenset[str]:
        starts = [hit.start for hit in self._hits["organization"]]
        found = (read_organization(self.text[start : start + _MAX_NAME]) for start in starts)
        return frozenset(school_form(body.name) for body in found if body is not None)

    @cached_property
    def _as_printed(self) -> str:
        return squeeze(self.text)

    @cached_property
    def _folded(self) -> str:
        return fold(self.text)

    @cached_property
    def _squeezed(self) -> str:
        return fold(self._as_printed)

    @cached_property
    def _tokens(self) -> frozenset[str]:
        return frozenset(tokens(self.text))

    @cached_property
    def _quantities(self) -> list[Quantity]:
        return find_quantities(self.text)
