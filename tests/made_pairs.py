"""Claims with known worth, made from the project's own articles: true ones rewritten, and falsified ones.

A pair is a claim as a model would send it, with the sentence that it cites, and what must become of it. Pairs
that are the `same` write a gold value in another form and must be accepted with that value. `changed` ones
say something else (a digit, a scale, a unit, a year, a place, a person, a post, an agency, a school's number)
and must not be accepted, not even for the value that the text has.

Only gold values that the rules find are used, for the rules know their words; besides, every printed number
with a unit. Where a changed value happens
to be printed in the cited sentence too, the claim is true of that sentence and no falsification: such pairs
are left out. That the value stands in a neighbouring sentence is no excuse. Other people are those of other
articles: which of an article's own people is meant, grounding cannot tell.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

from extractor import rules
from extractor.canonical.context import Context
from extractor.canonical.dates import find_dates
from extractor.canonical.numbers import find_quantities
from extractor.canonical.regions import codes_of, read_region, regions
from extractor.canonical.roles import misprinted_head, posts
from extractor.canonical.units import read_unit
from extractor.grounding import Grounded, ground
from extractor.knowledge import scan
from extractor.schema.claims import Cite, Claim, Claims
from extractor.schema.fields import BY_PATH
from extractor.schema.types import Article, Candidate, Node, Sentence, Span, Value
from extractor.text import fold, split_sentences, squeeze

ROOT = Path(__file__).resolve().parents[1]
UNITS = (
    "orang siswa guru sekolah lembaga kelas rombel ruang unit paket indikator persen poin jam bulan".split()
)
MONTHS = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()
SMALL = "nol satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas".split()
ACTING = ("Plt", "Pj", "Plh", "Pjs")
SCALES = {"ribu": "juta", "juta": "miliar", "miliar": "juta", "triliun": "miliar"}
WORD = re.compile(r"[^\W_]+")

Worth = Literal["same", "changed"]


class Source(NamedTuple):
    """An article with what grounding needs of it, and its gold record."""

    article: Article
    sentences: list[Sentence]
    context: Context
    gold: dict[str, Any]


class Stated(NamedTuple):
    """A gold value with the words that state it; `beside` are the claims that its item cannot do without."""

    source: Source
    path: str
    value: Value
    surface: str
    sentence: int
    beside: dict[str, Cite]

    @property
    def article_id(self) -> str:
        """Which article states it."""
        return self.source.article.id

    @property
    def text(self) -> str:
        """The cited sentence."""
        place = self.source.sentences[self.sentence - 1]
        return self.source.article.text[place.start : place.end]


class Pair(NamedTuple):
    """A claim in `surface`; a `same` one must be accepted as `stated.value`."""

    group: str
    worth: Worth
    stated: Stated
    surface: str


class Result(NamedTuple):
    """How many pairs of a group there are, and how many of them were accepted."""

    pairs: int
    accepted: int

    @property
    def rate(self) -> float:
        """The accepted part of the pairs, from 0 to 1."""
        return self.accepted / self.pairs


@cache
def sources() -> list[Source]:
    """The seeds and the corpus with their gold records."""
    found = []
    texts = [*sorted(ROOT.glob("seeds/*.txt")), *sorted(ROOT.glob("gold/corpus/articles/*.txt"))]
    for path in texts:
        folder = ROOT / "gold" if path.parent.name == "seeds" else ROOT / "gold" / "corpus"
        gold = json.loads((folder / f"{path.stem}.json").read_text(encoding="utf-8"))
        article = Article(path.stem, path.read_text(encoding="utf-8").removeprefix("\ufeff"))
        found.append(Source(article, split_sentences(article.text), rules.context(article), gold))
    return found


@cache
def stated() -> list[Stated]:
    """Every gold value whose words the rules know the place of."""
    return [one for source in sources() for one in _stated_in(source)]


@cache
def pairs() -> list[Pair]:
    """All pairs, always the same ones."""
    dice = random.Random("pairs")
    made = [pair for one in stated() for make in MAKERS.get(one.path, ()) for pair in make(one, dice)]
    once = {
        (pair.worth, pair.group, pair.stated.article_id, pair.stated.value, pair.surface): pair
        for pair in made
    }
    return [pair for pair in once.values() if pair.worth == "same" or not _is_stated(pair)]


def results() -> dict[tuple[Worth, str], Result]:
    """Pairs and accepted pairs, by worth and group."""
    table: dict[tuple[Worth, str], Result] = {}
    for pair in pairs():
        known = table.get((pair.worth, pair.group), Result(0, 0))
        table[pair.worth, pair.group] = Result(known.pairs + 1, known.accepted + is_accepted(pair))
    return table


def total(table: dict[tuple[Worth, str], Result], worth: Worth) -> Result:
    """All groups of one worth together."""
    groups = [result for (of, _), result in table.items() if of == worth]
    return Result(sum(one.pairs for one in groups), sum(one.accepted for one in groups))


def is_accepted(pair: Pair) -> bool:
    """True when grounding keeps the claim; a `same` one must also have the gold value."""
    leaf = _leaf(grounded(pair.stated, pair.surface).draft, pair.stated.path)
    if pair.worth == "changed":
        return leaf is not None
    return leaf is not None and leaf.value == pair.stated.value


def grounded(one: Stated, surface: str) -> Grounded:
    """What becomes of `surface`, claimed for the leaf of `one` in its sentence."""
    source = one.source
    return ground(_claims(one, surface), source.article, source.sentences, source.context)


def answer(source: Source) -> Claims:
    """What a model would claim that found all that the rules find, in the article's own words."""
    draft = rules.extract(source.article)
    claims: Claims = {"summary": None}
    for name in ("article", "event"):
        node = draft[name]
        leaves = node if isinstance(node, dict) else {}
        claims[name] = {leaf: _claim(source, f"{name}.{leaf}", part) for leaf, part in leaves.items()}
    for name in ("regions", "organizations", "people", "programs", "indicators", "regulations", "statements"):
        items = draft[name]
        claims[name] = [_item_claim(source, name, item) for item in items] if isinstance(items, list) else []
    return claims


