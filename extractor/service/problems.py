"""Every error as a problem document (RFC 9457), whoever raises it: a route, a guard or the framework."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import Scope, Send

MEDIA_TYPE = "application/problem+json"


class Problem(Exception):  # noqa: N818 - RFC 9457's word
    """An answer that is an error.

    Args:
        status: The HTTP status, 400 to 599.
        slug: The kind of problem in a few words with hyphens, `too-large`; programs may rely on it.
        detail: What is wrong and what to do, in one sentence, without article text.
        headers: Headers that belong to the answer, `Retry-After`.
        members: Further members of the document.
    """

    def __init__(
        self,
        status: int,
        slug: str,
        detail: str,
        *,
        headers: Mapping[str, str] | None = None,
        **members: object,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.slug = slug
        self.detail = detail
        self.headers = dict(headers or {})
        self.members = members

    def document(self, scope: Scope) -> dict[str, object]:
        """The problem as it is told to the sender of the request `scope`."""
        known = request_id(scope)
        return {
            # A relative reference: it leads to the list of problems in the service's own documentation.
            "type": f"/docs#{self.slug}",
            "title": self.slug.replace("-", " ").capitalize(),
            "status": self.status,
            "detail": self.detail,
            **self.members,
            **({} if known is None else {"request_id": known}),
        }

    def body(self, scope: Scope) -> bytes:
        """The document as JSON."""
        return json.dumps(self.document(scope), ensure_ascii=False).encode("utf-8", "replace")


def request_id(scope: Scope) -> str | None:
    """The id under which the request is found in the logs; None outside of a service that logs."""
    state = scope.get("state") or {}
    found = state.get("request_id")
    return found if isinstance(found, str) else None


async def send_problem(scope: Scope, send: Send, problem: Problem) -> None:
    """Answer with `problem` from an ASGI middleware."""
    body = problem.body(scope)
    headers = {"Content-Type": MEDIA_TYPE, "Content-Length": str(len(body)), **problem.headers}
    encoded = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": problem.status, "headers": encoded})
    await send({"type": "http.response.body", "body": body})
