"""What Lustra's matcher finds and what it flags in vain, beside rivals that install from PyPI, on the same work.

    python -m bench.quality [--customers 10000] [--picture docs/recall-curve.svg]

Positives are the UN's people under seeded damage (``bench/damage.py``); a hit must be the very entry. Negatives are
benign customers (odd rows: the frequencies of words were counted on even rows) and words of listed people recombined.
The threshold of every system is chosen on the negatives, so that all are compared at the same share of false alarms.
nomenklatura is left out: it needs PyICU, which has no wheel.
"""

import argparse
import csv
import random
import re
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from anyascii import anyascii
from bench.damage import HARD, LIGHT, damage
from bench.lists import GOLD_SOURCES, SHARED, six_lists
from numpy.typing import NDArray

from lustra.model.entity import Entity
from lustra.model.query import Query
from lustra.model.time import AsOf, ImpreciseDate
from lustra.screening.calibration import DEFAULT_THRESHOLD
from lustra.screening.compare import compare
from lustra.screening.engine import ScreeningOptions, screen
from lustra.screening.index import Index, build

TODAY = AsOf(date(2026, 8, 31))
RATES = (0.001, 0.005, 0.01)
Scores = NDArray[np.float64]
Positive = tuple[str, str, Query]
"""Entity id, kind of damage, query."""


def customers(count: int) -> list[Query]:
    """Benign customers from the odd rows."""
    rows = list(csv.DictReader((SHARED / "names" / "benign_customers.csv").open(encoding="utf-8")))[1::2]
    random.Random(0).shuffle(rows)
    return [Query((r["full_name"],), schema="Person", birth_dates=_birth(r["date_of_birth"])) for r in rows[:count]]


def _birth(text: str) -> tuple[ImpreciseDate, ...]:
    return (ImpreciseDate.from_edtf(text),) if text else ()


def recombined(people: Sequence[Entity], count: int) -> list[Query]:
    """Names made of words of several listed people."""
    rng = random.Random(0)
    words = [w for w in (e.names[0].text.replace(",", " ").split() for e in people) if 2 <= len(w) <= 4]
    whole = {frozenset(word.lower() for word in name) for name in words}
    names: list[Query] = []
    while len(names) < count:
        name = [rng.choice(rng.choice(words)) for _ in rng.choice(words)]
        if frozenset(word.lower() for word in name) not in whole:
            names.append(Query((" ".join(name),), schema="Person"))
    return names


def main_name(entity: Entity) -> str:
    """The first Latin name, given name first."""
    latin = [n.text for n in entity.names if all(ord(c) < 0x250 for c in n.text)] or [entity.names[0].text]
    family, comma, given = latin[0].partition(", ")
    return f"{given} {family}" if comma else latin[0]


def positives(people: Sequence[Entity], kinds: Sequence[str]) -> list[Positive]:
    """Every person under every kind of damage, with a birth date that is right, swapped or a digit off."""
    return [
        (
            person.id,
            kind,
            Query(
                (damage(main_name(person), kind, "bench"),),
                schema="Person",
                birth_dates=_damaged_birth(person, kind),
                countries=person.countries[:1],
            ),
        )
        for person in people
        for kind in kinds
    ]


def _damaged_birth(person: Entity, kind: str) -> tuple[ImpreciseDate, ...]:
    rng = random.Random(f"{person.id}|{kind}")
    precise = [birth for birth in person.birth_dates if birth.precise]
    if not precise:
        return person.birth_dates[:1]
    day = precise[0].earliest.date
    if (treatment := rng.randrange(10)) == 0 and day.day <= 12:
        day = day.replace(month=day.day, day=day.month)
    elif treatment == 1:
        day = day.replace(year=day.year + rng.choice((-1, 1)), day=min(day.day, 28))
    return (ImpreciseDate.day(day),)


def name_only(queries: Sequence[Query]) -> list[Query]:
    """The same questions without what stands beside the name."""
    return [Query(query.names, schema=query.schema) for query in queries]


def best(index: Index, queries: Sequence[Query], truth: Sequence[str] | None = None) -> Scores:
    """Score of the best hit of each query, or of the entity it is meant to find."""
    hits = screen(index, queries, TODAY, ScreeningOptions(cutoff=0.3, limit=1 if truth is None else 200))
    if truth is None:
        return np.array([group[0].score if group else 0.0 for group in hits])
    return np.array(
        [max((h.score for h in group if h.entity == t), default=0.0) for group, t in zip(hits, truth, strict=True)]
    )


