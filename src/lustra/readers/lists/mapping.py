"""The mapping file of ``mapped_csv``, read and checked; its keys are described there."""

import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Annotated, BinaryIO

import msgspec

from lustra.errors import ReadError
from lustra.readers.lists.properties import known_properties

__all__ = ["FILE", "SANCTION", "Column", "Mapped", "Schema", "load_mapping"]

FILE = "mapping.toml"
SANCTION = "Sanction."
"""Before a property that belongs to the entry's designation."""
PROGRAMME = f"{SANCTION}program"
MAX_BYTES = 1 << 20


class Column(msgspec.Struct, forbid_unknown_fields=True):
    """What a column holds."""

    prop: str
    separator: str = ""
    """Between the values of a cell; "" where a cell is one value."""
    format: str = ""
    """Of dates, as Python's ``strptime`` has it; "" for the shapes every list prints."""
    country: str = ""
    """Issuing country of the identifiers of the column."""
    country_column: str = ""
    """Column that holds it."""
    lang: str = ""


class Schema(msgspec.Struct, forbid_unknown_fields=True):
    """FollowTheMoney schema by the value of a column."""

    column: str
    values: dict[str, str]
    default: str = "LegalEntity"


class Mapped(msgspec.Struct, forbid_unknown_fields=True):
    """A whole mapping."""

    id: str
    columns: dict[str, str | Column]
    schema: str | Schema = "LegalEntity"
    constants: dict[str, str] = {}
    ignore: list[str] = []
    delimiter: Annotated[str, msgspec.Meta(min_length=1, max_length=1)] = ","
    encoding: str = "utf-8"
    skip_lines: Annotated[int, msgspec.Meta(ge=0)] = 0

    def column(self, name: str) -> Column:
        """What a mapped column holds."""
        held = self.columns[name]
        return Column(held) if isinstance(held, str) else held

    def schema_of(self, row: Mapping[str, str]) -> str:
        """The schema of a row."""
        if isinstance(self.schema, str):
            return self.schema
        return self.schema.values.get(row.get(self.schema.column, "").strip(), self.schema.default)

    def programme_of(self, row: Mapping[str, str]) -> str:
        """The programme under which a row lists its entry, "" where the mapping has none."""
        by_column = (row.get(name, "") for name in self.columns if self.column(name).prop == PROGRAMME)
        return " ".join("; ".join(filter(str.strip, by_column)).split()) or self.constants.get(PROGRAMME, "")

    def props(self) -> list[str]:
        """Every property that the mapping fills."""
        return [*(self.column(name).prop for name in self.columns), *self.constants]

    def designates(self) -> bool:
        """Whether the mapping says something about the designation of an entry."""
        return any(prop.startswith(SANCTION) for prop in self.props())

    def used_columns(self) -> set[str]:
        """Every column that the mapping names and reads."""
        asked = {self.column(name).country_column for name in self.columns} - {""}
        by_schema = {self.schema.column} if isinstance(self.schema, Schema) else set()
        return {self.id, *self.columns, *asked, *by_schema}


def load_mapping(stream: BinaryIO) -> Mapped:
    """Read a mapping.

    Raises:
        ReadError: it is not TOML, a key is missing, unknown or of the wrong kind, or a property is not known.
    """
    try:
        mapped = msgspec.convert(tomllib.loads(stream.read(MAX_BYTES).decode("utf-8-sig")), Mapped)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError, msgspec.ValidationError) as error:
        raise ReadError(f"{FILE}: {error}", "The keys of a mapping: `lustra import --help`.") from None
    for prop in mapped.props():
        _check(prop.removeprefix(SANCTION))
    if "name" not in mapped.props():
        raise ReadError(f"{FILE}: no column holds the name", 'Map the column of names: "Full name" = "name".')
    return mapped


def _check(prop: str) -> None:
    if prop not in known_properties():
        near = get_close_matches(prop, known_properties(), n=3)
        remedy = f"Did you mean {' or '.join(near)}?" if near else "Use a FollowTheMoney property, such as birthDate."
        raise ReadError(f"{FILE}: the property {prop!r} is not known", remedy)
