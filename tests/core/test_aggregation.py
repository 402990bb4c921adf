"""This file is where it is checked that answers of fragments become the right spans of a conversation."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.aggregation import aggregate, preview_of, settled
from core.types import Answer, Attachment, Candidate, Conversation, Fragment, Message, Query
from tests.core.conftest import say, store

FAMILY = Conversation(1, "whatsapp", "family", "Family 家庭群", "group", 40, 0, 0, 40_000, ("Anna", "Ben"))
QUERY = Query("hotpot dinner", ("hotpot", "dinner"))


def image(number, message_id):
    return Attachment(number, message_id, "image", f"{number}.jpg", "found", "0" * 64)


def message(number, text="", *, pictures=0, files=0):
    attached = [Attachment(1000 + number, number, "file", "a.pdf", "found", "1" * 64)] * files
    attached += [image(10 * number + place, number) for place in range(pictures)]
    return Message(
        number, 1, f"key{number}", 1, "Anna", number * 1000, None, "message", text, attachments=tuple(attached)
    )


class Chat:
    """A conversation in memory with the archive's `neighbours`, which counts how often it is asked."""

    def __init__(self, messages):
        self.messages = list(messages)
        self.asked = 0

    def neighbours(self, number, before, after):
        self.asked += 1
        place = next((at for at, each in enumerate(self.messages) if each.id == number), None)
        return [] if place is None else self.messages[max(0, place - before) : place + after + 1]

    def pick(self, *ids):
        by_id = {each.id: each for each in self.messages}
        return [by_id[number] for number in ids]


def candidate(messages, *, similarity=0.5, matched=(), score=1 / 60):
    found_by = frozenset((["meaning"] if similarity is not None else []) + (["words"] if matched else []))
    fragment = Fragment(messages[0].id, 1, tuple(each.id for each in messages))
    return Candidate(fragment, score, found_by, similarity, frozenset(matched))


def read(messages, answer, **about):
    return candidate(messages, **about), messages, answer


def ids(result):
    return [[each.message.id for each in span.messages] for span in result.spans]


def highlighted(result):
    return {each.message.id: each.confidence for span in result.spans for each in span.messages if each.highlighted}


@pytest.fixture
def chat():
    return Chat(message(number, f"text {number}") for number in range(40))


def test_local_ids_become_the_messages_of_the_conversation_with_two_around_them(chat):
    result = aggregate(FAMILY, [read(chat.pick(9, 10, 12), Answer({1: 0.9}, {}, 0.9))], chat.neighbours, QUERY)
    assert ids(result) == [[8, 9, 10, 11, 12]]
    assert highlighted(result) == {10: 0.9}
    assert not result.maybe


def test_the_surest_span_stands_first_and_equals_stand_in_the_order_of_the_conversation(chat):
    late, early = chat.pick(30, 31), chat.pick(5, 6)
    result = aggregate(FAMILY, [read(late, Answer({0: 0.8})), read(early, Answer({1: 0.6}))], chat.neighbours, QUERY)
    assert ids(result) == [[28, 29, 30, 31, 32], [4, 5, 6, 7, 8]]
    equal = aggregate(FAMILY, [read(late, Answer({0: 0.8})), read(early, Answer({1: 0.8}))], chat.neighbours, QUERY)
    assert ids(equal) == [[4, 5, 6, 7, 8], [28, 29, 30, 31, 32]]


def test_interleaved_fragments_make_one_span_in_order(chat):
    one, two = chat.pick(10, 12, 14), chat.pick(11, 13, 15)
    result = aggregate(
        FAMILY, [read(one, Answer({0: 0.5, 2: 0.7})), read(two, Answer({1: 0.9}))], chat.neighbours, QUERY
    )
    assert ids(result) == [list(range(8, 17))]
    assert highlighted(result) == {10: 0.5, 13: 0.9, 14: 0.7}


@pytest.mark.parametrize(("second", "spans"), [(15, 1), (16, 1), (17, 2)])
def test_near_highlights_share_a_span_with_all_between_and_far_ones_do_not(chat, second, spans):
    result = aggregate(
        FAMILY,
        [read(chat.pick(10), Answer({0: 1.0})), read(chat.pick(second), Answer({0: 1.0}))],
        chat.neighbours,
        QUERY,
    )
    assert len(result.spans) == spans
    if spans == 1:
        assert ids(result) == [list(range(8, second + 3))]


def test_a_message_chosen_twice_appears_once_with_the_higher_confidence(chat):
    result = aggregate(
        FAMILY,
        [read(chat.pick(10, 11), Answer({0: 0.4})), read(chat.pick(9, 10), Answer({1: 0.8}))],
        chat.neighbours,
        QUERY,
    )
    assert highlighted(result) == {10: 0.8}
    assert ids(result) == [[8, 9, 10, 11, 12]]


