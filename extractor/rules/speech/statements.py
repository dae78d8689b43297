"""Direct quotations and who says them.

What stands in quotation marks is a statement when somebody is said to say it, or when it is a sentence of its
own; titles, themes and words held at arm's length are not. Pronouns and `-nya` point to the person whom the
sentences before the quotation are about.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace

from extractor.rules.mentions import Office, Person, Quotation, Scan
from extractor.rules.speech.attribution import Cue, VerbIndex, cue_after, cue_of
from extractor.rules.speech.quotations import Quoted, find_quoted
from extractor.rules.speech.saying import verbs
from extractor.rules.speech.speakers import Speakers
from extractor.schema.types import Candidate, Node, Span
from extractor.text import squeeze

_LABEL = re.compile(
    r"(?:bertema(?:kan)?|tema|bertajuk|tajuk|berjudul|judul|slogan|moto|motto|tagline|semboyan|bertuliskan|tulisan|"
    r"istilah|lagu|buku|film|video|program|bertitel|jargon|disebut|dinamai|dinamakan|bernama|kata|frasa|yel-yel)"
    r"[ ,:]{0,3}$",
    re.IGNORECASE,
)
_NEWLINE = re.compile("\n")
_MARKS = "\"“”„«»‘’' \u00a0"
_ENDS_INSIDE = frozenset(".,!?…")
_LONGEST_OPEN = 240
_SHORTEST_ALONE, _SHORTEST_CARRIED, _SHORTEST_LED_IN = 5, 2, 3


def find_quotations(scan: Scan) -> tuple[Quotation, ...]:
    """The quotations that are statements, in text order, without speakers yet."""
    verb_index = VerbIndex(scan)
    lines = _line_starts(scan.text)
    found: list[Quotation] = []
    seen: set[str] = set()
    for quoted in find_quoted(scan.text):
        line_start = lines[bisect_right(lines, quoted.outer_start) - 1]
        previous = found[-1].span if found and found[-1].span.start >= line_start else None
        passage = quoted if quoted.is_closed else _closed_by_its_verb(scan, verb_index, quoted, line_start)
        if passage is None and previous is not None and _runs_to_line_end(scan.text, quoted):
            passage = quoted
        if passage is None or _is_beside_content(scan, passage):
            continue
        cue = cue_of(verb_index, passage.start, passage.end, line_start)
        if _is_statement(verb_index, passage, cue, previous):
            quote = squeeze(scan.text[passage.start : passage.end])
            if quote not in seen:
                found.append(Quotation(Span(passage.start, passage.end), quote=quote))
                seen.add(quote)
    return tuple(found)


def attribute(
    scan: Scan, quotations: tuple[Quotation, ...], persons: tuple[Person, ...], offices: tuple[Office, ...]
) -> tuple[Quotation, ...]:
    """The same quotations with their speakers, as far as the text tells them."""
    if not quotations:
        return quotations
    verb_index = VerbIndex(scan)
    lines = _line_starts(scan.text)
    speakers = Speakers(scan, verb_index, quotations, persons=persons, offices=offices)
    attributed: list[Quotation] = []
    for quotation in quotations:
        line_start = lines[bisect_right(lines, quotation.span.start) - 1]
        cue = cue_of(verb_index, quotation.span.start, quotation.span.end, line_start)
        attributed.append(speakers.attribute(quotation, cue))
    return tuple(attributed)


def draft(quotations: tuple[Quotation, ...]) -> list[Node]:
    """The record's `statements`."""
    return [
        {
            "speaker": _speaker(quotation),
            "quote": Candidate(quotation.quote, (quotation.span,), 0.97, "quotation marks"),
        }
        for quotation in quotations
    ]


def _speaker(quotation: Quotation) -> Candidate | None:
    if quotation.speaker is None:
        return None
    return Candidate(
        quotation.speaker, quotation.speaker_spans, quotation.confidence, "attribution", quotation.flags
    )


def _line_starts(text: str) -> list[int]:
    return [0, *[newline.end() for newline in _NEWLINE.finditer(text)]]


def _is_beside_content(scan: Scan, passage: Quoted) -> bool:
    title = scan.layout.title
    return scan.layout.is_noise(passage.start) or (
        title is not None and title.start <= passage.start < title.end
    )


def _closed_by_its_verb(scan: Scan, verb_index: VerbIndex, quoted: Quoted, line_start: int) -> Quoted | None:
    """An unclosed passage up to the attribution inside it, or all of it behind an attribution."""
    for hit in verb_index.between(quoted.start, quoted.end):
        pause = scan.text[max(quoted.start, hit.start - 2) : hit.start]
        if verbs()[hit.key].form in ("stem", "nya") and pause.strip() == "," and hit.start - quoted.start > 8:
            end = _back_over_space(scan.text, hit.start)
            return replace(quoted, end=end, outer_end=end)
    cue = cue_of(verb_index, quoted.start, quoted.end, line_start)
    return quoted if cue.side == "before" else None


def _runs_to_line_end(text: str, quoted: Quoted) -> bool:
    """True for a short passage up to the paragraph's end, its mark forgotten, that opens a sentence."""
    before = text[max(0, quoted.outer_start - 3) : quoted.outer_start].rstrip()[-1:]
    at_end = text[quoted.end : quoted.end + 2].strip(" ")[:1] in {"", "\n"}
    is_short = quoted.end - quoted.start <= _LONGEST_OPEN
    return at_end and is_short and before in _ENDS_INSIDE and text[quoted.end - 1] in _ENDS_INSIDE


def _back_over_space(text: str, position: int) -> int:
    while position and text[position - 1].isspace():
        position -= 1
    return position


def _is_statement(verb_index: VerbIndex, passage: Quoted, cue: Cue, previous: Span | None) -> bool:
    text = verb_index.text
    words = text.count(" ", passage.start, passage.end) + 1
    if cue.side == "after":
        return True
    before = text[max(0, passage.outer_start - 30) : passage.outer_start].rstrip(_MARKS)
    if _LABEL.search(before):
        return False
    ends_inside = text[passage.end - 1] in _ENDS_INSIDE
    if cue.side == "before":
        return words >= _SHORTEST_LED_IN or ends_inside
    opens_sentence = before[-1:] in {"", "\n", ".", "!", "?", ":", "…", "-", "–", "—"}
    if previous is not None and cue_after(verb_index, previous.end) is not None:
        goes_on = opens_sentence or before[-1:] == ","
        return goes_on and words >= _SHORTEST_CARRIED and (ends_inside or words >= _SHORTEST_ALONE)
    fills_line = before[-1:] in {"", "\n"} and text[passage.outer_end : passage.outer_end + 1] in {"", "\n"}
    if fills_line and ends_inside and words >= _SHORTEST_LED_IN:
        return True
    ends_line = text[passage.outer_end : passage.outer_end + 1] in {"", "\n"}
    return opens_sentence and words >= _SHORTEST_ALONE and (ends_inside or ends_line)
