"""This file is where it is tested that a GGUF model is a reader like any other: over fragments, alone and together."""

from core.protocols import Pixels
from core.types import Attachment, Message
from models.entries import ModelEntry
from models.vision_language.reader import Packing, VisionLanguageReader, reader_over
from tests.models.gguf.conftest import Load
from tests.models.gguf.prompts import HOSTILE, noise


def fragment(first: int, texts: tuple[str, ...]) -> list[Message]:
    return [
        Message(first + place, 1, str(first + place), 1, "Ana", 1_700_000_000_000 + place, None, "message", text)
        for place, text in enumerate(texts)
    ]


def picture(_: Attachment, __: int) -> Pixels | None:
    return noise(84, 84)


def test_fragments_get_answers_with_ids_of_their_own(small: ModelEntry, load: Load) -> None:
    fragments = [fragment(1, HOSTILE), fragment(50, ("When?", "At 9:40.")), fragment(90, ("word",) * 60)]
    answers = reader_over(load(small), picture, small).read("When does the train leave?", fragments)
    assert len(answers) == 3
    for answer, messages in zip(answers, fragments, strict=True):
        assert set(answer.utterances) <= set(range(len(messages)))
        assert 0 <= answer.relevance <= 1


def test_fragments_alone_or_in_one_prompt_get_as_many_answers(small: ModelEntry, load: Load) -> None:
    generator = load(small)
    fragments = [fragment(10 * number, ("When?", "At 9:40.")) for number in range(6)]
    together, alone = (VisionLanguageReader(generator, picture, packing=Packing(together=count)) for count in (4, 1))
    assert len(together.read("train", fragments)) == len(alone.read("train", fragments)) == 6
    assert together.timing.tokens < alone.timing.tokens
