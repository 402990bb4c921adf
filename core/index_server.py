"""This file is where a Chroma server is spoken to, on this computer or on another one that the person agreed to.

It is what chromadb.HttpClient speaks with, but with a connection of ours: no proxies unless they were asked for, no
redirections, time-outs, answers of bounded size. Only vectors and numbers of fragments are sent.
"""

import os
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from core.addresses import Address
from core.consent import Consent, Consents
from core.errors import ConsentError, IndexServerError
from core.server_access import encryption, key_of

if TYPE_CHECKING:
    import httpx
    from chromadb.api.fastapi import FastAPI
    from chromadb.api.models.Collection import Collection

MOST_BYTES = 400_000_000
"""One answer has no more: the ids of ten million fragments."""

_ADVICE = 'Start it, or use the built-in index again: chattrove settings index ""'
_TENANT, _DATABASE = "default_tenant", "default_database"
_CONNECT, _SILENCE = 5.0, 120.0
_REST = 15.0

Found = TypeVar("Found")


class IndexServer:
    """A Chroma server. Consent is asked for before each use; nothing is sent by making one.

    After a failed connection it rests for some seconds, so that questions do not wait for it one after the other.

    Raises IndexServerError: one sentence that says what to do.
    """

    def __init__(self, address: Address, consents: Consents | None = None) -> None:
        self.address = address
        self._consents = consents or Consents()
        self._api: FastAPI | None = None
        self._closing: weakref.finalize[Any, Any] | None = None
        self._resting, self._fault = 0.0, ""

    def close(self) -> None:
        """Ends the connection; the next use makes another one."""
        self._api = None
        if self._closing is not None:
            self._closing()

    @property
    def place(self) -> str:
        return self.address.url

    def version(self) -> str:
        """What the server calls its version, short; proves that it is one."""
        return self.asked(lambda api: str(api.get_version())[:40])

    def names(self) -> list[str]:
        """Of all its collections."""
        return [each.name for each in self.asked(lambda api: api.list_collections(None, None, _TENANT, _DATABASE))]

    def collection(self, name: str, configuration: dict[str, Any]) -> "Collection":
        """The collection of this name, made where there is none."""

        def made(api: "FastAPI") -> "Collection":
            from chromadb.api.models.Collection import Collection

            told: Any = configuration
            model = api.get_or_create_collection(name, configuration=told, tenant=_TENANT, database=_DATABASE)
            return Collection(client=api, model=model, embedding_function=None)

        return self.asked(made)

    def delete_collection(self, name: str) -> None:
        self.asked(lambda api: api.delete_collection(name, _TENANT, _DATABASE))

    def asked(self, ask: "Callable[[FastAPI], Found]") -> Found:
        """What the server answers to what `ask` does. Raises IndexServerError."""
        if time.monotonic() < self._resting:
            raise IndexServerError(self._fault)
        with self._explained():
            return ask(self._opened())

    def _opened(self) -> "FastAPI":
        given = self._agreed()
        if self._api is None:
            self._api = _api(self.address, given)
            self._closing = weakref.finalize(self, self._api._session.close)
        return self._api

    def _agreed(self) -> Consent | None:
        try:
            missing = self._consents.missing("index", self.address)
            given = self._consents.of("index", self.address)
        except ConsentError as error:
            raise IndexServerError(str(error)) from error
        if missing:
            raise IndexServerError(f"{missing} To agree: chattrove settings index {self.address.url}")
        return given

    @contextmanager
    def _explained(self) -> Iterator[None]:
        import httpx

        try:
            yield
        except (IndexServerError, NotImplementedError):
            raise
        except ConsentError as error:
            raise IndexServerError(str(error)) from error
        except httpx.TransportError as error:
            self._fault = f"The search index server {self.place} does not answer. {_ADVICE}"
            self._resting = time.monotonic() + _REST
            raise IndexServerError(self._fault) from error
        except Exception as error:  # whatever chromadb makes of what another program sends
            kind = type(error).__name__
            raise IndexServerError(
                f"The search index server {self.place} answers in a way that is not understood ({kind}). {_ADVICE}"
            ) from error


def _api(address: Address, given: Consent | None) -> "FastAPI":
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")  # chromadb may import onnxruntime
    from chromadb.api.fastapi import FastAPI
    from chromadb.config import Settings, System

    settings = Settings(
        chroma_api_impl="chromadb.api.fastapi.FastAPI",
        chroma_server_host=address.url,
        chroma_server_http_port=address.port,
        chroma_server_ssl_enabled=address.encrypted,
        anonymized_telemetry=False,
    )
    api = System(settings).instance(FastAPI)
    api._session.close()
    api._session = _session(address, given)
    return api


def _session(address: Address, given: Consent | None) -> "httpx.Client":
    import httpx

    proxies = given is not None and given.proxies and not address.here
    key = key_of(given)
    told = {"Accept-Encoding": "identity", "Content-Type": "application/json", "User-Agent": "ChatTrove"}
    return httpx.Client(
        trust_env=proxies,
        follow_redirects=False,
        verify=encryption() if address.encrypted or proxies else False,
        timeout=httpx.Timeout(_SILENCE, connect=_CONNECT),
        headers=told | ({"Authorization": f"Bearer {key}"} if key else {}),
        event_hooks={"response": [_bound]},
    )


def _bound(response: "httpx.Response") -> None:
    import httpx

    class Counted(httpx.SyncByteStream):
        def __init__(self, stream: httpx.SyncByteStream) -> None:
            self._stream, self._taken = stream, 0

        def __iter__(self) -> Iterator[bytes]:
            for chunk in self._stream:
                self._taken += len(chunk)
                if self._taken > MOST_BYTES:
                    raise ValueError("more than any answer has")
                yield chunk

        def close(self) -> None:
            self._stream.close()

    if isinstance(response.stream, httpx.SyncByteStream):
        response.stream = Counted(response.stream)
