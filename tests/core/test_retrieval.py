"""This file is where find is tested: meaning, exact words and filters together, on a real archive and index."""

import pytest

from core.archive import Archive
from core.archive.words import WordFilter
from core.errors import QueryError
from core.exact import exact
from core.filters import resolve
from core.index import DenseIndex
from core.indexing import index
from core.retrieval import Recall, Vectors, find
from core.types import Candidate, ExportedAttachment, Query
from tests.core.conftest import MINUTE, START, FixedSegmenter, WordEmbedder, say, store

DAY = 24 * 60


@pytest.fixture
def recall(archive: Archive, embedder: WordEmbedder) -> Recall:
    hotel = ["where do we stay", "hotel azul is booked", "great", "thanks"]
    food = ["今晚吃什么", "红烧肉怎么样", "好的 我去买菜", "太好了"]
    cat = ["the cat is ill", "call the vet", "vet says it is fine", "phew"]
    rows = [(line, 0) for line in hotel] + [(line, 40 * DAY) for line in food] + [(line, 80 * DAY) for line in cat]
    people = ["Ana", "Bo"]
    messages = [say(people[place % 2], line, day + place) for place, (line, day) in enumerate(rows)]
    messages[1] = messages[1]._replace(attachments=(ExportedAttachment("image", "lobby.jpg", "missing"),))
    store(archive, "Trip", messages)
    store(archive, "Work", [say("Cai", f"report {n} hotel costs", n) for n in range(4)])
    dense = DenseIndex(archive.directory, embedder.name)
    index(archive, (FixedSegmenter(4), embedder), dense, lambda _: None)
    return Recall(archive, embedder, dense, Vectors())


def texts(recall: Recall, candidate: Candidate) -> list[str]:
    return [message.text for message in recall.archive.chats.messages(candidate.fragment.message_ids)]


def words(text: str, **more: object) -> Query:
    return Query(text, tuple(text.split()), **more)  # type: ignore[arg-type]


def test_words_and_meaning_find_the_fragment_first(recall: Recall) -> None:
    first = find(recall, words("hotel azul"))[0]
    assert "hotel azul is booked" in texts(recall, first)
    assert first.found_by == {"words", "meaning"}
    [matched] = recall.archive.chats.messages(sorted(first.matched))
    assert matched.text == "hotel azul is booked"


def test_a_chinese_question_finds_its_fragment(recall: Recall) -> None:
    assert "红烧肉怎么样" in texts(recall, find(recall, words("什么时候说过红烧肉"))[0])


def test_filters_hold_for_meaning_and_for_words(recall: Recall) -> None:
    for candidate in find(recall, words("hotel", chats=("work",))):
        assert all("report" in text for text in texts(recall, candidate))
    assert find(recall, words("hotel", after=START + 70 * DAY * MINUTE, chats=("trip",)))[0].found_by == {"meaning"}
    assert find(recall, words("hotel", before=START - MINUTE)) == []


def test_filters_alone_give_the_latest_messages(recall: Recall) -> None:
    [candidate] = find(recall, Query("", kinds=("image",)))
    [message] = recall.archive.chats.messages(sorted(candidate.matched))
    assert message.text == "hotel azul is booked"


def test_a_phrase_must_occur_and_an_excluded_word_must_not(recall: Recall) -> None:
    assert find(recall, Query("hotel azul", phrases=("azul hotel",))) == []
    assert len(find(recall, Query("hotel azul", phrases=("hotel azul",)))) == 1
    rest = find(recall, words("hotel", excluded=("azul",)))
    assert rest
    assert all("hotel azul is booked" not in texts(recall, candidate) for candidate in rest)


def test_a_name_that_fits_nobody_is_told(recall: Recall) -> None:
    with pytest.raises(QueryError, match="Zoe"):
        find(recall, words("hotel", senders=("Zoe",)))
    with pytest.raises(QueryError, match="Trip"):
        find(recall, words("hotel", chats=("Holidays",)))


def test_with_means_conversations_a_person_wrote_in(recall: Recall) -> None:
    where = resolve(recall.archive, words("x", people=("cai",)))
    [number] = where.conversations
    assert recall.archive.chats.conversation(number).title == "Work"


def test_exact_search_needs_every_word(recall: Recall) -> None:
    found = exact(recall.archive.words, words("hotel az"), WordFilter(), 10)
    assert [message.text for message in recall.archive.chats.messages(found)] == ["hotel azul is booked"]
    assert exact(recall.archive.words, words("hotel", excluded=("azul", "report")), WordFilter(), 10) == []


def test_recall_is_empty_on_an_empty_archive(archive: Archive, embedder: WordEmbedder) -> None:
    recall = Recall(archive, embedder, DenseIndex(archive.directory, embedder.name), Vectors())
    assert find(recall, words("anything")) == []


@pytest.mark.parametrize(
    ("typed", "fits"),
    [("lucia", "Lucía"), ("LUCÍA", "Lucía"), ("jörg", "Jorg"), ("김", "김민수"), ("か", None), ("が", "がく")],
)
def test_names_are_found_without_their_accents(archive: Archive, typed: str, fits: str | None) -> None:
    store(archive, "Café", [say(name, "hello", n) for n, name in enumerate(("Lucía", "Jorg", "김민수", "がく"))])
    people = {person.name: person.id for person in archive.people.all()}
    if fits is None:
        with pytest.raises(QueryError, match=r"The people are: .*Lucía"):
            resolve(archive, words("x", senders=(typed,)))
        return
    assert resolve(archive, words("x", senders=(typed,), chats=("cafe",))).people == (people[fits],)


def test_new_messages_are_found_within_filters_at_once(recall: Recall, embedder: WordEmbedder) -> None:
    find(recall, words("zebra", chats=("work",)))
    store(recall.archive, "Work", [say("Cai", "zebra crossing", 500 * DAY)])
    index(recall.archive, (FixedSegmenter(4), embedder), recall.dense, lambda _: None)
    assert "zebra crossing" in texts(recall, find(recall, words("zebra", chats=("work",)))[0])


def test_excluded_words_hold_for_filters_alone(recall: Recall) -> None:
    bare = Query("", senders=("Ana",), excluded=("hotel", "cat"))
    found = [text for candidate in find(recall, bare) for text in texts(recall, candidate)]
    assert "今晚吃什么" in found
    matched = recall.archive.chats.messages([number for each in find(recall, bare) for number in each.matched])
    assert {message.text for message in matched}.isdisjoint({"the cat is ill"})


def test_a_fragment_that_was_dropped_but_is_still_listed_is_passed_over(recall: Recall) -> None:
    [gone] = {candidate.fragment.id for candidate in find(recall, words("the cat is ill"), 1)}
    with recall.archive.transaction():
        recall.archive.cuts.drop([gone])
    found = find(recall, words("the cat is ill"))
    assert found
    assert gone not in {candidate.fragment.id for candidate in found}


def test_one_message_with_an_absurd_date_hides_no_other(recall: Recall) -> None:
    store(recall.archive, "Odd", [say("Zed", "from the year 9999", 0)._replace(sent_at=253_402_300_799_000)])
    index(recall.archive, (FixedSegmenter(4), recall.embedder), recall.dense, lambda _: None)
    found = find(recall, Query("", after=START + 70 * DAY * MINUTE), 50)
    assert any("the cat is ill" in texts(recall, candidate) for candidate in found)
