"""How records leave: one writer per format, all in input order, failed records included."""

from extractor.sinks.formats import FORMATS, Entry, Format, Writer, writer

__all__ = ["FORMATS", "Entry", "Format", "Writer", "writer"]
