"""Pictures of a corridor: its three legs over time, and the network of all that were found.

Colours are Okabe and Ito's (jfly.uni-koeln.de/color), told apart by the colour-blind; legs differ by line style too.
"""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch

from lustra.model.corridor import Corridor, Detection, Timeline

__all__ = ["COLOURS", "legs_figure", "network_figure", "to_png", "to_svg"]

COLOURS = ("#000000", "#0072B2", "#D55E00")
"""Direct leg, origin leg, onward leg: black, blue, vermilion."""
STYLES = ("-", "--", "-.")
UNITS = ((1e9, "bn"), (1e6, "m"), (1e3, "k"), (1.0, ""))
FONT: dict[Any, Any] = {"font.family": "DejaVu Sans", "svg.hashsalt": "lustra", "svg.fonttype": "none"}


def legs_figure(corridor: Corridor, detection: Detection) -> Figure:
    """The three legs of one corridor, one panel each, with event, counterfactual band and break.

    Args:
        corridor: needs a timeline.
        detection: gives the event's day, the places' names and the currency.
    """
    line = corridor.timeline or Timeline((), 12, ((), (), ()), (0, 0, 0), (0, 0, 0), (0, 0, 0))
    figure = Figure(figsize=(10.5, 6.4), layout="constrained")
    scale, unit = _scale([value for leg in line.legs for value in leg])
    title = f"{corridor.product} {corridor.title}: {detection.origin} → {corridor.via_name} → {detection.target}"
    figure.suptitle(f"{title}\n{_verdict(corridor, detection)}", fontsize=11)
    names = (
        f"direct: {detection.origin} → {detection.target}",
        f"origin leg: {detection.origin} → {corridor.via_name}",
        f"onward leg: {corridor.via_name} → {detection.target}",
    )
    for number, axes in enumerate(figure.subplots(3, 1, sharex=True)):
        _leg(axes, line, number, scale, detection.day)
        axes.set_title(names[number], fontsize=10, loc="left", color=COLOURS[number])
        axes.set_ylabel(f"{detection.currency} {unit} a {'month' if line.months == 1 else 'year'}".strip(), fontsize=9)
        axes.legend(fontsize=8, loc="upper left", bbox_to_anchor=(1.0, 1.0), frameon=False)
    return figure


def _verdict(corridor: Corridor, detection: Detection) -> str:
    scale, unit = _scale([corridor.excess])
    low, middle, high = (value / scale for value in (corridor.low, corridor.excess, corridor.high))
    return (
        f"excess {middle:,.1f} {unit} {detection.currency} a year (95 % {low:,.1f} to {high:,.1f}), "
        f"q = {corridor.q:.2g}; a potential corridor, not a finding about anybody"
    )


def _leg(axes: Axes, line: Timeline, number: int, scale: float, day: date) -> None:
    starts, values = (
        [_middle(start, line.months) for start in line.starts],
        [value / scale for value in line.legs[number]],
    )
    axes.plot(starts, values, STYLES[number], color=COLOURS[number], marker="o", markersize=3, label="observed")
    after = [number for number, start in zip(starts, line.starts, strict=True) if _is_after(start, line.months, day)]
    if after:
        low, middle, high = (getattr(line, side)[number] / scale for side in ("low", "expected", "high"))
        axes.fill_between(after, low, high, color=COLOURS[number], alpha=0.15, label="without diversion, 95 % band")
        axes.plot(after, [middle] * len(after), ":", color=COLOURS[number], label="without diversion")
    axes.axvline(_number(day), color="#666666", linewidth=1)
    axes.annotate(
        "event",
        (_number(day), 1),
        xycoords=("data", "axes fraction"),
        fontsize=8,
        va="top",
        xytext=(3, -2),
        textcoords="offset points",
    )
    if line.breaks[number] >= 0:
        broke = line.starts[line.breaks[number]]
        axes.axvline(
            _number(broke),
            color="#CC79A7",
            linewidth=1.5,
            linestyle=(0, (4, 2)),
            label=f"level broke in {broke:%Y-%m}",
        )
    axes.xaxis_date()
    if line.months == 12:
        axes.set_xticks(starts, [str(start.year) for start in line.starts])
    axes.set_ylim(bottom=0)
    axes.spines[["top", "right"]].set_visible(False)


