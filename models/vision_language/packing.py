"""This file is where several short stretches share one prompt, up to a budget of tokens, and their answers come apart.

Every prompt costs the frame and the wording, and a pass; most fragments are shorter than these. No more turns share a
prompt than the paper's windows have: so it looks like a dialogue of several topics, as those of the training.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from core.errors import ModelError
from core.protocols import Check, Pixels
from core.types import Attachment, Message
from models.markup import prompt_of
from models.prompt_wording import Wording
from models.vision_language.prompt import Prompt
from models.vision_language.sights import Sights
from models.vision_language.windows import WINDOW, Stretch

_LEAST_ROOM = 128
_LESS = ((0.5, None), (0.25, None), (0.0, None), (0.0, 500), (0.0, 120))
"""What a single message gives up, step by step, that does not fit a prompt: sharpness of its pictures, characters."""


@dataclass(frozen=True, slots=True)
class Limits:
    """room: tokens that a prompt may have at all; budget: that one of several stretches may have; together: stretches
    in a prompt at most, 1 reads them one by one."""

    room: int
    budget: int
    together: int


@dataclass(frozen=True, slots=True)
class Packed:
    """A prompt and the stretches in it, in order."""

    prompt: Prompt
    stretches: tuple[Stretch, ...]


class Packer:
    """Puts the stretches of one question into prompts."""

    def __init__(
        self, asked: tuple[str, Wording], sights: Sights, tokens: Callable[[Prompt], int], limits: Limits
    ) -> None:
        self._query, self._wording = asked
        self._sights, self._tokens, self._limits = sights, tokens, limits

    def prompts(self, stretches: Iterator[Stretch], check: Check) -> Iterator[Packed]:
        """Prompts that hold every stretch, in order, as soon as they are full. Calls `check` for every stretch.

        A single message that has no room even without its pictures and cut is left out. Raises ModelError when the
        model has no room for any.
        """
        frame = self._frame()
        held: list[Stretch] = []
        total = frame
        for stretch in stretches:
            check()
            for part, tokens in self._fitting(stretch):
                own = tokens - frame
                if held and not self._joins(held, part, total + own):
                    yield self._packed(held)
                    held, total = [], frame
                held, total = [*held, part], total + own
        if held:
            yield self._packed(held)

    def _frame(self) -> int:
        """Tokens of a prompt without any chat."""
        frame = self._tokens(self._prompt([]))
        if frame + _LEAST_ROOM > self._limits.room:
            raise ModelError(
                f"The model has room for {self._limits.room} tokens, which is too little for a question and a chat. "
                "Give it a larger context, or choose another model."
            )
        return frame

    def _joins(self, held: Sequence[Stretch], part: Stretch, total: int) -> bool:
        """Windows of one fragment never share a prompt: their messages would be there twice."""
        turns = sum(len(each.messages) for each in held) + len(part.messages)
        other = all(each.fragment != part.fragment for each in held)
        return (
            other
            and len(held) < self._limits.together
            and turns <= WINDOW
            and total + 4 * len(held) <= min(self._limits.budget, self._limits.room)
        )

    def _fitting(self, stretch: Stretch) -> Iterator[tuple[Stretch, int]]:
        """The stretch in as many parts as it takes, each with the tokens of a prompt of it alone."""
        tokens = self._tokens(self._prompt([stretch]))
        if tokens <= self._limits.room:
            yield stretch, tokens
        elif len(stretch.messages) > 1:
            for half in stretch.halves():
                yield from self._fitting(half)
        else:
            yield from self._lessened(stretch)

    def _lessened(self, stretch: Stretch) -> Iterator[tuple[Stretch, int]]:
        for sharpness, characters in _LESS:
            smaller = replace(stretch, sharpness=sharpness, characters=characters)
            tokens = self._tokens(self._prompt([smaller]))
            if tokens <= self._limits.room:
                yield smaller, tokens
                return

    def _packed(self, held: Sequence[Stretch]) -> Packed:
        return Packed(self._prompt(held), tuple(held))

    def _prompt(self, held: Sequence[Stretch]) -> Prompt:
        sharpness = {item: each.sharpness for each in held for one in _shortened(each) for item in one.attachments}

        def see(attachment: Attachment) -> Pixels | None:
            return self._sights.of(attachment, sharpness[attachment])

        return prompt_of(self._query, [_shortened(each) for each in held], self._wording, see)


def _shortened(stretch: Stretch) -> Sequence[Message]:
    if stretch.characters is None:
        return stretch.messages
    return [_cut(message, stretch.characters) for message in stretch.messages]


def _cut(message: Message, characters: int) -> Message:
    """With the beginning of what it says, and less of what is known of its pictures."""
    attachments = (replace(each, caption=each.caption[:40], ocr_text="") for each in message.attachments)
    return replace(message, text=message.text[:characters], attachments=tuple(attachments))
