"""How records leave: one writer per format, all in input order, failed records included."""

from extractor.sinks.filters import MASKS, Filters, Mask, filtered
from extractor.sinks.formats import FORMATS, Entry, FileWriter, Format, Writer, file_writer, writer

__all__ = [
    "FORMATS",
    "MASKS",
    "Entry",
    "FileWriter",
    "Filters",
    "Format",
    "Mask",
    "Writer",
    "file_writer",
    "filtered",
    "writer",
]
