"""Problems have kinds, and each kind is told of in the documentation."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from extractor.service.documents import KINDS
from extractor.service.problems import Problem

SERVICE = Path(__file__).resolve().parents[3] / "extractor" / "service"
# Made from the phrases of HTTP's own statuses.
FROM_STATUSES = {"not-found", "method-not-allowed"}


def raised() -> Iterator[str]:
    """The slug of every problem that the service's code makes."""
    for path in SERVICE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Problem":
                slug = node.args[1]
                if isinstance(slug, ast.Constant):
                    yield str(slug.value)


def test_every_kind_of_problem_is_documented_and_every_documented_one_exists() -> None:
    assert set(raised()) | FROM_STATUSES == set(KINDS)


def test_a_problem_is_a_document_with_its_members() -> None:
    problem = Problem(413, "too-large", "the body is larger than 5 bytes", max_bytes=5)
    assert problem.document({"type": "http", "state": {"request_id": "abc"}}) == {
        "type": "/docs#too-large",
        "title": "Too large",
        "status": 413,
        "detail": "the body is larger than 5 bytes",
        "max_bytes": 5,
        "request_id": "abc",
    }
    assert "request_id" not in problem.document({"type": "http"})


def test_half_a_surrogate_pair_in_a_detail_does_not_break_the_answer() -> None:
    assert Problem(422, "unreadable-article", "\ud800").body({"type": "http"})
