"""A publisher's server on this machine, with every bad day a publisher can have."""

import gzip
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

XML = b'<?xml version="1.0"?>\n<list>' + b"<entry/>" * 4000 + b"</list>\n"
LAST_MODIFIED = "Fri, 03 May 2024 14:00:00 GMT"

Page = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers each path as the table of pages says."""

    protocol_version = "HTTP/1.1"
    asked: list[str]
    """Every path asked for, in order."""
    closing: Event

    def do_GET(self) -> None:
        """Serve the page of the path."""
        self.asked.append(self.path)
        PAGES[self.path](self)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def reply(self, body: bytes, status: int = 200, **headers: str) -> None:
        """Send a whole answer."""
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | headers).items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)


def good(handler: Handler) -> None:
    """The list, or 304 to whoever has it."""
    if handler.headers["If-None-Match"] == '"v1"' or handler.headers["If-Modified-Since"] == LAST_MODIFIED:
        handler.reply(b"", 304)
    else:
        handler.reply(XML, ETag='"v1"', Last_Modified=LAST_MODIFIED)


def stalled(handler: Handler) -> None:
    """The first bytes, then nothing."""
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(XML)))
    handler.end_headers()
    handler.wfile.write(XML[:100])
    handler.wfile.flush()
    handler.closing.wait(20)


def dripping(handler: Handler) -> None:
    """A few bytes now and then, for ever."""
    handler.send_response(200)
    handler.send_header("Connection", "close")
    handler.end_headers()
    with suppress(OSError):  # the client has given up
        while not handler.closing.wait(0.05):
            handler.wfile.write(b"<a/>")


def truncated(handler: Handler) -> None:
    """The connection breaks in the middle."""
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(XML)))
    handler.end_headers()
    handler.wfile.write(XML[:200])
    handler.close_connection = True


def truncated_once(handler: Handler) -> None:
    """The connection breaks the first time."""
    truncated(handler) if handler.asked.count(handler.path) == 1 else good(handler)


def unavailable_once(handler: Handler) -> None:
    """503 the first time."""
    handler.reply(b"", 503, Retry_After="0") if handler.asked.count(handler.path) == 1 else good(handler)


PAGES: dict[str, Page] = {
    "/good": good,
    "/empty": lambda h: h.reply(b""),
    "/html": lambda h: h.reply(b"\n<!DOCTYPE html><html>maintenance</html>"),
    "/text": lambda h: h.reply(b"Service temporarily unavailable"),
    "/404": lambda h: h.reply(b"no", 404),
    "/400": lambda h: h.reply(b"no", 400),
    "/503": lambda h: h.reply(b"", 503),
    "/503-then-good": unavailable_once,
    "/stalled": stalled,
    "/dripping": dripping,
    "/truncated": truncated,
    "/truncated-then-good": truncated_once,
    "/shrunken": lambda h: h.reply(b"<list><entry/></list>"),
    "/encoded": lambda h: h.reply(gzip.compress(XML), Content_Encoding="gzip"),
    "/encoded-badly": lambda h: h.reply(b"\x1f\x8b not gzip", Content_Encoding="gzip"),
    "/packed.gz": lambda h: h.reply(gzip.compress(XML)),
    "/packed-cut.gz": lambda h: h.reply(gzip.compress(XML)[:-20]),
    "/redirect": lambda h: h.reply(b"", 302, Location="/good"),
    "/redirect-for-ever": lambda h: h.reply(b"", 302, Location="/redirect-for-ever"),
    "/redirect-to-open": lambda h: h.reply(b"", 302, Location="http://lists.example/list.xml"),
}


class Server(ThreadingHTTPServer):
    """Does not mind clients that hang up."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Let broken connections pass, as a server does."""
        if not isinstance(sys.exception(), ConnectionError):
            raise


@contextmanager
def serving() -> Iterator[tuple[str, list[str]]]:
    """Run the server for a block: its address, and what it was asked for."""
    asked: list[str] = []
    closing = Event()
    handler = type("Serving", (Handler,), {"asked": asked, "closing": closing})
    server = Server(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
    finally:
        closing.set()
        server.shutdown()
        server.server_close()
