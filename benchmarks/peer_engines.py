"""The engines side by side: ours, and what one would otherwise reach for, each helped as far as is fair.

An engine reads an article (`read`, which is timed) and its answer is then put into the gold's form
(`answers`, which is not). Packages are imported when an engine is built, so a missing one blocks only its
own rows.
"""

from __future__ import annotations

import datetime as dt
import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from typing import Any, NamedTuple

from benchmarks.peer_scoring import FIELDS, Values, distinct, values_of
from evals.gold import GoldItem

_SCALES = {"ribu": 1e3, "juta": 1e6, "miliar": 1e9, "milyar": 1e9, "triliun": 1e12}
_ENGLISH = {
    "ribu": "thousand",
    "juta": "million",
    "miliar": "billion",
    "milyar": "billion",
    "triliun": "trillion",
    "persen": "percent",
}
_NUMBER = re.compile(
    r"(?P<number>(?:Rp\.?\s*)?\d+(?:[.,]\d+)*)(?:\s+(?P<scale>ribu|juta|mil[iy]ar|triliun)\b)?",
    re.IGNORECASE,
)
_SEPARATED = re.compile(r"\d+(?:[.,]\d+)+")
_WORDS = re.compile(rf"\b({'|'.join(_ENGLISH)})\b", re.IGNORECASE)
# Of nine settings the best on d1_*: bare years and relative words cost it more than they give.
_DATE_SETTINGS = {
    "DATE_ORDER": "DMY",
    "REQUIRE_PARTS": ["day", "month"],
    "PARSERS": ["absolute-time"],
}
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


class Engine(NamedTuple):
    """How one of them works; `notes` say what was done for it and what its figures mean."""

    read: Callable[[GoldItem], Any]
    answers: Callable[[Any, GoldItem], Mapping[str, Values]]
    notes: str


def ours() -> Engine:
    """The whole record by rules: one field alone cannot be had for less."""
    from extractor import Article, Extractor, Settings

    extractor = Extractor(Settings())

    def read(item: GoldItem) -> Any:
        return extractor.extract(Article(id=item.id, text=item.text))

    def answers(record: Any, _: GoldItem) -> Mapping[str, Values]:
        plain = record.model_dump(mode="json")
        return {field: values_of(plain, field) for field in FIELDS}

    notes = "The time is that of the whole record with all its evidence, whichever field the row is about."
    return Engine(read, answers, notes)


def page_date(record: Mapping[str, Any]) -> dt.datetime | None:
    """The date that relative dates are told from: the page's own, else the day after gold's event.

    The latter is a gift: it knows the year, which ours has to infer. The day itself would give too much: a
    bare `tahun 2020` is completed from it.
    """
    printed, event = record["article"]["published_on"], record["event"]["date"]
    try:
        if printed:
            return dt.datetime.fromisoformat(printed)
        return dt.datetime.fromisoformat(event) + dt.timedelta(days=1) if event else None
    except ValueError:
        return None


def dateparser() -> Engine:
    """`dateparser.search.search_dates`, in Indonesian."""
    from dateparser.search import search_dates

    def read(item: GoldItem) -> Any:
        base = page_date(item.record)
        settings: dict[str, object] = dict(_DATE_SETTINGS)
        if base is not None:
            settings["RELATIVE_BASE"] = base
        return search_dates(item.text, languages=["id"], settings=settings) or []

    def answers(found: Any, _: GoldItem) -> Mapping[str, Values]:
        dates = distinct(date.date().isoformat() for _, date in found)
        return {"dates": dates, "event date": dates[:1]}

    notes = (
        "languages=['id'], DATE_ORDER DMY, absolute dates with day and month: the best of nine settings on "
        "d1_*. RELATIVE_BASE is the page's date where gold has it, else the day after gold's event (a gift: "
        "ours infers the year). It finds all dates of a text, gold holds up to three: precision on `dates` "
        "is a lower bound, recall is what to hold it to. `event date` takes the first that it finds."
    )
    return Engine(read, answers, notes)


