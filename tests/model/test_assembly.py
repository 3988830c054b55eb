"""Statements become entities whose names and listings know their days."""

from hypothesis import given
from hypothesis import strategies as st

from lustra.model.entity import Identifier, Name
from lustra.model.entity_assembly import entities
from lustra.model.statement import LoggedStatement, Statement
from lustra.model.time import FOREVER, LONG_AGO, ImpreciseDate, day_of

E = "xx_list:1"


def said(prop: str, value: str, since: str = "2020-01-01", until: str = "", **rest: str) -> LoggedStatement:
    """One logged statement about the entity, or about a sub-entity when ``entity`` is given."""
    kind = {"entity": E, "schema": "Person"} | rest
    return LoggedStatement(Statement(prop=prop, value=value, **kind), since, until)


LOG = [
    said("name", "Alaksandr Łukašenka"),
    said("alias", "Лукашенко Александр", since="2021-06-01"),
    said("name", "Аляксандр Лукашэнка"),
    said("birthDate", "1954-08-30"),
    said("birthDate", "1954-08-31", until="2021-06-01"),
    said("nationality", "by"),
    said("passportNumber", "MP1", country="by"),
    said(
        "entity", E, entity=f"{E}#sanction:BY", schema="Sanction", act="2020/1", since="2020-01-01", until="2022-01-01"
    ),
    said("program", "BY", entity=f"{E}#sanction:BY", schema="Sanction", until="2022-01-01"),
    said("startDate", "2006-05-18", entity=f"{E}#sanction:BY", schema="Sanction", until="2022-01-01"),
    said("publicKey", "bc1x", entity=f"{E}#wallet:bc1x", schema="CryptoWallet"),
    said("holder", E, entity=f"{E}#wallet:bc1x", schema="CryptoWallet"),
]


def test_an_entry_is_put_together_from_its_statements_and_sub_entities() -> None:
    """Names, dates, countries, numbers, wallets and designations meet in one entity."""
    (entity,) = entities(LOG)
    assert "Alaksandr Łukašenka" == entity.caption
    assert (ImpreciseDate.day(day_of("1954-08-30")),) == entity.birth_dates
    assert ("by",) == entity.countries
    assert (Identifier("passportNumber", "MP1", "by"), Identifier("publicKey", "bc1x")) == entity.identifiers


def test_a_later_alias_counts_from_its_day_and_the_first_names_for_as_long_as_the_listing() -> None:
    """As-of screening must not use a spelling that the list did not print yet."""
    (entity,) = entities(LOG)
    by_text = {name.text: name for name in entity.names}
    assert LONG_AGO == by_text["Alaksandr Łukašenka"].start
    assert Name("Лукашенко Александр", "alias", "", day_of("2021-06-01"), FOREVER) == by_text["Лукашенко Александр"]


def test_a_name_from_a_file_that_came_again_counts_for_as_long_as_the_listing() -> None:
    """A version without OFAC's alias file does not say that an alias was not printed; VTB Bank was missed for that."""
    later = said("alias", "VTB Bank", since="2021-06-01", locator="ALT.csv:7")
    (before,) = entities([*LOG, later])
    (after,) = entities([*LOG, later], came={("alt.csv", "2021-06-01")})
    starts = [next(n.start for n in entity.names if n.text == "VTB Bank") for entity in (before, after)]
    assert [day_of("2021-06-01"), LONG_AGO] == starts


def test_a_stated_designation_day_wins_and_the_end_is_the_day_it_left_the_list() -> None:
    """The publisher's own date is kept apart from what the held versions show."""
    (listing,) = next(entities(LOG)).listings
    assert (day_of("2006-05-18"), day_of("2022-01-01"), True) == (listing.start, listing.end, listing.start_stated)
    assert ("BY", "2020/1") == (listing.programme, listing.act)


def test_without_a_stated_day_an_entry_of_the_oldest_version_has_no_known_start() -> None:
    """It may have been listed long before the first version held."""
    first, later = entities([said("name", "A"), said("name", "B", since="2021-01-01", entity="xx_list:2")], "Any list")
    assert (LONG_AGO, "Any list") == (first.listings[0].start, first.listings[0].programme)
    assert day_of("2021-01-01") == later.listings[0].start


def test_things_that_are_not_parties_are_no_entities() -> None:
    """A link, an address or an entry without a name is not screened against."""
    link = said("name", "a link", entity="xx_list:9", schema="UnknownLink")
    assert [] == list(entities([link, said("nationality", "by")]))


@given(st.permutations(LOG))
def test_the_order_of_statements_does_not_matter(log: list[LoggedStatement]) -> None:
    """The same statements give the same entity."""
    assert list(entities(LOG)) == list(entities(log))
