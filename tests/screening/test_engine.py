"""The engine as a whole: identities, filters, identifiers, determinism."""

import random
from datetime import date
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.screening.parties import ENTITIES, INDEX, TODAY, ask, entity, found, index_of

from lustra.errors import WorkspaceError
from lustra.model.entity import Entity, Listing, Name
from lustra.model.query import Query
from lustra.model.time import AsOf, ImpreciseDate, day_of
from lustra.screening.calibration import DEFAULT_THRESHOLD, MERGE, false_alarms, threshold_for
from lustra.screening.compare import compare
from lustra.screening.engine import ScreeningOptions, screen
from lustra.screening.index import Index, build

NAMES = st.lists(
    st.sampled_from(["ali", "hassan", "petrov", "ivanovich", "zawahiri", "kim", "de", "x", "12", "alexander"]),
    min_size=1,
    max_size=4,
).map(" ".join)


@settings(max_examples=100, deadline=None)
@given(NAMES, NAMES, st.sampled_from(["Person", "Company", ""]))
def test_a_comparison_does_not_depend_on_which_name_comes_first(left: str, right: str, schema: str) -> None:
    """The score is the same either way round, exactly."""
    one, two = Query((left,), schema=schema), Query((right,), schema=schema)
    assert compare(one, two).score == compare(two, one).score


@settings(max_examples=50, deadline=None)
@given(NAMES)
def test_a_name_agrees_with_itself_best(name: str) -> None:
    """No other name agrees more, and the score stays in 0–1."""
    same = compare(Query((name,)), Query((name,))).score
    assert 0.0 <= compare(Query((name,)), Query((name + " other",))).score <= same <= 1.0


@pytest.mark.parametrize(
    "steps",
    [
        ["Ayman Rabi Zawahiri", "Ayman Rabi Zawahirx", "Ayman Rabi Zawahxrx", "Ayman Rabi Zxwahxrx"],
        ["Nicolas Maduro Moros", "Nicolas Maduro", "Maduro"],
        ["Dmitry Sergeyevich Ermakov", "D Sergeyevich Ermakov", "D S Ermakov"],
        ["Rosneft Trading Geneva", "Rosneft Trading Genewa", "Rosnefd Trading Genewa"],
    ],
)
def test_the_score_falls_step_by_step_with_damage(steps: list[str]) -> None:
    """More damage never scores higher, and no single step falls off a cliff."""
    scores = [compare(Query((steps[0],)), Query((step,))).score for step in steps]
    assert scores == sorted(scores, reverse=True)
    assert all(before - after < 0.35 for before, after in pairwise(scores))


@pytest.mark.parametrize(
    ("asked", "listed", "schema"),
    [
        ("Dmitry Ermakov", "Dmitry Sergeyevich ERMAKOV", "Person"),
        ("Dmytri Jermakow", "Dmitry Sergeyevich ERMAKOV", "Person"),
        ("Dmitry Ivanovich Ermakov", "Dmitry Sergeyevich ERMAKOV", "Person"),
        ("Kim Jong Un", "Kim Jong Il", "Person"),
        ("Shandong Yulong Petrochemical", "Shandong Jingbo Petrochemical Ltd", "Company"),
        ("OOO Rosneft Oil", "JSC Rosneft Oil", "Company"),
        ("Mehdi Kammoun", "Mehdi Ben Mohamed Kammoun", "Person"),
        ("Abdulkader", "Abdul Kader", "Person"),
        ("IRISL", "Islamic Republic of Iran Shipping Lines", "Company"),
    ],
)
def test_the_weights_of_words_add_up_to_the_score(asked: str, listed: str, schema: str) -> None:
    """What agrees, by its weights, is the name's score, also where words are doubtful, open or glued."""
    found = compare(Query((asked,), schema=schema), Query((listed,), schema=schema))
    assert found.score == pytest.approx(sum(f.weight for f in found.explanation.features if f.weight > 0), abs=2e-3)


def test_another_legal_form_is_not_called_another_word() -> None:
    """It weakens, and a reviewer is not told that the names contradict."""
    features = compare(Query(("OOO Rosneft Oil",)), Query(("JSC Rosneft Oil",))).explanation.features
    assert not any("another word in its place" in feature.words for feature in features)


