"""This file is where it is decided which processor computes a model, how many layers it takes and how long prompts are.

All of it is arithmetic on what the header says and on what memory is free. Sizes are bytes.
"""

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from core.errors import ModelError
from models.gguf.header import Header
from models.gguf.library import Device

LAYERS = "CHATTROVE_GPU_LAYERS"
"""The environment variable that says how many layers a graphics processor gets, whatever the program would choose."""

_CACHE_NUMBER = 2
_WORKING = 512 << 20
_SPARE = 0.9
_SHORTEST, _LONGEST = 2_048, 32_768


@dataclass(frozen=True, slots=True)
class Weights:
    """The text model: bytes of one layer, of all else, of the cache per token and layer; the vision part's bytes."""

    layers: int
    layer: int
    rest: int
    token: int
    vision: int
    trained: int

    @property
    def total(self) -> int:
        return self.layers * self.layer + self.rest + self.vision


@dataclass(frozen=True, slots=True)
class Placement:
    """device: None for the CPU. layers: how many of the model's it takes. room: tokens of prompt and answer together.

    vision: whether the device also looks at the pictures. of: layers that the model has."""

    device: Device | None
    layers: int
    of: int
    vision: bool
    room: int

    @property
    def title(self) -> str:
        """For people: "CUDA0: NVIDIA L4", "Vulkan0: Intel Arc, 12 of 29 layers", "CPU"."""
        if self.device is None or self.layers == 0:
            return "CPU"
        part = "" if self.layers >= self.of else f", {self.layers} of {self.of} layers"
        return f"{self.device.name}: {self.device.title}{part}"

    @property
    def notes(self) -> tuple[str, ...]:
        """What the person should know of it; empty where a graphics processor computes everything."""
        if self.device is None:
            return ("The CPU computes this model: a question may take minutes.",)
        if self.layers >= self.of:
            return ()
        return (
            f"{self.device.title} has too little free memory for the whole model: the CPU computes "
            f"{self.of - self.layers} of {self.of} layers, which is slower.",
        )


def weights(text: Header, vision: Header | None) -> Weights:
    """What a model needs, by its header: llama.cpp keeps two vectors of 16 bits per token, layer and attention head."""
    layers, heads = text.number("block_count", 1), max(text.number("attention.head_count", 1), 1)
    width = text.number("embedding_length") // heads
    keys = text.number("attention.key_length", width) + text.number("attention.value_length", width)
    layered = sum(size for name, size in text.tensors.items() if name.startswith("blk."))
    return Weights(
        layers,
        -(-layered // max(layers, 1)),
        sum(text.tensors.values()) - layered,
        keys * text.number("attention.head_count_kv", heads) * _CACHE_NUMBER,
        sum(vision.tensors.values()) if vision else 0,
        text.number("context_length", _SHORTEST),
    )


def placed(needs: Weights, devices: Sequence[Device], memory: int, layers: int | None = None) -> Placement:
    """Where a model goes. memory: bytes of main memory that are free; layers: what the person decided, None for what
    fits; -1 for all. Raises ModelError when it does not fit at all."""
    device = max(devices, key=lambda each: each.free, default=None)
    if device is None or layers == 0:
        return Placement(None, 0, needs.layers + 1, False, _room(needs, memory - needs.total, memory))
    free = int(device.free * _SPARE) - _WORKING
    shortest = min(_SHORTEST, needs.trained)
    per_layer = needs.layer + shortest * needs.token
    fitting = (free - needs.vision) // per_layer
    if fitting > needs.layers and free - needs.vision - needs.layers * per_layer >= needs.rest:
        fitting = needs.layers + 1
    wanted = needs.layers + 1 if layers is not None and layers < 0 else layers
    taken = min(max(fitting if wanted is None else wanted, 0), needs.layers + 1)
    if taken == 0:
        return placed(needs, (), memory)
    if taken <= needs.layers:
        left = memory - (needs.layers - taken) * needs.layer
        return Placement(device, taken, needs.layers + 1, True, _room(needs, left - needs.rest, memory))
    # What the person decided is tried even where it seems too much: graphics processors may borrow main memory.
    room = _longest(needs, free - needs.total)
    return Placement(device, taken, needs.layers + 1, True, max(room, shortest))


def decided_layers(*said_elsewhere: object) -> int | None:
    """What the person decided: the environment variable, else the first setting or fact that is not None; None for
    what fits. Raises ModelError for what is no whole number."""
    said = next((each for each in (os.environ.get(LAYERS) or None, *said_elsewhere) if each is not None), None)
    if said is None:
        return None
    try:
        return int(str(said))
    except ValueError:
        raise ModelError(f"{LAYERS} is “{said}”: it must be a whole number, -1 for all layers.") from None


def free_memory() -> int:
    """Bytes of main memory that can be had now, without what other programs use; an estimate of half of it where the
    system does not say."""
    meminfo = Path("/proc/meminfo")
    if meminfo.exists():
        for line in meminfo.read_text("ascii", "replace").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) << 10
    if sys.platform == "win32":
        return _free_on_windows()
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2


def _room(needs: Weights, left: int, memory: int) -> int:
    """left: bytes that the weights leave of the main memory."""
    room = _longest(needs, left - _WORKING)
    if room < min(_SHORTEST, needs.trained):
        wanted, there = (needs.total + _WORKING) / 2**30, max(memory, 0) / 2**30
        raise ModelError(
            f"This model needs about {wanted:.1f} GiB of memory, but {there:.1f} GiB are free. Close other programs, "
            "or choose a smaller model."
        )
    return room


def _longest(needs: Weights, memory: int) -> int:
    return min(needs.trained, _LONGEST, max(memory, 0) // max(needs.token * needs.layers, 1))


def _free_on_windows() -> int:
    import ctypes

    class Status(ctypes.Structure):
        """MEMORYSTATUSEX of the Windows API."""

        _fields_ = (
            ("length", ctypes.c_ulong),
            ("load", ctypes.c_ulong),
            *((name, ctypes.c_ulonglong) for name in ("total", "free", "a", "b", "c", "d", "e")),
        )

    status = Status(length=ctypes.sizeof(Status))
    ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status))  # type: ignore[attr-defined,unused-ignore]
    return int(status.free)
