"""Changes of predictions whose worth is known: regressions to be blocked, harmless edits to be passed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

Record: TypeAlias = dict[str, Any]
Change: TypeAlias = Callable[[Record], None]
"""Changes one record in place."""

_NUMBERED_SCHOOL = re.compile(r"(?<=\s)\d+(?=\s|$)")
_MONTHS = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()
_MINISTRIES = {
    "Kemendikbud": "Kementerian Pendidikan dan Kebudayaan",
    "Kemendikbudristek": "Kementerian Pendidikan, Kebudayaan, Riset, dan Teknologi",
    "Kemendikdasmen": "Kementerian Pendidikan Dasar dan Menengah",
    "Kemenag": "Kementerian Agama",
}


def drop_people(record: Record) -> None:
    """Nobody is found any more."""
    record["people"] = []


def swap_roles(record: Record) -> None:
    """The first two people with different posts change them."""
    for one in record["people"]:
        for other in record["people"]:
            if one["role"] != other["role"]:
                one["role"], other["role"] = other["role"], one["role"]
                return


def scale_values(record: Record) -> None:
    """Full stops are read as decimal points the wrong way round: a thousand times too much."""
    for item in record["indicators"]:
        item["value"] *= 1000


def drop_decimal_comma(record: Record) -> None:
    """52,3 becomes 523."""
    for item in record["indicators"]:
        if item["value"] != int(item["value"]):
            item["value"] = int(str(item["value"]).replace(".", ""))


def shift_month(record: Record) -> None:
    """Day and month are told apart wrongly: the event is a month late."""
    event = record["event"]
    if event and event["date"] and len(event["date"]) >= 7:
        month = int(event["date"][5:7]) % 12 + 1
        event["date"] = f"{event['date'][:5]}{month:02}{event['date'][7:]}"


def swap_school_number(record: Record) -> None:
    """SMP Negeri 1 becomes SMP Negeri 2, wherever it is named."""
    _rename_bodies(record, lambda name: _NUMBERED_SCHOOL.sub(lambda match: str(int(match[0]) + 1), name))


def invent_quote(record: Record) -> None:
    """Somebody says what no article holds."""
    speaker = record["people"][0]["name"] if record["people"] else None
    record["statements"].append(
        {"speaker": speaker, "quote": "Kami berjanji semua sekolah akan menerima perangkat baru tahun depan."}
    )


def reword_quotes(record: Record) -> None:
    """Quotations become paraphrases."""
    for item in record["statements"]:
        item["quote"] = "Menurutnya, " + " ".join(reversed(item["quote"].split()[::2]))


def flip_event_type(record: Record) -> None:
    """A value of the closed set, but another one."""
    if record["event"]:
        record["event"]["type"] = "training" if record["event"]["type"] != "training" else "visit"


def swap_percent_for_points(record: Record) -> None:
    """Per cent become percentage points."""
    for item in record["indicators"]:
        if item["unit"] == "persen":
            item["unit"] = "poin persentase"


def name_other_people(record: Record) -> None:
    """Family names go astray: Siti Aminah becomes Siti Fatimah."""
    for person in record["people"]:
        person["name"] = " ".join([*person["name"].split()[:-1], "Fatimah"])


def renumber_regulations(record: Record) -> None:
    """Nomor 5 becomes Nomor 6."""
    for item in record["regulations"]:
        item["number"] = str(int(item["number"]) + 1) if str(item["number"]).isdigit() else "6"


def widen_regions(record: Record) -> None:
    """The province stands for each of its regencies and cities."""
    for item in record["regions"]:
        item["code"] = item["code"][:2]


REGRESSIONS: dict[str, Change] = {
    "people dropped": drop_people,
    "roles swapped between two people": swap_roles,
    "values times 1,000": scale_values,
    "decimal comma lost": drop_decimal_comma,
    "month shifted": shift_month,
    "school number swapped": swap_school_number,
    "quote invented": invent_quote,
    "quotes reworded": reword_quotes,
    "enum flipped": flip_event_type,
    "per cent as percentage points": swap_percent_for_points,
    "other family names": name_other_people,
    "regulations renumbered": renumber_regulations,
    "regions widened": widen_regions,
}
"""Each in every record where it applies. Truncated JSON is no change of a record: see the test."""


def reorder_lists(record: Record) -> None:
    """All lists backwards."""
    for name, value in record.items():
        if isinstance(value, list):
            record[name] = value[::-1]
    if record["event"]:
        record["event"]["parties"] = record["event"]["parties"][::-1]


def add_titles(record: Record) -> None:
    """Titles before and degrees after each name."""
    for item in record["people"]:
        item["name"] = f"Prof. Dr. H. {item['name']}, S.Pd., M.Pd."
    for item in record["statements"]:
        if item["speaker"]:
            item["speaker"] = f"Dr. {item['speaker']}, M.Si."


def write_percent_sign(record: Record) -> None:
    """52 persen becomes 52%."""
    for item in record["indicators"]:
        if item["unit"] == "persen":
            item["unit"] = "%"


def write_dates_out(record: Record) -> None:
    """2022-11-02 becomes 2 November 2022."""
    for holder, name in (
        (record["event"], "date"),
        (record["event"], "end_date"),
        (record["article"], "published_on"),
    ):
        if holder and holder[name] and len(holder[name]) == 10:
            year, month, day = holder[name].split("-")
            holder[name] = f"{int(day)} {_MONTHS[int(month) - 1]} {year}"


def write_ministries_out(record: Record) -> None:
    """Kemendikbud becomes Kementerian Pendidikan dan Kebudayaan."""
    _rename_bodies(record, lambda name: _MINISTRIES.get(name, name))


def shorten_state_schools(record: Record) -> None:
    """SMP Negeri becomes SMPN."""
    _rename_bodies(record, lambda name: re.sub(r"\b(SD|SMP|SMA|SMK) Negeri\b", r"\1N", name))


def capitalise_names(record: Record) -> None:
    """As headlines of some outlets write them."""
    for item in record["people"]:
        item["name"] = item["name"].upper()


def float_values(record: Record) -> None:
    """52 becomes 52.0."""
    for item in record["indicators"]:
        item["value"] = float(item["value"])


def change_summary(record: Record) -> None:
    """Summary and notes are not scored."""
    record["summary"] = "Berita pendidikan."
    for item in record["indicators"]:
        item["note"] = None


EDITS: dict[str, Change] = {
    "lists reordered": reorder_lists,
    "titles added to names": add_titles,
    "52 persen as 52%": write_percent_sign,
    "dates written out": write_dates_out,
    "ministries written out": write_ministries_out,
    "state schools abbreviated": shorten_state_schools,
    "names in capitals": capitalise_names,
    "whole numbers as floats": float_values,
    "another summary": change_summary,
}


def applied(change: Change, records: dict[str, Record]) -> Iterator[tuple[str, Record]]:
    """The records after `change`; the given ones stay as they are."""
    for name, record in records.items():
        copy = json.loads(json.dumps(record))
        change(copy)
        yield name, copy


def _rename_bodies(record: Record, rename: Callable[[str], str]) -> None:
    event = record["event"] or {"parties": [], "venue": None}
    event["parties"] = [rename(name) for name in event["parties"]]
    event["venue"] = rename(event["venue"]) if event["venue"] else None
    for holders, name in ((record["organizations"], "name"), (record["people"], "organization")):
        for holder in holders:
            holder[name] = rename(holder[name]) if holder[name] else None
