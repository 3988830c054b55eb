"""The port to the web: one file asked for, one answer. ``http`` is the real one, ``memory`` the one for tests."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Literal, Protocol

__all__ = ["Progress", "Response", "Validators", "Web", "header_day"]

Progress = Callable[[str, int, int | None], None]
"""Called with a file's name, the bytes received so far, and how many there will be where the server says so."""


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server said last time to recognise the same bytes by; "" where it said nothing."""

    etag: str = ""
    last_modified: str = ""
    """The HTTP header, as sent."""


@dataclass(frozen=True, slots=True)
class Response:
    """What a server answered."""

    state: Literal["whole", "unchanged", "missing"]
    """``whole``: the bytes lie where they were asked to; ``unchanged``: they are those that the validators stand for;
    ``missing``: the address is not there, or not open to us. Nothing was written in the last two cases.
    """
    url: str
    """Where the bytes came from in the end."""
    validators: Validators = Validators()


class Web(Protocol):
    """Something that can be asked for a file."""

    def get(self, url: str, into: Path, previous: Validators, progress: Callable[[int, int | None], None]) -> Response:
        """Ask for one file.

        Args:
            url: its official address.
            into: gets the bytes, unpacked.
            previous: of the copy held; empty to get the bytes in any case.
            progress: called with bytes so far, and in all where known.

        Returns:
            Where the bytes came from, or why there are none.

        Raises:
            FetchError: no whole answer came.
        """
        ...  # pragma: no cover


def header_day(last_modified: str) -> date | None:
    """The day of an HTTP date (RFC 9110, 5.6.7), None where it is empty or no date."""
    try:
        return parsedate_to_datetime(last_modified).astimezone(UTC).date()
    except ValueError:
        return None
