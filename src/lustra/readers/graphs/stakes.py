"""Stakes that a statement of reasons states about its own entry, each with the words it was read from.

Only plain sentences are read: "50 % shareholder of Newsfront", "100 % owned by the Belarusian state", "subsidiary
(99 %) of Tejarat Bank". A share of a market, of a country's output or of somebody else's company is not a stake of the
entry; an approximate or dated share is a stake without a number. What is not sure is left out: the text can be read.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from lustra.errors import InputError
from lustra.model.edge import Share

__all__ = ["StatedStake", "stakes"]


class StatedStake(NamedTuple):
    """One stated stake."""

    holds: bool
    """Whether the entry holds it, or is held."""
    name: str
    """The other party, as printed."""
    share: Share | None
    """None where the text only says about how much."""
    words: str
    """The words it was read from."""


_PERCENT = (
    r"(?P<bound>more than |over |at least |less than |around |about |approximately |nearly |some |almost )?"
    r"(?P<number>\d{1,3}(?:[.,]\d{1,6})?)\s?(?:%|per ?cent)(?P<plus> plus one(?: share)?)?"
)
_WORD = r"[A-Z0-9“\"«(][\w&’'\-“”\"«»/()]*(?:\.(?=\w)[\w&’'\-“”\"«»/()]*)*"
_NAME = rf"(?P<name>{_WORD}(?:\s(?:of|and|for|the|de|state|government|{_WORD}))*)"
_THING = r"(?:shares|share capital|capital|stake|shareholding|shareholder|interest|equity|owner)"
_OF = rf"\s*(?:of\s+)?(?:the\s+)?{_THING}?\s*(?:of|in)\s+(?:the\s+)?"
_SELF = r"\b(?:[Hh]e|[Ss]he|[Ii]t)\s+(?:also |currently |reportedly |directly |indirectly )?"
_VERB = r"(?:holds?|held|owns?|owned|acquired)\s+(?:a |an )?"
_HOLDS = re.compile(rf"{_SELF}{_VERB}{_PERCENT}{_OF}{_NAME}")
_ROLE = r"\b(?:[Aa]s|and|is)\s+(?:the |a |an )?"
_SHAREHOLDER = re.compile(rf"{_ROLE}{_PERCENT}\s+(?:shareholder|owner)\s+(?:of|in)\s+(?:the\s+)?{_NAME}")
_HELD = re.compile(rf"{_PERCENT}\)?\s*(?:state-)?(?:owned|held)\s+by\s+(?:the\s+)?{_NAME}")
_STATE = r"(?:the\s+)?(?:[Ss]tate-owned\s+)?(?:and operated\s+)?"
_SUBSIDIARY = re.compile(rf"\bsubsidiary,?\s*\(?{_PERCENT}\)?,?\s*of\s+{_STATE}{_NAME}")
_ELSEWHERE = re.compile(
    r"\b(?:which|whose|who|that|in turn|latter|parent|main shareholder|director of|member of)\b", re.I
)
_NO_COMPANY = re.compile(
    r"\b(?:market|GDP|gross|output|production|exports?|imports?|revenues?|budget|votes?|population)\b", re.I
)
_ABOUT = {"around", "about", "approximately", "nearly", "some", "almost"}
_STOP = " .,;:()“”\"'«»"
LOOK_BACK, LOOK_AHEAD = 60, 30


def stakes(text: str, *, person: bool) -> Iterator[StatedStake]:
    """The stakes that a text states about its entry.

    Args:
        text: a statement of reasons or a remark.
        person: whether the entry is a natural person, whom nobody can hold.
    """
    owning, owned = ((_HOLDS, True), (_SHAREHOLDER, True)), ((_HELD, False), (_SUBSIDIARY, False))
    patterns = owning if person else (*owning, *owned)
    for pattern, holds in patterns:
        for match in pattern.finditer(text):
            if not _doubtful(text, match):
                yield StatedStake(holds, _name(match), _share(match), " ".join(match[0].split()))


def _doubtful(text: str, match: re.Match[str]) -> bool:
    before = re.split(r"[.;!?]\s", text[max(match.start() - LOOK_BACK, 0) : match.start()])[-1]
    around = match[0] + text[match.end() : match.end() + LOOK_AHEAD]
    return bool(_ELSEWHERE.search(before) or _NO_COMPANY.search(around) or not _name(match) or len(_name(match)) < 3)


def _name(match: re.Match[str]) -> str:
    words = match["name"].strip(_STOP).split()
    while words and words[-1].lower() in ("of", "and", "for", "the", "de"):
        words.pop()
    return " ".join(words).strip(_STOP)


def _share(match: re.Match[str]) -> Share | None:
    number, bound = match["number"].replace(",", "."), (match["bound"] or "").strip()
    try:
        if bound in _ABOUT:
            return None
        if match["plus"]:
            return Share.percent(number, str(min(Decimal(number) + 1, Decimal(100))), "(]")
        if bound in ("more than", "over"):
            return Share.percent(number, 100, "(]")
        if bound == "at least":
            return Share.percent(number, 100)
        return Share.percent(0, number, "[)") if bound == "less than" else Share.percent(number)
    except InputError:
        return None
