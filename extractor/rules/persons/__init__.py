"""Persons with their posts and employers, all mentions of one person together."""
