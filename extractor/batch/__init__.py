"""Many articles: several under way at once, records in the order of the input."""

from extractor.batch.flow import Read, records, stream

__all__ = ["Read", "records", "stream"]
