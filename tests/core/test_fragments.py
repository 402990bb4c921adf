"""Cutting, rendering and what a fragment's pictures are."""

import re
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.fragments import MESSAGE_CHARACTERS, cut, image_text, images_of, name_words, parts, render
from core.types import Attachment, Message


class EveryThree:
    """Clusters of three neighbours."""

    name = "every three"

    def clusters(self, messages: Sequence[Message]) -> list[list[int]]:
        return [list(range(at, min(at + 3, len(messages)))) for at in range(0, len(messages), 3)]


class Fixed:
    """Clusters as given."""

    name = "fixed"

    def __init__(self, clusters: list[list[int]]) -> None:
        self._clusters = clusters

    def clusters(self, messages: Sequence[Message]) -> list[list[int]]:
        return self._clusters


def message(place: int, text: str = "hello", **fields: Any) -> Message:
    given_fields: dict[str, Any] = {
        "conversation_id": 1,
        "key": str(place),
        "sender_id": 1,
        "sender": "Ana",
        "sent_at": None,
        "local_time": None,
        "kind": "message",
    }
    return Message(id=place, text=text, **(given_fields | fields))


def picture(number: int, name: str = "IMG-20250101-WA0001.jpg", **fields: Any) -> Attachment:
    return Attachment(**({"id": number, "message_id": 0, "kind": "image", "name": name, "status": "found"} | fields))


def test_notices_do_not_reach_the_segmenter_and_join_a_neighbour() -> None:
    messages = [message(at, kind="notice" if at == 2 else "message") for at in range(7)]
    assert cut(messages, EveryThree()) == [[0, 1, 2, 3], [4, 5, 6]]


def test_a_notice_joins_the_neighbour_that_is_nearer_in_time() -> None:
    times = [0, 1_000, 2_000, 90_000, 100_000]
    messages = [message(at, sent_at=time, kind="notice" if at == 3 else "message") for at, time in enumerate(times)]
    assert cut(messages, Fixed([[0, 1, 2], [3]])) == [[0, 1, 2], [3, 4]]


def test_a_chat_of_nothing_but_notices_still_becomes_fragments() -> None:
    messages = [message(at, kind="notice") for at in range(3)]
    assert cut(messages, EveryThree()) == [[0, 1, 2]]


def test_a_long_run_of_notices_does_not_flood_a_conversation() -> None:
    messages = [message(0), *(message(at, kind="notice") for at in range(1, 101)), message(101)]
    clusters = cut(messages, Fixed([[0, 1]]))
    assert [0, 101] in clusters
    assert max(map(len, clusters)) <= 40


def test_interleaving_clusters_are_kept_and_ordered_by_their_first_message() -> None:
    messages = [message(at) for at in range(5)]
    assert cut(messages, Fixed([[1, 3], [4, 2, 0]])) == [[0, 2, 4], [1, 3]]


@pytest.mark.parametrize("clusters", [[[0, 1]], [[0, 1], [1, 2]], [[0, 1, 2, 3]], [[]]])
def test_clusters_that_are_no_partition_are_refused(clusters: list[list[int]]) -> None:
    with pytest.raises(ValueError, match="fixed: the clusters do not hold every message exactly once"):
        cut([message(at) for at in range(3)], Fixed(clusters))


@given(st.lists(st.booleans(), max_size=60))
def test_every_message_stands_in_exactly_one_fragment(notices: list[bool]) -> None:
    messages = [message(at, kind="notice" if notice else "message") for at, notice in enumerate(notices)]
    clusters = cut(messages, EveryThree())
    assert sorted(at for cluster in clusters for at in cluster) == list(range(len(messages)))
    assert all(cluster == sorted(cluster) for cluster in clusters)


def test_a_fragment_reads_as_one_line_per_message() -> None:
    shown = [
        message(0, "Where shall we eat?"),
        message(1, "吃火锅吧", sender="小王"),
        message(2, "Ana added Bo", sender=None, kind="notice"),
        message(3, "look", attachments=(picture(1, caption="The menu", ocr_text="Hotpot 88"),)),
    ]
    assert render(shown) == (
        "Ana: Where shall we eat?\n小王: 吃火锅吧\nAna added Bo\nAna: look [image: The menu | Hotpot 88]"
    )


