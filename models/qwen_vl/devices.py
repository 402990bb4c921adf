"""This file is where it is chosen who computes: the graphics card with the most free memory, else the CPU.

Nothing falls back in silence: a place that is not the GPU says why in its note.
"""

from dataclasses import dataclass
from typing import Any

from core.errors import ModelError
from models.qwen_vl.checkpoint import Checkpoint

_SPARE = 1.15
"""Weights are not all that a network needs; this much more must be free before it is loaded at all."""

_ON_DISK = {"float32": 4, "float": 4, "float64": 8}
_GB = 1e9


@dataclass(frozen=True, slots=True)
class Device:
    """name: torch's ("cuda:0", "cpu"); precision: of the weights ("bfloat16", "float32"); words: for people.

    free: bytes that were free before anything was loaded; note: what the person should know, or "".
    """

    name: str
    precision: str
    words: str
    free: int
    note: str = ""

    @property
    def is_gpu(self) -> bool:
        return self.name != "cpu"


def choose_device(torch: Any, checkpoint: Checkpoint) -> Device:
    """torch: the module. Raises ModelError where the checkpoint fits nowhere."""
    parameters = _parameters(checkpoint)
    if not torch.cuda.is_available():
        return _on_cpu(torch, parameters, _why_no_gpu(torch))
    number = max(range(torch.cuda.device_count()), key=lambda each: int(torch.cuda.mem_get_info(each)[0]))
    free, name = int(torch.cuda.mem_get_info(number)[0]), str(torch.cuda.get_device_name(number))
    if free >= 2 * parameters * _SPARE:
        precision = "bfloat16" if torch.cuda.is_bf16_supported() else "float16"
        return Device(f"cuda:{number}", precision, f"CUDA: {name}", free)
    wanted = 2 * parameters * _SPARE / _GB
    note = f"{name} has {free / _GB:.1f} GB free and the model needs {wanted:.1f} GB, so the CPU computes, far slower."
    return _on_cpu(torch, parameters, note)


def _on_cpu(torch: Any, parameters: int, note: str) -> Device:
    """In float32, which every CPU computes well, else in half of that where memory is short."""
    import psutil

    free = int(psutil.virtual_memory().available)
    for precision, size in (("float32", 4), ("bfloat16", 2)):
        if free >= size * parameters * _SPARE:
            return Device("cpu", precision, f"CPU ({torch.get_num_threads()} threads, {precision})", free, note)
    raise ModelError(
        f"There is no memory for this model: it needs {2 * parameters * _SPARE / _GB:.1f} GB and {free / _GB:.1f} GB "
        "are free. Close other programs, or use a smaller model."
    )


def _why_no_gpu(torch: Any) -> str:
    if torch.version.cuda is None and getattr(torch.version, "hip", None) is None:
        why = "this torch was built without CUDA; to use an NVIDIA card, install torch from pytorch.org with CUDA"
    else:
        why = "torch finds no graphics card; check the driver with nvidia-smi"
    return f"The CPU computes, far slower than a graphics card: {why}."


def _parameters(checkpoint: Checkpoint) -> int:
    stored = str(checkpoint.config.get("torch_dtype") or checkpoint.config.get("dtype") or "bfloat16")
    return checkpoint.bytes // _ON_DISK.get(stored, 2)