def test_a_picture_is_highlighted_by_its_place_over_the_whole_fragment_and_keyed_by_its_place_in_the_message():
    chat = Chat([message(0, pictures=1), message(1, "see", pictures=2, files=1), message(2, "ok")])
    result = aggregate(FAMILY, [read(chat.messages, Answer({}, {2: 0.7}))], chat.neighbours, QUERY)
    (span,) = result.spans
    assert [(each.key, each.highlighted, each.confidence) for each in span.images] == [
        ("key0#0", False, None),
        ("key1#1", False, None),
        ("key1#2", True, 0.7),
    ]
    assert not any(each.highlighted for each in span.messages)


def test_context_stops_at_the_ends_of_the_conversation(chat):
    result = aggregate(
        FAMILY, [read(chat.pick(0), Answer({0: 1.0})), read(chat.pick(39), Answer({0: 1.0}))], chat.neighbours, QUERY
    )
    assert ids(result) == [[0, 1, 2], [37, 38, 39]]


def test_a_message_that_the_archive_no_longer_has_is_still_shown(chat):
    gone = message(99, "hotpot")
    result = aggregate(FAMILY, [read([gone], Answer({0: 0.9}))], chat.neighbours, QUERY)
    assert ids(result) == [[99]]


def test_the_order_does_not_need_times(chat):
    chat.messages = [replace(each, sent_at=None) for each in chat.messages]
    found = [read(chat.pick(20), Answer({0: 0.5})), read(chat.pick(3), Answer({0: 0.5}))]
    assert ids(aggregate(FAMILY, found, chat.neighbours, QUERY)) == [[1, 2, 3, 4, 5], [18, 19, 20, 21, 22]]


def test_the_score_is_the_best_confidence_with_a_share_of_recall(chat):
    weak = aggregate(FAMILY, [read(chat.pick(1), Answer({0: 0.4}), score=1.0)], chat.neighbours, QUERY)
    sure = aggregate(FAMILY, [read(chat.pick(1), Answer({0: 0.4}, {}, 0.9), score=1 / 3)], chat.neighbours, QUERY)
    best = aggregate(FAMILY, [read(chat.pick(1), Answer({0: 1.0}), score=1.0)], chat.neighbours, QUERY)
    assert best.score == pytest.approx(1.0)
    assert sure.score < weak.score < best.score


def test_an_id_outside_the_fragment_is_refused(chat):
    for answer in (Answer({2: 0.5}), Answer({-1: 0.5}), Answer({}, {0: 0.5})):
        with pytest.raises(ValueError, match="does not have"):
            aggregate(FAMILY, [read(chat.pick(1, 2), answer)], chat.neighbours, QUERY)


def test_answers_that_found_nothing_leave_the_nearest_as_maybe(chat):
    result = aggregate(FAMILY, [read(chat.pick(1, 2), Answer())], chat.neighbours, QUERY)
    assert result.maybe
    assert highlighted(result) == {}


def test_a_preview_highlights_the_words_found_and_confirms_nothing(chat):
    messages = chat.pick(10, 11, 12)
    result = preview_of(FAMILY, [(candidate(messages, matched=[11]), messages)], chat.neighbours, QUERY)
    assert result.maybe
    assert highlighted(result) == {11: None}
    assert ids(result) == [[9, 10, 11, 12, 13]]


def test_a_preview_of_meaning_alone_shows_the_beginning_of_the_fragment(chat):
    messages = chat.pick(*range(10, 30))
    result = preview_of(FAMILY, [(candidate(messages), messages)], chat.neighbours, QUERY)
    assert ids(result) == [list(range(8, 17))]
    assert highlighted(result) == {}


def test_confirmed_results_come_before_maybe_and_better_ones_first(chat):
    sure = aggregate(FAMILY, [read(chat.pick(1), Answer({0: 0.3}))], chat.neighbours, QUERY)
    surer = aggregate(FAMILY, [read(chat.pick(1), Answer({0: 0.6}))], chat.neighbours, QUERY)
    near = preview_of(FAMILY, [(candidate(chat.pick(1), score=1.0), chat.pick(1))], chat.neighbours, QUERY)
    assert settled([near, sure, surer]) == [surer, sure, near]


def test_why_says_what_was_chosen_which_words_occur_and_how_near_the_meaning_is():
    chat = Chat([message(0, "Hotpot at eight?"), message(1, "yes", pictures=1)])
    result = aggregate(FAMILY, [read(chat.messages, Answer({0: 0.9, 1: 0.5}, {0: 0.8}))], chat.neighbours, QUERY)
    assert result.why == (
        "Read as an answer: 2 messages and 1 picture; the words “hotpot” occur; similarity of meaning 0.50."
    )


def test_why_answers_a_chinese_question_in_chinese_with_the_parts_that_occur():
    chat = Chat([message(0, "周六去吃火锅吧")])
    query = Query("我们吃火锅的照片", ("我们吃火锅的照片",))
    result = aggregate(FAMILY, [read(chat.messages, Answer({0: 0.9}), similarity=None)], chat.neighbours, query)
    assert result.why == "读出的答案：1 条消息；含有“吃火锅”。"


