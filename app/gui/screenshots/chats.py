"""This file is where the chats come from that the pictures show: the demo, and one with everything the demo lacks."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.session import Session, bundled_demo

DEMO, EVERYTHING, EMPTY, OTHER = "demo-archive", "everything", "empty", "other"
"""Folders of archives."""

AMBIGUOUS = (
    "05/03/2025, 10:12 - Nora: Is anyone at home?\n06/03/2025, 09:01 - Tomás: I am\n07/03/2025, 21:40 - 林悦: 我也在\n"
)
TABLE = "".join(
    f"{number},{when},{who},{mood},{text}\n"
    for number, (when, who, mood, text) in enumerate(
        [
            ("2024-05-13 08:15", "Nora", "glad", "The boat leaves at nine. Who brings the keys?"),
            ("2024-05-13 08:17", "Tomás", "calm", "I do, and the map to the harbour"),
            ("2024-05-13 08:20", "林悦", "glad", "我马上到，帮我留个位置"),
            ("2024-05-13 08:21", "Nora", "calm", "Of course we do"),
            ("2024-05-14 19:02", "Tomás", "glad", "That was a good day on the water"),
            ("2024-05-14 19:05", "林悦", "glad", "照片发在群里了"),
        ],
        7000,
    )
)


def prepare(open_session: Callable[[Path], Session], folder: Path) -> None:
    """Makes the archives that scenes begin with."""
    with open_session(folder / DEMO) as session:
        session.import_exports([bundled_demo().export], report=_silent)
        session.index(_silent)
        session.read_pictures(_silent)
    export = folder / "ChatExport" / "result.json"
    export.parent.mkdir()
    (export.parent / "voice.ogg").write_bytes(b"OggS" + bytes(4_000))
    (export.parent / "timetable.pdf").write_bytes(b"%PDF-1.4\n" + bytes(30_000))
    export.write_text(json.dumps(_everything(), ensure_ascii=False), encoding="utf-8")
    with open_session(folder / EVERYTHING) as session:
        session.import_exports([export.parent], report=_silent)
        session.index(_silent)


def _everything() -> dict[str, Any]:
    """One chat with every kind of message, as Telegram Desktop writes it."""
    said: list[dict[str, Any]] = [
        {"from": "Ines", "text": "The ferry goes at nine. Who comes along?"},
        {"from": "Per", "text": "Me! I bring the keys and the map", "reply_to_message_id": 1},
        {"from": "林悦", "text": "我也去，码头见", "reactions": [{"type": "emoji", "count": 2, "emoji": "👍"}]},
        {
            "from": "Ines",
            "text": "",
            "location_information": {"latitude": 54.3233, "longitude": 10.1394},
        },
        {"from": "Per", "text": "", "file": "voice.ogg", "media_type": "voice_message", "duration_seconds": 14},
        {"from": "Ines", "text": "Here is the timetable", "file": "timetable.pdf", "mime_type": "application/pdf"},
        {
            "from": "Per",
            "text": "",
            "poll": {
                "question": "Where do we eat afterwards?",
                "closed": False,
                "total_voters": 3,
                "answers": [{"text": "Fish", "voters": 2}, {"text": "Noodles", "voters": 1}],
            },
        },
        {
            "from": "林悦",
            "text": "",
            "contact_information": {"first_name": "Captain", "last_name": "Ruth", "phone_number": "+49 000 00000"},
        },
        {"from": "Ines", "text": "The ferry goes at half past nine, they moved it", "edited": "2025-06-07T08:30:00"},
        {"from": "Per", "text": "שלום! הסירה יוצאת בתשע וחצי", "forwarded_from": "Ruth Ben-Ami"},
        {"from": "林悦", "text": "好的，九点半", "reply_to_message_id": 9},
    ]
    messages = [
        {
            "id": number,
            "type": "message",
            "date": f"2025-06-07T08:{10 + number:02}:00",
            "date_unixtime": str(1_749_283_800 + 60 * number),
            "from_id": f"user{sum(map(ord, each['from']))}",
            **each,
        }
        for number, each in enumerate(said, 1)
    ]
    return {"name": "Sailing club", "type": "private_group", "id": 77, "messages": messages}


def _silent(progress: object) -> None:
    """Nobody looks."""
