"""The detector: blocks, breaks, nulls and the planted corridor."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import ruptures
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm
from tests.trade.worlds import Row, rows, table_of, write

from lustra.errors import InputError
from lustra.model.corridor import Detection
from lustra.trade.blocks import blocks_around
from lustra.trade.breaks import one_break
from lustra.trade.detect import Options, detect
from lustra.trade.events import own_event
from lustra.trade.flows import Profile
from lustra.trade.lists import listed_codes
from lustra.trade.placebo import adjust, mixture_q, two_step
from lustra.trade.scan import number_of, text_of
from lustra.trade.sides import union_or_members
from lustra.trade.vintages import Concordance

EVENT = own_event(date(2022, 2, 25), ("EU27",), "RU", ("10",))
PLANTED: Mapping[tuple[str, str], float] = {
    ("100010", "KG"): 2e7, ("100110", "KG"): 2e7, ("100210", "AM"): 2e7, ("100310", "AM"): 2e7, ("100410", "KG"): 2e7,
}  # fmt: skip


def profile(first: str, last: str, *months: int) -> Profile:
    """A profile with these periods."""
    return Profile(1, first, last, months, (), (), (), 1, 1, 1)


def run(made: list[Row], folder: Path, **options: object) -> Detection:
    """Write the rows and look for corridors."""
    return detect(write(made, folder / "flows.parquet"), EVENT, Options(**options))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("first", "last", "months", "day", "words"),
    [
        ("2015-01-01", "2024-01-01", (12,), date(2022, 2, 25), "2019–2021 against 2022–2024"),
        ("2010-01-01", "2018-01-01", (12,), date(2014, 8, 7), "2011–2013 against 2015–2017"),
        ("2020-01-01", "2023-01-01", (12,), date(2022, 2, 25), "2020–2021 against 2022–2023"),
        ("2019-01-01", "2024-08-01", (1,), date(2022, 2, 25), "2019-02–2022-01 against 2022-03–2024-02"),
        ("2021-09-01", "2022-08-01", (1,), date(2022, 2, 25), "2021-11–2022-01 against 2022-03–2022-08"),
    ],
)
def test_blocks_leave_out_what_the_event_cuts(
    first: str, last: str, months: tuple[int, ...], day: date, words: str
) -> None:
    """A period counts as after only when the measure held for most of it; 2014 is neither for August 2014."""
    found = blocks_around(profile(first, last, *months), day)

    assert words == found.words()
    assert found.n_before >= 1 <= found.n_after


@pytest.mark.parametrize("day", [date(2009, 1, 1), date(2030, 1, 1)])
def test_an_event_outside_the_data_is_refused(day: date) -> None:
    """The error says what the data cover."""
    with pytest.raises(InputError, match="outside the data, which run from 2010-01-01 to 2020-01-01"):
        blocks_around(profile("2010-01-01", "2020-01-01", 12), day)


@given(st.lists(st.floats(0.01, 1e9), min_size=8, max_size=60))
def test_one_break_is_ruptures_best_single_break(values: list[float]) -> None:
    """The exact search gives the cost of ruptures' Dynp with l2 and jump = 1."""
    series = np.array(values)
    logs = np.log(series)[:, None]
    found = one_break(series)
    theirs = ruptures.Dynp(model="l2", jump=1, min_size=4).fit(logs).predict(n_bkps=1)[0]

    assert found is not None
    cost = ruptures.costs.CostL2().fit(logs)
    mine = cost.error(0, found.index) + cost.error(found.index, len(series))
    assert mine == pytest.approx(cost.error(0, theirs) + cost.error(theirs, len(series)), rel=1e-6, abs=1e-9)


def test_the_default_jump_of_ruptures_moves_a_break() -> None:
    """Trap: with jump = 5 a break in the 13th month is dated to another month; ours is not."""
    series = np.array([1.0] * 13 + [8.0] * 20)
    found = one_break(series)

    assert found is not None
    assert 13 == found.index
    assert 8.0 == pytest.approx(found.ratio)
    assert 13 != ruptures.Dynp(model="l2", min_size=4).fit(np.log(series)[:, None]).predict(n_bkps=1)[0]


@pytest.mark.parametrize("series", [[1.0] * 7, [1.0] * 20 + [0.0]])
def test_no_break_is_claimed_without_enough_positive_periods(series: list[float]) -> None:
    """Too short or with a zero: nothing is dated."""
    assert one_break(np.array(series)) is None


