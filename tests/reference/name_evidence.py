"""The evidence of two names, plainly: the strongest pair first, words written as one where that explains more."""

from tests.reference.name_distance import distance

from lustra.kernels.names.words import GUESSED, INITIAL, NUMBER, PATRONYMIC, SYLLABLES, MatchParameters

Word = tuple[tuple[int, ...], tuple[int, ...], float, float, int, int, int]
"""Letters, skeleton letters, weight, surprise, kind, reading, variant."""


def evidence_of_words(left: Word, right: Word, p: MatchParameters) -> float:
    """Nats by which two words speak for one name."""
    most = min(left[2], right[2])
    if INITIAL in (left[4], right[4]):
        return most if left[0][0] == right[0][0] else 0.0
    if left[0] == right[0]:
        return most
    if NUMBER in (left[4], right[4]):
        return 0.0
    variants = left[6] == right[6] >= 0
    floor = p.variant_share * most if variants else 0.0
    error_budget = max(left[3], right[3])
    length = 0.5 * (len(left[0]) + len(right[0])) + p.length_offset
    if left[4] == right[4] == PATRONYMIC:
        length = max(length - 4.5, 1.0)
    guessed = GUESSED in (left[5], right[5])
    length *= 0.6 if guessed else 1.0
    limit = min((error_budget - 0.25 * most) / p.error_weight, 0.75 * length / p.slope)
    if SYLLABLES in (left[5], right[5]):
        limit = min(limit, p.syllable)
    costs, charge = (p.guessed_costs, p.guess) if guessed else (p.costs, p.skeleton)
    if abs(len(left[1]) - len(right[1])) * (0.1 if guessed else 0.5) > limit:
        return floor
    cost = charge + distance(left[1], right[1], costs)
    if left[1] != right[1] and not guessed:
        cost = min(cost, distance(left[0], right[0], costs))
    if cost > limit:
        return floor
    worth = max(floor, most * (1.0 - p.slope * cost * (0.5 if variants else 1.0) / length))
    if not variants and cost > charge:
        worth = max(0.0, min(worth, error_budget - p.error_weight * cost))
    return 0.0 if left[4] == right[4] == PATRONYMIC and worth < 0.6 * most else worth


def matched(left: list[Word], right: list[Word], p: MatchParameters) -> tuple[float, float, float]:
    """Agreement and what stays open on either side, nats; no words written as one."""
    pairs = {(i, j): evidence_of_words(a, b, p) for i, a in enumerate(left) for j, b in enumerate(right)}
    total, doubted, open_left, open_right = 0.0, 0.0, set(range(len(left))), set(range(len(right)))
    while True:
        free = [(value, -i, -j) for (i, j), value in pairs.items() if i in open_left and j in open_right and value > 0]
        if not free:
            break
        value, i, j = max(free)
        most = min(left[-i][2], right[-j][2])
        other = min(max((1.0 - value / most - p.doubt) / (p.mismatch - p.doubt), 0.0), 1.0)
        total += (1.0 - other) * value
        doubted += other * most
        open_left.discard(-i)
        open_right.discard(-j)
    return total, sum(left[i][2] for i in open_left) + doubted, sum(right[j][2] for j in open_right) + doubted
