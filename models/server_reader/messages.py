"""This file is where a prompt becomes the messages of OpenAI's chat completions, with pictures as data: URIs.

A server puts the frame of its own chat template around messages, so ours is taken off: only what it says who speaks is
kept. What people wrote was neutralised by models.markup; what any server may take for markup is broken up once more.
Text is in NFC, as Qwen's tokenizer has it: llama.cpp's servers do not see to that.
"""

import base64
import io
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from core.protocols import Pixels
from models.pixels import SIDE
from models.special_tokens import SEEN, SEEN_FROM, SEEN_TO, TURN_END, TURN_START
from models.vision_language.prompt import Control, Prompt, Shown, Written

_FRAME = re.compile(rf"{re.escape(TURN_START)}(system|user|assistant)\n?|{re.escape(TURN_END)}\n?")
_PICTURE_FRAME = re.compile("|".join(map(re.escape, (SEEN_FROM, SEEN, SEEN_TO))))
_MARKUP = re.compile(r"<(?=[|_/])|\[(?=/?INST\])")
_SMALL = 65_536
_QUALITY = 92
_MARGIN = 4

Piece = tuple[str, str | Pixels]
"""Who speaks, and a text or a picture."""


def messages_of(prompt: Prompt) -> list[dict[str, Any]]:
    """The messages, each with its parts in order; pictures stay where they stand between texts."""
    messages: list[dict[str, Any]] = []
    for role, content in _pieces(prompt):
        if not messages or messages[-1]["role"] != role:
            messages.append({"role": role, "content": []})
        parts = messages[-1]["content"]
        if not isinstance(content, str):
            parts.append({"type": "image_url", "image_url": {"url": data_uri(content)}})
        elif parts and parts[-1]["type"] == "text":
            parts[-1]["text"] += content
        else:
            parts.append({"type": "text", "text": content})
    return [_plain(each) for each in messages if _says(each)]


def data_uri(pixels: Pixels) -> str:
    """A picture encoded anew from its pixels, so without metadata: PNG where small, else JPEG with full colour."""
    from PIL import Image

    held = io.BytesIO()
    picture = Image.fromarray(pixels)
    small = picture.width * picture.height <= _SMALL
    if small:
        picture.save(held, "PNG")
    else:
        picture.save(held, "JPEG", quality=_QUALITY, subsampling=0)
    kind = "png" if small else "jpeg"
    return f"data:image/{kind};base64,{base64.b64encode(held.getvalue()).decode('ascii')}"


def estimated_tokens(prompt: Prompt) -> int:
    """At least as many tokens as a prompt has for Qwen's tokenizer, for almost all texts: a sign outside ASCII counts
    as one, three others as one, a picture as its patches of 28 pixels."""
    total = 0
    for part in prompt.parts:
        if isinstance(part, Shown):
            height, width = part.pixels.shape[:2]
            total += -(-height // SIDE) * -(-width // SIDE) + _MARGIN
        else:
            plain = sum(1 for each in part.text if each.isascii())
            total += len(part.text) - plain + -(-plain // 3)
    return total


def _pieces(prompt: Prompt) -> Iterator[Piece]:
    role = "user"
    for part in prompt.parts:
        if isinstance(part, Shown):
            yield role, part.pixels
        elif isinstance(part, Written):
            yield role, _MARKUP.sub(lambda found: found[0] + " ", unicodedata.normalize("NFC", part.text))
        else:
            for role, text in _unframed(part, role):  # noqa: B020 - who speaks goes on behind the part
                yield role, text


def _unframed(part: Control, role: str) -> Iterator[tuple[str, str]]:
    """Texts without the frame, with who speaks; the last one, perhaps empty, tells who speaks next."""
    text, at = _PICTURE_FRAME.sub("", unicodedata.normalize("NFC", part.text)), 0
    for found in _FRAME.finditer(text):
        yield role, text[at : found.start()]
        role, at = found[1] or role, found.end()
    yield role, text[at:]


def _says(message: dict[str, Any]) -> bool:
    return any(part["type"] != "text" or part["text"].strip() for part in message["content"])


def _plain(message: dict[str, Any]) -> dict[str, Any]:
    """A message of text alone as a string, which every template takes; empty texts beside pictures go."""
    parts = [part for part in message["content"] if part["type"] != "text" or part["text"]]
    if all(part["type"] == "text" for part in parts):
        return {"role": message["role"], "content": "".join(part["text"] for part in parts)}
    return {"role": message["role"], "content": parts}
