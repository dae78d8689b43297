"""Normal forms of text: the length-preserving fold that offsets survive, and white-space folding."""

from __future__ import annotations

# One character to one character, so that an offset in the folded text is an offset in the text.
_PLAIN = {
    "'": "\u2018\u2019\u201b\u02bc`\u00b4",
    '"': "\u201c\u201d\u201e\u201f\u00ab\u00bb",
    "-": "\u2010\u2011\u2012\u2013\u2014\u2015\u2212",
    " ": "\u00a0\u2009\u202f\t",
}
_REPLACED = tuple((char, plain) for plain, chars in _PLAIN.items() for char in chars)


def fold(text: str) -> str:
    """Lower-case `text`, make quotes, dashes and spaces plain; the length never changes.

    A character whose lower case is longer (İ) stays as it is.
    """
    folded = text.lower()
    if folded.isascii():
        return folded.replace("`", "'").replace("\t", " ")
    if len(folded) != len(text):
        folded = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    # Replacing one character at a time is five times as fast as `translate`: most of them are absent.
    for char, plain in _REPLACED:
        folded = folded.replace(char, plain)
    return folded


def squeeze(text: str) -> str:
    """Fold each run of white space into one space and strip the ends."""
    return " ".join(text.split())
