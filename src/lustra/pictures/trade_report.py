"""One HTML page about a detection, with its pictures inside: it opens offline and loads nothing."""

from jinja2 import Environment, StrictUndefined

from lustra.data import text
from lustra.model.corridor import Detection
from lustra.pictures.trade_charts import legs_figure, network_figure, to_svg

__all__ = ["money", "report_html"]

PICTURED = 8
"""Corridors that get a picture of their own."""


def money(value: float) -> str:
    """A sum in words a reader takes in at once: ``12.3 m``."""
    for scale, unit in ((1e9, "bn"), (1e6, "m"), (1e3, "k")):
        if abs(value) >= scale:
            return f"{value / scale:,.1f} {unit}"
    return f"{value:,.0f}"


def report_html(detection: Detection) -> str:
    """The whole page as text."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["money"] = money
    pictured = [c for c in detection.corridors if c.timeline is not None][:PICTURED]
    pictures = [_inline(to_svg(legs_figure(corridor, detection)), n) for n, corridor in enumerate(pictured)]
    return environment.from_string(text("trade/trade_report.html")).render(
        d=detection,
        network=_inline(to_svg(network_figure(detection)), len(pictures)) if detection.corridors else "",
        pictures=list(zip(pictured, pictures, strict=True)),
    )


def _inline(svg: str, number: int) -> str:
    """The SVG element alone, its ids made unique within the page."""
    body = svg[svg.index("<svg") :]
    return (
        body.replace('id="', f'id="g{number}-')
        .replace("url(#", f"url(#g{number}-")
        .replace('href="#', f'href="#g{number}-')
    )
