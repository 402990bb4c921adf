"""This file is where a run learns on what it computes: a CPU, one GPU, or several through accelerate."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock

from core.errors import ModelError


class Processes:
    """The device, and the other processes of this run where `accelerate launch` started several."""

    def __init__(self, device: str) -> None:
        import torch

        if device == "cuda" and not torch.cuda.is_available():
            raise ModelError("There is no CUDA device that torch can use. Take --device cpu, or leave it out.")
        self.device = "cuda" if device != "cpu" and torch.cuda.is_available() else "cpu"
        self.count, self.rank, self._accelerator = int(os.environ.get("WORLD_SIZE", "1")), 0, None
        if self.count > 1:
            from accelerate import Accelerator

            self._accelerator = Accelerator(cpu=self.device == "cpu")
            self.rank = int(self._accelerator.process_index)

    def average(self, parameters: list[Any]) -> None:
        """Replaces each gradient by its mean over the processes; plain, so a model needs no wrapper."""
        if self._accelerator is not None:
            for each in parameters:
                gradient = each.new_zeros(each.shape) if each.grad is None else each.grad
                each.grad = self._accelerator.reduce(gradient, reduction="mean")

    def wait(self) -> None:
        """Until all processes are here: what one has written, the others can read."""
        if self._accelerator is not None:
            self._accelerator.wait_for_everyone()

    def named(self) -> dict[str, Any]:
        """For run.json."""
        import torch

        if self.device == "cuda":
            return {"kind": torch.cuda.get_device_name(), "processes": self.count, "precision": "bf16"}
        return {"kind": "cpu", "processes": self.count, "threads": torch.get_num_threads(), "precision": "float32"}


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Lets one process of a run after the other make what is kept in its folder: the first makes it, others find it."""
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / "preparing.lock"):
        yield
