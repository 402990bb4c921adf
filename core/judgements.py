"""This file is where judgements leave the archive: as plain records, or as dialogues to measure and train readers on.

The second form is that of core.dialogues, so `chattrove eval read` takes it: one line for each stretch of a
conversation that was read together and has judged messages, with the questions they were judged for.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, get_args

import orjson

from core.archive import Archive
from core.errors import DataError, QueryError
from core.fragments import images_of
from core.query import ParsedQuery, understand
from core.types import Attachment, Judgement, Message
from core.writing import written_whole

Form = Literal["records", "dialogues"]
FORMS: tuple[Form, ...] = get_args(Form)

_AROUND = 10
"""Messages on both sides of one that is in no fragment."""


def asked(parsed: ParsedQuery, typed: str) -> str:
    """What judgements of a question are kept under: its words, so that a filter more or less changes nothing."""
    query = parsed.query
    return query.text if query.words or query.phrases else " ".join(typed.split())


def export(archive: Archive, path: Path, form: Form) -> int:
    """Writes JSON lines, whole or not at all, and returns how many. Raises DataError when it cannot be written."""
    lines = {"records": records, "dialogues": dialogues}[form](archive)
    written = 0
    try:
        with written_whole(path) as stream:
            for line in lines:
                stream.write(_json(line) + b"\n")
                written += 1
    except OSError as error:
        raise DataError(f"{path} cannot be written: {error.strerror}. Choose another place.") from error
    return written


def records(archive: Archive) -> Iterator[dict[str, Any]]:
    """Each judgement with what it is about. Instants in milliseconds since 1970."""
    for each in archive.judgements.all():
        conversation = archive.chats.conversation(each.conversation_id)
        found = archive.chats.messages([each.message_id] if each.message_id else [])
        message = found[0] if found else None
        picture = (
            next((item for item in message.attachments if item.id == each.attachment_id), None) if message else None
        )
        yield {
            "question": each.question,
            "of": "result" if message is None else "message" if picture is None else "picture",
            "right": each.right,
            "conversation": conversation.title,
            "source": conversation.source,
            "message": None if message is None else _told(message),
            "picture": None if picture is None else _shown(picture),
            "confidence": each.confidence,
            "reader": each.reader,
            "judged_at": each.judged_at,
        }


def dialogues(archive: Archive) -> Iterator[dict[str, Any]]:
    """A dialogue per stretch with judged messages. What was judged right is the truth; what was judged wrong is told
    as "wrong_utt_ids" and "wrong_img_ids". Verdicts on whole results have no place in it, nor have questions of filters
    alone, which no reader answers."""
    by_conversation: defaultdict[int, list[Judgement]] = defaultdict(list)
    read: dict[str, bool] = {}
    for each in archive.judgements.all():
        if each.message_id is not None and read.setdefault(each.question, _is_read(each.question)):
            by_conversation[each.conversation_id].append(each)
    for number in sorted(by_conversation):
        judged = by_conversation[number]
        for ids in _stretches(archive, [each.message_id for each in judged if each.message_id is not None]):
            messages = archive.chats.messages(ids)
            yield _dialogue(messages, [each for each in judged if each.message_id in set(ids)])


def _is_read(question: str) -> bool:
    """Whether the question has words; what was kept under its filters has none."""
    try:
        query = understand(question, now=datetime.now(UTC), zone=UTC).query
    except QueryError:
        return False
    return bool(query.words or query.phrases)


def _stretches(archive: Archive, ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """What was read together with these messages, each message in one stretch; some around one in no fragment."""
    homes = archive.cuts.of_messages(ids)
    fragments = archive.cuts.fragments(sorted(set(homes.values())))
    covered: set[int] = set()
    for number in dict.fromkeys(ids):
        if number in covered:
            continue
        if number in homes:
            stretch: Sequence[int] = fragments[homes[number]].message_ids
        else:
            around = archive.chats.neighbours(number, _AROUND, _AROUND)
            stretch = [each.id for each in around if each.id not in covered and each.id not in homes]
        covered.update(stretch)
        yield stretch


def _dialogue(messages: Sequence[Message], judged: Sequence[Judgement]) -> dict[str, Any]:
    turns = {message.id: place for place, message in enumerate(messages)}
    images = {item.id: place for place, item in enumerate(images_of(messages))}
    by_question: defaultdict[str, list[Judgement]] = defaultdict(list)
    for each in judged:
        by_question[each.question].append(each)
    keys = {message.key: message.id for message in messages}
    return {
        "dialogue_id": f"{messages[0].conversation_id}-{messages[0].id}",
        "turns": [_turn(message, turns, keys) for message in messages],
        "fragments": [list(turns.values())],
        "queries": [_query(question, found, (turns, images)) for question, found in by_question.items()],
    }


def _query(question: str, judged: Sequence[Judgement], places: tuple[dict[int, int], dict[int, int]]) -> dict[str, Any]:
    turns, images = places

    def turn_ids(right: bool) -> list[int]:
        said = [each for each in judged if each.attachment_id is None and each.right == right]
        return sorted(turns[each.message_id] for each in said if each.message_id in turns)

    def image_ids(right: bool) -> list[int]:
        seen = [each for each in judged if each.attachment_id is not None and each.right == right]
        return sorted(images[each.attachment_id] for each in seen if each.attachment_id in images)

    return {
        "text": question,
        "kind": "judged",
        "utt_ids": turn_ids(True),
        "img_ids": image_ids(True),
        "wrong_utt_ids": turn_ids(False),
        "wrong_img_ids": image_ids(False),
    }


def _turn(message: Message, turns: dict[int, int], keys: dict[str, int]) -> dict[str, Any]:
    turn: dict[str, Any] = {
        "id": turns[message.id],
        "speaker": message.sender or "",
        "text": message.text,
        "images": [
            {"path": item.name, "caption": item.caption, "ocr_text": item.ocr_text} for item in images_of([message])
        ],
    }
    if message.sent_at is not None:
        turn["sent_at"] = message.sent_at
    if message.reply_to in keys:
        turn["reply_to"] = turns[keys[message.reply_to]]
    return turn


def _told(message: Message) -> dict[str, Any]:
    return {"key": message.key, "sender": message.sender, "sent_at": message.sent_at, "text": message.text}


def _shown(picture: Attachment) -> dict[str, Any]:
    return {"name": picture.name, "sha256": picture.sha256, "caption": picture.caption, "ocr_text": picture.ocr_text}


def _json(line: dict[str, Any]) -> bytes:
    try:
        return orjson.dumps(line)
    except TypeError:  # a lone surrogate in a name or a text, which no JSON in UTF-8 can hold
        import json

        return json.dumps(line).encode("ascii")
