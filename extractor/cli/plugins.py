"""Commands that other packages bring along: listed by name, loaded only when called.

A package registers a Typer app under the entry-point group `edumutu_llm.commands`.
"""

from __future__ import annotations

from importlib.metadata import EntryPoint, entry_points
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from extractor.errors import SettingsError

GROUP = "edumutu_llm.commands"
EXIT_USAGE = 2


class Commands(TyperGroup):
    """The commands written here, then those of other packages; one of ours wins over a namesake."""

    def list_commands(self, ctx: Any) -> list[str]:
        """All names; nothing is loaded for it."""
        return [*super().list_commands(ctx), *sorted(self._plugins())]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of that name, or None."""
        command = super().get_command(ctx, cmd_name)
        if command is None and (plugin := self._plugins().get(cmd_name)):
            command = _Plugin(plugin)
        return command

    def invoke(self, ctx: Any) -> Any:
        """Run the command; what the operator can mend ends with one line on stderr and exit code 2."""
        try:
            return super().invoke(ctx)
        except SettingsError as error:
            typer.echo(f"error: {error}", err=True)
            raise typer.Exit(EXIT_USAGE) from error

    def _plugins(self) -> dict[str, EntryPoint]:
        return {
            plugin.name: plugin for plugin in entry_points(group=GROUP) if plugin.name not in self.commands
        }


class _Plugin(TyperCommand):
    """Stands in for a command until it is called."""

    def __init__(self, entry_point: EntryPoint) -> None:
        package = entry_point.dist.name if entry_point.dist else entry_point.module
        super().__init__(entry_point.name, help=f"A command of {package}.", rich_markup_mode=None)
        self._entry_point = entry_point

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        """Hand over to the command itself; the context that it makes is its own, so it is what runs."""
        try:
            app = self._entry_point.load()
        except ImportError as error:
            raise SettingsError(f"the command {self.name!r} cannot be loaded: {error}") from error
        return typer.main.get_command(app).make_context(info_name, args, parent=parent, **extra)
