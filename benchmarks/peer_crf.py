"""A linear-chain CRF for persons and organizations, as one would train it from the same labels.

Gold holds names, a CRF wants labelled words: names are projected onto the text. What it finds is put into
canonical form by our own readers, so that only the finding is compared.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.peer_engines import Engine
from benchmarks.peer_scoring import Values, distinct, values_of, without_parts
from evals.gold import GoldItem

_TOKEN = re.compile(r"\w+(?:[-'’/]\w+)*|[^\w\s]")
_LONGEST_NAME = 9
# Of 16 settings the best for persons by fourfold cross-validation on d1_*. A feature that was seen once or
# twice is left out: with so few articles the chain learns their names by heart otherwise.
_TRAINING = {
    "c1": 0.1,
    "c2": 0.01,
    "feature.minfreq": 3,
    "max_iterations": 100,
    "feature.possible_transitions": True,
}


class Token(NamedTuple):
    """A word or a mark of `text`, `[start, end)`."""

    text: str
    start: int
    end: int


class Labelled(NamedTuple):
    """A name that stands in the text at `[start, end)`."""

    start: int
    end: int
    label: str


def lines(text: str) -> Iterator[list[Token]]:
    """The tokens of each line that has any: lines are what the chain runs along."""
    start = 0
    for line in text.split("\n"):
        found = [Token(one[0], start + one.start(), start + one.end()) for one in _TOKEN.finditer(line)]
        if found:
            yield found
        start += len(line) + 1


def project(text: str, record: Mapping[str, object]) -> list[Labelled]:
    """Where gold's names stand: whole names, then organizations as printed, then parts of persons' names."""
    persons = [str(name) for name in values_of(record, "persons")]
    bodies = [str(name) for name in values_of(record, "organizations")]
    parts = {part for name in persons for part in name.split() if len(part) > 2}
    event = record.get("event")
    region = event.get("region") if isinstance(event, Mapping) else None
    candidates = [
        *_places(text, bodies, "ORG"),
        *_places(text, persons, "PER"),
        *_printed(text, frozenset(bodies), None),
        *_printed(text, frozenset(bodies), region),
        *_places(text, parts, "PER"),
    ]
    kept: list[Labelled] = []
    for one in candidates:
        if not any(one.start < other.end and other.start < one.end for other in kept):
            kept.append(one)
    return sorted(kept)


def tags(tokens: Sequence[Token], names: Sequence[Labelled]) -> list[str]:
    """BIO labels of `tokens`."""
    labels = []
    for token in tokens:
        inside = next((name for name in names if name.start <= token.start < name.end), None)
        begins = inside is not None and token.start == inside.start
        labels.append("O" if inside is None else f"{'B' if begins else 'I'}-{inside.label}")
    return labels


def names_in(tokens: Sequence[Token], labels: Sequence[str]) -> Iterator[Labelled]:
    """The names that BIO labels mark; an `I-` without its `B-` opens one as well."""
    opened: Labelled | None = None
    for token, label in zip(tokens, labels, strict=True):
        kind = label[2:]
        if opened and label.startswith("I") and kind == opened.label:
            opened = opened._replace(end=token.end)
            continue
        if opened:
            yield opened
        opened = Labelled(token.start, token.end, kind) if kind else None
    if opened:
        yield opened


def features(tokens: Sequence[Token]) -> list[list[str]]:
    """Word, affixes, shape and case of each token, the like of its neighbours, and some of them joined."""
    own = [_word(token.text) for token in tokens]
    shapes = ["^", *(features[1] for features in own), "$"]
    words = ["^", *(features[0] for features in own), "$"]
    rows = []
    for index, token in enumerate(tokens):
        row = ["bias", *own[index]]
        row += [f"prefix={token.text[:size].lower()}" for size in (2, 3)]
        row += [f"suffix={token.text[-size:].lower()}" for size in (2, 3)]
        before, shape, after = shapes[index : index + 3]
        row += [f"{before}|{shape}", f"{before}|{shape}|{after}"]
        row += [f"{words[index]}|{shape}", f"{shape}|{words[index + 2]}"]
        for step in (-2, -1, 1, 2):
            place = index + step
            if 0 <= place < len(tokens):
                row += [f"{step:+}:{feature}" for feature in own[place]]
            elif abs(step) == 1:
                row.append("first" if step < 0 else "last")
        rows.append(row)
    return rows


def crf(training: Sequence[GoldItem]) -> Engine:
    """Train on `training`, tag with the result."""
    import pycrfsuite

    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params(_TRAINING)
    for item in training:
        names = project(item.text, item.record)
        for tokens in lines(item.text):
            trainer.append(features(tokens), tags(tokens, names))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "names.crfsuite")
        trainer.train(str(path))
        tagger = pycrfsuite.Tagger()
        tagger.open(str(path))

    def read(item: GoldItem) -> Any:
        return [
            name for tokens in lines(item.text) for name in names_in(tokens, tagger.tag(features(tokens)))
        ]

    notes = (
        f"Trained on {len(training)} labelled articles ({training[0].id} to {training[-1].id}), gold's names "
        "projected onto their text; word, affixes, shape, case, two neighbours; settings by cross-validation "
        "within d1_*. It shows what so few labels give, not what a CRF can do with many. Parts of a longer "
        "name count as second mentions; our reader puts organizations into canonical form, given gold's "
        "region of the event (a gift)."
    )
    return Engine(read, _answers, notes)


def _answers(found: list[Labelled], item: GoldItem) -> Mapping[str, Values]:
    from extractor.canonical.names import read_person
    from extractor.canonical.organizations import read_organization

    event: Any = item.record["event"]
    surfaces = {
        label: [" ".join(item.text[one.start : one.end].split()) for one in found if one.label == label]
        for label in ("PER", "ORG")
    }
    persons = [known.name if (known := read_person(one)) else one for one in surfaces["PER"]]
    bodies = [
        body.name if (body := read_organization(one, context=event["region"])) else one
        for one in surfaces["ORG"]
    ]
    return {"persons": distinct(without_parts(persons)), "organizations": distinct(bodies)}


def _word(word: str) -> list[str]:
    shape = re.sub(r"[^\W\d_]", lambda one: "X" if one[0].isupper() else "x", re.sub(r"\d", "9", word))
    squeezed = re.sub(r"(.)\1+", r"\1", shape)
    return [f"word={word.lower()}", f"shape={squeezed}", f"title={word.istitle()}", f"upper={word.isupper()}"]


def _places(text: str, names: Sequence[str] | set[str], label: str) -> Iterator[Labelled]:
    for name in sorted(names, key=lambda one: (-len(one), one)):
        case = re.IGNORECASE if " " in name else re.NOFLAG
        for match in re.finditer(rf"\b{re.escape(name)}\b", text, case):
            yield Labelled(match.start(), match.end(), label)


def _printed(text: str, names: frozenset[str], region: str | None) -> Iterator[Labelled]:
    """The shortest windows that our reader reads as one of `names`."""
    from extractor.canonical.organizations import read_organization

    def reads(start: int, end: int) -> str | None:
        found = read_organization(text[start:end], context=region)
        return found.name if found and found.name in names else None

    for tokens in lines(text):
        for first, token in enumerate(tokens):
            if not token.text[0].isupper():
                continue
            for last in range(first, min(first + _LONGEST_NAME, len(tokens))):
                name = reads(token.start, tokens[last].end)
                if name is None:
                    continue
                if last == first or reads(tokens[first + 1].start, tokens[last].end) != name:
                    yield Labelled(token.start, tokens[last].end, "ORG")
                break
