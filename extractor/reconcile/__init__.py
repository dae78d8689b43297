"""From candidates to the record: rules and model weighed against each other, one value per leaf."""

from extractor.reconcile.assembly import Assembled, Provenance, assemble
from extractor.reconcile.policy import POLICY, Row
from extractor.reconcile.single import model_only
from extractor.reconcile.weighing import Weighed, weigh

__all__ = ["POLICY", "Assembled", "Provenance", "Row", "Weighed", "assemble", "model_only", "weigh"]
