"""A picture with the words under it as one HTML page that needs nothing else."""

from collections.abc import Sequence

from jinja2 import Environment

__all__ = ["page_html"]

_PAGE = Environment(autoescape=True).from_string(
    """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ title }}</title>
<style>
body { font: 15px/1.5 "DejaVu Sans", Verdana, Arial, sans-serif; color: #1a1a1a; margin: 1.5rem; }
figure { margin: 0 0 1rem; overflow-x: auto; border: 1px solid #dddddd; }
svg { max-width: none; height: auto; }
pre { white-space: pre-wrap; font: inherit; }
</style>
<figure>{{ svg | safe }}</figure>
<pre>{{ lines | join("\n") }}</pre>
</html>
"""
)


def page_html(title: str, svg: str, lines: Sequence[str]) -> str:
    """A whole page.

    Args:
        title: of the page.
        svg: the picture, which is trusted: it was drawn here.
        lines: text under it.
    """
    return _PAGE.render(title=title, svg=svg, lines=lines)
