"""This file is where it is tested how llama.cpp is started: silent, on cores of its own, and not if it is too old."""

import os
import types
from pathlib import Path

import pytest

from core.errors import ModelError
from models.gguf.library import Listener, _check, library, threads


def test_hyperthreads_of_a_core_are_one_thread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: {0, 1, 2, 3}, raising=False)
    for number, siblings in enumerate(("0,2", "1,3", "0,2", "1,3")):
        folder = tmp_path / f"cpu{number}" / "topology"
        folder.mkdir(parents=True)
        (folder / "thread_siblings_list").write_text(siblings)
    assert threads(tmp_path) == 2


@pytest.mark.parametrize(("usable", "taken"), [(1, 1), (4, 4), (12, 6), (96, 16)])
def test_where_the_system_does_not_tell_many_threads_are_taken_for_pairs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, usable: int, taken: int
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: set(range(usable)), raising=False)
    assert threads(tmp_path) == taken


def test_only_errors_are_heard_and_only_while_files_are_loaded() -> None:
    listener = Listener()
    with listener.hearing() as heard:
        listener(4, b"wrong file\n", None)
        listener(2, b"loading\n", None)
        listener(4, None, None)
    listener(4, b"what a prompt says\n", None)
    assert heard == ["wrong file"]


def test_a_version_that_takes_words_for_special_tokens_is_refused() -> None:
    old = types.ModuleType("old")
    old.__version__ = "0.2.90"  # type: ignore[attr-defined]
    with pytest.raises(ModelError, match=r"llama-cpp-python 0\.2\.90 is too old"):
        _check(old, types.ModuleType("mtmd"))


def test_weights_are_not_repacked_where_llama_cpp_was_compiled_with_amx(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("llama_cpp", reason="needs llama-cpp-python")
    loaded = library()
    for information, repacked in ((b"CPU : AVX2 = 1 | ", True), (b"CPU : AVX512 = 1 | AMX_INT8 = 1 | ", False)):
        monkeypatch.setattr(loaded.llama, "llama_print_system_info", lambda said=information: said)
        parameters = loaded.fit_for_this_processor(loaded.llama.llama_model_default_params())
        assert parameters.use_extra_bufts is repacked


def test_devices_are_those_that_are_no_cpu(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("llama_cpp", reason="needs llama-cpp-python")
    loaded = library()
    assert loaded.devices() == [] or loaded.llama.llama_supports_gpu_offload()
    monkeypatch.setattr(loaded.llama, "llama_supports_gpu_offload", lambda: True)
    assert all(device.free > 0 for device in loaded.devices())  # asks ggml's list, also where it holds only the CPU
