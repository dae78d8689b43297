"""Servers under test: on 127.0.0.1 only, bounded in time, ended with their `with` block."""
