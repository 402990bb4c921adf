"""This file is where a merged checkpoint gets its tokenizer: the adapter's own, or the base's with what was added."""

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from core.errors import ModelError
from models.training.lora_adapter import Adapter
from models.training.qwen_vl import read_json

TOKENIZER = (
    *("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "vocab.json"),
    *("merges.txt", "chat_template.jinja", "chat_template.json"),
)
"""The files of a tokenizer; a folder that has the first brings its own."""

_ADDED = "new_special_tokens"


def write_tokenizer(base: Path, adapter: Adapter, out: Path) -> list[str]:
    """Copies the tokenizer to `out`, with the tokens that the adapter was trained with; returns those that are new.
    Raises ModelError where neither has one."""
    own = (adapter.folder / TOKENIZER[0]).exists()
    source = adapter.folder if own else base
    if not (source / TOKENIZER[0]).exists():
        raise ModelError(f"{source / TOKENIZER[0]} is missing. Copy the whole folder again.")
    known = _tokens(base) if (base / TOKENIZER[0]).exists() else set()
    for name in TOKENIZER:
        for folder in (source, base):  # an adapter's may lack the chat template
            if (folder / name).is_file() and (folder == source or name.startswith("chat_template")):
                shutil.copyfile(folder / name, out / name)
                break
    if not own:
        _add(out, _told(adapter))
    return sorted(_tokens(out) - known)


def token_count(folder: Path) -> int:
    """One more than the highest id of a folder's tokenizer."""
    made = read_json(folder / TOKENIZER[0])
    ids = [*made["model"]["vocab"].values(), *(each["id"] for each in made["added_tokens"])]
    return int(max(ids)) + 1


def _told(adapter: Adapter) -> list[str]:
    """The tokens that ms-swift was told to add: a list, whose entries may be files with a token per line."""
    told = adapter.arguments.get(_ADDED) or []
    found: list[str] = []
    for each in [told] if isinstance(told, str) else told:
        if not str(each).endswith(".txt"):
            found.append(str(each))
            continue
        beside = adapter.folder / Path(str(each)).name
        if not beside.is_file():
            raise ModelError(f"{adapter.folder} was trained with the tokens of {beside.name}: put that file beside it.")
        found += beside.read_text("utf-8").split()
    return found


def _add(folder: Path, wanted: Sequence[str]) -> None:
    from tokenizers import AddedToken, Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / TOKENIZER[0]))
    new = [each for each in dict.fromkeys(wanted) if tokenizer.token_to_id(each) is None]
    if not new:
        return
    tokenizer.add_special_tokens([AddedToken(each, special=True, normalized=False) for each in new])
    tokenizer.save(str(folder / TOKENIZER[0]))
    for older in ("special_tokens_map.json", "added_tokens.json"):  # they tell of the base's tokens only
        (folder / older).unlink(missing_ok=True)
    path = folder / TOKENIZER[1]
    settings = read_json(path) if path.exists() else {}
    decoder: dict[str, Any] = settings.get("added_tokens_decoder") or {}
    for each in json.loads(tokenizer.to_str())["added_tokens"]:
        decoder.setdefault(str(each["id"]), {name: value for name, value in each.items() if name != "id"})
    special = [*settings.get("additional_special_tokens", []), *new]
    settings = {**settings, "additional_special_tokens": special, "added_tokens_decoder": decoder}
    path.write_text(json.dumps(settings, indent=1, ensure_ascii=False), "utf-8")


def _tokens(folder: Path) -> set[str]:
    made = read_json(folder / TOKENIZER[0])
    return {*made["model"]["vocab"], *(each["content"] for each in made["added_tokens"])}
