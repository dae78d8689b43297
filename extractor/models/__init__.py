"""Models: servers that speak OpenAI's protocol, a queue for tests, recordings.

Importing this imports no client library; the first request does.
"""

from extractor.models.batch_api import ENDPOINT, BatchApi, GoneError, RemoteBatch
from extractor.models.dialects import Dialect, adapted, assumed, recall, remember
from extractor.models.failures import UnavailableError
from extractor.models.offline import Composer, read_line
from extractor.models.prices import BATCH_SHARE, Price, cost_usd, price
from extractor.models.protocol import Mode, Model, ModelConfig
from extractor.models.queue import QueueModel, Reply
from extractor.models.recording import Recorder, Replay
from extractor.models.server import Server, connect
from extractor.models.waiting import Pace

__all__ = [
    "BATCH_SHARE",
    "ENDPOINT",
    "BatchApi",
    "Composer",
    "Dialect",
    "GoneError",
    "Mode",
    "Model",
    "ModelConfig",
    "Pace",
    "Price",
    "QueueModel",
    "Recorder",
    "RemoteBatch",
    "Replay",
    "Reply",
    "Server",
    "UnavailableError",
    "adapted",
    "assumed",
    "connect",
    "cost_usd",
    "price",
    "read_line",
    "recall",
    "remember",
]
