"""This file is where it is told by their headers which GGUF files can be read, and whether two belong together."""

import re
from collections.abc import Sequence

from core.errors import ModelError
from models.gguf.header import Header
from models.pixels import SIDE

_TEXT, _VISION = "qwen2vl", "clip"
_TITLES = {"qwen2vl_merger": "Qwen2-VL", "qwen2.5vl_merger": "Qwen2.5-VL"}
"""What looks at pictures tells the two apart; the text models are of one kind."""

_NAMES = re.compile(r"qwen[-_ ]?2([._]5)?[-_ ]?vl")
_MOST = 1 << 20


def check_text(text: Header) -> None:
    """Raises ModelError where this is no text model of Qwen2-VL or Qwen2.5-VL, or only a part of one."""
    if text.architecture == _VISION:
        raise ModelError(f"{text.path} is the part that sees (mmproj). Choose the model's other file, with the text.")
    if text.architecture != _TEXT:
        named = text.architecture[:40]
        raise ModelError(f"{text.path} is a model of the kind “{named}”; only Qwen2-VL and Qwen2.5-VL can be read.")
    if "token_embd.weight" not in text.tensors:
        raise ModelError(f"{text.path} holds no words (token_embd.weight is missing). It may be one part of several.")
    _check_numbers(text, ("block_count", "embedding_length", "feed_forward_length", "attention.head_count"))


def check_vision(vision: Header, text: Header) -> str:
    """Which of the two a model is, by the file that sees for it: "Qwen2.5-VL". Raises ModelError where that file is of
    another kind, or belongs to another model than `text`."""
    kind = str(vision.facts.get("clip.vision.projector_type") or vision.facts.get("clip.projector_type") or "")
    if vision.architecture != _VISION or kind not in _TITLES:
        named = f"“{(kind or vision.architecture)[:40]}”"
        raise ModelError(
            f"{vision.path} sees for models of the kind {named}, not for Qwen2-VL or Qwen2.5-VL. Add the model's own "
            "mmproj file."
        )
    side = vision.number("vision.patch_size", 14) * vision.number("vision.spatial_merge_size", 2)
    if side != SIDE:
        raise ModelError(f"{vision.path} cuts pictures into pieces of {side} pixels, not of {SIDE}: it cannot be used.")
    width, wanted = vision.number("vision.projection_dim"), text.number("embedding_length")
    if width != wanted:
        raise ModelError(
            f"{vision.path} belongs to another model: it gives {width} numbers per token, and {text.path.name} takes "
            f"{wanted}. Add the model's own mmproj file."
        )
    told = _named(text)
    if told not in (None, _TITLES[kind]):
        raise ModelError(
            f"{vision.path} sees for {_TITLES[kind]}, and {text.path.name} is a {told}. "
            "Add the model's own mmproj file."
        )
    _check_numbers(vision, [f"vision.{key}" for key in ("block_count", "embedding_length", "attention.head_count")])
    return _TITLES[kind]


def _named(text: Header) -> str | None:
    """Which of the two a text model is, where its names tell; nothing else in it does."""
    names = " ".join(str(text.facts.get(f"general.{key}", "")) for key in ("basename", "name")).casefold()
    found = _NAMES.search(names)
    return None if found is None else "Qwen2.5-VL" if found[1] else "Qwen2-VL"


def _check_numbers(header: Header, keys: Sequence[str]) -> None:
    """llama.cpp divides by some of these, and ends the process where they are nought."""
    for key in keys:
        if not 0 < header.number(key) < _MOST:
            raise ModelError(f"The model file {header.path} is damaged: its “{key}” is {header.number(key)}.")
