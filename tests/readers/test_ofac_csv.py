"""OFAC's CSV sets: every trap of the real files, on rows written by hand from public facts."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lustra.errors import ReadError
from lustra.model.statement import BAD_CHECKSUM, WEAK, Reading, Statement, collect
from lustra.readers.lists.ofac_csv import published, read, recognises

NULL = "-0- "
LUKASHENKA = (
    "DOB 30 Aug 1954; POB Kopys, Vitebsk oblast, Belarus; nationality Belarus; Gender Male; "
    "Passport MP1234567 (Belarus) expires 01 Jan 2030; a.k.a. 'BATKA'."
)


def row(*cells: object) -> str:
    """A row as OFAC prints it: numbers and nulls bare, texts quoted."""
    bare = [str(c) if isinstance(c, int) or c == NULL else f'"{c}"' for c in cells]
    return ",".join(bare) + "\r\n"


def primary(uid: int, name: str, kind: str = NULL, program: str = "BELARUS", remarks: str = NULL) -> str:
    """A row of sdn.csv with the columns of vessels empty."""
    return row(uid, name, kind, program, *[NULL] * 7, remarks)


def reading(sdn: str, **files: str) -> Reading:
    """What is read of a set whose files end as OFAC's do."""
    texts = {"sdn.csv": sdn, **{f"{name}.csv": text for name, text in files.items()}}
    return collect(read("us_ofac_sdn", {name: BytesIO(text.encode() + b"\x1a") for name, text in texts.items()}))


def values(found: Reading, prop: str, entity: str = "") -> list[str]:
    """The values of one property, of one entity where it is named."""
    return [s.value for s in found.statements if s.prop == prop and s.entity.endswith(entity)]


def one(found: Reading, prop: str) -> Statement:
    """The only statement of a property."""
    (statement,) = (s for s in found.statements if s.prop == prop)
    return statement


PERSON = reading(
    primary(9639, "LUKASHENKA, Alyaksandr Ryhoravich", "individual", "BELARUS] [BELARUS-EO14038", LUKASHENKA),
    alt=row(9639, 1, "aka", "LUKASHENKO, Aleksandr Grigoryevich", NULL),
    add=row(9639, 1, "38 Karl Marx St.", "Minsk 220016", "Belarus", NULL),
)


def test_a_person_is_held_in_speaking_order() -> None:
    """The printed ``FAMILY, Given`` is turned round, kept as the original, and split into its parts."""
    name = one(PERSON, "name")

    assert ("Person", "Alyaksandr Ryhoravich LUKASHENKA") == (name.schema, name.value)
    assert "LUKASHENKA, Alyaksandr Ryhoravich" == name.original
    assert ["LUKASHENKA"] == values(PERSON, "lastName")
    assert ["Alyaksandr Ryhoravich"] == values(PERSON, "firstName")


def test_files_of_a_set_are_joined_by_uid_and_every_value_knows_its_file() -> None:
    """Aliases, addresses and columns of one entry stand under one id, each with its place."""
    places = {s.prop: s.locator for s in PERSON.statements if s.entity == "us_ofac_sdn:9639"}

    assert {"sdn.csv:1"} == {places[prop] for prop in ("name", "birthDate", "passportNumber")}
    assert ("alt.csv:1", "add.csv:1") == (places["alias"], places["address"])


def test_remarks_become_facts() -> None:
    """Birth, nationality, gender and passport of the remarks are statements of their own."""
    passport = one(PERSON, "passportNumber")

    assert ["1954-08-30"] == values(PERSON, "birthDate")
    assert ["by"] == values(PERSON, "nationality")
    assert ["male"] == values(PERSON, "gender")
    assert ("MP1234567", "by", "Passport", "2030-01-01") == (
        passport.value,
        passport.country,
        passport.note,
        passport.valid_to,
    )
    assert "MP1234567 (Belarus) expires 01 Jan 2030" == passport.original


