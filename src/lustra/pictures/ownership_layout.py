"""Where the boxes and lines of an ownership diagram stand: layers from owners down to the owned.

The method is that of Sugiyama, Tagawa and Toda (1981): break loops, put nodes into layers, give long lines a place in
every layer they cross, order each layer by the middle of its neighbours, then spread it out. All units are pixels.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from lustra.errors import InputError

__all__ = [
    "BOX_HEIGHT",
    "BOX_WIDTH",
    "DiagramEdge",
    "DiagramNode",
    "Drawing",
    "Label",
    "PlacedLink",
    "PlacedNode",
    "arrange",
]

BOX_WIDTH, BOX_HEIGHT = 190.0, 64.0
GAP, ROW = 34.0, 158.0
PASSAGE = 26.0
"""Width that a line takes where it passes a layer."""
WIDEST = 8
"""Most boxes in one layer; more are spread over several layers."""
MARGIN = 40.0
SWEEPS = 12
LABEL_HEIGHT, LABEL_CHARACTER = 15.0, 6.3
PLACES = (0.5, 0.36, 0.64, 0.25, 0.75, 0.15, 0.85)
"""Where on a line its label may stand, best first."""

Key = tuple[int, int]
"""A node's number and 0, or -1-number of a link and the layer it passes."""


class DiagramNode(NamedTuple):
    """One party."""

    id: str
    label: str
    tag: str = ""
    """The word in the box: ``listed``, ``asked``, ``blocked``, ``undetermined`` …"""
    role: str = "between"
    """``listed``, ``maybe_listed``, ``asked``, ``state``, ``unnamed`` or ``between``."""
    status: str = ""
    """``blocked``, ``undetermined``, ``not blocked`` or ""."""
    detail: str = ""
    """What a mouse over the box shows."""


class DiagramEdge(NamedTuple):
    """One record between two parties."""

    owner: str
    owned: str
    label: str = ""
    note: str = ""
    """Second line of the label, such as the days."""
    role: str = "share"
    """``share``, ``control`` or ``other``."""
    open: bool = False
    """Whether something about it is not known: drawn dashed."""
    detail: str = ""


class PlacedNode(NamedTuple):
    """A box by its middle."""

    node: DiagramNode
    x: float
    y: float


class Label(NamedTuple):
    """A label by its middle."""

    lines: tuple[str, ...]
    x: float
    y: float
    width: float
    height: float


class PlacedLink(NamedTuple):
    """A line through points from the owner's box to that of the owned."""

    link: DiagramEdge
    points: tuple[tuple[float, float], ...]
    label: Label | None


class Drawing(NamedTuple):
    """A laid out diagram."""

    width: float
    height: float
    nodes: tuple[PlacedNode, ...]
    links: tuple[PlacedLink, ...]


def arrange(nodes: Sequence[DiagramNode], links: Sequence[DiagramEdge]) -> Drawing:
    """Lay out a diagram.

    Args:
        nodes: the boxes, each id once.
        links: lines between them; a line from a box to itself is left out.

    Raises:
        InputError: there is no box, or a line lacks one of its boxes.
    """
    if not nodes:
        raise InputError("there is nothing to draw", "Ask about a party that the graph holds.")
    place = {node.id: number for number, node in enumerate(nodes)}
    for link in links:
        if link.owner not in place or link.owned not in place:
            raise InputError(f"a line from {link.owner} to {link.owned} lacks one of its boxes")
    kept = [link for link in links if link.owner != link.owned]
    ends = [(place[link.owner], place[link.owned]) for link in kept]
    layout = _Layout(len(nodes), ends)
    placed = tuple(PlacedNode(node, *layout.at((number, 0))) for number, node in enumerate(nodes))
    return Drawing(layout.width, layout.height, placed, _lines(kept, layout, placed))


