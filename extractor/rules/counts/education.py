"""Whether a phrase, sentence or article speaks of education: nouns like `anak` or `dana` count only there."""

from __future__ import annotations

import re
from itertools import islice

from extractor.rules.counts.figures import Figure
from extractor.rules.counts.noun_phrases import Phrase
from extractor.rules.mentions import Scan

# Each branch opens with its own letter, word boundaries behind it: the search then skips every other letter.
_EDUCATION = re.compile(
    r"s(?:ekolah|isw[ai]|pmb|(?<=\bs)[dm][apk]?n?\b)|a(?:jar|kreditasi|sesmen|nbk|ksara)|d(?:idik|apodik|osen)|guru"
    r"|m(?:urid|adrasah)|p(?:elajar|pdb|aket [abc]\b|(?<=\bp)aud\b)|k(?:urikulum|uliah|(?<=\bk)elas\b)"
    r"|l(?:iterasi|ulus)"
    r"|u(?:jian|n[bp]k|(?<=\bu)kg\b)|numerasi|rapor|zonasi|wisuda"
)
_OPENING = 4000
_DENSE = 8
"""So many words and names of education in its opening make an article one about education."""


def is_education(scan: Scan, phrase: Phrase) -> bool:
    """True when the phrase speaks of education or names a program."""
    return _speaks(scan, phrase.words[0].start, phrase.words[-1].end)


def is_sentence_on_education(scan: Scan, figure: Figure) -> bool:
    """True when the figure's sentence speaks of education or names a program."""
    return _speaks(scan, figure.sentence.start, figure.sentence.end)


def is_near_education(scan: Scan, figure: Figure) -> bool:
    """True when the figure's sentence, or the article as a whole, speaks of education."""
    if _EDUCATION.search(scan.folded, figure.sentence.start, figure.sentence.end):
        return True
    missing = _DENSE - len(scan.hits["program"])
    # The article's opening is read only as far as it takes to count so many.
    found = islice(_EDUCATION.finditer(scan.folded, 0, _OPENING), max(0, missing))
    return sum(1 for _ in found) >= missing


def _speaks(scan: Scan, start: int, end: int) -> bool:
    if _EDUCATION.search(scan.folded, start, end):
        return True
    return any(start <= hit.start < end for hit in scan.hits["program"])
