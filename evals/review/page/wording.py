"""The page's words in Indonesian and English: one file each, with the same keys."""

from __future__ import annotations

import json
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

Language = Literal["id", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

_SCRIPT = "script."
_MARKS = {"id": (".", ","), "en": (",", ".")}


class Words:
    """What the page says in one language.

    Raises:
        KeyError: Asked for something that has no words.
    """

    def __init__(self, language: Language) -> None:
        self.language = language
        self._texts = texts(language)

    def __call__(self, key: str, **params: object) -> str:
        """The words of `key`, its `{names}` filled in; what strangers wrote is made visible."""
        return self._texts[key].format_map({name: visible(str(value)) for name, value in params.items()})

    def maybe(self, key: str, otherwise: str) -> str:
        """The words of `key`, or `otherwise` where it has none."""
        return self._texts.get(key, otherwise)

    def for_script(self) -> dict[str, str]:
        """What the page's script says by itself, without the keys' common beginning."""
        return {
            key.removeprefix(_SCRIPT): text for key, text in self._texts.items() if key.startswith(_SCRIPT)
        }

    def number(self, value: float) -> str:
        """A number as people of this language write it: `1.234,5` or `1,234.5`."""
        thousands, decimal = _MARKS[self.language]
        whole, dot, rest = f"{value:,}".partition(".")
        return whole.replace(",", thousands) + (decimal if dot else "") + rest


@cache
def texts(language: Language) -> dict[str, str]:
    """All words of a language by key."""
    raw = files("evals.review.page").joinpath("words", f"{language}.json").read_text("utf-8")
    found: dict[str, str] = json.loads(raw)
    return found


def control_name(char: str) -> str:
    """`U+202E` for a character that shows nothing or turns text about, empty for any other.

    Line feeds count as ordinary.
    """
    if char == "\n" or unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}:
        return ""
    return f"U+{ord(char):04X}"


def visible(text: str) -> str:
    """`text` with such characters written out between corner brackets."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(f"⟨{name}⟩" if (name := control_name(char)) else char for char in text)
