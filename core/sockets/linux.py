"""This file is where Linux is asked for open sockets: the open files of a process, and the tables of its network."""

import os
from collections.abc import Iterator
from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path

from core.errors import ChatTroveError
from core.sockets.found import Socket, Sockets

_PROCESSES = Path("/proc")
_INTERNET = {"tcp": "tcp", "tcp6": "tcp", "udp": "udp", "udp6": "udp", "udplite": "udp", "udplite6": "udp"}
_INTERNET |= {"raw": "raw", "raw6": "raw", "icmp": "raw", "icmp6": "raw"}
_STATES = {1: "ESTABLISHED", 2: "SYN_SENT", 3: "SYN_RECV", 4: "FIN_WAIT1", 5: "FIN_WAIT2", 6: "TIME_WAIT", 7: "CLOSE"}
_STATES |= {8: "CLOSE_WAIT", 9: "LAST_ACK", 10: "LISTEN", 11: "CLOSING"}
_MARK = "socket:["

Facts = tuple[str, str, str, str]
"""Kind, local, remote, state."""


def sockets_of(process: int) -> Sockets:
    """Of the process and all that descend from it. Raises ChatTroveError without /proc."""
    if not (_PROCESSES / str(process) / "fd").is_dir():
        raise ChatTroveError("This system has no /proc, so it cannot be asked which sockets are open.")
    processes = (process, *_descendants(process))
    found: list[Socket] = []
    for each in processes:
        inodes = _inodes(each)
        if inodes:
            known, name = _tables(each), _program(each)
            found += (Socket(each, name, *known.get(inode, ("other", "", "", ""))) for inode in sorted(inodes))
    return Sockets(tuple(found), processes)


def _descendants(process: int) -> list[int]:
    parents: dict[int, list[int]] = {}
    for entry in os.listdir(_PROCESSES):
        with suppress(OSError, ValueError, IndexError):
            number = int(entry)
            # The program's name stands in brackets and may hold anything, also brackets and spaces.
            told = (_PROCESSES / entry / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2]
            parents.setdefault(int(told.split()[1]), []).append(number)
    found, waiting = [], [process]
    while waiting:
        children = parents.pop(waiting.pop(), [])
        found += children
        waiting += children
    return found


def _program(process: int) -> str:
    with suppress(OSError):
        return (_PROCESSES / str(process) / "comm").read_text(encoding="utf-8", errors="replace").strip()
    return ""


def _inodes(process: int) -> set[str]:
    """Of a process that has just ended: none."""
    found = set()
    with suppress(OSError):
        for entry in os.scandir(_PROCESSES / str(process) / "fd"):
            with suppress(OSError):
                link = os.readlink(entry.path)
                if link.startswith(_MARK):
                    found.add(link[len(_MARK) : -1])
    return found


def _tables(process: int) -> dict[str, Facts]:
    known: dict[str, Facts] = {}
    for table, kind in _INTERNET.items():
        for cells in _rows(process, table):
            state = _STATES.get(int(cells[3], 16), "") if kind == "tcp" else ""
            known[cells[9]] = (kind, _end(cells[1]), _end(cells[2]), state)
    for cells in _rows(process, "unix"):
        known[cells[6]] = ("unix", cells[7] if len(cells) > 7 else "", "", "")
    for cells in _rows(process, "netlink"):
        known[cells[9]] = ("netlink", "", "", "")
    for cells in _rows(process, "packet"):
        known[cells[8]] = ("packet", "", "", "")
    return known


def _rows(process: int, table: str) -> Iterator[list[str]]:
    """The cells of each row but the head; a system without such a table has no such sockets."""
    with suppress(OSError):
        text = (_PROCESSES / str(process) / "net" / table).read_text(encoding="utf-8", errors="replace")
        for line in text.split("\n")[1:]:
            if line.strip():
                yield line.split()


def _end(cell: str) -> str:
    """An address with its port; empty for "nobody". The address is written in words of the machine's byte order."""
    digits, _, port = cell.partition(":")
    raw = b"".join(bytes.fromhex(digits[at : at + 8])[::-1] for at in range(0, len(digits), 8))
    address = ip_address(raw)
    if address.is_unspecified and not int(port, 16):
        return ""
    return f"[{address}]:{int(port, 16)}" if address.version == 6 else f"{address}:{int(port, 16)}"
