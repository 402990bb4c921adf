"""This file is where the first question to a server is: six made-up messages and a drawn picture, nobody's own."""

from functools import lru_cache

import numpy as np

from models.answer_form import answer_text
from models.prompt_wording import IMAGE_END, IMAGE_START, QUERY_END, QUERY_START, UTTERANCE_END, UTTERANCE_START
from models.special_tokens import TURN_END, TURN_START
from models.vision_language.prompt import Control, Part, Prompt, Shown, Written

_SYSTEM = (
    "You read a chat. Name the ids of the utterances and of the images that answer the question, exactly like this: "
    f"{answer_text([3, 4], [0])}. A list may be empty."
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
    parts: list[Part] = [Control(f"{TURN_START}system\n{_SYSTEM}{TURN_END}\n{TURN_START}user\n")]
    for number, (sender, text) in enumerate(_LINES):
        # Spaces and line breaks beside people's words are part of them (models.markup): so a server, which gets one
        # text, has the same tokens as a model that gets the parts.
        shown = number == _PICTURE_AT
        parts += [Control(f"{UTTERANCE_START}{number}{UTTERANCE_END}")]
        parts += [Written(f" {sender}: {text}" if shown else f" {sender}: {text}\n")]
        if shown:
            parts += [Control(f"{IMAGE_START}0{IMAGE_END}"), Shown(_boat()), Control("\n")]
    parts += [Control(QUERY_START), Written(_QUESTION), Control(f"{QUERY_END}{TURN_END}\n")]
    return Prompt((*parts, Control(f"{TURN_START}assistant\n")), len(_LINES), 1)


def _boat() -> "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]":
    """A white sail over a brown hull on blue water."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (_SIDE, _SIDE), (150, 200, 240))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 80, _SIDE, _SIDE), fill=(30, 80, 160))
    draw.polygon(((56, 12), (56, 68), (92, 68)), fill="white")
    draw.polygon(((20, 72), (96, 72), (84, 88), (32, 88)), fill=(120, 70, 30))
    return np.asarray(picture, np.uint8)