def _item_claim(source: Source, group: str, item: Node) -> Claim:
    if not isinstance(item, dict):
        return _claim(source, f"{group}[]", item)
    found: dict[str, Claim] = {}
    for leaf, part in item.items():
        stated = _with_surface(source, f"{group}[].{leaf}", item) if part else None
        if stated is not None and BY_PATH[f"{group}[].{leaf}"].wire:
            found[leaf] = Cite(stated.surface, stated.sentence)
    return found


def _claim(source: Source, path: str, node: Node) -> Claim:
    if isinstance(node, list):
        return [_claim(source, f"{path}[]", item) for item in node]
    if not isinstance(node, Candidate) or node.value is None:
        return None
    if path == "event.type":
        return Cite(str(node.value))
    return _cite(source, node.spans[:1]) if node.spans else None


def _claims(one: Stated, surface: str) -> Claims:
    """The one claim in the record's shape, with what its item needs."""
    group, _, name = one.path.partition("[]")
    cite = Cite(surface, one.sentence)
    if group.startswith("event."):
        return {"event": {group.removeprefix("event."): cite}}
    leaf = name.removeprefix(".")
    return {group: [{**one.beside, leaf: cite}] if leaf else [cite]}


def _leaf(node: Node, path: str) -> Candidate | None:
    """The leaf at `path`, in lists the first one."""
    for part in path.replace("[]", ".[]").split("."):
        if isinstance(node, dict):
            node = node.get(part)
        elif isinstance(node, list):
            node = node[0] if node else None
    return node if isinstance(node, Candidate) else None


def _stated_in(source: Source) -> Iterator[Stated]:
    draft = rules.extract(source.article)
    for path, gold in _gold_values(source.gold):
        for item in _items(draft, path):
            stated = _with_surface(source, path, item)
            if stated is not None and stated.value == gold:
                yield stated
                break
    yield from _figures_in(source)


