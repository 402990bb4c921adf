"""This file is where it is tested that whatever goes wrong with a GGUF model is one sentence, and then all is well."""

import os
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

import models.gguf.interruption
import models.gguf.library
import models.gguf_reader
from core.errors import Cancelled, ModelError
from core.protocols import unhindered
from models.entries import ModelEntry, ModelFile
from models.gguf.library import Device, Library
from models.gguf.model import GgufModel, TooLittleMemory, _why
from models.gguf_reader import load_gguf
from models.vision_language.generator import Reply
from models.vision_language.prompt import Prompt
from tests.models.gguf.conftest import Load, with_file
from tests.models.gguf.files import SIGHT, TEXT, WORDS, gguf, written
from tests.models.gguf.prompts import HOSTILE, noise, prompt

ASKED = prompt(["When does the train leave?", "At 9:40."], [noise(140, 140)])


def entry_of(folder: Path, **files: bytes) -> ModelEntry:
    """The reader of a bundle with files that hold just this."""
    paths = {part: written(folder / f"{part}.gguf", data) for part, data in files.items()}
    return ModelEntry("reader", "made up", {part: ModelFile(each, 0, part) for part, each in paths.items()}, {}, folder)


def refused(entry: ModelEntry) -> str:
    """What is said when it is loaded: one sentence or two, without line breaks."""
    with pytest.raises(ModelError) as trouble:
        load_gguf(entry)
    said = str(trouble.value)
    assert said.endswith((".", '"'))
    assert "\n" not in said
    assert len(said) < 400
    return said


def reply(reader: models.gguf_reader.LlamaGenerator, asked: Prompt = ASKED) -> Reply:
    return next(iter(reader.replies([asked], unhindered)))


def test_without_llama_cpp_the_command_that_installs_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "llama_cpp", None)
    monkeypatch.setattr(models.gguf.library, "_loaded", models.gguf.library._loaded.__wrapped__)
    assert 'pip install "chattrove[gguf]"' in refused(entry_of(tmp_path, model=gguf(TEXT, WORDS)))


def test_a_missing_file_and_a_bundle_without_a_model_are_named(tmp_path: Path) -> None:
    entry = entry_of(tmp_path, model=gguf(TEXT, WORDS))
    entry.files["model"].path.unlink()
    assert "There is no model file" in refused(entry)
    assert "names no file “model”" in refused(entry_of(tmp_path, mmproj=gguf(SIGHT)))


