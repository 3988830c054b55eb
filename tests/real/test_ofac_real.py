"""OFAC's real files: what is read of them is what stands in them, count by count.

The figures are those of the publisher's files as they lie in ``../shared/data/lists/ofac``. Where the reference page
of the lists counts otherwise, the test says why.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

from lustra.model.statement import BAD_CHECKSUM, WEAK, Reading, Statement, collect
from lustra.readers.lists.ofac_csv import read
from lustra.text.countries import country_code

LISTS = Path(__file__).parents[3] / "shared" / "data" / "lists" / "ofac"
WHOLE, NEWEST, OLDEST, CONSOLIDATED = "2024-01-08", "2024-05-03", "2021-07-07", "consolidated-2025-12-19"
THINGS = ("Person", "Organization", "Vessel", "Airplane")


@cache
def reading(version: str) -> Reading:
    """One dated set, read once."""
    streams = {path.name: path.open("rb") for path in sorted((LISTS / version).glob("*.csv"))}
    try:
        return collect(read("us_ofac_cons" if version == CONSOLIDATED else "us_ofac_sdn", streams))
    finally:
        for stream in streams.values():
            stream.close()


def of(version: str, *props: str) -> Iterable[Statement]:
    """The statements of some properties."""
    return (s for s in reading(version).statements if s.prop in props)


def from_file(version: str, file: str) -> list[Statement]:
    """The statements of entries that stand in one file of a set."""
    return [s for s in reading(version).statements if s.locator.partition(":")[0] == file and s.schema in THINGS]


def shape(text: str) -> str:
    """A date with its digits and months blotted out."""
    return re.sub(r"\d", "9", re.sub(r"\b[A-Z][a-z]{2}\b", "Mon", text))


@pytest.mark.parametrize(
    ("version", "counts"),
    [
        (WHOLE, {"Person": 6646, "Organization": 6033, "Vessel": 764, "Airplane": 378}),
        (NEWEST, {"Person": 6854, "Organization": 6884, "Vessel": 851, "Airplane": 376}),
        (OLDEST, {"Person": 4620, "Organization": 3673, "Vessel": 406, "Airplane": 277}),
        (CONSOLIDATED, {"Person": 79, "Organization": 363}),
    ],
)
def test_entries_by_type(version: str, counts: dict[str, int]) -> None:
    """13,821, 14,965, 8,976 and 442 entries."""
    schemas = {s.entity: s.schema for s in of(version, "name")}

    assert counts == dict(Counter(schemas.values()))


@pytest.mark.parametrize(("version", "belarus"), [(WHOLE, 210), (NEWEST, 232), (OLDEST, 59), (CONSOLIDATED, 0)])
def test_entries_of_the_belarus_programmes(version: str, belarus: int) -> None:
    """As the reference page counts them; one entry of 2024-05-03 stands in both programmes."""
    assert belarus == len({s.entity.partition("#")[0] for s in of(version, "program") if "BELARUS" in s.value})


def test_belarus_by_programme() -> None:
    """73 under BELARUS and 160 under BELARUS-EO14038."""
    programmes = Counter(s.value for s in of(NEWEST, "program") if "BELARUS" in s.value)

    assert {"BELARUS": 73, "BELARUS-EO14038": 160} == dict(programmes)


def test_aliases() -> None:
    """17,091 rows of alt.csv: three repeat the entry's own name, and so are one statement with it."""
    props = Counter(s.prop for s in from_file(WHOLE, "alt.csv"))

    assert {"alias": 16_507 + 17 - 3, "previousName": 567} == dict(props)


def test_addresses() -> None:
    """18,990 rows of add.csv: 2,652 are null in every column, 3,397 are a country only."""
    props = Counter(s.prop for s in from_file(WHOLE, "add.csv"))

    assert {"address": 18_990 - 2_652 - 3_397, "country": 3_397} == dict(props)


def test_weak_aliases_stay_weak() -> None:
    """2,067 rows of 2024-05-03 hold ``a.k.a. '…'`` and one more ``n.k.a. '…'``; none is called strong."""
    weak = list(of(NEWEST, "weakAlias"))

    assert 2_067 + 1 == len({s.entity for s in weak})
    assert {WEAK} == {s.grade for s in weak}


def test_dates_of_birth_by_shape() -> None:
    """Every date of 2024-05-03 is read, by shape.

    The reference page counts 6,177 full days (one is printed twice for one entry), 1,073 years, 70 year ranges and 65
    day ranges. Its 140 months are 70 with the other 70 those in the month ranges and alternates of other versions;
    its 59 circa are the 58 first dates and one range, to which the 15 alternates of circa come here.
    """
    shapes = Counter(shape(s.original or s.value) for s in of(NEWEST, "birthDate"))

    assert {
        "99 Mon 9999": 6_176,
        "9999": 1_073,
        "Mon 9999": 70,
        "circa 9999": 70,
        "9999 to 9999": 70,
        "99 Mon 9999 to 99 Mon 9999": 65,
        "Mon 9999 to Mon 9999": 6,
        "circa 99 Mon 9999": 2,
        "circa 9999-9999": 1,
    } == dict(shapes)


