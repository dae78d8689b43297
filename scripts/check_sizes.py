"""Fail when a module passes 400 lines or a function 50: big files start as "just one more".

Usage: python scripts/check_sizes.py FOLDER…
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

MAX_MODULE_LINES = 400
MAX_FUNCTION_LINES = 50


def too_big(path: Path) -> Iterator[str]:
    """One message for the module and one for each function in it that is too long."""
    source = path.read_text(encoding="utf-8")
    lines = source.count("\n")
    if lines > MAX_MODULE_LINES:
        yield f"{path}: {lines} lines; at most {MAX_MODULE_LINES}: look for the second reason to change"
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > MAX_FUNCTION_LINES:
                yield f"{path}:{node.lineno}: {node.name} has {length} lines; at most {MAX_FUNCTION_LINES}"


def main(folders: list[str]) -> int:
    messages = [
        message
        for folder in folders
        for path in sorted(Path(folder).rglob("*.py"))
        for message in too_big(path)
    ]
    print("\n".join(messages) or "sizes: ok")
    return 1 if messages else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
