"""Names of Switzerland's list: parts in order, with spelling variants by language and script, put together."""

from collections.abc import Iterator
from itertools import islice, product

from lustra.model.statement import WEAK
from lustra.readers.lists.entry import Entry, clean_value
from lustra.readers.xml.elements import Node

__all__ = ["names"]

MOST_VARIANTS = 60
"""Whole names that are made of the variants of one name in one language and script."""
TYPES = {"primary-name": "name", "alias": "alias", "formerly-known-as": "previousName"}
QUALITIES = ("", "good", "low")
PARTS = {
    "given-name": "firstName",
    "further-given-name": "secondName",
    "father-name": "fatherName",
    "grand-father-name": "",
    "family-name": "lastName",
    "maiden-name": "",
    "suffix": "nameSuffix",
    "tribal-name": "",
    "whole-name": "",
    "other": "",
    "title": "title",
    "": "",
}
"""Kind of a part → the property it is held under beside the whole name, if any."""


def names(entry: Entry, kind: Node) -> None:
    """Hold every name of every identity; those of an identity that is not the main one are aliases."""
    for identity in kind.all("identity"):
        main = identity.get("main") != "false"
        for name in identity.all("name"):
            _name(entry, name, main)
    if not any(_whole(name) for name in kind.all("identity/name")):
        entry.problem(kind.line, "no name", severity="error")


def _name(entry: Entry, node: Node, main: bool) -> None:
    prop = TYPES.get(node.get("name-type"), "alias")
    if node.get("name-type") not in TYPES or node.get("quality") not in QUALITIES:
        said = f"{node.get('name-type')} {node.get('quality')}"
        entry.problem(node.line, "type or quality of a name is not known; read as a good alias", said)
    if prop == "name" and main:
        _parts(entry, node)
    elif node.get("quality") == "low":
        prop = "weakAlias"
    elif prop == "name":
        prop = "alias"
    grade = WEAK if prop == "weakAlias" else ""
    entry.add(prop, _whole(node), node.line, grade=grade)
    for lang, script, whole in _variants(entry, node):
        entry.add("alias" if prop == "name" else prop, whole, node.line, lang=lang, note=script, grade=grade)


def _parts(entry: Entry, node: Node) -> None:
    for part in node.all("name-part"):
        if part.get("name-part-type") not in PARTS:
            entry.problem(
                part.line, "this part of a name is not known; it is read as a part", part.get("name-part-type")
            )
        prop = PARTS.get(part.get("name-part-type"), "")
        if prop and entry.schema == "Person":
            entry.add(prop, part.value("value"), part.line)


def _worded(node: Node) -> list[Node]:
    """The parts of which the whole name is made, in their order; a title is none."""
    parts = [part for part in node.all("name-part") if part.get("name-part-type") != "title"]
    return sorted(parts, key=lambda part: int(part.get("order")) if part.get("order").isdecimal() else 0)


def _whole(node: Node) -> str:
    return " ".join(filter(None, (clean_value(part.value("value")) for part in _worded(node))))


def _variants(entry: Entry, node: Node) -> Iterator[tuple[str, str, str]]:
    """Language, script and whole name of each spelling; a part without a variant is as in the name itself."""
    parts = _worded(node)
    spellings = [
        (n, one) for n, part in enumerate(parts) for one in part.all("spelling-variant") if clean_value(one.text)
    ]
    for lang, script in dict.fromkeys((one.get("lang"), one.get("script")) for _, one in spellings):
        own = [
            [
                clean_value(one.text)
                for at, one in spellings
                if at == n and (one.get("lang"), one.get("script")) == (lang, script)
            ]
            or [clean_value(part.value("value"))]
            for n, part in enumerate(parts)
        ]
        found = list(islice(product(*own), MOST_VARIANTS + 1))
        if len(found) > MOST_VARIANTS:
            entry.problem(node.line, f"more than {MOST_VARIANTS} spellings of one name; the first ones are kept")
        for words in found[:MOST_VARIANTS]:
            yield lang.lower(), script, " ".join(filter(None, words))