def test_each_programme_is_a_sanction_of_its_own() -> None:
    """``A] [B`` are two designations that point back at the entry."""
    sanctions = {s.entity: s.value for s in PERSON.statements if (s.schema, s.prop) == ("Sanction", "entity")}

    assert ["BELARUS", "BELARUS-EO14038"] == values(PERSON, "program")
    assert {
        "us_ofac_sdn:9639#sanction:BELARUS": "us_ofac_sdn:9639",
        "us_ofac_sdn:9639#sanction:BELARUS-EO14038": "us_ofac_sdn:9639",
    } == sanctions


def test_trap_weak_aliases_stand_in_the_remarks_and_stay_weak() -> None:
    """``a.k.a. 'X'`` is a weak alias, a row of alt.csv is not."""
    assert (WEAK, "BATKA") == (one(PERSON, "weakAlias").grade, one(PERSON, "weakAlias").value)
    assert "" == one(PERSON, "alias").grade


def test_an_address_keeps_its_country_as_a_code() -> None:
    """The address is one line, its country a code beside it."""
    address = one(PERSON, "address")

    assert ("38 Karl Marx St., Minsk 220016, Belarus", "by") == (address.value, address.country)


def test_an_address_that_is_a_country_only_is_a_country() -> None:
    """A row with neither street nor city says where the entry is, not how to write to it."""
    found = reading(primary(36, "AERO"), add=row(36, 1, NULL, NULL, "Cuba", NULL))

    assert ([], ["cu", "us"]) == (values(found, "address"), sorted(values(found, "country")))


def test_a_remark_about_an_address_without_an_address_is_kept() -> None:
    """The last column of add.csv is not lost where the others are null."""
    found = reading(primary(36, "AERO"), add=row(36, 1, NULL, NULL, NULL, "all offices worldwide"))

    assert ["all offices worldwide"] == values(found, "notes")


def test_remarks_of_nothing_but_semicolons_are_nothing() -> None:
    """A field as long as the limit without a single fact does not break the reader."""
    assert (["AERO"], ()) == (values(found := reading(primary(36, "AERO", remarks=";" * 1000)), "name"), found.problems)


def test_trap_nulls_carry_a_trailing_blank() -> None:
    """``-0- `` is no value in any column of any file."""
    found = reading(primary(36, "AERO"), alt=row(36, 1, "aka", "AERO B", NULL), add=row(36, 2, *[NULL] * 4))

    assert [s for s in found.statements if "-0-" in s.value] == []
    assert () == found.problems


def test_trap_the_last_line_is_a_control_character() -> None:
    """The closing 0x1A is not a row and not a problem."""
    assert () == reading(primary(36, "AERO")).problems


def test_trap_lines_end_with_carriage_returns() -> None:
    """CRLF and LF files read alike, and no value ends with the mark."""
    text = primary(36, "AERO", remarks="a.k.a. 'A'.") + primary(37, "BERO")

    assert reading(text) == reading(text.replace("\r\n", "\n"))


def test_trap_remarks_are_cut_at_a_thousand_characters_and_go_on_in_the_comments() -> None:
    """The fact across the cut is whole, and facts behind it point at the comments file."""
    whole = "Linked To: " + "LONG NAME " * 99 + "LTD; DOB 1961; Website www.example.by."
    sdn = primary(5, "SHORT", remarks=whole[:1000]) + primary(6, ("LONG NAME " * 99 + "LTD").strip())
    found = reading(sdn, sdn_comments=row(5, whole[1000:]))

    assert ["us_ofac_sdn:6"] == values(found, "object")
    assert ("1961", "sdn_comments.csv:1") == (one(found, "birthDate").value, one(found, "birthDate").locator)
    assert () == found.problems


def test_trap_cut_remarks_without_continuation_lose_nothing_and_invent_nothing() -> None:
    """Where the comments are not at hand, the last, broken fact is a note and a problem, not a wrong number."""
    whole = "DOB 1961; " + "a.k.a. 'X'; " * 81 + "Tax ID No. 7707083893 (Russia); a.k.a. 'END'."
    found = reading(primary(5, "SHORT", remarks=whole[:1000]))

    assert [whole[:1000].rpartition("; ")[2]] == values(found, "notes")
    assert ["5: the remarks are cut at 1,000 characters; their continuation is not at hand"] == [
        p.reason for p in found.problems
    ]


