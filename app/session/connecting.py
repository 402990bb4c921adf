"""This file is where servers are connected and let go of: what is sent is told and agreed to before the first byte."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.session.chosen import models_folder
from app.session.opened import Opened
from core.addresses import Address, address_of
from core.consent import Consent, Consents, Purpose, Terms, statement
from core.errors import AddressError, IndexServerError, ModelError, RefusedModels
from core.protocols import Report
from core.types import Progress

if TYPE_CHECKING:
    from models.server_reader.connecting import Tried

__all__ = ["Connected", "Connecting", "Consent", "ServerOrder", "Terms"]

STAGE = "connect"
_STEPS = 2


@dataclass(frozen=True, slots=True)
class ServerOrder:
    """A reader on a server as somebody asks for it. model: empty for the only one that it serves; name: of the bundle,
    empty for one made of the model's; at_once: calls on their way together."""

    url: str
    model: str = ""
    name: str = ""
    at_once: int = 4
    terms: Terms = field(default_factory=Terms)


@dataclass(frozen=True, slots=True)
class Connected:
    """name: of the bundle; structured: how the server is held to the form of answers, "none" where it cannot be.

    formed: it answered the drawn question in the form of an answer; seconds: for that answer."""

    name: str
    model: str
    structured: str
    chances: bool
    formed: bool
    seconds: float


class Connecting(Opened):
    """Servers: readers, and the search index."""

    def what_is_sent(self, purpose: Purpose, url: str) -> tuple[str, bool, bool]:
        """(the statement to agree to, whether it leaves this computer, whether it goes there unencrypted). Nothing is
        sent. Raises AddressError."""
        address = address_of(url)
        return statement(purpose, address), not address.here, not address.here and not address.encrypted

    def agreements(self) -> list[Consent]:
        """What was agreed to, and for this computer which keys are used. Raises ConsentError."""
        return Consents().all()

    def revoke(self, host: str) -> list[Consent]:
        """Takes back what was agreed for a host or an address, at once; returns what that was. Raises ConsentError."""
        return Consents().revoke(host)

    def connect_reader(self, order: ServerOrder, report: Report) -> Connected:
        """The person has read `what_is_sent` and agrees: that is kept, the server is tried with a drawn question, and
        becomes an added bundle. Raises ModelError, AddressError, ConsentError, and Cancelled as `report` does; then
        nothing of it stays, the consent neither."""
        from models.arriving import add
        from models.server_reader.connecting import manifest_of

        with _agreed("reader", address_of(order.url), order.terms):
            report(Progress(STAGE, 0, _STEPS))
            found = _tried(order, report)
            report(Progress(STAGE, 1, _STEPS))
            with tempfile.TemporaryDirectory(prefix="chattrove-") as folder:
                manifest = json.dumps(manifest_of(found), indent=1, ensure_ascii=False)
                Path(folder, "manifest.json").write_text(manifest, "utf-8")
                called = order.name or found.served.model.rpartition("/")[2]
                name, _ = add(Path(folder), models_folder(), report, called)
        served = found.served
        return Connected(name, served.model, served.structured, served.chances, found.formed, found.seconds)

    def agree_to_index(self, url: str, terms: Terms) -> None:
        """The person has read `what_is_sent` for the index and agrees. Raises AddressError, ConsentError, and
        IndexServerError where no Chroma server answers there; then nothing is agreed."""
        from core.index_server import IndexServer

        address = address_of(url)
        with _agreed("index", address, terms):
            IndexServer(address).version()

    def index_server_told(self) -> tuple[str, str, str] | None:
        """(address, version, what is wrong) of the server with the search index; None where there is none. Asks it."""
        server = self._index_server()
        if server is None:
            return None
        try:
            return server.place, server.version(), ""
        except IndexServerError as error:
            return server.place, "", str(error)

    def forget_server(self, name: str) -> None:
        """Takes back the consent for the server of a bundle, unless another one uses it too."""
        forget_consent_of(name)


def forget_consent_of(name: str) -> None:
    """The same, of added models that are about to go. Raises ConsentError."""
    from models.catalog import added_names

    folder, origins = models_folder(), {}
    for each in added_names(folder):
        with suppress(ModelError, AddressError):
            origins[each] = _origin_of(folder / each)
    origin = origins.pop(name, "")
    if origin and origin not in origins.values():
        Consents().revoke(origin, "reader")


def _tried(order: ServerOrder, report: Report) -> "Tried":
    from models.server_reader.connecting import tried
    from models.server_reader.generator import Served

    wanted = replace(Served(order.url, order.model), at_once=max(1, min(64, order.at_once)))
    return tried(wanted, Consents(), lambda: report(Progress(STAGE, 0, _STEPS)))


def _origin_of(directory: Path) -> str:
    """Of a bundle with a reader on a server; empty for others. Raises ModelError, AddressError."""
    from models.entries import read_manifest

    reader = read_manifest(directory, "").get("reader")
    return address_of(str(reader.facts.get("url"))).origin if reader is not None and reader.kind == "server" else ""


@contextmanager
def _agreed(purpose: Purpose, address: Address, terms: Terms) -> Iterator[None]:
    """Keeps the consent; puts back what was before where what it was given for fails."""
    consents = Consents()
    before = consents.of(purpose, address)
    consents.give(purpose, address, _whole(terms))
    try:
        yield
    except BaseException as error:
        consents.put_back(purpose, address, before)
        if isinstance(error, ModelError):
            raise RefusedModels(str(error)) from error
        raise


def _whole(terms: Terms) -> Terms:
    """A key's file is found again from any folder."""
    return replace(terms, key_file=str(Path(terms.key_file).expanduser().resolve()) if terms.key_file else "")