def benjamini_hochberg(p: list[float]) -> list[float]:
    """The definition (J. R. Statist. Soc. B 57, 1995): the least of p(k) n / k over all p(k) that are no smaller."""
    ranked = sorted(p)
    scaled = [value * len(p) / rank for rank, value in enumerate(ranked, 1)]
    return [min(1.0, *scaled[ranked.index(value) :]) for value in p]


NAN = float("nan")
ADJUSTED = [
    ([], []),
    ([0.03], [0.03]),
    ([0.01, 0.02, 0.03, 0.04], [0.04, 0.04, 0.04, 0.04]),
    ([0.01, 0.04, 0.03, 0.005], [0.02, 0.04, 0.04, 0.02]),
    ([1.0, 0.5, 0.5], [1.0, 0.75, 0.75]),
    ([0.01, NAN, 0.02], [0.02, NAN, 0.02]),
    ([NAN], [NAN]),
]


@pytest.mark.parametrize(("p", "q"), ADJUSTED)
def test_adjusted_values_of_worked_cases(p: list[float], q: list[float]) -> None:
    """Ties, order, no test at all; a value that is NaN is not a test and does not count as one."""
    assert q == pytest.approx(adjust(np.array(p)).tolist(), nan_ok=True)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=50))
def test_adjusted_values_are_benjamini_hochberg(p: list[float]) -> None:
    """The same as the definition, value by value."""
    assert adjust(np.array(p)) == pytest.approx(benjamini_hochberg(p), abs=1e-12)


def share_of_chance(chance: int, real: int, mean: float) -> tuple[float, float]:
    """Mean share of chance among those claimed, and mean share of real ones claimed, over sixty draws."""
    false, kept = [], []
    for seed in range(60):
        random = np.random.default_rng(seed)
        p = norm.sf(np.concatenate([random.normal(0, 1, chance), random.normal(mean, 1.2, real)]))
        claimed = (mixture_q(p) <= 0.05) & (p <= 0.5)
        false.append(claimed[:chance].sum() / max(1, claimed.sum()))
        kept.append(claimed[chance:].sum() / max(1, real))
    return float(np.mean(false)), float(np.mean(kept))


@pytest.mark.parametrize(
    ("chance", "real", "mean", "most", "least"),
    [(60, 0, 0.0, 0.02, 0.0), (50, 50, 3.0, 0.06, 0.75), (20, 80, 2.0, 0.06, 0.7), (5, 120, 1.5, 0.03, 0.6)],
)
def test_mixture_keeps_the_rate_it_is_asked_for(chance: int, real: int, mean: float, most: float, least: float) -> None:
    """Whatever the share of chance: at most 6 % of what is claimed at q ≤ 0.05, and little of what is real is lost."""
    false, kept = share_of_chance(chance, real, mean)

    assert false <= most
    assert kept >= least


def test_two_step_claims_nothing_when_one_leg_moved_by_chance() -> None:
    """However strong the onward legs: where the origin legs are chance, a claim is rare."""
    claims = []
    for seed in range(100):
        random = np.random.default_rng(seed)
        onward = np.concatenate([np.full(40, 1e-9), random.random(200)])
        q = two_step(onward, random.random(240), 0.05)
        claims.append(bool((q <= 0.05).any()))
        assert np.all(q[adjust(onward) > 0.05] == 1.0)

    assert sum(claims) <= 10


@given(st.integers(1, 97), st.integers(0, 9999))
def test_product_numbers_give_their_codes_back(chapter: int, rest: int) -> None:
    """Chapters below 10 keep their zero."""
    code = f"{chapter:02d}{rest:04d}"

    assert code == text_of(number_of(code))
    assert code[:4] == text_of(number_of(code[:4]))
    assert "TOTAL" == text_of(number_of("TOTAL"))


def test_the_planted_corridors_are_found_and_nothing_else(tmp_path: Path) -> None:
    """Five planted corridors among 30 products and 14 places; every one is flagged, with an interval above zero."""
    found = run(rows(planted=dict(PLANTED)), tmp_path)
    flagged = {(c.product, c.via) for c in found.corridors if c.q <= found.level}

    assert set(PLANTED) == flagged
    assert 5 == found.flagged
    assert all(0 < c.low <= c.excess <= c.high for c in found.corridors[:5])
    assert 1 == found.rank


