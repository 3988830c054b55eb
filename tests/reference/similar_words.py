"""Listed words like a word asked for, plainly: every listed spelling is tried against every one asked for."""

from itertools import combinations, pairwise
from typing import NamedTuple

from tests.reference.name_distance import distance

from lustra.kernels.names.words import MatchParameters


class Spelled(NamedTuple):
    """One spelling: its letters as codes, weight and surprise in nats, letters of the word as typed."""

    letters: tuple[int, ...]
    weight: float
    surprise: float
    length: int


def rests(letters: tuple[int, ...], most: int = 2) -> set[tuple[int, ...]]:
    """What dropping no, one or (of five letters and more) two letters leaves; one letter stays as it is."""
    most = 0 if len(letters) < 2 else 1 if len(letters) < 5 else most
    kept = (keep for dropped in range(most + 1) for keep in combinations(range(len(letters)), len(letters) - dropped))
    return {tuple(letters[k] for k in keep) for keep in kept}


def errors(a: tuple[int, ...], b: tuple[int, ...]) -> int:
    """Fewest letters dropped, added, replaced or exchanged with their neighbour that turn one word into the other."""
    rows = [list(range(len(b) + 1))]
    for i in range(1, len(a) + 1):
        rows.append([i])
        for j in range(1, len(b) + 1):
            ways = [rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (a[i - 1] != b[j - 1])]
            if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
                ways.append(rows[i - 2][j - 2] + 1)
            rows[i].append(min(ways))
    return rows[-1][-1]


def pairs(letters: tuple[int, ...]) -> set[tuple[int, int]]:
    """The letter pairs of a word, its edges counting as letter 0."""
    whole = (0, *letters, 0)
    return set(pairwise(whole))


def near(asked: tuple[int, ...], listed: tuple[int, ...]) -> bool:
    """Whether few enough typing errors lie between two spellings."""
    return errors(asked, listed) <= (2 if len(asked) < 9 else min(len(asked) // 3, 4))


def found(asked: tuple[int, ...], listed: tuple[int, ...], drops: int) -> bool:
    """Whether looking one spelling up meets the other at all: by what dropping letters leaves, or by letter pairs."""
    if len(asked) < 9:
        return len(listed) <= 10 and bool(rests(asked, drops) & rests(listed))
    most = min(len(asked) // 3, 4)
    enough = max(max(len(asked), len(listed)) + 1 - 2 * most, 1)
    return abs(len(asked) - len(listed)) <= most and len(pairs(asked) & pairs(listed)) >= enough


def alike(asked: Spelled, listed: Spelled, p: MatchParameters) -> float:
    """How much two spellings are alike (at most 1)."""
    norm = (0.5 * (asked.length + listed.length) + p.length_offset) / p.slope
    error_budget, most = max(asked.surprise, listed.surprise), min(asked.weight, listed.weight)
    cost = distance(asked.letters, listed.letters, p.costs)
    return min(1.0 - cost / norm, (error_budget - p.error_weight * cost) / most, 1.0)


def similar(
    asked: list[Spelled], listed: list[Spelled], p: MatchParameters, least: float, chance: bool = False
) -> float:
    """How much a word is like a listed word, by the best of their spellings; 0 where less than ``least``.

    The first spelling asked for may lose two letters, the others one. With ``chance``, spellings meet that are near and
    share nothing but, it may be, a bucket.
    """
    values = [
        alike(a, b, p)
        for drops, a in zip((2, 1), asked, strict=False)
        for b in listed
        if near(a.letters, b.letters) and (chance or found(a.letters, b.letters, drops))
    ]
    return max((value for value in values if value >= least), default=0.0)