def test_trap_orphans_in_add_and_alt_are_problems() -> None:
    """Rows of another date's set belong to nobody: reported one by one, with their place, and not used."""
    found = reading(
        primary(36, "AERO"),
        alt=row(36, 1, "aka", "AERO B", NULL) + row(99, 2, "aka", "GHOST", NULL),
        add=row(98, 1, NULL, NULL, "Cuba", NULL),
    )

    assert [("add.csv", "1", "error"), ("alt.csv", "2", "error")] == [
        (p.file, p.where, p.severity) for p in found.problems
    ]
    assert "GHOST" not in values(found, "alias")


@pytest.mark.parametrize("content", [b"", b"\x1a", b"\r\n\x1a"])
def test_trap_a_file_of_zero_bytes_is_refused(content: bytes) -> None:
    """The real daily file of 2024-05-04 was empty: an error that says to keep the good copy."""
    with pytest.raises(ReadError) as caught:
        collect(read("us_ofac_sdn", {"sdn.csv": BytesIO(content)}))

    assert "sdn.csv" in caught.value.message
    assert "last good copy" in caught.value.remedy


def test_trap_an_error_page_is_refused() -> None:
    """A page of HTML under the list's name gives an error, not an empty list."""
    page = b"<!DOCTYPE html>\n<html><body>Not found, sorry</body></html>\n"

    with pytest.raises(ReadError, match="no row of an OFAC list"):
        collect(read("us_ofac_sdn", {"sdn.csv": BytesIO(page)}))


def test_trap_a_truncated_file_says_where() -> None:
    """A row cut in its middle is an error with its line; the rows before it stand."""
    found = reading(primary(36, "AERO") + primary(37, "BERO")[:20])

    assert ["AERO"] == values(found, "name")
    assert [("2", "error")] == [(p.where, p.severity) for p in found.problems]


@pytest.mark.parametrize("file", ["sdn.csv", "alt.csv"])
@pytest.mark.parametrize("cut", [9, 12])
def test_trap_a_file_that_stops_in_the_middle_of_a_row_is_refused(file: str, cut: int) -> None:
    """A download that stopped within the last fifth was once published with one bad row, its last entries delisted."""
    whole = {"sdn.csv": primary(36, "AERO") + primary(37, "BERO"), "alt.csv": row(36, 1, "aka", "A", NULL)}
    files = {
        name: BytesIO((text[:-cut] if name == file else text).rstrip("\r\n").encode()) for name, text in whole.items()
    }

    with pytest.raises(ReadError, match=f"{file}:. ends in the middle of a row"):
        collect(read("us_ofac_sdn", files))


def test_trap_a_lost_quote_harms_one_line_only() -> None:
    """An open quote does not swallow the rest of the file."""
    found = reading('35,"BROKEN,-0- \r\n' + primary(36, "AERO"))

    assert (["AERO"], ["1"]) == (values(found, "name"), [p.where for p in found.problems])


def test_trap_names_shared_by_two_uids_stay_two_entries_and_an_ambiguous_link_names_both() -> None:
    """A link to a shared name is not guessed: both entries, graded, with a problem."""
    sdn = primary(11, "MINISTRY OF STATE SECURITY") + primary(12, "MINISTRY OF STATE SECURITY")
    found = reading(sdn + primary(13, "CHIEF", remarks="Linked To: MINISTRY OF STATE SECURITY."))
    objects = [(s.value, s.grade) for s in found.statements if s.prop == "object"]

    assert ["us_ofac_sdn:11", "us_ofac_sdn:12"] == [s.entity for s in found.statements if s.prop == "name"][:2]
    assert [("us_ofac_sdn:11", "ambiguous"), ("us_ofac_sdn:12", "ambiguous")] == objects
    assert ["13: link: the name is borne by 2 entries"] == [p.reason for p in found.problems]


