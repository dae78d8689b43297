"""How far two readers of one article agree, by the scorer of predictions, and on what they do not."""

from __future__ import annotations

from collections.abc import Mapping

from evals.metrics import Counts
from evals.review.contents.marks import plain
from evals.review.contents.pointers import Record
from evals.review.editing.differences import differences
from evals.review.types import Accord, FieldAgreement
from evals.slots import compare, count


def accord(mine: Record, other: str, theirs: Mapping[str, object], text: str) -> Accord:
    """My record against the one of `other`, whose alternatives are all accepted; `text` checks quotations."""
    counts = {path: found for path, found in count(compare(theirs, mine, text)).items() if _slots(found)}
    return Accord(
        other,
        sum(counts.values(), Counts()).f1,
        tuple(FieldAgreement(path, found.f1, _slots(found)) for path, found in counts.items()),
        differences(mine, plain(theirs).record),
    )


def _slots(counts: Counts) -> int:
    """Slots that either side fills."""
    return counts.possible + counts.spu
