"""What each figure counts: its subject, chosen by the rules for its unit, or taken from the figure before it.

A figure whose subject the text does not show by its grammar is no indicator. One that only continues an
enumeration ('diikuti 23 orang dan 22 orang') takes the subject of the one before it, with less confidence.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.rules.counts import nearby, place_lists, ranks, series, subjects, wholes
from extractor.rules.counts.clauses import restriction
from extractor.rules.counts.education import is_education, is_near_education
from extractor.rules.counts.figures import Figure
from extractor.rules.counts.noun_phrases import Phrase, all_sorts
from extractor.rules.counts.phrases import Token, base_of, sorts_of, weak_sorts_of
from extractor.rules.counts.series import Measure
from extractor.rules.mentions import Scan

_RANK_ITEMS = 6
_RANK_REACH = 6
"""A table of ranks may go on over so many sentences."""
_CONTESTS = frozenset("jurusan mata lomba olimpiade kompetisi festival kejuaraan osn fls2n o2sn lks".split())
_HEAD_SORTS = frozenset(("people", "school", "place", "thing", "measure", "money", "level"))
_NAMED_SORTS = frozenset(("level", "people", "school"))
_OPEN_UNITS = frozenset((None, "orang", "persen", "rupiah", "poin", "paket", "unit"))
_CHANGES = frozenset((".", "dari"))
_CLASSES = frozenset(("anak", "peserta", "perempuan", "laki-laki"))
_ANYBODY = frozenset(("anak", "perempuan", "laki-laki", "balita", "peserta", "penerima", "penyandang"))
"""Nouns of people that measure education only where the text speaks of it."""
_RANKS = frozenset("nomor peringkat urutan posisi rangking ranking rank".split())
_WHOLES = frozenset(("total", "jumlah"))
_REFERRING = frozenset("angka jumlah nilai capaian skor persentase".split())
_BARE_MEASURES = frozenset("capaian persentase prosentase skor nilai".split())
_WANTS = frozenset("kekurangan kelebihan kebutuhan membutuhkan butuh".split())
_LEVEL_OPENING = 5
"""In tokens: how far into a sentence the level stands that it is about."""
_LEVEL_OPENERS = frozenset(("untuk", "di", "pada"))
_LEVEL_WORDS = frozenset(("jenjang", "tingkat"))
_HAVING = frozenset(("punya", "memiliki", "mempunyai"))
_REACHING = frozenset("di pada menjangkau mencakup meliputi menyasar".split())
_AMOUNTS = frozenset(("sebanyak", "sejumlah", "baru"))
_PURPOSES = frozenset(("untuk", "bagi", "guna", "buat"))
_BEING = frozenset("adalah merupakan berstatus ialah menjadi".split())
_BECOMING = frozenset(("menjadi", "merupakan"))
_FUNDS = frozenset("dana anggaran bantuan hibah beasiswa".split())
_PURPOSE_REACH = 6
_AFTER_ORANG, _AFTER, _BEFORE, _PURPOSE = 0.88, 0.85, 0.8, 0.7


def read(scan: Scan, figure: Figure, items: Sequence[Measure]) -> Measure | None:
    """What `figure` measures, or None if the text does not show it; `items` are the measures before it."""
    if figure.quantity.is_ordinal:
        return _rank(scan, figure, items)
    if (member := place_lists.listed(scan, figure, items)) or figure.is_member:
        return member
    if (headless := nearby.headless(scan, figure, items)) or (headless := nearby.referred(figure, items)):
        return headless
    found = _subject(scan, figure)
    if (lent := _lent(scan, figure, found, items)) is not None:
        return lent
    if found is not None:
        phrase, confidence = found
        return series.measure_of(scan, figure, _of_level(figure, phrase), confidence)
    return (
        wholes.share_of(scan, figure, items)
        or wholes.among(figure, items)
        or series.under_heading(scan, figure, subjects.before(figure.words, figure.at))
        or series.under_list_heading(scan, figure, items)
        or nearby.named_in_sentence(scan, figure)
        or series.carried(scan, figure, items)
        or nearby.from_afar(scan, figure, items)
        or nearby.guessed(scan, figure, items)
    )


def _of_level(figure: Figure, phrase: Phrase) -> Phrase:
    """`Untuk jenjang SMP, tingkat kelulusan 97,6 persen`: the level that the sentence opens with belongs to
    it.
    """
    words = figure.words
    is_measure = "measure" in phrase.sorts or "gauge" in weak_sorts_of(phrase.words)
    if not (is_measure or phrase.words[0].word == "peserta") or "level" in all_sorts(phrase):
        return phrase
    if (
        words[0].word in _LEVEL_OPENERS
        and words[2:3]
        and words[2].word == ","
        and "level" in sorts_of(words[1:2])
    ):
        return Phrase((words[1], *phrase.words)) if words[1].end <= phrase.words[0].start else phrase
    for index in range(min(_LEVEL_OPENING, figure.at - 1)):
        if words[index].word in _LEVEL_WORDS and "level" in sorts_of(words[index + 1 : index + 3]):
            size = 2 if "level" in sorts_of(words[index + 1 : index + 2]) else 3
            level = words[index : index + size]
            return Phrase((*level, *phrase.words)) if level[-1].end <= phrase.words[0].start else phrase
        if words[index].kind not in ("prep", "break", "link", "mark"):
            break
    return phrase


def _lent(
    scan: Scan, figure: Figure, found: tuple[Phrase, float] | None, items: Sequence[Measure]
) -> Measure | None:
    """The subject that an earlier figure lends even though words of the figure's own could be one."""
    phrase = found[0] if found else None
    if equal := series.as_sum(figure, items):
        return equal
    if level := series.next_level(figure, phrase, items):
        return series.measure_of(scan, figure, level, series.CARRIED)
    if per := series.per_head(figure, phrase, items):
        return series.measure_of(scan, figure, per, _BEFORE)
    if phrase is not None and len(phrase.words) > 2:
        return None
    if phrase is not None and len(phrase.words) == 1:
        if changed := series.changed(figure, phrase, items):
            return changed
        if figure.unit is not None and (shared := series.shared(figure, items)) is not None:
            return shared
        is_referring = phrase.words[0].word in _REFERRING and series.is_that_figure(figure)
        if is_referring and items and figure.unit in ("persen", "poin"):
            return series.go_on(figure, items[-1], unit=figure.unit, unit_span=figure.unit_span)
        if _is_bare_measure(figure, phrase) and items and items[-1].figure.sentence is figure.sentence:
            return series.go_on(figure, items[-1], unit=figure.unit, unit_span=figure.unit_span)
    if (spread := series.spread(figure, phrase, items)) is not None:
        return spread
    if not items or items[-1].unit != figure.unit or items[-1].figure.sentence is not figure.sentence:
        return None
    own = phrase if phrase is not None else subjects.before(figure.words, figure.at)
    return series.parallel(scan, figure, own, items)