def test_a_hit_says_which_words_met() -> None:
    """A reviewer reads both names and what became of every word."""
    explanation = ask("Dmitri Jermakov", schema="Person")[0].explanation
    assert ("Dmitri Jermakov", "Dmitry Sergeyevich ERMAKOV") == (explanation.query_name, explanation.listed_name)
    words = " ".join(feature.words for feature in explanation.features)
    assert all(part in words for part in ("“Dmitri”", "“ERMAKOV”", "“Sergeyevich” of the listed name"))


def answers(queries: list[Query], entities: list[Entity]) -> bytes:
    """Every hit as bytes."""
    parts = build(entities)
    return msgspec.json.encode(screen(Index(parts.arrays, parts.blobs), queries, TODAY, ScreeningOptions(cutoff=0.3)))


def test_answers_do_not_depend_on_the_order_of_entities_or_the_size_of_the_batch() -> None:
    """The same bytes whatever the order of import, alone or in a compiled batch."""
    queries = [Query((e.names[0].text,), schema=e.schema, id=e.id) for e in ENTITIES]
    shuffled = random.Random(1).sample(list(ENTITIES), len(ENTITIES))
    expected = answers(queries, list(ENTITIES))
    assert expected == answers(queries, shuffled)
    alone = [screen(INDEX, [query], TODAY, ScreeningOptions(cutoff=0.3))[0] for query in queries]
    assert expected == msgspec.json.encode(alone)
    batch = screen(INDEX, queries * 4, TODAY, ScreeningOptions(cutoff=0.3))
    assert expected == msgspec.json.encode(batch[: len(queries)])


DATED = index_of(
    entity(
        "us:1",
        Name("Karim Testov", start=day_of("2020-01-01")),
        Name("Oldname Testov", "previousName", start=day_of("2020-01-01"), end=day_of("2022-01-01")),
        listings=(
            Listing(
                "us",
                "P",
                start=day_of("2020-01-01"),
                end=day_of("2024-01-01"),
                start_stated=True,
                known_from=day_of("2020-02-01"),
            ),
        ),
    ),
    entity("us:2", "Unknown Startov", listings=(Listing("us", "P"),)),
)


@pytest.mark.parametrize(
    ("name", "valid", "known", "hits"),
    [
        ("Karim Testov", date(2021, 1, 1), date.max, 1),
        ("Karim Testov", date(2019, 1, 1), date.max, 0),
        ("Karim Testov", date(2024, 1, 1), date.max, 0),
        ("Karim Testov", date(2020, 1, 15), date(2020, 1, 20), 0),
        ("Oldname Testov", date(2021, 1, 1), date.max, 1),
        ("Unknown Startov", date(1990, 1, 1), date.max, 1),
        ("Karim Testov", date(2024, 6, 1), date(2023, 6, 1), 1),
        ("Oldname Testov", date(2022, 6, 1), date(2021, 6, 1), 1),
    ],
)
def test_as_of_is_a_filter(name: str, valid: date, known: date, hits: int) -> None:
    """A name counts while it is printed, a listing while it may be in force and is known; an end that was published
    only after the day known has not happened yet.
    """
    found_ids = screen(DATED, [Query((name,))], AsOf(valid, known), ScreeningOptions(cutoff=0.75))[0]
    assert hits == len(found_ids)


@pytest.mark.parametrize(("known", "end"), [(date(2023, 6, 1), date.max), (date(2024, 1, 1), date(2024, 1, 1))])
def test_the_end_of_a_listing_shows_once_it_is_published(known: date, end: date) -> None:
    """A hit of 2023 said "until 2024-01-01", which nobody knew."""
    hit = screen(DATED, [Query(("Karim Testov",))], AsOf(date(2021, 1, 1), known), ScreeningOptions(cutoff=0.75))[0][0]
    assert [day_of(end)] == [listing.end for listing in hit.listings]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(*[st.dates(date(2020, 1, 1), date(2020, 1, 9))] * 3), max_size=4), st.data())
def test_an_entity_may_answer_while_a_listing_of_it_counts(
    days: list[tuple[date, date, date]], data: st.DataObject
) -> None:
    """The mask of the index and the listings of a hit follow one rule."""
    listings = tuple(Listing("us", "P", start=a, end=b, known_from=c) for a, b, c in (map(day_of, row) for row in days))
    when = AsOf(*data.draw(st.tuples(*[st.dates(date(2020, 1, 1), date(2020, 1, 9))] * 2)))
    index = index_of(entity("us:1", "Karim Testov", listings=listings))
    expected = not listings or any(listing.in_force(when) for listing in listings)
    assert expected == bool(index.allowed(when, ())[0])


