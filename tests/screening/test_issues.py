"""What users of other tools asked for in their issue threads, each as a case."""

from datetime import date

import pytest
from tests.screening.parties import TODAY, ask, entity, found, index_of

from lustra.model.query import Query
from lustra.model.time import ImpreciseDate
from lustra.screening.calibration import DEFAULT_THRESHOLD
from lustra.screening.compare import compare
from lustra.screening.engine import ScreeningOptions, screen


def pair(left: str, right: str, schema: str = "Person") -> float:
    """Score of two names."""
    return compare(Query((left,), schema=schema), Query((right,), schema=schema)).score


def test_watchman_115_george_bush_does_not_hit_george_habbash() -> None:
    """One common given name is no hit."""
    assert found("George Bush", "us:1", schema="Person") < DEFAULT_THRESHOLD - 0.1


def test_watchman_338_a_single_word_finds_maduro() -> None:
    """A surname alone returns the man who bears it, below a match of the whole name."""
    alone = found("Maduro", "us:2")
    assert 0.4 < alone < found("Nicolas Maduro", "us:2")


def test_watchman_141_weak_aliases_are_found_but_graded() -> None:
    """A weak alias answers, says that it is weak, and scores less than the same name given strongly."""
    hit = next(hit for hit in ask("Zaman Khel", schema="Person") if hit.entity == "un:1")
    assert "alias" in [feature.name for feature in hit.explanation.features]
    assert hit.score < pair("Zaman Khel", "Zaman Khel")


def test_watchman_450_a_legal_form_glued_to_the_name_is_read() -> None:
    """JSCARGUMENT is JSC ARGUMENT."""
    assert found("JSCARGUMENT", "us:3", schema="Company") >= DEFAULT_THRESHOLD


def test_nomenklatura_193_a_generic_word_does_not_hit_every_company() -> None:
    """A-B-C Company does not match a company for being a company."""
    assert found("A-B-C Company", "us:5", schema="Company") < DEFAULT_THRESHOLD


def test_nomenklatura_245_lukoil_oil_comp_is_lukoil_not_a_limited_company() -> None:
    """COMP is an abbreviation of company, not of LIMITED LIABILITY COMPANY."""
    assert found("LUKOIL OIL COMP", "us:6", schema="Company") >= DEFAULT_THRESHOLD
    assert found("LUKOIL OIL COMP", "us:7", schema="Company") < DEFAULT_THRESHOLD


def test_nomenklatura_366_jon_smith_is_near_john_smith() -> None:
    """One letter in a short name weakens, and a contradiction is worse than an omission."""
    assert pair("Jon Smith", "John Smith") > 0.6
    assert pair("John Smith", "John Ashley Smith") > pair("John Xavier Smith", "John Ashley Smith")


def test_ermakov_a_wrong_patronymic_is_no_match() -> None:
    """Another father is another person, while no patronymic is an omission."""
    assert found("Dmitry Ivanovich Ermakov", "eu:1", schema="Person") < DEFAULT_THRESHOLD
    assert found("Dmitry Sergeevich Ermakov", "eu:1", schema="Person") >= DEFAULT_THRESHOLD


def test_kolchanov_a_shorter_alias_does_not_hide_a_wrong_patronymic() -> None:
    """An entry printed with a patronymic and without one still contradicts another father, and only another one."""
    printed = ("Vasily Nikolaevich KOLCHANOV", "Vasily KOLCHANOV")
    asked = [Query((f"Vasily {father} Kolchanov".replace("  ", " "),)) for father in ("Nikolaevich", "", "Petrovich")]
    index = index_of(entity("eu:9", *printed))
    hits = screen(index, asked, TODAY, ScreeningOptions(cutoff=0.3))
    scores = [compare(query, Query(printed)).score for query in asked]
    assert scores == [hit.score for (hit,) in hits]
    assert scores[0] > scores[1] >= DEFAULT_THRESHOLD > scores[2]


def test_kammoun_a_chain_of_ancestors_may_be_left_out() -> None:
    """Lists print ``ben Mohamed ben Mohamed`` or leave it out; a second name of one's own weighs more."""
    short = pair("Mehdi Kammoun", "Mehdi Ben Mohamed Ben Mohamed Kammoun")
    assert short >= DEFAULT_THRESHOLD
    assert short > pair("Mehdi Kammoun", "Mehdi Rachid Salmane Kammoun")


@pytest.mark.parametrize(("asked", "agrees"), [(date(1957, 11, 30), True), (date(1968, 1, 1), False)])
def test_yente_15_a_year_of_birth_is_the_whole_year(asked: date, agrees: bool) -> None:
    """DOB 1957 meets 30 November 1957 and not 1 January alone."""
    with_date = found("John Ashley Smith", "us:8", schema="Person", birth_dates=(ImpreciseDate.day(asked),))
    assert agrees == (with_date > found("John Ashley Smith", "us:8", schema="Person"))


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ("Ayman al Zawahiri Mohamed Rabie", "eu:2"),
        ("Vladimir Ivanovich Korolev", "eu:3"),
        ("КОРОЛЕВ Владимир", "eu:3"),
        ("Kim Tongmyong", "un:2"),
        ("D. S. Ermakov", "eu:1"),
        ("Dmitri Sergejewitsch Jermakow", "eu:1"),
    ],
)
def test_spellings_scripts_orders_initials_and_joins_meet(asked: str, listed: str) -> None:
    """However a name is written, it finds its entry first."""
    assert listed == ask(asked, schema="Person")[0].entity


@pytest.mark.parametrize(
    ("left", "right", "schema"),
    [
        ("Ali Hassan Karimi", "Ali Hassan Jafari", "Person"),
        ("Factory No. 103", "Factory No. 144", "Company"),
        ("Ivan Petrov Sokolov", "Ivan Petrov Medvedev", "Person"),
    ],
)
def test_one_word_replaced_is_another_party(left: str, right: str, schema: str) -> None:
    """Two words of three alike and the third another is not a match."""
    assert pair(left, right, schema) < DEFAULT_THRESHOLD
