"""Patches, places and scores are those of transformers, for one prompt and for several of different lengths."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from models.qwen_vl.batch import Batch, Row
from models.qwen_vl.checkpoint import open_checkpoint
from models.qwen_vl.network import Network, load_network, watched
from models.qwen_vl.patches import MERGE, patches_of, tokens_of
from models.qwen_vl.positions import places
from models.qwen_vl.tokens import PromptTokens
from tests.models.qwen_vl.prompts import picture

torch = pytest.importorskip("torch", reason="parity needs the extra gpu")
transformers = pytest.importorskip("transformers", reason="parity needs the extra gpu")

SIZES: tuple[tuple[tuple[int, int], ...], ...] = ((), ((56, 112),), ((112, 84), (84, 196), (168, 252)))
CLOSE = 2e-4  # of scores that spread by 4


@pytest.fixture(scope="module", params=["tiny_qwen2_vl", "tiny_qwen2_5_vl"])
def loaded(request: pytest.FixtureRequest) -> Iterator[tuple[Network, PromptTokens]]:
    folder: Path = request.getfixturevalue(request.param)
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    tokens = PromptTokens(folder / "tokenizer.json")
    yield load_network(open_checkpoint(folder), tokens.size), tokens
    torch.set_num_threads(threads)


def row_of(tokens: PromptTokens, sizes: tuple[tuple[int, int], ...]) -> Row:
    words = np.random.default_rng(len(sizes)).integers(5, 300, (len(sizes) + 1, 17)).tolist()
    ids, seen = list(words[0]), [patches_of(picture(*size)) for size in sizes]
    start, end = (next(n for n, piece in tokens.pieces.items() if piece == f"<|vision_{x}|>") for x in ("start", "end"))
    for (_, grid), after in zip(seen, words[1:], strict=True):
        ids += [start, *[tokens.image] * tokens_of(grid), end, *after]
    return Row(ids, tuple(patches for patches, _ in seen), tuple(grid for _, grid in seen))


def theirs(network: Network, row: Row, more: list[int]) -> Any:
    """Scores after the row's last token and after each of `more`, by transformers' own forward pass."""
    network.model.model.rope_deltas = None
    ids = torch.tensor([[*row.ids, *more]])
    shown = {}
    if row.patches:
        shown["pixel_values"] = torch.from_numpy(np.concatenate(row.patches))
        shown["image_grid_thw"] = torch.tensor([[1, *grid] for grid in row.grids])
    with torch.inference_mode():
        return network.model(input_ids=ids, attention_mask=torch.ones_like(ids), **shown).logits[0, len(row.ids) - 1 :]


def close(found: Any, wanted: Any) -> bool:
    return bool((found - wanted).abs().max() < CLOSE)


def test_patches_are_those_of_qwens_own_processor(tiny_qwen2_vl: Path) -> None:
    processor = transformers.Qwen2VLImageProcessor.from_pretrained(str(tiny_qwen2_vl))
    shown = picture(112, 196)
    wanted = processor(images=[Image.fromarray(shown)], return_tensors="np")
    found, grid = patches_of(shown)
    assert (1, *grid) == tuple(wanted["image_grid_thw"][0])
    assert np.array_equal(found, wanted["pixel_values"])


def test_places_are_those_of_transformers(loaded: tuple[Network, PromptTokens]) -> None:
    network, tokens = loaded
    for sizes in SIZES[1:]:
        row = row_of(tokens, sizes)
        found, after = places(row.ids, tokens.image, [(high // MERGE, wide // MERGE) for high, wide in row.grids])
        grid = torch.tensor([[1, *each] for each in row.grids])
        ids = torch.tensor([row.ids])
        wanted, delta = network.model.model.get_rope_index(
            ids, image_grid_thw=grid, attention_mask=torch.ones_like(ids)
        )
        assert np.array_equal(found, wanted[:, 0].numpy())
        assert after == len(row.ids) + int(delta)


def test_prompts_computed_together_score_as_each_alone(loaded: tuple[Network, PromptTokens]) -> None:
    network, tokens = loaded
    rows = [row_of(tokens, sizes) for sizes in SIZES]
    wanted = [theirs(network, row, [11, 12, 13]) for row in rows]
    with torch.inference_mode():
        batch = Batch(network, rows, image=tokens.image, pad=tokens.pad, merge=MERGE)
        begun = batch.begin(lambda: None)
        assert all(close(begun[number], wanted[number][0]) for number in range(3))
        further = batch.go_on([[11, 12], [11], [11, 12, 13]])
        assert all(close(further[number], wanted[number][count]) for number, count in enumerate((2, 1, 3)))
        batch.keep([0, 1])
        last = batch.go_on([[13], [12, 13]])
        assert all(close(last[number], wanted[number][3]) for number in range(2))


def test_the_check_is_asked_before_every_block_of_a_prompt(loaded: tuple[Network, PromptTokens]) -> None:
    network, tokens = loaded
    asked: list[int] = []
    with torch.inference_mode():
        Batch(network, [row_of(tokens, SIZES[1])], image=tokens.image, pad=tokens.pad, merge=MERGE).begin(
            lambda: asked.append(1)
        )
    assert len(asked) == len(network.layers)


def test_a_check_that_stops_leaves_no_hook_behind(loaded: tuple[Network, PromptTokens]) -> None:
    network, _ = loaded
    stop: Callable[[], None] = lambda: None  # noqa: E731
    with pytest.raises(KeyError), watched(network, stop):
        raise KeyError
    assert not any(layer._forward_pre_hooks for layer in network.layers)
