"""llama.cpp itself takes the grammar, and under it a model can only write answers."""

import ctypes
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from models.answer_form import is_answer
from models.answer_grammar import gbnf

llama_cpp = pytest.importorskip("llama_cpp", reason="needs llama-cpp-python")
pytest.importorskip("gguf", reason="needs the package gguf")


@pytest.fixture(scope="module")
def vocabulary(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The vocabulary of a tiny Qwen2-VL that was trained for the task."""
    pytest.importorskip("torch", reason="needs torch, to make a tiny model up")
    from models.gguf.library import library
    from models.training.gguf_export import Config, export_gguf
    from models.training.tiny import tiny_checkpoint

    library()  # keeps llama.cpp quiet
    folder = tmp_path_factory.mktemp("tiny")
    bundle = export_gguf(tiny_checkpoint(folder / "checkpoint", "qwen2_vl"), folder / "bundle", Config(kind="f32"))
    (path,) = [each for each in Path(bundle).rglob("*.gguf") if "mmproj" not in each.name]
    wanted = llama_cpp.llama_model_default_params()
    wanted.vocab_only = True
    model = llama_cpp.llama_model_load_from_file(str(path).encode(), wanted)
    yield llama_cpp.llama_model_get_vocab(model)
    llama_cpp.llama_model_free(model)


@pytest.mark.parametrize("counts", [(0, 0), (5, 0), (35, 4), (137, 12), (500, 100)])
def test_whatever_a_model_likes_it_writes_an_answer(vocabulary: Any, counts: tuple[int, int]) -> None:
    dice = np.random.default_rng(sum(counts))
    for _ in range(2):
        assert is_answer(written(vocabulary, gbnf(*counts), dice), *counts)


def written(vocabulary: Any, grammar: str, dice: np.random.Generator) -> str:
    """What a model of random tastes writes under the grammar, up to where it must end."""
    sampler = llama_cpp.llama_sampler_init_grammar(vocabulary, grammar.encode(), b"root")
    assert sampler, "llama.cpp does not understand the grammar"
    size, text = llama_cpp.llama_vocab_n_tokens(vocabulary), ""
    for _ in range(3_000):
        tokens = (llama_cpp.llama_token_data * size)()
        for token, liking in enumerate(dice.normal(0, 1, size)):
            tokens[token] = llama_cpp.llama_token_data(token, liking, 0.0)
        every = llama_cpp.llama_token_data_array(tokens, size, -1, False)
        llama_cpp.llama_sampler_apply(sampler, ctypes.byref(every))
        best = max((tokens[at] for at in range(size)), key=lambda each: each.logit)
        if llama_cpp.llama_vocab_is_eog(vocabulary, best.id):
            break
        text += llama_cpp.llama_vocab_get_text(vocabulary, best.id).decode()
        llama_cpp.llama_sampler_accept(sampler, best.id)
    llama_cpp.llama_sampler_free(sampler)
    return text
