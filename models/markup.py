"""This file is where a question about a chat becomes a prompt: one place for reading and for training.

Every turn is `<|utt_id_start|>k<|utt_id_end|> Speaker: text`, every picture in it stands behind
`<|img_id_start|>j<|img_id_end|>`, the query between `<|query_start|>` and `<|query_end|>` (FFR paper, task definition);
around them the wording and the frame of Qwen's chat template. Ids count from 0 over the whole prompt, also where
several stretches of chats share it. What people wrote stays apart from what we write (models.vision_language.prompt),
and is neutral besides (models.neutral_text).

`Written` parts stand between markers, and the line breaks and spaces beside them are theirs: so the tokens are the same
whether the parts are tokenised one by one, as readers do it, or joined, as trainers do.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from core.fragments import IMAGE_CHARACTERS, MESSAGE_CHARACTERS, SPEAKER_CHARACTERS, clean, image_text, utterance_text
from core.protocols import Pixels
from core.types import Attachment, Message
from models.answer_form import answer_text
from models.neutral_text import neutral_line
from models.prompt_wording import (
    DIALOGUE,
    IMAGE_END,
    IMAGE_START,
    QUERY,
    QUERY_END,
    QUERY_START,
    UTTERANCE_END,
    UTTERANCE_START,
    Wording,
)
from models.special_tokens import SEEN, SEEN_FROM, SEEN_TO, TURN_END, TURN_START
from models.vision_language.prompt import Control, Part, Prompt, Shown, Written

PICTURE = f"{SEEN_FROM}{SEEN}{SEEN_TO}"
"""Where a picture stands, in the one string that a tokenizer of Qwen's takes."""

QUERY_CHARACTERS = 1_000
_TURN = SPEAKER_CHARACTERS + 2 * MESSAGE_CHARACTERS

_PLACES = re.compile(f"({re.escape(QUERY)}|{re.escape(DIALOGUE)})")

See = Callable[[Attachment], Pixels | None]
"""A picture as the model is to see it, in its final size; None where it cannot be shown."""

__all__ = ["answer_text", "completion", "joined", "prompt_of", "unseen"]


def prompt_of(query: str, stretches: Sequence[Sequence[Message]], wording: Wording, see: See) -> Prompt:
    """The prompt that asks for what answers the query in stretches of chats, which an empty line parts.

    Pictures that cannot be shown are told in words: what is known of them. Of the others only the caption is told.
    """
    instruction, made = wording.instruction(query), _Parts(see)
    made.ours(f"{TURN_START}system\n{instruction.system}{TURN_END}\n{TURN_START}user\n")
    for piece in _PLACES.split(instruction.user):
        if piece == QUERY:
            made.query(query)
        elif piece == DIALOGUE:
            made.chats(stretches)
        else:
            made.ours(piece)
    made.ours(f"{TURN_END}\n{TURN_START}assistant\n")
    return Prompt(tuple(made.parts), made.utterances, made.images)


def completion(utterances: Sequence[int], images: Sequence[int]) -> str:
    """What a model is trained to write behind a prompt: the true answer, and the end of its turn."""
    return f"{answer_text(utterances, images)}{TURN_END}\n"


def joined(prompt: Prompt) -> tuple[str, list[Pixels]]:
    """The prompt as one string with a place for each picture, and the pictures: what trainers take. Safe, because
    `Written` parts are neutral."""
    texts = (PICTURE if isinstance(part, Shown) else part.text for part in prompt.parts)
    return "".join(texts), [part.pixels for part in prompt.parts if isinstance(part, Shown)]


def unseen(_: Attachment) -> None:
    """Shows no pictures."""


class _Parts:
    """The parts of a prompt while they are put together, with the ids given so far."""

    def __init__(self, see: See) -> None:
        self.parts: list[Part] = []
        self.utterances = self.images = 0
        self._see = see

    def ours(self, text: str) -> None:
        """Neighbours become one part: no token of ours is torn."""
        if self.parts and isinstance(self.parts[-1], Control):
            text = self.parts.pop().text + text  # type: ignore[union-attr]
        if text:
            self.parts.append(Control(text))

    def theirs(self, text: str, limit: int, *, before: str = "", after: str = "") -> None:
        """A line of a person's. before, after: spaces and line breaks of ours; only the latter where it is empty."""
        line = neutral_line(text, limit)
        if line:
            self.parts.append(Written(f"{before}{line}{after}"))
        else:
            self.ours(after)

    def query(self, query: str) -> None:
        self.ours(QUERY_START)
        self.theirs(query, QUERY_CHARACTERS)
        self.ours(QUERY_END)

    def chats(self, stretches: Sequence[Sequence[Message]]) -> None:
        """Each turn is a line; an empty line parts the stretches."""
        for number, messages in enumerate(stretches, 1):
            for place, message in enumerate(messages, 1):
                self._turn(message, "\n\n" if place == len(messages) and number < len(stretches) else "\n")

    def _turn(self, message: Message, after: str) -> None:
        self.ours(f"{UTTERANCE_START}{self.utterances}{UTTERANCE_END}")
        self.utterances += 1
        pictures = [each for each in message.attachments if each.is_image]
        self.theirs(_said(message), _TURN, before=" ", after="" if pictures else after)
        for place, attachment in enumerate(pictures, 1):
            self._picture(attachment, after if place == len(pictures) else "")

    def _picture(self, attachment: Attachment, after: str) -> None:
        self.ours(f"{IMAGE_START}{self.images}{IMAGE_END}")
        self.images += 1
        pixels = self._see(attachment)
        words = clean(attachment.caption, IMAGE_CHARACTERS) if pixels is not None else image_text(attachment)
        told = f"[{attachment.kind}: {words}]" if words else f"[{attachment.kind}]"
        if pixels is not None:
            self.parts.append(Shown(pixels))
        self.theirs(told if words or pixels is None else "", IMAGE_CHARACTERS + 20, after=after)


def _said(message: Message) -> str:
    """ "Speaker: text", with the other things that were attached in words."""
    others = tuple(each for each in message.attachments if not each.is_image)
    text = utterance_text(replace(message, attachments=others))
    speaker = clean(message.sender, SPEAKER_CHARACTERS)
    return f"{speaker}: {text}" if speaker else text
