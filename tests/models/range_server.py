"""This file is where a small web server is that can send parts of files, and do everything that one can do wrong."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Served:
    """What is served and how. files: content by path; tags: what a state of a file is called, by path.

    dies_after: the connection ends after so many bytes of each answer; ranges: it can send parts; shifted: it sends
    another part than the one asked for; status: what it answers instead. asked: (path, Range, If-Range) of requests."""

    files: dict[str, bytes]
    tags: dict[str, str] = field(default_factory=dict)
    dates: bool = False
    dies_after: int | None = None
    ranges: bool = True
    shifted: bool = False
    status: int = 200
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    address: str = ""


class _Sender(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        served: Served = self.server.served  # type: ignore[attr-defined]
        wanted, condition = self.headers.get("Range", ""), self.headers.get("If-Range", "")
        served.asked.append((self.path, wanted, condition))
        content = served.files.get(self.path)
        if served.status != 200 or content is None:
            self.send_error(served.status if served.status != 200 else 404)
            return
        tag = served.tags.get(self.path, "")
        found = re.fullmatch(r"bytes=(\d+)-", wanted)
        start = int(found[1]) if found and served.ranges and condition in ("", tag) else 0
        if found and served.ranges and condition in ("", tag) and start >= len(content):
            self.send_error(416)
            return
        self.send_response(206 if start else 200)
        if start:
            begin = start + (1 if served.shifted else 0)
            self.send_header("Content-Range", f"bytes {begin}-{len(content) - 1}/{len(content)}")
        if tag:
            self.send_header("Last-Modified" if served.dates else "ETag", tag)
        self.send_header("Content-Length", str(len(content) - start))
        self.end_headers()
        last = len(content) if served.dies_after is None else start + served.dies_after
        self.wfile.write(content[start:last])

    def log_message(self, *_: object) -> None:
        return


@contextmanager
def serving(files: dict[str, bytes]) -> Iterator[Served]:
    """The server, for as long as it is needed."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Sender)
    served = Served(files, address=f"http://127.0.0.1:{server.server_address[1]}")
    server.served = served  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
