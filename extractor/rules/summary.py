"""The summary that rules can give without inventing anything: the lead, word for word."""

from __future__ import annotations

from extractor.rules.mentions import Scan
from extractor.schema.types import Candidate, Span
from extractor.text import squeeze

_SHORT = 70
_LONGEST = 700


def draft(scan: Scan) -> Candidate | None:
    """The first sentence of the body, with the second where the first is short; None without a body."""
    span = _lead(scan)
    value = squeeze(scan.text[span.start : span.end]) if span else ""
    return Candidate(value, (span,), 0.8, "lead") if span and value else None


def _lead(scan: Scan) -> Span | None:
    body = scan.layout.body
    start = end = -1
    for sentence in scan.sentences:
        if sentence.end <= body or scan.layout.is_noise(sentence.start):
            continue
        first = max(sentence.start, body)
        if start >= 0 and (sentence.end - start > _LONGEST or _noise_from(scan, start, first) < first):
            break
        start = first if start < 0 else start
        end = min(sentence.end, _noise_from(scan, first, sentence.end))
        if end - start >= _SHORT:
            break
    return Span(start, min(end, start + _LONGEST)) if start >= 0 else None


def _noise_from(scan: Scan, start: int, end: int) -> int:
    """Where noise begins inside `[start, end)`, `end` if there is none."""
    return next((span.start for span in scan.layout.noise if start < span.start < end), end)
