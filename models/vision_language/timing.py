"""This file is where it is counted what reading cost: passes, tokens and seconds."""

from dataclasses import dataclass, fields

from models.vision_language.generator import Reply


@dataclass(slots=True)
class Timing:
    """Totals since a reader was made. fragments: read; prompts: passes of the model; tokens with those of pictures.

    preparing: seconds for pictures and prompts; reading, writing: the model's seconds over prompts and over answers.
    """

    fragments: int = 0
    prompts: int = 0
    prompt_tokens: int = 0
    answer_tokens: int = 0
    preparing: float = 0.0
    reading: float = 0.0
    writing: float = 0.0

    def add(self, reply: Reply) -> None:
        self.prompts += 1
        self.prompt_tokens += reply.prompt_tokens
        self.answer_tokens += reply.answer_tokens
        self.reading += reply.seconds[0]
        self.writing += reply.seconds[1]

    @property
    def tokens(self) -> int:
        return self.prompt_tokens + self.answer_tokens

    @property
    def seconds(self) -> float:
        """All of them."""
        return self.preparing + self.reading + self.writing

    @property
    def tokens_per_second(self) -> tuple[float, float]:
        """Of prompts and of answers; 0 where nothing was measured."""
        return (
            self.prompt_tokens / self.reading if self.reading else 0.0,
            self.answer_tokens / self.writing if self.writing else 0.0,
        )

    def copy(self) -> "Timing":
        return Timing(*(getattr(self, each.name) for each in fields(self)))
