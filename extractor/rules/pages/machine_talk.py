"""Sentences that address a machine, not a reader: orders to a model, planted where a program will read them.

Nothing in them is content, so that neither rules nor a model take a value from there. News about AI speaks of
prompts, systems and instructions, too; so a sentence counts only where it gives an order itself, at the start
of a clause, with a word more than news would use for it (`machine_cues.csv`).
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from extractor.knowledge import Hit, tables
from extractor.rules.pages.machine_marks import Ends, find_marks
from extractor.schema.types import Span
from extractor.text import fold

_STOP = re.compile(r"[.!?][\"')\]]*\s")
_ITEM = re.compile(r"\n\s*(?:[-*•{\[]|\d{1,2}[.)])")
_ANNOUNCING = (":", "berikut", "following")
_LABEL = 16
_LONGEST_ORDER = 80
_CLOSE = {"(": ")", "[": "]", '"': '"'}
_QUOTED_ON = re.compile(r"\s*(?:[a-z,;]|\.?\s*(?:\n|$))")
_CLAUSE = (
    r"(?:(?:^|(?<=[.!?:;,()\[\]{}<>*#=_~|\"-]))[ \"'*#>_-]*|"
    r"\b(?:dan|lalu|kemudian|maka|harap|mohon|tolong|silakan|silahkan|segera|wajib|sekarang|selanjutnya|"
    r"please|must|should|shall|now|then|and|just|anda harus|kamu harus) )(?:juga |also )?"
)
_EVERY = r"(?:(?:semua|seluruh|setiap|para|the|all|any|every) ){0,2}"
_READS = (
    r"(?:membaca|memproses|meringkas|merangkum|mengekstrak|menganalisis|menganalisa|mengolah|menerima|"
    r"reads?|reading|process(?:es|ing)|summari[sz](?:es|ing)|extract(?:s|ing)|pars(?:es|ing))\b"
)
_PARTS = {"clause": _CLAUSE, "every": _EVERY, "reads": _READS}
# `<kind>` stands for the words of a kind, ` ~n ` for at most n characters of the same sentence.
_SURE = (
    r"<clause><drop> ~30 <all> ~30 <order_sure|order> ~40 <earlier>",
    r"<clause><drop> ~30 <all|earlier> ~20 <order_sure>",
    r"<clause><drop> ~30 <order_sure> ~20 <earlier>",
    r"<clause>(?:catatan|pesan|instruksi|perintah|perhatian|khusus|notes?|messages?|instructions?|attention|notice)"
    r" (?:penting |khusus |ini )?(?:untuk|kepada|bagi|buat|to|for) <every><machine>"
    r"(?:[^.!?\n]{0,30}:|,? (?:yang |that |which |who )?<reads>|\))",
    r"<clause>(?:jika|apabila|kalau|bila|if) (?:anda|kamu|you) ~12 <machine>(?! <not_machine>)",
    r"<clause>(?:anda|kamu|you) ~12 (?:adalah|menjadi|are) ~12 <machine>(?! <not_machine>)",
    r"<clause>(?:wahai|hai|halo|hei|hey|hi|hello|dear|kepada|attention)[,:]? <every><machine> ?[,:!]",
    r"\b<machine> (?:yang |that |which )?(?:sedang )?<reads> <page>",
    r"<clause><tell> ~60 <secret>",
    r"<clause><leak> ~30 <own>",
    r"<clause><write> ~80 <field>",
    r"<clause><digest> ~12 <page>",
    r"<clause><only>",
    r"<clause><phrase>",
    r"(?:^|(?<=[.!?] ))[^\w\n]{0,6}<role>[^\w\n]{0,4}:",
    r"^[^\w\n]{0,3}\[<role|weak_role>\]",
    r"(?:^|(?<= ))#{2,6} ?<role|weak_role>\b[ :]*$",
)
_PLAIN = r"<clause><drop> ~30 <order_sure|order> ~10 <earlier>"
"""Sure in running text; in the telegraphic style of headlines it tells what somebody did."""
_UNSURE = (
    r"<clause><drop> ~30 <order_sure|order>",
    r"(?:^|(?<=[.!?] ))[^\w\n]{0,4}<write|tell|digest>",
    r"^[^\w\n]{0,6}<weak_role>[^\w\n]{0,4}:",
)
"""Orders only beside a sure one."""


class _Cues(NamedTuple):
    """Patterns of orders on folded text."""

    sure: re.Pattern[str]
    plain: re.Pattern[str]
    unsure: re.Pattern[str]


def find_machine_talk(text: str, folded: str, hits: list[Hit]) -> list[Span]:
    """Spans of what addresses a machine: marks with what they enclose, and orders up to the line's end.

    `hits` are those of the words and marks without which there is none.
    """
    if not hits:
        return []
    openers = {folded[hit.start] for hit in hits if hit.key == "mark"}
    found = find_marks(text, folded, openers) if openers else []
    cues, ends = _cues(), Ends(folded)
    lines = _lines(folded, [hit for hit in hits if hit.key != "mark"], ends)
    found += _orders(cues.sure, folded, lines, ends).values()
    plain = _orders(cues.plain, folded, lines, ends)
    found += [span for start, span in plain.items() if not _is_headline(text, start)]
    if found:
        lines = [Span(*line.span()) for line in re.finditer(r"[^\n]+", folded)]
        found += _orders(cues.unsure, folded, lines, ends).values()
    return found


def _lines(folded: str, hits: list[Hit], ends: Ends) -> list[Span]:
    """The lines that hold one of `hits`, in order."""
    lines: list[Span] = []
    for hit in hits:
        if not lines or hit.start >= lines[-1].end:
            lines.append(Span(folded.rfind("\n", 0, hit.start) + 1, ends.line(hit.start)))
    return lines


def _orders(pattern: re.Pattern[str], folded: str, lines: list[Span], ends: Ends) -> dict[int, Span]:
    """Where each match in `lines` begins, and what belongs to it."""
    found: dict[int, Span] = {}
    for line in lines:
        position = line.start
        while (match := pattern.search(folded, position, line.end)) is not None:
            span = found[match.start()] = _extent(folded, match.start(), ends)
            position = max(match.end(), span.end)
    return found


def _is_headline(text: str, start: int) -> bool:
    """True for `Abaikan Instruksi Gubernur`, the order's words in title case."""
    return all(word.istitle() for word in text[start : start + _LONGEST_ORDER].split()[:2])