def test_nothing_is_flagged_where_nothing_was_diverted(tmp_path: Path) -> None:
    """On noise the naive rule flags many pairs, the detector none."""
    found = run(rows(planted=None), tmp_path, codes=("*",))

    assert 0 == found.flagged
    assert found.naive > 0.05 * found.naive_of


def test_an_onward_rise_alone_is_no_corridor(tmp_path: Path) -> None:
    """The intermediary's own produce: its exports to the target rose, its purchases from the origin did not."""
    made = [
        row if row[:3] != ("EU27", via, product) or row[3] < 2022 else (*row[:4], max(row[4] - money, 1000.0))
        for row in rows(planted=dict(PLANTED))
        for (product, via), money in [
            next(((key, m) for key, m in PLANTED.items() if key == (row[2], row[1])), (("", ""), 0.0))
        ]
    ]

    assert 0 == run(made, tmp_path).flagged


def test_a_list_drawn_at_random_does_as_well_as_a_wrong_one(tmp_path: Path) -> None:
    """Permuted lists: the right list stands out, a list of other products does not."""
    made = rows(planted={(f"10{k:02d}10", via): 2e7 for k in range(10) for via in ("KG",)})
    notes = []
    for number, code in enumerate(("10", "11")):
        folder = tmp_path / str(number)
        folder.mkdir()
        found = run(made, folder, codes=(code,))
        notes.append(next(float(note.rpartition("= ")[2]) for note in found.notes if note.startswith("permuted")))

    assert notes[0] <= 0.01
    assert notes[1] > 0.05


def test_a_placebo_date_is_reported(tmp_path: Path) -> None:
    """An event made up earlier is tried where the data reach back far enough, and said to be untested where not."""
    made = rows(planted=dict(PLANTED))
    early = [(*row[:3], row[3] - 6, row[4]) for row in rows(products=30, seed=8)]
    short, long = tmp_path / "short", tmp_path / "long"
    for folder in (short, long):
        folder.mkdir()

    assert any("do not reach back" in note for note in run(made, short, placebo_dates=1).notes)
    assert any(note.endswith("flagged") for note in run(made + early, long, placebo_dates=1).notes)


def test_order_of_rows_does_not_matter(tmp_path: Path) -> None:
    """The same flows in another order give the same answer, to the last digit."""
    made = rows(products=12, planted=dict(PLANTED))
    results = []
    for number, order in enumerate((made, made[::-1])):
        folder = tmp_path / str(number)
        folder.mkdir()
        results.append(run(order, folder))

    assert results[0].flagged == results[1].flagged
    assert [(c.product, c.via) for c in results[0].corridors] == [(c.product, c.via) for c in results[1].corridors]
    assert [c.q for c in results[0].corridors] == pytest.approx([c.q for c in results[1].corridors], rel=1e-9)


def test_scale_of_the_currency_does_not_make_corridors(tmp_path: Path) -> None:
    """Flows ten times as large, all of them, flag the same pairs."""
    made = [(*row[:4], row[4] * 10) for row in rows(planted=dict(PLANTED))]

    assert set(PLANTED) == {(c.product, c.via) for c in run(made, tmp_path).corridors if c.q <= 0.05}


def test_evidence_comes_in_words(tmp_path: Path) -> None:
    """Prices, sales and consumption are looked at for each corridor shown, and its legs are kept for the picture."""
    best = run(rows(planted=dict(PLANTED)), tmp_path).corridors[0]

    assert {"unit_value", "pass_through", "re_export", "per_head"} <= {piece.name for piece in best.evidence}
    assert best.timeline is not None
    assert 6 == len(best.timeline.starts)


def test_two_hops_are_followed(tmp_path: Path) -> None:
    """EU → Armenia → Kyrgyzstan → Russia: both middle legs rose."""
    made = rows(planted=dict(PLANTED))
    keep = [row for row in made if row[2] != "100510" or {row[0], row[1]} - {"EU27", "AM", "KG", "RU"}]
    for exporter, importer in (("EU27", "AM"), ("AM", "KG"), ("KG", "RU"), ("EU27", "RU")):
        for year in range(2019, 2025):
            rose = 30e6 if year >= 2022 else 1e6
            fell = 1e6 if year >= 2022 else 40e6
            keep.append((exporter, importer, "100510", year, fell if (exporter, importer) == ("EU27", "RU") else rose))
    found = run(keep, tmp_path)

    assert ("origin", "AM", "KG", "RU") in {route.places for route in found.routes if route.product == "100510"}


