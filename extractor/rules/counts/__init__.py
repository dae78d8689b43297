"""Figures that measure education: which numbers count, what they count, and where."""
