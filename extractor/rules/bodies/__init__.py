"""Regions, organizations and programs: what the tables name, resolved in the article's context."""