def _figures_in(source: Source) -> Iterator[Stated]:
    """Every printed number with a unit, gold or not: what is tried is the number's form."""
    text = source.article.text
    for one in find_quantities(text):
        behind = re.match(r" ?[^\W\d_]+", text[one.end : one.end + 30])
        end = one.unit_end if one.unit_end > one.end else one.end
        if one.unit_start < 0 and behind is not None and read_unit(behind.group()):
            end = one.end + behind.end()
        start = min(one.start, one.unit_start) if one.unit_start >= 0 else one.start
        surface = text[start:end]
        place = source.sentences[_number(source, start) - 1]
        is_whole = source.context.noise == () or not any(a <= start < b for a, b in source.context.noise)
        if (end > one.end or start < one.start) and is_whole and not one.is_ordinal and one.scale_start < 0:
            subject = Cite(text[place.start : place.end].split()[0], _number(source, start))
            beside = {"subject": subject}
            yield Stated(source, "indicators[].value", one.value, surface, subject.sentence or 1, beside)


def _gold_values(gold: dict[str, Any]) -> Iterator[tuple[str, Value]]:
    event = gold["event"] or {}
    yield from ((f"event.{name}", event[name]) for name in ("date", "end_date") if event.get(name))
    lists = ("regions[].code", "organizations[].name", "people[].name", "people[].role", "indicators[].value")
    for path in lists:
        group, _, name = path.partition("[].")
        yield from ((path, item[name]) for item in gold[group] if item[name] is not None)
    yield from (("regulations[].kind", item["kind"]) for item in gold["regulations"])
    yield from (("statements[].quote", item["quote"]) for item in gold["statements"])


def _items(draft: dict[str, Node], path: str) -> Iterator[dict[str, Node]]:
    group = path.partition("[]")[0].partition(".")[0]
    node = draft[group]
    found = node if isinstance(node, list) else [node]
    yield from (item for item in found if isinstance(item, dict))


def _with_surface(source: Source, path: str, item: dict[str, Node]) -> Stated | None:
    leaf = item.get(path.rpartition(".")[2])
    if not isinstance(leaf, Candidate) or not leaf.spans:
        return None
    spans = [leaf.spans[0]]
    if path == "indicators[].value":
        spans = [*leaf.spans, *_spans(item["unit"])]
    if path == "regulations[].kind":
        spans = [span for part in item.values() for span in _spans(part)]
    place = Span(min(start for start, _ in spans), max(end for _, end in spans))
    surface = source.article.text[place.start : place.end]
    beside = {}
    if path == "people[].role":
        beside["name"] = _cite(source, _spans(item["name"]))
        place = Span(min([place.start, *(start for start, _ in _spans(item["acting"]))]), place.end)
        surface = source.article.text[place.start : place.end]
    if path == "indicators[].value":
        beside["subject"] = _cite(source, _spans(item["subject"]))
    return Stated(source, path, leaf.value, surface, _number(source, place.start), beside)


def _spans(node: Node) -> tuple[Span, ...]:
    return node.spans if isinstance(node, Candidate) else ()


def _cite(source: Source, spans: tuple[Span, ...]) -> Cite:
    words = squeeze(" ".join(source.article.text[start:end] for start, end in spans))
    return Cite(words, _number(source, spans[0].start))


def _number(source: Source, position: int) -> int:
    return max(n for n, sentence in enumerate(source.sentences, 1) if n == 1 or sentence.start <= position)


# --- figures


def _digits_changed(one: Stated, dice: random.Random) -> Iterator[Pair]:
    places = [match.start() for match in re.finditer("[0-9]", one.surface)]
    for place in dice.sample(places, min(len(places), 4)):
        opens = place == places[0] and len(places) > 1
        other = dice.choice(
            [digit for digit in "123456789"[: 9 if opens else None] if digit != one.surface[place]]
        )
        yield Pair("one digit", "changed", one, f"{one.surface[:place]}{other}{one.surface[place + 1 :]}")


def _scale_changed(one: Stated, dice: random.Random) -> Iterator[Pair]:
    word = next((word for word in SCALES if re.search(rf"\b{word}\b", one.surface)), None)
    if word is not None:
        yield Pair("scale", "changed", one, re.sub(rf"\b{word}\b", SCALES[word], one.surface))
        yield Pair("scale", "changed", one, re.sub(rf" ?\b{word}\b", "", one.surface))
        return
    figure = re.search(r"[0-9][0-9.,]*[0-9]|[0-9]", one.surface)
    if figure is not None:
        scale = dice.choice(["ribu", "juta", "miliar"])
        yield Pair(
            "scale", "changed", one, f"{one.surface[: figure.end()]} {scale}{one.surface[figure.end() :]}"
        )
    if figure is not None and "." in figure.group():
        yield Pair(
            "scale", "changed", one, one.surface.replace(figure.group(), figure.group().rpartition(".")[0])
        )


