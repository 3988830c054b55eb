"""The distance of two words, plainly: shared ends cut off, then every alignment by recursion."""

from functools import cache

from lustra.kernels.names.words import EditCosts


def distance(a: tuple[int, ...], b: tuple[int, ...], costs: EditCosts) -> float:
    """Weighted optimal-string-alignment distance of two words of letter codes."""
    while a and b and a[0] == b[0]:
        a, b = a[1:], b[1:]
    while a and b and a[-1] == b[-1]:
        a, b = a[:-1], b[:-1]

    @cache
    def cost(i: int, j: int) -> float:
        """Cost of the first i letters of a against the first j of b."""
        options = [0.0] if i == j == 0 else []
        if i:
            options.append(cost(i - 1, j) + costs.gap[a[i - 1]])
        if j:
            options.append(cost(i, j - 1) + costs.gap[b[j - 1]])
        if i and j:
            options.append(cost(i - 1, j - 1) + costs.substitution[a[i - 1], b[j - 1]])
        if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1] and a[i - 1] != b[j - 1]:
            options.append(cost(i - 2, j - 2) + costs.swap)
        return float(min(options))

    return cost(len(a), len(b))
