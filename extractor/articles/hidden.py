"""What a page holds and shows to nobody: a reader never saw it, so it is no part of the article.

Text is hidden in good faith (menus, templates) and in bad faith (orders to whatever program reads the page).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Protocol

_STYLE = re.compile(r"display:none|visibility:hidden|opacity:0(?![.\d])|font-size:0(?![.\d])")
_SPACE = re.compile(r"\s+")
_MOST_HIDDEN = 1 / 3
"""Of the text in a page's paragraphs; more than that is content that a script shows later."""


class _Element(Protocol):
    """What is used of an element of the parsed page."""

    tag: str

    def get(self, name: str) -> str | None: ...

    def iter(self, tag: str) -> Iterator[_Element]: ...

    def getparent(self) -> _Element | None: ...

    def text_content(self) -> str: ...

    def drop_tree(self) -> None: ...


def drop_hidden(tree: _Element) -> None:
    """Take the elements out of `tree` that its own attributes hide; styles of classes are not known."""
    hidden = [element for element in tree.iter("*") if _is_hidden(element)]
    if not hidden:
        return
    most = _MOST_HIDDEN * sum(len(paragraph.text_content()) for paragraph in tree.iter("p"))
    for element in hidden:
        if element.getparent() is not None and len(element.text_content()) <= most:
            element.drop_tree()


def _is_hidden(element: _Element) -> bool:
    if element.tag == "template" or element.get("hidden") is not None:
        return True
    style = element.get("style")
    return style is not None and _STYLE.search(_SPACE.sub("", style).lower()) is not None
