"""What the demonstration asks."""

import csv
from datetime import date
from io import StringIO

from lustra.data import text
from lustra.model.query import Query
from lustra.readers.counterparties.query_parsing import question

__all__ = ["DEMO_DAY", "counterparties"]

DEMO_DAY = date(2026, 9, 1)
"""The day the demonstration asks about: after the newest version of every list in the sample."""


def counterparties() -> list[Query]:
    """The sample's customers and suppliers, as questions."""
    return [question(row) for row in csv.DictReader(StringIO(text("sample/counterparties.csv"), newline=""))]
