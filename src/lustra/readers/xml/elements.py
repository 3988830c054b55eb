"""XML entries as small plain nodes, checked against a reader's table of every known tag and attribute.

Nothing unknown is passed over in silence: each unknown tag, attribute or stray text gives one problem with its first
line and how often it came, and a file in which nothing is known gives an error instead of zero entries.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

from lxml import etree  # type: ignore[import-untyped]

from lustra.errors import ReadError
from lustra.model.statement import Problem, Statement
from lustra.readers.xml.stream import CHANGED, WRONG, elements

__all__ = ["Form", "Node", "nodes", "opening", "read_entries"]

_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"


@dataclass(frozen=True, slots=True)
class Node:
    """One element: local names, attributes and text as printed."""

    tag: str
    line: int
    """1-based line of the publisher's bytes on which the start tag ends."""
    attributes: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    children: tuple["Node", ...] = ()

    def get(self, attribute: str) -> str:
        """The attribute's value, "" where it is absent."""
        return self.attributes.get(attribute, "")

    def all(self, path: str) -> list["Node"]:
        """The elements at a path of tags below this one, in file order; "" is this one."""
        found = [self]
        for tag in path.split("/") if path else ():
            found = [child for node in found for child in node.children if child.tag == tag]
        return found

    def value(self, path: str) -> str:
        """The first text that is not blank at a path, "" where there is none."""
        return next((node.text for node in self.all(path) if node.text.strip()), "")


@dataclass(slots=True)
class _Known:
    """What may stand at one place of the file."""

    attributes: frozenset[str] = frozenset()
    children: dict[str, "_Known"] = field(default_factory=dict)
    skipped: bool = False
    """Whether what is below it is knowingly not read."""


class Form:
    """A publisher's XML.

    Args:
        title: the format's name, for messages.
        root: tag of the root element.
        entries: paths below the root of the elements that are handed out whole; their last tags differ.
        fields: every known path below the root → its attributes, separated by blanks; "" is the root itself.
        namespace: of all elements, "" where they have none.
        skipped: known paths below the root of which nothing below is read, such as a history of earlier states.
    """

    def __init__(
        self,
        title: str,
        root: str,
        entries: tuple[str, ...],
        fields: Mapping[str, str],
        namespace: str = "",
        skipped: tuple[str, ...] = (),
    ) -> None:
        self.title = title
        self.prefix = f"{{{namespace}}}" if namespace else ""
        self.root = self.prefix + root
        self.known = _Known()
        for path, attributes in fields.items():
            self.place(path).attributes = frozenset(attributes.split())
        for path in skipped:
            self.place(path).skipped = True
        self.entries = {self.prefix + path.rpartition("/")[2]: path for path in entries}
        self._above = {tag: self._parents(path) for tag, path in self.entries.items()}

    def _parents(self, path: str) -> list[str]:
        return [*(self.prefix + tag for tag in path.split("/")[-2::-1]), self.root]

    def place(self, path: str) -> _Known:
        """What may stand at a path below the root, "" being the root; a path not yet known becomes so."""
        place = self.known
        for tag in path.split("/") if path else ():
            place = place.children.setdefault(tag, _Known())
        return place

    def entry_path(self, element: etree._Element) -> str:
        """The path of an element that is an entry and is where entries are, else ""."""
        above = element
        for tag in self._above[element.tag]:
            above = above.getparent()
            if above is None or above.tag != tag:
                return ""
        return self.entries[element.tag] if above.getparent() is None else ""

    def local(self, element: etree._Element) -> str:
        """The tag without the namespace of the form; the qualified tag for anything in another one."""
        tag = element.tag if isinstance(element.tag, str) else "&entity;"
        return tag.removeprefix(self.prefix)


