"""Learn the two tables of words from the six lists and the customers, and write them into a folder.

    python -m bench.learn FOLDER

``name_variants.csv``: words that the lists print for one another in names of one entry (``Sergei``, ``Siarhei``), the
commonest standing for all. ``token_weights.csv``: how common each word is. Only counts leave the lists, no entry.
Run it again whenever the rules of ``lustra.text`` change: both tables are keyed by skeletons.
"""

import csv
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from pathlib import Path

from bench.lists import SHARED, six_lists
from rapidfuzz.distance import OSA

from lustra.data import table
from lustra.model.entity import Entity
from lustra.text.names import analyse
from lustra.text.tables import divine_names

MOST_NAMES = 60
"""Names of one entry that are paired."""
ALIKE_GIVEN_NAMES = 0.6
"""Similarity (0-1) from which two spellings in one row of ``given_names.csv`` are taken for one word."""
Pair = tuple[str, str]


def alike(pair: Pair) -> float:
    """Similarity of two words, 0–1."""
    return float(OSA.normalized_similarity(*pair))


def word_sets(entity: Entity) -> list[frozenset[str]]:
    """The words of each strong name of an entry."""
    names = (analyse(name.text, entity.schema) for name in entity.names if name.kind != "weakAlias")
    kinds = {"word", "patronymic", "ancestor", "generic"}
    sets = {frozenset(t.skeleton for t in name if t.kind in kinds and len(t.skeleton) >= 3) for name in names}
    return sorted((words for words in sets if 2 <= len(words) <= 7), key=sorted)[:MOST_NAMES]


def exchanged(first: frozenset[str], second: frozenset[str]) -> Iterator[Pair]:
    """Words that stand for one another in two names that differ in one or two words."""
    left, right = sorted(first - second), sorted(second - first)
    if len(left) != len(right) or len(left) > 2:
        return
    if len(left) == 1:
        yield (min(left[0], right[0]), max(left[0], right[0]))
    elif len(left) == 2:
        ways = [list(zip(left, order, strict=True)) for order in (right, right[::-1])]
        best = max(ways, key=lambda way: sum(map(alike, way)))
        if min(map(alike, best)) >= 0.5:
            yield from ((min(pair), max(pair)) for pair in best)


def counted(entities: Iterable[Entity]) -> tuple[Counter[Pair], Counter[str]]:
    """Entries that exchange each pair of words, and entries that print each word."""
    pairs, words = Counter[Pair](), Counter[str]()
    for entity in entities:
        sets = word_sets(entity)
        words.update(set[str]().union(*sets))
        pairs.update({pair for a, b in combinations(sets, 2) for pair in exchanged(a, b)})
    return pairs, words


def believed(pair: Pair, count: int, words: Counter[str]) -> bool:
    """Whether a pair is exchanged often enough, the oftener the less alike its words are; never two divine names."""
    if len({divine_names().get(word, "") for word in pair} - {""}) == 2:
        return False
    similarity, shorter = alike(pair), min(map(len, pair))
    few, many = sorted(words[word] for word in pair)
    need = 3 if similarity >= 0.55 and shorter >= 5 else 6 if similarity >= 0.4 else 12
    need = 2 if similarity >= 0.75 and shorter >= 7 else need
    return count >= need and many >= 8 and count / few >= 0.08 and count / many >= 0.01


def variants(pairs: Counter[Pair], words: Counter[str]) -> dict[str, str]:
    """Word → the commonest word of its group; groups join only where their chief words are alike or often linked."""
    chief: dict[str, str] = {}
    groups: defaultdict[str, set[str]] = defaultdict(set)
    order = sorted((-count, pair) for pair, count in pairs.items() if believed(pair, count, words))
    links = {pair for _, pair in order}
    for negative, pair in order:
        a, b = sorted((chief.get(word, word) for word in pair), key=lambda word: (-words[word], word))
        first, second = groups[a] | {a}, groups[b] | {b}
        linked = sum((min(x, y), max(x, y)) in links for x in first for y in second)
        if a != b and linked * 3 >= min(len(first), len(second)) and (alike((a, b)) >= 0.45 or negative <= -8):
            groups[a] |= second
            chief.update(dict.fromkeys(second, a))
    return chief


