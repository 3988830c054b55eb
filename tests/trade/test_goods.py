"""Goods and events: which measure meets a product, when, and which way the goods flow."""

from datetime import date

import pytest

from lustra.errors import InputError, ReadError, UnknownNameError
from lustra.model.time import day_of
from lustra.trade.events import event, events, own_event
from lustra.trade.goods import chpl, find, measures, read_icpsr, tier_of

CASES = [
    ("854231", "2023-01-01", "RU", "T1", {"Reg. (EU) 833/2014"}),
    ("854231", "2014-01-01", "RU", "T1", set()),
    ("8542", "2022-03-10", "BY", "T1", {"Reg. (EC) 765/2006"}),
    ("0808", "2015-01-01", "RU", "", {"RU Decree 560, Res. 778"}),
    ("0808", "2014-08-06", "RU", "", set()),
    ("310420", "2021-07-01", "EU", "", {"Reg. (EC) 765/2006"}),
    ("2709", "2022-06-04", "EU", "", {"Reg. (EU) 833/2014"}),
    ("490199", "2023-01-01", "RU", "", set()),
]


@pytest.mark.parametrize(("code", "day", "to", "tier", "acts"), CASES)
def test_measures_by_code_day_and_destination(code: str, day: str, to: str, tier: str, acts: set[str]) -> None:
    """A measure counts from its first day on, and only towards where the barred goods would go."""
    (found,) = find(code, measures(), date.fromisoformat(day), to)

    assert (tier, acts) == (found.tier, {measure.act for measure in found.measures})


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("8541-8543", ["8541", "8542", "8543"]),
        ("84,85", ["84", "85"]),
        ("8542.31", ["854231"]),
        ("ball bearings", ["8482", "848210"]),
        ("POTASH", ["3104"]),
    ],
)
def test_queries_by_range_list_and_words(query: str, codes: list[str]) -> None:
    """Codes may be written with dots, as a range, as a list, or as words."""
    assert codes == [found.code for found in find(query, measures())]


@pytest.mark.parametrize("query", ["8", "8543-8541", "854-85", "purple unicorns"])
def test_a_query_that_means_nothing_is_refused(query: str) -> None:
    """An empty range or unknown words are told, with what to do."""
    with pytest.raises(InputError) as caught:
        find(query, measures())

    assert caught.value.remedy


def test_an_unknown_destination_is_refused() -> None:
    """A destination is a country or a group."""
    with pytest.raises(UnknownNameError):
        find("8542", measures(), None, "Narnia")


def test_the_priority_list_has_fifty_codes_in_six_tiers() -> None:
    """As published on 23 February 2024: 4, 5, 16, 9, 11 and 5 codes."""
    tiers = list(chpl().values())

    assert [4, 5, 16, 9, 11, 5] == [tiers.count(t) for t in ("T1", "T2", "T3A", "T3B", "T4A", "T4B")]
    assert "T4B" == tier_of("846693")


def test_a_user_supplied_list_is_read() -> None:
    """The openICPSR columns: only sanctioned rows, with wind-down, price limit and category."""
    text = (
        "Code,Date,Winddowndate,partially_exempt,Maxprice,aviation,dual_use,luxury,EU_sanction\n"
        "010121,2022-03-15,2022-03-15,0.0,300.0,,,1.0,1.0\n010130,,,,,,,,\n"
    )
    (found,) = read_icpsr(text, "list.csv")

    assert ("010121", "HS2017", "luxury", "items up to EUR 300", day_of("2022-03-15")) == (
        found.code, found.vintage, found.words, found.exempt, found.held.start)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a,b\n1,2\n", "no column Code, Date, EU_sanction"),
        ("Code,Date,EU_sanction\n010121,soon,1\n", "line 2: 'soon' is not a day"),
        ("Code,Date,EU_sanction\nABC,2022-01-01,1\n", "line 2: '000ABC' is not a six-digit code"),
    ],
)
def test_a_bad_list_is_refused_with_its_line(text: str, message: str) -> None:
    """A list that cannot be trusted is not half used."""
    with pytest.raises(ReadError, match=message):
        read_icpsr(text, "list.csv")


def test_every_measure_and_event_has_a_source_and_a_mark() -> None:
    """What was not checked at the source says so."""
    assert all(measure.source and measure.verify for measure in measures())
    assert all(held.source and held.verify for held in events())


def test_direction_of_the_2014_counter_embargo() -> None:
    """Russia was the sender, but the goods came from the EU and no longer reached Russia."""
    found = event("ru-food-2014")

    assert ("RU", "RU", ("COUNTER2014",)) == (found.sender, found.target, found.origin)
    assert {"PL", "NO", "US"} <= found.origins()
    assert "CH" not in found.origins()


def test_an_unknown_event_lists_the_known_ones() -> None:
    """A wrong name is answered with the right ones."""
    with pytest.raises(UnknownNameError) as caught:
        event("nothing")

    assert "eu-ru-2022-02" in caught.value.remedy


def test_an_own_event_needs_origin_and_target() -> None:
    """A day alone is no event."""
    with pytest.raises(InputError, match="needs an origin and a target"):
        own_event(date(2022, 1, 1), (), "RU")


def test_events_are_in_order_of_their_days() -> None:
    """A calendar, whatever the order of the file."""
    days = [held.day for held in events()]

    assert sorted(days) == days
