"""Many articles by HTTP: uploads that are journaled, worked on in the background and survive a restart."""

from extractor.service.batches.documents import PATH
from extractor.service.batches.registry import Limits
from extractor.service.batches.routes import router

__all__ = ["PATH", "Limits", "router"]
