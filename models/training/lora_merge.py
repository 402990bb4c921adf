"""Puts a LoRA adapter into its base: this file is where the two become one whole checkpoint.

    chattrove train merge --base DIR --adapter DIR --out DIR

--base: a folder as on the Hugging Face Hub. --adapter: a folder with adapter_config.json and adapter_model.safetensors
as peft and ms-swift write them (the released F2RVLM checkpoints are of the latter kind). The adapter names its base by
a place of the machine that trained it, which is only told where the base does not fit. The weights go from disk to
disk some rows at a time, are added in float32 and stored as the base's are; torch is not needed. What the adapter gave
to the word table but not to the output head unties the two, as in training.
"""

import argparse
import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import ModelError
from models.qwen_vl.checkpoint import CLASSES
from models.stamps import sha256_of
from models.training.adapter_tokens import token_count, write_tokenizer
from models.training.checkpoint import Checkpoint, open_checkpoint
from models.training.lora_adapter import WEIGHTS, Adapter, Change, read_adapter
from models.training.qwen_vl import EMBEDDINGS, HEAD, Shape
from models.training.reader_bundle import MERGED, PROMPT, RUN, licence_of
from models.training.settings import chosen
from models.training.tensor_files import Planned, Stored, write_tensors

_OF_BASE = (
    *("generation_config.json", "preprocessor_config.json", "processor_config.json", "video_preprocessor_config.json"),
    *("LICENSE", "NOTICE", PROMPT),
)
_OF_ADAPTER = (PROMPT, RUN)


@dataclass(frozen=True, slots=True)
class Config:
    """shard_mb: the most that a file of weights has."""

    shard_mb: int = 4000


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="chattrove train merge", description=(__doc__ or "").split(":")[0])
    parser.add_argument("--base", type=Path, required=True, metavar="DIR", help="the checkpoint it was trained on")
    parser.add_argument("--adapter", type=Path, required=True, metavar="DIR", help="what was trained")
    given = chosen(Config(), arguments, {}, parser)
    out = merge(given.extra.base, given.extra.adapter, given.place.out, given.config.shard_mb)
    print(json.dumps(json.loads((out / MERGED).read_text("utf-8")), ensure_ascii=False))


def merge(base_folder: Path, adapter_folder: Path, out: Path, shard_mb: int = 4000) -> Path:
    """Writes the merged checkpoint; returns `out`. Raises ModelError in one sentence: no adapter, no checkpoint, a base
    that does not fit the adapter, no room."""
    adapter = read_adapter(adapter_folder)
    base = open_checkpoint(base_folder)
    if out.resolve() in (base_folder.resolve(), adapter_folder.resolve()):
        raise ModelError(f"{out} is what is merged: choose another folder for what comes out.")
    _check_fit(base, adapter)
    tensors, tied = _tensors(base, adapter)
    try:
        out.mkdir(parents=True, exist_ok=True)
        _copy(((base_folder, _OF_BASE), (adapter_folder, _OF_ADAPTER)), out)
        added = write_tokenizer(base_folder, adapter, out)
        rows = _rows(tensors)
        if token_count(out) > rows:
            raise ModelError(
                f"The tokenizer has {token_count(out)} tokens and the merged model {rows} rows for them: the adapter "
                "lacks the rows of its new tokens (modules_to_save)."
            )
        (out / "config.json").write_text(json.dumps(_config(base, rows, tied), indent=2) + "\n", "utf-8")
        (out / MERGED).write_text(json.dumps(_record(base, adapter, added), indent=2) + "\n", "utf-8")
    except OSError as error:
        raise ModelError(f"The checkpoint cannot be written to {out} ({error.strerror or error}).") from error
    planned = [tensor.planned(base.names.get(name, name)) for name, tensor in tensors.items()]
    write_tensors(out, planned, shard_mb * 1_000_000)
    return out


@dataclass(frozen=True, slots=True)
class _Tensor:
    """One of the merged checkpoint."""

    base: Stored
    change: Change

    @property
    def shape(self) -> Shape:
        return self.change.replaced.shape if self.change.replaced else self.base.shape

    def planned(self, name: str) -> Planned:
        return Planned(name, self.shape, self.base.kind, partial(_merged, self.base, self.change))


def _tensors(base: Checkpoint, adapter: Adapter) -> tuple[dict[str, _Tensor], bool]:
    """(what the merged checkpoint holds, whether its head is its word table)."""
    made = {name: _Tensor(stored, adapter.changes.get(name, Change())) for name, stored in base.tensors.items()}
    if not base.layout.tied:
        return made, False
    words, head = adapter.changes.get(EMBEDDINGS, Change()), adapter.changes.get(HEAD)
    if _stay_tied(base.tensors[EMBEDDINGS], words, head, adapter):
        return made, True
    return {**made, HEAD: _Tensor(base.tensors[EMBEDDINGS], head or Change())}, False


def _stay_tied(table: Stored, words: Change, head: Change | None, adapter: Adapter) -> bool:
    """Whether the adapter left word table and head one: rows of tokens are trained for both, whole tables are not."""
    if head is not None:
        return not (words.low_rank or head.low_rank) and all(
            _same(one, other) for one, other in ((words.replaced, head.replaced), (words.tokens, head.tokens))
        )
    if adapter.settings.get("ensure_weight_tying"):
        return True
    if words.replaced is not None and words.replaced.shape == table.shape:
        return not words.low_rank and _same(words.replaced, table)
    return not words.low_rank


