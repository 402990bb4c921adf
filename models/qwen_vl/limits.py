"""This file is where it stands how much is computed at once, and how that becomes less when memory runs out.

First fewer prompts are computed together, which changes no answer; then pictures are shown smaller, which may. Both
last as long as the model is loaded, and each is told once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from core.errors import ModelError
from models.pixels import MOST_PIXELS, PIXELS_ON_CPU
from models.qwen_vl.checkpoint import Checkpoint
from models.qwen_vl.devices import Device

LEAST_PIXELS = 25_088
"""Below 32 tokens a picture shows nothing any more."""

MOST_TOKENS = 15_536
"""Of a prompt, as F2RVLM was trained."""

MOST_AT_ONCE = 16
_ROOM_AT_LEAST = 2_048
_SHARE = 0.7
_USUAL_PROMPT = 2_048

FEWER = "Memory ran short, so fewer prompts are read together; that is slower and changes no answer."
SMALLER = "Memory ran short, so pictures are shown to the model smaller than it could see them."


@dataclass
class Limits:
    """at_once: prompts; tokens: of all prompts computed together, with padding; most_pixels: of one picture; room: of
    one prompt in tokens; notes: what had to give way."""

    at_once: int
    tokens: int
    room: int = MOST_TOKENS
    most_pixels: int = MOST_PIXELS
    notes: list[str] = field(default_factory=list)

    def give_way(self, together: int, largest: int) -> None:
        """together: how many prompts were too many; largest: pixels of their largest picture, 0 where there is none.

        Raises ModelError when there is nothing left that could be less."""
        if together > 1:
            self.at_once = max(1, together // 2)
            self._tell(FEWER)
        elif largest > LEAST_PIXELS:
            self.most_pixels = max(LEAST_PIXELS, min(self.most_pixels, largest) // 2)
            self._tell(SMALLER)
        else:
            raise ModelError(
                "There is not enough memory to read even one fragment with this model. Close other programs that use "
                "the graphics card or much memory, or choose a smaller model."
            )

    def _tell(self, note: str) -> None:
        if note not in self.notes:
            self.notes.append(note)


def limits_of(checkpoint: Checkpoint, device: Device, at_once: int | None = None) -> Limits:
    """What the free memory allows, by the size of what a token leaves behind. On the CPU prompts go one by one: it
    would be no faster with several, and the first answer would come later. at_once: instead of that."""
    text = checkpoint.text
    room = min(MOST_TOKENS, int(text.get("max_position_embeddings") or MOST_TOKENS))
    if not device.is_gpu:
        return Limits(at_once or 1, room * (at_once or 1), room, PIXELS_ON_CPU)
    left = (device.free - checkpoint.bytes) * _SHARE
    tokens = max(_ROOM_AT_LEAST, int(left / _bytes_per_token(text)))
    fitting = max(1, min(MOST_AT_ONCE, tokens // _USUAL_PROMPT))
    return Limits(at_once or fitting, tokens, min(room, tokens))


def _bytes_per_token(text: Mapping[str, Any]) -> int:
    """Keys and values of all layers, and the widest states of one of them, at two bytes a number."""
    hidden, heads = int(text["hidden_size"]), int(text["num_attention_heads"])
    kept = 2 * int(text["num_hidden_layers"]) * int(text["num_key_value_heads"]) * (hidden // heads)
    return 2 * (kept + 8 * hidden + 3 * int(text["intermediate_size"]))