def with_given_names(chief: dict[str, str], words: Counter[str]) -> dict[str, str]:
    """The groups, and those of the table of given names whose spellings are alike; the commonest word stands for all.

    ``Alaksandr`` and ``Alexander`` meet even where no list prints both for one person; ``Ivan`` and ``John`` do not.
    A nickname of one name only stands for it as well: ``Bill`` is ``William``, but ``Sasha`` may be two.
    """
    links = {word: {word, head} for word, head in chief.items()}
    for nickname, full in nicknames():
        links.setdefault(nickname, {nickname}).add(full)
    for row in table("given_names"):
        spelt = sorted(
            {t.skeleton for v in row["variants"].split() for t in analyse(v, "Person") if len(t.skeleton) > 3}
        )
        for pair in combinations(spelt, 2):
            if alike(pair) >= ALIKE_GIVEN_NAMES:
                for word in pair:
                    links.setdefault(word, {word}).update(pair)
    found: dict[str, str] = {}
    for word in sorted(links):
        if word not in found:
            group = reached(word, links)
            head = min(group, key=lambda one: (-words[one], one))
            found.update(dict.fromkeys(group, head))
    return {word: head for word, head in found.items() if word != head}


def nicknames() -> list[Pair]:
    """Nicknames that stand for one given name only and are no name of their own, and the name's first spelling."""
    rows = table("given_names")
    spelt = {_sounded(word) for row in rows for word in row["variants"].split()}
    short = Counter(nickname for row in rows for nickname in {_sounded(word) for word in row["nicknames"].split()})
    return [
        (nickname, _sounded(row["variants"].split()[0]))
        for row in rows
        for nickname in sorted({_sounded(word) for word in row["nicknames"].split()})
        if short[nickname] == 1 and nickname not in spelt and len(nickname) > 2
    ]


def _sounded(word: str) -> str:
    return "".join(token.skeleton for token in analyse(word, "Person"))


def reached(word: str, links: dict[str, set[str]]) -> set[str]:
    """Every word linked to one, directly or by others, in either direction."""
    group, fresh = {word}, {word}
    while fresh:
        near = set().union(*(links.get(one, set()) for one in fresh))
        near |= {one for one, others in links.items() if others & fresh}
        fresh = near - group
        group |= fresh
    return group


def weights(entities: Sequence[Entity], chief: dict[str, str]) -> dict[str, tuple[float, str]]:
    """Word → nats, minus the logarithm of the share that bears it, and where it was counted."""
    lists, customers = Counter[str](), Counter[str]()
    for entity in entities:
        tokens = (token for name in entity.names for token in analyse(name.text, entity.schema))
        lists.update({chief.get(token.skeleton, token.skeleton) for token in tokens})
    with (SHARED / "names" / "benign_customers.csv").open(encoding="utf-8") as file:
        names = [row["full_name"] for row in csv.DictReader(file)][::2]
    for name in names:
        customers.update({chief.get(token.skeleton, token.skeleton) for token in analyse(name, "Person")})
    found = {word: (math.log(len(entities) / count), "lists") for word, count in lists.items() if count > 1}
    for word, count in customers.items():
        nats = math.log(len(names) / count)
        if count >= 4 and nats < found.get(word, (math.inf, ""))[0]:
            found[word] = (nats, "customers")
    return found


def main() -> None:
    """Learn and write."""
    folder = Path(sys.argv[1])
    entities = six_lists()
    pairs, words = counted(entities)
    chief = with_given_names(variants(pairs, words), words)
    with (folder / "name_variants.csv").open("w", encoding="utf-8", newline="") as file:
        rows = sorted((head, word, "lists") for word, head in chief.items())
        sheet = csv.writer(file, lineterminator="\n")
        sheet.writerows([("skeleton", "stands_for", "source"), *((word, head, source) for head, word, source in rows)])
    with (folder / "token_weights.csv").open("w", encoding="utf-8", newline="") as file:
        sheet = csv.writer(file, lineterminator="\n")
        counted_words = sorted(weights(entities, chief).items())
        rows = [(word, f"{nats:.1f}", source) for word, (nats, source) in counted_words]
        sheet.writerows([("skeleton", "weight", "source"), *rows])


if __name__ == "__main__":
    main()
