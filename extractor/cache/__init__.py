"""What was paid for once is not asked for again: answers of models, and records made of them."""

from extractor.cache.keys import record_key, response_key
from extractor.cache.store import Cache, Stats
from extractor.cache.stored import StoredResponse

__all__ = ["Cache", "Stats", "StoredResponse", "record_key", "response_key"]
