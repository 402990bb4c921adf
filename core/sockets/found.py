"""This file is where it stands what is known of an open socket, and which ones cannot leave this computer."""

from dataclasses import dataclass
from ipaddress import ip_address

INSIDE = frozenset({"unix", "netlink"})
"""Kinds that only reach programs and the system of the same computer."""


@dataclass(frozen=True, slots=True)
class Socket:
    """process: its number; program: its name. kind: tcp, udp, raw, unix, netlink, packet, or other for one that the
    system's tables do not list (connected to nothing, or of a rare kind). local and remote: an address with port, or a
    path; remote is empty for one that is connected to nobody. state: as the system calls it."""

    process: int
    program: str
    kind: str
    local: str = ""
    remote: str = ""
    state: str = ""

    @property
    def inside(self) -> bool:
        """Whether nothing can go through it out of this computer, nor in."""
        if self.kind in INSIDE:
            return True
        ends = [end for end in (self.local, self.remote) if end]
        return bool(ends) and all(_is_loopback(end) for end in ends)


@dataclass(frozen=True, slots=True)
class Sockets:
    """processes: whose sockets these are: the asked one, then its children as far as the system names them."""

    open: tuple[Socket, ...]
    processes: tuple[int, ...]

    @property
    def outward(self) -> tuple[Socket, ...]:
        """Those that reach beyond this computer, or may."""
        return tuple(each for each in self.open if not each.inside)

    @property
    def inward(self) -> tuple[Socket, ...]:
        return tuple(each for each in self.open if each.inside)


def _is_loopback(end: str) -> bool:
    host = end.rpartition(":")[0].strip("[]").partition("%")[0]
    if host == "localhost":
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return address.is_loopback or (mapped is not None and mapped.is_loopback)
