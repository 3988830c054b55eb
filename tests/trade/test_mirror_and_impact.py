"""Mirror reports and regressions on tables whose answer is known."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from tests.trade.worlds import Row, load, rows, write

from lustra.errors import InputError
from lustra.trade.events import own_event
from lustra.trade.impact import difference, triple_difference
from lustra.trade.load import LoadOptions
from lustra.trade.mirror import mirror

DAY = date(2022, 2, 25)


def totals(exporter: str, importer: str, values: dict[int, float]) -> list[Row]:
    """A row of totals a year."""
    return [(exporter, importer, "TOTAL", year, value) for year, value in values.items()]


def test_a_change_is_told_from_a_level(tmp_path: Path) -> None:
    """Lithuania → Kazakhstan was low before (transit); Germany → Kyrgyzstan fell after. Only the second changed."""
    years = {2019: 100.0, 2020: 100.0, 2021: 100.0, 2022: 100.0, 2023: 100.0}
    sent = write([*totals("LT", "KZ", years), *totals("DE", "KG", years)], tmp_path / "x.parquet", side="exporter")
    low = dict.fromkeys(years, 20.0)
    fell = {year: 95.0 if year < 2022 else 40.0 for year in years}
    got = write([*totals("LT", "KZ", low), *totals("DE", "KG", fell)], tmp_path / "m.parquet", side="importer")
    found = {(row.origin, row.importer): row for row in mirror([sent, got], ["KZ", "KG"], ["EU27"], DAY)}

    assert 0.0 == pytest.approx(found["LT", "KZ"].change)
    assert found["LT", "KZ"].short_before
    assert np.log(0.4 / 0.95) == pytest.approx(found["DE", "KG"].change)
    assert 120.0 == pytest.approx(found["DE", "KG"].missing)


def test_a_partial_year_is_left_out_of_the_mirror(tmp_path: Path) -> None:
    """Armenia's 2023 file held a fourteenth of the year; its ratio says nothing about goods."""
    years = {2020: 100.0, 2021: 100.0, 2022: 100.0, 2023: 100.0}
    sent = write(totals("DE", "AM", years), tmp_path / "x.parquet")
    got = write(totals("DE", "AM", {**years, 2023: 7.0}), tmp_path / "m.parquet", side="importer")
    (single, together) = sorted(mirror([sent, got], ["AM"], ["EU27"], DAY), key=lambda row: row.origin)

    assert [2020, 2021, 2022] == [year.year for year in single.years]
    assert 1.0 == pytest.approx(together.after)


def test_years_held_as_months_too_are_not_counted_twice(tmp_path: Path) -> None:
    """Comext writes the months and the year (month 52); a mirror uses one of them."""
    lines = ["exporter,importer,product,period,value,side"]
    for year in (2021, 2022):
        lines += [
            f"DE,KG,TOTAL,{year}-{month:02d},10,{side}" for month in range(1, 13) for side in ("exporter", "importer")
        ]
        lines += [f"DE,KG,TOTAL,{year},120,exporter"]
    (tmp_path / "t.csv").write_text("\n".join(lines) + "\n", "utf-8")
    table = load([tmp_path / "t.csv"], tmp_path / "table", LoadOptions())[0]
    row = next(row for row in mirror([table], ["KG"], ["EU27"], DAY) if row.origin == "DE")

    assert [(120.0, 120.0), (120.0, 120.0)] == [(year.exported, year.imported) for year in row.years]


def test_one_side_alone_is_refused(tmp_path: Path) -> None:
    """A mirror needs two sides."""
    sent = write(totals("DE", "KG", {2021: 1.0, 2022: 1.0}), tmp_path / "x.parquet")
    with pytest.raises(InputError, match="no year in which both EU27 and KG report"):
        mirror([sent], ["KG"], ["EU27"], DAY)


def test_the_difference_is_the_difference_of_means(tmp_path: Path) -> None:
    """With a balanced table the coefficient is (after − before) of the treated less that of the controls, in logs."""
    made = [row for k, place in enumerate(("KG", "BR", "MX", "AU")) for row in totals("EU27", place, {
        year: (k + 1.0) * (1.1 if year >= 2022 else 1.0) * (4.0 if place == "KG" and year >= 2022 else 1.0)
        for year in range(2017, 2025)})]  # fmt: skip
    found = difference(write(made, tmp_path / "t.parquet"), ["EU27"], ["KG"], ["BR", "MX", "AU"], DAY)

    assert np.log(4.0) == pytest.approx(found.value)
    assert (32, 4) == (found.rows, found.clusters)


def test_the_triple_difference_finds_the_fall_and_flat_leads(tmp_path: Path) -> None:
    """Listed goods to the target fell to a tenth; the leads are near zero; no single country carries the result."""
    planted = {("100010", "KG"): 2e7}
    table = write(rows(planted=planted), tmp_path / "t.parquet")
    made = own_event(DAY, ("EU27",), "RU", ("10",))
    found = triple_difference(table, made, "RU", ("1000", "1001", "1002"), ppml=False)

    assert abs(found.effect.value) < 1.0
    assert 2 == len(found.leads)
    assert 14 == len(found.left_out)


def test_a_comparison_without_unlisted_goods_is_refused(tmp_path: Path) -> None:
    """Everything listed leaves nothing to compare with."""
    table = write(rows(products=5), tmp_path / "t.parquet")
    with pytest.raises(InputError, match="no comparison for RU"):
        triple_difference(table, own_event(DAY, ("EU27",), "RU"), "RU", ("10",))


def test_nothing_after_the_day_is_refused(tmp_path: Path) -> None:
    """No treated flow after the day: no coefficient."""
    table = write(totals("EU27", "KG", {2020: 1.0, 2021: 2.0}), tmp_path / "t.parquet")
    with pytest.raises(InputError, match="nothing to compare"):
        difference(table, ["EU27"], ["KG"], ["BR"], DAY)
