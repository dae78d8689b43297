"""From written requests to batches under way: each file is sent once, and one batch is made of it.

Neither step can be repeated blindly, for a second batch costs as much as the first. So before a step the
state says that it is begun, and where it was begun before, or broke off, the provider is asked whether it was
done: a file has a name that no other has, a batch a tag.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from extractor.batch.provider.state import Parcel, Standing, State
from extractor.models import BatchApi, RemoteBatch, UnavailableError

_WAIT_S = 2.0
_LONGEST_WAIT_S = 30.0
_HEALED = frozenset(("token_limit_exceeded", "billing_hard_limit_reached"))
"""What is wrong with a batch as long as others are under way, or the account is empty."""

T = TypeVar("T")


def send(state: State, api: BatchApi) -> None:
    """Bring every parcel to where it has a batch; what is there already is left alone.

    Raises:
        UnavailableError: The provider does not do it now; calling this again goes on.
        SettingsError: It never will, or the state cannot be saved.
    """
    for parcel in state.parcels:
        if parcel.step in {"written", "uploading"}:
            _upload(state, parcel, api)
        if parcel.step in {"uploaded", "creating"}:
            _create(state, parcel, api)


def send_again(state: State, parcels: Iterable[Standing]) -> None:
    """Have `send` make another batch of those that were refused for want of room or money.

    A provider bounds the tokens that wait at once, and a batch above that is refused as a whole, unpaid.
    """
    refused = [parcel for parcel, batch in parcels if is_for_later(batch)]
    for parcel in refused:
        parcel.step, parcel.batch_id = "uploaded", None
        parcel.attempt += 1
    if refused:
        state.save()


def is_for_later(batch: RemoteBatch | None) -> bool:
    """Whether a batch was refused for want of room or money, so that the same requests may be sent later."""
    return (
        batch is not None
        and batch.status == "failed"
        and bool(batch.errors)
        and _HEALED.issuperset(batch.errors)
    )


def _upload(state: State, parcel: Parcel, api: BatchApi) -> None:
    name = state.name(parcel)
    parcel.file_id = _once(
        state,
        parcel,
        api,
        look=lambda: api.find_file(name, parcel.size_bytes),
        do=lambda: api.upload(state.path("requests", parcel), name),
    )
    parcel.step = "uploaded"
    state.save()


def _create(state: State, parcel: Parcel, api: BatchApi) -> None:
    tag = state.tag(parcel)
    file_id = parcel.file_id
    assert file_id is not None

    def look() -> RemoteBatch | None:
        return next(iter(api.find_batches(tag)), None)

    batch = _once(state, parcel, api, look=look, do=lambda: api.create(file_id, tag))
    parcel.step, parcel.batch_id = "created", batch.id
    state.save()


def cancel_doubles(state: State, api: BatchApi) -> None:
    """Cancel what was made a second time because the provider did not list the first one in time.

    Raises:
        UnavailableError: The provider does not say now.
    """
    for parcel in state.parcels:
        if parcel.is_doubtful and parcel.batch_id is not None:
            for batch in api.find_batches(state.tag(parcel)):
                if batch.id != parcel.batch_id and not batch.is_ended:
                    api.cancel(batch.id)


def _once(
    state: State, parcel: Parcel, api: BatchApi, *, look: Callable[[], T | None], do: Callable[[], T]
) -> T:
    is_begun = parcel.step in {"uploading", "creating"}
    if not is_begun:
        parcel.step = "uploading" if parcel.step == "written" else "creating"
        state.save()
    attempt = 0
    while True:
        if is_begun:
            if (done := look()) is not None:
                return done
            parcel.is_doubtful = parcel.step == "creating"
        attempt += 1
        try:
            return do()
        except UnavailableError as failure:
            if not failure.is_repeatable or attempt >= api.attempts:
                raise
            is_begun = True
            longest_s = min(_WAIT_S * 2.0 ** (attempt - 1), _LONGEST_WAIT_S)
            api.sleep(longest_s if failure.retry_after_s is None else failure.retry_after_s)
