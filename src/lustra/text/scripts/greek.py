"""Greek script → Latin by ELOT 743 (``translit_greek.csv``): pairs of letters first, by their place."""

import re
import unicodedata
from functools import cache, lru_cache

from lustra.data import table

__all__ = ["romanise_greek"]

VOICELESS = "θκξπσςτφχψ"


@cache
def _rules() -> tuple[re.Pattern[str], dict[str, str]]:
    """One pattern of named alternatives, and what each writes; pairs stand before single letters."""
    shapes = {"initial": "^{}", "inside": "(?!^){}", "voiceless": "{}(?=[" + VOICELESS + "]|$)", "": "{}"}
    rows = sorted(table("translit_greek"), key=lambda row: (-len(row["letters"]), row["place"] == ""))
    pattern = "|".join(f"(?P<r{n}>{shapes[row['place']].format(row['letters'])})" for n, row in enumerate(rows))
    return re.compile(pattern), {f"r{n}": row["latin"] for n, row in enumerate(rows)}


@lru_cache(maxsize=16_384)
def romanise_greek(word: str) -> str:
    """The Latin word of one Greek word, accents left out (a diaeresis parts two vowels and is left out too)."""
    plain = "".join(c for c in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(c))
    pattern, latin = _rules()
    return pattern.sub(lambda match: latin[match.lastgroup or ""], plain)
