"""The published shapes of trade tables: which column says what. One row per format in ``FORMATS``."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from lustra.errors import InputError, ReadError

__all__ = ["FLOWS", "FORMATS", "Format", "Reported", "detect_format", "flow_of", "map_columns", "vintage_of_file"]

VINTAGE_NAMES = {
    **{f"H{n}": f"HS{year}" for n, year in enumerate((1992, 1996, 2002, 2007, 2012, 2017, 2022))},
    **{f"HS{str(year)[2:]}": f"HS{year}" for year in (1992, 1996, 2002, 2007, 2012, 2017, 2022)},
    **{f"HS{year}": f"HS{year}" for year in (1992, 1996, 2002, 2007, 2012, 2017, 2022)},
}
"""Comtrade's H0…H6, CEPII's HS92…HS22, and the full names → the full name."""


@dataclass(frozen=True, slots=True)
class Format:
    """One published shape of a table."""

    name: str
    title: str
    columns: Mapping[str, tuple[str, ...]]
    """Role → the publisher's column names, any of them, any case. Roles: exporter and importer, or reporter, partner
    and flow; product, period, value; optional: quantity, unit, vintage, and the breakdown roles."""
    currency: str = ""
    value_scale: float = 1.0
    quantity_scale: float = 1.0
    unit: str = ""
    keep: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Role of a breakdown column → the values that are kept; other rows are counted as left out."""
    combined_nomenclature: bool = False
    """Products are CN8: cut to HS6, vintage by year of the period."""


_REPORTED = {"reporter": ("reporter",), "partner": ("partner",), "flow": ("flow",)}
FORMATS: tuple[Format, ...] = (
    Format(
        "baci",
        "CEPII BACI, one file a year; kUSD and tonnes, FOB, reconciled",
        {
            "exporter": ("i",),
            "importer": ("j",),
            "product": ("k",),
            "period": ("t",),
            "value": ("v",),
            "quantity": ("q",),
        },
        currency="USD",
        value_scale=1000.0,
        quantity_scale=1000.0,
        unit="kg",
    ),
    Format(
        "comext",
        "Eurostat Comext bulk download, CN8",
        {
            **_REPORTED,
            "product": ("product_nc", "product"),
            "period": ("period",),
            "value": ("value_eur", "value_in_euros"),
            "quantity": ("quantity_kg", "quantity_in_kg"),
            "procedure": ("stat_procedure", "stat_regime"),
        },
        currency="EUR",
        unit="kg",
        keep={"procedure": ("1", "normal", "t", "total", "t-total")},
        combined_nomenclature=True,
    ),
    Format(
        "comtrade",
        "UN Comtrade, CSV or the API's JSON",
        {
            "reporter": ("reportercode", "reporteriso", "reporterdesc"),
            "partner": ("partnercode", "partneriso", "partnerdesc"),
            "flow": ("flowcode", "flowdesc"),
            "product": ("cmdcode",),
            "period": ("period", "refyear"),
            "value": ("primaryvalue", "fobvalue"),
            "quantity": ("netwgt",),
            "vintage": ("classificationcode",),
            "consignment": ("partner2code",),
            "customs": ("customscode",),
            "transport": ("motcode",),
        },
        currency="USD",
        unit="kg",
        keep={"consignment": ("0",), "customs": ("c00",), "transport": ("0",)},
    ),
    Format(
        "eurostat-csv",
        "Eurostat relational export and national tables in its columns",
        {
            **_REPORTED,
            "product": ("product",),
            "period": ("period",),
            "value": ("value_in_eur", "value_in_euros"),
            "quantity": ("quantity_in_kg", "quantity_in_100kg"),
        },
        currency="EUR",
        unit="kg",
    ),
    Format(
        "csv",
        "any table with named columns, or with --map",
        {
            **_REPORTED,
            "exporter": ("exporter",),
            "importer": ("importer",),
            "product": ("product",),
            "period": ("period", "start"),
            "months": ("months",),
            "value": ("value",),
            "quantity": ("quantity",),
            "unit": ("unit",),
            "currency": ("currency",),
            "vintage": ("vintage",),
            "side": ("side",),
            "kind": ("kind",),
        },
    ),
)
"""Every format, in the order in which a header is tried."""

ROLES = ("exporter", "importer", "reporter", "partner", "flow", "product", "period", "months", "value", "quantity",
         "unit", "currency", "vintage", "side", "kind")  # fmt: skip
REQUIRED = ("product", "period", "value")


class Reported(NamedTuple):
    """What a flow text says."""

    side: str
    """``exporter`` where the reporter exports, ``importer`` where it imports."""
    kind: str = "total"


_EXPORTS = ("x", "2", "export", "exports", "exportation", "2-export", "dx", "domestic export")
_IMPORTS = ("m", "1", "import", "imports", "importation", "1-import", "fm", "foreign import")
FLOWS: dict[str, Reported] = {
    **dict.fromkeys(_EXPORTS, Reported("exporter")),
    **dict.fromkeys(_IMPORTS, Reported("importer")),
    **dict.fromkeys(("rx", "re-export", "re-exports"), Reported("exporter", "re-export")),
    **dict.fromkeys(("rm", "re-import", "re-imports"), Reported("importer", "re-export")),
}
"""Flow codes and words of Comtrade and Eurostat (English and French)."""


def flow_of(text: str) -> Reported | None:
    """The side and kind a flow text says; None when unknown."""
    return FLOWS.get(text.strip().casefold())


def vintage_of_file(name: str) -> str:
    """The HS vintage that a publisher writes in its file name (``BACI_HS92_Y2021_V202401.csv``), or ''."""
    parts = name.upper().replace("-", "_").replace(".", "_").split("_")
    return next((VINTAGE_NAMES[part] for part in parts if part in VINTAGE_NAMES), "")


def map_columns(shape: Format, header: list[str], mapping: Mapping[str, str], file: str) -> dict[str, str]:
    """Role → the file's own column name.

    Raises:
        InputError: the mapping names a role or a column that does not exist.
        ReadError: a required column is missing; the message names it and what was found.
    """
    own = {name.strip().casefold(): name for name in header}
    found = {role: own[n] for role, names in shape.columns.items() for n in reversed(names) if n in own}
    for role, column in mapping.items():
        if role not in ROLES or column.strip().casefold() not in own:
            raise InputError(
                f"{file}: cannot map {role}={column}", f"Roles: {', '.join(ROLES)}. Columns: {', '.join(header)}."
            )
        found[role] = own[column.strip().casefold()]
    missing = [role for role in REQUIRED if role not in found]
    if not ({"exporter", "importer"} <= set(found) or {"reporter", "partner", "flow"} <= set(found)):
        missing.append("exporter and importer (or reporter, partner and flow)")
    if missing:
        raise ReadError(
            f"{file}, line 1: no column for {', '.join(missing)}; found {', '.join(header) or 'nothing'}",
            "Check the separator and the format, or name the columns with --map role=column.",
        )
    return found


def detect_format(header: list[str]) -> Format:
    """The first format all of whose required columns stand in a header; the free ``csv`` where none does."""
    own = {name.strip().casefold() for name in header}
    for shape in FORMATS:
        required = set(shape.columns) & {"exporter", "importer", "reporter", "partner", "flow", *REQUIRED}
        if all(own & set(shape.columns[role]) for role in required):
            return shape
    return FORMATS[-1]