def _digits_lost_or_added(one: Stated, dice: random.Random) -> Iterator[Pair]:
    mark = re.search(r"(?<=[0-9])[.,](?=[0-9])", one.surface)
    if mark is not None and "," in one.surface:
        yield Pair("digit count", "changed", one, one.surface[: mark.start()] + one.surface[mark.end() :])
    last = max((match.end() for match in re.finditer("[0-9]", one.surface)), default=0)
    if last > 1:
        yield Pair("digit count", "changed", one, one.surface[: last - 1] + one.surface[last:])
        digit = dice.choice("123456789")
        yield Pair("digit count", "changed", one, one.surface[:last] + digit + one.surface[last:])


def _unit_changed(one: Stated, dice: random.Random) -> Iterator[Pair]:
    unit, rest = _unit_at_end(one)
    if unit is None:
        return
    others = [other for other in UNITS if other != read_unit(unit)]
    for other in dice.sample(others, 3):
        yield Pair("unit", "changed", one, f"{rest} {other}")


def _figure_rewritten(one: Stated, dice: random.Random) -> Iterator[Pair]:
    for surface in _figure_forms(one):
        if surface != one.surface:
            yield Pair("figure", "same", one, surface)


def _figure_forms(one: Stated) -> Iterator[str]:
    value = one.value
    unit, rest = _unit_at_end(one)
    tail = f" {unit}" if unit else ""
    if one.surface.endswith("%"):
        yield one.surface.removesuffix("%").rstrip() + " persen"
    if unit == "persen":
        yield f"{rest}%"
        yield f"{rest} %"
    is_money = one.surface.lower().startswith("rp")
    if isinstance(value, int) and not isinstance(value, bool):
        dotted = f"{value:,}".replace(",", ".")
        if is_money:
            yield from (f"Rp{dotted}", f"Rp {dotted}", f"{dotted} rupiah", f"Rp{value}")
        elif re.fullmatch(r"[0-9.]+", rest):
            yield from (f"{value}{tail}", f"{dotted}{tail}")
            if value < 100:
                yield f"{_in_words(value)}{tail}"
        elif fold(rest) in SMALL:
            yield f"{value}{tail}"
    if isinstance(value, int) and value >= 1_000_000 and value % 100_000 == 0:
        scale, name = (10**9, "miliar") if value >= 10**9 else (10**6, "juta")
        if value % (scale // 1000) == 0:
            figure = f"{value / scale:.3f}".rstrip("0").rstrip(".").replace(".", ",")
            yield f"Rp{figure} {name}" if is_money else f"{figure} {name}{tail}"
    if isinstance(value, float) and re.fullmatch(r"[0-9]+[.,][0-9]+", rest):
        yield f"{str(value).replace('.', ',')}{tail}"


def _in_words(value: int) -> str:
    if value < len(SMALL):
        return SMALL[value]
    if value < 20:
        return f"{SMALL[value - 10]} belas"
    return f"{SMALL[value // 10]} puluh {SMALL[value % 10] if value % 10 else ''}".strip()


def _unit_at_end(one: Stated) -> tuple[str | None, str]:
    """The unit behind the number, and the surface up to it."""
    number = next(iter(find_quantities(one.surface)), None)
    unit = one.surface[number.end :].strip() if number else ""
    known = unit.replace(" dan ", "/").replace(" ", "/")
    return (unit, one.surface[: number.end]) if number and read_unit(known) else (None, one.surface)


# --- dates


def _date_changed(one: Stated, dice: random.Random) -> Iterator[Pair]:
    day = _iso(one)
    if day is None:
        return
    year, month, number = day
    for step in dice.sample((-10, -3, -2, -1, 1, 2, 3, 10), 3):
        yield Pair("year", "changed", one, f"{number} {MONTHS[month - 1]} {year + step}")
        yield Pair("year", "changed", one, f"{number}/{month}/{year + step}")
    for other in dice.sample([n for n in range(1, 29) if n != number], 2):
        yield Pair("date digit", "changed", one, f"{other} {MONTHS[month - 1]} {year}")
    other = dice.choice([n for n in range(1, 13) if n != month])
    yield Pair("date digit", "changed", one, f"{number} {MONTHS[other - 1]} {year}")
    printed = re.search(r"(?:19|20)[0-9]{2}", one.surface)
    if printed is not None:
        wrong = str(int(printed.group()) + dice.choice((-1, 1)))
        yield Pair("year", "changed", one, one.surface.replace(printed.group(), wrong))


def _date_rewritten(one: Stated, dice: random.Random) -> Iterator[Pair]:
    day = _iso(one)
    if day is None:
        return
    year, month, number = day
    forms = [
        f"{number} {MONTHS[month - 1]} {year}",
        f"{number}/{month}/{year}",
        f"{number:02}/{month:02}/{year}",
        f"{year}-{month:02}-{number:02}",
        f"({number}/{month}/{year})",
        f"{number:02} {MONTHS[month - 1].upper()} {year}",
    ]
    for surface in forms:
        yield Pair("date", "same", one, surface)


def _iso(one: Stated) -> tuple[int, int, int] | None:
    parts = str(one.value).split("-")
    return (int(parts[0]), int(parts[1]), int(parts[2])) if len(parts) == 3 else None


# --- places


def _place_changed(one: Stated, dice: random.Random) -> Iterator[Pair]:
    others = [region for region in regions().values() if region.code != one.value]
    for other in dice.sample(others, 4):
        yield Pair("place", "changed", one, other.name)
    for other in dice.sample(others, 2):
        yield Pair(
            "place",
            "changed",
            one,
            re.sub(r"^(?:Provinsi|Kabupaten|Kota)(?: Administrasi)? ", "", other.name),
        )
    twin = _twin(str(one.value))
    if twin is not None and re.match(r"Ka?b|Kota ", one.surface):
        yield Pair("place", "changed", one, twin)


def _twin(code: str) -> str | None:
    """The kota of a kabupaten's name, or the other way round."""
    name = regions()[code].name
    other = (
        name.replace("Kabupaten ", "Kota ") if name.startswith("Kab") else name.replace("Kota ", "Kabupaten ")
    )
    known = {region.name for region in regions().values()}
    return other if other != name and other in known else None


def _place_rewritten(one: Stated, dice: random.Random) -> Iterator[Pair]:
    name = regions()[str(one.value)].name
    bare = re.sub(r"^(?:Provinsi|Kabupaten|Kota)(?: Administrasi)? ", "", name)
    named = {item["name"] for item in one.source.gold["regions"]}
    bare_forms = () if _twin(str(one.value)) in named else (bare, fold(bare))
    for surface in (name, *bare_forms, name.upper(), name.replace("Kabupaten", "Kab.")):
        yield Pair("place", "same", one, surface)


# --- people


def _person_changed(one: Stated, dice: random.Random) -> Iterator[Pair]:
    names = sorted(
        {
            str(other.value)
            for other in stated()
            if other.path == one.path and other.article_id != one.article_id
        }
    )
    for other in dice.sample(names, 3):
        yield Pair("person", "changed", one, other)
    words = str(one.value).split()
    tokens = sorted({word for name in names for word in name.split() if len(word) > 3} - set(words))
    for place in range(len(words)):
        for token in dice.sample(tokens, 2):
            yield Pair("person", "changed", one, " ".join([*words[:place], token, *words[place + 1 :]]))


def _person_rewritten(one: Stated, dice: random.Random) -> Iterator[Pair]:
    name = str(one.value)
    forms = [
        name,
        name.upper(),
        f"Drs. H. {name}, M.Pd",
        f"{name}, S.Pd., M.Si.",
        f"Bapak {name}",
        f"Dr. {name}",
    ]
    for surface in forms:
        yield Pair("person", "same", one, surface)


# --- posts


def _post_changed(one: Stated, dice: random.Random) -> Iterator[Pair]:
    roles = sorted({str(other.value) for other in stated() if other.path == one.path} - {str(one.value)})
    for other in dice.sample(roles, 3):
        yield Pair("post", "changed", one, other)
    form = next((form for form in ACTING if form in WORD.findall(one.surface)), None)
    for other in dice.sample([other for other in ACTING if other != form], 2):
        yield Pair("acting", "changed", one, f"{other} {one.value}")


def _post_rewritten(one: Stated, dice: random.Random) -> Iterator[Pair]:
    for surface in (one.surface, str(one.value), str(one.value).lower(), f"{str(one.value).upper()}"):
        yield Pair("post", "same", one, surface)


# --- organizations


def _body_changed(one: Stated, dice: random.Random) -> Iterator[Pair]:
    name = str(one.value)
    swapped = re.sub(
        r"\bB?BPMP\b|\bLPMP\b", lambda match: "BPMP" if match.group() == "LPMP" else "LPMP", name
    )
    if swapped != name:
        yield Pair("agency", "changed", one, swapped)
    acronym = re.search(r"\bB?BPMP\b|\bLPMP\b", one.surface)
    if acronym is not None:
        other = "BPMP" if acronym.group() == "LPMP" else "LPMP"
        yield Pair("agency", "changed", one, one.surface.replace(acronym.group(), other))
    region = read_region(name.split(" ", 1)[-1]) or _region_at_end(name)
    if region is not None and name.endswith(region.name):
        for other in dice.sample([known for known in regions().values() if known.level == region.level], 2):
            if other.code != region.code:
                yield Pair("place of body", "changed", one, name.removesuffix(region.name) + other.name)


def _region_at_end(name: str) -> Any:
    words = name.split()
    found = (read_region(" ".join(words[-size:])) for size in (4, 3, 2) if len(words) > size)
    return next((region for region in found if region and name.endswith(region.name)), None)


def _school_changed(one: Stated, dice: random.Random) -> Iterator[Pair]:
    number = re.search(r"(?<= )[0-9]+\b", str(one.value))
    if not re.match(r"SD|SMP|SMA|SMK|M[IA]|MTs|TK", str(one.value)) or number is None:
        return
    for _ in range(4):
        other = dice.choice([n for n in range(1, 40) if n != int(number.group())])
        yield Pair("school number", "changed", one, str(one.value).replace(number.group(), str(other), 1))


def _body_rewritten(one: Stated, dice: random.Random) -> Iterator[Pair]:
    name = str(one.value)
    yield Pair("organization", "same", one, name)
    yield Pair("organization", "same", one, one.surface)
    if re.match(r"(?:SD|SMP|SMA|SMK)N ", name):
        yield Pair("organization", "same", one, name.replace("N ", " Negeri ", 1))
    if re.match(r"(?:SD|SMP|SMA|SMK) Negeri ", name):
        yield Pair("organization", "same", one, name.replace(" Negeri ", "N ", 1))
    if name.startswith("Dinas Pendidikan K"):
        yield Pair("organization", "same", one, name.replace("Dinas Pendidikan", "Disdik"))
    if name.startswith("Pemerintah Kota "):
        yield Pair("organization", "same", one, name.replace("Pemerintah Kota", "Pemkot"))
    if name.startswith("Pemerintah Kabupaten "):
        yield Pair("organization", "same", one, name.replace("Pemerintah Kabupaten", "Pemkab"))


# --- regulations and quotations


def _rule_changed(one: Stated, dice: random.Random) -> Iterator[Pair]:
    for match in re.finditer(r"[0-9]+", one.surface):
        for step in (1, 2):
            other = f"{one.surface[: match.start()]}{int(match.group()) + step}{one.surface[match.end() :]}"
            yield Pair("regulation", "changed", one, other)


def _rule_rewritten(one: Stated, dice: random.Random) -> Iterator[Pair]:
    for surface in (one.surface, one.surface.upper(), re.sub(r"\b[Nn]omor:?", "No.", one.surface)):
        yield Pair("regulation", "same", one, surface)


def _quote_changed(one: Stated, dice: random.Random) -> Iterator[Pair]:
    words = one.surface.split()
    for place in dice.sample(range(len(words)), min(2, len(words))):
        other = dice.choice(["tidak", "miliar", "Jakarta", "2019"])
        if fold(other) not in fold(one.surface):
            yield Pair("quotation", "changed", one, " ".join([*words[:place], other, *words[place + 1 :]]))


def _quote_rewritten(one: Stated, dice: random.Random) -> Iterator[Pair]:
    text = squeeze(one.surface)
    for surface in (f'"{text}"', f"“{text}”", text.rstrip(",."), text.replace("“", '"').replace("’", "'")):
        yield Pair("quotation", "same", one, surface)


Maker = Callable[[Stated, random.Random], Iterator[Pair]]
MAKERS: dict[str, tuple[Maker, ...]] = {
    "indicators[].value": (
        _digits_changed,
        _digits_lost_or_added,
        _scale_changed,
        _unit_changed,
        _figure_rewritten,
    ),
    "event.date": (_date_changed, _date_rewritten),
    "event.end_date": (_date_changed, _date_rewritten),
    "regions[].code": (_place_changed, _place_rewritten),
    "people[].name": (_person_changed, _person_rewritten),
    "people[].role": (_post_changed, _post_rewritten),
    "organizations[].name": (_body_changed, _school_changed, _body_rewritten),
    "regulations[].kind": (_rule_changed, _rule_rewritten),
    "statements[].quote": (_quote_changed, _quote_rewritten),
}


# --- what a changed claim must not be: true of its sentence after all


def _is_stated(pair: Pair) -> bool:
    """True when the cited sentence prints the changed value as well."""
    text, surface = pair.stated.text, pair.surface
    if surface == pair.stated.surface:
        return True
    group = pair.stated.path.partition("[]")[0].partition(".")[0]
    return {
        "indicators": _figure_stated,
        "event": _date_stated,
        "regions": _place_stated,
        "organizations": _place_stated,
        "people": _post_stated if pair.stated.path.endswith("role") else _words_stated,
    }.get(group, _print_stated)(text, surface)


def _figure_stated(text: str, surface: str) -> bool:
    values = {one.value for one in find_quantities(surface)}
    printed = {one.value for one in find_quantities(text)}
    units = {unit for word in WORD.findall(surface) if (unit := read_unit(word))}
    known = {unit for word in WORD.findall(text) if (unit := read_unit(word))}
    return values <= printed and units <= known


def _date_stated(text: str, surface: str) -> bool:
    def days(dates: str) -> set[tuple[int | None, ...]]:
        ends = [(one.day, one.month, one.year) for one in find_dates(dates)]
        return {*ends, *((one.end_day, one.end_month, one.end_year) for one in find_dates(dates))}

    return bool(days(surface) & (days(text) - {(None, None, None)}))


def _place_stated(text: str, surface: str) -> bool:
    """The names of regions and agencies in the claim are all in the sentence."""
    claimed, printed = (scan(one, fold(one)) for one in (surface, text))
    codes = {code for hit in printed["region"] for code in codes_of(fold(text[hit.start : hit.end]))}
    bodies = {hit.key for hit in printed["organization"]}
    named = [set(codes_of(fold(surface[hit.start : hit.end]))) for hit in claimed["region"]]
    same_bodies = all(hit.key in bodies for hit in claimed["organization"])
    return all(one & codes for one in named) and same_bodies and _print_stated(text, surface)


def _post_stated(text: str, surface: str) -> bool:
    """The sentence names a post of the claim's head, with the claim's stand-in if it has one."""
    claimed, printed = (_posts_in(one) for one in (surface, text))
    is_acting = surface.split(" ", 1)[0] in ACTING
    same_head = any(post.startswith(claimed[0]) for post in printed) if claimed else False
    return same_head and not is_acting


def _posts_in(text: str) -> list[str]:
    slips = (misprinted_head(word) for word in WORD.findall(text))
    keys = [*(hit.key for hit in scan(text, fold(text))["role"]), *(slip for slip in slips if slip)]
    return [posts()[key].role for key in keys]


def _words_stated(text: str, surface: str) -> bool:
    return set(WORD.findall(fold(surface))) <= set(WORD.findall(fold(text)))


def _print_stated(text: str, surface: str) -> bool:
    """The figures of the claim are all in the sentence, and if it has none its words are."""
    figures = re.findall("[0-9]+", surface)
    return set(figures) <= set(re.findall("[0-9]+", text)) if figures else _words_stated(text, surface)