def test_links() -> None:
    """6,375 ``Linked To:`` of 5,824 entries; all but eight name an entry of the list, three of them two entries.

    The reference page has 6,380 links and 5,829 entries with the same eight outside: the file at hand is cut at 1,000
    characters in 18 rows, and the links behind the cuts stand in a comments file that is not there. Its 215 ambiguous
    names are those shared by several entries under any alias; here a link means the entry's own name.
    """
    links = [s for s in reading(NEWEST).statements if s.schema == "UnknownLink"]
    subjects = [s.value for s in links if s.prop == "subject"]
    objects = Counter(s.grade for s in links if s.prop == "object")
    listed = {s.entity for s in of(NEWEST, "name")}

    assert (6_375, 5_824) == (len(subjects), len(set(subjects)))
    assert (6_364, 6) == (objects[""], objects["ambiguous"])
    assert 8 == sum(s.prop == "namesMentioned" for s in links)
    assert {s.value for s in links if s.prop == "object"} <= listed


def test_wallets() -> None:
    """Every digital currency address that a file prints whole is a wallet.

    2024-01-08 prints 271 in sdn.csv and 203 in its comments. 2024-05-03 prints 295, without the comments; the 586 of
    the reference page are those of the full publication.
    """
    assert 463 == sum(1 for _ in of(WHOLE, "publicKey"))
    assert 280 == sum(1 for _ in of(NEWEST, "publicKey"))


def test_imo_numbers_of_vessels() -> None:
    """844 of 851 vessels have an IMO number, all of them with a right check digit."""
    imo = [s for s in of(NEWEST, "imoNumber") if s.schema == "Vessel"]

    assert 844 == len({s.entity for s in imo})
    assert {""} == {s.grade for s in imo}


def test_russian_numbers_and_their_check_digits() -> None:
    """4,755 Russian INN and OGRN of the right length, 17 of them with a wrong check digit.

    The reference page counts 36 failures of 4,579 numbers: it counts numbers of another length too, which are held
    here as tax and registration numbers, because their shape says that they are something else.
    """
    numbers = Counter((s.prop, s.grade) for s in of(NEWEST, "innCode", "ogrnCode"))

    assert {
        ("innCode", ""): 2_585,
        ("innCode", BAD_CHECKSUM): 10,
        ("ogrnCode", ""): 2_153,
        ("ogrnCode", BAD_CHECKSUM): 7,
    } == dict(numbers)


def test_every_country_is_known_or_said_to_be_unknown() -> None:
    """Nationality, citizenship and flag are codes, but for two wordings."""
    values = {
        s.value for v in (WHOLE, NEWEST, OLDEST) for s in of(v, "nationality", "citizenship", "flag", "pastFlags")
    }

    assert ["None Identified", "possibly Palestinian"] == sorted(
        value for value in values if country_code(value) != value
    )


EXPLAINED = {  # why a row of the real files is a problem → what the publisher printed
    "link: the name is not the name of an entry of this list": "a delisted or differently written name",
    "link: the name is borne by # entries": "a name that two entries share",
    "owner: the name is not the name of an entry of this list": "the owner column names an unlisted company",
    "nationality: this country is not known; it is kept as printed": "possibly Palestinian",
    "this country is not known; it is kept as printed": "Region: Kafia Kingi, Commonwealth of Independent States",
    "the remarks are cut at #,# characters; their continuation is not at hand": "sdn_comments.csv is missing or older",
    "no entry of sdn.csv has this uid: are the files of the set of one date?": "the comments of 2024-01-08 are older",
}


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        (WHOLE, [8, 3, 6, 3, 7, 7, 3]),
        (NEWEST, [8, 3, 6, 3, 0, 18, 0]),
        (OLDEST, [7, 4, 10, 3, 6, 0, 0]),
        (CONSOLIDATED, [1, 0, 0, 0, 0, 0, 0]),
    ],
)
def test_no_problem_is_unexplained(version: str, expected: list[int]) -> None:
    """The problems of a set by reason, in the order of the table above; there is no other reason."""
    reasons = Counter(re.sub(r"\d+", "#", re.sub(r"^\d+: ", "", p.reason)) for p in reading(version).problems)

    assert dict(zip(EXPLAINED, expected, strict=True)) == {reason: reasons[reason] for reason in EXPLAINED}
    assert [] == sorted(reasons.keys() - EXPLAINED.keys())


LABELS = frozenset(
    "DOB POB alt nationality citizen Gender Male Female Linked To Website Email Address Phone Number Organization "
    "Established Date Type Target Digital Currency a f n k Vessel Flag Former Year of Build Other Aircraft Manufacture "
    "Model Operator Nationality Registration Telephone PHONE Fax No Alt".split()
)
"""Words that only say what kind of value follows; the kind is the statement's property."""


def cells(file: Path) -> list[list[str]]:
    """The rows of a file, without its last control character."""
    return [row for row in csv.reader(file.read_text("utf-8").splitlines()) if len(row) > 1]


@pytest.mark.parametrize(
    ("version", "primary", "comments"),
    [(WHOLE, "sdn.csv", "sdn_comments.csv"), (CONSOLIDATED, "cons_prim.csv", "cons_comments.csv")],
)
def test_no_word_of_the_remarks_is_lost(version: str, primary: str, comments: str) -> None:
    """Every word of every remark stands in the value, wording, note, id or kind of some statement of its entry."""
    held: dict[str, set[str]] = {}
    for s in reading(version).statements:
        words = re.findall(r"\w+", f"{s.value} {s.original} {s.note} {s.entity}")
        held.setdefault(s.entity.partition("#")[0].partition(":")[2], set()).update(words)
    rest = dict(cells(LISTS / version / comments))
    lost = {
        (row[0], word)
        for row in cells(LISTS / version / primary)
        for word in re.findall(r"\w+", (row[11] + rest.get(row[0], "")).replace("-0- ", ""))
        if word not in held[row[0]] | LABELS
    }

    assert set() == lost
