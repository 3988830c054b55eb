"""How often two spellings of one name meet, by script, and how many different words the skeleton makes one.

Run from the checkout, with the data beside it: ``python -m bench.text_coverage [--misses SCRIPT]``. Reads
``../shared/data/gold/cross_script_pairs.csv`` and ``../shared/data/names/benign_customers.csv``.

*canonical*: the same canonical words in any order. *skeleton*: the same skeletons. *near*: every word of the shorter
name finds a partner in the other that is the same by skeleton, sound key or given name, or within a quarter of its
letters (the matcher weighs this finely; here it is a count).
"""

import argparse
import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from rapidfuzz.distance import OSA

from lustra.text.names import Token, analyse
from lustra.text.skeleton import skeleton
from lustra.text.sounds import sound_key
from lustra.text.tables import name_variants

DATA = Path(__file__).parent.parent.parent / "shared" / "data"
SCHEMA = {"person": "Person", "enterprise": "Organization"}
CONTENT = {"word", "patronymic", "number", "generic"}


def rows(name: str) -> list[dict[str, str]]:
    """A CSV file of the shared data."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def partners(one: Token, other: Token) -> bool:
    """Whether two tokens are the same or nearly so."""
    if one.skeleton == other.skeleton or sound_key(one.text) == sound_key(other.text) != "":
        return True
    if name_variants(one.text) & name_variants(other.text):
        return True
    return (
        min(OSA.normalized_distance(one.skeleton, other.skeleton), OSA.normalized_distance(one.text, other.text))
        <= 0.25
    )


def meeting(one: tuple[Token, ...], other: tuple[Token, ...]) -> str:
    """The closest level on which two names meet."""
    one, other = content(one), content(other)
    if sorted(t.text for t in one) == sorted(t.text for t in other):
        return "canonical"
    if sorted(t.skeleton for t in one) == sorted(t.skeleton for t in other):
        return "skeleton"
    short, long = sorted((one, other), key=len)
    if short and all(any(partners(a, b) for b in long) for a in short):
        return "near"
    joined = ["".join(sorted(t.skeleton for t in x)) for x in (one, other)]
    return "near" if OSA.normalized_distance(*joined) <= 0.15 else "miss"


def content(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """The tokens that name, rather than qualify."""
    return tuple(t for t in tokens if t.kind in CONTENT) or tokens


def coverage(misses: str) -> Iterator[str]:
    """A line per script and kind; then the pairs of ``misses`` that do not meet."""
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    shown = []
    for row in rows("gold/cross_script_pairs.csv"):
        schema = SCHEMA.get(row["type"], "")
        one, other = analyse(row["latin_name"], schema), analyse(row["other_name"], schema)
        level = meeting(one, other)
        counts[row["other_script"], row["type"]][level] += 1
        if level == "miss" and f"{row['other_script']}-{row['type']}".lower().startswith(misses.lower() or "-"):
            shown.append((row["latin_name"], row["other_name"], told(one), told(other)))
    yield f"{'script':22}{'pairs':>7}{'canonical':>11}{'skeleton':>10}{'near':>7}{'miss':>7}"
    for (script, kind), count in sorted(counts.items()):
        yield f"{script + ' ' + kind:22}{count.total():7}{share(count, 'canonical'):>11}" + "".join(
            f"{share(count, level):>{width}}" for level, width in (("skeleton", 10), ("near", 7), ("miss", 7))
        )
    yield from ("\t".join(line) for line in shown)


def share(count: Counter[str], level: str) -> str:
    """A level's part of the count, in percent."""
    return f"{100 * count[level] / count.total():.1f}%"


def told(tokens: Iterable[Token]) -> str:
    """Tokens on one line."""
    return " ".join(f"{t.text}/{t.skeleton}" if t.kind == "word" else f"[{t.kind} {t.text}]" for t in tokens)


def collisions() -> Iterator[str]:
    """How many distinct words of the benign customers share a skeleton with another, and the largest groups."""
    words = Counter(t.text for r in rows("names/benign_customers.csv") for t in analyse(r["full_name"], "Person"))
    groups: dict[str, list[str]] = defaultdict(list)
    for word in words:
        groups[skeleton(word)].append(word)
    yield f"benign customers: {len(words)} distinct words, {len(groups)} distinct skeletons"
    for key, members in sorted(groups.items(), key=lambda kv: -len(kv[1]))[:25]:
        yield f"  {key}: {' '.join(sorted(members)[:14])}"


def main() -> None:
    """Print both measures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--misses", default="", help="script, or script-type, whose misses are listed")
    for line in (*coverage(parser.parse_args().misses), *collisions()):
        print(line)


if __name__ == "__main__":
    main()
