"""A web made of bytes in memory, for tests of whatever fetches."""

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path

from lustra.errors import FetchError
from lustra.fetch.web import Response, Validators

__all__ = ["MemoryWeb"]


class MemoryWeb:
    """Addresses and what they answer: bytes, or the error they fail with. Everything else is missing.

    Args:
        pages: by address.
        last_modified: the HTTP date sent with every page.
    """

    def __init__(self, pages: Mapping[str, bytes | FetchError], last_modified: str = "") -> None:
        self.pages = dict(pages)
        self.last_modified = last_modified

    def get(self, url: str, into: Path, previous: Validators, progress: Callable[[int, int | None], None]) -> Response:
        """Answer as a server would; see ``Web.get``.

        Raises:
            FetchError: the page is an error.
        """
        page = self.pages.get(url)
        if page is None:
            return Response("missing", url)
        if isinstance(page, FetchError):
            raise page
        etag = f'"{hashlib.sha256(page).hexdigest()[:16]}"'
        if previous.etag == etag:
            return Response("unchanged", url, previous)
        into.write_bytes(page)
        progress(len(page), len(page))
        return Response("whole", url, Validators(etag, self.last_modified))
