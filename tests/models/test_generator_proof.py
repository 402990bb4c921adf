"""A vision-language reader proves that it loads and computes; what it answers may be wrong, but never no id at all."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pytest

from core.errors import Cancelled, ModelError
from core.protocols import Check, unhindered
from models.generator_proof import computed
from models.vision_language.generator import Reply
from models.vision_language.prompt import Control, Prompt, Written

PROMPT = Prompt((Control("You read.\n"), Written("Ana: hello")), 3, 1)


@dataclass
class Answers:
    """A Generator that answers each prompt with the same ids."""

    utterances: Mapping[int, float] = field(default_factory=lambda: {2: 0.9})
    images: Mapping[int, float] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    name: str = "tiny:1234"
    room: int = 4096
    at_once: int = 1
    most_pixels: int = 1
    device: str = "CUDA0: NVIDIA L4"
    prompts: list[Prompt] = field(default_factory=list)

    def tokens(self, prompt: Prompt) -> int:
        return 10

    def replies(self, prompts: Sequence[Prompt], check: Check) -> Iterator[Reply]:
        for prompt in prompts:
            check()
            self.prompts.append(prompt)
            yield Reply(self.utterances, self.images, 0.9, 100, 10, (0.5, 0.25))

    def close(self) -> None:
        return


def test_device_and_tokens_a_second_are_told() -> None:
    found = computed(Answers(), PROMPT, 2, unhindered)
    assert (found.name, found.device) == ("tiny:1234", "CUDA0: NVIDIA L4")
    assert (found.prompt_speed, found.answer_speed) == (200.0, 40.0)
    assert found.trouble == ""


def test_a_wrong_answer_and_what_the_backend_notes_are_told_and_no_failure() -> None:
    found = computed(Answers({0: 1.0}, notes=("The CPU computes.",)), PROMPT, 2, unhindered)
    assert found.trouble.startswith("The CPU computes. It works, but does not find the line")


def test_the_second_prompt_is_another_so_that_nothing_is_remembered() -> None:
    backend = Answers()
    computed(backend, PROMPT, 2, unhindered)
    first, second = backend.prompts
    assert first.parts[0] != second.parts[0]
    assert first.parts[1:] == second.parts[1:]


@pytest.mark.parametrize("answer", [Answers({3: 0.5}), Answers({-1: 0.5}), Answers({0: 1.5}), Answers({}, {1: 0.5})])
def test_ids_that_do_not_exist_are_a_failure(answer: Answers) -> None:
    with pytest.raises(ModelError, match="ids that do not exist"):
        computed(answer, PROMPT, 2, unhindered)


def test_it_can_be_stopped_between_tokens() -> None:
    def stop() -> None:
        raise Cancelled("stop")

    with pytest.raises(Cancelled):
        computed(Answers(), PROMPT, 2, stop)