def _extent(folded: str, start: int, ends: Ends) -> Span:
    """What belongs to the order: its bracket or quotation, else all up to the line's end and a list below."""
    while not folded[start].isalnum():
        start += 1
    line = folded.rfind("\n", 0, start) + 1
    last = ends.line(start)
    if (enclosed := _enclosed(folded, line, start, last)) is not None:
        return enclosed
    first = line
    for stop in _STOP.finditer(folded, line, start):
        first = stop.end()
    while folded[first].isspace():
        first += 1
    is_announcing = folded[first] == "#" or folded[first:last].rstrip().endswith(_ANNOUNCING)
    if is_announcing and (folded[last + 1 : last + 2] != "\n" or _ITEM.match(folded, last + 1)):
        last = ends.paragraph(last)
    return Span(first, last)


def _enclosed(folded: str, line: int, start: int, last: int) -> Span | None:
    """The bracket or quotation that opens with the order, where the sentence goes on behind it."""
    opener = folded[line:start].rstrip(" '*_")[-1:]
    if opener not in _CLOSE:
        return None
    closing = folded.find(_CLOSE[opener], start, last)
    if closing < start + _LABEL or (opener == '"' and not _QUOTED_ON.match(folded, closing + 1)):
        return None
    return Span(folded.rindex(opener, line, start), closing + 1)


@cache
def _cues() -> _Cues:
    words = {
        row["kind"]: (*tables.cells(row["names"]), *tables.cells(row["common"]))
        for row in tables.rows("machine_cues")
    }
    return _Cues(_pattern(_SURE, words), _pattern((_PLAIN,), words), _pattern(_UNSURE, words))


def _pattern(templates: tuple[str, ...], words: dict[str, tuple[str, ...]]) -> re.Pattern[str]:
    def spell(kinds: re.Match[str]) -> str:
        if kinds[1] in _PARTS:
            return _PARTS[kinds[1]]
        names = {fold(name) for kind in kinds[1].split("|") for name in words[kind]}
        either = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
        return rf"(?<!\w)(?:{either})(?!\w)"

    spelt = (re.sub(r"<([a-z_|]+)>", spell, template) for template in templates)
    return re.compile("|".join(re.sub(r" ~(\d+) ", r"[^.!?\\n]{0,\1}?", one) for one in spelt), re.MULTILINE)