def test_a_link_to_a_name_outside_the_list_is_kept_by_name() -> None:
    """What cannot be resolved is a problem and stays a link to a name."""
    found = reading(primary(13, "CHIEF", remarks="Linked To: NOBODY HERE."))

    assert ["NOBODY HERE"] == values(found, "namesMentioned", "#link:NOBODY HERE")
    assert 1 == len(found.problems)


def test_trap_the_last_full_stop_belongs_to_the_name_or_to_the_remark() -> None:
    """``Linked To: X LTD.`` at the end of a remark is X LTD. of the list."""
    found = reading(primary(12, "SOYUZ CO. LTD.") + primary(13, "CHIEF", remarks="Linked To: SOYUZ CO. LTD."))

    assert (["us_ofac_sdn:12"], ()) == (values(found, "object"), found.problems)


def test_trap_an_inn_that_fails_its_checksum_is_lowered_and_kept() -> None:
    """A wrong check digit changes the grade, nothing else, and is no problem row."""
    found = reading(primary(1, "BANK", remarks="Tax ID No. 7707083894 (Russia); alt. Tax ID No. 7707083893 (Russia)."))

    assert [("7707083894", BAD_CHECKSUM), ("7707083893", "")] == [
        (s.value, s.grade) for s in found.statements if s.prop == "innCode"
    ]
    assert () == found.problems


def test_trap_one_number_of_two_uids_stays_with_both() -> None:
    """Numbers shared by two entries merge nothing."""
    remarks = "Tax ID No. 7707083893 (Russia)."
    found = reading(primary(1, "BANK A", remarks=remarks) + primary(2, "BANK B", remarks=remarks))

    assert ["us_ofac_sdn:1", "us_ofac_sdn:2"] == [s.entity for s in found.statements if s.prop == "innCode"]


def test_trap_commas_of_company_names_stay() -> None:
    """``ANGLO-CARIBBEAN CO., LTD.`` is not a person called LTD."""
    found = reading(primary(173, "ANGLO-CARIBBEAN CO., LTD.", remarks="a.k.a. 'ANGLO, LTD.'."))

    assert (["ANGLO-CARIBBEAN CO., LTD."], []) == (values(found, "name"), values(found, "lastName"))
    assert ["ANGLO, LTD."] == values(found, "weakAlias")


def test_trap_a_second_comma_of_a_person_is_a_suffix() -> None:
    """``DELOS REYES, Feliciano, Jr.`` is spoken Feliciano DELOS REYES Jr."""
    found = reading(primary(1, "DELOS REYES, Feliciano Semborio, Jr.", "individual"))

    assert (["Feliciano Semborio DELOS REYES Jr."], ["Jr."]) == (values(found, "name"), values(found, "nameSuffix"))


def test_vessel_columns_and_the_owner_column() -> None:
    """Call sign, type, tonnages and flag are statements; an owner who is listed is an edge to his entry."""
    ship = row(
        15, "DORENA", "vessel", "IRAN", NULL, "5IM3", "Crude Oil Tanker", "99,144", "56,068", "Iran", "NITC", NULL
    )
    found = reading(ship + primary(16, "NITC"))

    assert ["5IM3", "Crude Oil Tanker", "99,144", "56,068", "ir"] == [
        one(found, prop).value for prop in ("callSign", "type", "tonnage", "grossRegisteredTonnage", "flag")
    ]
    assert ["us_ofac_sdn:16"] == values(found, "owner", "us_ofac_sdn:15#owner:16")


def test_trap_an_owner_who_is_not_listed_is_kept_by_name() -> None:
    """The column holds a name; where no entry bears it, the edge keeps the name, with a problem."""
    ship = row(15, "DORENA", "vessel", "IRAN", *[NULL] * 6, "NITC", NULL)
    found = reading(ship)

    assert (["NITC"], 1) == (values(found, "namesMentioned"), len(found.problems))


