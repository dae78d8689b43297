"""Counts after MUC, and the scores that they give."""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(slots=True)
class Counts:
    """Slots of one field: right, partly right, wrong value, only in gold, only in the prediction."""

    cor: int = 0
    par: int = 0
    inc: int = 0
    mis: int = 0
    spu: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.cor + other.cor,
            self.par + other.par,
            self.inc + other.inc,
            self.mis + other.mis,
            self.spu + other.spu,
        )

    @property
    def possible(self) -> int:
        """Slots that the gold fills."""
        return self.cor + self.par + self.inc + self.mis

    @property
    def actual(self) -> int:
        """Slots that the prediction fills."""
        return self.cor + self.par + self.inc + self.spu

    @property
    def precision(self) -> float | None:
        """Strict share of filled slots that are right; None where nothing was filled."""
        return self.cor / self.actual if self.actual else None

    @property
    def recall(self) -> float | None:
        """Strict share of gold slots that are right; None where gold has none."""
        return self.cor / self.possible if self.possible else None

    @property
    def f1(self) -> float | None:
        """Strict F1; None where neither side fills a slot."""
        total = self.actual + self.possible
        return 2 * self.cor / total if total else None

    @property
    def lenient_f1(self) -> float | None:
        """F1 that counts half of each partly right slot; None where neither side fills a slot."""
        total = self.actual + self.possible
        return (2 * self.cor + self.par) / total if total else None

    def add(self, verdict: str) -> None:
        """Count one slot; `verdict` is COR, PAR, INC, MIS or SPU."""
        name = verdict.lower()
        setattr(self, name, getattr(self, name) + 1)

    def to_json(self) -> dict[str, int]:
        """The five counts by name."""
        return asdict(self)
