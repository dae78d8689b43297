"""The labelling interface that our tasks need: Label Studio's own XML, made from the table of fields."""

from __future__ import annotations

from typing import get_args
from xml.etree import ElementTree as Xml

from evals.label_studio.layout import CHOICES, LABELS, OTHER, PATHS, TEXT, VALUE, list_of
from extractor.pages import HUES
from extractor.schema.types import EventType

_OPTIONS = {"in_scope": ("true", "false"), "event_type": get_args(EventType)}


def labelling_config() -> str:
    """The text for *Settings → Labeling Interface → Code* of a Label Studio project."""
    view = Xml.Element("View")
    # Else white space is folded before offsets are counted.
    Xml.SubElement(view, "Style").text = ".htx-text { white-space: pre-wrap; }"
    Xml.SubElement(view, "Relations")
    labels = Xml.SubElement(view, "Labels", name=LABELS, toName=TEXT, showInline="true")
    for label in PATHS:
        Xml.SubElement(labels, "Label", value=label, background=_colour(label))
    # The import checks that a region holds the words that were marked.
    Xml.SubElement(view, "Text", name=TEXT, value=f"${TEXT}", granularity="symbol", saveTextResult="yes")
    _area(view, VALUE, "Value, where it differs from the words", perRegion="true", maxSubmissions="1")
    for control, options in _OPTIONS.items():
        Xml.SubElement(view, "Header", value=CHOICES[control], size="4")
        choices = Xml.SubElement(view, "Choices", name=control, toName=TEXT, choice="single")
        for option in options:
            Xml.SubElement(choices, "Choice", value=option)
    _area(view, OTHER, 'What no words prove, one a line: article.outlet = "ANTARA"')
    Xml.indent(view)
    return Xml.tostring(view, encoding="unicode") + "\n"


def _area(view: Xml.Element, name: str, title: str, **options: str) -> None:
    Xml.SubElement(view, "Header", value=title, size="4")
    Xml.SubElement(view, "TextArea", {"name": name, "toName": TEXT, "editable": "true", **options})


def _colour(label: str) -> str:
    """The hue that the part has on our own pages."""
    part = list_of(label) or label.partition(".")[0]
    red, green, blue = _rgb(HUES[part])
    return f"#{red:02x}{green:02x}{blue:02x}"


def _rgb(hue: int) -> tuple[int, int, int]:
    from colorsys import hls_to_rgb

    red, green, blue = hls_to_rgb(hue / 360, 0.6, 0.7)
    return round(red * 255), round(green * 255), round(blue * 255)
