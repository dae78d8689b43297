"""Who only attends: the companions, guests and speakers of a happening are no parties to it."""

from __future__ import annotations

import re

_AUDIENCE = re.compile(
    r"\b(?:dihadiri|diikuti|hadir|peserta(?:nya)?|undangan|disaksikan|didampingi|(?:di )?hadapan|utusan"
    r"|perwakilan dari|narasumber|pemateri|menghadirkan|tamu|turut serta|mengundang|diundang"
    r"|panggil|memanggil|dipanggil|menunggu (?:jawaban|kepastian))\b"
    r"[^.;\n]{0,160}$"
)
_AUDIENCE_STEMS = (
    *"hadir ikuti peserta undang saksikan damping hadapan utusan perwakilan narasumber".split(),
    *"pemateri tamu turut anggil menunggu".split(),
)
# `Didampingi Sekretaris Dinas, rombongan menyinggahi SDN 1`: the visited school is no companion.
_HELD_BY = re.compile(
    r"\b(?:digelar|dilaksanakan|diselenggarakan|diadakan|dihelat|digagas|diinisiasi)\b"
    r"|, [^,.;\n]{0,60}\b(?:menyinggahi|mengunjungi|meninjau|mendatangi|menyambangi|memantau)\b"
)


def is_audience(before: str) -> bool:
    """True behind words of attending, unless who held it follows: `peserta bimtek yang digelar …`."""
    if not any(map(before.__contains__, _AUDIENCE_STEMS)):
        return False
    audience = _AUDIENCE.search(before)
    return audience is not None and _HELD_BY.search(before, audience.start()) is None
