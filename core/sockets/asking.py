"""This file is where a program of the system is run and its answer taken."""

import subprocess
import sys
from collections.abc import Sequence

from core.errors import ChatTroveError

_PATIENCE_SECONDS = 10


def answer_of(program: str, *arguments: str, fine: Sequence[int] = (0,)) -> str:
    """What it prints. fine: exit codes that are no failure. Raises ChatTroveError where it cannot be run."""
    hidden = getattr(subprocess, "CREATE_NO_WINDOW", 0) if sys.platform == "win32" else 0
    try:
        done = subprocess.run(  # noqa: S603
            [program, *arguments], capture_output=True, check=False, timeout=_PATIENCE_SECONDS, creationflags=hidden
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise ChatTroveError(f"This system could not be asked for open sockets: {program} {error}") from error
    if done.returncode not in fine:
        raise ChatTroveError(f"This system could not be asked for open sockets: {program} ended with {done.returncode}")
    return done.stdout.decode(errors="replace")
