"""Bytes → XML elements, streamed and hardened: what no published list needs is refused here, before a reader sees it.

Switched off: entities, DTDs and network; a file with a document type declaration is refused outright. Bounded: depth
of nesting and length of one text (by libxml2), and the bytes between two complete elements (here), so that memory
does not grow with the file.
"""

import re
from collections.abc import Callable, Iterator
from itertools import chain
from typing import BinaryIO

from lxml import etree  # type: ignore[import-untyped]

from lustra.errors import ReadError

__all__ = ["CHANGED", "MAX_ENTRY_BYTES", "WRONG", "elements"]

CHUNK_BYTES = 1 << 16
FIRST_BYTES = 1 << 10
"""Until the root element is seen, so that a document type is met before much of it is parsed."""
MAX_PROLOG_BYTES = 64 << 10
"""Of what comes before the root element."""
MAX_ENTRY_BYTES = 4 << 20
"""Of one entry and whatever comes before it; the largest real one has about 100 kB."""

DAMAGED = "The file is damaged or cut off: download it again, and keep the copy you have until then."
CHANGED = "The publisher has changed the format: keep the copy you have and report the new tags."
WRONG = "This is not the publisher's list: look at what was downloaded, and download it again."

_HTML = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)


def elements(
    stream: BinaryIO, file: str, root: str, tags: set[str], wanted: Callable[[etree._Element], object]
) -> Iterator[etree._Element]:
    """Each wanted element when it is complete, and at the very end the root.

    The caller frees what it has used; bytes that pass without a yielded element are counted against
    ``MAX_ENTRY_BYTES``.

    Args:
        stream: the publisher's bytes.
        file: its name, for messages.
        root: qualified tag that the root element must have.
        tags: qualified tags that wanted elements have.
        wanted: whether an element with such a tag is where it should.

    Raises:
        ReadError: the file is empty, not XML, hostile, cut off, or has another root.
    """
    first = _up_to_root(stream, file, root)
    parser = _parser("end", tags)
    pending = 0
    for chunk in chain([first], _chunks(stream, CHUNK_BYTES)):
        _feed(parser, chunk, file)
        pending += len(chunk)
        for _, element in parser.read_events():
            if wanted(element):
                pending = 0
                yield element
        if pending > MAX_ENTRY_BYTES:
            raise ReadError(f"{file}: more than {MAX_ENTRY_BYTES >> 20} MiB without one complete entry", WRONG)
    yield _close(parser, file)


def _parser(event: str, tags: set[str] | None) -> etree.XMLPullParser:
    return etree.XMLPullParser(
        events=(event,),
        tag=tags,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _chunks(stream: BinaryIO, size: int) -> Iterator[bytes]:
    while chunk := stream.read(size):
        yield chunk


def _up_to_root(stream: BinaryIO, file: str, root: str) -> bytes:
    """Read until the root element has started, look at it, and give back what was read."""
    parser = _parser("start", None)
    read = b""
    for chunk in _chunks(stream, FIRST_BYTES):
        read += chunk
        if len(read) <= FIRST_BYTES:
            _refuse_html(file, read)
        _feed(parser, chunk, file)
        for _, element in parser.read_events():
            _check_root(element, file, root)
            return read
        if len(read) > MAX_PROLOG_BYTES:
            raise ReadError(f"{file} has no root element in its first {MAX_PROLOG_BYTES >> 10} KiB", WRONG)
    if not read.strip():
        raise ReadError(f"{file} is empty ({len(read)} bytes)", DAMAGED)
    raise ReadError(f"{file} is cut off: it has no root element in {len(read)} bytes", DAMAGED)


def _check_root(element: etree._Element, file: str, root: str) -> None:
    info = element.getroottree().docinfo
    where = f"{file}:{element.sourceline}"
    if info.internalDTD is not None or info.doctype:
        raise ReadError(f"{where}: a document type declaration, which no sanctions list has", WRONG)
    if element.tag != root:
        raise ReadError(f"{where}: the root element is <{element.tag}>, not <{root}>", WRONG)


def _refuse_html(file: str, read: bytes) -> None:
    if _HTML.match(read):
        raise ReadError(f"{file}:1: a web page (HTML), not the XML file", WRONG)


def _feed(parser: etree.XMLPullParser, chunk: bytes, file: str) -> None:
    try:
        parser.feed(chunk)
    except etree.XMLSyntaxError as error:
        raise _broken(file, parser, error) from None


def _close(parser: etree.XMLPullParser, file: str) -> etree._Element:
    try:
        return parser.close()
    except etree.XMLSyntaxError as error:
        raise _broken(file, parser, error) from None


def _broken(file: str, parser: etree.XMLPullParser, error: etree.XMLSyntaxError) -> ReadError:
    """The parser's first complaint; the exception may hold only the last."""
    log = [(entry.line, entry.message) for entry in parser.feed_error_log] or [(error.lineno or 1, str(error))]
    line, message = log[0]
    plain = re.sub(r", line \d+, column \d+.*$", "", message)
    return ReadError(f"{file}:{line or 1}: not well-formed XML: {plain}", DAMAGED)