def test_a_file_that_was_cut_off_is_named_also_where_only_weights_are_missing(tmp_path: Path) -> None:
    whole = gguf(TEXT, {"token_embd.weight": (256, 100)})
    for kept in (len(whole) - 1, len(whole) // 2, 30):
        assert "is cut off" in refused(entry_of(tmp_path, model=whole[:kept]))
    assert "is cut off" in refused(entry_of(tmp_path, model=whole, mmproj=gguf(SIGHT, {"v": (64,)})[:-8]))


def test_models_of_another_kind_are_refused(tmp_path: Path) -> None:
    assert "of the kind “llama”" in refused(entry_of(tmp_path, model=gguf({"general.architecture": "llama"})))
    assert "is not a GGUF file" in refused(entry_of(tmp_path, model=b"PK\x03\x04"))


def test_the_pictures_file_of_another_model_is_refused(tmp_path: Path) -> None:
    for facts, said in (
        ({**SIGHT, "clip.vision.projection_dim": 1_536}, "1536 numbers per token, and model.gguf takes 256"),
        ({**SIGHT, "clip.projector_type": "gemma3"}, "of the kind “gemma3”"),
        ({**SIGHT, "clip.vision.patch_size": 16}, "pieces of 32 pixels"),
        (TEXT, "of the kind “qwen2vl”"),
    ):
        assert said in refused(entry_of(tmp_path, model=gguf(TEXT, WORDS), mmproj=gguf(facts)))


def test_numbers_that_llama_cpp_would_divide_by_are_looked_at_first(tmp_path: Path) -> None:
    damaged = {**TEXT, "qwen2vl.attention.head_count": 0}
    assert "“attention.head_count” is 0" in refused(entry_of(tmp_path, model=gguf(damaged, WORDS)))
    blind = {**SIGHT, "clip.vision.block_count": 0}
    assert "“vision.block_count” is 0" in refused(entry_of(tmp_path, model=gguf(TEXT, WORDS), mmproj=gguf(blind)))


def test_too_little_memory_is_said_before_anything_is_loaded(
    small: ModelEntry, load: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(models.gguf_reader, "free_memory", lambda: 300 << 20)
    assert "needs about" in refused(small)
    monkeypatch.undo()
    assert reply(load(small)).prompt_tokens > 0


def test_what_llama_cpp_refuses_is_one_sentence_every_time(small: ModelEntry, tmp_path: Path, load: Load) -> None:
    for part, facts in (("model", TEXT), ("mmproj", SIGHT)):
        reader = load(with_file(small, part, written(tmp_path / "other.gguf", gguf(facts, WORDS))))
        for _ in range(2):
            with pytest.raises(ModelError, match=r"other\.gguf"):
                reply(reader)
    assert reply(load(small)).prompt_tokens > 0


@pytest.mark.parametrize("layers", [None, 4])
def test_a_graphics_processor_without_memory_leaves_the_work_to_the_cpu_unless_layers_were_decided(
    small: ModelEntry, load: Load, monkeypatch: pytest.MonkeyPatch, layers: int | None
) -> None:
    def only_on_cpu(*given: Any) -> GgufModel:
        if given[3].device is not None:
            raise TooLittleMemory("There is not enough memory.")
        return GgufModel(*given)

    monkeypatch.setattr(models.gguf_reader, "GgufModel", only_on_cpu)
    monkeypatch.setattr(Library, "devices", lambda _: [Device("CUDA0", "NVIDIA Test", 8 << 30, 1)])
    reader = load(small, gpu_layers=layers)
    assert reader.device == "CUDA0: NVIDIA Test"
    if layers is None:
        assert reply(reader).prompt_tokens > 0
        assert reader.device == "CPU"
        assert "The CPU computes" in reader.notes[0]
    else:
        with pytest.raises(ModelError, match="not enough memory"):
            reply(reader)


def test_a_cache_that_finds_no_memory_is_one_sentence_and_a_shorter_prompt_is_read(
    small: ModelEntry, load: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = load(small)
    expected = reply(reader)
    llama = models.gguf.library.library().llama
    monkeypatch.setattr(llama, "llama_init_from_model", lambda _model, _parameters: None)
    with pytest.raises(ModelError, match="cannot be started"):
        reply(reader, prompt(["word " * 3_000]))
    monkeypatch.undo()
    assert reply(reader).utterances.keys() == expected.utterances.keys()


@pytest.mark.parametrize(
    ("heard", "said"),
    [
        (
            "ggml_backend_cuda_buffer_type_alloc_buffer: allocating 9000 MiB on device 0: cudaMalloc failed",
            "not enough",
        ),
        ("error: mismatch between text model (n_embd = 256) and mmproj (n_embd = 64)", "belongs to another model"),
        ("key not found in model: qwen2vl.rope", "otherwise"),
    ],
)
def test_what_llama_cpp_says_while_it_loads_is_put_into_words(heard: str, said: str) -> None:
    assert said in str(_why(Path("model.gguf"), ["load: hm", heard], "otherwise"))


def test_a_prompt_that_is_too_long_is_refused_and_the_next_is_read(small: ModelEntry, load: Load) -> None:
    reader = load(small)
    expected = reply(reader)
    with pytest.raises(ModelError, match="too long for this model"):
        reply(reader, prompt(["word " * 40_000]))
    assert reply(reader).utterances.keys() == expected.utterances.keys()


def test_cancelling_ends_the_work_at_once_and_the_next_prompt_is_read(
    small: ModelEntry, load: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(models.gguf.interruption, "_PATIENCE", 0.0)
    expected, asked = reply(load(small)), _Calls()
    list(load(small).replies([ASKED], asked))
    assert asked.calls > 100  # while weights are loaded, in the tower, in every batch, between tokens
    reader = load(small)
    for place in (1, 2, 5, asked.calls // 4, asked.calls // 2, asked.calls * 3 // 4, asked.calls - 1):
        reader.close()
        stopping = _Calls(place)
        with pytest.raises(Cancelled):
            list(reader.replies([ASKED], stopping))
        assert stopping.calls == place  # whoever asked is not asked again
        assert reply(reader).utterances == pytest.approx(dict(expected.utterances), abs=0.02)


def test_looking_at_a_picture_can_be_cancelled(small: ModelEntry, load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models.gguf.interruption, "_PATIENCE", 0.0)
    reader = load(small)
    reply(reader, prompt(["nothing"]))
    tower = reader._loaded(unhindered).tower
    assert tower is not None
    before = len(tower._seen)
    with pytest.raises(Cancelled):
        list(reader.replies([prompt([], [noise(420, 420)])], _Calls(inside=tower.seen)))
    assert len(tower._seen) == before  # half a look is not remembered


def test_closing_twice_and_reading_after_closing_are_fine(small: ModelEntry, load: Load) -> None:
    reader = load(small)
    reader.close()
    first = reply(reader)
    reader.close()
    reader.close()
    assert reply(reader).utterances.keys() == first.utterances.keys()


def test_an_iterator_that_nobody_finishes_hinders_no_other(small: ModelEntry, load: Load) -> None:
    reader = load(small)
    left = reader.replies([ASKED] * 3, unhindered)
    next(left)
    found: list[Reply] = []
    other = threading.Thread(target=lambda: found.append(reply(reader)))
    other.start()
    other.join(30)
    assert found
    left.close()


def test_nothing_of_prompts_and_answers_is_printed(
    small: ModelEntry, load: Load, capfd: pytest.CaptureFixture[str]
) -> None:
    reply(load(small), prompt(HOSTILE, [noise(56, 56)]))
    assert capfd.readouterr() == ("", "")


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="needs /proc")
def test_memory_is_given_back_on_closing(small: ModelEntry, load: Load) -> None:
    reader = load(small)
    held = []
    for _ in range(6):
        reply(reader)
        reader.close()
        held.append(_resident())
    assert held[-1] - held[1] < 8 << 20


class _Calls:
    """A check that counts, and cancels at one of its calls, or while `inside` is at work."""

    def __init__(self, at: int = 0, inside: object = None) -> None:
        self.calls, self._at = 0, at
        self._code = getattr(getattr(inside, "__func__", None), "__code__", None)

    def __call__(self) -> None:
        self.calls += 1
        if self.calls == self._at or (self._code is not None and self._is_inside()):
            raise Cancelled

    def _is_inside(self) -> bool:
        frame = sys._getframe()
        while frame is not None:
            if frame.f_code is self._code:
                return True
            frame = frame.f_back  # type: ignore[assignment]
        return False


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