def test_why_of_a_preview_claims_nothing_and_lists_no_words_that_do_not_occur(chat):
    result = preview_of(FAMILY, [(candidate(chat.pick(1)), chat.pick(1))], chat.neighbours, QUERY)
    assert result.why == "Not confirmed, only near to the question; similarity of meaning 0.50."


def test_why_of_filters_alone_names_them_as_the_reason(chat):
    query = Query("", senders=("Anna",))
    result = aggregate(FAMILY, [read(chat.pick(1), Answer({0: 1.0}), similarity=None)], chat.neighbours, query)
    assert result.why == "Found: 1 message; it passes the filters."


@given(st.integers(1, 80), st.data(), st.integers(0, 4))
def test_any_choice_gives_the_spans_that_counting_positions_gives(length, data, context):
    chat = Chat(message(number) for number in range(length))
    places = data.draw(st.lists(st.integers(0, length - 1), min_size=1, unique=True))
    reads = [read(chat.pick(place), Answer({0: 0.5})) for place in places]
    result = aggregate(FAMILY, reads, chat.neighbours, QUERY, context=context)
    assert ids(result) == counted(sorted(places), length, context)
    assert set(highlighted(result)) == set(places)
    assert chat.asked <= len(places)


def counted(places, length, context):
    groups = [[places[0]]]
    for place in places[1:]:
        if place - groups[-1][-1] <= 2 * context + 2:
            groups[-1].append(place)
        else:
            groups.append([place])
    return [list(range(max(0, group[0] - context), min(length, group[-1] + context + 1))) for group in groups]


def test_the_archive_gives_the_messages_around_across_fragments_and_media(archive):
    number, _ = store(archive, "Family", [say("Anna", f"text {minute}", minute) for minute in range(30)])
    numbers = [int(each) for each in archive.chats.message_ids(number)]
    messages = archive.chats.messages(numbers)
    reads = [
        read([messages[at] for at in places], Answer({0: 0.9, 1: 0.4})) for places in ((20, 22, 24), (3, 5), (22, 23))
    ]
    result = aggregate(archive.chats.conversation(number), reads, archive.chats.neighbours, QUERY)
    assert ids(result) == [numbers[1:8], numbers[18:26]]
    assert highlighted(result) == {
        numbers[3]: 0.9,
        numbers[5]: 0.4,
        numbers[20]: 0.9,
        numbers[22]: 0.9,
        numbers[23]: 0.4,
    }


def test_messages_that_an_import_moves_meanwhile_are_each_shown_once(chat):
    changing = iter([chat.messages, [*chat.messages[:12], message(99), *chat.messages[12:]], chat.messages])

    def neighbours(number, before, after):
        return Chat(next(changing)).neighbours(number, before, after)

    reads = [read(chat.pick(place), Answer({0: 0.5})) for place in (10, 15, 20)]
    shown = [number for span in ids(aggregate(FAMILY, reads, neighbours, QUERY)) for number in span]
    assert {10, 15, 20} <= set(shown)
    assert len(shown) == len(set(shown))


def test_each_highlighted_message_tells_which_words_meaning_and_picture_speak_for_it():
    shown = replace(image(20, 2), ocr_text="DINNER for two £396")
    said = [message(0, "where?"), message(1, "hotpot tonight"), replace(message(2), attachments=(shown,)), message(3)]
    chat = Chat(said)
    result = aggregate(
        FAMILY, [read(said, Answer({1: 0.9}, {0: 0.8}, 0.9), similarity=0.62)], chat.neighbours, QUERY, reader="compact"
    )
    grounds = result.grounds
    assert (grounds.messages, grounds.images, grounds.reader, grounds.asked) == (1, 1, "compact", True)
    assert (set(grounds.words), grounds.similarity) == ({"hotpot", "dinner"}, 0.62)
    assert [each.message_id for each in grounds.evidence] == [1, 2]
    one, two = grounds.of(1), grounds.of(2)
    assert (one.words, one.pictured, one.fragment) == (("hotpot",), (), (0, 1, 2, 3))
    assert (two.words, two.words_in(20), two.words_in(99)) == ((), ("dinner",), ())
    assert grounds.of(3) is None


def test_what_nobody_has_read_names_no_reader_and_filters_alone_need_none(chat):
    found = [(candidate(chat.pick(10, 11), matched=[10]), chat.pick(10, 11))]
    preview = preview_of(FAMILY, found, chat.neighbours, QUERY)
    assert (preview.grounds.reader, preview.grounds.messages) == ("", 0)
    assert preview.grounds.found_by == {"meaning", "words"}
    filtered = aggregate(
        FAMILY, [read(chat.pick(10), Answer({0: 1.0}))], chat.neighbours, Query("", kinds=("image",)), reader="compact"
    )
    assert (filtered.grounds.asked, filtered.grounds.reader) == (False, "")
