"""This file is where it stands how a server is reached: consent, key, encryption, patience. Nothing is sent here."""

import os
import stat
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from core.addresses import Address, address_of
from core.consent import Consent, Consents
from core.errors import AddressError, ConsentError, ModelError

if TYPE_CHECKING:
    from ssl import SSLContext

_LONGEST_KEY = 4096
_USUAL_PATH = "/v1"


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a server may take, in seconds, and how much it may send, in bytes.

    silence: between two pieces of an answer, so also while it reads a long prompt with pictures before the first one;
    tries: of one request, with pauses that double, beginning with `pause`; whole: of one answer.
    """

    connect: float = 10.0
    silence: float = 300.0
    whole: float = 1200.0
    tries: int = 4
    pause: float = 0.5
    longest_pause: float = 30.0
    most_bytes: int = 4_000_000


@dataclass(frozen=True, slots=True)
class Connection:
    """A server that may be asked. key: never told, so `repr` leaves it out; proxies: those of the environment."""

    address: Address
    key: str = field(default="", repr=False)
    proxies: bool = False
    patience: Patience = field(default_factory=Patience)

    @property
    def headers(self) -> dict[str, str]:
        # Nothing that is packed is taken: what unpacks to a thousand times its size has no size to bound.
        told = {"User-Agent": "ChatTrove", "Accept-Encoding": "identity"}
        return told | ({"Authorization": f"Bearer {self.key}"} if self.key else {})

    def encryption(self) -> "SSLContext":
        """Trusts whom the system and Mozilla's list trust."""
        import ssl

        import certifi

        trusted = ssl.create_default_context(cafile=certifi.where())
        trusted.load_default_certs()
        return trusted


def agreed_connection(url: str, consents: Consents, patience: Patience | None = None) -> Connection:
    """The connection to a server, as far as it was agreed to; asked before each use, so that a consent that is taken
    back ends it. Raises ModelError, with what to do."""
    try:
        address = address_of(url)
        address = replace(address, path=address.path or _USUAL_PATH)
        missing = consents.missing("reader", address)
        given = consents.of("reader", address)
    except (AddressError, ConsentError) as error:
        raise ModelError(str(error)) from error
    if missing:
        raise ModelError(f"{missing} To agree: chattrove models connect {address.origin}")
    key = key_of(given) if given is not None else ""
    return Connection(address, key, given is not None and given.proxies, patience or Patience())


def key_of(given: Consent) -> str:
    """The key for a server, from the file or the variable that was named with the consent; empty where none was.
    Raises ModelError, which never tells the key."""
    if given.key_file:
        return _plain(_from_file(Path(given.key_file)), f"The file {given.key_file}")
    if given.key_variable:
        value = os.environ.get(given.key_variable, "")
        if not value:
            raise ModelError(f"The key for {given.origin} is missing: the variable {given.key_variable} is not set.")
        return _plain(value, f"The variable {given.key_variable}")
    return ""


def _from_file(path: Path) -> str:
    try:
        found = path.stat()
        if os.name == "posix" and stat.S_IMODE(found.st_mode) & 0o077:
            raise ModelError(f"The key in {path} can be read by others on this computer: chmod 600 {path}")
        with path.open("rb") as file:
            return file.read(_LONGEST_KEY + 1).decode("ascii", errors="replace")
    except OSError as error:
        raise ModelError(f"The key file {path} cannot be read ({error.strerror}).") from error


def _plain(text: str, where: str) -> str:
    key = text.strip()
    if not key or len(key) > _LONGEST_KEY or not (key.isascii() and key.isprintable()) or " " in key:
        raise ModelError(f"{where} holds no key: that is one line of plain letters and signs.")
    return key
