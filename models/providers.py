"""This file is where onnxruntime is started: which processor computes, and the proof that it really does."""

import importlib.metadata
import io
import os
import re
import time
import warnings
from collections.abc import Mapping, Sequence
from contextlib import redirect_stdout, suppress
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol

from numpy.typing import NDArray

from core.errors import ModelError
from core.protocols import Vectors

CUDA, CPU = "CUDAExecutionProvider", "CPUExecutionProvider"

_FIRST_WITH_TELEMETRY = (1, 29)
_MOST_THREADS = 8
_SELF_TEST_TEXT = "Ben: the viewing is on Saturday at eleven. 我们周六十一点去看房。 "
_SELF_TEST_TEXTS = 64
_SAME_MODEL = 0.99


@dataclass(frozen=True, slots=True)
class OpenedSession:
    """A session and the provider that computes it. note: why it is not the GPU, empty when there is nothing to say."""

    session: Any
    provider: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class SelfTest:
    """What `doctor` shows of the embedder.

    cosine: lowest similarity to the reference vectors of the manifest; seconds: for `texts` texts after warming up.
    hint: what to do about what is wrong, empty when all is well.
    """

    model: str
    provider: str
    onnxruntime: str
    texts: int
    seconds: float
    cosine: float
    both_packages: bool
    hint: str

    @property
    def texts_per_second(self) -> float:
        return self.texts / self.seconds

    @property
    def passed(self) -> bool:
        return self.cosine >= _SAME_MODEL


class Provable(Protocol):
    """An embedder on onnxruntime. provider: who computes it; note: why it is not the GPU, "" for nothing to say."""

    @property
    def name(self) -> str: ...
    @property
    def provider(self) -> str: ...
    @property
    def note(self) -> str: ...

    def embed_texts(self, texts: Sequence[str]) -> Vectors: ...
    def reference_cosine(self) -> float: ...


def runtime() -> ModuleType:
    """onnxruntime, imported on first use with its telemetry off.

    Raises ModelError when it is missing, broken or of a version that opens connections by itself (1.29 and later).
    """
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    try:
        import onnxruntime
    except ImportError as error:
        raise ModelError(
            f"onnxruntime cannot be loaded ({error}). Run: pip install --force-reinstall --no-deps " + _wanted()
        ) from error
    check_version(getattr(onnxruntime, "__version__", ""))
    module: ModuleType = onnxruntime
    return module


def check_version(version: str) -> None:
    """Raises ModelError for a version that would contact its maker, or for a broken installation (no version)."""
    numbers = tuple(int(part) for part in re.findall(r"\d+", version)[:2])
    if not numbers:
        raise ModelError(
            "onnxruntime is only half installed. Run: pip install --force-reinstall --no-deps " + _wanted()
        )
    if numbers >= _FIRST_WITH_TELEMETRY:
        raise ModelError(
            f"onnxruntime {version} contacts its maker over the network, so it is not used. Run: pip install "
            + _wanted()
        )


def open_session(
    graph: Path,
    cuda_graph: Path | None = None,
    probe: Mapping[str, NDArray[Any]] | None = None,
    *,
    background: bool = False,
) -> OpenedSession:
    """A session on CUDA if `cuda_graph` really runs there with the inputs `probe`, else one on the CPU with `graph`.

    background: one thread on the CPU, and memory is given back after each run, for work that nobody waits for.

    onnxruntime falls back to the CPU silently when the CUDA libraries are missing; that is noticed here and noted.
    Raises ModelError when the graph cannot be loaded at all.
    """
    loaded, note = runtime(), ""
    if cuda_graph is not None and CUDA in loaded.get_available_providers():
        try:
            return OpenedSession(_on_cuda(loaded, cuda_graph, probe), CUDA)
        except Exception as error:  # onnxruntime has no common error type, and any failure here means: use the CPU
            note = f"The GPU is not used: {str(error).strip().splitlines()[0][:200]}"
    try:
        session = loaded.InferenceSession(str(graph), _options(loaded, background=background), providers=[CPU])
    except Exception as error:
        raise ModelError(f"The model file {graph} cannot be loaded ({error}). Install ChatTrove again.") from error
    return OpenedSession(session, CPU, note)


def self_test(embedder: "Provable") -> SelfTest:
    """Embeds the reference texts and a batch of short ones, and says who computed it, how fast and how exactly."""
    cosine = embedder.reference_cosine()
    texts = [f"{number}: {_SELF_TEST_TEXT}" for number in range(_SELF_TEST_TEXTS)]
    embedder.embed_texts(texts[:8])
    start = time.perf_counter()
    embedder.embed_texts(texts)
    seconds = time.perf_counter() - start
    both = both_packages()
    version = str(runtime().__version__)
    hint = _hint(embedder, cosine, both)
    return SelfTest(embedder.name, embedder.provider, version, len(texts), seconds, cosine, both, hint)


def both_packages() -> bool:
    """True when onnxruntime and onnxruntime-gpu are both installed: they overwrite each other's files."""
    return all(_installed(package) for package in ("onnxruntime", "onnxruntime-gpu"))


def _on_cuda(loaded: ModuleType, graph: Path, probe: Mapping[str, NDArray[Any]] | None) -> Any:
    _load_cuda_of_pip(loaded)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        session = loaded.InferenceSession(str(graph), _options(loaded), providers=[CUDA, CPU])
    if session.get_providers()[0] != CUDA:
        raise ModelError("CUDA was asked for, but onnxruntime fell back to the CPU (CUDA or cuDNN libraries missing).")
    session.disable_fallback()
    if probe is not None:
        session.run(None, dict(probe))
    return session


def _load_cuda_of_pip(loaded: ModuleType) -> None:
    """Libraries of CUDA and cuDNN that pip has installed are not found by themselves (onnxruntime 1.21 and later)."""
    preload = getattr(loaded, "preload_dlls", None)
    if preload is not None:
        with suppress(Exception), redirect_stdout(io.StringIO()):  # it prints what it does not find
            preload()


def _options(loaded: ModuleType, *, background: bool = False) -> Any:
    options = loaded.SessionOptions()
    options.intra_op_num_threads = 1 if background else min(_cores(), _MOST_THREADS)
    options.enable_cpu_mem_arena = not background
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # Several sessions live in one process; threads that spin while waiting would take the cores from each other.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return options


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _hint(embedder: "Provable", cosine: float, both: bool) -> str:
    if cosine < _SAME_MODEL:
        return "The vectors differ from the reference: install ChatTrove and onnxruntime again."
    if both:
        from models.packages import BOTH

        return BOTH
    if embedder.provider == CPU and _installed("onnxruntime-gpu"):
        return embedder.note or "onnxruntime-gpu finds no CUDA device: check the driver, CUDA and cuDNN."
    return embedder.note


def _installed(package: str) -> bool:
    with suppress(importlib.metadata.PackageNotFoundError):
        importlib.metadata.version(package)
        return True
    return False


def _wanted() -> str:
    """The package that is meant to be there: the one for graphics cards where it is installed and the other is not."""
    only_gpu = _installed("onnxruntime-gpu") and not _installed("onnxruntime")
    return '"onnxruntime-gpu<1.29"' if only_gpu else '"onnxruntime<1.29"'