def test_trap_imo_numbers_stand_only_in_the_remarks_and_companies_have_their_own() -> None:
    """A ship's and a company's IMO number are each held against their own check digit."""
    ship = primary(1, "SHIP", "vessel", remarks="Vessel Registration Identification IMO 9074729; MMSI 572469210.")
    company = primary(2, "FIRM", remarks="Company Number IMO 5055293.")
    found = reading(ship + company)

    assert [("9074729", ""), ("5055293", "")] == [(s.value, s.grade) for s in found.statements if s.prop == "imoNumber"]
    assert ["572469210"] == values(found, "mmsi")


def test_aircraft_are_airplanes() -> None:
    """Tail number as name, serial number, model, year and operator."""
    remarks = (
        "Aircraft Construction Number (also called L/N or S/N or F/N) 8401; Aircraft Manufacture Date 1992; "
        "Aircraft Model IL76-TD; Aircraft Operator YAS AIR."
    )
    found = reading(primary(15431, "EP-GOM", "aircraft", remarks=remarks))

    assert "Airplane" == one(found, "name").schema
    assert ["8401", "1992", "IL76-TD", "YAS AIR"] == [
        one(found, prop).value for prop in ("serialNumber", "buildDate", "model", "operator")
    ]


def test_a_wallet_is_a_thing_of_its_own() -> None:
    """Address, currency and holder of a digital currency address; one address under two currencies is one wallet."""
    address = "0x098B716B8Aaf21512996dC57EB0615e2383E2f96"
    remarks = f"Digital Currency Address - ETH {address}; alt. Digital Currency Address - USDT {address}."
    found = reading(primary(28263, "LAZARUS GROUP", remarks=remarks))

    assert [address] == values(found, "publicKey", f"us_ofac_sdn:28263#wallet:{address}")
    assert (["ETH", "USDT"], ["us_ofac_sdn:28263"]) == (values(found, "currency"), values(found, "holder"))


def test_imprecise_births_stay_imprecise() -> None:
    """Every shape of a date of birth, with its alternates, in the publisher's words beside EDTF."""
    remarks = (
        "DOB 1961; alt. DOB Mar 1962; alt. DOB circa 1963; alt. DOB 1964 to 1966; alt. DOB 01 Feb 1960 to 03 Mar 1960."
    )
    found = reading(primary(1, "DOE, John", "individual", remarks=remarks))

    assert ["1961", "1962-03", "1963~", "1964/1966", "1960-02-01/1960-03-03"] == values(found, "birthDate")
    assert "circa 1963" in [s.original for s in found.statements if s.prop == "birthDate"]


def test_a_date_that_does_not_exist_is_a_note_and_a_problem() -> None:
    """Nothing is guessed and nothing is lost."""
    found = reading(primary(1, "DOE, John", "individual", remarks="DOB 31 Feb 1961."))

    assert (["birthDate: 31 Feb 1961"], 1) == (values(found, "notes"), len(found.problems))


def test_a_country_that_is_not_known_is_kept_as_printed() -> None:
    """An unknown country is the publisher's wording and a problem; ``undetermined`` is an answer and none."""
    found = reading(
        primary(1, "DOE, John", "individual", remarks="nationality Atlantis; alt. nationality undetermined.")
    )

    assert ["Atlantis", "undetermined"] == values(found, "nationality")
    assert ["Atlantis"] == [p.value for p in found.problems]


def test_what_is_not_understood_stays_a_note() -> None:
    """Free words of the remarks are kept as printed; known kinds of notes carry their kind."""
    remarks = "Chairman of Belarusian KGB; Secondary sanctions risk: section 1(b) of Executive Order 13224."
    found = reading(primary(1, "DOE, John", "individual", remarks=remarks))

    assert [("Chairman of Belarusian KGB", ""), (remarks.partition("; ")[2][:-1], "Secondary sanctions risk")] == [
        (s.value, s.note) for s in found.statements if s.prop == "notes"
    ]