def _is_bare_measure(figure: Figure, phrase: Phrase) -> bool:
    """`…, dengan capaian 98,7 persen`: a share of what was named just before."""
    word = phrase.words[0]
    at = _index(figure.words, word.start)
    return (
        figure.unit is not None
        and word.word in _BARE_MEASURES
        and at > 0
        and figure.words[at - 1].word == "dengan"
    )


def _subject(scan: Scan, figure: Figure) -> tuple[Phrase, float] | None:
    """What the figure counts, by the rules for its unit, and how sure that is."""
    if figure.unit not in _OPEN_UNITS:
        return _counted_unit(scan, figure)
    words = figure.words
    following = subjects.after(words, _past_among(words, figure.next_at))
    if figure.unit is None and following is not None and len(following.words) == 1:
        category = _headed_level(figure, following) or _category(figure, following)
        if category is not None:
            return category, _BEFORE
    if figure.unit == "orang" and (level := _level_of_people(figure, following)):
        return level, _BEFORE
    if following is not None and _is_counted(scan, figure, following):
        return following, _AFTER_ORANG if figure.unit == "orang" else _AFTER
    if figure.unit == "rupiah" and following is not None and (fund := _fund(scan, figure, following)):
        return fund, _AFTER
    preceding = subjects.before(words, figure.at)
    if figure.unit == "persen" and preceding is not None and _is_goal(words, preceding):
        preceding = nearby.in_sentence(figure) or preceding
    if figure.unit == "orang" and preceding is not None and preceding.sorts & {"money"}:
        # `honor guru non-ASN yang jumlahnya 684 orang`
        preceding = Phrase(preceding.words[1:]) if preceding.words[1:] else None
    if preceding is None or not _is_measured(scan, figure, preceding):
        purpose = _purpose(scan, figure) if figure.unit == "rupiah" else None
        return (purpose, _PURPOSE) if purpose else None
    if figure.unit == "rupiah" and preceding.sorts & {"people", "school"}:
        # `tunjangan untuk 318 guru sebesar Rp1,2 juta`: they only receive the sum.
        return nearby.in_sentence(figure, past_numbers=True) or preceding, _BEFORE
    if figure.unit == "rupiah" and preceding.sorts & {"money"}:
        # `dana yang dikucurkan Rp4,8 miliar`: what was done with the sum is no part of its name.
        preceding = Phrase(_up_to_clause(preceding.words))
    if figure.unit in (None, "orang") and (clause := restriction(words, figure.next_at)):
        head = preceding.words[:1] if figure.unit is None else _up_to_clause(preceding.words)
        return Phrase((*head, *clause)), _BEFORE
    return preceding, _BEFORE


