"""This file is where it is tested that a GGUF model answers with ids, the same ones every time, and nothing else."""

import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from core.protocols import unhindered
from models.answer_form import AnswerStates
from models.entries import ModelEntry
from models.gguf.cache import Entry
from models.gguf.entries import entries_of
from models.gguf_reader import LlamaGenerator
from models.token_mask import TokenMask
from models.vision_language.generator import Reply
from models.vision_language.prompt import Prompt, Written
from tests.models.gguf.conftest import Load, without_pictures
from tests.models.gguf.prompts import HOSTILE, noise, prompt

TRAIN = ("When does the train leave?", "At 9:40.", "我们明天坐火车去上海")
LONGER = prompt([*TRAIN, "Thank you!", "The cake is from Anna."] * 6, [noise(84, 56)])


def reply(reader: LlamaGenerator, asked: Prompt) -> Reply:
    return next(iter(reader.replies([asked], unhindered)))


def same(first: Reply, second: Reply) -> bool:
    """The same ids, and nearly the same confidence: batches of other lengths are rounded in another way."""
    return all(
        found.keys() == wanted.keys() and all(math.isclose(found[at], wanted[at], abs_tol=0.02) for at in wanted)
        for found, wanted in ((first.utterances, second.utterances), (first.images, second.images))
    )


def reference(reader: LlamaGenerator, asked: Prompt) -> list[int]:
    """Greedy tokens under the mask, each step read anew from the beginning of an empty cache."""
    model = reader._loaded(unhindered)
    entries: list[Entry] = entries_of(asked, reader._words(), reader.most_pixels)
    mask = TokenMask(reader._pieces, AnswerStates(asked.utterances, asked.images))
    cache, state, written = model.cache(4_096), mask.states.start, list[int]()
    while not mask.states.complete(state):
        allowed = mask.allowed(state)
        cache.forget()
        with model.interruption.asking(unhindered):
            cache.read([*entries, *written], model.tower)
        token = int(allowed[np.argmax(cache.logits()[allowed])])
        written.append(token)
        state = mask.after(state, token)
    return written


def logits(reader: LlamaGenerator, asked: Prompt) -> NDArray[np.float32]:
    """Of the first token of the answer."""
    model = reader._loaded(unhindered)
    cache = model.cache(4_096)
    with model.interruption.asking(unhindered):
        cache.read(entries_of(asked, reader._words(), reader.most_pixels), model.tower)
    return cache.logits().copy()


def ids(reader: LlamaGenerator, tokens: Sequence[int]) -> tuple[list[int], list[int]]:
    text = "".join(reader._pieces[token] for token in tokens)
    first, second = ([int(each) for each in part.split("]")[0].split(",") if each] for part in text.split("[")[1:])
    return first, second


def test_answers_are_those_of_a_greedy_reference_without_a_cache(entry: ModelEntry, load: Load) -> None:
    reader = load(entry)
    for asked in (prompt(TRAIN), LONGER, prompt(TRAIN, [noise(56, 112, 1), noise(112, 84, 2)])):
        found = reply(reader, asked)
        assert (list(found.utterances), list(found.images)) == ids(reader, reference(reader, asked))


def test_prompts_that_share_their_beginning_get_the_answers_of_fresh_ones(entry: ModelEntry, load: Load) -> None:
    pictures = [noise(112, 84, 3), noise(56, 56, 4)]
    asked = [
        prompt(TRAIN, pictures),
        prompt(TRAIN, pictures[:1]),
        prompt(TRAIN, [*pictures, noise(84, 84, 5)]),
        prompt([*TRAIN, "And back?"]),
        prompt(TRAIN, pictures),
    ]
    together = list(load(entry).replies(asked, unhindered))
    for each, found in zip(asked, together, strict=True):
        assert same(found, reply(load(entry), each))


def test_what_two_prompts_begin_with_is_read_once(small: ModelEntry, load: Load) -> None:
    reader = load(small)
    first, second = (prompt([*TRAIN * 8, last], [noise(56, 56)]) for last in ("yes", "no"))
    reply(reader, first)
    entries = entries_of(second, reader._words(), reader.most_pixels)
    model = reader._loaded(unhindered)
    with model.interruption.asking(unhindered):
        known = model.cache(0).read(entries, model.tower)
    assert known > len(entries) * 0.8


def test_another_picture_is_seen(entry: ModelEntry, load: Load) -> None:
    reader = load(entry)
    first, again, other = (logits(reader, prompt(TRAIN, [noise(112, 112, seed)])) for seed in (1, 1, 2))
    assert np.abs(first - again).max() < 0.05 < np.abs(first - other).max()


@pytest.mark.parametrize("size", [(1, 1), (3, 200), (300, 20), (301, 187), (1_000, 900)])
def test_pictures_of_any_size_are_read_and_counted(small: ModelEntry, load: Load, size: tuple[int, int]) -> None:
    reader = load(small)
    asked = prompt(TRAIN[:1], [noise(*size)])
    assert reply(reader, asked).prompt_tokens == reader.tokens(asked) > 30


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(st.sampled_from(HOSTILE), st.text(max_size=30)), min_size=1, max_size=6), st.booleans())
def test_only_ids_that_exist_come_out_of_hostile_text(
    small: ModelEntry, load: Load, texts: list[str], pictured: bool
) -> None:
    reader = load(small)
    asked = prompt(texts, [noise(28, 56)] if pictured else [], images=2)
    found = reply(reader, asked)
    assert list(found.utterances) == sorted(set(found.utterances) & set(range(len(texts))))
    assert list(found.images) == sorted(set(found.images) & {0, 1})
    assert all(0 <= each <= 1 for each in (*found.utterances.values(), *found.images.values(), found.anything))
    assert found.prompt_tokens == reader.tokens(asked)
    vocabulary = reader._words()
    written = [part.text for part in asked.parts if isinstance(part, Written)]
    assert not vocabulary.special & {token for text in written for token in vocabulary.written(text)}


def test_several_fragments_in_one_prompt_have_ids_of_their_own(small: ModelEntry, load: Load) -> None:
    reader = load(small)
    found = reply(reader, prompt([*TRAIN, *HOSTILE] * 5, [noise(28, 28, seed) for seed in range(12)]))
    assert set(found.utterances) <= set(range(40))
    assert set(found.images) <= set(range(12))
    assert found.seconds[0] > 0


def test_a_prompt_without_ids_has_an_empty_answer(small: ModelEntry, load: Load) -> None:
    found = reply(load(small), prompt([]))
    assert (dict(found.utterances), dict(found.images), found.anything) == ({}, {}, 0.0)


def test_without_a_file_for_pictures_captions_are_read_and_the_device_says_so(small: ModelEntry, load: Load) -> None:
    reader = load(without_pictures(small))
    assert reader.most_pixels == 0
    assert any("reads the captions" in note for note in reader.notes)
    found = reply(reader, prompt(TRAIN, [noise(56, 56)]))
    assert found.prompt_tokens == reader.tokens(prompt(TRAIN, [noise(56, 56)]))
    assert set(found.images) <= {0}


def test_the_name_changes_with_the_files(entry: ModelEntry, small: ModelEntry, load: Load) -> None:
    assert (load(entry).name == load(small).name) == (entry is small)
    assert load(without_pictures(small)).name != load(small).name
