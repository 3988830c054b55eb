"""A list is fetched whole or not at all, whatever the server does."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from tests.fetch.server import LAST_MODIFIED, XML, serving

from lustra.errors import FetchError
from lustra.fetch.download import Fetched, download
from lustra.fetch.http import HttpWeb, Limits
from lustra.fetch.memory import MemoryWeb
from lustra.fetch.web import Validators, Web, header_day
from lustra.model.source import Source, SourceFile

QUICK = Limits(connect_seconds=2, read_seconds=0.3, total_seconds=0.6, max_bytes=1 << 20, attempts=2, backoff_seconds=0)


def source(*urls: str, required: int = 1) -> Source:
    """A list of XML files at these addresses, of which the first ones are required."""
    files = [SourceFile(f"{n}.xml", url, required=n < required) for n, url in enumerate(urls)]
    return Source("xx_list", "A list", "Somebody", "xx", tuple(files), "none", "https://lists.example/")


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[str, list[str]]]:
    """One server for all tests of this module."""
    with serving() as running:
        yield running


@pytest.fixture
def web() -> Iterator[HttpWeb]:
    """The real web, impatient."""
    with HttpWeb(QUICK) as opened:
        yield opened


def fetch(server: tuple[str, list[str]], web: Web, into: Path, *paths: str) -> Fetched:
    """Download the pages of the test server as one list."""
    server[1].clear()
    return download(source(*(server[0] + path for path in paths)), into, {}, web)


@pytest.mark.parametrize(
    "path",
    ["/good", "/encoded", "/packed.gz", "/redirect", "/503-then-good", "/truncated-then-good"],
)
def test_a_good_answer_is_kept_byte_for_byte(
    server: tuple[str, list[str]], web: HttpWeb, tmp_path: Path, path: str
) -> None:
    """Packed, redirected or at the second attempt: the bytes are the publisher's."""
    (file,) = fetch(server, web, tmp_path, path).files
    assert file.path.read_bytes() == XML
    assert [p.name for p in tmp_path.iterdir()] == ["0.xml"]


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/404", "is not there"),
        ("/400", "answers 400"),
        ("/503", "failed 2 times: the server answers 503"),
        ("/stalled", "failed 2 times: the server stopped answering"),
        ("/dripping", "takes longer than"),
        ("/truncated", "failed 2 times"),
        ("/empty", "is empty"),
        ("/html", "is a web page, not 0.xml"),
        ("/text", "does not begin as 0.xml should"),
        ("/encoded-badly", "cannot be unpacked"),
        ("/packed-cut.gz", "is a damaged gzip file"),
        ("/redirect-for-ever", "redirects more than 5 times"),
        ("/redirect-to-open", "leads to http://lists.example/list.xml, which is not secure"),
    ],
)
def test_a_bad_answer_is_an_error_that_says_what_stays(
    server: tuple[str, list[str]], web: HttpWeb, tmp_path: Path, path: str, message: str
) -> None:
    """Every way to fail has its words and a remedy."""
    with pytest.raises(FetchError, match=message) as failed:
        fetch(server, web, tmp_path, path)
    assert failed.value.remedy


def test_a_server_that_is_not_there_is_an_error(web: HttpWeb, tmp_path: Path) -> None:
    """A refused connection is tried again, then named."""
    with pytest.raises(FetchError, match="failed 2 times"):
        download(source("http://127.0.0.1:9/list.xml"), tmp_path, {}, web)


@pytest.mark.parametrize("url", ["http://lists.example/list.xml", "ftp://lists.example/list.xml", "list.xml"])
def test_an_open_address_is_not_asked(web: HttpWeb, tmp_path: Path, url: str) -> None:
    """Lists come over secure connections only."""
    with pytest.raises(FetchError, match="not secure"):
        download(source(url), tmp_path, {}, web)


def test_a_file_beyond_the_bound_is_given_up(server: tuple[str, list[str]], tmp_path: Path) -> None:
    """A server cannot fill the disk."""
    with HttpWeb(Limits(max_bytes=1000)) as web, pytest.raises(FetchError, match="larger than 1000 bytes"):
        fetch(server, web, tmp_path, "/good")