def _same(one: Stored | None, other: Stored | None) -> bool:
    if one is None or other is None:
        return one is other
    pairs = zip(one.rows(), other.rows(), strict=False)
    return one.shape == other.shape and all(np.array_equal(*pair) for pair in pairs)


def _rows(tensors: Mapping[str, _Tensor]) -> int:
    rows = tensors[EMBEDDINGS].shape[0]
    if HEAD in tensors and tensors[HEAD].shape[0] != rows:
        raise ModelError(f"The merged word table has {rows} rows and the output head {tensors[HEAD].shape[0]}.")
    return rows


def _check_fit(base: Checkpoint, adapter: Adapter) -> None:
    kind = adapter.arguments.get("model_type")
    if kind in CLASSES and kind != base.layout.kind:
        raise ModelError(_unfit(base, adapter, f"it was trained on a {kind}, this is a {base.layout.kind}"))
    for name, change in adapter.changes.items():
        stored = base.tensors.get(EMBEDDINGS if name == HEAD and base.layout.tied else name)
        if stored is None:
            raise ModelError(_unfit(base, adapter, f"it changes {name}, which the base does not have"))
        if not _fits(stored, change, name in (EMBEDDINGS, HEAD)):
            raise ModelError(_unfit(base, adapter, f"{name} has the shape {stored.shape} in the base"))


def _fits(stored: Stored, change: Change, table: bool) -> bool:
    shape, (rows, columns) = stored.shape, (stored.shape[0], int(np.prod(stored.shape[1:], dtype=np.int64)))
    if change.replaced is not None:
        if change.replaced.shape[1:] != shape[1:] or (change.replaced.shape != shape and not table):
            return False
        rows = change.replaced.shape[0]
    pairs = ((change.up, 0, rows), (change.word_down, 1, rows), (change.word_up, 0, columns))
    fit = all(part is None or part.shape[at] == size for part, at, size in pairs)
    down, tokens, magnitude = change.down, change.tokens, change.magnitude
    fit &= down is None or int(np.prod(down.shape[1:], dtype=np.int64)) == columns
    fit &= magnitude is None or int(np.prod(magnitude.shape, dtype=np.int64)) == rows
    return fit and (tokens is None or (tokens.shape[1] == columns and max(change.indices) < rows))


def _unfit(base: Checkpoint, adapter: Adapter, why: str) -> str:
    named = f": give the folder of {adapter.named}" if adapter.named else ""
    return f"The adapter {adapter.folder} does not fit the base {base.folder} ({why}){named}."


def _merged(base: Stored, change: Change) -> Iterator[NDArray[np.float32]]:
    """The rows of a merged tensor, some at a time."""
    down, up, word_down, word_up, magnitude = (
        None if part is None else part.floats()
        for part in (change.down, change.up, change.word_down, change.word_up, change.magnitude)
    )
    tokens = {} if change.tokens is None else dict(zip(change.indices, change.tokens.floats(), strict=True))
    first = 0
    for piece in (change.replaced or base).rows():
        rows = piece.reshape(len(piece), -1)
        here = slice(first, first + len(rows))
        if down is not None and up is not None:
            rows += change.scale * (up.reshape(len(up), -1)[here] @ down.reshape(len(down), -1))
        if word_down is not None and word_up is not None:
            rows += change.scale * (word_down[:, here].T @ word_up.T)
        if magnitude is not None:
            rows *= (magnitude.reshape(-1)[here] / np.linalg.norm(rows, axis=1))[:, None]
        for index in tokens.keys() & set(range(here.start, here.stop)):
            rows[index - first] = tokens[index]
        first = here.stop
        yield rows


def _config(base: Checkpoint, rows: int, tied: bool) -> dict[str, Any]:
    """config.json, its vocabulary and tie as they are now."""
    made = {**base.layout.whole, "tie_word_embeddings": tied, "architectures": [CLASSES[base.layout.kind]]}
    if "text_config" in made:
        made["text_config"] = {**made["text_config"], "vocab_size": rows, "tie_word_embeddings": tied}
    if "vocab_size" in made or "text_config" not in made:
        made["vocab_size"] = rows
    return made


def _record(base: Checkpoint, adapter: Adapter, added: Sequence[str]) -> dict[str, Any]:
    return {
        "base": base.folder.resolve().name,
        "base_named_by_adapter": adapter.named,
        "base_licence": licence_of(base.folder),
        "adapter": adapter.folder.resolve().name,
        "adapter_sha256": sha256_of(adapter.folder / WEIGHTS),
        "rank": adapter.settings.get("r"),
        "alpha": adapter.settings.get("lora_alpha"),
        "changed_tensors": len(adapter.changes),
        "added_tokens": list(added),
    }


def _copy(groups: Sequence[tuple[Path, Sequence[str]]], out: Path) -> None:
    for folder, names in groups:
        for name in names:
            if (folder / name).is_file():
                shutil.copyfile(folder / name, out / name)
