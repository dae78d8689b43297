"""Many articles: several under way at once, records in the order of the input, nothing lost or paid twice."""

from extractor.batch.collecting import collect_seldom
from extractor.batch.flow import records, stream
from extractor.batch.journal import Journal
from extractor.batch.ledger import Ledger
from extractor.batch.made_with import made_with
from extractor.batch.stop import Stop
from extractor.batch.window import Read

__all__ = ["Journal", "Ledger", "Read", "Stop", "collect_seldom", "made_with", "records", "stream"]