def test_origin_legs_alone_are_watched_not_flagged(tmp_path: Path) -> None:
    """Without flows into the target from elsewhere there is no corridor, and the answer says so."""
    made = [row for row in rows(planted=dict(PLANTED)) if row[0] == "EU27"]
    found = run(made, tmp_path)

    assert (0, ()) == (found.flagged, found.corridors)
    assert found.watch
    assert any("no corridor can be claimed" in note for note in found.notes)


def test_mixed_editions_are_refused(tmp_path: Path) -> None:
    """Codes that were renumbered would look like trade that stopped and trade that began."""
    made = rows(products=3)
    table = write(made, tmp_path / "flows.parquet")
    mixed = replace(table, profile=replace(table.profile, vintages=("HS2017", "HS2022")))
    with pytest.raises(InputError, match="mix the HS editions HS2017, HS2022"):
        detect(mixed, EVENT, Options())


def test_mixed_editions_are_carried_to_the_oldest(tmp_path: Path) -> None:
    """A product renumbered in 2022 is one product before and after, and its corridor is found."""
    made = rows(planted=dict(PLANTED))
    write([row for row in made if row[3] < 2022], tmp_path / "a.parquet", vintage="HS2017")
    late = [(*row[:2], "990010" if row[2] == "100010" else row[2], *row[3:]) for row in made if row[3] >= 2022]
    write(late, tmp_path / "b.parquet", vintage="HS2022")
    codes = {row[2]: (row[2],) for row in made} | {"990010": ("100010",)}
    links = Concordance({("HS2022", "HS2017"): codes})
    found = detect(table_of(tmp_path / "a.parquet", tmp_path / "b.parquet"), EVENT, Options(), links)

    assert set(PLANTED) == {(c.product, c.via) for c in found.corridors if c.q <= found.level}
    assert "all products carried to HS2017" in found.notes


def test_a_list_of_unstated_edition_with_strange_codes_is_refused(tmp_path: Path) -> None:
    """Codes that the flows do not have may be of another edition; nobody guesses."""
    table = write(rows(products=3), tmp_path / "flows.parquet")
    with pytest.raises(InputError, match=r"1 of 2 codes are not in the flows \(854231\)"):
        detect(table, EVENT, Options(codes=("100010", "854231")))


def test_a_list_of_another_edition_is_refused(tmp_path: Path) -> None:
    """The gate stands before the scan."""
    table = write(rows(products=3), tmp_path / "flows.parquet", vintage="HS1992")
    with pytest.raises(InputError, match="the list is HS2022, the flows are HS1992"):
        detect(table, EVENT, Options(codes=("854231",), vintage="HS2022"))


def test_an_origin_that_exports_nothing_is_refused(tmp_path: Path) -> None:
    """The error names the exporters there are."""
    table = write(rows(products=3), tmp_path / "flows.parquet")
    with pytest.raises(InputError, match="none of the origin"):
        detect(table, own_event(date(2022, 2, 25), ("Japan",), "RU"), Options())


@pytest.mark.parametrize("code", ["8", "85423100", "chips"])
def test_codes_are_two_to_six_digits(tmp_path: Path, code: str) -> None:
    """A list with other things in it is refused by name."""
    table = write(rows(products=3), tmp_path / "flows.parquet")
    with pytest.raises(InputError, match=f"'{code}' is not an HS code"):
        detect(table, EVENT, Options(codes=(code,)))


def test_a_list_file_gives_its_codes() -> None:
    """The first code of each line, whatever stands around it."""
    assert ("8542", "854231") == listed_codes(["code,tier", "854231,T1", "8542 chips", "no code"])


@pytest.mark.parametrize(
    ("held", "wanted", "used"),
    [
        ({"EU27", "KG"}, {"EU27", "DE", "FR"}, {"EU27"}),
        ({"DE", "FR", "EU27"}, {"DE", "FR"}, {"DE", "FR"}),
        ({"US", "DE"}, {"US", "JP"}, {"US"}),
    ],
)
def test_a_union_and_its_members_are_never_added_up(held: set[str], wanted: set[str], used: set[str]) -> None:
    """National tables print the EU beside its members; one of the two is used."""
    assert frozenset(used) == union_or_members(frozenset(held), frozenset(wanted))
