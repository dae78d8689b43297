"""Models: servers that speak OpenAI's protocol, a queue for tests, recordings.

Importing this imports no client library; the first request does.
"""

from extractor.models.prices import Price, cost_usd, price
from extractor.models.protocol import Mode, Model, ModelConfig
from extractor.models.queue import QueueModel, Reply
from extractor.models.recording import Recorder, Replay
from extractor.models.server import Server, connect
from extractor.models.waiting import Pace

__all__ = [
    "Mode",
    "Model",
    "ModelConfig",
    "Pace",
    "Price",
    "QueueModel",
    "Recorder",
    "Replay",
    "Reply",
    "Server",
    "connect",
    "cost_usd",
    "price",
]