def price_parser() -> Engine:
    """`Price.fromstring` on every run of digits."""
    from price_parser import Price

    def read(item: GoldItem) -> Any:
        return [
            (price.amount_float or 0.0) * _SCALES.get((match["scale"] or "").lower(), 1.0)
            for match in _NUMBER.finditer(item.text)
            if not _YEAR.fullmatch(match[0])
            and (price := Price.fromstring(match["number"], decimal_separator=",")).amount is not None
        ]

    def answers(found: Any, _: GoldItem) -> Mapping[str, Values]:
        return {"numbers": distinct(round(value, 6) for value in found)}

    notes = (
        "It reads one price of a short string: a pattern cuts out each run of digits for it, multiplies by a "
        "ribu, juta, miliar or triliun behind it and leaves out bare years; decimal_separator=','. "
        + _ALL_NUMBERS
    )
    return Engine(read, answers, notes)


def quantulum() -> Engine:
    """`quantulum3.parser.parse` on a text whose numbers are written the English way."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from quantulum3 import parser

    def read(item: GoldItem) -> Any:
        return parser.parse(in_english(item.text))

    def answers(found: Any, _: GoldItem) -> Mapping[str, Values]:
        values = (quantity.value for quantity in found if not _YEAR.search(quantity.surface))
        return {"numbers": distinct(round(value, 6) for value in values)}

    notes = (
        "It knows English: separators are swapped (6.412,5 becomes 6,412.5) and ribu, juta, miliar, triliun, "
        "persen are translated first; bare years are left out. Its optional classifier only chooses between "
        "units, which are not compared. " + _ALL_NUMBERS
    )
    return Engine(read, answers, notes)


def in_english(text: str) -> str:
    """The text with its numbers as English writes them: `Rp1,1 juta` becomes `Rp1.1 million`."""
    swap = str.maketrans(".,", ",.")
    swapped = _SEPARATED.sub(lambda match: match[0].translate(swap), text)
    return _WORDS.sub(lambda match: _ENGLISH[match[0].lower()], swapped)


def location_ner() -> Engine:
    """`id-location-ner` with our gazetteer: official names and printed short forms, no model."""
    from location_ner.extractor import LocationExtractor
    from location_ner.gazetteer import AdminLocation, Gazetteer, GazetteerEntry
    from location_ner.normalization import normalize_for_lookup
    from location_ner.resolver import resolve_best_location

    entries = []
    for code, level, name in region_forms():
        place = AdminLocation(
            level=level,
            province_name=code[:2],
            province_code=code[:2],
            city_name=None if level == "province" else code,
            city_code=None if level == "province" else code,
            district_name=None,
            district_code=None,
            subdistrict_name=None,
            subdistrict_code=None,
            postal_code=None,
        )
        entries.append(GazetteerEntry(level, name, normalize_for_lookup(name), place))
    finder = LocationExtractor(Gazetteer(entries), max_level="city")

    def read(item: GoldItem) -> Any:
        mentions = [asdict(mention) for mention in finder.extract(item.text, fuzzy=True)]
        return mentions, resolve_best_location(mentions)

    def answers(found: Any, _: GoldItem) -> Mapping[str, Values]:
        mentions, best = found
        home = best.province_code if best else None
        return {"regions": distinct(_chosen(mention["candidates"], home) for mention in mentions)}

    notes = (
        "Its gazetteer part, fuzzy matching on; its optional neural model has to be downloaded and is left "
        "out. The gazetteer is ours: official names and printed short forms, less those that are ordinary "
        "words. Of regions of one name that in the province of its final result counts, else the first."
    )
    return Engine(read, answers, notes)


def region_forms() -> Iterator[tuple[str, str, str]]:
    """Code, level (`province` or `city`) and name: each region's official name, then its printed ones."""
    from extractor.knowledge.tables import cells, rows

    for row in rows("regions"):
        level = "province" if row["level"] == "province" else "city"
        yield row["code"], level, row["name"]
    for row in rows("region_names"):
        level = "city" if "." in row["code"] else "province"
        for name in (*cells(row["names"]), *cells(row["exact"])):
            if name not in cells(row["guarded"]):
                yield row["code"], level, name


def _chosen(candidates: list[dict[str, Any]], home: str | None) -> str:
    near = [one for one in candidates if one["province_code"] == home]
    best = (near or candidates)[0]
    return str(best["city_code"] or best["province_code"])


_ALL_NUMBERS = (
    "It finds all numbers of a text, gold holds those that measure something: precision is a lower bound."
)
