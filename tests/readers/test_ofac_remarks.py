"""The remarks field of OFAC's lists, shape by shape, as the publisher prints them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lustra import data
from lustra.readers.lists.ofac_remarks import IdentifierParts, RemarkFact, facts, identifier_parts

SHAPES = [  # remark, kind, property, value
    ("DOB 15 Mar 1961.", "date", "birthDate", "15 Mar 1961"),
    ("alt. DOB circa 1961.", "date", "birthDate", "circa 1961"),
    ("POB Kopys, Vitebsk oblast, Belarus.", "text", "birthPlace", "Kopys, Vitebsk oblast, Belarus"),
    ("nationality Korea, North.", "country", "nationality", "Korea, North"),
    ("citizen Belarus.", "country", "citizenship", "Belarus"),
    ("Gender Female.", "gender", "gender", "Female"),
    ("Passport MP123 (Belarus).", "id", "passportNumber", "MP123 (Belarus)"),
    ("Diplomatic Passport 02154.", "id", "passportNumber", "02154"),
    ("Tax ID No. 7707083893 (Russia).", "id", "taxNumber", "7707083893 (Russia)"),
    ("Company Number IMO 5055293.", "id", "imoNumber", "5055293"),
    ("Company Number 01074897 (United Kingdom).", "id", "registrationNumber", "01074897 (United Kingdom)"),
    ("Identification Number ISIN: RU0009177331.", "id", "isinCode", "RU0009177331"),
    ("Aircraft Manufacturer's Serial Number (MSN) 1023409321.", "id", "serialNumber", "1023409321"),
    ("MMSI 572469210.", "id", "mmsi", "572469210"),
    ("SWIFT/BIC HAVIGB2L.", "id", "swiftBic", "HAVIGB2L"),
    ("Website www.havanaintbank.co.uk.", "text", "website", "www.havanaintbank.co.uk"),
    ("Email Address dam.d.free@net.sy.", "text", "email", "dam.d.free@net.sy"),
    ("Telephone: 0097282851500.", "text", "phone", "0097282851500"),
    ("Organization Established Date 1969.", "date", "incorporationDate", "1969"),
    ("Organization Type: Construction of buildings.", "text", "sector", "Construction of buildings"),
    ("Former Vessel Flag Malta.", "country", "pastFlags", "Malta"),
    ("Linked To: LAZARUS GROUP.", "link", "notes", "LAZARUS GROUP"),
    ("Digital Currency Address - XBT 1Kuf2Rd8.", "wallet", "notes", "XBT 1Kuf2Rd8"),
    ("a.k.a. 'O'NEIL'.", "aka", "notes", "O'NEIL"),
    ("f.k.a. 'ANA I'.", "fka", "notes", "ANA I"),
    ("Secondary sanctions risk: section 1(b).", "note", "notes", "section 1(b)"),
    ("Chairman of Belarusian KGB.", "note", "notes", ""),
    ("Passports were seized.", "note", "notes", ""),
]

IDENTIFIERS = [
    ("1084010 (Egypt)", IdentifierParts("1084010", "Egypt")),
    ("AO 2879097 (Italy) expires 30 Oct 2012", IdentifierParts("AO 2879097", "Italy", "", "", "2012-10-30")),
    (
        "A123 (Iran) issued 1999 expires Mar 2004",
        IdentifierParts("A123", "Iran", valid_from="1999", valid_to="2004-03"),
    ),
    ("HRA 738077 (Stuttgart) (Germany)", IdentifierParts("HRA 738077", "Germany", "(Stuttgart)")),
    ("(HWI)040182 (Burma)", IdentifierParts("(HWI)040182", "Burma")),
    ("(Dubai) DMCC193946 (United Arab Emirates)", IdentifierParts("DMCC193946", "United Arab Emirates", "(Dubai)")),
    ("CD/KNG (Congo, Democratic Republic of the)", IdentifierParts("CD/KNG", "Congo, Democratic Republic of the")),
    ("186785 (Abogado)", IdentifierParts("186785", note="(Abogado)")),
    ("123 (undetermined)", IdentifierParts("123", "undetermined")),
    ("12583", IdentifierParts("12583")),
]


@pytest.mark.parametrize(("remark", "kind", "prop", "value"), SHAPES)
def test_each_shape_of_a_fact(remark: str, kind: str, prop: str, value: str) -> None:
    """A remark of one fact gives its meaning and what stands behind its label."""
    (fact,) = facts(remark)

    assert (kind, prop, value) == (fact.kind, fact.prop, fact.value)


@pytest.mark.parametrize(("value", "parts"), IDENTIFIERS)
def test_an_identifier_comes_apart(value: str, parts: IdentifierParts) -> None:
    """Number, issuing country, words in brackets and validity are told apart."""
    assert parts == identifier_parts(value)


def test_facts_know_their_place() -> None:
    """The start of a fact points at the publisher's words."""
    remarks = "DOB 1961;  alt. DOB 1962; arrested 23 Apr 2002."
    found = list(facts(remarks))

    assert ["DOB 1961", "alt. DOB 1962", "arrested 23 Apr 2002"] == [
        remarks[fact.start :].partition(";")[0].rstrip(".") for fact in found
    ]


def test_a_semicolon_inside_brackets_does_not_split() -> None:
    """A bracketed report about another passport is one note, not the dates of this person."""
    remarks = "DOB 1960; (Following data derived from a passport: Alt. DOB: 1969; nationality: Eritrean)."

    assert ["birthDate", "notes"] == [fact.prop for fact in facts(remarks)]


def test_brackets_that_do_not_close_do_not_swallow_the_rest() -> None:
    """An open bracket leaves the facts behind it readable."""
    assert ["note", "date"] == [fact.kind for fact in facts("Head of the office (acting; DOB 1960.")]


def test_every_label_has_a_meaning_and_a_source() -> None:
    """The table of labels has no blank kind or source and no label twice."""
    rows = data.table("ofac_remarks")

    assert [row for row in rows if not row["kind"] or not row["source"]] == []
    assert sorted({row["label"] for row in rows}) == [row["label"] for row in rows]


def test_an_empty_remark_has_no_facts() -> None:
    """Nothing printed, nothing read."""
    assert [] == list(facts(""))


@given(st.lists(st.sampled_from([shape[0].removesuffix(".") for shape in SHAPES]), min_size=1, max_size=8))
def test_facts_do_not_disturb_each_other(parts: list[str]) -> None:
    """A remark of many facts is read as each would be alone."""
    alone = [fact._replace(start=0) for part in parts for fact in facts(part + ".")]

    assert alone == [fact._replace(start=0) for fact in facts("; ".join(parts) + ".")]


@given(st.text(max_size=80))
def test_nothing_of_a_remark_is_lost(remarks: str) -> None:
    """Whatever stands in the field stands in some fact, blanks, semicolons and ``alt.`` aside."""
    letters = [c for c in remarks.removesuffix(".") if c.isalnum()]

    assert letters == [c for fact in facts(remarks) for c in fact.text if c.isalnum()] or "alt." in remarks.lower()


def test_a_fact_without_label_keeps_its_alternative_mark() -> None:
    """Only known facts are merged with their alternatives; a note stays in the publisher's words."""
    assert [RemarkFact(0, "Alt. Position: General Manager")] == list(facts("Alt. Position: General Manager."))
