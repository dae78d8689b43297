"""Prompt templates: where they lie, what their front matter says, and how their blocks are rendered.

A template is `NAME.vN.md`: YAML front matter, then Jinja2 blocks. `instructions` is the fixed part,
`article` one turn of the user; `example` and `answer` are the few-shot turns. A released version never
changes: its SHA-256 goes into every record that it made.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from extractor.errors import SettingsError
from extractor.prompts.wire import STRATEGIES, Strategy, describe

if TYPE_CHECKING:
    from jinja2 import Template
    from pydantic import BaseModel

_ROOM = Path(__file__).resolve().parents[1]
_FILE = re.compile(r"(?P<name>[a-z][a-z0-9_]*)\.v(?P<version>[1-9]\d*)\.md")
_PARTS = re.compile(r"---\n(?P<front>.*?)\n---\n(?P<body>.*)", re.DOTALL)
_KEYS = {"name", "version", "strategy", "description", "wire", "canaries"}
_REPAIR = "repair"


@dataclass(frozen=True)
class Prompt:
    """One version of a prompt.

    `canaries` are made-up names of its examples: an answer that holds one was not read from the article.
    `sha256` is that of the template file, `source` its text.
    """

    name: str
    version: int
    strategy: Strategy
    description: str
    canaries: frozenset[str]
    sha256: str
    source: str = field(repr=False)

    @property
    def id(self) -> str:
        """Name and version, `full.v1`."""
        return f"{self.name}.v{self.version}"

    @cached_property
    def body(self) -> str:
        """The template without its front matter."""
        parts = _PARTS.fullmatch(self.source)
        return parts["body"] if parts else ""

    @property
    def answer_type(self) -> type[BaseModel]:
        """The type that an answer is checked against."""
        from extractor.prompts.answers import answer_type

        return answer_type(self.strategy)

    @property
    def wire_sha256(self) -> str:
        """Hexadecimal SHA-256 of the answer's JSON Schema."""
        from extractor.prompts.answers import wire_sha256

        return wire_sha256(self.strategy)

    @property
    def blocks(self) -> frozenset[str]:
        """Names of the blocks that the template has."""
        return frozenset(_template(self.body).blocks)

    def block(self, name: str, values: Mapping[str, object] | None = None) -> str:
        """The block `name` as text; `schema` stands for the answer's type in each.

        Values are put in as they are: nothing in them is read as a template.
        """
        template = _template(self.body)
        context = template.new_context({"schema": describe(self.strategy), **(values or {})})
        return "".join(template.blocks[name](context)).strip("\n")


def available() -> tuple[Prompt, ...]:
    """Every prompt that can read an article, by name and version."""
    return tuple(prompt for prompt in templates() if prompt.strategy != _REPAIR)


def load(name: str) -> Prompt:
    """The prompt `full.v1`, or for `full` the newest version of it.

    Raises:
        SettingsError: There is none of that name; the message lists those that there are.
    """
    return pick(name, available())


def load_any(name: str) -> Prompt:
    """As `load`, templates of repairs included."""
    return pick(name, templates())


@cache
def templates() -> tuple[Prompt, ...]:
    """Every template, by name and version.

    Raises:
        SettingsError: The folder is missing, or one of its files is no template.
    """
    folder = _folder()
    found = [read_template(path) for path in folder.glob("*.v*.md")]
    if not found:
        raise SettingsError(f"no prompt templates in {folder}: install the package anew")
    return tuple(sorted(found, key=lambda prompt: (prompt.name, prompt.version)))


def pick(name: str, prompts: tuple[Prompt, ...]) -> Prompt:
    """The last of `prompts`, which are in order, that goes by `name` with or without its version.

    Raises:
        SettingsError: None does.
    """
    matching = [prompt for prompt in prompts if name in (prompt.id, prompt.name)]
    if not matching:
        names = ", ".join(dict.fromkeys(one for prompt in prompts for one in (prompt.name, prompt.id)))
        raise SettingsError(f"there is no prompt '{name}'; choose one of {names}")
    return matching[-1]


def _folder() -> Path:
    """The installed templates, else those of the checkout that this module lies in."""
    installed = _ROOM / "prompt_files"
    return installed if installed.is_dir() else _ROOM.parent / "prompts"


def read_template(path: Path) -> Prompt:
    """The template in a file.

    Raises:
        SettingsError: Its name or its front matter is not that of a template.
    """
    import yaml

    raw = path.read_bytes()
    named, parts = _FILE.fullmatch(path.name), _PARTS.fullmatch(raw.decode("utf-8"))
    if named is None or parts is None:
        raise SettingsError(f"{path.name} is no prompt: NAME.vN.md with front matter between lines of ---")
    front = yaml.safe_load(parts["front"])
    if not isinstance(front, dict) or set(front) != _KEYS:
        raise SettingsError(f"the front matter of {path.name} needs exactly {', '.join(sorted(_KEYS))}")
    if (front["name"], front["version"]) != (named["name"], int(named["version"])):
        raise SettingsError(f"the front matter of {path.name} names another prompt or version")
    if front["strategy"] not in STRATEGIES or front["wire"] != front["strategy"]:
        raise SettingsError(f"strategy and wire of {path.name} must be one of {', '.join(STRATEGIES)}")
    return Prompt(
        name=front["name"],
        version=front["version"],
        strategy=cast("Strategy", front["strategy"]),
        description=front["description"],
        canaries=frozenset(front["canaries"]),
        sha256=hashlib.sha256(raw).hexdigest(),
        source=raw.decode("utf-8"),
    )


@cache
def _template(body: str) -> Template:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    options: dict[str, Any] = {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    return SandboxedEnvironment(autoescape=False, **options).from_string(body)
