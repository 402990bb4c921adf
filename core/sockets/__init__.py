"""This file is where the system is asked which sockets this process and its children have open: the proof of "offline".

Nothing is opened to find out: Linux tells it in /proc, other systems by a program of theirs.
"""

import os
import sys

from core.sockets.found import Socket, Sockets

__all__ = ["Socket", "Sockets", "open_sockets"]


def open_sockets(process: int | None = None) -> Sockets:
    """The open sockets of a process, this one by default, and of every process it has started; tens of milliseconds.

    Raises ChatTroveError where the system cannot be asked.
    """
    asked = os.getpid() if process is None else process
    if sys.platform == "linux":
        from core.sockets.linux import sockets_of
    elif sys.platform == "win32":
        from core.sockets.windows import sockets_of
    else:
        from core.sockets.unix import sockets_of
    return sockets_of(asked)
