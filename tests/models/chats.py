"""This file is where tests of the models find small chats."""

from collections.abc import Sequence
from typing import Any

from core.types import Attachment, Message

TRIP = [
    ("Ana", "morning everybody"),
    ("Bo", "did anyone feed the cat yesterday"),
    ("Ana", "yes, she got fish"),
    ("Cleo", "What time does our train to Lisbon leave on Friday?"),
    ("Bo", "at 9:40, platform 4"),
    ("Ana", "I still have to pack my suitcase"),
    ("Cleo", "the weather looks sunny all week"),
    ("Bo", "bring sunglasses then"),
    ("Ana", "my phone battery is nearly dead, talk later"),
]
DINNER = [
    ("小王", "早上好"),
    ("小李", "昨天的球赛看了吗"),
    ("小王", "看了，最后一分钟进球"),
    ("小李", "周末在哪家餐厅聚餐？"),
    ("小王", "订了中山路的四川餐厅，聚餐六点开始"),
    ("小李", "好的，我坐地铁过去"),
    ("小王", "明天记得带雨伞"),
    ("小李", "快递到了没有"),
]


def chat(rows: Sequence[tuple[str, str]], **pictures: list[dict[str, Any]]) -> list[Message]:
    """pictures: m3=[{...}] are the fields of the pictures of message 3."""
    return [
        Message(
            id=at,
            conversation_id=1,
            key=str(at),
            sender_id=None,
            sender=speaker,
            sent_at=None,
            local_time=None,
            kind="message",
            text=text,
            attachments=tuple(
                Attachment(
                    **{"id": 0, "message_id": at, "kind": "image", "name": "IMG_1.jpg", "status": "found"} | each
                )
                for each in pictures.get(f"m{at}", [])
            ),
        )
        for at, (speaker, text) in enumerate(rows)
    ]
