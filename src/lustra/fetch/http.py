"""Files over HTTP: conditional, redirected, retried, bounded in time and size, and never half."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import httpx

from lustra.errors import FetchError
from lustra.fetch.web import Response, Validators

__all__ = ["HttpWeb", "Limits"]

_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Statuses that may pass (RFC 9110, 15.5 and 15.6; RFC 6585, 4)."""
_MISSING = frozenset({403, 404, 410})
_LATER = "Try again later; what is held stays in force."
_ADDRESS = "The publisher may have moved it: look at its page, then import the file by hand."


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how much to wait for."""

    connect_seconds: float = 15.0
    read_seconds: float = 60.0
    """Without a single byte; a server that stalls longer is given up."""
    total_seconds: float = 1800.0
    """For one file."""
    max_bytes: int = 2 << 30
    """Of one file, unpacked."""
    attempts: int = 4
    backoff_seconds: float = 1.0
    """Before the second attempt; doubled before each further one."""
    max_wait_seconds: float = 60.0
    """At most, whatever the server asks for by Retry-After."""
    redirects: int = 5


class _PassingError(Exception):
    """A failure that another attempt may cure."""

    def __init__(self, reason: str, wait_seconds: float = 0.0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.wait_seconds = wait_seconds


class HttpWeb:
    """The web as it is.

    Args:
        limits: on time, size and attempts.
    """

    def __init__(self, limits: Limits = Limits()) -> None:
        self._limits = limits
        timeout = httpx.Timeout(limits.read_seconds, connect=limits.connect_seconds)
        self._client = httpx.Client(timeout=timeout, headers={"User-Agent": "lustra"})

    def __enter__(self) -> "HttpWeb":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def get(self, url: str, into: Path, previous: Validators, progress: Callable[[int, int | None], None]) -> Response:
        """Ask for one file; see ``Web.get``.

        Raises:
            FetchError: no whole answer came within the limits.
        """
        wait = self._limits.backoff_seconds
        for _ in range(self._limits.attempts - 1):
            try:
                return self._attempt(url, into, previous, progress)
            except _PassingError as failure:
                time.sleep(min(max(wait, failure.wait_seconds), self._limits.max_wait_seconds))
                wait *= 2
        try:
            return self._attempt(url, into, previous, progress)
        except _PassingError as failure:
            raise FetchError(f"{url} failed {self._limits.attempts} times: {failure.reason}.", _LATER) from None

    def _attempt(
        self, url: str, into: Path, previous: Validators, progress: Callable[[int, int | None], None]
    ) -> Response:
        try:
            with self._following(url, _conditions(previous)) as response:
                if response.status_code == 304:
                    return Response("unchanged", str(response.url), previous)
                if response.status_code in _MISSING:
                    return Response("missing", str(response.url))
                _check_status(url, response)
                self._write(response, into, progress)
                return Response("whole", str(response.url), _validators(response))
        except httpx.TimeoutException:
            raise _PassingError("the server stopped answering") from None
        except httpx.DecodingError:
            raise _PassingError("the answer cannot be unpacked") from None
        except httpx.TransportError as error:
            raise _PassingError(str(error) or "the connection broke") from None
        except httpx.InvalidURL as error:
            raise FetchError(f"{url} is not an address: {error}.", _ADDRESS) from None
        except OSError as error:
            raise FetchError(f"{into} cannot be written: {error}.", "Check the space on the disk.") from None

    @contextmanager
    def _following(self, url: str, headers: dict[str, str]) -> Iterator[httpx.Response]:
        """The response at the end of the redirects; on no step from a secure address to an open one."""
        at = _secure(httpx.URL(url), url)
        for _ in range(self._limits.redirects + 1):
            with self._client.stream("GET", at, headers=headers) as response:
                if response.status_code not in _REDIRECTS:
                    yield response
                    return
                at = _secure(at.join(response.headers.get("location", "")), url)
        raise FetchError(f"{url} redirects more than {self._limits.redirects} times.", _ADDRESS)

    def _write(self, response: httpx.Response, into: Path, progress: Callable[[int, int | None], None]) -> None:
        length = response.headers.get("content-length", "")
        total = int(length) if length.isdigit() else None
        deadline, written = time.monotonic() + self._limits.total_seconds, 0
        with into.open("wb") as file:
            for chunk in response.iter_bytes():
                written += file.write(chunk)
                progress(response.num_bytes_downloaded, total)
                if written > self._limits.max_bytes:
                    raise FetchError(f"{response.url} is larger than {self._limits.max_bytes} bytes.", _ADDRESS)
                if time.monotonic() > deadline:
                    raise FetchError(f"{response.url} takes longer than {self._limits.total_seconds:.0f} s.", _LATER)
        if total is not None and response.num_bytes_downloaded != total:
            raise _PassingError(f"the answer ends after {response.num_bytes_downloaded} of {total} bytes")


def _secure(at: httpx.URL, url: str) -> httpx.URL:
    if at.scheme != "https" and not (at.scheme == "http" and at.host in _LOOPBACK):
        raise FetchError(f"{url} leads to {at}, which is not secure.", _ADDRESS)
    return at


def _conditions(previous: Validators) -> dict[str, str]:
    asked = {"If-None-Match": previous.etag, "If-Modified-Since": previous.last_modified}
    return {name: value for name, value in asked.items() if value}


def _validators(response: httpx.Response) -> Validators:
    return Validators(response.headers.get("etag", ""), response.headers.get("last-modified", ""))


def _check_status(url: str, response: httpx.Response) -> None:
    status = response.status_code
    if status in _AGAIN:
        after = response.headers.get("retry-after", "")
        raise _PassingError(f"the server answers {status}", float(after) if after.isdigit() else 0.0)
    if status != 200:
        raise FetchError(f"{url} cannot be fetched: the server answers {status}.", _LATER)
