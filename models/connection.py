"""This file is where the program speaks to another computer to load models, and the rules of that.

Only https is spoken, also after a redirection; http only to this very machine. The answer is read by another thread, so
that whoever waits can stop at any moment, whatever the network does.
"""

import queue
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from core.errors import ModelError
from core.protocols import Report
from core.types import Progress

if TYPE_CHECKING:
    from http.client import HTTPResponse
    from urllib.request import OpenerDirector

STAGE = "download"
"""The stage that the reports bear."""

_CHUNK = 1 << 17
_SILENCE = 30.0
_WAIT = 0.1
_HERE = "127.0.0.1"
_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+)")


class Interrupted(ModelError):
    """The connection ended before everything had come; asking again may help."""


class OutOfRange(Interrupted):
    """The server has no byte where the draft ends: the file is another one now, or the draft was whole."""


@dataclass(frozen=True, slots=True)
class Network:
    """How addresses are reached. proxy: the address of a proxy; empty for the system's, "none" for none at all.

    mirror: an https address that takes the place of the beginning (https and host) of every address."""

    proxy: str = ""
    mirror: str = ""

    def address(self, url: str) -> str:
        """Where an address is really asked for. Raises ModelError for one that is not https."""
        host_of(url)
        if not self.mirror:
            return url.strip()
        host_of(self.mirror)
        parts = urlsplit(url.strip())
        query = f"?{parts.query}" if parts.query else ""
        return f"{self.mirror.strip().rstrip('/')}{parts.path}{query}"


@dataclass(frozen=True, slots=True)
class Asked:
    """An address and the first byte that is wanted. validator: what the bytes before it were told to belong to
    (RFC 9110, If-Range): where they changed meanwhile, everything comes from the beginning."""

    url: str
    start: int = 0
    validator: str = ""


def host_of(url: str) -> str:
    """Who an address belongs to. Raises ModelError for one that is not https."""
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise ModelError(f"“{url[:200]}” is no address ({error}).") from error
    if not host or parts.username is not None or not _allowed(parts.scheme, host):
        raise ModelError(f"“{url[:200]}” is no address that can be used: it must begin with https:// and a host.")
    return f"{host}:{port}" if port else host


class Stream:
    """An answer. host: who sends it, after redirections. begins: the first byte that comes; size: of the whole file,
    None where the server does not say; validator: what this state of the file is called, empty where it has no name."""

    def __init__(self, asked: Asked, network: Network) -> None:
        self._asked, self._network = asked, network
        self._url = network.address(asked.url)
        self.host = host_of(self._url)
        self.begins, self.size, self.validator = 0, None, ""  # type: int, int | None, str
        self._parts: queue.Queue[bytes | Exception | None] = queue.Queue(16)
        self._left = threading.Event()
        threading.Thread(target=self._read, name="chattrove-download", daemon=True).start()

    def chunks(self, report: Report, told: Progress) -> Iterator[bytes]:
        """What comes, as it comes. `report` is told the same again while nothing does. Raises ModelError."""
        while True:
            try:
                part = self._parts.get(timeout=_WAIT)
            except queue.Empty:
                report(told)
                continue
            if part is None:
                return
            if isinstance(part, Exception):
                raise _explained(part, self.host) from part
            yield part

    def leave(self) -> None:
        self._left.set()

    def _read(self) -> None:
        """The first part that it hands over is empty and says that the answer has begun."""
        from urllib.request import Request

        headers = {"User-Agent": "ChatTrove", "Accept-Encoding": "identity"}
        if self._asked.start:
            headers["Range"] = f"bytes={self._asked.start}-"
            headers |= {"If-Range": self._asked.validator} if self._asked.validator else {}
        try:
            request = Request(self._url, headers=headers)  # noqa: S310
            with _opener(self._url, self._network.proxy).open(request, timeout=_SILENCE) as answer:
                self._begin(answer)
                self._put(b"")
                while not self._left.is_set() and (chunk := answer.read1(_CHUNK)):
                    self._put(chunk)
            self._put(None)
        except Exception as error:  # handed to the thread that waits
            self._put(error)

    def _begin(self, answer: "HTTPResponse") -> None:
        self.host = host_of(answer.geturl())
        length, tag = answer.headers.get("Content-Length", ""), answer.headers.get("ETag", "")
        self.validator = tag if tag.startswith('"') else answer.headers.get("Last-Modified", "")
        self.size = int(length) if length.isdecimal() else None
        if answer.status == 206:
            found = _RANGE.fullmatch(answer.headers.get("Content-Range", ""))
            if found is None or int(found[1]) != self._asked.start:
                raise ModelError(f"{self.host} sends another part than the one that was asked for. Try again later.")
            self.begins, self.size = int(found[1]), int(found[2])

    def _put(self, part: bytes | Exception | None) -> None:
        while not self._left.is_set():
            try:
                self._parts.put(part, timeout=_WAIT)
                return
            except queue.Full:
                continue


@contextmanager
def connected(asked: Asked, network: Network, report: Report) -> Iterator[Stream]:
    """An answer that has begun. Raises ModelError, and Cancelled as `report` does."""
    stream = Stream(asked, network)
    try:
        next(stream.chunks(report, Progress(STAGE, 0, 0)))
        yield stream
    finally:
        stream.leave()


def _opener(url: str, proxy: str) -> "OpenerDirector":
    from urllib.request import HTTPRedirectHandler, ProxyHandler, build_opener

    here = urlsplit(url).hostname == _HERE

    class Redirected(HTTPRedirectHandler):
        def redirect_request(self, *given: Any) -> Any:
            """Given are the request, the answer and, last of all, the new address."""
            parts = urlsplit(given[-1])
            if parts.scheme != "https" and not (here and _allowed(parts.scheme, parts.hostname or "")):
                given[1].close()
                where = f"{parts.scheme}://{parts.hostname}"
                raise ModelError(f"{host_of(url)} leads to {where}, which is not https. Nothing was loaded.")
            return super().redirect_request(*given)

    if here or proxy == "none":
        return build_opener(Redirected, ProxyHandler({}))
    if not proxy:
        return build_opener(Redirected)
    return build_opener(Redirected, ProxyHandler({"https": checked_proxy(proxy)}))


def checked_proxy(proxy: str) -> str:
    """Raises ModelError for what is no address of a proxy; its name and password are never part of a message."""
    try:
        parts = urlsplit(proxy.strip())
        fine = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port is not None
    except ValueError:
        fine = False
    if not fine:
        raise ModelError("The setting download_proxy must be like http://proxy.example.org:8080, or none.")
    return proxy.strip()


def _allowed(scheme: str, host: str) -> bool:
    return scheme == "https" or (scheme == "http" and host == _HERE)


def _explained(error: Exception, host: str) -> ModelError:
    from http.client import HTTPException, IncompleteRead
    from urllib.error import HTTPError

    if isinstance(error, ModelError):
        return error
    if isinstance(error, HTTPError):
        error.close()
        if error.code == 416:
            return OutOfRange(f"{host} has another file now. Try again.")
        return ModelError(f"{host} answers {error.code} ({error.reason}). Check the address.")
    if isinstance(error, IncompleteRead):
        return Interrupted(f"The connection to {host} was cut off. Try again.")
    if isinstance(error, OSError | HTTPException | ValueError):
        return Interrupted(f"{host} cannot be reached ({error}). Check the address and the connection.")
    return ModelError(f"The download from {host} failed ({error!r}).")
