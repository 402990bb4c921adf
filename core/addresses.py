"""This file is where an address of a server is understood: scheme, host and port, and whether it is this computer.

Nothing is looked up: a name that is not plainly this computer counts as another one, whatever it may lead to.
"""

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from core.errors import AddressError

_PORTS = {"http": 80, "https": 443}
_LONGEST = 2000
_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Address:
    """scheme: "http" or "https"; host: lower case, an IPv6 one without brackets; path: without a slash at its end."""

    scheme: str
    host: str
    port: int
    path: str = ""

    @property
    def origin(self) -> str:
        """Scheme, host and port, always with the port: what consent is given to ("http://127.0.0.1:8000")."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}"

    @property
    def url(self) -> str:
        return self.origin + self.path

    @property
    def here(self) -> bool:
        """This very computer: a loopback address (RFC 1122, RFC 4291)."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def encrypted(self) -> bool:
        return self.scheme == "https"


def address_of(text: str) -> Address:
    """An address as somebody typed it; "localhost" becomes 127.0.0.1, so that no name is ever looked up for it. Raises
    AddressError with what is wrong."""
    shown = "".join(each if each.isprintable() else "?" for each in text.strip()[:_SHOWN])
    try:
        if len(text) > _LONGEST or not text.strip().isprintable():
            raise ValueError("it is too long or holds characters that no address has")
        parts = urlsplit(text.strip())
        host, port = (parts.hostname or "").rstrip("."), parts.port
        wrong = _fault(parts.scheme, host, port)
        if parts.username is not None or parts.password is not None:
            wrong = "a name or password does not belong into it; a key comes from a file"
        elif parts.query or parts.fragment:
            wrong = "it ends with ? or #"
        if wrong:
            raise ValueError(wrong)
    except ValueError as error:
        raise AddressError(f"“{shown}” is no address of a server: {error}.") from error
    host = "127.0.0.1" if host == "localhost" else host
    return Address(parts.scheme, host, port or _PORTS[parts.scheme], parts.path.rstrip("/"))


def _fault(scheme: str, host: str, port: int | None) -> str:
    if scheme not in _PORTS:
        return "it begins neither with https:// nor with http://"
    if not host or not host.isascii() or any(each in host for each in " %\\<>\"'"):
        return "it has no host of plain letters, digits and dots"
    if port == 0:
        return "no server has the port 0"
    try:
        if ipaddress.ip_address(host).is_unspecified:
            return f"{host} is where a server listens, not where it is reached; take 127.0.0.1"
    except ValueError:
        pass
    return ""


def is_elsewhere(device: str) -> bool:
    """Whether what computes is reached by an address that is not this computer's; names of devices are no addresses."""
    try:
        return "://" in device and not address_of(device).here
    except AddressError:
        return "://" in device
