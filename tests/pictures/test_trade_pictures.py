"""Pictures of corridors: what must be on them, and that the same answer gives the same bytes."""

from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import pytest

from lustra.model.corridor import Corridor, Detection, Evidence, Leg, Route, Timeline
from lustra.pictures.trade_charts import COLOURS, legs_figure, network_figure, to_png, to_svg
from lustra.pictures.trade_report import money, report_html

LINE = Timeline(
    starts=tuple(date(y, 1, 1) for y in range(2019, 2025)),
    months=12,
    legs=((9e6, 9e6, 9e6, 2e6, 1e6, 1e6), (1e6, 1e6, 1e6, 4e6, 6e6, 6e6), (0.0, 0.0, 0.0, 3e6, 5e6, 5e6)),
    expected=(9e6, 1e6, 1e4),
    low=(7e6, 8e5, 5e3),
    high=(11e6, 2e6, 2e4),
    breaks=(3, 3, -1),
)
CORRIDOR = Corridor(
    product="854231",
    title="Processors & controllers",
    tier="T1",
    via="KG",
    via_name="Kyrgyzstan",
    q=0.01,
    p_onward=1e-5,
    p_origin=0.001,
    excess=4.3e6,
    low=2e6,
    high=5e6,
    direct=Leg(9e6, 1.3e6, 9e6, -5, 0.2),
    origin=Leg(1e6, 5.3e6, 1e6, 6, 0.2),
    onward=Leg(0.0, 4.3e6, 1e4, 9, 0.3),
    evidence=(Evidence("mirror", -1.0, "reported on arrival: 93% before, 33% after"),),
    timeline=LINE,
)
FOUND = Detection(
    event="made",
    day=date(2022, 2, 25),
    origin="EU27",
    target="RU",
    span="2019–2021 against 2022–2024",
    currency="EUR",
    corridors=(CORRIDOR,),
    flagged=1,
    tested=40,
    naive=9,
    naive_of=80,
    placebos=748,
    rank=1,
    rank_of=15,
    level=0.05,
    routes=(Route("854231", ("origin", "AM", "KG", "RU"), 3.2, 1e6),),
    notes=("2024 is partial",),
)


@pytest.mark.parametrize(
    "words", ["EUR m a year", "event", "without diversion, 95 % band", "EU27 → Kyrgyzstan", "not a finding"]
)
def test_the_legs_picture_says_what_it_shows(words: str) -> None:
    """Titles, units, event, band and the caution are text in the picture."""
    assert words in to_svg(legs_figure(CORRIDOR, FOUND))


def test_a_break_is_drawn_where_there_is_one() -> None:
    """The two legs with a break have a line for it."""
    assert 2 == to_svg(legs_figure(CORRIDOR, FOUND)).count("level broke in 2022-01")


def test_the_network_names_the_places_and_the_unit() -> None:
    """Arrow width has a unit, and each intermediary its sum."""
    svg = to_svg(network_figure(FOUND))

    assert all(words in svg for words in ("EU27", "Kyrgyzstan", "4.3 m", "EUR a year", "RU"))


def test_an_empty_network_says_so() -> None:
    """No corridor at this level is an answer."""
    assert "no corridor at this level" in to_svg(network_figure(replace(FOUND, corridors=())))


def test_pictures_are_the_same_bytes_each_time() -> None:
    """No clock and no random ids in a picture."""
    assert to_svg(legs_figure(CORRIDOR, FOUND)) == to_svg(legs_figure(CORRIDOR, FOUND))
    assert to_png(network_figure(FOUND)) == to_png(network_figure(FOUND))


def test_colours_differ_in_lightness_for_the_colour_blind() -> None:
    """Okabe and Ito's black, blue and vermilion keep apart in grey too."""
    grey = [sum(w * int(c[n : n + 2], 16) for w, n in ((0.299, 1), (0.587, 3), (0.114, 5))) for c in COLOURS]

    assert min(b - a for a, b in zip(sorted(grey), sorted(grey)[1:], strict=False)) > 20


def test_the_report_is_one_whole_page() -> None:
    """Numbers, evidence, routes, notes and pictures in one file that loads nothing and is well-formed where SVG is."""
    page = report_html(FOUND)
    svg = page[page.index("<svg") : page.index("</svg>") + 6]

    assert all(
        words in page
        for words in ("4.3 m", "33% after", "AM → KG → RU", "2024 is partial", "would have flagged 9 of 80")
    )
    assert "&amp; controllers" in page
    assert "<script" not in page
    assert ElementTree.fromstring(svg).tag.endswith("svg")


@pytest.mark.parametrize(("value", "words"), [(1.25e9, "1.2 bn"), (-3.4e6, "-3.4 m"), (999.0, "999"), (0.0, "0")])
def test_money_in_words(value: float, words: str) -> None:
    """Sums a reader takes in at once."""
    assert words == money(value)