def threshold(negatives: Scores, rate: float) -> float:
    """The score that at most ``rate`` of the negatives exceed."""
    ordered = np.sort(negatives)
    return float(ordered[int(np.ceil(len(ordered) * (1 - rate))) - 1]) + 1e-9


def folded(name: str) -> str:
    """A name as the rivals see it: ASCII, lower-case, words sorted."""
    return " ".join(sorted(re.findall(r"[a-z0-9]+", anyascii(name).lower())))


class Ratio:
    """rapidfuzz ratio on sorted words against every name."""

    name = "rapidfuzz ratio, all names"

    def __init__(self, people: Sequence[Entity]) -> None:
        self.own = {e.id: [folded(n.text) for n in e.names] for e in people}
        self.names = sorted({name for names in self.own.values() for name in names})

    def best(self, queries: Sequence[str]) -> Scores:
        """Best ratio of each query against all names."""
        from rapidfuzz import fuzz, process

        blocks = [queries[i : i + 500] for i in range(0, len(queries), 500)]
        return np.concatenate(
            [process.cdist(b, self.names, scorer=fuzz.ratio, dtype=np.uint8).max(1).astype(float) for b in blocks]
        )

    def truth(self, queries: Sequence[str], ids: Sequence[str]) -> Scores:
        """Best ratio of each query against the names of its entity."""
        from rapidfuzz import fuzz

        pairs = zip(queries, ids, strict=True)
        return np.array([max(round(fuzz.ratio(query, name)) for name in self.own[i]) for query, i in pairs])


class TfIdf(Ratio):
    """Candidates by 3-gram TF-IDF and sparse_dot_topn, the 50 best re-ranked by ratio."""

    name = "TF-IDF 3-grams, top 50 → ratio"

    def __init__(self, people: Sequence[Entity]) -> None:
        super().__init__(people)
        from sklearn.feature_extraction.text import TfidfVectorizer

        self.vectors = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 3), dtype=np.float32)
        self.matrix = self.vectors.fit_transform(self.names).T.tocsr()

    def _top(self, queries: Sequence[str]) -> Any:
        from sparse_dot_topn import sp_matmul_topn

        return sp_matmul_topn(self.vectors.transform(queries), self.matrix, top_n=50)

    def best(self, queries: Sequence[str]) -> Scores:
        """Best ratio among the candidates of each query."""
        from rapidfuzz import fuzz

        top = self._top(queries)
        rows = (top.indices[top.indptr[i] : top.indptr[i + 1]] for i in range(len(queries)))
        return np.array(
            [
                max((fuzz.ratio(q, self.names[j]) for j in row), default=0.0)
                for q, row in zip(queries, rows, strict=True)
            ]
        )

    def truth(self, queries: Sequence[str], ids: Sequence[str]) -> Scores:
        """Best ratio among the candidates that are names of the entity."""
        from rapidfuzz import fuzz

        top, out = self._top(queries), np.zeros(len(queries))
        for i, (query, entity) in enumerate(zip(queries, ids, strict=True)):
            own = set(self.own[entity])
            candidates = (self.names[j] for j in top.indices[top.indptr[i] : top.indptr[i + 1]])
            out[i] = max((fuzz.ratio(query, name) for name in candidates if name in own), default=0.0)
        return out


def line(system: str, negatives: Scores, found: dict[str, Scores], rates: Sequence[float] = RATES) -> str:
    """One row of the table: light/hard at each share of false alarms."""
    cells = [
        " / ".join(f"{float((scores >= threshold(negatives, rate)).mean()):.4f}" for scores in found.values())
        for rate in rates
    ]
    return f"| {system} | " + " | ".join(cells) + " |"


def by_kind(positive: Sequence[Positive], scores: Scores, least: float) -> str:
    """Share found of each kind of damage at a threshold."""
    kinds = dict.fromkeys(kind for _, kind, _ in positive)
    share = {k: np.mean([s >= least for s, p in zip(scores, positive, strict=True) if p[1] == k]) for k in kinds}
    return ", ".join(f"{kind} {value:.3f}" for kind, value in share.items())


