"""This file is where it stands how a server is reached: consent, key, encryption, patience. Nothing is sent here."""

from dataclasses import dataclass, field, replace

from core.addresses import Address, address_of
from core.consent import Consents
from core.errors import AddressError, ConsentError, ModelError
from core.server_access import key_of

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


def agreed_connection(url: str, consents: Consents, patience: Patience | None = None) -> Connection:
    """The connection to a server, as far as it was agreed to; asked before each use, so that a consent that is taken
    back ends it. Raises ModelError, with what to do."""
    try:
        address = address_of(url)
        address = replace(address, path=address.path or _USUAL_PATH)
        missing = consents.missing("reader", address)
        given = consents.of("reader", address)
        key = "" if missing else key_of(given)
    except (AddressError, ConsentError) as error:
        raise ModelError(str(error)) from error
    if missing:
        raise ModelError(f"{missing} To agree: chattrove models connect {address.origin}")
    return Connection(address, key, given is not None and given.proxies, patience or Patience())
