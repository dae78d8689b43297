"""Shards made by many processes on one machine or many: the one module that knows Ray.

Ray Data does what is hard about it: one task reads the input as a stream and is held back while all workers
are busy, a pool of actors makes shards, and what is lost with a process or a machine is done again. The
input never stands in memory as a whole, and no record passes through the process that waits here.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import socket
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any

import pyarrow as pa
import ray
from ray.data import ActorPoolStrategy, DataContext, Datasource, read_datasource
from ray.data.block import BlockMetadata
from ray.data.datasource import ReadTask

from extractor.batch.ray_environment import Cluster
from extractor.batch.shard_maker import STOP, Plan, ShardMaker, Told
from extractor.batch.shards import Input, Shard, shards
from extractor.errors import SettingsError

_STORE_BYTES = 512 * 2**20
"""Room for articles under way on this machine; what does not fit waits or goes to the disk."""

_KNOCK_S = 10.0
_LONGEST_TEMPORARY = 40
"""Ray makes sockets in its folder, whose whole names may have 107 characters."""


def run(plan: Plan, given: Input, cluster: Cluster) -> Iterator[Told]:
    """Make all shards of the input; what came of each, as they are done. Closing it gives up the rest.

    Raises:
        SettingsError: No cluster answers at the address.
    """
    with _connected(cluster) as workers:
        context = DataContext.get_current()
        context.enable_progress_bars = False
        # A block for each row, which is a shard: so shards are handed out one by one.
        context.target_max_block_size = 1
        told = read_datasource(_Source(plan, given), override_num_blocks=1, num_cpus=0).map_batches(
            _Worker,
            batch_size=1,
            num_cpus=1,
            compute=ActorPoolStrategy(size=workers, max_tasks_in_flight_per_actor=1),
            fn_constructor_args=(plan,),
        )
        for rows in told.iter_batches(batch_size=1, prefetch_batches=0):
            for row in rows["told"]:
                yield Told.from_json(str(row))


class _Source(Datasource):  # type: ignore[misc]  # Ray tells no types
    """One task that reads the whole input, on the machine where the command runs."""

    def __init__(self, plan: Plan, given: Input) -> None:
        super().__init__()
        self._read = partial(_tables, plan, given)

    @property
    def supports_distributed_reads(self) -> bool:
        return False

    def estimate_inmemory_data_size(self) -> int | None:
        return None

    def get_read_tasks(self, *_: object, **__: object) -> list[Any]:
        unknown = BlockMetadata(num_rows=None, size_bytes=None, exec_stats=None, input_files=None)
        return [ReadTask(self._read, unknown)]


class _Worker:
    """An actor: one process that makes shards."""

    def __init__(self, plan: Plan) -> None:
        self._maker = ShardMaker(plan)

    def __call__(self, rows: Mapping[str, Any]) -> dict[str, list[str]]:
        return {"told": [self._told(*row) for row in zip(rows["shard"], rows["items"], strict=True)]}

    def __del__(self) -> None:
        # Ray lets go of an actor's object, and then ends its process.
        self._maker.close()

    def _told(self, shard: str, items: bytes) -> str:
        state, number, digest, said = json.loads(shard)
        return self._maker.tell(Shard(state, number, digest, bytes(items), tuple(said))).to_json()


def _tables(plan: Plan, given: Input) -> Iterator[Any]:
    stop = plan.folder / STOP
    for shard in shards(given, stop.exists):
        told = json.dumps([shard.state, shard.number, shard.digest, shard.said])
        yield pa.table({"shard": pa.array([told]), "items": pa.array([shard.items], pa.large_binary())})


@contextmanager
def _connected(cluster: Cluster) -> Iterator[int]:
    """Join the cluster, or start one on this machine; how many workers it is to have."""
    logging.getLogger("ray").setLevel(logging.ERROR)
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    common = {"log_to_driver": False, "configure_logging": False, "logging_level": logging.ERROR}
    if cluster.address is not None:
        try:
            _knock(cluster.address)
            ray.init(address=cluster.address, **common)
        except (OSError, ValueError, RuntimeError) as error:
            raise SettingsError(f"no Ray cluster answers at {cluster.address!r}: {error}") from error
        try:
            yield cluster.workers or max(1, int(ray.cluster_resources().get("CPU", 1)))
        finally:
            ray.shutdown()
        return
    workers = cluster.workers or _cpus()
    with _temporary() as folder:
        ray.init(
            address="local",
            num_cpus=workers,
            include_dashboard=False,
            object_store_memory=_STORE_BYTES,
            _node_ip_address="127.0.0.1",
            _temp_dir=folder,
            **common,
        )
        try:
            yield workers
        finally:
            ray.shutdown()


def _knock(address: str) -> None:
    """See whether anybody listens at host:port, which Ray would ask for minutes."""
    host, _, port = address.rpartition(":")
    if port.isdecimal():
        socket.create_connection((host.strip("[]"), int(port)), timeout=_KNOCK_S).close()


def _cpus() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def _temporary() -> Iterator[str | None]:
    """A folder that only we can read, since articles are spilled there; it goes with the cluster."""
    if len(tempfile.gettempdir()) > _LONGEST_TEMPORARY:
        yield None
        return
    folder = tempfile.mkdtemp(prefix="edumutu-ray-")
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