def gold(index: Index, entities: dict[str, Entity]) -> dict[str, float]:
    """Share of gold pairs found at the default threshold, by type (P, E, V), by name only."""
    rows = _rows("cross_list_pairs")
    pairs = [(ids, row["type"]) for row in rows if (ids := _ids(row))[0] in entities and ids[1] in entities]
    queries = [Query((entities[a].caption,), schema=entities[a].schema) for (a, _), _ in pairs]
    scores = best(index, queries, [b for (_, b), _ in pairs])
    return {
        kind: float(np.mean([s >= DEFAULT_THRESHOLD for s, (_, k) in zip(scores, pairs, strict=True) if k == kind]))
        for kind in "PEV"
    }


def vessels(index: Index, entities: dict[str, Entity]) -> float:
    """Share of vessels found by IMO number under a new name."""
    ships = [
        (entity.id, identifier.value)
        for entity in entities.values()
        if entity.schema == "Vessel"
        for identifier in entity.identifiers
        if identifier.kind == "imoNumber"
    ]
    queries = [Query(("BRAND NEW NAME",), schema="Vessel", identifiers=(imo,)) for _, imo in ships]
    return float((best(index, queries, [entity for entity, _ in ships]) >= DEFAULT_THRESHOLD).mean())


def homonyms(entities: dict[str, Entity]) -> tuple[float, float]:
    """Share of homonyms flagged by name only, and with birth dates where both lists print one."""
    flagged: list[tuple[bool, bool | None]] = []
    for row in _rows("hard_negatives"):
        left, right = (entities.get(key) for key in _ids(row))
        if row["kind"] == "homonym" and left and right:
            plain = compare(Query((left.caption,), schema="Person"), Query((right.caption,), schema="Person"))
            dated = compare(
                Query((left.caption,), schema="Person", birth_dates=left.birth_dates),
                Query((right.caption,), schema="Person", birth_dates=right.birth_dates),
            )
            both = bool(left.birth_dates and right.birth_dates)
            flagged.append((plain.score >= DEFAULT_THRESHOLD, dated.score >= DEFAULT_THRESHOLD if both else None))
    return float(np.mean([name for name, _ in flagged])), float(np.mean([d for _, d in flagged if d is not None]))


def cross_script(entities: dict[str, Entity]) -> dict[str, tuple[int, float]]:
    """For each script how many aliases, and the share that finds its EU entry when no such alias is indexed."""
    rows = list({(r["eu_ref"], r["other_name"]): r for r in _rows("cross_script_pairs")}.values())
    left_out = {(f"eu_fsf:{r['eu_ref']}", " ".join(r["other_name"].split())) for r in rows}
    kept = [
        e._replace(names=names)
        for e in entities.values()
        if e.id.startswith("eu_fsf:")
        and (names := tuple(n for n in e.names if (e.id, " ".join(n.text.split())) not in left_out))
    ]
    schema = {"person": "Person"}
    queries = [Query((r["other_name"],), schema=schema.get(r["type"], "Organization")) for r in rows]
    scores = best(_index(kept), queries, [f"eu_fsf:{r['eu_ref']}" for r in rows])
    groups = {f"{r['other_script']} {r['type']}": 0 for r in sorted(rows, key=lambda r: (r["other_script"], r["type"]))}
    result = {}
    for group in groups:
        own = [s for s, r in zip(scores, rows, strict=True) if f"{r['other_script']} {r['type']}" == group]
        result[group] = (len(own), float(np.mean([s >= DEFAULT_THRESHOLD for s in own])))
    return result


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((SHARED / "gold" / f"{name}.csv").open(encoding="utf-8")))


def _ids(row: dict[str, str]) -> tuple[str, str]:
    return (
        f"{GOLD_SOURCES[row['source_a']]}:{row['id_a']}",
        f"{GOLD_SOURCES[row['source_b']]}:{row['id_b']}",
    )


def _index(entities: Sequence[Entity]) -> Index:
    parts = build(entities)
    return Index(parts.arrays, parts.blobs)


def calibrate(index: Index, people: Sequence[Entity], path: Path) -> None:
    """Write the table that says how many benign customers reach a score."""
    benign, mixed = best(index, name_only(customers(25_000))), best(index, recombined(people, 5_000))
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["score", "benign_per_1000", "recombined_per_1000", "source"])
        source = "bench/quality.py --calibrate: 25,000 customers, 5,000 recombined names, six lists, name only"
        for percent in range(50, 101):
            shares = [round(float((scores >= percent / 100).mean() * 1000), 2) for scores in (benign, mixed)]
            table.writerow([f"{percent / 100:.2f}", *shares, source])


