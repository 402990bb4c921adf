"""This file is where the one connection of the program is: a zip of models, from an address that the person gave.

Nothing here runs by itself. Only https is spoken, also after a redirection; http only to this very machine. What
comes is counted, capped and, where the person knows it, compared with its sha256; models.arriving checks what it holds.
"""

import hashlib
import queue
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from core.errors import ModelError
from core.protocols import Report
from core.types import Progress
from models.arriving import MOST_BYTES

if TYPE_CHECKING:
    from urllib.request import OpenerDirector

STAGE = "download"
"""The stage that the reports bear."""

_CHUNK = 1 << 17
_SILENCE = 30.0
_WAIT = 0.1
_ROOM = 50_000_000
_HERE = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Offer:
    """What an address answers. host: who would send it, after redirections; size: bytes, None where it does not say."""

    url: str
    host: str
    size: int | None


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


def look(url: str, report: Report) -> Offer:
    """Connects and asks how large it is; reads none of it. Raises ModelError, and Cancelled as `report` does."""
    with _connected(url, report) as stream:
        return Offer(url.strip(), stream.host, stream.size)


def fetch(url: str, target: Path, report: Report, sha256: str = "") -> None:
    """Writes what the address sends to `target`. Raises ModelError when it is cut off, too large, or has another sha256
    than the one given, and Cancelled as `report` does; then `target` is gone."""
    wanted = sha256.strip().lower()
    if wanted and (len(wanted) != 64 or set(wanted) - set("0123456789abcdef")):
        raise ModelError("A sha256 has 64 digits from 0 to 9 and a to f.")
    try:
        with _connected(url, report) as stream, target.open("wb") as file:
            found = _written(stream, file, report)
        if wanted and found != wanted:
            raise ModelError(f"What {stream.host} sent has the sha256 {found}, not the one given. It was deleted.")
    except OSError as error:
        target.unlink(missing_ok=True)
        raise ModelError(f"{target} cannot be written ({error}).") from error
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def _written(stream: "_Stream", file: Any, report: Report) -> str:
    digest, done = hashlib.sha256(), 0
    report(Progress(STAGE, 0, stream.size or 0))
    for chunk in stream.chunks(report):
        done += len(chunk)
        if done > MOST_BYTES:
            raise ModelError(f"{stream.host} sends more than {MOST_BYTES / 1e6:,.0f} MB. It was stopped.")
        digest.update(chunk)
        file.write(chunk)
        report(Progress(STAGE, min(done, stream.size or done), stream.size or 0))
    if stream.size is not None and done != stream.size:
        raise ModelError(f"The connection to {stream.host} ended after {done:,} of {stream.size:,} bytes. Try again.")
    return digest.hexdigest()


class _Stream:
    """An answer that another thread reads, so that whoever waits can stop at any moment, whatever the network does."""

    def __init__(self, url: str) -> None:
        self.host = host_of(url)
        self.size: int | None = None
        self._url = url.strip()
        self._parts: queue.Queue[bytes | Exception | None] = queue.Queue(16)
        self._left = threading.Event()
        threading.Thread(target=self._read, name="chattrove-download", daemon=True).start()

    def chunks(self, report: Report) -> Iterator[bytes]:
        last = Progress(STAGE, 0, 0)
        while True:
            try:
                part = self._parts.get(timeout=_WAIT)
            except queue.Empty:
                report(last)
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

        try:
            asked = Request(self._url, headers={"User-Agent": "ChatTrove", "Accept-Encoding": "identity"})  # noqa: S310
            with _opener(self._url).open(asked, timeout=_SILENCE) as answer:
                self.host = host_of(answer.geturl())
                length = answer.headers.get("Content-Length", "")
                self.size = int(length) if length.isdecimal() else None
                self._put(b"")
                while not self._left.is_set() and (chunk := answer.read1(_CHUNK)):
                    self._put(chunk)
            self._put(None)
        except Exception as error:  # handed to the thread that waits
            self._put(error)

    def _put(self, part: bytes | Exception | None) -> None:
        while not self._left.is_set():
            try:
                self._parts.put(part, timeout=_WAIT)
                return
            except queue.Full:
                continue


@contextmanager
def _connected(url: str, report: Report) -> Iterator[_Stream]:
    stream = _Stream(url)
    try:
        next(stream.chunks(report))
        if stream.size is not None and stream.size > MOST_BYTES:
            most = f"at most {MOST_BYTES / 1e6:,.0f} are taken"
            raise ModelError(f"{stream.host} offers {stream.size / 1e6:,.0f} MB; {most}.")
        yield stream
    finally:
        stream.leave()


def _opener(url: str) -> "OpenerDirector":
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

    return build_opener(Redirected, *([ProxyHandler({})] if here else []))


def _allowed(scheme: str, host: str) -> bool:
    return scheme == "https" or (scheme == "http" and host == _HERE)


def _explained(error: Exception, host: str) -> ModelError:
    from http.client import HTTPException, IncompleteRead
    from urllib.error import HTTPError

    if isinstance(error, ModelError):
        return error
    if isinstance(error, HTTPError):
        error.close()
        return ModelError(f"{host} answers {error.code} ({error.reason}). Check the address.")
    if isinstance(error, IncompleteRead):
        return ModelError(f"The connection to {host} was cut off. Try again.")
    if isinstance(error, OSError | HTTPException | ValueError):
        return ModelError(f"{host} cannot be reached ({error}). Check the address and the connection.")
    return ModelError(f"The download from {host} failed ({error!r}).")


def check_room(size: int | None, folder: Path) -> None:
    """Raises ModelError when a download and what it unpacks to would not fit on the disk."""
    free = shutil.disk_usage(folder).free
    if size is not None and 2 * size + _ROOM > free:
        needed, left = f"{2 * size / 1e6:,.0f} MB", f"{free / 1e6:,.0f} MB"
        raise ModelError(f"{needed} are needed, and {left} are free on the disk of {folder}.")
