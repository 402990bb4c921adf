"""This file is where llama.cpp is loaded and silenced, and where it says which processors it can compute on.

llama.cpp and its picture part write prompts and answers into their logs; nothing of that may reach a terminal or a
file, so every log goes to a `Listener`, which keeps errors while files are loaded and otherwise nothing.
"""

import ctypes
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from core.errors import ModelError

MISSING = 'This model needs llama-cpp-python, which is not installed. Run: pip install "chattrove[gguf]"'
_ERROR_LEVEL = 4
_GRAPHICS = (1, 2)
"""ggml_backend_dev_type: a card with memory of its own, a processor's graphics part."""


@dataclass(frozen=True, slots=True)
class Device:
    """A processor that is no CPU. name: llama.cpp's ("CUDA0"); free: bytes; handle: llama.cpp's pointer to it."""

    name: str
    title: str
    free: int
    handle: int


class Listener:
    """Takes what llama.cpp logs. Only between the ends of `hearing` anything is kept: its last errors."""

    def __init__(self) -> None:
        self._heard: list[str] | None = None
        self._lock = threading.Lock()

    def __call__(self, level: int, text: bytes | None, _data: object) -> None:
        heard = self._heard
        if heard is not None and level == _ERROR_LEVEL and text:
            heard.append(text.decode("utf-8", "replace").strip())
            del heard[:-20]

    @contextmanager
    def hearing(self) -> Iterator[list[str]]:
        """The errors logged meanwhile; for loading files only, never where prompts are computed."""
        with self._lock:
            heard: list[str] = []
            self._heard = heard
            try:
                yield heard
            finally:
                self._heard = None


@dataclass(frozen=True)
class Library:
    """llama_cpp and llama_cpp.mtmd_cpp; what llama.cpp logs goes to `listener`."""

    llama: Any
    mtmd: Any
    listener: Listener
    callback: object

    def devices(self) -> list[Device]:
        """Those it can compute on beside the CPU, with the memory that is free now."""
        if not self.llama.llama_supports_gpu_offload():
            return []
        ask = _Devices(self.llama)
        found = (ask.device(number) for number in range(ask.count()))
        return [device for device in found if device is not None]

    def fit_for_this_processor(self, parameters: Any) -> Any:
        """llama_model_params that do not crash: where llama.cpp was compiled with AMX, its tiles are set up in a way
        that ends the process under some hypervisors (llama.cpp issue 20824), and only repacked weights use them."""
        parameters.use_extra_bufts = b"AMX_INT8 = 1" not in self.llama.llama_print_system_info()
        return parameters


def library() -> Library:
    """llama.cpp, loaded on first use and silent. Raises ModelError when it is missing or cannot be loaded."""
    with _lock:
        return _loaded()


@cache
def _loaded() -> Library:
    try:
        import llama_cpp
        import llama_cpp.mtmd_cpp as mtmd
    except ModuleNotFoundError as error:
        raise ModelError(MISSING) from error
    except (ImportError, OSError, RuntimeError, AttributeError) as error:
        raise ModelError(f"llama-cpp-python cannot be loaded ({error}). Install it again: {_ONCE_MORE}") from error
    _check(llama_cpp, mtmd)
    listener = Listener()
    # The C side keeps the pointer for ever, so this must live as long as the process.
    callback = llama_cpp.llama_log_callback(listener)
    nothing = ctypes.c_void_p(0)
    llama_cpp.llama_log_set(callback, nothing)
    mtmd.mtmd_log_set(callback, nothing)
    mtmd.mtmd_helper_log_set(callback, nothing)
    llama_cpp.llama_backend_init()
    return Library(llama_cpp, mtmd, listener, callback)


def _check(llama: ModuleType, mtmd: ModuleType) -> None:
    """A version without these would take a person's words for special tokens."""
    if not hasattr(mtmd, "mtmd_tokenize_from_parts") or not hasattr(llama, "llama_memory_seq_rm"):
        version = getattr(llama, "__version__", "of an unknown version")
        raise ModelError(f"llama-cpp-python {version} is too old. Run: {_ONCE_MORE}")


def threads(topology: Path = Path("/sys/devices/system/cpu")) -> int:
    """One for each core that this process may use, not one for each of its hyperthreads: llama.cpp's threads wait for
    each other without sleeping, and where two share a core, or one has to share its own, all of them stand still."""
    usable = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set(range(os.cpu_count() or 1))
    cores: set[str] = set()
    for number in usable:
        siblings = topology / f"cpu{number}" / "topology" / "thread_siblings_list"
        try:
            cores.add(siblings.read_text("ascii"))
        except (OSError, UnicodeDecodeError):
            few = len(usable) <= _FEW_THREADS
            return min(len(usable) if few else len(usable) // 2, _MOST_THREADS)
    return max(1, min(len(cores), _MOST_THREADS))


class _Devices:
    """ggml's list of devices (ggml-backend.h), which llama-cpp-python has no functions for."""

    def __init__(self, llama: ModuleType) -> None:
        from llama_cpp import _ctypes_extensions, _ggml

        libraries = [_ggml.libggml]
        if os.name == "nt":  # elsewhere a library's symbols are found through those that need it
            libraries.append(_ctypes_extensions.load_shared_library("ggml-base", _ggml.libggml_base_path))
        pointer, size = ctypes.c_void_p, ctypes.POINTER(ctypes.c_size_t)
        self.count = _function(libraries, "ggml_backend_dev_count", ctypes.c_size_t)
        self._get = _function(libraries, "ggml_backend_dev_get", pointer, ctypes.c_size_t)
        self._type = _function(libraries, "ggml_backend_dev_type", ctypes.c_int, pointer)
        self._name = _function(libraries, "ggml_backend_dev_name", ctypes.c_char_p, pointer)
        self._title = _function(libraries, "ggml_backend_dev_description", ctypes.c_char_p, pointer)
        self._memory = _function(libraries, "ggml_backend_dev_memory", None, pointer, size, size)

    def device(self, number: int) -> Device | None:
        """None for the CPU and for what only helps it."""
        handle = self._get(number)
        if self._type(handle) not in _GRAPHICS:
            return None
        free, total = ctypes.c_size_t(), ctypes.c_size_t()
        self._memory(handle, ctypes.byref(free), ctypes.byref(total))
        return Device(_text(self._name(handle)), _text(self._title(handle)), free.value, handle)


def _function(libraries: list[Any], name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
    for each in libraries:
        if hasattr(each, name):
            return ctypes.CFUNCTYPE(result, *arguments)((name, each))
    raise ModelError(f"llama-cpp-python lacks {name}. Install it again: {_ONCE_MORE}")


def _text(raw: bytes | None) -> str:
    return (raw or b"").decode("utf-8", "replace").strip()


_ONCE_MORE = 'pip install --force-reinstall "chattrove[gguf]"'
_FEW_THREADS, _MOST_THREADS = 4, 16
_lock = threading.Lock()
