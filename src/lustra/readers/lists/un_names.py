"""Aliases of the UN list that hold more than one name, and names that stand in the note of an alias."""

import re

from lustra.readers.lists.entry import latin

__all__ = ["names_in", "original_script"]

_BORN = re.compile(r",?\s+(?:born\b|\(false\b).*$", re.DOTALL)
_LISTED = re.compile(r";|\s[b-h]\)\s")
_SAID_OF_SCRIPT = re.compile(r"\s*\(original script\)")
_SCRIPT = re.compile(r"(?:original script|in Arabic(?: script)?)\s*:\s*([^;.,()]+)", re.IGNORECASE)


def names_in(printed: str) -> list[str]:
    """The names of one alias element, in printed order; at least one.

    ``A; B b) C`` and ``A (B; C)`` are lists; a bracket in another script than what precedes it is a second name;
    what follows ``, born`` is no name.
    """
    text = _BORN.sub("", printed).strip(" ,") or printed
    before, inside = _last_bracket(text)
    if inside and (";" in inside or (before and latin(before) != latin(inside))):
        parts = [before, *_LISTED.split(inside)]
    else:
        parts = _LISTED.split(text)
    names = [_SAID_OF_SCRIPT.sub("", part).strip(" ,") for part in parts]
    return [name for name in names if name] or [printed]


def original_script(note: str) -> list[str]:
    """Names in another script that a note tells: ``original script: Абу Банат``."""
    return [name.strip() for name in _SCRIPT.findall(note) if not latin(name)]


def _last_bracket(text: str) -> tuple[str, str]:
    """What is before, and in, the outermost bracket that ends the text."""
    depth = 0
    for at in range(len(text) - 1, -1, -1) if text.endswith(")") else ():
        depth += (text[at] == ")") - (text[at] == "(")
        if depth == 0:
            return text[:at].strip(), text[at + 1 : -1].strip()
    return text, ""