@dataclass(slots=True)
class _Reading:
    """One pass over a file: what was read, and what was not known (place → first line and how often)."""

    form: Form
    file: str
    entries: int = 0
    told: int = 0
    unknown: dict[str, tuple[int, int]] = field(default_factory=dict)

    def entry(self, element: etree._Element, path: str) -> Node:
        """An entry as a Node; the entry and what stood before it are freed."""
        node = self.node(element, self.form.place(path), path)
        self.entries += 1
        self.told += bool(node.children or node.attributes)
        self.free(element, path.rpartition("/")[0])
        return node

    def node(self, element: etree._Element, known: _Known, path: str) -> Node:
        """The element as a Node, without what is not known."""
        line = element.sourceline or 0
        if known.skipped:
            return Node(self.form.local(element), line)
        attributes = self._attributes(element, known, path) if element.attrib else {}
        children = [
            self.node(child, known.children[tag], f"{path}/{tag}" if path else tag)
            for child in element
            if (tag := self.known_tag(child, known, path))
        ]
        text = element.text or ""
        if known.children and text and not text.isspace():
            self._note(f"text in <{path}>", line)
        return Node(self.form.local(element), line, attributes, text, tuple(children))

    def known_tag(self, child: etree._Element, known: _Known, path: str) -> str:
        """The local tag of a child, "" (and a note) where it is not known; stray text behind it is noted too."""
        tag = self.form.local(child)
        if child.tail and not child.tail.isspace():
            self._note(f"text in <{path or self.form.root}>", child.sourceline or 0)
        if tag in known.children:
            return tag
        self._note(f"element <{path}/{tag}>" if path else f"element <{tag}>", child.sourceline or 0)
        return ""

    def free(self, element: etree._Element, above: str) -> None:
        """Empty a finished entry and drop its elder siblings, once those that are no entries have been looked at."""
        known, parent = self.form.place(above), element.getparent()
        for elder in list(element.itersiblings(preceding=True)):
            if self.known_tag(elder, known, above) and elder.tag not in self.form.entries:
                self.node(elder, known.children[self.form.local(elder)], self.form.local(elder))
            parent.remove(elder)
        element.clear(keep_tail=True)

    def finish(self, root: etree._Element) -> Iterator[Problem]:
        """Look at what is left when the file has ended; tell what was not known.

        Raises:
            ReadError: there was no entry, or none with a known tag.
        """
        self.node(root, self.form.known, "")
        unknown = ", ".join(sorted(self.unknown)[:12]) or "nothing else"
        expected = " or ".join(f"<{path}>" for path in self.form.entries.values())
        if not self.entries:
            raise ReadError(f"{self.file}: {self.form.title} without one {expected}; it has {unknown}", WRONG)
        if not self.told:
            raise ReadError(f"{self.file}: no tag within {self.entries} {expected} is known: {unknown}", CHANGED)
        for what, (line, count) in self.unknown.items():
            reason = f"unknown {what} in {self.form.title}, {count} not read. {CHANGED}"
            yield Problem(self.file, str(line), reason, what, "error")

    def _attributes(self, element: etree._Element, known: _Known, path: str) -> dict[str, str]:
        found: dict[str, str] = dict(element.attrib)
        for name in found.keys() - known.attributes:
            del found[name]
            if not name.startswith(_XSI):
                self._note(f"attribute {name} of <{path or self.form.root}>", element.sourceline or 0)
        return found

    def _note(self, what: str, line: int) -> None:
        first, count = self.unknown.get(what, (line, 0))
        self.unknown[what] = (first, count + 1)


def nodes(stream: BinaryIO, file: str, form: Form) -> Iterator[Node | Problem]:
    """The entries of a file in file order, and at the end a problem for each unknown tag or attribute.

    Raises:
        ReadError: the file is empty, not XML, not this format, hostile, cut off, or has no entry with a known tag.
    """
    reading = _Reading(form, file)
    for element in elements(stream, file, form.root, set(form.entries), form.entry_path):
        if element.tag == form.root:
            yield from reading.finish(element)
        else:
            yield reading.entry(element, form.entry_path(element))


def read_entries(
    stream: BinaryIO, file: str, form: Form, make: Callable[[Node], Iterable[Statement | Problem]]
) -> Iterator[Statement | Problem]:
    """What ``make`` says of every entry, then the problems of the file.

    Raises:
        ReadError: as ``nodes`` does, and where no entry gives a single statement.
    """
    told, problem = False, None
    for node in nodes(stream, file, form):
        for item in (node,) if isinstance(node, Problem) else make(node):
            told = told or isinstance(item, Statement)
            problem = problem or (item if isinstance(item, Problem) else None)
            yield item
    if not told:
        first = f"; the first problem is on line {problem.where}: {problem.reason}" if problem else ""
        raise ReadError(f"{file}: not one entry can be used{first}", CHANGED)


def opening(stream: BinaryIO, file: str, form: Form) -> Node:
    """The root element with its attributes, and those of its children that stand before the end of the first entry.

    Raises:
        ReadError: the file is empty, not XML, not this format or hostile.
    """
    for element in elements(stream, file, form.root, set(form.entries), form.entry_path):
        root = element.getroottree().getroot()
        return _Reading(form, file).node(root, form.known, "")
    raise ReadError(f"{file} has no root element", WRONG)
