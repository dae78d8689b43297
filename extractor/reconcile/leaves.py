"""One leaf, two engines: which value stands, how sure it is, and what is kept of the other."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, TypeAlias

from extractor.canonical.schools import school_form
from extractor.canonical.slotted import slotted
from extractor.reconcile.calibration import probability
from extractor.reconcile.policy import CORRECTED, MIN_TRUST, POLICY
from extractor.schema.types import Alternative, Candidate, Value
from extractor.text import fold, squeeze

Verdict: TypeAlias = Literal["agreed", "kept", "overruled", "alone", "absent"]
"""Both gave it; the rules won; the model won; only one gave it, or the rules' was rejected; nobody did."""

MAX_CONFIDENCE = 0.995
DENIAL = 0.5
"""A denial carries no evidence of its own, so it weighs as much as a value proposed with this confidence."""

_ORGANIZATIONS = frozenset(("event.parties[]", "organizations[].name", "people[].organization"))
_NAMES = frozenset(("people[].name", "statements[].speaker"))
_EDGES = " .,;:!?\"'“”‘’"


@slotted
class Case:
    """What is known beside the two candidates.

    `trust` in the model runs from 0 to 1. `anchor` is the verdict on the leaf that this one depends on. A
    `is_protected` value is named elsewhere in the record and must stay.
    """

    trust: float
    is_complete: bool
    is_denied: bool = False
    is_protected: bool = False
    anchor: Verdict | None = None

    @property
    def is_trusted(self) -> bool:
        """Whether the model is believed at all."""
        return self.trust >= MIN_TRUST


@slotted
class Settled:
    """`candidate` is the leaf; `lost` what left the record without a trace in it, with its reason."""

    candidate: Candidate | None
    verdict: Verdict
    lost: tuple[tuple[Candidate, str], ...] = ()


def same(path: str, left: Value, right: Value) -> bool:
    """True when two values of the field at `path` say the same; spelling beyond the contract's may differ."""
    if not isinstance(left, str) or not isinstance(right, str):
        return left == right
    return left == right or form(path, left) == form(path, right)


def form(path: str, value: Value) -> str:
    """What is left of a value when spellings that say the same are made one."""
    if path in _ORGANIZATIONS:
        return school_form(str(value))
    return fold(squeeze(str(value))).strip(_EDGES)


def is_part(shorter: Value, longer: Value) -> bool:
    """True when all words of one name stand in the other, which has more."""
    return set(fold(str(shorter)).split()) < set(fold(str(longer)).split())


def settle(path: str, rules: Candidate | None, model: Candidate | None, case: Case) -> Settled:
    """Decide on one leaf by the row of the policy at `path`."""
    has_rules = rules is not None and rules.value is not None
    if model is None or model.value is None:
        return _rules_only(path, rules, case) if rules is not None and has_rules else Settled(rules, "absent")
    if rules is None or not has_rules:
        return _model_only(path, rules, model, case)
    if same(path, rules.value, model.value):
        # A patch was shown the value, so that its saying the same proves nothing.
        agreed = _agreed(rules, model, _rated(path, rules), case) if case.is_complete else rules
        return Settled(agreed, "agreed")
    if (
        path in _NAMES
        and not case.is_denied
        and (is_part(rules.value, model.value) or is_part(model.value, rules.value))
    ):
        return Settled(_fuller(rules, model, _rated(path, rules), case), "agreed")
    rated = _rated(path, rules)
    if _rules_stand(path, rated, case):
        return Settled(_won(replace(rules, confidence=rated), model, case), "kept")
    return Settled(_won(model, replace(rules, confidence=rated), case), "overruled")


def _rules_stand(path: str, rated: float, case: Case) -> bool:
    if not case.is_trusted or case.anchor == "kept" or not POLICY[path].is_open:
        return True
    model = case.trust if case.is_complete else CORRECTED
    return case.anchor != "overruled" and rated >= model


def _rules_only(path: str, rules: Candidate, case: Case) -> Settled:
    row = POLICY[path]
    if case.is_trusted and not case.is_protected:
        if case.anchor == "overruled":
            return Settled(None, "alone", ((rules, "belongs_to_what_lost"),))
        if case.is_denied and rules.confidence < row.denied:
            return Settled(None, "alone", ((rules, "denied_by_model"),))
        if case.is_complete and rules.confidence < row.silent:
            return Settled(None, "alone", ((rules, "unseen_by_model"),))
    if not case.is_denied:
        return Settled(rules, "alone")
    return Settled(_contested(replace(rules, confidence=_rated(path, rules)), case), "alone")


def _model_only(path: str, rules: Candidate | None, model: Candidate, case: Case) -> Settled:
    options = rules.options if rules is not None else ()
    reason = None
    if not case.is_trusted:
        reason = "model_not_trusted"
    elif case.trust < POLICY[path].taken or case.anchor == "kept" or (options and model.value not in options):
        reason = "left_to_rules"
    if reason is None:
        return Settled(model, "alone")
    return Settled(rules, "absent", ((model, reason),))


def _rated(path: str, rules: Candidate) -> float:
    """The probability that the rules' candidate is right, for a model's word to raise or lower."""
    if rules.source != "rules":
        return rules.confidence
    return probability(path, rules.reason, rules.confidence)


def _agreed(rules: Candidate, model: Candidate, rated: float, case: Case) -> Candidate:
    """The rules' value, surer by the chance that not both err (noisy-or); metadata gives way to print."""
    if rules.source == "input":
        return model if case.is_trusted else rules
    confidence = _raised(rated, model, case)
    # Most leaves of a good answer come here, and `replace` takes three times as long.
    return Candidate(
        rules.value,
        rules.spans,
        confidence,
        rules.reason,
        rules.flags,
        rules.options,
        rules.alternatives,
        "rules+llm",
    )


def _fuller(rules: Candidate, model: Candidate, rated: float, case: Case) -> Candidate:
    """The name with more words; a model that is not trusted adds none."""
    if case.is_trusted and is_part(rules.value, model.value):
        confidence = _raised(rated, model, case)
        return replace(model, source="rules+llm", confidence=confidence, alternatives=rules.alternatives)
    return _agreed(rules, model, rated, case)


def _raised(rated: float, model: Candidate, case: Case) -> float:
    if not case.is_trusted:
        return rated
    joint = 1 - (1 - rated) * (1 - model.confidence)
    return max(rated, min(MAX_CONFIDENCE, joint))


def _won(winner: Candidate, loser: Candidate, case: Case) -> Candidate:
    """The winner, less sure by half of the loser's confidence; who is not trusted makes nobody less sure."""
    factor = 1 - loser.confidence / 2 if case.is_trusted else 1.0
    return _disputed(winner, Alternative(loser.value, loser.source), factor)


def _contested(rules: Candidate, case: Case) -> Candidate:
    factor = 1 - DENIAL / 2 if case.is_trusted else 1.0
    return _disputed(rules, Alternative(None, "llm"), factor)


def _disputed(winner: Candidate, loser: Alternative, factor: float) -> Candidate:
    return replace(
        winner,
        confidence=winner.confidence * factor,
        flags=tuple(dict.fromkeys((*winner.flags, "disagreement"))),
        alternatives=tuple(dict.fromkeys((*winner.alternatives, loser))),
    )
