"""How the batches of a state stand, in words and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from extractor.batch import provider
from extractor.batch.provider import Standing, State
from extractor.cli.progress import say


def told(parcels: Sequence[Standing]) -> str:
    """A line for each batch, and one for all."""
    figures = _totals(parcels)
    end = "finished" if figures["is_finished"] else "not finished"
    total = f"{figures['completed']} of {figures['requests']} answered, {figures['failed']} failed; {end}"
    return "\n".join([*map(_line, parcels), f"all   {total}"])


def plain(state: State, parcels: Sequence[Standing]) -> dict[str, object]:
    """The same as plain values."""
    batches = [
        {
            "number": parcel.number,
            "requests": parcel.requests,
            "step": parcel.step,
            **(batch._asdict() if batch is not None else {}),
        }
        for parcel, batch in parcels
    ]
    totals = _totals(parcels)
    totals["is_finished"] = state.is_sent and totals["is_finished"]
    return {"id": state.id, "is_submitted": state.is_sent, **totals, "batches": batches}


def advice(parcels: Sequence[Standing], folder: Path) -> str:
    """What to do while not all is finished."""
    if any(one.batch and one.batch.is_ended and not provider.is_finished([one]) for one in parcels):
        return (
            ": the provider has no room for some yet; when others have ended, "
            f"`edumutu-llm batch submit --state {folder}` sends them again"
        )
    return "; --wait waits, --now takes what is there"


class Look:
    """Says how the batches stand whenever that has changed."""

    def __init__(self) -> None:
        self._said = ""

    def __call__(self, parcels: Sequence[Standing]) -> None:
        """Say it if it is new."""
        total = told(parcels).splitlines()[-1]
        if total != self._said:
            say(total)
        self._said = total


def _line(standing: Standing) -> str:
    parcel, batch = standing
    if batch is None:
        return f"{parcel.number:04}  {parcel.step}  {parcel.requests} requests"
    codes = f" ({', '.join(batch.errors)})" if batch.errors else ""
    counts = f"{batch.completed} of {parcel.requests} answered, {batch.failed} failed"
    return f"{parcel.number:04}  {batch.id}  {batch.status}  {counts}{codes}"


def _totals(parcels: Sequence[Standing]) -> dict[str, object]:
    seen = [batch for _, batch in parcels if batch is not None]
    return {
        "requests": sum(parcel.requests for parcel, _ in parcels),
        "completed": sum(batch.completed for batch in seen),
        "failed": sum(batch.failed for batch in seen),
        "is_finished": provider.is_finished(parcels),
    }
