"""The UK Sanctions List's blocks: where each is in the XML and in the CSV, in one table.

Publisher: Foreign, Commonwealth & Development Office. The XML and the 58-column CSV print the same facts: the XML as
repeated elements, the CSV as the product of all of them, one row per combination. Both become a `Designation`, in
which each block holds its distinct values with the line on which each is first.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

__all__ = ["BLOCKS", "COLUMNS", "ENTRY", "PATHS", "Block", "Designation", "Value"]

ENTRY = "Designation"


class Block(NamedTuple):
    """One kind of value: of one or more fields that belong together."""

    name: str
    path: str
    """Of the repeated element, below the entry."""
    tags: tuple[str, ...]
    """Its fields in the XML; ("",) where the element itself holds the text."""
    columns: tuple[str, ...]
    """The same fields in the CSV."""


class Value(NamedTuple):
    """One value of a block, a text per field, as printed."""

    fields: tuple[str, ...]
    line: int


def _text(name: str, path: str, column: str) -> Block:
    return Block(name, path, ("",), (column,))


_PERSON, _COMPANY, _SHIP = "IndividualDetails/Individual", "EntityDetails/Entity", "ShipDetails/Ship"

BLOCKS: tuple[Block, ...] = (
    _text("updated", "LastUpdated", "Last Updated"),
    _text("id", "UniqueID", "Unique ID"),
    _text("ofsi", "OFSIGroupID", "OFSI Group ID"),
    _text("un", "UNReferenceNumber", "UN Reference Number"),
    Block(
        "name",
        "Names/Name",
        ("Name1", "Name2", "Name3", "Name4", "Name5", "Name6", "NameType", "AliasStrength"),
        ("Name 1", "Name 2", "Name 3", "Name 4", "Name 5", "Name 6", "Name type", "Alias strength"),
    ),
    _text("title", "Titles/Title", "Title"),
    Block(
        "script",
        "NonLatinNames/NonLatinName",
        ("NameNonLatinScript", "NonLatinScriptType", "NonLatinScriptLanguage"),
        ("Name non-latin script", "Non-latin script type", "Non-latin script language"),
    ),
    _text("regime", "RegimeName", "Regime Name"),
    _text("kind", "IndividualEntityShip", "Individual, Entity, Ship"),
    _text("source", "DesignationSource", "Designation source"),
    _text("measures", "SanctionsImposed", "Sanctions Imposed"),
    _text("other", "OtherInformation", "Other Information"),
    _text("reasons", "UKStatementofReasons", "UK Statement of Reasons"),
    Block(
        "address",
        "Addresses/Address",
        (*(f"AddressLine{n}" for n in range(1, 7)), "AddressPostalCode", "AddressCountry"),
        (*(f"Address Line {n}" for n in range(1, 7)), "Address Postal Code", "Address Country"),
    ),
    _text("phone", "PhoneNumbers/PhoneNumber", "Phone number"),
    _text("website", "Websites/Website", "Website"),
    _text("email", "EmailAddresses/EmailAddress", "Email address"),
    _text("designated", "DateDesignated", "Date Designated"),
    _text("birth", f"{_PERSON}/DOBs/DOB", "D.O.B"),
    _text("nationality", f"{_PERSON}/Nationalities/Nationality", "Nationality(/ies)"),
    Block(
        "national_id",
        f"{_PERSON}/NationalIdentifierDetails/NationalIdentifier",
        ("NationalIdentifierNumber", "NationalIdentifierAdditionalInformation"),
        ("National Identifier number", "National Identifier additional information"),
    ),
    Block(
        "passport",
        f"{_PERSON}/PassportDetails/Passport",
        ("PassportNumber", "PassportAdditionalInformation"),
        ("Passport number", "Passport additional information"),
    ),
    _text("position", f"{_PERSON}/Positions/Position", "Position"),
    _text("gender", f"{_PERSON}/Genders/Gender", "Gender"),
    Block(
        "birth_place",
        f"{_PERSON}/BirthDetails/Location",
        ("TownOfBirth", "CountryOfBirth"),
        ("Town of birth", "Country of birth"),
    ),
    _text("company_type", f"{_COMPANY}/TypeOfEntities/TypeOfEntity", "Type of entity"),
    _text("subsidiary", f"{_COMPANY}/Subsidiaries/Subsidiary", "Subsidiaries"),
    _text("parent", f"{_COMPANY}/ParentCompanies/ParentCompany", "Parent company"),
    _text(
        "registration",
        f"{_COMPANY}/BusinessRegistrationNumbers/BusinessRegistrationNumber",
        "Business registration number (s)",
    ),
    _text("imo", f"{_SHIP}/IMONumbers/IMONumber", "IMO number"),
    _text("owner", f"{_SHIP}/CurrentOwnerOperators/CurrentOwnerOperator", "Current owner/operator (s)"),
    _text("past_owner", f"{_SHIP}/PreviousOwnerOperators/PreviousOwnerOperator", "Previous owner/operator (s)"),
    _text("flag", f"{_SHIP}/CurrentBelievedFlagOfShips/CurrentBelievedFlagOfShip", "Current believed flag of ship"),
    _text("past_flag", f"{_SHIP}/PreviousFlags/PreviousFlag", "Previous flags"),
    _text("ship_type", f"{_SHIP}/TypeOfShipDetails/TypeOfShip", "Type of ship"),
    _text("tonnage", f"{_SHIP}/TonnageOfShipDetails/TonnageOfShip", "Tonnage of ship"),
    _text("length", f"{_SHIP}/LengthOfShipDetails/LengthOfShip", "Length of ship"),
    _text("built", f"{_SHIP}/YearsBuilt/YearBuilt", "Year Built"),
    _text(
        "hull",
        f"{_SHIP}/HullIdentificationNumbers/HullIdentificationNumber",
        "Hull identification number (HIN)",
    ),
)
"""Every block, in the order of the CSV's 58 columns."""

COLUMNS: tuple[str, ...] = tuple(column for block in BLOCKS for column in block.columns)
PATHS: tuple[str, ...] = tuple("/".join(filter(None, (block.path, tag))) for block in BLOCKS for tag in block.tags)


@dataclass(slots=True)
class Designation:
    """One entry of the list."""

    line: int
    blocks: dict[str, dict[tuple[str, ...], int]] = field(default_factory=dict)

    def hold(self, block: str, fields: Iterable[str], line: int) -> None:
        """Hold a value once; one of which every field is blank is none."""
        values = tuple(text.strip() for text in fields)
        if any(values):
            self.blocks.setdefault(block, {}).setdefault(values, line)

    def all(self, block: str) -> list[Value]:
        """The distinct values of a block, in printed order."""
        return [Value(fields, line) for fields, line in self.blocks.get(block, {}).items()]

    def first(self, block: str) -> Value:
        """The first value of a block of one field; blank where there is none."""
        return next(iter(self.all(block)), Value(("",), self.line))
