"""Names worth comparing, plainly: every listed name is judged, nothing is skipped."""

from typing import NamedTuple

from lustra.kernels.names.candidate_arrays import Terms


class Answer(NamedTuple):
    """A listed word that answers to something in the query: group, gain, weight of the token and of the listed word."""

    word: int
    group: int
    gain: int
    weight: int
    own: int


def nat(value: float) -> int:
    """Nats in whole 1024ths."""
    return int(value * 1024.0)


def estimate(words: list[int], answers: list[Answer], whole: float, weight: float, terms: Terms) -> float:
    """Estimated score of a name: each of its words, in order, takes the group by which the name gains most.

    Args:
        words: the name's words.
        answers: what answers to the query; of equal ones the last noted counts.
        whole: weight of the query, 1024ths of a nat.
        weight: weight of the name, 1024ths of a nat.
        terms: what the score takes off.
    """
    best: dict[int, int] = {}
    gain = cover = own = 0
    for word in words:
        more = [(a.gain - best.get(a.group, 0), number, a) for number, a in enumerate(answers) if a.word == word]
        if not more or max(more)[0] <= 0:
            continue
        most, _, answer = max(more)
        if answer.group not in best:
            cover += answer.weight
            own += answer.own
        gain += most
        best[answer.group] = answer.gain
    left, right = max(whole - cover, 0.0), max(weight - own, 0.0)
    distorted = max(min(float(cover), float(own), whole, weight) - gain, 0.0)
    loss = terms.contradiction * min(left, right) + terms.omission * abs(left - right)
    return gain / (gain + loss + terms.distortion * distorted + 1024.0 * terms.prior)
