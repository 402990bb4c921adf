"""A vision-language reader over a backend that finds words: windows, packing, streaming, cancelling."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import Cancelled, ModelError
from core.fragments import images_of
from core.protocols import Check, Pixels, Reader
from core.readers import work_of
from core.types import Answer, Attachment, Message
from models.vision_language.generator import Generator, Reply
from models.vision_language.prompt import Prompt, Shown
from models.vision_language.reader import Packing, VisionLanguageReader, reader_over
from models.vision_language.windows import stretches
from tests.models.chats import DINNER, TRIP, chat
from tests.models.vision_language.fake_generator import WordFinder

ONE_BY_ONE = Packing(together=1)


def no_pictures(attachment: Attachment, most: int) -> Pixels | None:
    return None


def white_ones(attachment: Attachment, most: int) -> Pixels | None:
    """Pictures named white or black, none of the others."""
    shades = {"white.png": 255, "black.png": 0}
    return np.full((300, 500, 3), shades[attachment.name], np.uint8) if attachment.name in shades else None


def reader(generator: Generator | None = None, **more: object) -> VisionLanguageReader:
    return VisionLanguageReader(generator or WordFinder(), white_ones, **more)  # type: ignore[arg-type]


def test_it_is_a_reader_and_tells_of_its_work() -> None:
    made: Reader = reader()
    assert made.at_once == 8
    answers = made.read("lisbon", [chat(TRIP), chat(DINNER)])
    assert [dict(answer.utterances) for answer in answers] == [{3: 0.9}, {}]
    work = work_of(made)
    assert work.device == "CPU"
    assert work.tokens > 100
    assert work.seconds >= 0.75


def test_pictures_are_chosen_by_how_they_look_and_by_what_is_known_of_them() -> None:
    messages = chat(TRIP, m1=[{"name": "black.png"}, {"name": "white.png"}], m4=[{"caption": "our train ticket"}])
    (answer,) = reader().read("ticket", [messages])
    assert dict(answer.images) == {1: 0.8, 2: 0.8}


@settings(max_examples=15)
@given(
    sizes=st.lists(st.integers(0, 90), max_size=6),
    hits=st.sets(st.tuples(st.integers(0, 5), st.integers(0, 89))),
    shown=st.dictionaries(st.tuples(st.integers(0, 5), st.integers(0, 89)), st.integers(1, 2), max_size=6),
    room=st.sampled_from([700, 1_000, 8_000]),
    together=st.integers(1, 6),
)
def test_the_same_is_found_however_fragments_share_prompts(
    sizes: list[int],
    hits: set[tuple[int, int]],
    shown: dict[tuple[int, int], int],
    room: int,
    together: int,
) -> None:
    fragments = [
        chat(
            [("Ana", "the train" if (number, at) in hits else "some other words") for at in range(size)],
            **{
                f"m{at}": [{"name": "white.png"}] * count
                for (where, at), count in shown.items()
                if where == number and at < size
            },
        )
        for number, size in enumerate(sizes)
    ]
    generator = WordFinder(room=room)
    answers = reader(generator, packing=Packing(together, 3_000)).read("train", fragments)
    assert [set(answer.utterances) for answer in answers] == [
        {at for at in range(size) if (number, at) in hits} for number, size in enumerate(sizes)
    ]
    if room > 2_000:
        assert [set(answer.images) for answer in answers] == [set(range(len(images_of(each)))) for each in fragments]
    assert all(generator.tokens(prompt) <= room for prompt in generator.prompts)


def test_packed_and_one_by_one_find_the_same_and_packing_takes_fewer_passes() -> None:
    fragments = [chat(TRIP), chat(DINNER), chat(TRIP[3:5]), [], chat(TRIP[:2])] * 3
    one, packed = WordFinder(), WordFinder()
    alone = reader(one, packing=ONE_BY_ONE).read("train", fragments)
    together = reader(packed).read("train", fragments)
    assert [(each.utterances, each.images) for each in together] == [(each.utterances, each.images) for each in alone]
    assert [each.relevance for each in together if not each.empty] == [0.95] * 6
    assert len(one.prompts) == 12
    assert len(packed.prompts) == 3


def test_windows_cover_a_long_fragment_and_their_answers_are_joined() -> None:
    rows = [("Ana", f"number {at}") for at in range(100)]
    parts = list(stretches([chat(rows)]))
    assert [(part.first, part.first + len(part.messages)) for part in parts] == [
        (0, 35),
        (20, 55),
        (40, 75),
        (60, 95),
        (80, 100),
    ]
    assert [part.last for part in parts] == [False] * 4 + [True]
    generator = WordFinder()
    (answer,) = reader(generator).read("number", [chat(rows)])
    assert list(answer.utterances) == list(range(100))
    assert len(generator.prompts) == 5


def test_windows_of_one_fragment_share_no_prompt() -> None:
    generator = WordFinder(room=100_000)
    reader(generator, packing=Packing(9, 90_000)).read("x", [chat([("Ana", "hi")] * 40)])
    assert [prompt.utterances for prompt in generator.prompts] == [35, 20]


def test_answers_come_as_soon_as_they_are_there_and_the_rest_can_be_left() -> None:
    generator = WordFinder(at_once=1)
    answers = reader(generator, packing=ONE_BY_ONE).answers("train", [chat(TRIP)] * 5)
    assert next(answers).utterances
    assert len(generator.prompts) == 1
    answers.close()  # type: ignore[attr-defined]
    assert len(generator.prompts) == 1
    assert generator.left == 1


def test_cancelling_ends_the_backend_and_the_reader_can_be_asked_again() -> None:
    generator = WordFinder()
    stopping = reader(generator, packing=ONE_BY_ONE)

    def stop() -> None:
        if len(generator.prompts) == 2:
            raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        stopping.read("train", [chat(TRIP)] * 6, stop)
    assert generator.left == 1
    assert stopping.read("train", [chat(TRIP)])[0].utterances


@pytest.mark.parametrize(("room", "sizes"), [(2_000, {60}), (1_000, {28}), (800, {15}), (600, {0})])
def test_a_single_message_without_room_gives_up_its_pictures_bit_by_bit(room: int, sizes: set[int]) -> None:
    messages = chat([("Ana", "the train")], m0=[{"name": "white.png"}] * 20)
    generator = WordFinder(room=room)
    generator.most_pixels = 50_176
    (answer,) = reader(generator).read("train", [messages])
    assert set(answer.utterances) == {0}
    parts = generator.prompts[0].parts
    shown = {part.pixels.shape[0] * part.pixels.shape[1] // 784 for part in parts if isinstance(part, Shown)}
    assert (shown or {0}) == sizes


def test_a_message_that_never_fits_is_left_out_and_the_others_are_read() -> None:
    messages = chat([("Ana", "the train"), ("Bo", "the train"), ("Ana", "a train")], m1=[{}] * 300)
    (answer,) = reader(WordFinder(room=900)).read("train", [messages])
    assert set(answer.utterances) == {0, 2}


def test_a_context_without_room_for_anything_is_one_sentence() -> None:
    with pytest.raises(ModelError, match="room for 100 tokens"):
        reader(WordFinder(room=100)).read("train", [chat(TRIP)])


class Lying(WordFinder):
    """A backend that answers what it is told to, whatever the prompt."""

    def __init__(self, reply: Reply, most: int = 9) -> None:
        super().__init__()
        self.reply, self.most = reply, most

    def replies(self, prompts: Sequence[Prompt], check: Check) -> Iterator[Reply]:
        yield from [self.reply] * min(self.most, len(prompts))


@settings(max_examples=15)
@given(
    ids=st.dictionaries(st.integers(-5, 60) | st.floats() | st.text(max_size=3), st.floats()),
    anything=st.floats(),
)
def test_nothing_that_does_not_exist_comes_out_whatever_a_backend_says(
    ids: Mapping[int, float], anything: float
) -> None:
    fragments: list[list[Message]] = [chat(TRIP, m2=[{}, {}]), [], chat(DINNER), chat(TRIP[:1], m0=[{}])]
    for messages, answer in zip(fragments, reader(Lying(Reply(ids, ids, anything))).read("x", fragments), strict=True):
        assert all(type(each) is int and 0 <= each < len(messages) for each in answer.utterances)
        assert all(type(each) is int and 0 <= each < len(images_of(messages)) for each in answer.images)
        told = (*answer.utterances.values(), *answer.images.values(), answer.relevance)
        assert all(0 <= sure <= 1 for sure in told)


def test_a_backend_that_answers_too_little_is_told_as_one_sentence() -> None:
    with pytest.raises(ModelError, match="fewer answers"):
        reader(Lying(Reply(), most=0)).read("x", [chat(TRIP)])


def test_the_surest_fragment_of_a_prompt_is_the_most_relevant() -> None:
    first = len(TRIP)
    reply = Reply({3: 0.9, first + 1: 0.3}, {}, 0.8)
    answers = reader(Lying(reply)).read("x", [chat(TRIP), chat(DINNER), chat(TRIP[:3])])
    assert [round(answer.relevance, 3) for answer in answers] == [0.8, 0.267, 0.0]
    assert answers[1] == Answer({1: 0.3}, {}, pytest.approx(0.8 / 3))


def test_what_reading_cost_is_counted() -> None:
    made = reader(packing=ONE_BY_ONE)
    made.read("train", [chat(TRIP), chat(DINNER)])
    timing = made.timing
    assert (timing.fragments, timing.prompts) == (2, 2)
    assert (timing.reading, timing.writing) == (1.0, 0.5)
    assert timing.tokens_per_second == (timing.prompt_tokens / 1.0, timing.answer_tokens / 0.5)


def test_its_name_changes_with_whatever_changes_answers(tmp_path: Path) -> None:
    wording = tmp_path / "prompt.json"
    wording.write_text('{"format": 1, "wordings": {"en": {"system": "", "user": "{dialogue} {query}?"}}}')
    files = {"prompt": SimpleNamespace(path=wording)}
    plain, brought, packed = (
        reader_over(WordFinder(), no_pictures, SimpleNamespace(files=files, facts=facts))  # type: ignore[arg-type]
        for files, facts in [({}, {}), (files, {}), ({}, {"packed": 1, "packed_tokens": "many"})]
    )
    assert len({plain.name, brought.name, packed.name}) == 3
    assert plain.at_once == 4 * packed.at_once
    assert plain.name == reader().name
    assert brought.read("train", [chat(TRIP)])[0].utterances == {}  # the query comes after the chat here
