"""This file is where graphics processors are asked for by name: what the driver's own program says of them."""

import shutil
import subprocess
from dataclasses import dataclass

_QUESTION = ("--query-gpu=name,memory.total,memory.free,driver_version", "--format=csv,noheader,nounits")
_PATIENCE = 8.0


@dataclass(frozen=True, slots=True)
class Gpu:
    """memory, free: in MiB; driver: its version, empty where it is not told."""

    name: str
    memory: int
    free: int
    driver: str = ""


def gpus() -> list[Gpu]:
    """The NVIDIA cards of this machine; none where there is no driver, or it does not answer."""
    program = shutil.which("nvidia-smi")
    if program is None:
        return []
    try:
        done = subprocess.run(  # noqa: S603
            [program, *_QUESTION], capture_output=True, text=True, timeout=_PATIENCE, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return []
    return [gpu for line in done.stdout.splitlines() if (gpu := _gpu(line)) is not None] if not done.returncode else []


def _gpu(line: str) -> Gpu | None:
    name, *told = (part.strip() for part in line.rsplit(",", 3))
    try:
        memory, free = map(int, told[:2])
    except ValueError:
        return None
    return Gpu(name, memory, free, told[2])