class _Layout:
    """Places of nodes and of the passages of long lines."""

    def __init__(self, count: int, ends: Sequence[Key]) -> None:
        self.count, self.ends = count, ends
        self.down = _without_loops(count, ends)
        self.layer = _layers(count, self.down)
        self.rows: list[list[Key]] = [[] for _ in range(max(self.layer) + 1)]
        self.near: dict[Key, list[Key]] = {}
        for number in range(count):
            self.rows[self.layer[number]].append((number, 0))
        self.paths = [self._path(number) for number in range(len(ends))]
        self._order()
        self.x = self._spread()
        self.width = max(x + _width(key) / 2 for key, x in self.x.items()) + MARGIN
        self.height = len(self.rows) * ROW - (ROW - BOX_HEIGHT) + 2 * MARGIN

    def at(self, key: Key) -> tuple[float, float]:
        """The middle of a node or passage."""
        layer = self.layer[key[0]] if key[0] >= 0 else key[1]
        return self.x[key], MARGIN + BOX_HEIGHT / 2 + layer * ROW

    def _path(self, number: int) -> list[Key]:
        """The nodes and passages of a line from the upper end to the lower one."""
        upper, lower = self.down[number]
        path: list[Key] = [(upper, 0)]
        for layer in range(self.layer[upper] + 1, self.layer[lower]):
            self.rows[layer].append((-1 - number, layer))
            path.append((-1 - number, layer))
        path.append((lower, 0))
        for a, b in pairwise(path):
            self.near.setdefault(a, []).append(b)
            self.near.setdefault(b, []).append(a)
        return path

    def _order(self) -> None:
        for sweep in range(SWEEPS):
            rows = self.rows if sweep % 2 else self.rows[::-1]
            for row in rows:
                place = {key: i / max(len(r) - 1, 1) for r in self.rows for i, key in enumerate(r)}
                row.sort(key=lambda key: (self._middle(key, place), key))

    def _middle(self, key: Key, place: dict[Key, float]) -> float:
        others = self.near.get(key, [])
        return sum(place[other] for other in others) / len(others) if others else place[key]

    def _spread(self) -> dict[Key, float]:
        """Each row side by side, then moved towards the neighbours as far as there is room."""
        x: dict[Key, float] = {}
        for row in self.rows:
            total = sum(_width(key) for key in row) + GAP * (len(row) - 1)
            at = -total / 2
            for key in row:
                x[key] = at + _width(key) / 2
                at += _width(key) + GAP
        for sweep in range(SWEEPS):
            for row in self.rows if sweep % 2 else self.rows[::-1]:
                _settle(row, x, {key: self._middle(key, x) for key in row})
        left = min(x[key] - _width(key) / 2 for key in x)
        return {key: value - left + MARGIN for key, value in x.items()}


def _settle(row: Sequence[Key], x: dict[Key, float], wanted: dict[Key, float]) -> None:
    """Put a row where it wants to be, in its order and without overlaps, from both sides alike."""
    right, left = [wanted[key] for key in row], [wanted[key] for key in row]
    for i in range(1, len(row)):
        right[i] = max(right[i], right[i - 1] + _apart(row[i - 1], row[i]))
    for i in range(len(row) - 2, -1, -1):
        left[i] = min(left[i], left[i + 1] - _apart(row[i], row[i + 1]))
    for key, a, b in zip(row, right, left, strict=True):
        x[key] = (a + b) / 2


def _apart(a: Key, b: Key) -> float:
    return (_width(a) + _width(b)) / 2 + GAP


def _width(key: Key) -> float:
    return BOX_WIDTH if key[0] >= 0 else PASSAGE


def _without_loops(count: int, ends: Sequence[Key]) -> list[Key]:
    """The lines with those turned around that close a loop."""
    after: dict[int, list[int]] = {}
    for number, (owner, _) in enumerate(ends):
        after.setdefault(owner, []).append(number)
    state, turned = [0] * count, set[int]()
    entered = {owned for _, owned in ends}
    for start in sorted(range(count), key=lambda v: (v in entered, v)):
        waiting = [(start, iter(after.get(start, ())))] if not state[start] else []
        state[start] = state[start] or 1
        while waiting:
            v, rest = waiting[-1]
            following = next(rest, None)
            if following is None:
                state[v] = 2
                waiting.pop()
            elif state[ends[following][1]] == 1:
                turned.add(following)
            elif not state[ends[following][1]]:
                state[ends[following][1]] = 1
                waiting.append((ends[following][1], iter(after.get(ends[following][1], ()))))
    return [(b, a) if number in turned else (a, b) for number, (a, b) in enumerate(ends)]


