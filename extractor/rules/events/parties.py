"""Who held, signed, gave or received: the organizations on stage, not those in the audience or only quoted.

The headline and the sentences that report the happening are read. Of `X melalui Y` it is Y that acted. A
post (`Bupati`, `Kepala LPMP`) brings its organization along where its holder acts, or where none is named.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import pairwise
from typing import NamedTuple

from extractor.canonical.roles import posts
from extractor.canonical.schools import school_form
from extractor.rules.events import later_parties
from extractor.rules.events.audience import is_audience
from extractor.rules.events.event_type import Happening, cues
from extractor.rules.mentions import Office, Person, Quotation, Scan
from extractor.rules.windows import body_sentences, hits_in, is_within
from extractor.schema.types import Candidate, Node, Span

_EARLY_SENTENCES = 6
_MOST = 6
_HANDING_SENTENCES = 14
_POST_GAP = 60
_REACH = 90
_SHARED = frozenset({"award", "agreement_signing"})
_ACTED = frozenset({"visit", "launch", "award", "agreement_signing", "funding"})
_REPORTED = frozenset({"data_report", "assessment"})
_MEETINGS = frozenset({"coordination_meeting", "agreement_signing"})
_HOSTS = frozenset({"visit", "award", "launch"})

_THROUGH = re.compile(r"\b(?:melalui|lewat|via)\s+(?:[a-z]+ )?$")
_BETWEEN = re.compile(
    r"\b(?:pertemuan|rapat|rakor|kesepakatan|kesepahaman|perjanjian|mou|penandatanganan)(?: \w+){0,3} antara "
)
_COUNTERPART = re.compile(r"\b(?:dengan|bersama)\s(?!demikian)[^,;.\n]{0,40}$")
_RECEIVER = re.compile(r"\b(?:kepada|oleh|dari|dengan|bersama)\s(?:[^\W\d_]+\.? ){0,4}$")
_REPORTS = re.compile(
    r"(?: \([^()\n]{1,40}\))? (?:mencatat|merilis|melaporkan|menyebut|menilai|mengapresiasi)\b"
)
_ELSEWHERE = re.compile(
    r"\b(?:berhalangan|tidak (?:bisa|dapat|sempat) (?:hadir|datang)|(?:saat|jam|waktu) yang sama)\b"
    r"[^.;\n]{0,160}$"
)
_ABSENCE = ("berhalangan", " hadir", " datang", " yang sama")
_MARGIN_WORDS = tuple(
    "lingkungan lingkup milik bawah naungan berdasarkan menurut data sesuai mengacu kewenangan kata ujar "
    "menanggapi mengutip dilansir dikutip halaman laman situs mantan eks".split()
)
_MARGIN = re.compile(rf"\b(?:{'|'.join(_MARGIN_WORDS)})\s(?:\w+ )?$")
_AT = ("di ", "ke ")
_AT_WORD = re.compile(r"(?<!\w)...$")
_ACT = (
    r"(?:membuka|buka|menutup|tutup|meresmikan|resmikan|meninjau|tinjau|mengunjungi|kunjungi|mendatangi|memantau|pantau|menyinggahi|membubuhkan|"
    r"mengecek|cek|menandatangani|teken|meneken|tandatangani|menyerahkan|serahkan|menerima|terima|melantik|lantik|"
    r"mengukuhkan|kukuhkan|meluncurkan|luncurkan|mencanangkan|melihat|raih|meraih|memimpin|pimpin|menggelar|gelar|"
    r"memberikan|menetapkan|melakukan|melaksanakan|mengadakan|memboyong|membawa|menyambut|menyalurkan|meletakkan)"
)
_ACTS = re.compile(rf"[^.;\n]{{0,130}}?\b{_ACT}\b")
_ACTED_BY = re.compile(
    r"\b(?:dibuka|ditutup|diresmikan|ditinjau|dikunjungi|dipantau|disambangi|disupervisi|didatangi|diserahkan|diterima|dilantik|diluncurkan|dipimpin|"
    r"dilakukan|ditandatangani|diteken|dicanangkan|digelar|diselenggarakan|dilaksanakan|diberikan)\b"
    r"(?: [a-z]+\.?){0,5} $"
)
_RECEIVES = re.compile(r"[^.;\n]{0,110}?\b(?:penerima|menerima|mendapat(?:kan)?|terima)\b")
_HANDED = re.compile(
    r"\b(?:(?:di|me)?(?:serahkan|nyerahkan|salurkan|nyalurkan)|penerima|menerima|diterima|terima)\b"
)
_GIVEN_TO = re.compile(
    r"\b(?:menyerahkan|diserahkan|menyalurkan|memberikan|membagikan)\b[^.;\n]{0,120}"
    r"\bkepada (?:[^.;\n]{1,60}(?:,|dan|serta) )?$"
)
_RECEIVED_BY = re.compile(
    r"\b(?:diterima|dinikmati|dirasakan)(?: langsung| oleh| secara \w+){0,2}"
    r"(?: (?:kepala|kepsek)(?: sekolah)?)? $"
)
_HOLDS = re.compile(r"(?: [a-z]+){0,4} (?:melaksanakan|menggelar|gelar|menyelenggarakan)\b")
_SIGNS = re.compile(
    r"(?: [a-z]+){0,3} (?:menandatangani|tandatangani|meneken|teken|menjalin|jalin|bekerja sama)\b"
)
_GIVES = re.compile(r"[^.;\n]{0,60}?\b(?:menyerahkan|serahkan)\b")
_HOSTED_WORDS = re.compile(
    r"\b(?:di(?:gelar|laksanakan|selenggarakan|adakan|helat|gagas|inisiasi|prakarsai|fasilitasi)"
    r"|menggandeng|(?:be)?kerja ?sama|(?:ber)?kolaborasi|bermitra)\b"
)
_HOSTED = re.compile(
    r"\b(?:di(?:gelar|laksanakan|selenggarakan|adakan|helat|gagas|inisiasi|prakarsai|fasilitasi)"
    r"(?: langsung| secara \w+| bersama)?(?: oleh)?|menggandeng"
    r"|(?:(?:be)?kerja ?sama|(?:ber)?kolaborasi|bermitra)(?: dengan| antara| bersama)?) (?:tim |pihak )?$"
)
_SIGNED_BY = re.compile(
    r"\b(?:ditandatangani|diteken)\b(?![^;.\n]*\b(?:di|pada|untuk|agar|yang|saat)\b)[^;.\n]{0,160}$"
)
_HEADS = frozenset(("regency", "city", "province"))
_SET_BY = re.compile(r"\b(?:ditetapkan|ditentukan|diatur|disusun|diselenggarakan|dilaksanakan)(?: oleh)? $")
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
    quoted = [quotation.span for quotation in quotations]
    at = venue.spans if venue is not None and happening.event not in _HOSTS else ()
    mentions = [
        one
        for one in _mentions(scan, offices, persons)
        if not is_within(quoted, one.start) and not is_within(at, one.start)
    ]
    stage = _Stage(scan, happening, mentions)
    return [_candidate(mention) for mention in stage.parties()]


def _mentions(scan: Scan, offices: tuple[Office, ...], persons: tuple[Person, ...]) -> list[_Mention]:
    """All mentions in text order."""
    kinds = {office.name: office.kind for office in offices}
    found: list[_Mention] = []
    employers = {span.start for person in persons if person.role for span in person.organization_spans}
    for office in offices:
        start, end = office.span
        is_post = _is_post(scan, office.span, _POST_GAP if start in employers else 3)
        found.append(_Mention(start, end, office.name, office.kind, office.spans, is_post, office.flags))
    for person in persons:
        if person.organization is None:
            continue
        kind = kinds.get(person.organization, "other")
        spans = person.organization_spans or (person.span,)
        for mention in person.mentions:
            found.append(_Mention(*mention, person.organization, kind, spans, True, person.flags))
    found += _heads_of_region(scan, persons, kinds)
    return sorted(found)


def _heads_of_region(scan: Scan, persons: tuple[Person, ...], kinds: dict[str, str]) -> list[_Mention]:
    """`Bupati Lebak menyerahkan …`: the bare post of somebody whom the article names elsewhere."""
    holders: dict[str, list[Person]] = {}
    for person in persons:
        if person.role and person.organization:
            holders.setdefault(person.role, []).append(person)
    found: list[_Mention] = []
    for hit in scan.hits["role"] if holders else ():
        post = posts()[hit.key]
        known = holders.get(post.role, []) if post.employer in _HEADS else []
        if len({person.organization for person in known}) != 1:
            continue
        holder = known[0]
        name = holder.organization or ""
        spans = (Span(hit.start, hit.end), *holder.organization_spans)
        found.append(_Mention(hit.start, hit.end, name, kinds.get(name, "other"), spans, True, holder.flags))
    return found


def _is_post(scan: Scan, office: Span, gap: int) -> bool:
    """True where a role opens the office's span or ends at most `gap` characters before it."""
    roles = scan.hits["role"]
    index = bisect_left(roles, (office.start + 1,)) - 1
    if index < 0 or not office.start - gap <= roles[index].end <= office.end:
        return False
    return roles[index].start >= scan.sentence_at(office.start).start


