"""The order of the stages for one article, and the border behind which nothing fails."""

from extractor.pipeline.budget import BudgetError
from extractor.pipeline.extractor import Extractor
from extractor.pipeline.records import failed_record
from extractor.pipeline.version import record_version, rules_version

__all__ = ["BudgetError", "Extractor", "failed_record", "record_version", "rules_version"]
