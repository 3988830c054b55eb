"""A diagram of chains of ownership and control: listed persons at the top, the entity asked about at the bottom.

What a picture says is never said by colour alone: every box has its word, every line its label, what is open is dashed.
The colours are those of Okabe and Ito (2008), which people with any colour vision can tell apart.
"""

from pathlib import Path
from typing import NamedTuple

from lustra.errors import InputError
from lustra.pictures.ownership_layout import DiagramEdge, DiagramNode, Drawing, arrange
from lustra.pictures.ownership_png import png_bytes
from lustra.pictures.ownership_svg import svg_text
from lustra.pictures.page import page_html

__all__ = ["ENDINGS", "Diagram", "DiagramEdge", "DiagramNode", "draw_ownership"]

ENDINGS = (".svg", ".png", ".html")


class Diagram(NamedTuple):
    """What is drawn: plain values."""

    title: str
    subtitle: str
    nodes: tuple[DiagramNode, ...]
    links: tuple[DiagramEdge, ...]
    lines: tuple[str, ...] = ()
    """Text that an HTML page shows under the picture."""
    footer: str = ""


def draw_ownership(diagram: Diagram, path: Path) -> Path:
    """Draw a diagram into a file; nothing stands at ``path`` until all of it is drawn.

    Args:
        diagram: boxes and lines; every line joins two boxes that are there.
        path: ends with ``.svg``, ``.png`` or ``.html``.

    Raises:
        InputError: another ending, a line without its boxes, or the file cannot be written.
    """
    if path.suffix.lower() not in ENDINGS:
        raise InputError(f"{path.name} is no picture", f"End it with one of {', '.join(ENDINGS)}.")
    drawing = arrange(diagram.nodes, diagram.links)
    partial = path.with_name(f"{path.name}.partial")
    try:
        partial.write_bytes(_rendered(diagram, drawing, path.suffix.lower()))
        partial.replace(path)
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}", "Choose another place.") from None
    return path


def _rendered(diagram: Diagram, drawing: Drawing, ending: str) -> bytes:
    if ending == ".png":
        return png_bytes(drawing, diagram.title, diagram.subtitle, diagram.footer)
    svg = svg_text(drawing, diagram.title, diagram.subtitle, diagram.footer)
    if ending == ".html":
        return page_html(diagram.title, svg, diagram.lines).encode()
    return svg.encode()
