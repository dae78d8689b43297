"""Where articles come from: files, folders, globs and standard input, as plain text, HTML or JSON Lines."""

from extractor.articles.decode import MAX_BYTES
from extractor.articles.find import STDIN, find
from extractor.articles.read import read

__all__ = ["MAX_BYTES", "STDIN", "find", "read"]
