"""This file is where a run's state is put on disk such that a kill at any moment leaves a whole one behind."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

_KEPT = 2


def write_whole(path: Path, write: Callable[[IO[bytes]], object]) -> None:
    """Writes a file under another name, flushes it to the disk, then renames it: it is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".part")
    with draft.open("wb") as stream:
        write(stream)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(path)


def save_checkpoint(folder: Path, step: int, state: dict[str, Any]) -> Path:
    """Keeps the state after `step` steps and the one before it; older ones go."""
    import torch

    path = folder / f"step-{step:09d}.pt"
    write_whole(path, lambda stream: torch.save(state, stream))
    for old in sorted(folder.glob("step-*.pt"))[:-_KEPT]:
        old.unlink()
    return path


def newest_checkpoint(folder: Path) -> dict[str, Any] | None:
    """The state of the newest checkpoint that can be read whole; None where there is none.

    A damaged one (a disk that lied about its flush) is passed over for the one before it.
    """
    for path in sorted(folder.glob("step-*.pt"), reverse=True):
        state = read_checkpoint(path)
        if state is not None:
            return state
    return None


def read_checkpoint(path: Path) -> dict[str, Any] | None:
    """One checkpoint on the CPU; None when it cannot be read. Only tensors and plain values are taken from it."""
    import pickle

    import torch

    try:
        state: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    except (OSError, RuntimeError, EOFError, pickle.UnpicklingError, ValueError, KeyError):
        return None
    return state