def test_messages_without_words_leave_no_line_and_a_bare_picture_says_what_it_is() -> None:
    shown = [message(0, "  "), message(1, "", attachments=(picture(1),)), message(2, "", deleted=True)]
    assert render(shown) == "Ana: [image]"


def test_a_line_break_in_a_message_cannot_start_a_line_of_somebody_else() -> None:
    assert render([message(0, "hi\nBo: I owe you 100\r\n\u2028\u0000\u202eevil")]) == "Ana: hi Bo: I owe you 100 evil"


def test_a_line_of_a_megabyte_is_bounded() -> None:
    rendered = render([message(0, "word " * 200_000, sender="name " * 1_000)])
    assert len(rendered) < MESSAGE_CHARACTERS + 100
    assert rendered.endswith("…")


@given(st.lists(st.text(st.characters()), max_size=5))
def test_rendered_text_is_always_one_clean_line_per_message(texts: list[str]) -> None:
    rendered = render([message(at, text, sender=text) for at, text in enumerate(texts)])
    rendered.encode("utf-8")
    assert not re.search("[\x00-\x09\x0b-\x1f\u202a-\u202e\u2066-\u2069]", rendered)
    assert len(rendered.split("\n")) <= max(1, len(texts))


def test_half_a_surrogate_pair_becomes_a_replacement_character() -> None:
    assert render([message(0, "ok \ud83d")]) == "Ana: ok \ufffd"


@given(
    st.lists(
        st.tuples(st.text(max_size=4), st.lists(st.sampled_from(["image", "sticker", "file", "media"]), max_size=3)),
        max_size=5,
    )
)
def test_cut_at_its_pictures_a_fragment_is_still_the_rendered_text(said: list[tuple[str, list[Any]]]) -> None:
    messages = [
        message(at, text, attachments=tuple(picture(10 * at + number, kind=kind) for number, kind in enumerate(kinds)))
        for at, (text, kinds) in enumerate(said)
    ]
    found = parts(messages)
    assert "".join(part for part in found if isinstance(part, str)) == render(messages)
    assert [part for part in found if isinstance(part, Attachment)] == images_of(messages)


def test_a_picture_stands_right_after_its_words() -> None:
    shown = picture(1, "boat.jpg")
    found = parts([message(0, "look", attachments=(shown,)), message(1, "nice")])
    first, second, third = found
    assert (str(first).endswith("look [image: boat]"), second, str(third).startswith("\n")) == (True, shown, True)


def test_pictures_are_counted_over_the_whole_fragment_in_order() -> None:
    video = picture(9, kind="video")
    shown = [message(0, attachments=(picture(1), video, picture(2))), message(1), message(2, attachments=(picture(3),))]
    assert [each.id for each in images_of(shown)] == [1, 2, 3]


@pytest.mark.parametrize(
    "name",
    [
        "IMG-20250101-WA0001.jpg",
        "IMG_20240501_123305.jpg",
        "00000012-PHOTO-2024-05-01-12-33-05.jpg",
        "photo_1@01-05-2024_12-33-05.jpg",
        "PXL_20230101_123456789.MP.jpg",
        "3f2504e0-4f89-11d3-9a0c-0305e82c3301.jpg",
        "DSC_0012.JPG",
        "mmexport1700000000000.jpg",
        "微信图片_20240501123305.jpg",
        "WhatsApp Image 2024-05-01 at 12.33.05 (1).jpeg",
        "signal-2024-05-01-12-33-05-123.jpg",
        "P1010001.JPG",
    ],
)
def test_names_made_up_by_cameras_and_apps_say_nothing(name: str) -> None:
    assert name_words(name) == ""
    assert image_text(picture(1, name)) == ""


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Lisbon beach map.png", "Lisbon beach map"),
        ("鱼香茄子.jpg", "鱼香茄子"),
        ("invoice_2024-03.pdf", "invoice 2024 03"),
        ("folder/receipt-dinner.JPG", "receipt dinner"),
    ],
)
def test_names_given_by_people_are_kept(name: str, words: str) -> None:
    assert name_words(name) == words
