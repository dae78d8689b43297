"""Dates: what is printed (`find_dates`), and which day that was (`resolve`).

Finding and resolving are two steps: `Kamis (24/11)` is a fact, its year is an inference from all the article.
"""

from __future__ import annotations

from extractor.canonical.date_finder import DateExpression, find_dates
from extractor.canonical.years import FIRST_YEAR, LAST_YEAR, DateReading, YearClues, resolve

__all__ = ["FIRST_YEAR", "LAST_YEAR", "DateExpression", "DateReading", "YearClues", "find_dates", "resolve"]
