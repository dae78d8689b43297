"""Names of months and weekdays as news prints them, with their variants and misprints."""

from __future__ import annotations

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan",
            "februari pebruari february feb peb",
            "maret march mar mrt",
            "april apr",
            "mei may",
            "juni june jun",
            "juli july jul",
            "agustus august agt agst agts ags agu aug",
            "september sept sep",
            "oktober october okt oct",
            "november nopember nov nop",
            "desember december des dec",
        ),
        start=1,
    )
    for name in names.split()
}
"""Folded name -> month, 1 to 12."""

WEEKDAYS = {
    "senin": 0,
    "selasa": 1,
    "rabu": 2,
    "kamis": 3,
    "jumat": 4,
    "jum'at": 4,
    "jumaat": 4,
    "sabtu": 5,
    "minggu": 6,
    "ahad": 6,
}
"""Folded name -> weekday, Monday 0."""

_FULL_MONTHS = ("januari februari maret april juni juli agustus september oktober november desember").split()


def read_month(word: str) -> int | None:
    """The month that a folded word names, 1 to 12; also a misprint of a long name (`Ferbuari`)."""
    word = word.rstrip(".")
    return MONTHS.get(word) or _misprinted(word)


def _misprinted(word: str) -> int | None:
    """The one month whose name is at most two edits away (one for names of five letters)."""
    if not 5 <= len(word) <= 11 or not word.isalpha():
        return None
    near = [name for name in _FULL_MONTHS if _is_near(word, name)]
    return MONTHS[near[0]] if len(near) == 1 else None


def _is_near(word: str, name: str) -> bool:
    limit = 2 if len(name) > 6 else 1
    return abs(len(word) - len(name)) <= limit and word[0] == name[0] and _edits(word, name) <= limit


def _edits(first: str, second: str) -> int:
    """Edit distance where swapping two neighbours is one edit."""
    rows = [list(range(len(second) + 1))]
    for i, char in enumerate(first, start=1):
        row = [i]
        for j, other in enumerate(second, start=1):
            cost = min(rows[i - 1][j] + 1, row[j - 1] + 1, rows[i - 1][j - 1] + (char != other))
            if i > 1 and j > 1 and char == second[j - 2] and first[i - 2] == other:
                cost = min(cost, rows[i - 2][j - 2] + 1)
            row.append(cost)
        rows.append(row)
    return rows[-1][-1]
