"""From sheets to HTML: what each template is given."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from urllib.parse import quote

from evals.review.contents.pointers import LISTS, identity_pointer, item_of, path_of, value_at
from evals.review.page.editors import closed_lists
from evals.review.page.overlay import paragraphs
from evals.review.page.shown import loose_complaints, parts, shown_value
from evals.review.page.wording import LANGUAGES, Words, visible
from evals.review.types import Accord, Conflict, Difference, QueueItem, Sheet
from extractor.pages import base_css, environment
from extractor.sinks.leaves import SECTIONS

_UNSEEN = ("unchecked",)


class Rendering:
    """The pages of one desk.

    Args:
        annotator: Who works at it.
        gold: How the folder of gold is called.
    """

    def __init__(self, annotator: str, gold: str) -> None:
        self._annotator = annotator
        self._gold = gold

    def list(self, queue: Sequence[QueueItem], words: Words) -> str:
        """The page of all articles."""
        return self._render("list.html", words, queue=queue, back="/")

    def article(self, sheet: Sheet, queue: Sequence[QueueItem], words: Words) -> str:
        """The page of one article."""
        closed = {
            path: [(value, words.maybe(f"value.{path}.{value}", value)) for value in values]
            for path, values in closed_lists().items()
        }
        context = self._work(sheet, queue, words)
        return self._render("article.html", words, closed=closed, back=address(sheet.article.id), **context)

    def work(
        self,
        sheet: Sheet,
        queue: Sequence[QueueItem],
        words: Words,
        *,
        said: str,
        focus: str,
        is_saved: bool,
    ) -> str:
        """The part of the page that an edit changes."""
        context = self._work(sheet, queue, words)
        context.update(said=said, focus=focus, is_saved=is_saved)
        return self._render("work.html", words, **context)

    def conflict(self, sheet: Sheet, conflict: Conflict, words: Words) -> str:
        """Both versions, value by value, to choose from."""
        return self._render(
            "conflict.html",
            words,
            sheet=sheet,
            conflict=conflict,
            lines=[self._difference(one, sheet, words) for one in conflict.differences],
        )

    def agreement(self, sheet: Sheet, accords: Sequence[Accord] | None, words: Words) -> str:
        """How far other readers agree."""
        lines = [
            [self._difference(one, sheet, words) for one in accord.differences] for accord in accords or ()
        ]
        return self._render("agreement.html", words, accords=accords, lines=lines)

    @staticmethod
    def _difference(one: Difference, sheet: Sheet, words: Words) -> dict[str, object]:
        section = one.path.partition(".")[0].removesuffix("[]")
        path = one.path
        return {
            "id": one.id,
            "section": section,
            "label": words.maybe(f"field.{path}", words(f"section.{section}")),
            "whose": "" if one.is_item else _item_name(sheet, one.pointer, words),
            "mine": shown_value(path, one.mine, words),
            "theirs": shown_value(path, one.theirs, words),
            "pointer": one.pointer,
            "suggested": one.suggested,
        }

    @staticmethod
    def _work(sheet: Sheet, queue: Sequence[QueueItem], words: Words) -> dict[str, object]:
        ids = [one.id for one in queue]
        here = ids.index(sheet.article.id) if sheet.article.id in ids else 0
        return {
            "sheet": sheet,
            "title": next((one.title for one in queue if one.id == sheet.article.id), sheet.article.id),
            "asked": sum(sheet.reasons.get(pointer, _UNSEEN) != _UNSEEN for pointer in sheet.order)
            + len(sheet.suggestions),
            "complaints": loose_complaints(sheet, words),
            "paragraphs": paragraphs(sheet.article, sheet.origins),
            "parts": parts(sheet, words),
            "number": here + 1,
            "count": len(ids),
            "following": ids[(here + 1) % len(ids)] if len(ids) > 1 else "",
            "previous": ids[here - 1] if len(ids) > 1 else "",
            "said": "",
            "focus": "",
            "is_saved": False,
        }

    def _render(self, name: str, words: Words, **context: object) -> str:
        template = environment("evals.review.page").get_template(name)
        return template.render(
            words=words,
            language=words.language,
            languages=LANGUAGES,
            annotator=self._annotator,
            gold=self._gold,
            sections=SECTIONS,
            visible=visible,
            address=address,
            wire=_wire,
            **context,
        )


def address(article_id: str) -> str:
    """The page of an article."""
    return f"/article?id={quote(article_id, safe='', errors='replace')}"


def _item_name(sheet: Sheet, pointer: str | None, words: Words) -> str:
    """What the list item that a leaf belongs to is known by; empty outside of lists of objects."""
    item = item_of(pointer) if pointer else None
    if item is None or not LISTS[item[0]]:
        return ""
    known = identity_pointer(*item)
    return "" if known == pointer else shown_value(path_of(known), value_at(sheet.record, known), words)


@cache
def style_sheet() -> str:
    """The look of all our pages, and what this one adds."""
    return base_css() + files("evals.review.page").joinpath("static", "review.css").read_text("utf-8")


def _wire(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
