"""Edits as pure functions, what follows from them, and two records made one."""
