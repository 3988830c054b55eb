"""An ownership diagram as SVG, with every full name and source in the titles that a mouse shows."""

from collections.abc import Iterator
from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

from lustra.pictures.ownership_layout import BOX_HEIGHT, BOX_WIDTH, DiagramNode, Drawing, Label, PlacedLink, PlacedNode
from lustra.pictures.ownership_style import (
    CHARACTER,
    INK,
    LEGEND,
    LINE_LEGEND,
    LINES,
    MUTED,
    box_style,
    line_style,
    wrapped,
)

__all__ = ["svg_text"]

Place = tuple[float, float]

HEAD, FOOT = 66.0, 64.0
LEAST_WIDTH = 860.0
FONT = "font-family='DejaVu Sans, Verdana, Arial, sans-serif'"


def svg_text(drawing: Drawing, title: str, subtitle: str, footer: str) -> str:
    """The whole picture as SVG text."""
    width, height = max(drawing.width, LEAST_WIDTH), drawing.height + HEAD + FOOT
    shift = (width - drawing.width) / 2
    parts = [
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width:.0f} {height:.0f}' "
        f"width='{width:.0f}' height='{height:.0f}' {FONT} role='img' aria-label={quoteattr(title)}>",
        f"<rect width='{width:.0f}' height='{height:.0f}' fill='#ffffff'/>",
        f"<defs>{''.join(_arrow(role, style.colour) for role, style in LINES.items())}</defs>",
        _text((24, 32), title, 18, "bold"),
        _text((24, 52), subtitle, 12, colour=MUTED),
        f"<g transform='translate({shift:.1f},{HEAD:.0f})'>",
        *(_line(one) for one in drawing.links),
        *(_box(one) for one in drawing.nodes),
        *(_label(one.label) for one in drawing.links if one.label),
        "</g>",
        *_legend(height - FOOT + 22),
        _text((24, height - 14), footer, 10, colour=MUTED),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _arrow(role: str, colour: str) -> str:
    return (
        f"<marker id='arrow-{role}' viewBox='0 0 10 10' refX='9' refY='5' markerWidth='8' markerHeight='8' "
        f"markerUnits='userSpaceOnUse' orient='auto'><path d='M0,0 L10,5 L0,10 z' fill='{colour}'/></marker>"
    )


def _line(one: PlacedLink) -> str:
    style = line_style(one.link)
    dashes = " stroke-dasharray='7 5'" if style.dashed else ""
    role = one.link.role if one.link.role in LINES else "other"
    return (
        f"<path d='{_curve(one)}' fill='none' stroke='{style.colour}' stroke-width='{style.width}'{dashes} "
        f"marker-end='url(#arrow-{role})'><title>{escape(one.link.detail)}</title></path>"
    )


def _curve(one: PlacedLink) -> str:
    """A smooth line through the points, vertical at each."""
    x, y = one.points[0]
    parts = [f"M{x:.1f},{y:.1f}"]
    for (x0, y0), (x1, y1) in pairwise(one.points):
        middle = (y0 + y1) / 2
        parts.append(f"C{x0:.1f},{middle:.1f} {x1:.1f},{middle:.1f} {x1:.1f},{y1:.1f}")
    return " ".join(parts)


def _box(one: PlacedNode) -> str:
    style = box_style(one.node)
    dashes = " stroke-dasharray='6 4'" if style.dashed else ""
    left, top = one.x - BOX_WIDTH / 2, one.y - BOX_HEIGHT / 2
    lines = [*wrapped(one.node.label)]
    first = one.y - 7.5 * (len(lines) - (0 if one.node.tag else 1)) + 2
    texts = [_text((one.x, first + 15 * i + 2), line, 12, "bold", anchor="middle") for i, line in enumerate(lines)]
    if one.node.tag:
        texts.append(_text((one.x, first + 15 * len(lines) + 2), one.node.tag, 10, colour=style.edge, anchor="middle"))
    return (
        f"<g><title>{escape(one.node.detail or one.node.label)}</title>"
        f"<rect x='{left:.1f}' y='{top:.1f}' width='{BOX_WIDTH:.0f}' height='{BOX_HEIGHT:.0f}' rx='8' "
        f"fill='{style.fill}' stroke='{style.edge}' stroke-width='{style.width}'{dashes}/>{''.join(texts)}</g>"
    )


def _label(label: Label) -> str:
    left, top = label.x - label.width / 2, label.y - label.height / 2
    lines = [
        _text((label.x, top + 12 + 15 * i), line, 11 if not i else 10, colour=INK if not i else MUTED, anchor="middle")
        for i, line in enumerate(label.lines)
    ]
    return (
        f"<g><rect x='{left:.1f}' y='{top:.1f}' width='{label.width:.1f}' height='{label.height:.1f}' rx='3' "
        f"fill='#ffffff'/>{''.join(lines)}</g>"
    )


def _legend(y: float) -> Iterator[str]:
    x = 24.0
    for role, words in LEGEND:
        style = box_style(DiagramNode("", "", role=role))
        dashes = " stroke-dasharray='4 3'" if style.dashed else ""
        yield (
            f"<rect x='{x:.0f}' y='{y - 10:.0f}' width='18' height='12' rx='3' fill='{style.fill}' "
            f"stroke='{style.edge}' stroke-width='2'{dashes}/>"
        )
        yield _text((x + 24, y), words, 10, colour=MUTED)
        x += 34 + CHARACTER * len(words)
    for words, colour, dashed in LINE_LEGEND:
        dashes = " stroke-dasharray='6 4'" if dashed else ""
        yield (
            f"<line x1='{x:.0f}' y1='{y - 4:.0f}' x2='{x + 26:.0f}' y2='{y - 4:.0f}' stroke='{colour}' "
            f"stroke-width='2'{dashes}/>"
        )
        yield _text((x + 32, y), words, 10, colour=MUTED)
        x += 44 + CHARACTER * len(words)


def _text(at: Place, words: str, size: int, weight: str = "normal", colour: str = INK, anchor: str = "start") -> str:
    x, y = at
    return (
        f"<text x='{x:.1f}' y='{y:.1f}' font-size='{size}' font-weight='{weight}' fill='{colour}' "
        f"text-anchor='{anchor}'>{escape(words)}</text>"
    )
