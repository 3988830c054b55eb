"""How the boxes and lines of an ownership diagram look, the same in every format."""

import textwrap
from collections.abc import Sequence
from typing import NamedTuple

from lustra.pictures.ownership_layout import DiagramEdge, DiagramNode

__all__ = [
    "CHARACTER",
    "INK",
    "LEGEND",
    "LINES",
    "LINE_LEGEND",
    "MUTED",
    "BoxStyle",
    "LineStyle",
    "box_style",
    "line_style",
    "wrapped",
]

INK = "#1a1a1a"
MUTED = "#555555"
LABEL_CHARACTERS, LABEL_LINES = 26, 2


class BoxStyle(NamedTuple):
    """A box."""

    fill: str
    edge: str
    width: float
    dashed: bool


class LineStyle(NamedTuple):
    """A line."""

    colour: str
    width: float
    dashed: bool


BOXES = {
    "listed": BoxStyle("#fbe3d6", "#D55E00", 3.0, False),
    "maybe_listed": BoxStyle("#fbe3d6", "#D55E00", 2.0, True),
    "unnamed": BoxStyle("#f2f2f2", "#777777", 1.5, True),
    "state": BoxStyle("#e8f3ee", "#009E73", 2.0, False),
    "between": BoxStyle("#ffffff", "#555555", 1.5, False),
    "asked": BoxStyle("#dcebf6", "#0072B2", 3.0, False),
}
"""Okabe and Ito (2008): vermillion, bluish green, blue."""
LINES = {
    "share": LineStyle("#333333", 1.6, False),
    "control": LineStyle("#0072B2", 1.6, False),
    "other": LineStyle("#999999", 1.2, False),
}
LEGEND = (
    ("listed", "listed"),
    ("maybe_listed", "may be listed (not decided)"),
    ("asked", "asked about"),
    ("between", "between"),
)

LINE_LEGEND = (
    ("share", LINES["share"].colour, False),
    ("right of control", LINES["control"].colour, False),
    ("not known", LINES["share"].colour, True),
)
CHARACTER = 6.1
"""Width of a character of the legend in pixels, generously."""


def box_style(node: DiagramNode) -> BoxStyle:
    """The look of a box; what is undetermined is dashed."""
    style = BOXES.get(node.role, BOXES["between"])
    return style._replace(dashed=style.dashed or node.status == "undetermined")


def line_style(link: DiagramEdge) -> LineStyle:
    """The look of a line; what is open is dashed."""
    style = LINES.get(link.role, LINES["other"])
    return style._replace(dashed=link.open)


def wrapped(label: str) -> Sequence[str]:
    """A name in at most two lines of a box."""
    return textwrap.wrap(label, LABEL_CHARACTERS, max_lines=LABEL_LINES, placeholder=" …") or [""]
