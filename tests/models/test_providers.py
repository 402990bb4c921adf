"""Which processor computes is found out, not believed."""

import importlib.metadata
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from core.errors import ModelError
from models.bundle import Bundle, shipped_models
from models.embedder import feed, load_embedder
from models.providers import CPU, CUDA, check_version, open_session, runtime, self_test


@pytest.fixture
def pretends_cuda(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine whose onnxruntime offers CUDA and then silently computes on the CPU (or has none at all)."""
    if CUDA in runtime().get_available_providers():
        pytest.skip("this machine really offers CUDA")
    monkeypatch.setattr(runtime(), "get_available_providers", lambda: [CUDA, CPU])


def test_the_self_test_passes_with_the_shipped_model() -> None:
    result = self_test(Bundle(shipped_models()).embedder())
    assert result.passed
    assert result.cosine > 0.999
    assert result.provider in (CPU, CUDA)
    assert result.texts_per_second == pytest.approx(result.texts / result.seconds)
    assert result.onnxruntime == importlib.metadata.version("onnxruntime")


def test_the_self_test_notices_vectors_of_another_model() -> None:
    embedder = load_embedder(Bundle(shipped_models()).entry("embedder"))
    embedder.references = tuple((text, np.roll(leading, 1)) for text, leading in embedder.references)
    result = self_test(embedder)
    assert not result.passed
    assert "differ from the reference" in result.hint


@pytest.mark.usefixtures("pretends_cuda")
def test_a_silent_fall_back_to_the_cpu_is_noticed_and_explained() -> None:
    embedder = load_embedder(Bundle(shipped_models()).entry("embedder"))
    assert embedder.provider == CPU
    assert "fell back to the CPU" in embedder.note
    result = self_test(embedder)
    assert result.passed
    assert result.hint == embedder.note


@pytest.mark.usefixtures("pretends_cuda")
def test_a_gpu_that_fails_at_the_first_run_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    files = Bundle(shipped_models()).entry("embedder").files
    real = runtime().InferenceSession

    class FailingGpu(real):  # type: ignore[misc, valid-type]
        def get_providers(self) -> list[str]:
            return [CUDA, CPU]

        def run(self, *_: object) -> None:
            raise RuntimeError("CUDA failure 2: out of memory\nmore lines")

    def open_by_provider(path: str, options: object, providers: list[str]) -> object:
        return (FailingGpu if providers[0] == CUDA else real)(path, options, providers=[CPU])

    monkeypatch.setattr(runtime(), "InferenceSession", open_by_provider)
    opened = open_session(files["cpu"].path, files["cuda"].path, feed([[0, 1]]))
    assert (opened.provider, opened.note) == (CPU, "The GPU is not used: CUDA failure 2: out of memory")
    assert opened.session.run(None, feed([[101, 102]]))[0].shape == (1, 384)


def test_the_graph_for_the_gpu_gives_nearly_the_vectors_of_the_one_for_the_cpu() -> None:
    files = Bundle(shipped_models()).entry("embedder").files
    rows = feed([[101, 2043, 2003, 1996, 9278, 2349, 102], [101, 1746, 1799, 102]])
    by_integers, by_floats = (open_session(files[part].path).session.run(None, rows)[0] for part in ("cpu", "cuda"))
    assert (by_integers * by_floats).sum(1).min() > 0.99


def test_a_graph_that_is_none_is_refused(tmp_path: Path) -> None:
    graph = tmp_path / "cpu.onnx"
    graph.write_bytes(b"not a graph")
    with pytest.raises(ModelError, match=r"cpu\.onnx cannot be loaded"):
        open_session(graph)


@pytest.mark.parametrize("version", ["1.29.0", "1.31.1", "2.0"])
def test_versions_that_phone_home_are_refused(version: str) -> None:
    with pytest.raises(ModelError, match=r"contacts its maker.*pip install"):
        check_version(version)


def test_a_half_installed_runtime_is_explained() -> None:
    with pytest.raises(ModelError, match="half installed"):
        check_version("")


@pytest.mark.parametrize("version", ["1.20.1", "1.28.0", "1.9"])
def test_quiet_versions_are_accepted(version: str) -> None:
    check_version(version)


def test_telemetry_is_off_before_the_runtime_is_imported() -> None:
    code = (
        "import builtins, os\n"
        "real, seen = builtins.__import__, []\n"
        "def watch(name, *rest):\n"
        "    if name == 'onnxruntime': seen.append(os.environ.get('ORT_DISABLE_TELEMETRY'))\n"
        "    return real(name, *rest)\n"
        "builtins.__import__ = watch\n"
        "from models.providers import runtime\n"
        "runtime(); print(seen[0])"
    )
    environment = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "1", done.stderr


def test_two_runtimes_in_one_environment_are_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    real = importlib.metadata.version
    monkeypatch.setattr(importlib.metadata, "version", lambda p: "1.28.0" if p.startswith("onnxruntime") else real(p))
    result = self_test(Bundle(shipped_models()).embedder())
    assert result.both_packages
    assert "uninstall both" in result.hint
