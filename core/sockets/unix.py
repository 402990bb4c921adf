"""This file is where macOS and the BSDs are asked for open sockets, by their own `ps` and `lsof`."""

from core.sockets.asking import answer_of
from core.sockets.found import Socket, Sockets

_KINDS = {"IPv4": "", "IPv6": "", "unix": "unix", "systm": "netlink", "ndrv": "packet", "rte": "netlink"}
"""lsof's type of an open file; of an internet socket the protocol is told apart."""


def sockets_of(process: int) -> Sockets:
    """Raises ChatTroveError where `ps` or `lsof` cannot be run."""
    processes = (process, *descendants(answer_of("ps", "-axo", "pid=,ppid="), process))
    numbers = ",".join(map(str, processes))
    told = answer_of("lsof", "-nP", "-a", "-p", numbers, "-FpcftPnT", fine=(0, 1))
    return Sockets(tuple(read_lsof(told)), processes)


def descendants(told: str, process: int) -> list[int]:
    """From lines of a process and its parent."""
    parents: dict[int, list[int]] = {}
    for line in told.split("\n"):
        cells = line.split()
        if len(cells) == 2:
            parents.setdefault(int(cells[1]), []).append(int(cells[0]))
    found, waiting = [], [process]
    while waiting:
        children = parents.pop(waiting.pop(), [])
        found += children
        waiting += children
    return found


def read_lsof(told: str) -> list[Socket]:
    """From fields of lsof, one a line: p process, c program, then for each open file f, t type, P protocol, n name."""
    found: list[Socket] = []
    process, program = 0, ""
    facts: dict[str, str] = {}
    for line in [*told.split("\n"), "f"]:
        mark, text = line[:1], line[1:]
        if mark in ("p", "f"):
            found += _socket(process, program, facts)
            facts = {}
        if mark == "p":
            process, program = int(text), ""
        elif mark == "c":
            program = text
        elif mark == "T" and text.startswith("ST="):
            facts["state"] = text[3:]
        elif mark in ("t", "P", "n"):
            facts[mark] = text
    return found


def _socket(process: int, program: str, facts: dict[str, str]) -> list[Socket]:
    kind = _KINDS.get(facts.get("t", ""))
    if kind is None:
        return []
    local, _, remote = facts.get("n", "").partition("->")
    if kind:
        return [Socket(process, program, kind, local if local.startswith("/") else "")]
    kind = {"TCP": "tcp", "UDP": "udp"}.get(facts.get("P", ""), "raw")
    return [Socket(process, program, kind, local, remote, facts.get("state", ""))]