def _number(day: date) -> float:
    """Matplotlib's number of a day: days since 1970."""
    return float((day - date(1970, 1, 1)).days)


def _middle(start: date, months: int) -> float:
    """A period's flow is drawn at its middle, so that an event in February stands before that year's point."""
    return _number(start) + 15.2 * months


def _is_after(start: date, months: int, day: date) -> bool:
    """As the detector counts: a year after an event of its first quarter, a month after an event of its first week."""
    return start >= day or (months == 12 and start.year == day.year and day.month <= 3)


def network_figure(detection: Detection, level: float | None = None) -> Figure:
    """Origin, intermediaries and target as a network; an arrow's width is the excess money of the flagged corridors."""
    cut = detection.level if level is None else level
    flagged = [c for c in detection.corridors if c.q <= cut and c.excess > 0]
    totals: dict[str, float] = {}
    for corridor in flagged:
        totals[corridor.via_name] = totals.get(corridor.via_name, 0.0) + corridor.excess
    names = sorted(totals, key=lambda name: (-totals[name], name))[:12]
    figure = Figure(figsize=(9, 1.6 + 0.6 * max(3, len(names))), layout="constrained")
    axes = figure.subplots()
    axes.set_axis_off()
    axes.set_xlim(-0.25, 2.25)
    axes.set_ylim(-0.6, max(3, len(names)) - 0.4)
    figure.suptitle(
        f"Potential corridors from {detection.origin} to {detection.target} after {detection.day:%d %b %Y}\n"
        f"arrow width: excess over the counterfactual, {detection.currency} a year; q ≤ {cut:g}",
        fontsize=11,
    )
    _draw_network(axes, detection, names, totals)
    return figure


def _draw_network(axes: Axes, detection: Detection, names: Sequence[str], totals: dict[str, float]) -> None:
    middle = (max(3, len(names)) - 1) / 2
    most = max(totals.values(), default=1.0)
    ends = ((0.0, middle, detection.origin), (2.0, middle, detection.target))
    offset = (max(3, len(names)) - len(names)) / 2
    for row, name in enumerate(reversed(names)):
        y, width = row + offset, 1 + 7 * totals[name] / most
        scale, unit = _scale([totals[name]])
        for start, stop, colour in (((0.0, middle), (1.0, y), COLOURS[1]), ((1.0, y), (2.0, middle), COLOURS[2])):
            shape = f"simple,tail_width={width},head_width={width + 8},head_length=10"
            arrow = FancyArrowPatch(start, stop, arrowstyle=shape, color=colour, alpha=0.55, shrinkA=40, shrinkB=46)
            axes.add_patch(arrow)
        axes.text(
            1.0, y, f"{name}\n{totals[name] / scale:,.1f} {unit}", ha="center", va="center", fontsize=9, bbox=_BOX
        )
    for x, y, name in ends:
        axes.text(x, y, name, ha="center", va="center", fontsize=11, weight="bold", bbox=_BOX)
    if not names:
        axes.text(1.0, middle, "no corridor at this level", ha="center", va="center", fontsize=11)


_BOX: dict[str, Any] = {"boxstyle": "round,pad=0.35", "facecolor": "white", "edgecolor": "#666666"}


def _scale(values: Sequence[float]) -> tuple[float, str]:
    """The unit in which the largest value is easy to read."""
    most = max((abs(value) for value in values), default=0.0)
    return next(((scale, unit) for scale, unit in UNITS if most >= scale), UNITS[-1])


def to_svg(figure: Figure) -> str:
    """The figure as SVG text, the same bytes each time."""
    return _written(figure, "svg").decode("utf-8")


def to_png(figure: Figure) -> bytes:
    """The figure as PNG, 150 dots an inch."""
    return _written(figure, "png")


def _written(figure: Figure, kind: str) -> bytes:
    stream = BytesIO()
    with rc_context(FONT):
        figure.savefig(stream, format=kind, dpi=150, metadata={"Date": None} if kind == "svg" else {"Software": None})
    return stream.getvalue()
