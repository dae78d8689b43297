"""Where articles come from: files, folders, globs and standard input, as plain text, HTML or JSON Lines."""

from extractor.articles.decode import MAX_BYTES
from extractor.articles.find import STDIN, find
from extractor.articles.later import Page, read_later
from extractor.articles.read import read

__all__ = ["MAX_BYTES", "STDIN", "Page", "find", "read", "read_later"]
