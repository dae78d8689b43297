"""Who says a quotation: the person at the verb, or the one whom the text before it is about.

The article is walked once, from quotation to quotation. Each sentence between two of them may change the
person that `ia`, `-nya` and bare quotations point to.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace

from extractor.canonical.roles import posts
from extractor.canonical.slotted import slotted
from extractor.rules.mentions import Hit, Office, Person, Quotation, Scan
from extractor.rules.speech.attribution import Cue, VerbIndex
from extractor.rules.speech.saying import verbs
from extractor.schema.types import Span

_PRONOUN = re.compile(r" (?:lagi |pula |juga )?(?:dia|ia|beliau|mereka)\b", re.IGNORECASE)
_STAND_IN = ("dibacakan", "diwakili", "disampaikan oleh")
_REACH = 170
# `guru`, `siswa`: one of them with a name does not speak wherever the word stands.
_MANY = frozenset(
    "guru siswa operator proktor dosen staf anggota fasilitator pengajar_praktik pengawas_sekolah "
    "penilik".split()
)
_THAT_ONE = (" itu", " tersebut", " ini")
_OFFICE_OF = {
    **dict.fromkeys(("kadisdik", "kadisdikbud", "kadisdikpora", "kadisdikbudpora"), "Dinas Pendidikan"),
    **dict.fromkeys(("kakankemenag", "kakanwil_kemenag", "kakanwil"), "Kantor"),
    "kadis": "Dinas",
    "kadinkes": "Dinas Kesehatan",
    "kadinsos": "Dinas Sosial",
}
_NAMED, _BY_POST, _POINTED, _CARRIED, _INSTITUTION = 0.95, 0.85, 0.85, 0.65, 0.75


@slotted
class _Mention:
    start: int
    end: int
    person: Person
    is_post: bool


@slotted
class _Answer:
    mention: _Mention | None
    spans: tuple[Span, ...]
    confidence: float


class Speakers:
    """Attributes the quotations of one article, in text order."""

    def __init__(
        self,
        scan: Scan,
        verb_index: VerbIndex,
        quotations: tuple[Quotation, ...],
        *,
        persons: tuple[Person, ...],
        offices: tuple[Office, ...],
    ) -> None:
        self._scan = scan
        self._verbs = verb_index
        self._quotes = [quotation.span for quotation in quotations]
        self._quote_starts = [span.start for span in self._quotes]
        self._offices = offices
        self._office_starts = [office.span.start for office in offices]
        self._mentions = self._all_mentions(persons)
        self._mention_starts = [mention.start for mention in self._mentions]
        self._topic: _Mention | None = None
        self._position = 0

    def attribute(self, quotation: Quotation, cue: Cue) -> Quotation:
        """The quotation with its speaker; to be asked in text order."""
        self._read_up_to(quotation.span.start)
        if cue.hit is None:
            answer = _Answer(self._topic, (), _CARRIED)
        else:
            answer = self._at_cue(quotation, cue, cue.hit)
        found = answer.mention
        self._position = quotation.span.end
        if found is None:
            office = self._institution(cue)
            if office is None:
                return quotation
            return replace(
                quotation, speaker=office.name, speaker_spans=office.spans, confidence=_INSTITUTION
            )
        self._topic = found
        proof = dict.fromkeys((*answer.spans, Span(found.start, found.end), found.person.span))
        if found.is_post:
            proof.pop(Span(found.start, found.end), None)
        return replace(
            quotation,
            speaker=found.person.name,
            speaker_spans=tuple(sorted(proof)),
            confidence=answer.confidence,
        )

    def _at_cue(self, quotation: Quotation, cue: Cue, hit: Hit) -> _Answer:
        pointing = (Span(hit.start, hit.end),)
        if cue.form == "nya" or _PRONOUN.match(self._scan.text, hit.end):
            return _Answer(self._topic, pointing, _POINTED)
        if cue.form == "active":
            found = self._subject(hit)
        else:
            limit = quotation.span.start if cue.side == "before" else self._end_of_clause(hit)
            found = self._first(hit.end, limit)
        if found is not None:
            return _Answer(found, (), _BY_POST if found.is_post else _NAMED)
        if self._institution(cue) is not None:
            return _Answer(None, (), 0.0)
        return _Answer(self._topic, pointing, _CARRIED)

    def _read_up_to(self, end: int) -> None:
        """Let the sentences from the last quotation to `end` say whom the text is about now."""
        first = bisect_right(self._scan.starts, self._position) - 1
        last = bisect_left(self._scan.starts, end)
        for index in range(max(first, 0), last):
            sentence = self._scan.sentences[index]
            if self._position and sentence.start < self._position:
                continue
            self._topic = self._topic_of(sentence.start, min(sentence.end, end)) or self._topic

    def _topic_of(self, start: int, end: int) -> _Mention | None:
        """Who acts or speaks in the clause `[start, end)`; None when it names nobody."""
        mentions = self._mentions[
            bisect_left(self._mention_starts, start) : bisect_left(self._mention_starts, end)
        ]
        if not mentions:
            return None
        for stand_in in _STAND_IN:
            at = self._scan.folded.find(stand_in, start, end)
            later = [mention for mention in mentions if mention.start > at] if at >= 0 else []
            if later:
                return later[0]
        for hit in self._verbs.between(start, end):
            form = verbs()[hit.key].form
            if form == "active" and (subject := self._subject(hit)) is not None:
                return subject
            if form in ("stem", "passive", "according") and (agent := self._first(hit.end, end)) is not None:
                return agent
        return mentions[0]

    def _subject(self, hit: Hit) -> _Mention | None:
        """The last mention before the verb in its sentence; what a pronoun there points to."""
        start = self._sentence_start(hit.start)
        before = self._mentions[
            bisect_left(self._mention_starts, start) : bisect_left(self._mention_starts, hit.start)
        ]
        named = [mention for mention in before if not mention.is_post] or before
        return named[-1] if named else None

    def _first(self, start: int, end: int) -> _Mention | None:
        """The first mention that starts in `[start, end)`, by name rather than by post alone."""
        index = bisect_left(self._mention_starts, start)
        if index == len(self._mentions) or self._mentions[index].start >= end:
            return None
        found = self._mentions[index]
        following = self._mentions[index + 1] if index + 1 < len(self._mentions) else None
        if found.is_post and following and following.start < end and following.person is found.person:
            return following
        return found

    def _institution(self, cue: Cue) -> Office | None:
        """The organization right behind the verb: `kata BPMP Sulsel`."""
        if cue.hit is None or cue.form not in ("stem", "passive", "according"):
            return None
        index = bisect_left(self._office_starts, cue.hit.end)
        if index == len(self._offices) or self._office_starts[index] - cue.hit.end > 2:
            return None
        return self._offices[index]

    def _end_of_clause(self, hit: Hit) -> int:
        """Where the attribution ends that the verb opens: at the next quotation or with the sentence."""
        index = bisect_left(self._quote_starts, hit.end)
        following = self._quote_starts[index] if index < len(self._quote_starts) else len(self._scan.text)
        return min(following, self._scan.sentence_at(hit.start).end, hit.end + _REACH)

    def _sentence_start(self, position: int) -> int:
        """Where the clause starts that holds `position`, quotations before it left out."""
        start = self._scan.sentence_at(position).start
        index = bisect_right(self._quote_starts, position) - 1
        return max(start, self._quotes[index].end) if index >= 0 else start

    def _all_mentions(self, persons: tuple[Person, ...]) -> list[_Mention]:
        """Mentions outside of quotations by name, and by post alone where one person holds it."""
        named = [
            _Mention(span.start, span.end, person, False) for person in persons for span in person.mentions
        ]
        taken = {mention.start for mention in named}
        by_role: dict[str, list[Person]] = {}
        for person in persons:
            if person.role:
                by_role.setdefault(person.role, []).append(person)
        for hit in self._scan.hits["role"] if by_role else ():
            holders = by_role.get(posts()[hit.key].role)
            holder = self._holder(hit, holders) if holders and hit.start not in taken else None
            if holder is not None:
                named.append(_Mention(hit.start, hit.end, holder, True))
        free = (mention for mention in named if not self._is_quoted(mention.start))
        return sorted(free, key=lambda mention: (mention.start, mention.is_post))

    def _holder(self, hit: Hit, holders: list[Person]) -> Person | None:
        """The person whom the bare post means: by the office behind it, else its only holder."""
        if hit.key in _MANY and not self._scan.folded.startswith(_THAT_ONE, hit.end):
            return None
        index = bisect_left(self._office_starts, hit.end)
        if index < len(self._offices) and self._office_starts[index] == hit.end + 1:
            name = self._offices[index].name
            holders = [person for person in holders if person.organization in (None, name)]
        elif len(holders) > 1 and (office := _OFFICE_OF.get(hit.key)):
            holders = [person for person in holders if (person.organization or "").startswith(office)]
        return holders[0] if len(holders) == 1 else None

    def _is_quoted(self, position: int) -> bool:
        index = bisect_right(self._quote_starts, position) - 1
        return index >= 0 and position < self._quotes[index].end