def draw(path: Path, curves: dict[str, tuple[Scores, Scores]]) -> None:
    """Hard damage found against benign customers flagged, one line per system."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(7, 4.5))
    rates = np.geomspace(0.0005, 0.05, 40)
    for name, (negatives, found) in curves.items():
        axes.plot(100 * rates, [100 * (found >= threshold(negatives, r)).mean() for r in rates], label=name)
    axes.set(xscale="log", xlabel="benign customers flagged, %", ylabel="hard damage found, %")
    axes.grid(alpha=0.3)
    axes.legend()
    figure.tight_layout()
    figure.savefig(path)


def main() -> None:
    """Measure, print and draw."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--customers", type=int, default=10_000)
    parser.add_argument("--picture", type=Path, default=None)
    parser.add_argument("--calibrate", type=Path, default=None, help="write the calibration table here and stop")
    options = parser.parse_args()
    entities = {entity.id: entity for entity in six_lists()}
    people = [e for e in entities.values() if e.schema == "Person"]
    six = _index(list(entities.values()))
    if options.calibrate:
        calibrate(six, people, options.calibrate)
        return
    _report(options, entities, people, six)


def _report(options: argparse.Namespace, entities: dict[str, Entity], people: list[Entity], six: Index) -> None:
    three = ("un_sc", "us_ofac_sdn", "eu_fsf")
    index = _index([e for e in entities.values() if e.id.partition(":")[0] in three])
    listed = [e for e in people if e.id.partition(":")[0] in three]
    un = [e for e in listed if e.id.startswith("un_sc:")]
    light, hard = positives(un, list(LIGHT)), positives(un, list(HARD))
    benign, mixed = customers(options.customers), recombined(listed, 3_000)
    sets = {"light": light, "hard": hard}
    curves = {}

    def measured(strip: Callable[[Sequence[Query]], Sequence[Query]]) -> tuple[Scores, dict[str, Scores]]:
        found = {k: best(index, strip([q for _, _, q in v]), [i for i, _, _ in v]) for k, v in sets.items()}
        return best(index, strip(benign)), found

    print(
        f"UN people against UN + OFAC SDN + EU ({len(listed):,} people), {len(benign):,} customers; light / hard found"
    )
    print("| system | 0.1 % flagged | 0.5 % | 1 % |\n|---|---|---|---|")
    negatives, found = measured(name_only)
    print(line("Lustra, name only", negatives, found))
    curves["Lustra"] = (negatives, found["hard"])
    dated = measured(list)
    print(line("Lustra, birth date and country", *dated))
    for rival in (Ratio(listed), TfIdf(listed)):
        theirs = rival.best([folded(q.names[0]) for q in benign])
        hits = {k: rival.truth([folded(q.names[0]) for _, _, q in v], [i for i, _, _ in v]) for k, v in sets.items()}
        print(line(rival.name, theirs, hits))
        curves[rival.name] = (theirs, hits["hard"])
    print("nomenklatura: not measured, PyICU has no wheel")
    at_half = threshold(negatives, 0.005)
    for kind, positive in sets.items():
        print(f"{kind} at 0.5 %: {by_kind(positive, found[kind], at_half)}")
    recombination = best(index, mixed)
    print(f"recombined names flagged at 0.5 % benign: {float((recombination >= at_half).mean()):.4f}")
    six_benign = best(six, name_only(benign))
    print(
        f"six lists at the default threshold {DEFAULT_THRESHOLD}: benign {(six_benign >= DEFAULT_THRESHOLD).mean():.4f}"
    )
    print(f"recombined {(best(six, recombined(people, 3_000)) >= DEFAULT_THRESHOLD).mean():.4f}")
    print(f"gold pairs found (people, companies, vessels by name): {gold(six, entities)}")
    print(f"vessels by IMO under a new name: {vessels(six, entities):.4f}")
    print("homonyms flagged by name {:.3f}, with birth dates {:.3f}".format(*homonyms(entities)))
    for script, (count, share) in cross_script(entities).items():
        print(f"cross-script {script}: {share:.3f} of {count}")
    if options.picture:
        draw(options.picture, curves)


if __name__ == "__main__":
    main()
