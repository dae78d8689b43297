"""Indonesian and English: the words of the page, and how each writes numbers, days and months."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Literal, NamedTuple, get_args

from extractor.service.dashboard.tables import rows

Code = Literal["id", "en"]
CODES: tuple[Code, ...] = get_args(Code)

_MARKS: Mapping[Code, tuple[str, str]] = {"en": (",", "."), "id": (".", ",")}


class Language(NamedTuple):
    """One language; `words` are its texts by key."""

    code: Code
    words: Mapping[str, str]

    def text(self, key: str, **values: object) -> str:
        """The text of `key` with `values` in the places of their names.

        Raises:
            KeyError: The table has no such text.
        """
        text = self.words[key]
        return text.format(**values) if values else text

    def name(self, family: str, key: str) -> str:
        """The name of one of a closed set (`type.award`), or the key itself, of a record from elsewhere."""
        return self.words.get(f"{family}.{key}", key)

    def articles(self, count: int) -> str:
        """`1 article`, `2,401 articles`."""
        return self.text("articles.one" if count == 1 else "articles.many", n=self.number(count))

    def number(self, value: float, digits: int | None = None) -> str:
        """Grouped by thousands; with so many decimals, by default up to four and no zeros at the end."""
        groups, point = _MARKS[self.code]
        text = f"{value:,.{4 if digits is None else digits}f}"
        if digits is None:
            text = text.rstrip("0").rstrip(".")
        return text.translate({ord(","): groups, ord("."): point})

    def money(self, dollars: float) -> str:
        """US dollars; small sums with more decimals, for an article costs a tenth of a cent."""
        return f"US$ {self.number(dollars, 2 if dollars >= 1 or dollars == 0 else 4)}"

    def date(self, iso: str) -> str:
        """`2 November 2022`, `November 2022` or `2022`; what is no date stays."""
        parts = iso.split("-")
        if len(parts) > 3 or not all(part.isdecimal() for part in parts):
            return iso
        if len(parts) == 3:
            parts[2] = str(int(parts[2]))
        if len(parts) > 1 and 1 <= int(parts[1]) <= 12:
            parts[1] = self.words[f"month.{int(parts[1])}"]
        return " ".join(reversed(parts))

    def month_short(self, iso: str) -> str:
        """`Nov`."""
        return self.words[f"month.{int(iso[5:7])}"][:3]

    def span(self, first: str, last: str) -> str:
        """From a date to another; one of them if both are the same."""
        return self.date(first) if first == last else f"{self.date(first)} – {self.date(last)}"


@cache
def language(code: Code) -> Language:
    """The language of this code."""
    return Language(code, {row["key"]: row[code] for row in rows("words")})


def wanted(asked: str | None, accepted: str) -> Code:
    """The language asked for, else the first in the header Accept-Language that there is, else English."""
    if asked in CODES:
        return asked
    ranked = sorted(
        (-_quality(parameters), number, tag.strip().lower().split("-")[0])
        for number, part in enumerate(accepted.split(","))
        for tag, _, parameters in [part.partition(";")]
    )
    for quality, _, tag in ranked:
        # Browsers have said `in` for Indonesian.
        code = "id" if tag == "in" else tag
        if code in CODES and quality < 0:
            return code
    return "en"


def _quality(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    try:
        return float(value) if name.strip() == "q" else 1.0
    except ValueError:
        return 0.0
