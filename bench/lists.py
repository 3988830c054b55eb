"""The six real lists beside the checkout as entities, read by Lustra's own readers."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from lustra.model.entity import Entity
from lustra.model.entity_assembly import entities
from lustra.model.statement import LoggedStatement, only_statements
from lustra.readers.lists.formats import READERS

__all__ = ["GOLD_SOURCES", "SETS", "SHARED", "read_list", "six_lists"]

SHARED = Path(__file__).parent.parent.parent / "shared" / "data"
SETS = {
    "us_ofac_sdn": ("ofac_csv", "ofac/2024-01-08", "2024-01-08"),
    "us_ofac_cons": ("ofac_csv", "ofac/consolidated-2025-12-19", "2025-12-19"),
    "un_sc": ("un_xml", "un/2026-02-27", "2026-02-27"),
    "eu_fsf": ("eu_fsf_xml", "eu/2026-02-26", "2026-05-01"),
    "uk_fcdo": ("uk_xml", "uk/2026-08-22", "2026-08-22"),
    "ca_sema": ("ca_xml", "ca/2026-08-22", "2026-08-22"),
}
"""Source → format, folder, day."""
GOLD_SOURCES = {
    "OFAC_SDN": "us_ofac_sdn",
    "OFAC_CONS": "us_ofac_cons",
    "UN": "un_sc",
    "EU_FSF": "eu_fsf",
    "UK": "uk_fcdo",
}
"""Source codes of the gold sets → sources."""


def read_list(source: str) -> Iterator[Entity]:
    """The entities of one list."""
    form, folder, day = SETS[source]
    with ExitStack() as stack:
        paths = sorted((SHARED / "lists" / folder).iterdir())
        files = {path.name.lower(): stack.enter_context(path.open("rb")) for path in paths}
        statements = sorted(only_statements(READERS[form].read(source, files)))
    yield from entities((LoggedStatement(statement, day, "") for statement in statements), source)


def six_lists() -> list[Entity]:
    """All entities of the six lists, about 33,000."""
    return [entity for source in SETS for entity in read_list(source)]
