"""This file is where fragments become stretches that fit a prompt: windows of 35 turns, 15 of them shared.

The paper's windows for dialogues that do not fit a context; the answers of all windows are joined (FFR paper, long
dialogues). Most fragments are one stretch.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from core.fragments import images_of
from core.types import Message
from models.reading_windows import windows

WINDOW, SHARED = 35, 15


@dataclass(frozen=True, slots=True)
class Stretch:
    """Consecutive messages of one fragment. fragment: its number in the call; first, first_image: the ids, local to the
    fragment, of the first message and of the first picture; last: no stretch of the fragment follows; sharpness: 1 for
    pictures in full size, less for smaller ones, 0 for none; characters: of each message at most, None for all."""

    fragment: int
    messages: tuple[Message, ...]
    first: int = 0
    first_image: int = 0
    last: bool = True
    sharpness: float = 1.0
    characters: int | None = None

    @property
    def images(self) -> int:
        return len(images_of(self.messages))

    def part(self, start: int, end: int) -> "Stretch":
        """Of its own messages those from `start` to below `end`."""
        return replace(
            self,
            messages=self.messages[start:end],
            first=self.first + start,
            first_image=self.first_image + len(images_of(self.messages[:start])),
            last=self.last and end == len(self.messages),
        )

    def halves(self) -> "tuple[Stretch, Stretch]":
        """Two shorter stretches that share up to 15 turns; of two messages or more."""
        size = len(self.messages)
        middle, over = size // 2, min(SHARED, size // 4) // 2
        return self.part(0, middle + over), self.part(middle - over, size)


def stretches(fragments: Sequence[Sequence[Message]]) -> Iterator[Stretch]:
    """The windows of every fragment, in order; none of a fragment without messages."""
    for number, messages in enumerate(fragments):
        if messages:
            whole = Stretch(number, tuple(messages))
            for start, end in windows(len(messages), WINDOW, SHARED):
                yield whole.part(start, end)
