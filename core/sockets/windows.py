"""This file is where Windows is asked for open sockets, by its own `netstat`; it names no children."""

from core.sockets.asking import answer_of
from core.sockets.found import Socket, Sockets

_NOBODY = ("0.0.0.0:0", "[::]:0", "*:*")


def sockets_of(process: int) -> Sockets:
    """Raises ChatTroveError where `netstat` cannot be run."""
    return Sockets(tuple(read_netstat(answer_of("netstat", "-ano"), process)), (process,))


def read_netstat(told: str, process: int) -> list[Socket]:
    """From rows of protocol, local, remote, a state for TCP only, process; words of the head are in any language."""
    found = []
    for line in told.split("\n"):
        cells = line.split()
        if len(cells) >= 4 and cells[0] in ("TCP", "UDP") and cells[-1] == str(process):
            remote = "" if cells[2] in _NOBODY else cells[2]
            state = cells[3] if len(cells) > 4 else ""
            found.append(Socket(process, "", cells[0].lower(), cells[1], remote, state))
    return found