def _is_goal(words: Sequence[Token], phrase: Phrase) -> bool:
    """`angka melanjutkan dari SMP ke SMA naik …`: the level is where they go, not what is measured."""
    at = _index(words, phrase.words[0].start)
    return phrase.sorts >= {"level"} and len(phrase.words) == 1 and at > 0 and words[at - 1].kind == "prep"


def _up_to_clause(words: Sequence[Token]) -> tuple[Token, ...]:
    end = next((index for index, word in enumerate(words) if word.kind == "that"), len(words))
    return tuple(words[:end])


def _with_counted(words: Sequence[Token], index: int, phrase: Phrase) -> Phrase:
    """`untuk pembangunan 18 ruang kelas baru`: what is built goes on behind its number."""
    is_counted = index < len(words) and words[index].kind == "number"
    counted = subjects.after(words, index + 1) if is_counted else None
    return Phrase((*phrase.words, *counted.words)) if counted is not None and counted.sorts else phrase


def _headed_level(figure: Figure, level: Phrase) -> Phrase | None:
    """`kuota 50 SD`: the measure before the number, of the level behind it."""
    before = figure.words[figure.at - 1 : figure.at] if figure.at else ()
    is_headed = bool(sorts_of(before) & {"measure", "money"}) and before[0].word not in _WHOLES
    is_headed = is_headed and "level" in level.sorts
    return Phrase((*before, *level.words)) if is_headed and before[0].word not in _WANTS else None


def _level_of_people(figure: Figure, following: Phrase | None) -> Phrase | None:
    """`Siswa putus sekolah sebanyak 210 orang jenjang SD`: the level restricts what stands before."""
    words, at = figure.words, figure.next_at
    if following is None or at >= len(words) or words[at].word not in _LEVEL_WORDS:
        return None
    preceding = subjects.before(words, figure.at)
    if preceding is None or "people" not in preceding.sorts:
        return None
    return Phrase((*preceding.words, *following.words))


