"""This file is where a server is called: several requests at once, each tried again where that can help, stopped at any
moment.

The calls run on a thread of their own, so that whoever waits can stop whatever the network does. Redirections are never
followed: what was agreed to is one host.
"""

import asyncio
import queue
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.errors import ModelError
from core.protocols import Check
from core.server_access import encryption
from models.server_reader.answers import Garbled, Stream, Written
from models.server_reader.connection import Connection
from models.server_reader.refusals import REFUSED_TEXT, Refused, explained, worth_another_try

if TYPE_CHECKING:
    import httpx

_TICK = 0.1
_FAREWELL = 2.0
_CLOSING = 0.01  # for the connections that were just closed to be let go of


@dataclass(frozen=True, slots=True)
class Request:
    """path: behind the server's address; body: JSON, None to only ask (GET)."""

    path: str
    body: Mapping[str, Any] | None = None
    enough: Callable[[str], bool] = lambda _: False


@dataclass(frozen=True, slots=True)
class Called:
    """seconds: until the first piece of the answer, and from there to its end. content: of a GET, the whole body."""

    written: Written
    seconds: tuple[float, float]
    content: bytes = b""


def calls(connection: Connection, requests: Sequence[Request], at_once: int, check: Check) -> Iterator[Called]:
    """What the server answers to each request, in order, as soon as it is there; at most `at_once` are on their way.

    `check` is called every tenth of a second; what it raises ends all calls. Raises ModelError, and Refused (one of
    them) where the server takes no such request.
    """
    work = _Work(connection, requests, at_once)
    try:
        for place in range(len(requests)):
            yield work.result(place, check)
    finally:
        work.stop()


class _Work:
    """The thread with the calls. Ended by `stop`, at the latest when its process ends."""

    def __init__(self, connection: Connection, requests: Sequence[Request], at_once: int) -> None:
        self._connection, self._requests, self._at_once = connection, requests, at_once
        self._results: queue.Queue[tuple[int, Called | Exception]] = queue.Queue()
        self._done: dict[int, Called | Exception] = {}
        self._loop = asyncio.new_event_loop()
        self._calls: asyncio.Future[list[None]] | None = None
        self._left = False
        self._thread = threading.Thread(target=self._run, name="chattrove-server", daemon=True)
        self._thread.start()

    def result(self, place: int, check: Check) -> Called:
        while place not in self._done:
            check()
            with suppress(queue.Empty):
                at, found = self._results.get(timeout=_TICK)
                self._done[at] = found
        found = self._done.pop(place)
        if isinstance(found, Exception):
            raise found
        check()
        return found

    def stop(self) -> None:
        with suppress(RuntimeError):  # it has ended by itself
            self._loop.call_soon_threadsafe(self._leave)
        self._thread.join(_FAREWELL)

    def _leave(self) -> None:
        """Ends the calls and nothing else: were the closing of their connections cancelled, some would stay open."""
        self._left = True
        if self._calls is not None:
            self._calls.cancel()

    def _run(self) -> None:
        try:
            self._loop.run_until_complete(self._call_all())
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
            self._loop.run_until_complete(asyncio.sleep(_CLOSING))
        except Exception as error:  # handed to the thread that waits, for every request
            self._fail_all(error)
        finally:
            self._loop.close()

    async def _call_all(self) -> None:
        import httpx

        patience, connection = self._connection.patience, self._connection
        seconds = httpx.Timeout(patience.silence, connect=patience.connect)
        try:
            client = httpx.AsyncClient(
                headers=connection.headers,
                timeout=seconds,
                trust_env=connection.proxies,
                follow_redirects=False,
                verify=encryption() if connection.address.encrypted or connection.proxies else False,
                limits=httpx.Limits(max_connections=self._at_once),
            )
        except (ValueError, OSError, ImportError) as error:  # a proxy in the environment that is none
            where = connection.address.origin
            raise ModelError(f"{where} cannot be reached: a proxy or a certificate is wrong.") from error
        async with client:
            free = asyncio.Semaphore(self._at_once)
            self._calls = asyncio.gather(*(self._call(client, free, place) for place in range(len(self._requests))))
            if self._left:
                self._calls.cancel()
            with suppress(asyncio.CancelledError):
                await self._calls

    async def _call(self, client: "httpx.AsyncClient", free: asyncio.Semaphore, place: int) -> None:
        async with free:
            try:
                found: Called | Exception = await self._tried(client, self._requests[place])
            except Exception as error:  # handed to the thread that waits
                found = error
        self._results.put((place, found))

    async def _tried(self, client: "httpx.AsyncClient", request: Request) -> Called:
        patience, pause = self._connection.patience, self._connection.patience.pause
        for left in reversed(range(patience.tries)):
            try:
                async with asyncio.timeout(patience.whole):
                    return await _asked(client, self._connection, request)
            except Exception as error:
                again, wanted = worth_another_try(error)
                if not again or not left:
                    raise explained(error, self._connection) from error
                await asyncio.sleep(min(max(pause, wanted), patience.longest_pause))
                pause *= 2
        raise AssertionError("no try was made")

    def _fail_all(self, error: Exception) -> None:
        told = error if isinstance(error, ModelError) else explained(error, self._connection)
        for place in range(len(self._requests)):
            self._results.put((place, told))


async def _asked(client: "httpx.AsyncClient", connection: Connection, request: Request) -> Called:
    url, most = connection.address.url + request.path, connection.patience.most_bytes
    method = "GET" if request.body is None else "POST"
    start = time.perf_counter()
    async with client.stream(method, url, json=request.body) as response:
        if not response.is_success:
            raise Refused(response.status_code, await _beginning(response), response.headers.get("Retry-After", ""))
        if response.headers.get("Content-Encoding", "identity") != "identity":
            raise Garbled("sends something packed that nobody asked for")
        events = "text/event-stream" in response.headers.get("Content-Type", "")
        stream, content, first = Stream(events=events, most=most, enough=request.enough), b"", 0.0
        async for chunk in response.aiter_raw():
            first = first or time.perf_counter()
            content += chunk if request.body is None else b""
            if stream.take(chunk):
                break
        ended = time.perf_counter()
        seconds = ((first or ended) - start, ended - (first or ended))
        return Called(Written() if request.body is None else stream.end(), seconds, content)


async def _beginning(response: "httpx.Response") -> str:
    """The first words of a refusal: they are only looked through, never shown."""
    held = b""
    async for chunk in response.aiter_raw():
        held += chunk
        if len(held) >= REFUSED_TEXT:
            break
    return held[:REFUSED_TEXT].decode("utf-8", errors="replace").casefold()
