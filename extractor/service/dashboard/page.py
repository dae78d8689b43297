"""What every page needs to be drawn: its language, its addresses, its filters by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, get_args
from urllib.parse import quote

from extractor.pages import environment
from extractor.schema.types import EventType
from extractor.service.dashboard.choices import Choices
from extractor.service.dashboard.filters import NONE, Filters, address, split
from extractor.service.dashboard.language import CODES, Code, Language, language, wanted

_PACKAGE = "extractor.service.dashboard"
_DATES = {"month", "since", "until"}
_CLOSED = {"scope", "status"}


class Chip(NamedTuple):
    """One active filter, and the address of the page without it."""

    label: str
    value: str
    href: str


class Page(NamedTuple):
    """One page that was asked for: `path` with `filters`, in a language that the address may name."""

    path: str
    filters: Filters
    asked_lang: Code | None
    language: Language

    def link(self, path: str, filters: Filters | None = None, page: int | None = None) -> str:
        """The address of another page in the same language."""
        number = None if page is None or page <= 1 else str(page)
        return address(path, filters or Filters(), page=number, lang=self.asked_lang)

    def article_link(self, article_id: str) -> str:
        """The address of one article's page, which leads back to the articles of these filters."""
        return self.link(article_path(article_id), self.filters)

    def render(self, template: str, **more: Any) -> str:
        """The page as HTML; `more` is what its template shows beside the frame."""
        context = {
            "lang": self.language,
            "t": self.language.text,
            "n": self.language.number,
            "link": self.link,
            "article_link": self.article_link,
            "path": self.path,
            "filters": self.filters,
            "asked_lang": self.asked_lang,
            "languages": [(code, address(self.path, self.filters, lang=code)) for code in CODES],
            "here": "overview" if self.path == "/" else "articles",
        }
        return environment(_PACKAGE).get_template(template).render(context | more)

    def filter_context(self, choices: Choices, names: Mapping[str, str]) -> dict[str, Any]:
        """What the form and the chips of the filters show."""
        lang = self.language
        types = [*get_args(EventType), NONE]
        return {
            "provinces": [(one.value, province(one.name)) for one in choices.provinces],
            "programs": choices.programs,
            "years": [(year, year) for year in choices.years],
            "types": sorted(((key, lang.name("type", key)) for key in types), key=lambda item: item[1]),
            "filter_names": {name: self._name(name, names) for name in Filters._fields},
            "chips": self.chips(names),
            "clear": self.link(self.path),
        }

    def chips(self, names: Mapping[str, str]) -> list[Chip]:
        """The active filters in words."""
        return [
            Chip(
                self.language.text(f"filter.{name}"),
                self._name(name, names),
                self.link(self.path, self.filters.but(**{name: None})),
            )
            for name in self.filters.active
        ]

    def _name(self, name: str, names: Mapping[str, str]) -> str:
        value = self.filters._asdict()[name]
        if value is None:
            return ""
        if name == "type":
            return ", ".join(self.language.name("type", kind) for kind in split(value))
        if name in _CLOSED:
            return self.language.name(name, value)
        if value == NONE:
            return self.language.text("value.none")
        return self.language.date(value) if name in _DATES else names.get(name, value)


def page(path: str, filters: Filters, asked: str | None, accepted: str) -> Page:
    """The page at `path` in the language that the address asks for, else the browser."""
    code = wanted(asked, accepted)
    return Page(path, filters, code if asked == code else None, language(code))


def article_path(article_id: str) -> str:
    """The path of one article's page; an id can hold anything."""
    return f"/articles/{quote(article_id, safe='')}"


def province(name: str) -> str:
    """The name of a province without its kind."""
    return name.removeprefix("Provinsi ")