def _purpose(scan: Scan, figure: Figure) -> Phrase | None:
    """`menganggarkan Rp8 miliar (dari APBD) untuk rehabilitasi SD`: the sum is named by what it is for."""
    words = figure.words
    for index in range(figure.next_at, min(figure.next_at + _PURPOSE_REACH, len(words) - 1)):
        if words[index].word in _PURPOSES:
            phrase = subjects.after(words, index + 1)
            if phrase is not None and phrase.sorts & {"money"} and len(phrase.words) == 1:
                phrase = _with_counted(words, index + 2, phrase)
            is_known = phrase is not None and (phrase.sorts or is_education(scan, phrase))
            return phrase if is_known and is_near_education(scan, figure) else None
        if words[index].kind in ("verb", "mark", "break", "number"):
            break
    return None


def _fund(scan: Scan, figure: Figure, phrase: Phrase) -> Phrase | None:
    """`mengucurkan Rp142 miliar dana Otsus untuk pendidikan gratis`: the fund, with what it is for."""
    if "money" not in phrase.sorts or phrase.words[0].word not in _FUNDS:
        return None
    words = figure.words
    index = _index(words, phrase.words[-1].end)
    purpose = (
        subjects.after(words, index + 1) if index + 1 < len(words) and words[index].word == "untuk" else None
    )
    whole = Phrase((*phrase.words, words[index], *purpose.words)) if purpose is not None else phrase
    return whole if is_near_education(scan, figure) else None


def _category(figure: Figure, counted: Phrase) -> Phrase | None:
    """`lulusan SD tahun ini 9.846 anak`, `putus sekolah (PS) sebanyak 654 anak`, `daya tampung 320 kursi`.

    The noun after the number only classes what stands before it.
    """
    words = figure.words
    named = subjects.named_before(words, figure.at)
    if named is not None and all_sorts(named) & _NAMED_SORTS:
        return named
    is_led = figure.at > 0 and (words[figure.at - 1].kind == "link" or words[figure.at - 1].word in _CHANGES)
    if named is None and not is_led and "thing" not in counted.sorts:
        return None
    phrase = named or subjects.before(words, figure.at)
    if phrase is None:
        return None
    if "thing" in counted.sorts and "measure" in phrase.sorts:
        return phrase
    is_class = any(word.kind == "open" for word in phrase.words) or bool(phrase.sorts & {"people"})
    return phrase if is_class and counted.words[0].word in _CLASSES else None


def _past_among(words: Sequence[Token], index: int) -> int:
    """The index after `di antaranya (berstatus)`: `lima orang di antaranya honorer`."""
    if index + 1 < len(words) and words[index].word == "di" and words[index + 1].word == "antaranya":
        index += 2
    elif index < len(words) and words[index].word == "diantaranya":
        index += 1
    elif index >= len(words) or words[index].word not in _BECOMING:
        return index
    return index + 1 if index < len(words) and words[index].word in _BEING else index


def _counted_unit(scan: Scan, figure: Figure) -> tuple[Phrase, float] | None:
    """A unit that is itself a noun (`sekolah`, `siswa`): it opens the subject unless the text counts another
    one.
    """
    words = figure.words
    start = figure.at if figure.unit_span is None else _index(words, figure.unit_span.start)
    if figure.unit == "kabupaten/kota" and not _is_reach(words, figure.at):
        return None
    own = subjects.after(words, start)
    if figure.unit == "kabupaten/kota":
        return Phrase(tuple(words[start : figure.next_at])), _AFTER
    if own is not None and len(own.words) > figure.next_at - start:
        return own, _AFTER
    preceding = subjects.before(words, figure.at)
    if preceding is not None and own is not None and _is_holder(words, figure.at, preceding):
        return own, _AFTER - 0.05
    if preceding is not None and (
        all_sorts(preceding) & {*_NAMED_SORTS, "measure"}
        or (len(preceding.words) > 1 and is_education(scan, preceding))
    ):
        return preceding, _BEFORE
    return (own, _AFTER - 0.05) if own is not None else None


