"""The trained segmenter: pauses, replies, what is said, who says it, and any length."""

import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.fragments import cut
from core.types import Message
from models.bundle import Bundle, shipped_models
from models.segmenter import LONGEST, OnnxSegmenter

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
HIKE = [
    "周末去不去爬山？",
    "去啊，香山还是百望山",
    "香山人太多了，百望山吧",
    "行，几点在山脚集合",
    "早上八点，记得带水",
    "好的，我再叫上小李一起爬",
]
INVOICE = [
    "你那个发票报销了吗",
    "还没，财务说发票抬头不对",
    "抬头要写公司全称，不能写简称",
    "那我让酒店重开一张发票",
    "重开之后拍照发给财务审批就行",
    "好，审批完这周能打款吗",
]


@pytest.fixture(scope="module")
def segmenter() -> OnnxSegmenter:
    return Bundle(shipped_models()).segmenter()


def chat(texts: list[str], times: list[int | None], senders: str = "AB", **fields: Any) -> list[Message]:
    return [
        Message(
            **{
                "id": at,
                "conversation_id": 1,
                "key": f"k{at}",
                "sender_id": at % len(senders),
                "sender": senders[at % len(senders)],
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


def test_no_fragment_goes_over_a_night(segmenter: OnnxSegmenter) -> None:
    times = steps(*[MINUTE] * 6, 10 * HOUR, *[MINUTE] * 7)
    same = GARDEN[:6] + GARDEN[:7] + GARDEN[:1]
    clusters = segmenter.clusters(chat(same, times[:14]))
    assert not any(min(cluster) < 6 <= max(cluster) for cluster in clusters)


def test_a_reply_over_a_night_holds_together_what_it_joins(segmenter: OnnxSegmenter) -> None:
    times = steps(*[MINUTE] * 6, 10 * HOUR, *[MINUTE] * 6)
    answer = {"reply_to": "k5", "text": "about the young branches in the garden: I did not cut them"}
    clusters = segmenter.clusters(chat(GARDEN[:6] + GARDEN[:7], times, k6=answer))
    assert any({5, 6} <= set(cluster) for cluster in clusters)


@pytest.mark.parametrize(("first", "second"), [(GARDEN, TRAINS), (HIKE, INVOICE)], ids=["english", "chinese"])
def test_topics_are_parted_by_what_is_said(segmenter: OnnxSegmenter, first: list[str], second: list[str]) -> None:
    with_pause = steps(*[MINUTE] * len(first), 40 * MINUTE, *[MINUTE] * (len(second) - 1))
    for times in ([None] * (len(first) + len(second)), with_pause):
        clusters = segmenter.clusters(chat(first + second, times))
        crossing = [each for each in clusters if min(each) < len(first) - 1 and max(each) > len(first)]
        assert not crossing, clusters
        assert len(clusters) <= 5


def test_threads_of_different_people_are_untangled(segmenter: OnnxSegmenter) -> None:
    texts = [text for pair in zip(GARDEN, TRAINS, strict=True) for text in pair]
    senders = ["Ana" if at % 4 == 0 else "Bo" if at % 4 == 2 else "Cy" if at % 4 == 1 else "Di" for at in range(14)]
    named = [f"{who}: {text}" for who, text in zip(["Bo", "Di", "Ana", "Cy"] * 4, texts, strict=False)]
    messages = chat(named, [None] * 14, **{f"k{at}": {"sender": who} for at, who in enumerate(senders)})
    clusters = segmenter.clusters(messages)
    assert all(len({at % 2 for at in cluster}) == 1 for cluster in clusters), clusters
    assert max(map(len, clusters)) >= 5


def test_fragments_are_bounded_in_the_product_and_whole_for_measuring(segmenter: OnnxSegmenter) -> None:
    messages = chat(["and the roses and the garden"] * 300, [None] * 300)
    bounded = segmenter.clusters(messages)
    assert max(map(len, bounded)) <= LONGEST
    assert len(segmenter.unbounded().clusters(messages)) <= len(bounded)


def test_no_messages_give_no_clusters_and_one_gives_one(segmenter: OnnxSegmenter) -> None:
    assert segmenter.clusters([]) == []
    assert segmenter.clusters(chat(["hi"], [None])) == [[0]]


def test_the_same_chat_gives_the_same_clusters(segmenter: OnnxSegmenter) -> None:
    messages = chat(GARDEN + TRAINS, [None] * 14)
    assert segmenter.clusters(messages) == segmenter.clusters(messages)


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(st.text(max_size=30), st.one_of(st.none(), st.integers(-(2**40), 2**42)), st.integers(0, 70)),
        max_size=90,
    )
)
def test_any_conversation_is_partitioned(rows: list[tuple[str, int | None, int]]) -> None:
    segmenter = Bundle(shipped_models()).segmenter()
    messages = chat(
        [text for text, _, _ in rows],
        [sent_at for _, sent_at, _ in rows],
        **{f"k{at}": {"reply_to": f"k{quoted}"} for at, (_, _, quoted) in enumerate(rows)},
    )
    clusters = cut(messages, segmenter)
    assert sorted(at for cluster in clusters for at in cluster) == list(range(len(messages)))
    assert all(0 < len(cluster) <= LONGEST for cluster in clusters)


def test_lone_surrogates_and_endless_lines_are_text_like_any_other(segmenter: OnnxSegmenter) -> None:
    messages = chat(["\ud83d half an emoji", "x" * 200_000, "", "好" * 50_000], [None] * 4)
    assert sorted(at for cluster in segmenter.clusters(messages) for at in cluster) == [0, 1, 2, 3]


def test_a_long_chat_goes_block_by_block(segmenter: OnnxSegmenter) -> None:
    pauses = [7 * HOUR if at % 100 == 0 else MINUTE for at in range(2_500)]
    messages = chat([f"{text} {at}" for at in range(358) for text in GARDEN][:2_500], steps(*pauses))
    started = time.perf_counter()
    clusters = segmenter.clusters(messages)
    assert time.perf_counter() - started < 30
    assert sorted(at for cluster in clusters for at in cluster) == list(range(2_500))
    assert not any(cluster[0] // 100 != cluster[-1] // 100 for cluster in clusters)


def test_the_name_changes_with_the_weights(segmenter: OnnxSegmenter) -> None:
    entry = Bundle(shipped_models()).entry("segmenter")
    assert segmenter.name == f"{entry.name}-{entry.digest}"
