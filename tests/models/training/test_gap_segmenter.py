"""The baseline segmenter: pauses, replies, cohesion."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.fragments import cut
from core.types import Message
from models.training.gap_segmenter import LONGEST, GapSegmenter
from tests.models.bag_of_words import BagOfWords

MINUTE = 60_000
HOUR = 60 * MINUTE

GARDEN = [
    "The roses in the garden need water",
    "Which roses, the red garden roses?",
    "Yes, and cut the dry branches of the roses",
    "The garden soil is dry too",
    "I will water the roses and the soil tonight",
    "Do not cut the young branches in the garden",
    "The soil under the roses drinks a lot of water",
]
TRAINS = [
    "Our train to Berlin leaves at nine",
    "Which platform does the Berlin train leave from?",
    "Platform four, the ticket says carriage twelve",
    "Do you have both train tickets?",
    "Tickets are in my bag, seats in carriage twelve",
    "The Berlin platform is behind the ticket hall",
    "Then we meet at the platform, carriage twelve",
]
HOTPOT = [
    "今晚去吃火锅吗，老地方那家火锅店",
    "那家火锅店几点关门",
    "火锅店开到十一点，火锅店要排队",
    "火锅店排队要多久，我想点毛肚和牛肉",
    "牛肉和毛肚都要，火锅要辣的",
    "辣的火锅配毛肚和牛肉最好",
    "那就六点在火锅店门口排队",
    "好，火锅店门口见，先点毛肚",
]
CAMERA = [
    "新相机的镜头到了，是定焦镜头",
    "定焦镜头装在新相机上看看",
    "相机装上镜头很轻，照片很清楚",
    "照片清楚是因为镜头好还是相机好",
    "镜头好，相机的照片颜色也准",
    "相机电池能拍多少张照片",
    "相机电池能拍三百张照片",
    "再买一块相机电池，镜头也要盖子",
]


def chat(texts: list[str], times: list[int | None], **fields: Any) -> list[Message]:
    return [
        Message(
            **{
                "id": at,
                "conversation_id": 1,
                "key": f"k{at}",
                "sender_id": at % 2,
                "sender": "AB"[at % 2],
                "sent_at": sent_at,
                "local_time": None,
                "kind": "message",
                "text": text,
            }
            | fields.get(f"k{at}", {})
        )
        for at, (text, sent_at) in enumerate(zip(texts, times, strict=True))
    ]


def steps(*pauses: int) -> list[int | None]:
    """Instants from the pauses before each message."""
    now, found = 1_700_000_000_000, []
    for pause in pauses:
        now += pause
        found.append(now)
    return list(found)


def test_a_night_between_messages_ends_a_fragment() -> None:
    times = steps(*[MINUTE] * 6, 10 * HOUR, *[MINUTE] * 6)
    clusters = GapSegmenter(BagOfWords()).clusters(chat((GARDEN + TRAINS)[:13], times))
    assert clusters == [list(range(6)), list(range(6, 13))]


def test_pauses_are_measured_against_the_rhythm_of_the_conversation() -> None:
    quick = steps(*[5_000] * 7, 40 * MINUTE, *[5_000] * 6)
    slow = steps(*[35 * MINUTE] * 7, 40 * MINUTE, *[35 * MINUTE] * 6)
    same = ["the garden roses need water again"] * 14
    assert GapSegmenter(None).clusters(chat(same, quick)) == [list(range(7)), list(range(7, 14))]
    assert len(GapSegmenter(None).clusters(chat(same, slow))) == 1


@pytest.mark.parametrize(("first", "second"), [(GARDEN, TRAINS), (HOTPOT, CAMERA)], ids=["english", "chinese"])
def test_without_times_topics_are_parted_by_what_is_said(first: list[str], second: list[str]) -> None:
    messages = chat(first + second, [None] * (len(first) + len(second)))
    for segmenter in (GapSegmenter(BagOfWords()), GapSegmenter(None)):
        starts = [cluster[0] for cluster in segmenter.clusters(messages)]
        assert any(abs(start - len(first)) <= 1 for start in starts[1:]), starts
        assert len(starts) <= 4


def test_a_reply_is_kept_with_what_it_quotes() -> None:
    times = steps(*[MINUTE] * 5, 3 * HOUR, *[MINUTE] * 4)
    parted = GapSegmenter(None).clusters(chat(GARDEN[:5] + TRAINS[:5], times))
    joined = GapSegmenter(None).clusters(chat(GARDEN[:5] + TRAINS[:5], times, k5={"reply_to": "k4"}))
    assert parted == [list(range(5)), list(range(5, 10))]
    assert all({4, 5} & set(cluster) in (set(), {4, 5}) for cluster in joined)


def test_an_endless_session_is_cut_into_fragments_of_bounded_length() -> None:
    messages = chat(["and the roses and the garden"] * 500, steps(*[MINUTE] * 500))
    clusters = GapSegmenter(BagOfWords()).clusters(messages)
    assert max(map(len, clusters)) <= LONGEST
    assert 5 <= 500 / len(clusters) <= LONGEST


def test_no_messages_give_no_clusters_and_one_gives_one() -> None:
    assert GapSegmenter(BagOfWords()).clusters([]) == []
    assert GapSegmenter(BagOfWords()).clusters(chat(["hi"], [None])) == [[0]]


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(st.text(max_size=30), st.one_of(st.none(), st.integers(-(2**40), 2**42)), st.integers(0, 70)),
        max_size=90,
    )
)
def test_any_conversation_is_partitioned_in_order(rows: list[tuple[str, int | None, int]]) -> None:
    messages = chat(
        [text for text, _, _ in rows],
        [sent_at for _, sent_at, _ in rows],
        **{f"k{at}": {"reply_to": f"k{quoted}"} for at, (_, _, quoted) in enumerate(rows)},
    )
    clusters = cut(messages, GapSegmenter(BagOfWords()))
    assert [at for cluster in clusters for at in cluster] == list(range(len(messages)))
    assert all(0 < len(cluster) <= LONGEST for cluster in clusters)


def test_the_name_tells_whether_meaning_was_looked_at() -> None:
    assert GapSegmenter(BagOfWords()).name == "gaps-cohesion-1"
    assert GapSegmenter(None).name == "gaps-words-1"
