"""The reader on the local graphics card, here on the CPU with made-up weights: same code, other device."""

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.errors import Cancelled, ModelError
from models.answer_decoding import AnswerDecoding
from models.answer_form import AnswerStates
from models.entries import ModelEntry, ModelFile
from models.qwen_vl import devices, network
from models.qwen_vl.adapter import open_adapter
from models.qwen_vl.checkpoint import open_checkpoint
from models.qwen_vl.limits import FEWER, LEAST_PIXELS, SMALLER, Limits, limits_of
from models.qwen_vl.patches import patches_of, tokens_of
from models.token_mask import TokenMask
from models.training.tiny import Config, tiny_checkpoint
from models.training.tiny_tokenizer import write_tokenizer
from models.transformers_reader import TransformersReader, load_transformers
from models.vision_language.generator import Generator, Reply
from models.vision_language.prompt import Prompt
from tests.models.qwen_vl.prompts import HOSTILE, prompt

torch = pytest.importorskip("torch", reason="reading on a graphics card needs the extra gpu")
transformers = pytest.importorskip("transformers", reason="reading on a graphics card needs the extra gpu")

ASKED = (prompt(3), prompt(12, ((100, 160), (60, 60))), prompt(1), prompt(20, ((200, 120),), HOSTILE))


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture(scope="module", params=["tiny_qwen2_vl", "tiny_qwen2_5_vl"])
def folder(request: pytest.FixtureRequest) -> Path:
    return Path(request.getfixturevalue(request.param))


def reader_of(folder: Path, at_once: int = 1) -> TransformersReader:
    return TransformersReader("made up", open_checkpoint(folder), at_once)


def never() -> None:
    pass


def entry_of(folder: Path, **facts: Any) -> ModelEntry:
    files = {each.name: ModelFile(each, each.stat().st_size, "0") for each in folder.iterdir()}
    return ModelEntry("reader", "made-up", files, {"kind": "transformers", **facts}, folder)


def same(one: Reply, other: Reply) -> bool:
    pairs = ((one.utterances, other.utterances), (one.images, other.images))
    return all(
        set(mine) == set(its) and all(abs(mine[each] - its[each]) < 1e-3 for each in mine) for mine, its in pairs
    )


def slowly(folder: Path, asked: Prompt) -> tuple[set[int], set[int]]:
    """The ids of the answer with transformers' own forward pass over the whole text at every step, without a cache."""
    reader = reader_of(folder)
    loaded, tokens = reader._loaded(), reader._tokens
    row = reader._asked(asked).row
    answer = AnswerDecoding(TokenMask(tokens.pieces, AnswerStates(asked.utterances, asked.images)))
    ids, shown = [*row.ids, *answer.begin()], {}
    if row.patches:
        shown["pixel_values"] = torch.from_numpy(np.concatenate(row.patches))
        shown["image_grid_thw"] = torch.tensor([[1, *grid] for grid in row.grids])
    while not answer.done:
        loaded.model.model.rope_deltas = None
        with torch.inference_mode():
            scores = loaded.model(input_ids=torch.tensor([ids]), **shown).logits[0, -1].numpy()
        ids += answer.choose(scores[answer.allowed])
    return set(answer.result().utterances), set(answer.result().images)


def test_it_is_a_generator(folder: Path) -> None:
    reader: Generator = load_transformers(entry_of(folder))
    assert reader.name.startswith("made-up:")
    assert reader.name.endswith(":transformers:200704")
    assert (reader.room, reader.at_once, reader.most_pixels) == (15_536, 1, 200_704)
    assert load_transformers(entry_of(folder, max_pixels=100_352)).most_pixels == 100_352


def test_its_answers_are_those_of_transformers_without_a_cache(folder: Path) -> None:
    for asked, reply in zip(ASKED[:3], reader_of(folder).replies(ASKED[:3], never), strict=True):
        assert (set(reply.utterances), set(reply.images)) == slowly(folder, asked)


def test_prompts_read_together_are_answered_as_each_alone(folder: Path) -> None:
    alone = list(reader_of(folder).replies(ASKED, never))
    together = list(reader_of(folder, at_once=4).replies(ASKED, never))
    assert len(alone) == len(ASKED)
    assert all(map(same, alone, together))