def test_a_folder_that_takes_no_file_is_named(server: tuple[str, list[str]], web: HttpWeb, tmp_path: Path) -> None:
    """An error of the disk is not taken for one of the server, and not tried again."""
    with pytest.raises(FetchError, match=r"0.xml cannot be written"):
        fetch(server, web, tmp_path / "nowhere", "/good")
    assert server[1] == ["/good"]


@pytest.mark.parametrize("url", ["https://[::1", "https://exa mple/", "https://"])
def test_what_is_no_address_is_named(web: HttpWeb, tmp_path: Path, url: str) -> None:
    """A broken row of the user's own table of sources is an error, not a crash."""
    with pytest.raises(FetchError):
        download(source(url), tmp_path, {}, web)


@pytest.mark.parametrize("held", [Validators('"v1"'), Validators("", LAST_MODIFIED)])
def test_what_is_held_is_not_fetched_again(
    server: tuple[str, list[str]], web: HttpWeb, tmp_path: Path, held: Validators
) -> None:
    """The server says 304 to whoever names the copy it has."""
    fetched = download(source(f"{server[0]}/good"), tmp_path, {"0.xml": held}, web)
    assert fetched == Fetched((), unchanged=True)
    assert list(tmp_path.iterdir()) == []


def test_the_answer_says_when_the_file_changed(server: tuple[str, list[str]], web: HttpWeb, tmp_path: Path) -> None:
    """Validators for next time, and the day for lists that do not print theirs."""
    (file,) = fetch(server, web, tmp_path, "/redirect").files
    assert file.validators == Validators('"v1"', LAST_MODIFIED)
    assert (file.modified, file.url) == (date(2024, 5, 3), f"{server[0]}/good")


def test_progress_is_told(server: tuple[str, list[str]], web: HttpWeb, tmp_path: Path) -> None:
    """The last word is that all bytes of the file have come."""
    told: list[tuple[str, int, int | None]] = []
    download(source(f"{server[0]}/good"), tmp_path, {}, web, lambda *step: told.append(step))
    assert told[-1] == ("0.xml", len(XML), len(XML))


@pytest.fixture(params=["memory", "http"])
def any_web(request: pytest.FixtureRequest, server: tuple[str, list[str]], web: HttpWeb) -> Web:
    """Both implementations of the port, serving the same pages."""
    pages = {f"{server[0]}/good": XML, f"{server[0]}/shrunken": b"<list><entry/></list>"}
    return web if request.param == "http" else MemoryWeb(pages, LAST_MODIFIED)


def test_a_missing_companion_is_reported(server: tuple[str, list[str]], any_web: Web, tmp_path: Path) -> None:
    """A file the set can do without does not stop the others."""
    fetched = fetch(server, any_web, tmp_path, "/good", "/404")
    assert ([f.name for f in fetched.files], fetched.missing) == (["0.xml"], ("1.xml",))


def test_a_missing_required_file_is_an_error(server: tuple[str, list[str]], any_web: Web, tmp_path: Path) -> None:
    """Without its first file a set is nothing."""
    with pytest.raises(FetchError, match="is not there"):
        fetch(server, any_web, tmp_path, "/404", "/good")


def test_a_set_is_fetched_of_one_piece(server: tuple[str, list[str]], any_web: Web, tmp_path: Path) -> None:
    """When one file has changed, the unchanged one is fetched too."""
    both = source(f"{server[0]}/good", f"{server[0]}/shrunken", required=2)
    first = download(both, tmp_path, {}, any_web)
    fetched = download(both, tmp_path, {"0.xml": first.files[0].validators}, any_web)
    assert [f.path.read_bytes() for f in fetched.files] == [XML, b"<list><entry/></list>"]


def test_an_error_in_memory_is_raised(tmp_path: Path) -> None:
    """The fake can fail as the web does."""
    web = MemoryWeb({"https://lists.example/a": FetchError("the server answers 503")})
    with pytest.raises(FetchError, match="503"):
        download(source("https://lists.example/a"), tmp_path, {}, web)


@pytest.mark.parametrize("text", ["", "yesterday", "Fri, 31 Feb 2024 14:00:00 GMT"])
def test_no_date_is_no_date(text: str) -> None:
    """A header that cannot be read gives no day."""
    assert header_day(text) is None
