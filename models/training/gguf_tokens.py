"""This file is where a checkpoint's tokenizer is told to a GGUF: tokens, their kinds, merges, chat template.

Qwen's own special tokens are CONTROL: llama.cpp finds them only where it is asked to. The id markers, and whatever else
was added, are USER_DEFINED, because llama.cpp leaves CONTROL tokens out of the text that it answers with. It finds
USER_DEFINED tokens in any text: what a person wrote has to be neutralised before it gets there (models.markup).
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from core.errors import ModelError
from models.special_tokens import PAD, SPECIAL, TURN_END
from models.training.checkpoint import Checkpoint
from models.training.extras import extra
from models.training.qwen_vl import read_json


def add_tokens(writer: Any, checkpoint: Checkpoint) -> None:
    """Gives a gguf.GGUFWriter the tokenizer. Raises ModelError where it is not Qwen's kind or does not fit."""
    kinds = extra("gguf").TokenType
    made = read_json(checkpoint.folder / "tokenizer.json")
    settings = read_json(checkpoint.folder / "tokenizer_config.json")
    ids, added = _ids(made, checkpoint)
    tokens = [f"[PAD{at}]" for at in range(checkpoint.vocabulary)]
    types = [kinds.UNUSED] * len(tokens)
    for token, at in ids.items():
        tokens[at], types[at] = token, kinds.NORMAL
    for token in added:
        types[ids[token]] = kinds.CONTROL if token in SPECIAL else kinds.USER_DEFINED
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("qwen2")
    writer.add_token_list(tokens)
    writer.add_token_types(types)
    writer.add_token_merges([each if isinstance(each, str) else " ".join(each) for each in made["model"]["merges"]])
    writer.add_eos_token_id(_id(settings.get("eos_token"), TURN_END, ids))
    writer.add_pad_token_id(_id(settings.get("pad_token"), PAD, ids))
    writer.add_bos_token_id(_id(None, PAD, ids))
    writer.add_add_bos_token(False)
    template = _chat_template(checkpoint.folder, settings)
    if template:
        writer.add_chat_template(template)


def _ids(made: Mapping[str, Any], checkpoint: Checkpoint) -> tuple[dict[str, int], list[str]]:
    """(ids by token, which of them were added)."""
    try:
        if made["model"]["type"] != "BPE":
            raise ValueError(f"{made['model']['type']} instead of BPE")
        ids: dict[str, int] = dict(made["model"]["vocab"])
        added = {each["content"]: int(each["id"]) for each in made["added_tokens"]}
        ids.update(added)
    except (KeyError, TypeError, ValueError) as error:
        raise ModelError(
            f"{checkpoint.folder / 'tokenizer.json'} is not a tokenizer of Qwen's kind ({error})."
        ) from error
    lacking = [token for token in SPECIAL if token not in ids]
    if lacking:
        raise ModelError(f"The tokenizer in {checkpoint.folder} lacks Qwen's token {lacking[0]}.")
    if max(ids.values()) >= checkpoint.vocabulary:
        rows = checkpoint.vocabulary
        raise ModelError(
            f"{checkpoint.folder}: a tokenizer of {max(ids.values()) + 1} tokens and {rows} rows of words."
        )
    return ids, list(added)


def _id(told: object, usual: str, ids: Mapping[str, int]) -> int:
    name = told.get("content") if isinstance(told, dict) else told
    return ids.get(str(name), ids[usual])


def _chat_template(folder: Path, settings: Mapping[str, Any]) -> str:
    beside = folder / "chat_template.jinja"
    if beside.exists():
        return beside.read_text("utf-8")
    other = folder / "chat_template.json"
    told = read_json(other).get("chat_template") if other.exists() else settings.get("chat_template")
    return told if isinstance(told, str) else ""
