"""Correct records beside their articles, value by value, and so turn them into gold."""
