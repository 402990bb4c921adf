"""This file is where the grounds of a result are: what of the question was found where, for "why this?"."""

from dataclasses import dataclass

from core.types.kinds import FoundBy


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for one highlighted message.

    words: those of the question that occur in what it says; pictured: the words that occur in what is known of its
    pictures, by attachment id; similarity: cosine between the question and the fragment it stands in, None where only
    words found that; fragment: ids of the messages that were read together, in order, itself among them.
    """

    message_id: int
    words: tuple[str, ...] = ()
    pictured: tuple[tuple[int, tuple[str, ...]], ...] = ()
    similarity: float | None = None
    fragment: tuple[int, ...] = ()

    def words_in(self, attachment_id: int) -> tuple[str, ...]:
        """The question's words in one of its pictures."""
        return dict(self.pictured).get(attachment_id, ())


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a result rests on. words: of the question, anywhere in what is shown; similarity: the best one.

    messages and images: how many were chosen as an answer; asked: the question has words, so a reader chose them, else
    its filters did; reader, embedder: names of the models, "" where none had a say.
    """

    words: tuple[str, ...] = ()
    similarity: float | None = None
    found_by: frozenset[FoundBy] = frozenset()
    messages: int = 0
    images: int = 0
    asked: bool = True
    reader: str = ""
    embedder: str = ""
    evidence: tuple[Evidence, ...] = ()

    def of(self, message_id: int) -> Evidence | None:
        """What speaks for a message, None where it is only context."""
        return next((each for each in self.evidence if each.message_id == message_id), None)
