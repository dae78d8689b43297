"""How many snippets the rules read wholly right, per family of fields and per hard part.

python -m tests.snippets [--faults]
"""

from __future__ import annotations

import sys

from tests.snippets import FAMILIES, HARD_PARTS, Snippet, faults, read


def main() -> None:
    wrong = {snippet: fault for family in FAMILIES for snippet in read(family) if (fault := faults(snippet))}
    for family in FAMILIES:
        _print(family, read(family), wrong)
    print()
    everything = [snippet for family in FAMILIES for snippet in read(family)]
    for tag, meaning in HARD_PARTS.items():
        _print(meaning, [snippet for snippet in everything if tag in snippet.tags], wrong)
    if "--faults" in sys.argv:
        for snippet, fault in wrong.items():
            print(f"\n{snippet.family}/{snippet.name}", *fault, sep="\n    ")


def _print(name: str, snippets: tuple[Snippet, ...] | list[Snippet], wrong: dict[Snippet, list[str]]) -> None:
    right = sum(snippet not in wrong for snippet in snippets)
    print(f"{name:40} {right:4} of {len(snippets):4}  {right / len(snippets):.3f}")


if __name__ == "__main__":
    main()
