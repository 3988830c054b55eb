"""An ownership diagram as PNG, drawn with matplotlib from the same layout as the SVG."""

from io import BytesIO
from itertools import pairwise

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch, PathPatch, Polygon
from matplotlib.path import Path

from lustra.pictures.ownership_layout import BOX_HEIGHT, BOX_WIDTH, DiagramNode, Drawing, Label, PlacedLink, PlacedNode
from lustra.pictures.ownership_style import CHARACTER, INK, LEGEND, LINE_LEGEND, MUTED, box_style, line_style, wrapped

__all__ = ["png_bytes"]

HEAD, FOOT = 66.0, 64.0
LEAST_WIDTH = 860.0
PIXELS_PER_INCH = 100.0
SCALE = 1.5
"""Pixels drawn per pixel of the layout, so that small text stays sharp."""
HEAD_LENGTH = 9.0
POINT = 72.0 / PIXELS_PER_INCH
"""Points per pixel of the layout."""


def png_bytes(drawing: Drawing, title: str, subtitle: str, footer: str) -> bytes:
    """The whole picture as PNG; the same bytes for the same diagram."""
    width, height = max(drawing.width, LEAST_WIDTH), drawing.height + HEAD + FOOT
    figure = Figure(figsize=(width / PIXELS_PER_INCH, height / PIXELS_PER_INCH), dpi=PIXELS_PER_INCH * SCALE)
    FigureCanvasAgg(figure)
    canvas = _Canvas(figure, width, height, (width - drawing.width) / 2)
    for line in drawing.links:
        canvas.line(line)
    for box in drawing.nodes:
        canvas.box(box)
    for line in drawing.links:
        if line.label:
            canvas.label(line.label)
    canvas.frame(title, subtitle, footer)
    out = BytesIO()
    figure.savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()


class _Canvas:
    """Draws in pixels of the layout, y downward."""

    def __init__(self, figure: Figure, width: float, height: float, shift: float) -> None:
        self.axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
        self.axes.set_xlim(0, width)
        self.axes.set_ylim(height, 0)
        self.axes.axis("off")
        self.shift, self.height = shift, height

    def line(self, one: PlacedLink) -> None:
        """A smooth line through the points, vertical at each, with a head at its end."""
        style = line_style(one.link)
        points = [(x + self.shift, y + HEAD) for x, y in one.points]
        corners, codes = [points[0]], [Path.MOVETO]
        for (x0, y0), (x1, y1) in pairwise(points):
            middle = (y0 + y1) / 2
            corners += [(x0, middle), (x1, middle), (x1, y1)]
            codes += [Path.CURVE4] * 3
        self.axes.add_patch(
            PathPatch(
                Path(corners, codes),
                fill=False,
                edgecolor=style.colour,
                linewidth=style.width * POINT,
                linestyle=(0, (5, 4)) if style.dashed else "solid",
            )
        )
        (x, y), before = points[-1], points[-2][1]
        back = y - HEAD_LENGTH if y >= before else y + HEAD_LENGTH
        head = [(x, y), (x - HEAD_LENGTH / 2, back), (x + HEAD_LENGTH / 2, back)]
        self.axes.add_patch(Polygon(head, closed=True, color=style.colour, linewidth=0))

    def box(self, one: PlacedNode) -> None:
        """A box with its name and its word."""
        style = box_style(one.node)
        x, y = one.x + self.shift, one.y + HEAD
        self._rounded(x, y, BOX_WIDTH, BOX_HEIGHT, one.node)
        lines = [*wrapped(one.node.label)]
        first = y - 7.5 * (len(lines) - (0 if one.node.tag else 1)) + 2
        for i, words in enumerate(lines):
            self.text((x, first + 15 * i + 2), words, 12, "bold", anchor="center")
        if one.node.tag:
            self.text((x, first + 15 * len(lines) + 2), one.node.tag, 10, colour=style.edge, anchor="center")

    def label(self, label: Label) -> None:
        """A label on a white ground."""
        left, top = label.x + self.shift - label.width / 2, label.y + HEAD - label.height / 2
        patch = FancyBboxPatch(
            (left, top), label.width, label.height, boxstyle="square,pad=0", color="white", linewidth=0
        )
        self.axes.add_patch(patch).set_zorder(3)
        for i, words in enumerate(label.lines):
            size, colour = (11, INK) if not i else (10, MUTED)
            self.text((label.x + self.shift, top + 12 + 15 * i), words, size, colour=colour, anchor="center")

    def frame(self, title: str, subtitle: str, footer: str) -> None:
        """Title, legend and footer."""
        self.text((24, 32), title, 18, "bold")
        self.text((24, 52), subtitle, 12, colour=MUTED)
        x, y = 24.0, self.height - FOOT + 22
        for role, words in LEGEND:
            self._rounded(x + 9, y - 4, 18, 12, DiagramNode("", "", role=role), radius=3)
            self.text((x + 24, y), words, 10, colour=MUTED)
            x += 34 + CHARACTER * len(words)
        for words, colour, dashed in LINE_LEGEND:
            style = (0, (3, 2)) if dashed else "-"
            self.axes.plot([x, x + 26], [y - 4, y - 4], color=colour, linewidth=1.4, linestyle=style)
            self.text((x + 32, y), words, 10, colour=MUTED)
            x += 44 + CHARACTER * len(words)
        self.text((24, self.height - 14), footer, 10, colour=MUTED)

    def text(
        self,
        at: tuple[float, float],
        words: str,
        size: int,
        weight: str = "normal",
        colour: str = INK,
        anchor: str = "left",
    ) -> None:
        """Words on their base line."""
        text = self.axes.text(*at, words, ha=anchor, va="baseline", zorder=4, parse_math=False)
        text.set(fontsize=size * POINT, fontweight=weight, color=colour)

    def _rounded(self, x: float, y: float, width: float, height: float, node: DiagramNode, radius: float = 8) -> None:
        style = box_style(node)
        patch = FancyBboxPatch(
            (x - width / 2 + radius, y - height / 2 + radius),
            width - 2 * radius,
            height - 2 * radius,
            boxstyle=f"round,pad={radius},rounding_size={radius}",
            facecolor=style.fill,
            edgecolor=style.edge,
            linewidth=style.width * POINT,
            linestyle=(0, (4, 3)) if style.dashed else "solid",
        )
        self.axes.add_patch(patch).set_zorder(2)
