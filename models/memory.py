"""This file is where it is reckoned how much memory a model needs, and how much this machine has. Bytes, roughly."""

import os
from pathlib import Path

from models.entries import ModelEntry

_GIGA = 1_000_000_000
_MORE = {"gguf": _GIGA, "transformers": 5 * _GIGA // 2, "gme": _GIGA}
"""What computing takes beside the weights: the cache of a prompt, pictures, the framework itself."""


def memory_for(kind: str, size: int) -> int:
    """Of a model of this kind with so many bytes of weights: main memory on a CPU, else the graphics card's. Backends
    reckon more exactly before they load; this is for choosing among models. 0 for a server's."""
    if kind == "server":
        return 0
    return size + _MORE.get(kind, size)


def need_of(entry: ModelEntry) -> int:
    """Of a model that is there. An adapter also needs its base; a graph for the graphics card is not loaded twice."""
    size = sum(file.size for part, file in entry.files.items() if "cuda" not in part)
    return memory_for(entry.kind, size + _base_size(entry))


def machine_memory() -> int:
    """All main memory of this machine; 0 where the system does not say."""
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return _on_windows()


def _base_size(entry: ModelEntry) -> int:
    base = entry.facts.get("base")
    folder: Path = entry.directory.parent / str(base) if base else entry.directory
    return sum(path.stat().st_size for path in folder.rglob("*.safetensors")) if base and folder.is_dir() else 0


def _on_windows() -> int:
    import ctypes

    kernel = getattr(getattr(ctypes, "windll", None), "kernel32", None)
    if kernel is None:
        return 0
    kilobytes = ctypes.c_ulonglong()
    kernel.GetPhysicallyInstalledSystemMemory(ctypes.byref(kilobytes))
    return int(kilobytes.value) * 1024
