"""This file is where it is found out which packages could compute on a graphics card here, and why they do not.

What a package says of itself and what the graphics card's driver says are put beside each other: a package that falls
back to the CPU in silence is the usual trouble, and each kind of it has a command that ends it.
"""

import ctypes.util
import importlib
import importlib.metadata
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Any

from core.errors import ModelError
from models.graphics import Gpu, gpus

_CUDA = "CUDAExecutionProvider"
_ON_CPU, _ON_GPU = '"onnxruntime<1.29"', '"onnxruntime-gpu<1.29"'
_AWAY = "pip uninstall -y onnxruntime onnxruntime-gpu"
BOTH = (
    "onnxruntime and onnxruntime-gpu overwrite each other's files: uninstall both, then install the one you want. Run: "
    f"{_AWAY}; then, for an NVIDIA card, pip install {_ON_GPU}, else pip install {_ON_CPU}"
)
_OVERWRITTEN = (
    "onnxruntime-gpu is installed, but its files are gone or overwritten by onnxruntime: {what}. Run: "
    f"pip install --force-reinstall --no-deps {_ON_GPU}"
)
_LIBRARIES = ("cudart", "cublas", "cudnn")


@dataclass(frozen=True, slots=True)
class Package:
    """One that computes models. sees: what it could compute on, for people, empty where it cannot be loaded; on_gpu:
    whether a graphics card is among that; to_do: what is wrong and the command that helps, empty when all is well."""

    name: str
    version: str
    sees: str
    on_gpu: bool
    to_do: str = ""


@dataclass(frozen=True, slots=True)
class Acceleration:
    """cards: as the driver tells them. libraries: of CUDA, with the place of each, "" for one that is not found."""

    cards: tuple[Gpu, ...]
    libraries: dict[str, str]
    packages: tuple[Package, ...] = field(default=())

    @property
    def to_do(self) -> list[str]:
        return [each.to_do for each in self.packages if each.to_do]


def acceleration(cards: Sequence[Gpu] | None = None) -> Acceleration:
    """Asks the driver and every installed package; imports them, which may take seconds. Never raises."""
    cards = tuple(gpus() if cards is None else cards)
    packages = (each for each in (_onnxruntime(cards), _llama(cards), _torch(cards)) if each is not None)
    return Acceleration(cards, _libraries(), tuple(packages))


def _onnxruntime(cards: Sequence[Gpu]) -> Package:
    cpu, gpu = _version("onnxruntime"), _version("onnxruntime-gpu")
    name, version = ("onnxruntime-gpu", gpu) if gpu else ("onnxruntime", cpu)
    providers, broken = _providers()
    sees = ", ".join(each.removesuffix("ExecutionProvider") for each in providers if not each.startswith("Azure"))
    if cpu and gpu:
        return Package(name, version, sees, _CUDA in providers, BOTH)
    if gpu and (broken or _CUDA not in providers):
        what = broken or "it offers no CUDA"
        return Package(name, version, sees, False, _OVERWRITTEN.format(what=what))
    if broken:
        to_do = f"onnxruntime cannot be used: {broken}. Run: pip install --force-reinstall --no-deps {_ON_CPU}"
        return Package(name, version, "", False, to_do)
    if cards and not gpu:
        to_do = (
            f"This onnxruntime computes on the CPU only. To use {cards[0].name}, run: {_AWAY}; pip install {_ON_GPU}"
        )
        return Package(name, version, sees, False, to_do)
    return Package(name, version, sees, _CUDA in providers, _without_card(gpu, cards, "onnxruntime-gpu"))


def _providers() -> tuple[list[str], str]:
    """(what onnxruntime offers, why it cannot be used)."""
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    try:
        loaded: Any = importlib.import_module("onnxruntime")
        return list(loaded.get_available_providers()), ""
    except ImportError as error:
        return [], f"it cannot be imported ({error})"
    except AttributeError:
        return [], "only a part of it is left"
    except Exception as error:  # a broken native library may raise anything
        return [], f"it cannot be loaded ({error})"


def _llama(cards: Sequence[Gpu]) -> Package | None:
    version = _version("llama-cpp-python")
    if not version or find_spec("llama_cpp") is None:
        return None
    from models.gguf.library import library

    try:
        devices = library().devices()
    except ModelError as error:
        return Package("llama-cpp-python", version, "", False, str(error))
    sees = ", ".join([*(f"{each.name}: {each.title}" for each in devices), "CPU"])
    to_do = ""
    if cards and not devices:
        to_do = (
            f"This llama-cpp-python was built for the CPU only. To use {cards[0].name}, run: CMAKE_ARGS=-DGGML_CUDA=on "
            "pip install --force-reinstall --no-cache-dir --no-deps llama-cpp-python"
        )
    return Package("llama-cpp-python", version, sees, bool(devices), to_do)


def _torch(cards: Sequence[Gpu]) -> Package | None:
    version = _version("torch")
    if not version or find_spec("torch") is None:
        return None
    try:
        torch: Any = importlib.import_module("torch")
        there = bool(torch.cuda.is_available())
        names = [str(torch.cuda.get_device_name(each)) for each in range(torch.cuda.device_count())] if there else []
        built = str(torch.version.cuda or "")
    except Exception as error:  # a broken native library may raise anything
        return Package("torch", version, "", False, f"torch cannot be loaded ({error}). Install it again.")
    sees = ", ".join([*(f"CUDA {built}: {name}" for name in names), "CPU"])
    to_do = ""
    if cards and not there:
        why = f"was built for CUDA {built} and finds no card: the driver may be too old" if built else "knows no CUDA"
        to_do = f"This torch {why}. Install the one that fits your driver, as pytorch.org says."
    return Package("torch", version, sees, there, to_do)


def _without_card(gpu: str, cards: Sequence[Gpu], name: str) -> str:
    if not gpu or cards:
        return ""
    return f"{name} is installed, but the driver tells of no NVIDIA card, so the CPU computes: check nvidia-smi."


def _libraries() -> dict[str, str]:
    return {name: ctypes.util.find_library(name) or _of_pip(name) for name in _LIBRARIES}


def _of_pip(name: str) -> str:
    """The package of pip that brings a library of CUDA along."""
    found: Iterator[str] = (
        f"{package} {version}"
        for package in (f"nvidia-{_PIP_NAMES[name]}{cuda}" for cuda in ("-cu13", "-cu12", ""))
        if (version := _version(package))
    )
    return next(found, "")


_PIP_NAMES = {"cudart": "cuda-runtime", "cublas": "cublas", "cudnn": "cudnn"}


def _version(package: str) -> str:
    with suppress(importlib.metadata.PackageNotFoundError):
        return str(importlib.metadata.version(package))
    return ""
