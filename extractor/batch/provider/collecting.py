"""How the batches stand at the provider, and their answers fetched from there."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from extractor.batch.provider.sending import cancel_doubles, is_for_later, send, send_again
from extractor.batch.provider.state import Standing, State, private
from extractor.errors import SettingsError
from extractor.models import BatchApi, GoneError

_FIRST_WAIT_S = 2.0
_LONGEST_WAIT_S = 60.0


def standing(state: State, api: BatchApi) -> list[Standing]:
    """How every batch stands now; of batches made twice by accident one is cancelled."""
    cancel_doubles(state, api)
    return [
        Standing(parcel, api.retrieve(parcel.batch_id) if parcel.batch_id is not None else None)
        for parcel in state.parcels
    ]


def is_finished(parcels: Sequence[Standing]) -> bool:
    """Whether nothing more will come, and nothing waits to be sent again."""
    return all(batch is not None and batch.is_ended and not is_for_later(batch) for _, batch in parcels)


def wait(state: State, api: BatchApi, on_look: Callable[[Sequence[Standing]], object]) -> list[Standing]:
    """Look every so often until all is finished; what was refused for want of room is sent again.

    It is sent again when nothing else is under way, and given up when that did not help.

    Args:
        state: All of it was sent.
        api: Its provider.
        on_look: Called with what was seen, each time.
    """
    wait_s = _FIRST_WAIT_S
    finished_then = -1
    while True:
        seen = standing(state, api)
        on_look(seen)
        if is_finished(seen):
            return seen
        if not any(batch is not None and not batch.is_ended for _, batch in seen):
            finished = sum(is_finished([one]) for one in seen)
            if finished == finished_then:
                return seen
            finished_then = finished
            send_again(state, seen)
            send(state, api)
        api.sleep(wait_s)
        wait_s = min(2 * wait_s, _LONGEST_WAIT_S)


def fetch(state: State, api: BatchApi, parcels: Sequence[Standing]) -> None:
    """Download what came of every batch, answers and errors; files that are gone stay missing.

    Raises:
        UnavailableError: One did not come whole; calling this again fetches what is missing.
        SettingsError: The disk does not take it.
    """
    for parcel, batch in parcels:
        if batch is not None and batch.is_ended:
            _fetch(api, batch.output_file_id, state.path("output", parcel))
            _fetch(api, batch.error_file_id, state.path("errors", parcel))


def _fetch(api: BatchApi, file_id: str | None, path: Path) -> None:
    """Fetch a file unless it is there already; it appears when it is whole and on the disk."""
    if file_id is None or path.exists():
        return
    draft = path.with_name(path.name + ".part")
    try:
        with private(draft) as file, suppress(GoneError):
            api.download(file_id, file)
            file.flush()
            os.fsync(file.fileno())
            os.replace(draft, path)
        draft.unlink(missing_ok=True)
    except OSError as error:
        raise SettingsError(f"cannot write {path}: {error.strerror or error}") from error
