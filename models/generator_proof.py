"""This file is where a vision-language reader proves on this machine that it loads, computes, and can only give ids.

It is shown a drawn picture and a few messages with one plain question. A model that was not trained for the task may
answer wrongly, so a wrong answer is told and is no failure; ids that do not exist, or none at all computed, are one.
"""

import time
from dataclasses import dataclass, replace

from core.errors import ModelError
from core.protocols import Check
from models.vision_language.generator import Generator, Reply
from models.vision_language.prompt import Control, Prompt

_WRONG = "It works, but does not find the line that answers a plain question: it may not be trained for this task."


@dataclass(frozen=True, slots=True)
class Computed:
    """What a backend made of the drawn prompt. seconds: loading, then the whole answer; device: who computed it.

    prompt_speed, answer_speed: tokens a second, 0 where the backend does not tell. trouble: what the person should
    know, empty when there is nothing."""

    name: str
    device: str
    seconds: tuple[float, float]
    prompt_speed: float
    answer_speed: float
    trouble: str = ""


def computed(generator: Generator, prompt: Prompt, wanted: int, check: Check) -> Computed:
    """Has a backend answer twice: the first answer loads it, the second is measured. wanted: the utterance that
    answers. Raises ModelError where it does not compute or gives what is no id, and as `check` does."""
    start = time.perf_counter()
    _one(generator, prompt, check)
    loaded = time.perf_counter() - start
    start = time.perf_counter()
    reply = _one(generator, _otherwise(prompt), check)
    seconds = time.perf_counter() - start
    reading, writing = reply.seconds
    trouble = [*generator.notes, *(() if wanted in reply.utterances else (_WRONG,))]
    return Computed(
        generator.name,
        generator.device,
        (max(loaded - seconds, 0.0), seconds),
        reply.prompt_tokens / reading if reading > 0 else 0.0,
        reply.answer_tokens / writing if writing > 0 else 0.0,
        " ".join(trouble),
    )


def _otherwise(prompt: Prompt) -> Prompt:
    """The same prompt with other first words: what a backend remembers of the first would make it look fast."""
    first, *others = prompt.parts
    if isinstance(first, Control):
        first = Control(first.text.replace("\n", "\nRead with care. ", 1))
    return replace(prompt, parts=(first, *others))


def _one(generator: Generator, prompt: Prompt, check: Check) -> Reply:
    replies = list(generator.replies([prompt], check))
    if len(replies) != 1:
        raise ModelError(f"The reader {generator.name[:80]} gives {len(replies)} answers to one question.")
    given = ((replies[0].utterances, prompt.utterances), (replies[0].images, prompt.images))
    for ids, count in given:
        if any(not 0 <= each < count for each in ids) or any(not 0 <= chance <= 1 for chance in ids.values()):
            raise ModelError(f"The reader {generator.name[:80]} answers with ids that do not exist.")
    return replies[0]
