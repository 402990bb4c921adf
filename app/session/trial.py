"""This file is where a model that may end its process proves itself in a process of its own.

llama.cpp ends the whole process where a file promises a tensor that it lacks, and no look at the header finds all of
that. So a GGUF model answers its first question in a process that may die; ChatTrove itself says what happened.
"""

import json
import os
import subprocess
import threading
import time
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from app.session.chosen import reader_preferences
from app.session.program import own_program
from core.errors import ChatTroveError, ModelError
from core.protocols import Check, unhindered

if TYPE_CHECKING:
    from models.bundle import Bundle
    from models.proving import Proof

COMMAND = "prove-apart"
"""What this program is told to do in the other process; of no use to a person."""

_APART = {("reader", "gguf")}
_TICK = 0.05
_MOST, _LONGEST = 65_536, 2_000


def proven_apart(bundle: "Bundle", role: str, check: Check = unhindered) -> "Proof":
    """models.proving.proven with the settings' preferences, in another process where the kind of model calls for it.
    Raises as that does, and ModelError where the other process dies."""
    from models.proving import proven

    if (role, bundle.entry(role).kind) not in _APART:
        return proven(bundle, role, check, reader_preferences())
    return _told(_answer([*own_program(), COMMAND, str(bundle.directory), role], check), bundle, role)


def prove_here(directory: Path, role: str) -> None:
    """What the other process does: one line of JSON. It ends with whoever started it, whose pipe it reads."""
    from models.bundle import Bundle, shipped_models
    from models.proving import proven

    threading.Thread(target=_end_with_the_pipe, daemon=True).start()
    answer: dict[str, object]
    try:
        bundle = Bundle(directory, beside=Bundle(shipped_models()), advice="Nothing was changed.", keep=False)
        answer = {"proof": asdict(proven(bundle, role, preferences=reader_preferences()))}
    except ChatTroveError as error:
        answer = {"trouble": str(error)[:_LONGEST]}
    os.write(1, json.dumps(answer).encode("ascii") + b"\n")  # there is no sys.stdout without a console
    os._exit(0)  # native threads may wait for each other for ever


def _end_with_the_pipe() -> None:
    while os.read(0, 1):
        pass
    os._exit(1)


def _answer(command: list[str], check: Check) -> bytes:
    """What a process says, empty where it died. It is killed when `check` raises."""
    with subprocess.Popen(  # noqa: S603 - this very program
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    ) as process:
        assert process.stdout is not None
        try:
            while process.poll() is None:
                check()
                time.sleep(_TICK)
            return process.stdout.read(_MOST) if process.returncode == 0 else b""
        finally:
            with suppress(OSError):
                process.kill()


def _told(answer: bytes, bundle: "Bundle", role: str) -> "Proof":
    from models.proving import Proof

    try:
        told = json.loads(answer.splitlines()[-1])
    except (ValueError, IndexError):
        raise ModelError(
            f"The {role} in {bundle.directory} ended the process that tried it: a file of it is damaged, or there is "
            "not enough memory for it."
        ) from None
    if "trouble" in told:
        raise ModelError(str(told["trouble"]))
    return Proof(**{**told["proof"], "tokens_per_second": tuple(told["proof"]["tokens_per_second"])})
