"""This file is where the first question to a server is: six made-up messages and a drawn picture, nobody's own."""

from functools import lru_cache

import numpy as np

from models.vision_language.prompt import Control, Part, Prompt, Shown, Written

_SYSTEM = (
    "You read a chat. Name the ids of the utterances and of the images that answer the question, exactly like this: "
    "<|utt_ids_start|>[3,4]<|utt_ids_end|>;<|img_ids_start|>[0]<|img_ids_end|>. A list may be empty."
)
_LINES = (
    ("Ana", "Shall we take the boat out on Saturday?"),
    ("Bo", "Yes, the wind looks good for sailing"),
    ("Ana", "Look at our boat"),
    ("Bo", "The harbour master wants the mooring fee before we leave"),
    ("Ana", "I paid the mooring fee yesterday, 40 euros"),
    ("Bo", "Great, see you at the boat"),
)
_QUESTION, _PICTURE_AT = "How much was the mooring fee?", 2
_SIDE = 112


@lru_cache(maxsize=1)
def drawn_prompt() -> Prompt:
    """One fragment with six utterances and one image (FFR paper, task definition)."""
    parts: list[Part] = [Control(f"<|im_start|>system\n{_SYSTEM}<|im_end|>\n<|im_start|>user\n")]
    for number, (sender, text) in enumerate(_LINES):
        parts += [Control(f"<|utt_id_start|>{number}<|utt_id_end|> "), Written(f"{sender}: {text}")]
        if number == _PICTURE_AT:
            parts += [Control(" <|img_id_start|>0<|img_id_end|>"), Shown(_boat())]
        parts.append(Control("\n"))
    parts += [Control("<|query_start|>"), Written(_QUESTION), Control("<|query_end|><|im_end|>\n")]
    return Prompt((*parts, Control("<|im_start|>assistant\n")), len(_LINES), 1)


def _boat() -> "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]":
    """A white sail over a brown hull on blue water."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (_SIDE, _SIDE), (150, 200, 240))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 80, _SIDE, _SIDE), fill=(30, 80, 160))
    draw.polygon(((56, 12), (56, 68), (92, 68)), fill="white")
    draw.polygon(((20, 72), (96, 72), (84, 88), (32, 88)), fill=(120, 70, 30))
    return np.asarray(picture, np.uint8)
