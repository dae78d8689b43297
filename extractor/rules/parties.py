"""Who held, signed, gave or received: the organizations on stage, not those in the audience or only quoted.

The headline and the sentences that report the happening are read. Of `X melalui Y` it is Y that acted. A post
(`Bupati`, `Kepala LPMP`) brings its organization along where its holder acts, or where no organization is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from extractor.rules.event_type import Happening, cues
from extractor.rules.mentions import Office, Person, Quotation, Scan
from extractor.schema.types import Candidate, Node, Span

_EARLY_SENTENCES = 6
_MOST = 6
_SHARED = frozenset({"award", "agreement_signing"})
_ACTED = frozenset({"visit", "launch", "award", "agreement_signing"})
_HOSTS = frozenset({"visit", "award", "launch"})

_THROUGH = re.compile(r"[^.;\n]{0,60}?\b(?:melalui|lewat|via)\s+(?:[a-z]+ )?$")
_AUDIENCE = re.compile(
    r"\b(?:dihadiri|diikuti|hadir|peserta(?:nya)?|undangan|disaksikan|didampingi|(?:di )?hadapan|utusan|perwakilan"
    r" dari|tamu|turut serta|mengundang|diundang)\b[^.;\n]{0,160}$"
)
_MARGIN = re.compile(
    r"\b(?:lingkungan|lingkup|milik|bawah|naungan|berdasarkan|menurut|data|sesuai|mengacu|kewenangan|kata|ujar|"
    r"menanggapi|mengutip|dilansir|dikutip|halaman|laman|situs|mantan|eks)\s(?:\w+ )?$"
)
_AT = re.compile(r"\b(?:di|ke) $")
_ACT = (
    r"(?:membuka|buka|menutup|tutup|meresmikan|resmikan|meninjau|tinjau|mengunjungi|kunjungi|mendatangi|memantau|pantau|"
    r"mengecek|cek|menandatangani|teken|meneken|tandatangani|menyerahkan|serahkan|menerima|terima|melantik|lantik|"
    r"mengukuhkan|kukuhkan|meluncurkan|luncurkan|mencanangkan|melihat|raih|meraih|memimpin|pimpin|menggelar|gelar|"
    r"memberikan|menetapkan|memboyong|membawa|menyambut|menyalurkan)"
)
_ACTS = re.compile(rf"[^.;\n]{{0,130}}?\b{_ACT}\b")
_ACTED_BY = re.compile(
    r"\b(?:dibuka|ditutup|diresmikan|ditinjau|dikunjungi|diserahkan|diterima|dilantik|diluncurkan|dipimpin|ditandatangani|"
    r"diteken|dicanangkan|digelar|diselenggarakan|dilaksanakan|diberikan)\b(?: [a-z]+){0,3} (?:oleh )?(?:[A-Za-z]+\.? ){0,2}$"
)
_OPENING = re.compile(r"\b(?:mem)?buka\b|\bdibuka\b|\b(?:me)?nutup\b|\btutup\b|\bditutup\b")
_EXCHANGE = re.compile(
    r"\b(?:menyerahkan|diserahkan|memberikan|diberikan|menerima|diterima|diraih|meraih|menandatangani|ditandatangani|"
    r"diteken|meneken|kerja ?sama|kepada|dari|antara|bersama|dengan)\b"
)


class _Mention(NamedTuple):
    """An organization in the text, by its own name or by somebody's post (`is_post`)."""

    start: int
    end: int
    name: str
    kind: str
    spans: tuple[Span, ...]
    is_post: bool
    flags: tuple[str, ...]


def find_parties(
    scan: Scan,
    happening: Happening,
    offices: tuple[Office, ...],
    persons: tuple[Person, ...],
    *,
    venue: Candidate | None,
    quotations: tuple[Quotation, ...],
) -> list[Node]:
    """The parties in the order of first mention."""
    avoid = [*(venue.spans if venue else ()), *(quotation.span for quotation in quotations)]
    stage = _Stage(scan, happening, _mentions(scan, offices, persons, avoid))
    return [_candidate(mention) for mention in stage.parties()]


def _mentions(
    scan: Scan, offices: tuple[Office, ...], persons: tuple[Person, ...], avoid: Iterable[Span]
) -> list[_Mention]:
    """All mentions outside `avoid`, in text order."""
    roles = scan.hits["role"]
    kinds = {office.name: office.kind for office in offices}
    found: list[_Mention] = []
    for office in offices:
        start, end = office.span
        is_post = any(hit.start <= start and start - 3 <= hit.end <= end for hit in roles)
        found.append(_Mention(start, end, office.name, office.kind, office.spans, is_post, office.flags))
    for person in persons:
        if person.organization is None:
            continue
        kind = kinds.get(person.organization, "other")
        spans = person.organization_spans or (person.span,)
        for mention in person.mentions:
            found.append(_Mention(*mention, person.organization, kind, spans, True, person.flags))
    spans_to_avoid = tuple(avoid)
    return sorted(one for one in found if not any(s.start <= one.start < s.end for s in spans_to_avoid))


