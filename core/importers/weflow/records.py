"""This file is where WeFlow's JSON is read: {weflow, session, messages}, and the variant in which people stand apart.

There `senders` lists the people, and messages name them by `senderID` ("arkme"; format specification, section 8).
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from core.beginning import Beginning
from core.export import Export
from core.importers.wechat.content import Content, joined, left_out
from core.importers.wechat.json_records import Record, records
from core.importers.wechat.media import Files, is_address
from core.importers.wechat.people import is_group
from core.importers.wechat.times import epoch, wall_time
from core.importers.wechat.typed import content_of
from core.importers.wechat.written import Item, Written
from core.importers.weflow.bodies import content_of_body
from core.importers.weflow.chats import chat_by_file, chat_of_session
from core.json_stream import JsonEnd, JsonStream
from core.json_values import members, word
from core.tally import Tally
from core.types import Problem

_RECORD = re.compile(rb'\{\s*"localId"\s*:')


class Person(NamedTuple):
    """Somebody in the list of people."""

    id: str
    name: str


class JsonReading:
    """One JSON."""

    def __init__(self, beginning: Beginning) -> None:
        export, entry = beginning.export, beginning.entry
        self._export, self._entry = export, entry
        self._files = Files(export, entry)
        session, people = members(beginning.facts.get("session")), dict[str, Person]()
        if b'"senderID"' in beginning.raw or not session:
            session, people = _survey(export, entry)
        self._chat, self._people = chat_of_session(session, chat_by_file(export, entry)), people

    def items(self, tally: Tally) -> Iterator[Item]:
        """The messages in file order; times are exact."""
        with self._export.open(self._entry) as file:
            stream = JsonStream(file)
            try:
                for key in stream.members():
                    if key != "messages" or stream.peek() != b"[":
                        continue
                    for record in records(stream, f"{self._entry}: messages", tally, _RECORD):
                        yield self._item(record, tally) if isinstance(record, Record) else record
            except JsonEnd as error:
                yield Problem(f"{self._entry}: {stream.place}", str(error))

    def _item(self, record: Record, tally: Tally) -> Written:
        raw = record.facts
        content = content_of_record(raw, self._files)
        is_notice = content.kind == "notice"
        (tally.notice if is_notice else tally.message)()
        person = self._people.get(word(raw.get("senderID")), Person("", ""))
        sender_id = word(raw.get("senderUsername")) or person.id
        key = word(raw.get("platformMessageId"))
        return Written(
            record.where,
            self._chat,
            content,
            sender=word(raw.get("senderDisplayName")) or person.name or None,
            sender_id=None if is_group(sender_id) else sender_id or None,
            is_self=raw.get("isSend") in (1, True, "1") and not is_notice,
            sent_at=epoch(raw.get("createTime")),
            local_time=wall_time(word(raw.get("formattedTime"))),
            key=key if key.strip("0") else None,
        )


def content_of_record(raw: dict[str, Any], files: Files) -> Content:
    """What a record says: by the fields for its type, else by its content."""
    sort, body = word(raw.get("type")), word(raw.get("content"))
    content = _by_fields(sort, raw) or _by_content(sort, body, (raw, files))
    answers, quoted = word(raw.get("replyToMessageId")), word(raw.get("quotedContent"))
    if quoted and not content.quote:
        who = word(raw.get("quotedSender"))
        content = content._replace(quote=f"{who}: {quoted}" if who else quoted)
    return content._replace(reply_to=answers) if answers.strip("0") else content


def _by_content(sort: str, body: str, found: tuple[dict[str, Any], Files]) -> Content:
    raw, files = found
    local_type = raw.get("localType")
    if body.lstrip().startswith("<") and isinstance(local_type, int) and local_type > 1:
        return content_of(local_type, 0, body)
    content = content_of_body(sort, body, files)
    caption = word(raw.get("emojiCaption"))
    if sort == "动画表情" and content.attachments:
        return Content(attachments=(content.attachments[0]._replace(caption=caption),))
    return content


def _by_fields(sort: str, raw: dict[str, Any]) -> Content | None:
    """What newer versions write down in fields of their own."""
    if sort == "位置消息":
        point = ", ".join(word(raw.get(key)) for key in ("locationLat", "locationLng") if word(raw.get(key)))
        said = joined(word(raw.get("locationPoiname")), word(raw.get("locationLabel")), point)
        return Content(said, "location") if said else None
    if sort == "名片消息":
        said = joined(word(raw.get("contactCardNickname")), word(raw.get("contactCardAlias")))
        return Content(said, "contact") if said else None
    link = word(raw.get("linkUrl"))
    if link and is_address(link):
        return Content(joined(word(raw.get("linkTitle")), link))
    finder = joined(word(raw.get("finderDesc")) or word(raw.get("finderTitle")), word(raw.get("finderNickname")))
    if finder:
        return Content(finder)
    if sort == "动画表情" and not word(raw.get("content")):
        return left_out("sticker", caption=word(raw.get("emojiCaption")))
    return None


def _survey(export: Export, entry: str) -> tuple[dict[str, Any], dict[str, Person]]:
    """The chat and the people, wherever they stand in the file."""
    session, people = dict[str, Any](), dict[str, Person]()
    with export.open(entry) as file:
        stream = JsonStream(file)
        try:
            for key in stream.members():
                if key == "session":
                    session = members(stream.value())
                elif key == "senders" and stream.peek() == b"[":
                    people = dict(map(_person, filter(_is_person, stream.records())))
        except JsonEnd:
            pass  # What is missing is told when the messages are read.
    return session, people


def _is_person(raw: Any) -> bool:
    return isinstance(raw, dict) and bool(word(raw.get("senderID")))


def _person(raw: dict[str, Any]) -> tuple[str, Person]:
    number = word(raw.get("wxid")) or word(raw.get("accountId"))
    names = (word(raw.get(key)) for key in ("displayName", "groupNickname", "remark", "nickname"))
    return word(raw.get("senderID")), Person(number, next(filter(None, names), number))
