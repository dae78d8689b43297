"""A reviewer at the keyboard: presses keys as a person does, and counts them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from evals.review.desk import Desk
from evals.review.page.app import create_app
from evals.review.page.wording import Language
from extractor.articles import read
from extractor.schema.types import Article

ROOT = Path(__file__).resolve().parents[2]
SEED = "000_7d0259ef5c0de7e4"


def seeds() -> list[Article]:
    found = read([str(ROOT / "seeds")], io.BytesIO())
    return [one for one in found if isinstance(one, Article)]


def page_of(
    folder: Path,
    articles: Sequence[Article],
    *,
    annotator: str = "rini",
    home: str = "home",
    language: Language = "en",
    **more: Any,
) -> Any:
    """The page of a desk whose files lie below `folder`; `more` is the desk's."""
    desk = Desk(articles, folder / "gold", annotator, home=folder / home, **more)
    return create_app(desk, annotator=annotator, gold=folder / "gold", language=language)


class Reviewer:
    """Drives one page; `presses` counts keys, a typed character as one."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.presses = 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.presses += 1
            self.page.wait_for_selector("body:not([data-busy])")

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.presses += len(text)

    def go(self, pointer: str) -> None:
        """Walk to a value with the arrows: by sections, then value by value."""
        every = self.page.eval_on_selector_all(
            "#rows button.value, #rows button.adder",
            "all => all.map(one => one.dataset.pointer ?? one.dataset.list)",
        )
        part = [one.split("/")[1] for one in every]
        parts = list(dict.fromkeys(part))
        here, there = every.index(self.at), every.index(pointer)
        sections = parts.index(part[there]) - parts.index(part[here])
        self._repeat("ArrowRight" if sections > 0 else "ArrowLeft", abs(sections))
        if sections:
            here = part.index(part[there])
        self._repeat("ArrowDown" if there > here else "ArrowUp", abs(there - here))
        assert self.at == pointer

    def _repeat(self, key: str, times: int) -> None:
        for _ in range(times):
            self.page.keyboard.press(key)
        self.presses += times

    @property
    def at(self) -> str:
        """The pointer of the chosen value, or of the list that a button adds to."""
        chosen = self.page.locator("#rows [aria-current=true]")
        return str(chosen.get_attribute("data-pointer") or chosen.get_attribute("data-list"))

    @property
    def focused(self) -> str:
        return str(self.page.evaluate("document.activeElement.dataset.pointer ?? document.activeElement.id"))

    @property
    def said(self) -> str:
        self.page.wait_for_selector("#said:not(:empty)")
        return str(self.page.inner_text("#said"))

    def value(self, pointer: str) -> str:
        return str(self.page.inner_text(f'[data-pointer="{pointer}"] .shown bdi'))

    def selected(self) -> str:
        return str(self.page.evaluate("getSelection().toString()"))


def open_article(page: Any, article_id: str = SEED) -> Reviewer:
    """From the list, by mouse."""
    page.click(f'#queue a[href$="{article_id}"]')
    page.wait_for_selector("#rows [aria-current=true]")
    return Reviewer(page)
