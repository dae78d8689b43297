"""Normal forms, folding and sentences: what every reader of text needs, and no meaning."""

from extractor.text.forms import fold, squeeze
from extractor.text.sentences import split_sentences

__all__ = ["fold", "split_sentences", "squeeze"]