@pytest.mark.parametrize(
    ("kind", "prop"), [("aka", "alias"), ("fka", "previousName"), ("nka", "alias"), ("xka", "alias")]
)
def test_kinds_of_alternate_names(kind: str, prop: str) -> None:
    """Also, formerly and now known as; an unknown kind is an alias and a problem."""
    found = reading(primary(36, "AERO"), alt=row(36, 1, kind, "AERO B", NULL))

    assert (["AERO B"], kind == "xka") == (values(found, prop), bool(found.problems))


def test_a_uid_that_comes_twice_is_one_entry_and_a_problem() -> None:
    """Both rows are read, and the aliases are not doubled."""
    found = reading(primary(36, "AERO") + primary(36, "AERO PLUS"), alt=row(36, 1, "aka", "AERO B", NULL))

    assert (["AERO", "AERO PLUS"], ["AERO B"]) == (values(found, "name"), values(found, "alias"))
    assert ["36: a second row has the same uid; both are read as one entry"] == [p.reason for p in found.problems]


def test_an_unknown_type_is_read_as_a_legal_entity_with_a_problem() -> None:
    """A type that OFAC adds later drops nobody."""
    found = reading(primary(36, "AERO", "drone"))

    assert ("LegalEntity", 1) == (one(found, "name").schema, len(found.problems))


def test_bytes_that_are_not_utf8_are_a_problem_and_not_the_end() -> None:
    """One bad byte costs a problem row, not the list."""
    text = primary(36, "AERO ~").encode().replace(b"~", b"\xe9")
    found = collect(read("us_ofac_sdn", {"sdn.csv": BytesIO(text)}))

    assert (["AERO �"], "36") == (values(found, "name"), found.statements[0].entity.partition(":")[2])
    assert 1 == len(found.problems)


def test_a_set_without_its_primary_file_is_refused() -> None:
    """add.csv alone is not a list."""
    with pytest.raises(ReadError, match="primary file"):
        collect(read("us_ofac_sdn", {"add.csv": BytesIO(b"36,1,-0- ,-0- ,-0- ,-0- \r\n")}))


def test_a_lone_file_of_another_name_is_a_primary_file() -> None:
    """A dated copy need not be renamed."""
    found = collect(read("us_ofac_sdn", {"sdn-2022-02-23.csv": BytesIO(primary(36, "AERO").encode())}))

    assert "sdn-2022-02-23.csv:1" == one(found, "name").locator


def test_the_consolidated_set_has_its_own_file_names() -> None:
    """cons_prim.csv is joined with cons_alt.csv, under the source's own name."""
    files = {"cons_prim.csv": primary(9, "BANK"), "cons_alt.csv": row(9, 1, "aka", "THE BANK", NULL)}
    found = collect(read("us_ofac_cons", {name: BytesIO(text.encode()) for name, text in files.items()}))

    assert ("us_ofac_cons:9", "cons_alt.csv:1") == (one(found, "alias").entity, one(found, "alias").locator)


@pytest.mark.parametrize(
    ("name", "head", "expected"),
    [
        ("sdn.csv", b"", True),
        ("cons_alt.csv", b"", True),
        ("copy.csv", primary(36, "AERO").encode(), True),
        ("copy.csv", b"id,name\n1,AERO\n", False),
    ],
)
def test_a_set_is_recognised(name: str, head: bytes, expected: bool) -> None:
    """By the publisher's names, or by the first row of a primary file."""
    assert expected is recognises(name, head)


def test_the_files_carry_no_date() -> None:
    """When a set was published must be told by whoever fetched it."""
    assert published({"sdn.csv": BytesIO(b"")}) is None


@given(
    st.lists(
        st.text(alphabet=st.characters(exclude_characters='"\r\n\x1a', exclude_categories=["Cs", "Cc"])), max_size=6
    )
)
def test_no_remark_breaks_the_reader(parts: list[str]) -> None:
    """Any text in the remarks is read, and its entry has its name."""
    found = reading(primary(1, "AERO", remarks="; ".join(parts) or "DOB 1960"))

    assert ["AERO"] == values(found, "name")
