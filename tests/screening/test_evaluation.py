"""One evaluation: a pair of parties has one score, whichever way it is asked for and whichever party comes first."""

import random

import pytest
from tests.screening.parties import TODAY, entity, index_of

from lustra.model.entity import Entity, Identifier, Listing, Name
from lustra.model.query import Query
from lustra.model.time import ImpreciseDate
from lustra.screening.compare import compare
from lustra.screening.engine import ScreeningOptions, screen

EVERYTHING = ScreeningOptions(cutoff=0.0, limit=1000)
PEOPLE = (
    "Vasily Petrovich Kolchanov",
    "Vasily Nikolaevich Kolchanov",
    "Vassili Kolchanow",
    "Abdul Kader al-Hassan",
    "Abdulkader Hassan",
    "Kim Jong Un",
    "김정은",
    "Alaksandr Łukašenka",
    "Александр Лукашенко",
    "Mehdi Ben Mohamed Kammoun",
    "Mehdi Kammoun",
    "J. Smith",
    "Smith, John Ashley",
)
FIRMS = (
    "Islamic Republic of Iran Shipping Lines",
    "IRISL",
    "IRISL Group",
    "OOO Rosneft Oil",
    "JSC Rosneft Oil",
    "Rosneft Oil Company",
    "China National Petroleum Corporation",
    "CNPC",
    "Plant No 12",
    "Plant No 13",
)
BIRTHS = ("1957-03-04", "1957-04-03", "1957", "1957-03-05", "1931-12-01", "1956~")
NUMBERS = (
    Identifier("leiCode", "5493001KJTIIGC8Y1R12"),
    Identifier("imoNumber", "IMO 9187629"),
    Identifier("passportNumber", "AB 123456"),
    Identifier("innCode", "7707083893"),
    Identifier("registrationNumber", "9187629"),
)
KINDS = ("name", "alias", "weakAlias", "previousName")


def generated(count: int, seed: int) -> list[Entity]:
    """Entities of a few names each, many in common, with everything that can move a score."""
    rng = random.Random(seed)
    entities = []
    for number in range(count):
        schema = rng.choice(["Person", "Person", "Company", "Organization"])
        pool = PEOPLE if schema == "Person" else FIRMS
        names = [Name(text, rng.choice(KINDS)) for text in rng.choices(pool, k=rng.randint(1, 4))]
        entities.append(
            Entity(
                f"us:{number}",
                schema,
                names[0].text,
                tuple(names),
                birth_dates=tuple(map(ImpreciseDate.from_edtf, rng.sample(BIRTHS, rng.randint(0, 2)))),
                countries=tuple(rng.sample(["ru", "ir", "by"], rng.randint(0, 2))),
                genders=tuple(rng.sample(["male", "female"], rng.choice([0, 1, 1, 2]))),
                identifiers=tuple(rng.sample(NUMBERS, rng.randint(0, 2))),
                listings=(Listing("us", "P"),),
            )
        )
    return entities


def questions(count: int, seed: int) -> list[Query]:
    """Questions about parties such as ``generated`` makes, some without a schema."""
    rng = random.Random(seed)
    return [
        Query(
            tuple(name.text for name in party.names),
            schema=rng.choice([party.schema, ""]),
            birth_dates=party.birth_dates,
            countries=party.countries,
            gender=party.genders[0] if party.genders else "",
            identifiers=tuple(identifier.value for identifier in party.identifiers),
        )
        for party in generated(count, seed)
    ]


@pytest.mark.parametrize("seed", range(2))
def test_a_comparison_scores_and_explains_as_a_hit_does(seed: int) -> None:
    """A weak alias gave .939 in a comparison and .920 in a hit, an LEI .98 and .99."""
    entities = {party.id: party for party in generated(16, seed)}
    queries = questions(12, 100 + seed)
    answers = screen(index_of(*entities.values()), queries, TODAY, EVERYTHING)
    hits = [(query, hit) for query, group in zip(queries, answers, strict=True) for hit in group]
    assert len(hits) > 50
    for query, hit in hits:
        comparison = compare(query, entities[hit.entity])
        assert (hit.score, hit.explanation) == (comparison.score, comparison.explanation), (query, hit)


@pytest.mark.parametrize("seed", range(4))
def test_a_comparison_is_symmetric_with_everything_that_moves_a_score(seed: int) -> None:
    """Two entities, or a question and an entity, have one score whichever comes first."""
    parties: list[Query | Entity] = [*generated(6, seed), *questions(3, seed)]
    for left in parties:
        for right in parties:
            assert compare(left, right).score == compare(right, left).score, (left, right)


LEI = "5493001KJTIIGC8Y1R12"


@pytest.mark.parametrize(
    ("query", "listed"),
    [
        (Query(("Karim Testov",)), entity("us:1", "Other Name", Name("Karim Testow", "weakAlias"))),
        (
            Query(("Alfa Trading",), schema="Company", identifiers=(LEI,)),
            entity("us:1", "Alfa Trade", schema="Company", identifiers=(Identifier("leiCode", LEI),)),
        ),
        (
            Query(("Alfa Trading",), schema="Company", identifiers=(LEI,)),
            entity("us:1", "Beta Works", schema="Company", identifiers=(Identifier("leiCode", LEI),)),
        ),
        (
            Query(("Vasily Kolchanov",)),
            entity("us:1", "Vasily Nikolaevich Kolchanov", "Vasily Kolchanov", "Kolchanov"),
        ),
    ],
    ids=["weak alias", "LEI", "LEI under another name", "contradicted by another name"],
)
def test_a_pair_has_one_score(query: Query, listed: Entity) -> None:
    """The cases that were found different, each by hand."""
    ((hit,),) = screen(index_of(listed), [query], TODAY, EVERYTHING)
    assert hit.score == compare(query, listed).score == compare(listed, query).score


def test_an_lei_typed_on_both_sides_is_known_by_its_check_digits() -> None:
    """Two questions state no kinds; an LEI is unique all the same, another number is not."""
    pairs = [
        [Query((name,), schema="Company", identifiers=(number,)) for name in ("Alfa Trading", "Alfa Trade")]
        for number in (LEI, "5493001KJTIIGC8Y1R99")
    ]
    assert [0.99, 0.98] == [compare(*pair).score for pair in pairs]


def test_names_that_agree_alike_count_by_the_better_grade() -> None:
    """One text printed as a weak alias and as a name is no weak alias."""
    weak, strong = Name("Karim Testov", "weakAlias"), Name("Karim Testov", "name")
    plain = compare(Query(("Karim Testov",)), entity("us:1", Name("Karim Testov"))).score
    assert plain == compare(Query(("Karim Testov",)), entity("us:1", weak, strong)).score
    assert plain > compare(Query(("Karim Testov",)), entity("us:1", weak)).score
