"""Institutions outside the tables: universities, companies, foundations, offices with a name of their own.

They are known by the word that opens the name; the name runs on over capitalised words until a
region, a post or the end of the run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.canonical.heads import RegionAt
from extractor.canonical.slotted import slotted
from extractor.canonical.stems import Stems

_OPENER = re.compile(
    r"(?<![\w-])(?:(?P<university>Universitas|Institut|Politeknik|Poltekkes(?: Kemenkes)?|"
    r"Sekolah Tinggi|STKIP|STAIN|STAI|IAIN|UIN|IKIP|STIE|STIKES)"
    r"|(?P<company>PT\.?|CV\.?|Bank|PTPN(?= [IVX]))"
    r"|(?P<other>Partai|Yayasan|LSM|RSUD|Pondok Pesantren|Ponpes)"
    r"|(?P<association>Asosiasi|Ikatan|Himpunan|Persatuan|Perhimpunan|Perkumpulan)"
    r"|(?P<office>Dinas|Badan))(?= [A-Z])"
)
_OPENINGS = (
    "Universitas Institut Politeknik Poltekkes Pondok Ponpes "
    "Sekolah STKIP STAI IAIN UIN IKIP STIE STIKES PT CV PTPN Bank Partai "
    "Yayasan LSM RSUD Asosiasi Ikatan Himpunan Persatuan Perhimpunan Perkumpulan Dinas Badan".split()
)
_STEMS = Stems(_OPENINGS)
_WORD = re.compile(r" (?:(?P<link>dan|&) (?=[A-Z]))?(?P<word>[A-Z][\w'’\-]*)")
_ACRONYM = re.compile(r"\s{0,2}\((?P<acronym>[A-Z][A-Za-z\d]{1,11})\)")
_NOT_NAME = frozenset(
    "kota kabupaten kab kecamatan kec provinsi propinsi desa kelurahan jalan jl dinas kepala ketua wakil "
    "bupati gubernur rektor pada di dari yang drs dra dr ir hj h prof se setempat terkait luar pusat rabu "
    "kamis jumat sabtu minggu senin selasa".split()
)
_VAGUE = frozenset(
    "pendidikan terkait luar provinsi kabupaten kota kesehatan negeri swasta tinggi anggaran".split()
)
_MOST_WORDS = 7
_TEACHERS = re.compile(r"guru|kepala sekolah|pengawas|pendidik|wartawan|operator|dosen", re.IGNORECASE)
_KINDS = {"university": "university", "company": "company", "other": "other", "office": "local_government"}
_FEWEST = {"association": 2}


@slotted
class Institution:
    """A name outside the tables, `[start, end)`; `acronym` if one follows in brackets.

    `reach` lies behind it.
    """

    start: int
    end: int
    reach: int
    kind: str
    is_office: bool
    acronym: str | None


def find_institutions(text: str, region_at: RegionAt) -> Iterator[Institution]:
    """All institutions that open with a telling word, in order; a region ends the name of an office."""
    for start in _STEMS.starts(text):
        opener = _OPENER.match(text, start)
        if opener is None:
            continue
        group = str(opener.lastgroup)
        end, count = _run(text, opener.end(), region_at, group)
        name = text[opener.start() : end]
        first = text[opener.end() : end].strip().split(" ")[0].lower()
        if count < _FEWEST.get(group, 1) or (count == 1 and first in _VAGUE):
            continue
        acronym = _ACRONYM.match(text, end)
        kind = _KINDS.get(group) or ("profession" if _TEACHERS.search(name) else "other")
        reach = acronym.end() if acronym else end
        short = acronym["acronym"] if acronym else None
        yield Institution(opener.start(), end, reach, kind, group == "office", short)


def _run(text: str, end: int, region_at: RegionAt, group: str) -> tuple[int, int]:
    """Where the run of capitalised words ends, and how many words it has.

    A region ends it: an office's before the region, a university's behind it.
    """
    for count in range(_MOST_WORDS):
        word = _WORD.match(text, end)
        if word is None or word["word"].lower().strip("'’-") in _NOT_NAME:
            return end, count
        if word["link"] and (word["word"] in _OPENINGS or word["word"].isupper()):
            return end, count
        region = region_at(word.start("word")) if group in ("office", "university") else None
        if region is not None and group == "university":
            return max(region[1], word.end()), count + 1
        if region is not None and count:
            return end, count
        end = word.end()
    return end, _MOST_WORDS