def _is_holder(words: Sequence[Token], at: int, phrase: Phrase) -> bool:
    """`sekolah itu punya 9 ruang kelas`, `penerimanya 21 satuan pendidikan`: they are not what is counted."""
    if any(word.word in _HAVING for word in words[max(0, at - 3) : at]):
        return True
    # `kekurangan 300 guru`: the guru are counted; `kekurangan guru SD 712 orang` counts the want.
    if words[at - 1].word in _WANTS:
        return True
    # `siswa yang diajar 21 guru`: the agent is counted.
    if words[at - 1].kind == "verb" and words[at - 1].word.startswith("di"):
        return True
    first = phrase.words[0]
    is_role = len(phrase.words) == 1 and base_of(first.word) != first.word
    return is_role and not phrase.sorts & {"measure", "level", "school"}


def _is_reach(words: Sequence[Token], at: int) -> bool:
    return at > 0 and (words[at - 1].word in _REACHING or words[at - 1].word in _AMOUNTS)


def _index(words: Sequence[Token], position: int) -> int:
    return next((index for index, word in enumerate(words) if word.end > position), len(words))


def _is_counted(scan: Scan, figure: Figure, phrase: Phrase) -> bool:
    """True when the phrase after the number is what it counts."""
    sorts = phrase.sorts
    if figure.unit == "rupiah":
        return False
    if figure.unit in ("unit", "paket") and not sorts:
        return is_near_education(scan, figure)
    if weak_sorts_of(phrase.words) & {"area", "record"} and not sorts:
        return figure.unit is None and is_education(scan, phrase)
    if phrase.words[0].word in _ANYBODY and not is_near_education(scan, figure):
        return False
    if figure.unit == "persen":
        is_noun = not phrase.words[0].word.startswith(("ter", "ber"))
        return bool(sorts & (_HEAD_SORTS - {"money"})) or (is_noun and is_education(scan, phrase))
    if figure.unit == "orang":
        return bool(sorts & {"people"}) or is_education(scan, phrase)
    return bool(sorts & (_HEAD_SORTS - {"money"}))


def _is_measured(scan: Scan, figure: Figure, phrase: Phrase) -> bool:
    """True when the phrase before the number is what it measures."""
    sorts = phrase.sorts
    if figure.unit in ("persen", "rupiah"):
        is_known = bool(sorts or weak_sorts_of(phrase.words) & {"gauge", "route"})
        return is_education(scan, phrase) or (is_known and is_near_education(scan, figure))
    if sorts & (_HEAD_SORTS - {"money"}):
        return True
    weak = weak_sorts_of(phrase.words)
    if figure.unit in ("unit", "paket"):
        return is_near_education(scan, figure)
    return bool(weak & {"gauge", "record"}) and is_near_education(scan, figure)


def _is_ranked_after(scan: Scan, last: Measure, rank: ranks.Rank, gap: int) -> bool:
    """`… 48,15. Itu menempatkan X di urutan 11`: the score of the sentence before is what is ranked."""
    is_score = last.unit in ("persen", "poin") or isinstance(last.figure.quantity.value, float)
    return gap <= 1 and is_score and scan.folded[rank.word.start : rank.word.end] in _RANKS


def _rank(scan: Scan, figure: Figure, items: Sequence[Measure]) -> Measure | None:
    def is_ranked(phrase: Phrase) -> bool:
        return bool(phrase.sorts) or phrase.words[0].word in _CONTESTS or is_education(scan, phrase)

    rank = ranks.read_rank(figure, is_ranked)
    if rank is None:
        return None
    if rank.subject is not None:
        return Measure(
            figure,
            series.spans_of(scan, rank.subject),
            rank.subject.words,
            "peringkat",
            rank.word,
            _BEFORE,
        )
    for last in reversed(items[-_RANK_ITEMS:]):
        gap = int(figure.sentence.id[1:]) - int(last.figure.sentence.id[1:])
        if (
            gap == 0
            or (last.unit == "peringkat" and gap <= _RANK_REACH)
            or _is_ranked_after(scan, last, rank, gap)
        ):
            return series.go_on(figure, last, unit="peringkat", unit_span=rank.word)
    return None