def _layers(count: int, down: Sequence[Key]) -> list[int]:
    """The layer of each node, 0 at the top: as low as the owned allow, and no wider than WIDEST."""
    below: list[list[int]] = [[] for _ in range(count)]
    waiting = [0] * count
    for owner, owned in down:
        below[owner].append(owned)
        waiting[owner] += 1
    above: list[list[int]] = [[] for _ in range(count)]
    for owner, owned in down:
        above[owned].append(owner)
    height, filled = [0] * count, dict[int, int]()
    ready = [v for v in range(count) if not waiting[v]]
    while ready:
        v = ready.pop(0)
        level = max((height[w] + 1 for w in below[v]), default=0)
        while filled.get(level, 0) >= WIDEST:
            level += 1
        height[v] = level
        filled[level] = filled.get(level, 0) + 1
        for w in above[v]:
            waiting[w] -= 1
            if not waiting[w]:
                ready.append(w)
    used = {level: i for i, level in enumerate(sorted(set(height)))}
    return [len(used) - 1 - used[level] for level in height]


def _lines(links: Sequence[DiagramEdge], layout: _Layout, placed: Sequence[PlacedNode]) -> tuple[PlacedLink, ...]:
    boxes = [(one.x, one.y, BOX_WIDTH + 6, BOX_HEIGHT + 6) for one in placed]
    found = []
    points = _points(layout)
    for number, link in enumerate(links):
        path = points[number] if layout.down[number] == layout.ends[number] else points[number][::-1]
        label = _label(link, path, boxes)
        if label:
            boxes.append((label.x, label.y, label.width, label.height))
        found.append(PlacedLink(link, tuple(path), label))
    return tuple(found)


def _points(layout: _Layout) -> list[list[tuple[float, float]]]:
    """The points of each line, from the bottom of the upper box to the top of the lower one, spread along the boxes."""
    starts, ends = dict[int, list[int]](), dict[int, list[int]]()
    for number, path in enumerate(layout.paths):
        starts.setdefault(path[0][0], []).append(number)
        ends.setdefault(path[-1][0], []).append(number)
    out = {n: port for numbers in starts.values() for port, n in _ports(layout, numbers, 1)}
    into = {n: port for numbers in ends.values() for port, n in _ports(layout, numbers, -2)}
    found = []
    for number, path in enumerate(layout.paths):
        (x0, y0), (x1, y1) = layout.at(path[0]), layout.at(path[-1])
        middle = [layout.at(key) for key in path[1:-1]]
        found.append([(x0 + out[number], y0 + BOX_HEIGHT / 2), *middle, (x1 + into[number], y1 - BOX_HEIGHT / 2)])
    return found


def _ports(layout: _Layout, numbers: Sequence[int], other: int) -> list[tuple[float, int]]:
    """Where along a box each of its lines begins or ends, in the order of their next points; from the box's middle."""
    ordered = sorted(numbers, key=lambda number: (layout.at(layout.paths[number][other])[0], number))
    room = BOX_WIDTH * 0.8
    return [(room * ((i + 1) / (len(ordered) + 1) - 0.5), number) for i, number in enumerate(ordered)]


def _label(
    link: DiagramEdge, path: Sequence[tuple[float, float]], taken: Sequence[tuple[float, float, float, float]]
) -> Label | None:
    lines = tuple(line for line in (link.label, link.note) if line)
    if not lines:
        return None
    width = max(len(line) for line in lines) * LABEL_CHARACTER + 8
    height = LABEL_HEIGHT * len(lines) + 2
    best: tuple[float, Label] | None = None
    for a, b in pairwise(path):
        for t in PLACES:
            ease = t * t * (3 - 2 * t)
            x, y = a[0] + (b[0] - a[0]) * ease, a[1] + (b[1] - a[1]) * t
            label = Label(lines, x, y, width, height)
            covered = sum(_overlap(label, box) for box in taken)
            if best is None or covered < best[0]:
                best = covered, label
            if not covered:
                return label
    return best[1] if best else None


def _overlap(label: Label, box: tuple[float, float, float, float]) -> float:
    x, y, width, height = box
    across = min(label.x + label.width / 2, x + width / 2) - max(label.x - label.width / 2, x - width / 2)
    along = min(label.y + label.height / 2, y + height / 2) - max(label.y - label.height / 2, y - height / 2)
    return across * along if across > 0 and along > 0 else 0.0