def test_an_answer_has_only_ids_of_its_prompt_whatever_a_message_says(folder: Path) -> None:
    for count in (1, 2, 11):
        asked = prompt(count, ((60, 60),), HOSTILE * 3)
        (reply,) = reader_of(folder).replies([asked], never)
        assert set(reply.utterances) <= set(range(count))
        assert set(reply.images) <= {0}
        assert all(0 <= sure <= 1 for sure in (*reply.utterances.values(), *reply.images.values(), reply.anything))


def test_tokens_and_seconds_are_counted(folder: Path) -> None:
    reader = reader_of(folder, at_once=4)
    replies = list(reader.replies(ASKED, never))
    assert [reply.prompt_tokens for reply in replies] == [reader.tokens(asked) for asked in ASKED]
    assert all(reply.answer_tokens >= 7 and min(reply.seconds) > 0 for reply in replies)


def test_a_slim_or_huge_picture_is_brought_to_the_cap(folder: Path) -> None:
    reader = reader_of(folder)
    reader._limits.most_pixels = LEAST_PIXELS
    (reply,) = reader.replies([prompt(2, ((2, 1500), (900, 900)))], never)
    assert reply.prompt_tokens == reader.tokens(prompt(2, ((2, 1500), (900, 900)))) < 200


def test_it_stops_between_blocks_and_tokens_and_goes_on_afterwards(folder: Path) -> None:
    reader = reader_of(folder)
    wanted = list(reader.replies(ASKED[:1], never))
    checks = [0]

    def stop_at(number: int) -> Callable[[], None]:
        checks[0] = 0

        def check() -> None:
            checks[0] += 1
            if checks[0] == number:
                raise Cancelled("stopped")

        return check

    list(reader.replies(ASKED[:1], stop_at(10_000)))
    for number in range(1, checks[0] + 1):
        with pytest.raises(Cancelled):
            list(reader.replies(ASKED[:1], stop_at(number)))
    assert same(next(reader.replies(ASKED[:1], never)), wanted[0])


def test_closing_lets_go_of_the_weights_and_the_next_question_loads_them_again(folder: Path) -> None:
    reader = reader_of(folder)
    wanted = list(reader.replies(ASKED[:1], never))
    reader.close()
    assert reader._network is None
    assert same(next(reader.replies(ASKED[:1], never)), wanted[0])


def test_without_cuda_the_cpu_computes_and_says_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    reader = reader_of(folder)
    assert reader.device.startswith("CPU (")
    assert reader.notes[0].startswith("The CPU computes, far slower than a graphics card: ")


class Card:
    """What is asked of torch about graphics cards: the second has more memory free."""

    def __init__(self, free: int) -> None:
        self._free, self.version = free, type("version", (), {"cuda": "13"})

    @property
    def cuda(self) -> "Card":
        return self

    def is_available(self) -> bool:
        return True

    def device_count(self) -> int:
        return 2

    def mem_get_info(self, number: int) -> tuple[int, int]:
        return number * self._free, self._free

    def get_device_name(self, number: int) -> str:
        return f"Card {number}"

    def is_bf16_supported(self) -> bool:
        return True

    def get_num_threads(self) -> int:
        return 1


def test_the_card_with_the_most_free_memory_computes_in_half_precision(folder: Path) -> None:
    found = devices.choose_device(Card(free=8_000_000_000), open_checkpoint(folder))
    assert (found.name, found.precision, found.words, found.note) == ("cuda:1", "bfloat16", "CUDA: Card 1", "")
    limits = limits_of(open_checkpoint(folder), found)
    assert (limits.at_once, limits.most_pixels) == (16, 602_112)
    assert limits.tokens > 16 * 2_048


def test_a_card_that_is_too_small_leaves_it_to_the_cpu_and_says_so(folder: Path) -> None:
    found = devices.choose_device(Card(free=1_000), open_checkpoint(folder))
    assert found.name == "cpu"
    assert "Card 1 has 0.0 GB free and the model needs" in found.note