def test_a_name_no_longer_printed_does_not_answer() -> None:
    """After its last day a former name meets only what the current names share with it."""
    later = screen(DATED, [Query(("Oldname Testov",))], AsOf(date(2023, 1, 1)), ScreeningOptions(cutoff=0.1))[0]
    assert all("Oldname" not in hit.explanation.listed_name for hit in later)


def test_lists_and_schemas_are_filters() -> None:
    """Only the lists asked for answer, and a person is not asked of ships."""
    query = Query(("Dmitry Sergeyevich Ermakov",), schema="Person")
    assert () == screen(INDEX, [query], TODAY, ScreeningOptions(lists=("us",)))[0]
    assert 0.0 == found("Ocean Pearl", "us:9", schema="Person")
    assert found("Ocean Pearl", "us:9", schema="Vessel") >= DEFAULT_THRESHOLD


@pytest.mark.parametrize("typed", ["9187629", "IMO 9187629", "imo9187629"])
def test_an_imo_number_finds_a_renamed_vessel(typed: str) -> None:
    """A vessel is its IMO number under any new name."""
    assert found("Totally Different", "us:9", schema="Vessel", identifiers=(typed,)) >= MERGE


def test_a_wallet_finds_its_holder() -> None:
    """A wallet address is compared exactly, in its own case."""
    address = "12HQDsicffSBaYdJ6BhnE22sfjTESmmzKx"
    assert found("Nobody", "us:11", identifiers=(address,)) >= MERGE
    assert found("Nobody", "us:11", identifiers=(address.lower(),)) < MERGE


def test_one_shared_number_alone_never_merges() -> None:
    """The neighbour's OGRN makes a hit for review that names the contradiction; the right name makes it sure."""
    hit = ask("Severny Press", schema="Company", identifiers=("1146444000010",))[0]
    assert DEFAULT_THRESHOLD <= hit.score < MERGE
    assert "contradict" in hit.explanation.features[0].words
    assert found("Molot Oruzhie", "us:10", schema="Company", identifiers=("1146444000010",)) >= MERGE


@pytest.mark.parametrize(
    ("birth", "above", "below"),
    [("1980-03-05", 0.0, 2.0), ("1980-05-03", 0.0, 2.0), ("1979-03-05", 0.0, 2.0), ("1962-09-17", -2.0, 0.0)],
)
def test_birth_dates_add_and_take_away(birth: str, above: float, below: float) -> None:
    """The same, a swapped and a near date never lower the score; clearly another date does."""
    plain = found("Dmitry Ermakov", "eu:1", schema="Person", cutoff=0.1)
    dated = found("Dmitry Ermakov", "eu:1", schema="Person", cutoff=0.1, birth_dates=(ImpreciseDate.from_edtf(birth),))
    assert above <= dated - plain <= below


def test_a_homonym_with_another_birth_date_is_not_flagged() -> None:
    """The same name, clearly another birth date and another patronymic: no match."""
    born = (ImpreciseDate.from_edtf("1961-12-24"),)
    assert found("Dmitry Ivanovich Ermakov", "eu:1", schema="Person", birth_dates=born) < DEFAULT_THRESHOLD


def test_the_threshold_for_a_budget_of_false_alarms() -> None:
    """The default keeps five in a thousand; a smaller budget asks for a higher score."""
    assert false_alarms(DEFAULT_THRESHOLD) <= 5.0
    assert threshold_for(1.0) >= threshold_for(5.0) >= threshold_for(1000.0)


def test_nothing_to_look_through_answers_nothing() -> None:
    """An empty index and an empty name are questions without hits."""
    assert () == screen(index_of(), [Query(("Anybody",))], TODAY)[0]
    assert () == screen(INDEX, [Query(("",))], TODAY)[0]
    assert () == screen(INDEX, [Query(())], TODAY)[0]


def test_an_index_of_another_layout_is_refused() -> None:
    """Arrays of an older format are not read as if they were new."""
    with pytest.raises(WorkspaceError):
        Index({}, {})
