"""Is the article about education from early childhood to secondary school in Indonesia?

Words of schools are weighed against words of universities; the headline and the lead count more. An article
on another matter that only mentions a school has too few of them.
"""

from __future__ import annotations

import re

from extractor.rules.mentions import Office, Place, Scan
from extractor.schema.types import Candidate, Span

_WORD = re.compile(r"[a-z]{2,}")
_LETTERS_ONLY = bytes(code if 97 <= code <= 122 else 32 for code in range(256))
_SCHOOL = frozenset(
    "sekolah madrasah siswa siswi guru kepsek didik murid kurikulum ppdb spmb disdik dikbud disdikbud "
    "disdikpora dindik paud bpmp bbpmp lpmp anbk zonasi literasi numerasi pesantren sd smp sma smk sdn "
    "smpn sman smkn slb mts rombel unbk spmi".split()
)
_LEARNING = frozenset("pendidikan pelajar belajar pembelajaran mengajar kelas tk".split())
_HIGHER = frozenset(
    "universitas mahasiswa mahasiswi kampus rektor dosen wisuda wisudawan fakultas sarjana politeknik stkip "
    "institut pascasarjana ptn pts iain uin".split()
)
_SCHOOL_BYTES, _LEARNING_BYTES, _HIGHER_BYTES = (
    frozenset(word.encode() for word in words) for words in (_SCHOOL, _LEARNING, _HIGHER)
)
_TELLING = _SCHOOL_BYTES | _LEARNING_BYTES | _HIGHER_BYTES
_TOP_FACTOR, _WEAK = 3.0, 0.6
_PROGRAM, _OFFICE = 1.0, 2.0
_MOST_PROGRAMS, _MOST_OFFICES = 5, 20
_EDUCATION_KINDS = frozenset(
    {"quality_agency", "education_office", "education_council", "school", "profession"}
)
_LEAST, _SILENT_TOP = 4.0, 2.0
_PER_THOUSAND = 2.0
_LONGEST = 8000


def draft(scan: Scan, places: tuple[Place, ...], offices: tuple[Office, ...]) -> Candidate:
    """`in_scope`, with the first word that speaks for schools as its cue."""
    top, rest = map(_telling_words, _content(scan))
    kinds = [office.kind for office in offices[:_MOST_OFFICES]]
    school, higher = _weigh(top, rest)
    school += _PROGRAM * min(_MOST_PROGRAMS, len(scan.hits["program"]))
    school += _OFFICE * sum(kind in _EDUCATION_KINDS for kind in kinds)
    higher += _OFFICE * kinds.count("university")
    needed = max(_LEAST, _PER_THOUSAND * min(len(scan.text), _LONGEST) / 1000)
    if not places and not offices and not scan.hits["program"]:
        needed *= 2
    elif not top:
        needed *= _SILENT_TOP
    is_in_scope = school >= needed and school > higher
    distance = abs(school - max(needed, higher)) / max(school, needed, higher)
    spans = _cue(scan) if is_in_scope else ()
    return Candidate(is_in_scope, spans, round(0.6 + 0.38 * min(1.0, distance), 3), "scope")


def _content(scan: Scan) -> tuple[str, str]:
    """Headline and lead, and what follows, without noise; of a long text the first part."""
    end = scan.sentence_at(scan.layout.body).end if scan.sentences else 0
    parts: list[str] = []
    position = 0
    for span in scan.layout.noise:
        if span.start >= _LONGEST:
            break
        parts.append(scan.folded[position : span.start])
        position = span.end
    parts.append(scan.folded[position : max(position, _LONGEST)])
    return scan.folded[:end], "".join(parts)


def _weigh(top: list[bytes], text: list[bytes]) -> tuple[float, float]:
    """What the words say for schools and for universities; those of `top`, a part of `text`, count more."""
    school = higher = 0.0
    for words, factor in ((text, 1.0), (top, _TOP_FACTOR - 1)):
        school += factor * sum(map(_SCHOOL_BYTES.__contains__, words))
        school += factor * _WEAK * sum(map(_LEARNING_BYTES.__contains__, words))
        higher += factor * sum(map(_HIGHER_BYTES.__contains__, words))
    return school, higher


def _telling_words(text: str) -> list[bytes]:
    """The words of the lists in `text`; as bytes, whose translation is a table look-up for each letter."""
    words = text.encode("ascii", "replace").translate(_LETTERS_ONLY).split()
    return list(filter(_TELLING.__contains__, words))


def _cue(scan: Scan) -> tuple[Span, ...]:
    """The first of the words in the content."""
    for match in _WORD.finditer(scan.folded, 0, _LONGEST):
        if match.group() in _SCHOOL and not scan.layout.is_noise(match.start()):
            return (Span(*match.span()),)
    return ()
