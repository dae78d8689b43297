"""Every setting and secret, read once, before anything else runs."""

from extractor.settings.load import FILE, load
from extractor.settings.values import Engine, Settings

__all__ = ["FILE", "Engine", "Settings", "load"]