def _candidate(mention: _Mention) -> Candidate:
    confidence = 0.7 if mention.is_post else 0.85
    return Candidate(mention.name, mention.spans, confidence, "party", mention.flags)


class _Stage:
    """The mentions of one article and the sentences in which the happening is reported."""

    def __init__(self, scan: Scan, happening: Happening, mentions: list[_Mention]) -> None:
        self.scan, self.happening, self.mentions = scan, happening, mentions
        body = scan.layout.body
        self.sentences = [s for s in scan.sentences if s.end > body and not scan.layout.is_noise(s.start)]
        self.lead = [Span(max(s.start, body), s.end) for s in self.sentences[:2]]
        self.title = [scan.layout.title] if scan.layout.title else []
        self.event = self._event_sentences()

    def parties(self) -> list[_Mention]:
        """By name in the core sentences; acting posts with them; else by post, else whoever comes first."""
        core = [*self.title, *self.lead, *self.event]
        if self.happening.event in _SHARED:
            core += self._exchanges()
        named = [one for one in self._within(core) if not one.is_post and self._is_on_stage(one)]
        acting = [one for one in self._within(core) if one.is_post and self._acts(one)]
        if named and self.happening.event not in _ACTED:
            acting = []
        chosen = named + acting
        if not chosen:
            chosen = [one for one in self._within(core) if self._is_on_stage(one)]
        if not chosen:
            chosen = [one for one in self.mentions if self._is_on_stage(one)][:1]
        return _once(self._without_principals(chosen))[:_MOST]

    def _within(self, spans: list[Span]) -> list[_Mention]:
        return [one for one in self.mentions if any(s.start <= one.start < s.end for s in spans)]

    def _event_sentences(self) -> list[Span]:
        """Early sentences that name the happening itself by a cue of its type."""
        found: list[Span] = []
        for sentence in self.sentences[2:_EARLY_SENTENCES]:
            for hit in self.scan.hits["cue"]:
                is_inside = sentence.start <= hit.start < sentence.end
                if is_inside and cues()[hit.key].event == self.happening.event and self._is_told(hit.key):
                    found.append(Span(sentence.start, sentence.end))
                    break
        return found

    def _is_told(self, key: str) -> bool:
        return self.happening.is_occasion and cues()[key].kind != "topic"

    def _exchanges(self) -> list[Span]:
        """Early sentences about what passes from one party to another."""
        early = self.sentences[:_EARLY_SENTENCES]
        return [Span(s.start, s.end) for s in early if _EXCHANGE.search(self.scan.folded, s.start, s.end)]

    def _before(self, mention: _Mention) -> str:
        sentence = self.scan.sentence_at(mention.start)
        return self.scan.folded[max(sentence.start, mention.start - 220) : mention.start]

    def _is_on_stage(self, mention: _Mention) -> bool:
        """False in the audience, as a source, as a place, and for schools and media where they are no hosts."""
        if mention.kind == "media" or (mention.kind == "school" and self.happening.event not in _HOSTS):
            return False
        before = self._before(mention)
        if _MARGIN.search(before) or _AUDIENCE.search(before):
            return False
        return not _AT.search(before) or self.happening.event == "visit"

    def _acts(self, mention: _Mention) -> bool:
        """True where the post's holder does what the happening consists of."""
        sentence = self.scan.sentence_at(mention.start)
        folded = self.scan.folded
        if not self._is_on_stage(mention):
            return False
        return bool(_ACTS.match(folded, mention.end, sentence.end) or _ACTED_BY.search(self._before(mention)))

    def _without_principals(self, chosen: list[_Mention]) -> list[_Mention]:
        """Drop X of `X melalui Y`."""
        dropped = {one.name for one in chosen if self._works_through(one)}
        return [one for one in chosen if one.name not in dropped]

    def _works_through(self, mention: _Mention) -> bool:
        following = (one for one in self.mentions if mention.end <= one.start <= mention.end + 90)
        between = (self.scan.folded[mention.end : one.start] for one in following if one.name != mention.name)
        return any(_THROUGH.match(text) for text in between)


def _once(mentions: list[_Mention]) -> list[_Mention]:
    """The first mention of each organization, in text order."""
    found: dict[str, _Mention] = {}
    for mention in sorted(mentions):
        found.setdefault(mention.name, mention)
    return list(found.values())