def _candidate(mention: _Mention) -> Candidate:
    confidence = 0.7 if mention.is_post else 0.85
    return Candidate(mention.name, mention.spans, confidence, "party", mention.flags)


class _Stage:
    """The mentions of one article and the sentences in which the happening is reported."""

    def __init__(self, scan: Scan, happening: Happening, mentions: list[_Mention]) -> None:
        self.scan, self.happening, self.mentions = scan, happening, mentions
        body = scan.layout.body
        self.sentences = body_sentences(scan)
        self.lead = [Span(max(s.start, body), s.end) for s in self.sentences[:2]]
        self.title = [scan.layout.title] if scan.layout.title else []
        self.event = self._event_sentences()
        self.named = {scan.sentence_at(one.start).start for one in mentions}
        self.tells_absence = any(words in scan.folded for words in _ABSENCE)
        self.seen: dict[_Mention, bool] = {}

    def parties(self) -> list[_Mention]:
        """By name in the core sentences, with the posts that act there; else by post, else the first one."""
        core = [*self.title, *self.lead, *self.event]
        if self.happening.event in _SHARED:
            core += self._telling(_EXCHANGE, _EARLY_SENTENCES)
        elif self.happening.event == "funding":
            core += self._telling(_HANDED, _HANDING_SENTENCES)
        on_stage = [one for one in self._within(core) if self._is_on_stage(one)]
        chosen = [one for one in on_stage if not one.is_post or self._takes_part(one)]
        if self.happening.event == "admission":
            chosen += [one for one in self.mentions if _SET_BY.search(self._before(one))]
        if self.happening.is_occasion and self.happening.event != "agreement_signing":
            chosen += self._hosts()
        chosen += self._further()
        if self.happening.event == "funding" and all(one.is_post for one in chosen):
            chosen = on_stage[:1] + chosen
        if self.happening.event in _REPORTED and not self.happening.is_occasion and not chosen:
            return []
        chosen = self._without_principals(chosen or on_stage)
        if self.happening.event in _MEETINGS and len({one.name for one in chosen}) < 2:
            chosen += self._between()
        return _once(chosen or [one for one in self.mentions if self._is_on_stage(one)][:1])[:_MOST]

    def _takes_part(self, post: _Mention) -> bool:
        """True for a post whose holder acts in the happening, or is one of its two sides."""
        before = self._before(post)
        if _GIVEN_TO.search(before) or _GIVES.match(self.scan.folded, post.end):
            return True
        if self.happening.event == "funding" and post.kind == "school" and self._is_given(post):
            return True
        if self.happening.event == "agreement_signing" and self._is_among_signers(post):
            return True
        if self.happening.event in _ACTED and (self._acts(post) or _RECEIVER.search(before)):
            return True
        return self.happening.is_occasion and _COUNTERPART.search(before) is not None

    def _further(self) -> list[_Mention]:
        """Winners and signers whom a later sentence names."""
        if self.happening.event == "award":
            told = self._within(self._telling(later_parties.WINNING, len(self.sentences)))
            return [
                one
                for one in told
                if one.kind == "school" and later_parties.wins(self._before(one), self.scan.folded, one.end)
            ]
        if self.happening.event == "agreement_signing" and later_parties.may_cosign(self.scan.folded):
            return [one for one in self.mentions if one.is_post and self._cosigns(one)]
        return []

    def _cosigns(self, post: _Mention) -> bool:
        return later_parties.cosigns(self.scan.folded, post.end, self.scan.sentence_at(post.start).end)

    def _is_among_signers(self, post: _Mention) -> bool:
        """`ditandatangani Bupati X dan Rektor Y`: a list behind the verb, up to its first other clause."""
        return _SIGNED_BY.search(self._before(post)) is not None

    def _within(self, spans: list[Span]) -> list[_Mention]:
        found: list[_Mention] = []
        for one in self.mentions:
            for start, end in spans:
                if start <= one.start < end:
                    found.append(one)
                    break
        return found

    def _event_sentences(self) -> list[Span]:
        """Early sentences that name the happening itself by a cue of its type."""
        found: list[Span] = []
        for sentence in self.sentences[2:_EARLY_SENTENCES]:
            inside = hits_in(self.scan.hits["cue"], sentence.start, sentence.end)
            if any(self._is_told(hit.key) for hit in inside):
                found.append(Span(sentence.start, sentence.end))
        return found

    def _is_told(self, key: str) -> bool:
        cue = cues()[key]
        return self.happening.is_occasion and cue.event == self.happening.event and cue.kind != "topic"

    def _telling(self, words: re.Pattern[str], count: int) -> list[Span]:
        """Those of the first `count` sentences that tell what passes from one party to another."""
        folded, named = self.scan.folded, self.named
        # Where nobody is mentioned, nobody is told to give or take.
        return [
            Span(start, end)
            for _, start, end, _ in self.sentences[:count]
            if start in named and words.search(folded, start, end)
        ]

    def _before(self, mention: _Mention) -> str:
        sentence = self.scan.sentence_at(mention.start)
        return self.scan.folded[max(sentence.start, mention.start - 220) : mention.start]

    def _is_on_stage(self, mention: _Mention) -> bool:
        if mention not in self.seen:
            self.seen[mention] = self._plays(mention)
        return self.seen[mention]

    def _plays(self, mention: _Mention) -> bool:
        """False in the audience, as a source, as a place, and for a school that is no host."""
        if mention.kind == "media" or (mention.kind == "school" and not self._is_stage_of(mention)):
            return False
        before = self._before(mention)
        if _is_margin(before) or self._is_elsewhere(before) or is_audience(before):
            return False
        is_told = self.happening.is_occasion or self.happening.event == "assessment"
        if is_told and _REPORTS.match(self.scan.folded, mention.end):
            return False
        return self.happening.event == "visit" or not before.endswith(_AT) or _AT_WORD.search(before) is None

    def _is_elsewhere(self, before: str) -> bool:
        """True behind words that tell what kept somebody away."""
        return self.tells_absence and _ELSEWHERE.search(before) is not None

    def _is_stage_of(self, school: _Mention) -> bool:
        """True for a school that can be host or winner, and for one that is given something."""
        if self.happening.event == "funding":
            return self._is_given(school)
        if self.happening.event == "assessment":
            return _HOLDS.match(self.scan.folded, school.end) is not None
        if self.happening.event == "agreement_signing" and _SIGNS.match(self.scan.folded, school.end):
            return True
        return self.happening.event in _HOSTS

    def _is_given(self, school: _Mention) -> bool:
        """True for a school that money or goods go to."""
        before = self._before(school)
        if _GIVEN_TO.search(before) or _RECEIVED_BY.search(before):
            return True
        return _RECEIVES.match(self.scan.folded, school.end) is not None

    def _acts(self, mention: _Mention) -> bool:
        """True where the post's holder does what the happening consists of."""
        end = self.scan.sentence_at(mention.start).end
        if _ACTS.match(self.scan.folded, mention.end, end):
            return True
        return _ACTED_BY.search(self._before(mention)) is not None

    def _hosts(self) -> list[_Mention]:
        """Who is said further on to have held it or to be partner in it."""
        told = self._telling(_HOSTED_WORDS, _HANDING_SENTENCES)
        return [
            one
            for one in self._within(told)
            if not one.is_post and _HOSTED.search(self._before(one)) and self._is_on_stage(one)
        ]

    def _between(self) -> list[_Mention]:
        """Both sides of a `pertemuan antara X dan Y`."""
        found: list[_Mention] = []
        if " antara " not in self.scan.folded:
            return found
        for match in _BETWEEN.finditer(self.scan.folded, self.scan.layout.body):
            reach = match.end() + _REACH
            found += [one for one in self.mentions if match.end() <= one.start < reach and not one.is_post]
        return found

    def _without_principals(self, chosen: list[_Mention]) -> list[_Mention]:
        """Drop X of `X melalui Y`: the last one named before it in the sentence."""
        dropped: set[str] = set()
        for before, after in pairwise(self.mentions):
            gap = self.scan.folded[before.end : after.start] if after.start - before.end < _REACH else "."
            if before.name != after.name and "." not in gap and _THROUGH.search(gap):
                dropped.add(before.name)
        kept = [one for one in chosen if one.name not in dropped]
        return kept or chosen


def _is_margin(before: str) -> bool:
    """True where one of the last two words makes the name a source or a mere belonging."""
    last = before.rsplit(None, 2)[-2:]
    return any(map(_ends_in_margin, last)) and _MARGIN.search(before) is not None


def _ends_in_margin(word: str) -> bool:
    return word.endswith(_MARGIN_WORDS)


def _once(mentions: list[_Mention]) -> list[_Mention]:
    """The first mention of each organization, in text order."""
    found: dict[str, _Mention] = {}
    for mention in sorted(mentions):
        found.setdefault(school_form(mention.name) if mention.kind == "school" else mention.name, mention)
    return list(found.values())