def test_a_model_that_fits_nowhere_is_not_loaded(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    psutil = pytest.importorskip("psutil")
    monkeypatch.setattr(psutil, "virtual_memory", lambda: type("memory", (), {"available": 1_000}))
    with pytest.raises(ModelError, match=r"There is no memory for this model: it needs .* GB and 0.0 GB are free"):
        reader_of(folder)


def out_of_memory_above(monkeypatch: pytest.MonkeyPatch, fits: Callable[[int, int], bool]) -> list[tuple[int, int]]:
    """Rows and picture tokens of every pass that was tried; torch says that memory is out where they do not fit."""
    tried: list[tuple[int, int]] = []
    real = network.Network.step

    def step(self: network.Network, states: Any, places: Any, mask: Any, cache: Any) -> Any:
        if places.shape[2] > 10:
            tried.append((mask.shape[0], mask.shape[1]))
            if not fits(*tried[-1]):
                raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 GiB")
        return real(self, states, places, mask, cache)

    monkeypatch.setattr(network.Network, "step", step)
    return tried


def test_out_of_memory_reads_fewer_together_with_the_same_answers(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = [prompt(4)] * 5
    wanted = list(reader_of(folder).replies(asked, never))
    tried = out_of_memory_above(monkeypatch, lambda rows, _: rows <= 1)
    reader = reader_of(folder, at_once=4)
    assert all(map(same, wanted, reader.replies(asked, never)))
    assert [rows for rows, _ in tried] == [4, 2, 1, 1, 1, 1, 1]
    assert reader.at_once == 1
    assert reader.notes.count(FEWER) == 1
    assert SMALLER not in reader.notes


def test_out_of_memory_with_one_prompt_shows_it_smaller_pictures(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = prompt(2, ((420, 420),))
    tried = out_of_memory_above(monkeypatch, lambda _, tokens: tokens < 250)
    reader = reader_of(folder)
    assert len(list(reader.replies([asked, asked], never))) == 2
    assert [tokens for _, tokens in tried] == sorted((tokens for _, tokens in tried), reverse=True)
    assert reader.most_pixels == 420 * 420 // 2
    assert reader.notes.count(SMALLER) == 1


def test_out_of_memory_to_the_last_is_one_sentence_and_leaves_the_reader_fit(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = reader_of(folder, at_once=2)
    with monkeypatch.context() as broken:
        out_of_memory_above(broken, lambda *_: False)
        with pytest.raises(ModelError, match="not enough memory to read even one fragment"):
            list(reader.replies([prompt(3)] * 2, never))
    assert len(list(reader.replies([prompt(3)], never))) == 1


def test_limits_end_at_pictures_that_show_nothing() -> None:
    limits = Limits(1, 1_000)
    with pytest.raises(ModelError):
        limits.give_way(1, LEAST_PIXELS)
    limits.give_way(1, 2 * LEAST_PIXELS - 2)
    assert limits.most_pixels == LEAST_PIXELS


def test_memory_that_runs_out_while_loading_is_one_sentence(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise torch.OutOfMemoryError("CUDA out of memory")

    for name in ("Qwen2VLForConditionalGeneration", "Qwen2_5_VLForConditionalGeneration"):
        monkeypatch.setattr(getattr(transformers, name), "from_pretrained", refuse)
    with pytest.raises(ModelError, match="There is not enough memory to load"):
        list(reader_of(folder).replies(ASKED[:1], never))


def test_without_the_extra_it_says_what_to_install(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(ModelError, match=r'needs the extra `gpu`.*Run: pip install "chattrove\[gpu\]"'):
        load_transformers(entry_of(folder))


def test_it_is_offline_and_runs_no_code_of_a_checkpoint(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"):
        monkeypatch.delenv(name, raising=False)
    given: list[dict[str, Any]] = []
    for name in ("Qwen2VLForConditionalGeneration", "Qwen2_5_VLForConditionalGeneration"):
        monkeypatch.setattr(getattr(transformers, name), "from_pretrained", lambda *_, **facts: given.append(facts))
    with pytest.raises(ModelError):
        list(load_transformers(entry_of(folder)).replies(ASKED[:1], never))
    assert given[0]["local_files_only"] is True
    assert given[0]["use_safetensors"] is True
    assert given[0]["trust_remote_code"] is False
    assert {os.environ[name] for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE")} == {"1"}


def test_weights_that_do_not_fit_the_config_are_one_sentence(folder: Path, tmp_path: Path) -> None:
    broken = Path(shutil.copytree(folder, tmp_path / "broken"))
    config = json.loads((broken / "config.json").read_text("utf-8"))
    (broken / "config.json").write_text(json.dumps({**config, "hidden_size": 128}), "utf-8")
    with pytest.raises(ModelError, match=r"The checkpoint .* cannot be loaded \("):
        list(reader_of(broken).replies(ASKED[:1], never))


def test_weights_that_are_left_out_are_noticed(folder: Path, tmp_path: Path) -> None:
    from safetensors.torch import load_file, save_file

    broken = Path(shutil.copytree(folder, tmp_path / "broken"))
    weights = load_file(broken / "model.safetensors")
    dropped = weights.pop("model.layers.2.mlp.up_proj.weight")
    assert dropped.numel()
    save_file(weights, broken / "model.safetensors")
    with pytest.raises(ModelError, match=r"lacks 1 of its weights \(.*layers.2.mlp.up_proj.weight\)"):
        list(reader_of(broken).replies(ASKED[:1], never))


@pytest.fixture(scope="module")
def with_adapter(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """A base that lacks the markers, a LoRA that adds them as tokens with rows of their own, and both in one."""
    peft = pytest.importorskip("peft", reason="adapters need the extra gpu")
    base, adapter, merged = (tmp_path_factory.mktemp("lora") / name for name in ("base", "adapter", "merged"))
    tiny_checkpoint(base, "qwen2_5_vl", Config(markers=False))
    adapter.mkdir()
    ids = write_tokenizer(adapter)
    model = transformers.Qwen2_5_VLForConditionalGeneration.from_pretrained(str(base))
    torch.manual_seed(1)
    settings = peft.LoraConfig(
        r=4,
        lora_alpha=8,
        target_modules=r".*language_model.*\.(q_proj|v_proj|up_proj)",
        trainable_token_indices={"embed_tokens": [ids["<|utt_ids_start|>"], ids["<|query_start|>"]]},
        init_lora_weights=False,
    )
    wrapped = peft.get_peft_model(model, settings)
    with torch.no_grad():
        for name, values in wrapped.named_parameters():
            if "trainable_tokens_delta" in name:
                values.normal_(0, 0.3)
    wrapped.save_pretrained(str(adapter))
    wrapped.merge_and_unload().save_pretrained(str(merged))
    write_tokenizer(merged)
    return base, adapter, merged


@pytest.mark.filterwarnings("ignore")
def test_an_adapter_with_tokens_of_its_own_answers_as_the_merged_checkpoint(
    with_adapter: tuple[Path, Path, Path],
) -> None:
    base, adapter, merged = with_adapter
    named = load_transformers(entry_of(adapter, base=f"../{base.parent.name}/{base.name}"))
    found = list(named.replies(ASKED[:3], never))
    assert all(map(same, found, reader_of(merged).replies(ASKED[:3], never)))
    assert not all(map(same, found, reader_of(base).replies(ASKED[:3], never)))


@pytest.mark.filterwarnings("ignore")
def test_an_adapter_of_another_shape_than_its_base_is_one_sentence(
    with_adapter: tuple[Path, Path, Path], tiny_qwen2_vl: Path, tmp_path: Path
) -> None:
    other = tiny_checkpoint(tmp_path / "small", "qwen2_5_vl", Config(markers=True))
    shape = json.loads((other / "config.json").read_text("utf-8"))
    assert shape["hidden_size"] == 256
    adapter = Path(shutil.copytree(with_adapter[1], tmp_path / "adapter"))
    halve(adapter / "adapter_model.safetensors")
    reader = TransformersReader("made up", open_adapter(adapter, other))
    with pytest.raises(ModelError, match=r"The LoRA adapter .* does not fit its base"):
        list(reader.replies(ASKED[:1], never))


def halve(weights: Path) -> None:
    from safetensors.torch import load_file, save_file

    save_file(
        {name: values[..., : values.shape[-1] // 2].clone() for name, values in load_file(weights).items()}, weights
    )


def test_a_picture_of_the_reader_counts_as_many_tokens_as_it_takes() -> None:
    from tests.models.qwen_vl.prompts import picture

    assert tokens_of(patches_of(picture(56, 84))[1]) == 6
