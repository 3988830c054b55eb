"""The table of rules is sound, and a regime is the rule of its day."""

from datetime import date
from fractions import Fraction

import pytest

from lustra.data import table
from lustra.errors import UnknownNameError
from lustra.ownership.rules import clause, kinds, regimes, rule_in_force, rule_named, rules, rules_of


@pytest.mark.parametrize(
    ("name", "day", "rule"),
    [
        ("US-OFAC", date(2014, 8, 12), "US-OFAC-2008"),
        ("us-ofac", date(2014, 8, 13), "US-OFAC"),
        ("OFAC", date(2010, 1, 1), "US-OFAC-2008"),
        ("OFAC2008", date(2020, 1, 1), None),
        ("EU-AF", date(2024, 7, 2), "EU-AF-old"),
        ("EU-AF", date(2024, 7, 3), "EU-AF"),
        ("US-BIS-AFF", date(2025, 9, 28), None),
        ("US-BIS-AFF", date(2025, 9, 29), "US-BIS-AFF"),
        ("US-BIS-AFF", date(2025, 11, 10), None),
        ("US-BIS-AFF", date(2026, 11, 10), "US-BIS-AFF-2026"),
        ("CA-SEMA", date(2023, 6, 21), None),
        ("CH", date(2024, 5, 16), "CH"),
        ("UK", date(2019, 4, 10), None),
    ],
)
def test_the_rule_of_a_day(name: str, day: date, rule: str | None) -> None:
    """Versions are half-open; an alias of the current version stands for the regime."""
    found = rule_in_force(name, day)
    assert rule == (found.id if found else None)


def test_every_row_is_cited() -> None:
    """A rule without a citation is an opinion."""
    assert all(
        row["source"] for name in ("ownership_rules", "ownership_clauses", "control_kinds") for row in table(name)
    )


def test_unchecked_rows_are_marked() -> None:
    """Every rule but the current OFAC one bears the mark that its text is still to be checked."""
    assert ["US-OFAC"] == [rule.id for rule in rules() if not rule.verify]


def test_regimes_have_their_versions_in_order() -> None:
    """Oldest first."""
    assert ["EU-AF-old", "EU-AF"] == [rule.id for rule in rules_of("EU-AF")]
    assert len(regimes()) == len(set(regimes()))


def test_the_thresholds_of_the_reference() -> None:
    """Exactly a half blocks under OFAC, EU and Canada, not in the UK and Switzerland."""
    strict = {name: rule_named(name).strict for name in ("OFAC", "EU", "EU_old", "UK", "CH", "CA")}
    assert {"OFAC": False, "EU": False, "EU_old": True, "UK": True, "CH": True, "CA": False} == strict
    assert {Fraction(50)} == {rule_named(name).threshold for name in strict}


@pytest.mark.parametrize("name", ["", "MARS", "US", "OFAC 50"])
def test_unknown_regimes_are_named(name: str) -> None:
    """The error lists what there is."""
    with pytest.raises(UnknownNameError, match="no regime is called"):
        rules_of(name)


def test_clauses_prefer_the_regime_s_own() -> None:
    """UK nominees have their paragraph, others the common reading."""
    assert clause("UK-7", "nominator").startswith("10:")
    assert clause("EU-AF", "nominator")
    assert "" == clause("EU-AF", "no such topic")


def test_every_counted_kind_is_a_right() -> None:
    """Rules count kinds of the code list, and ties are never control."""
    counted = {kind for rule in rules() for kind in rule.control | rule.may_control}
    assert {"control"} == {kinds()[kind].role for kind in counted}
