"""This file is where tests find a backend without a model: it reads a prompt as a person would, by its words."""

import re
from collections.abc import Callable, Iterator, Sequence

from core.protocols import Check
from models.answer_form import answer_text
from models.vision_language.generator import Reply
from models.vision_language.prompt import Control, Prompt, Shown, Written

_UTTERANCE = re.compile(r"<\|utt_id_start\|>(\d+)<\|utt_id_end\|>$")
_IMAGE = re.compile(r"<\|img_id_start\|>(\d+)<\|img_id_end\|>$")


class WordFinder:
    """A Generator that chooses utterances with a word of the query, and pictures that are bright or told so."""

    name = "word-finder:1"
    device = "CPU"
    most_pixels = 12_544
    notes: tuple[str, ...] = ()

    def __init__(self, *, room: int = 4_000, at_once: int = 2) -> None:
        self.room, self.at_once = room, at_once
        self.prompts: list[Prompt] = []
        self.closed = self.left = 0
        self.before_reply: Callable[[], None] = lambda: None

    def tokens(self, prompt: Prompt) -> int:
        texts = sum(len(part.text) // 4 + 1 for part in prompt.parts if not isinstance(part, Shown))
        shown = (part.pixels.shape for part in prompt.parts if isinstance(part, Shown))
        return texts + sum(shape[0] * shape[1] // 784 + 2 for shape in shown)

    def replies(self, prompts: Sequence[Prompt], check: Check) -> Iterator[Reply]:
        try:
            for prompt in prompts:
                check()
                self.before_reply()
                self.prompts.append(prompt)
                yield self._reply(prompt)
        finally:
            self.left += 1

    def close(self) -> None:
        self.closed += 1

    def _reply(self, prompt: Prompt) -> Reply:
        utterances, images = chosen(prompt)
        sure = dict.fromkeys(utterances, 0.9), dict.fromkeys(images, 0.8)
        anything = 0.95 if utterances or images else 0.1
        return Reply(*sure, anything, self.tokens(prompt), len(answer_text(utterances, images)), (0.5, 0.25))


def chosen(prompt: Prompt) -> tuple[list[int], list[int]]:
    """Utterances with a word of the query; pictures that are mostly white, or whose words have one."""
    words: set[str] = set()
    utterances, images, before = [], [], ""
    for part in prompt.parts:
        if isinstance(part, Control):
            before = part.text
            continue
        utterance, image = _UTTERANCE.search(before), _IMAGE.search(before)
        if isinstance(part, Shown):
            images += [int(image[1])] if image and part.pixels.mean() > 200 else []
        elif before.endswith("<|query_start|>"):
            words = set(part.text.casefold().split())
        elif words & set(re.findall(r"\w+", part.text.casefold())):
            utterances += [int(utterance[1])] if utterance else []
            images += [int(image[1])] if image else []
    return utterances, images


def text_of(prompt: Prompt) -> str:
    """Everything that people wrote."""
    return "\n".join(part.text for part in prompt.parts if isinstance(part, Written))
