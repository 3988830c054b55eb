"""The formats Lustra reads, a row each, and which of them a file is.

A reader is a module with three functions of the same shape:

- ``read(source, files)`` yields statements and problems. ``files`` maps the publisher's lower-case file name to an
  open binary stream that is at its beginning. It streams, never drops a row without a `Problem`, and raises
  `ReadError` only when nothing at all can be read.
- ``published(files)`` is the day on which the files themselves say they were published, None where they say nothing.
  It reads from the streams and leaves them wherever it stopped: the caller opens the files afresh for ``read``.
- ``recognises(name, head)`` tells whether a file of this name with these first bytes is (part of) this format.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from typing import BinaryIO, NamedTuple, Protocol

from lustra.model.statement import Problem, Statement
from lustra.readers.lists import (
    au_xlsx,
    ca_xml,
    ch_xml,
    eu_fsf_xml,
    ftm_json,
    mapped_csv,
    ofac_csv,
    simple_csv,
    uk_csv,
    uk_xml,
    un_xml,
)

__all__ = ["HEAD_BYTES", "READERS", "Reader", "recognise"]

HEAD_BYTES = 4096
"""How many first bytes of a file ``recognise`` is to be given; fewer are enough where the file is shorter."""


class Reader(NamedTuple):
    """One published format."""

    name: str
    """Key of the table, as the table of sources writes it."""
    title: str
    files: tuple[str, ...]
    """Lower-case names of the files of its sets; () where any one file of any name will do."""
    read: Callable[[str, Mapping[str, BinaryIO]], Iterator[Statement | Problem]]
    published: Callable[[Mapping[str, BinaryIO]], date | None]
    recognises: Callable[[str, bytes], bool]


class _Format(Protocol):
    """A reader module."""

    def read(self, source: str, files: Mapping[str, BinaryIO]) -> Iterator[Statement | Problem]:
        """Statements and problems of the files, streamed."""

    def published(self, files: Mapping[str, BinaryIO]) -> date | None:
        """The day the files state."""

    def recognises(self, name: str, head: bytes) -> bool:
        """Whether a file is of this format."""


def _row(name: str, title: str, module: _Format, files: tuple[str, ...] = ()) -> Reader:
    return Reader(name, title, files, module.read, module.published, module.recognises)


_ROWS: tuple[Reader, ...] = (  # in the order in which a file is recognised: a mapping beside a table comes first
    _row("mapped_csv", "Any table, by a mapping file", mapped_csv),
    _row("ofac_csv", "OFAC SDN or consolidated list, CSV", ofac_csv, (*ofac_csv.FILES, *ofac_csv.CONSOLIDATED)),
    _row("eu_fsf_xml", "EU financial sanctions (FSF), XML 1.1", eu_fsf_xml, ("xmlfullsanctionslist_1_1.xml",)),
    _row("un_xml", "UN Security Council consolidated list, XML", un_xml, ("consolidated.xml", "un_consolidated.xml")),
    _row("uk_xml", "UK Sanctions List, XML", uk_xml, ("uk-sanctions-list.xml", "uk_sanctions_list.xml")),
    _row("uk_csv", "UK Sanctions List, CSV of 58 columns", uk_csv, ("uk-sanctions-list.csv", "uk_sanctions_list.csv")),
    _row("ca_xml", "Canada autonomous sanctions (SEMA), XML", ca_xml, ("sema-lmes.xml",)),
    _row("ch_xml", "Swiss sanctions list (SECO), the whole list as XML", ch_xml),
    _row("au_xlsx", "Australia's Consolidated List (DFAT), XLSX", au_xlsx),
    _row("ftm_json", "FollowTheMoney entities, JSON lines", ftm_json),
    _row("simple_csv", "OpenSanctions targets, simple CSV", simple_csv),
)

READERS: dict[str, Reader] = {reader.name: reader for reader in _ROWS}


def recognise(heads: Mapping[str, bytes], formats: Collection[str] = READERS) -> str | None:
    """Tell the format of a file, or of a set of files, from names and first bytes.

    Args:
        heads: file name → its first ``HEAD_BYTES`` bytes.
        formats: keys in ``READERS`` of those it may be.

    Returns:
        The key in ``READERS`` of the first format in table order that knows one of the files, else None.
    """
    lower = {name.lower(): head for name, head in heads.items()}
    for reader in (READERS[name] for name in formats):
        if any(reader.recognises(name, head) for name, head in sorted(lower.items())):
            return reader.name
    return None
