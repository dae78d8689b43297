"""The order of the stages for one article, and the border behind which nothing fails."""

from extractor.pipeline.extractor import Extractor
from extractor.pipeline.records import failed_record
from extractor.pipeline.version import rules_version

__all__ = ["Extractor", "failed_record", "rules_version"]
