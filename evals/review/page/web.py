"""What the review page answers: the list, an article's workspace, and what each edit leaves behind.

Pages are rendered here; the script in the browser sends an edit and puts the answered part in place.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import NamedTuple

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from evals.review.contents.pointers import items, path_of, value_at
from evals.review.desk import Desk
from evals.review.editing.differences import Choice
from evals.review.page.figures import unit_edit
from evals.review.page.rendering import Rendering
from evals.review.page.shown import complaint, shown_value
from evals.review.page.wire import WireError, edit_of
from evals.review.page.wording import LANGUAGES, Language, Words, visible
from evals.review.types import (
    Accept,
    AcceptAll,
    Add,
    Conflict,
    Edit,
    EditError,
    Mark,
    Match,
    Move,
    Reject,
    Remove,
    Saved,
    Set,
    Sheet,
    StaleError,
    Unmark,
)
from extractor.canonical.regions import regions

_COOKIE = "edumutu-review-language"
_YEAR_S = 31_536_000
_MOST_NAMES = 30

_DONE: Mapping[type, str] = {
    Accept: "accepted",
    Reject: "rejected",
    Set: "set",
    Mark: "marked",
    Unmark: "unmarked",
    Add: "added",
    Remove: "removed",
    Move: "moved",
}


class Order(NamedTuple):
    """What a browser asks to be done with an article; `sent` is the whole of it."""

    article_id: str
    version: int
    sent: Mapping[str, object]


class Site:
    """The routes of one desk."""

    def __init__(self, desk: Desk, rendering: Rendering, language: Language) -> None:
        self._desk = desk
        self._rendering = rendering
        self._language = language

    def list(self, request: Request) -> Response:
        """All articles, the one most worth a review first."""
        return self._html(self._rendering.list(self._desk.queue(), self._words(request)))

    def article(self, request: Request) -> Response:
        """The workspace of one article as a page."""
        words = self._words(request)
        sheet = self._open(request.query_params.get("id", ""))
        return self._html(self._rendering.article(sheet, self._desk.queue(), words))

    def agreement(self, request: Request) -> Response:
        """How far others read the article alike, as a part of the page."""
        words = self._words(request)
        sheet = self._open(request.query_params.get("id", ""))
        return self._html(self._rendering.agreement(sheet, self._desk.agreement(sheet.article.id), words))

    def choices(self, request: Request) -> Response:
        """What a search in an editor finds: regions, programs, or names of the record."""
        words, query = self._words(request), request.query_params.get("q", "")[:100]
        kind = request.query_params.get("kind")
        if kind == "region":
            found = self._desk.regions(query) if query else self._listed_regions(request)
        elif kind == "program":
            found = self._desk.programs(query)
        elif kind == "name":
            found = self._names(request.query_params.get("id", ""), query, request.query_params.get("path"))
        else:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        return JSONResponse([one._replace(hint=_hint(one, words))._asdict() for one in found])

    def _listed_regions(self, request: Request) -> tuple[Match, ...]:
        """The regions of the record: what most values that name a region are about."""
        sheet = self._open(request.query_params.get("id", ""))
        codes = [one.get("code") for one in items(sheet.record, "regions") if isinstance(one, Mapping)]
        return tuple(Match(code, regions()[code].name, code) for code in map(str, codes) if code in regions())

    def _names(self, article_id: str, query: str, path: str | None) -> tuple[Match, ...]:
        """Names of the draft; where only an organization can stand, only those."""
        sheet = self._open(article_id)
        found = self._desk.names(article_id, query, limit=_MOST_NAMES)
        if path == "statements[].speaker":
            return found
        bodies = {
            body.get("name") for body in items(sheet.record, "organizations") if isinstance(body, Mapping)
        }
        return tuple(one for one in found if one.value in bodies)

    async def edit(self, request: Request) -> Response:
        """Make an edit; answers the workspace as it is then."""
        return await self._changed(request, self._edited)

    async def undo(self, request: Request) -> Response:
        """Take back the last edit."""
        return await self._changed(request, self._undone)

    async def redo(self, request: Request) -> Response:
        """Make the edit again that was taken back."""
        return await self._changed(request, self._redone)

    async def discard(self, request: Request) -> Response:
        """Drop the draft."""
        return await self._changed(
            request,
            lambda order, words: (
                self._desk.discard(order.article_id, version=order.version),
                words("said.discarded"),
            ),
        )

    async def merge(self, request: Request) -> Response:
        """Settle a conflict and save."""
        return await self._changed(request, self._merged)

    async def save(self, request: Request) -> Response:
        """Write the draft to the files; answers the workspace, or what stands against it."""
        order, words = await self._order(request), self._words(request)
        return await run_in_threadpool(self._stale_aware, order, words, self._saved)

    async def language(self, request: Request) -> Response:
        """Remember another language of the page and go back to it."""
        sent = (await request.body())[:2000].decode("utf-8", "replace")
        chosen = next((one for one in LANGUAGES if f"to={one}" in sent.split("&")), self._language)
        response = RedirectResponse(_back(request), HTTPStatus.SEE_OTHER)
        response.set_cookie(_COOKIE, chosen, max_age=_YEAR_S, samesite="strict", httponly=True)
        return response

    async def _changed(
        self, request: Request, change: Callable[[Order, Words], tuple[Sheet, str]]
    ) -> Response:
        order, words = await self._order(request), self._words(request)

        def made(order: Order, words: Words) -> Response:
            sheet, said = change(order, words)
            return self._work(sheet, words, said)

        return await run_in_threadpool(self._stale_aware, order, words, made)

    def _stale_aware(self, order: Order, words: Words, act: Callable[[Order, Words], Response]) -> Response:
        try:
            return act(order, words)
        except StaleError:
            sheet = self._desk.open(order.article_id)
            return self._work(sheet, words, words("said.stale"), status=HTTPStatus.CONFLICT)
        except EditError as error:
            text = words(f"edit.{error.code}", **error.params)
            answer = {"said": text, "code": error.code, "pointer": error.pointer, **error.params}
            return JSONResponse(answer, HTTPStatus.UNPROCESSABLE_ENTITY)
        except WireError as error:
            raise HTTPException(HTTPStatus.BAD_REQUEST, str(error)) from error

    def _edited(self, order: Order, words: Words) -> tuple[Sheet, str]:
        before = self._desk.open(order.article_id)
        edit = edit_of(order.sent.get("edit"))
        sheet = self._desk.edit(order.article_id, edit, version=order.version)
        said = _said(edit, before, sheet, words)
        unit = unit_edit(edit)
        if unit is not None and value_at(sheet.record, unit.pointer) != unit.value:
            sheet = self._desk.edit(order.article_id, unit, version=sheet.version)
            said = f"{_told('set', sheet, words)} {said}"
        return sheet, said

    def _undone(self, order: Order, words: Words) -> tuple[Sheet, str]:
        sheet = self._desk.undo(order.article_id, version=order.version)
        return sheet, _told("undone", sheet, words)

    def _redone(self, order: Order, words: Words) -> tuple[Sheet, str]:
        sheet = self._desk.redo(order.article_id, version=order.version)
        return sheet, _told("redone", sheet, words)

    def _merged(self, order: Order, words: Words) -> tuple[Sheet, str]:
        chosen = order.sent.get("choices")
        choices: dict[str, Choice] = {}
        for name, side in chosen.items() if isinstance(chosen, Mapping) else ():
            if side in {"mine", "theirs"}:
                choices[str(name)] = side
        etag = str(order.sent.get("etag", ""))
        sheet = self._desk.merge(order.article_id, choices, theirs_etag=etag, version=order.version)
        return sheet, words("said.merged")

    def _saved(self, order: Order, words: Words) -> Response:
        outcome = self._desk.save(
            order.article_id,
            etag=str(order.sent.get("etag", "")),
            version=order.version,
            as_gold=order.sent.get("as_gold") is True,
        )
        if isinstance(outcome, Saved):
            said = words("said.saved_gold" if outcome.is_gold else "said.saved")
            return self._work(outcome.sheet, words, said, is_saved=True)
        sheet = self._desk.open(order.article_id)
        if isinstance(outcome, Conflict):
            return self._html(self._rendering.conflict(sheet, outcome, words), HTTPStatus.CONFLICT)
        faults = outcome.faults
        texts = " ".join(list(dict.fromkeys(complaint(fault, words).text for fault in faults))[:3])
        said = words("said.refused", count=len(faults), faults=texts)
        focus = faults[0].pointer
        return self._work(sheet, words, said, status=HTTPStatus.UNPROCESSABLE_ENTITY, focus=focus)

    def _work(
        self,
        sheet: Sheet,
        words: Words,
        said: str,
        *,
        status: HTTPStatus = HTTPStatus.OK,
        focus: str | None = None,
        is_saved: bool = False,
    ) -> Response:
        at = focus or next(iter(sheet.changed), "")
        html = self._rendering.work(sheet, self._desk.queue(), words, said=said, focus=at, is_saved=is_saved)
        return self._html(html, status)

    async def _order(self, request: Request) -> Order:
        if not request.headers.get("content-type", "").startswith("application/json"):
            raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
        try:
            sent = json.loads(await request.body())
        except ValueError as error:
            raise HTTPException(HTTPStatus.BAD_REQUEST) from error
        if not isinstance(sent, dict) or not isinstance(version := sent.get("version"), int):
            raise HTTPException(HTTPStatus.BAD_REQUEST)
        article_id = str(sent.get("id", ""))
        await run_in_threadpool(self._open, article_id)
        return Order(article_id, version, sent)

    def _open(self, article_id: str) -> Sheet:
        try:
            return self._desk.open(article_id)
        except KeyError as error:
            raise HTTPException(HTTPStatus.NOT_FOUND) from error

    def _words(self, request: Request) -> Words:
        kept = request.cookies.get(_COOKIE)
        return Words(next((one for one in LANGUAGES if one == kept), self._language))

    @staticmethod
    def _html(html: str, status: HTTPStatus = HTTPStatus.OK) -> Response:
        # A lone surrogate, which JSON can bring in, has no bytes.
        return HTMLResponse(html.encode("utf-8", "replace"), status)


def _back(request: Request) -> str:
    """The page that the request came from, if it is one of ours."""
    article_id = request.query_params.get("id")
    return str(request.url_for("article").path) + f"?{request.url.query}" if article_id else "/"


def _hint(match: Match, words: Words) -> str:
    """What tells a match from others; kinds of bodies in words."""
    parts = (words.maybe(f"value.organizations[].kind.{part}", part) for part in match.hint.split(", "))
    return visible(", ".join(parts))


def _said(edit: Edit, before: Sheet, after: Sheet, words: Words) -> str:
    """What was done, for the line that screen readers read out."""
    if isinstance(edit, AcceptAll):
        done = words("said.accepted_all", count=len(before.order) - len(after.order))
    else:
        done = _told(_DONE[type(edit)], after, words, at=getattr(edit, "pointer", ""))
    return f"{done} {words('said.left', count=len(after.order))}"


def _told(done: str, sheet: Sheet, words: Words, *, at: str = "") -> str:
    pointer = next(iter(sheet.changed), at)
    path = path_of(pointer)
    section = path.partition(".")[0].removesuffix("[]")
    label = words.maybe(f"field.{path}", words.maybe(f"section.{section}", section))
    return words(f"said.{done}", label=label, value=shown_value(path, value_at(sheet.record, pointer), words))
