"""This file is where read is tested: answers stream in, filters hold, and nothing is an answer too."""

from collections.abc import Sequence

import pytest

from core.archive import Archive
from core.fitting import within
from core.index import DenseIndex
from core.indexing import index
from core.protocols import Check, Reader, unhindered
from core.reading import preview, read
from core.retrieval import Recall, Vectors, find
from core.types import Answer, Message, Query, SearchResult
from tests.core.conftest import FixedSegmenter, WordEmbedder, say, store


class WordReader:
    """Chooses exactly the messages that hold the whole query."""

    name = "words"
    at_once = 20

    def read(self, query: str, fragments: Sequence[Sequence[Message]], check: Check = unhindered) -> list[Answer]:
        answers = []
        for messages in fragments:
            found = {place: 0.9 for place, message in enumerate(messages) if query in message.text}
            answers.append(Answer(found, {}, 0.9 if found else 0.0))
        return answers


@pytest.fixture
def recall(archive: Archive, embedder: WordEmbedder) -> Recall:
    for title in ("One", "Two", "Three"):
        rows = [say("Ana" if n % 2 else "Bo", f"{title} talk {n} of the weather", n * 600) for n in range(24)]
        rows[5] = rows[5]._replace(text=f"{title} has a red bicycle")
        store(archive, title, rows)
    dense = DenseIndex(archive.directory, embedder.name)
    index(archive, (FixedSegmenter(4), embedder), dense, lambda _: None)
    return Recall(archive, embedder, dense, Vectors())


def ask(recall: Recall, query: Query, reader: Reader | None = None) -> list[tuple[SearchResult, ...]]:
    asked = (query, find(recall, query))
    return [each.results for each in read(recall.archive, reader or WordReader(), asked, lambda _: None)]


def chosen(results: Sequence[SearchResult]) -> list[str]:
    return [
        item.message.text
        for result in results
        for span in result.spans
        for item in span.messages
        if item.highlighted and not result.maybe
    ]


def test_answers_of_all_conversations_come_in_and_settle(recall: Recall) -> None:
    stages = ask(recall, Query("red bicycle", ("red", "bicycle")))
    assert sorted(chosen(stages[-1])) == [f"{title} has a red bicycle" for title in ("One", "Three", "Two")]
    assert not any(result.maybe for result in stages[-1])


def test_what_is_still_waiting_is_shown_as_maybe(recall: Recall) -> None:
    query = Query("red bicycle", ("red", "bicycle"))
    assert all(result.maybe for result in preview(recall.archive, query, find(recall, query)))


def test_nothing_is_an_answer_and_the_nearest_come_as_maybe(recall: Recall) -> None:
    last = ask(recall, Query("weather bicycle", ("weather", "bicycle")))[-1]
    assert last
    assert all(result.maybe for result in last)
    assert chosen(last) == []


def test_what_is_neither_near_nor_holds_a_word_is_not_even_a_maybe(recall: Recall) -> None:
    assert ask(recall, Query("zebra", ("zebra",)))[-1] == ()


def test_only_messages_that_pass_the_filters_are_highlighted(recall: Recall) -> None:
    query = Query("red bicycle", ("red", "bicycle"), senders=("Bo",))
    assert chosen(ask(recall, query)[-1]) == []
    query = Query("red bicycle", ("red", "bicycle"), senders=("Ana",), chats=("Two",))
    assert chosen(ask(recall, query)[-1]) == ["Two has a red bicycle"]


def test_filters_alone_need_no_reader(recall: Recall) -> None:
    last = ask(recall, Query("", chats=("Two",), senders=("Bo",)))[-1]
    assert len(chosen(last)) == 12
    assert all(
        item.sender == "Bo"
        for result in last
        for item in (m.message for s in result.spans for m in s.messages if m.highlighted)
    )


def test_an_answer_within_no_filter_stays_as_it_is() -> None:
    from core.archive.words import WordFilter

    answer = Answer({0: 0.5}, {}, 0.5)
    assert within(answer, [], WordFilter()) is answer


def test_an_answer_far_below_the_best_one_is_left_out(recall: Recall) -> None:
    class Doubting(WordReader):
        def read(self, query: str, fragments: Sequence[Sequence[Message]], check: Check = unhindered) -> list[Answer]:
            return [
                Answer(answer.utterances, {}, 0.9 if "One" in messages[0].text else 0.3)
                for answer, messages in zip(super().read(query, fragments), fragments, strict=True)
            ]

    query = Query("red bicycle", ("red", "bicycle"))
    last = ask(recall, query, Doubting())[-1]
    assert chosen(last) == ["One has a red bicycle"]


class Silent(WordReader):
    def read(self, query: str, fragments: Sequence[Sequence[Message]], check: Check = unhindered) -> list[Answer]:
        return [Answer() for _ in fragments]


class Eager(WordReader):
    def read(self, query: str, fragments: Sequence[Sequence[Message]], check: Check = unhindered) -> list[Answer]:
        return [Answer(dict.fromkeys(range(len(messages)), 0.8), {}, 0.8) for messages in fragments]


def test_a_message_with_all_that_was_typed_is_an_answer_even_if_the_reader_is_silent(recall: Recall) -> None:
    store(recall.archive, "桥", [say("Ana", "漂亮的桥", 1), say("Bo", "是啊", 2)])
    index(recall.archive, (FixedSegmenter(4), recall.embedder), recall.dense, lambda _: None)
    for query in (Query("桥", ("桥",)), Query("red bicycle", ("red", "bicycle"))):
        last = ask(recall, query, Silent())[-1]
        texts = chosen(last)
        assert texts
        assert all(all(word in text for word in query.words) for text in texts)


def test_a_phrase_stands_in_every_highlighted_message(recall: Recall) -> None:
    query = Query("red bicycle", phrases=("red bicycle",))
    last = ask(recall, query, Eager())[-1]
    assert len(chosen(last)) == 3
    assert all("red bicycle" in text for text in chosen(last))


def test_a_notice_answers_only_with_its_words(recall: Recall) -> None:
    store(recall.archive, "Group", [say(None, "Ana changed the icon", 1), say("Bo", "a new bicycle lamp", 2)])
    index(recall.archive, (FixedSegmenter(4), recall.embedder), recall.dense, lambda _: None)
    for words, wanted in ((("lamp",), False), (("icon",), True)):
        query = Query(" ".join(words), words, chats=("Group",))
        last = ask(recall, query, Eager())[-1]
        assert ("Ana changed the icon" in chosen(last)) == wanted
