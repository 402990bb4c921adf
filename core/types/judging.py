"""This file is where a judgement is: whether an answer was right, as the person says."""

from dataclasses import dataclass

Place = tuple[int, int | None, int | None]
"""What is judged: (conversation id, message id, attachment id). Without both of the latter: the whole result."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """One verdict on one answer to one question. A picture is judged with the id of its message as well.

    confidence: the reader's in [0, 1] when it was judged, None where no reader had answered; reader: its name, or "";
    judged_at: an instant.
    """

    question: str
    conversation_id: int
    message_id: int | None
    attachment_id: int | None
    right: bool
    confidence: float | None = None
    reader: str = ""
    judged_at: int = 0

    @property
    def place(self) -> Place:
        return self.conversation_id, self.message_id, self.attachment_id
