"""This file is where it stands what a backend must do for a vision-language reader: answer prompts with ids."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from core.protocols import Check
from models.vision_language.prompt import Prompt


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model answered to one prompt: ids of the prompt, each with its probability in [0, 1]. Never any text.

    anything: probability that the answer is not empty. prompt_tokens, answer_tokens: with pictures' tokens;
    seconds: reading the prompt, writing the answer.
    """

    utterances: Mapping[int, float] = field(default_factory=dict)
    images: Mapping[int, float] = field(default_factory=dict)
    anything: float = 0.0
    prompt_tokens: int = 0
    answer_tokens: int = 0
    seconds: tuple[float, float] = (0.0, 0.0)


class Generator(Protocol):
    """A backend. `name` changes whenever its answers would (model, hash, backend).

    room: tokens that a prompt may have; at_once: prompts that it likes to get together; most_pixels: the cap of a
    picture, 0 where it sees none; device: who computes it, for people ("CUDA: NVIDIA L4", "CPU",
    "http://127.0.0.1:8000"); notes: sentences that the person should know (that the CPU computes, that memory ran
    short), which may grow with the work.
    """

    @property
    def name(self) -> str: ...
    @property
    def room(self) -> int: ...
    @property
    def at_once(self) -> int: ...
    @property
    def most_pixels(self) -> int: ...
    @property
    def device(self) -> str: ...
    @property
    def notes(self) -> tuple[str, ...]: ...

    def tokens(self, prompt: Prompt) -> int:
        """How many tokens a prompt has, exactly or a little more; cheap."""
        ...

    def replies(self, prompts: Sequence[Prompt], check: Check) -> Iterator[Reply]:
        """The reply to each prompt, in order, as soon as it is there. Calls `check` between tokens; what it raises ends
        the work and leaves the backend fit for the next call. Raises ModelError: one sentence that says what to do."""
        ...

    def close(self) -> None:
        """Gives memory and connections back; the next call may load again."""
        ...
