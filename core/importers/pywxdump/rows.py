"""This file is where one row of PyWxDump's CSV, or one object of its JSON, becomes a message."""

from collections.abc import Mapping
from typing import Any

import orjson

from core.importers.pywxdump.bodies import content_of_row
from core.importers.wechat.content import notice
from core.importers.wechat.media import Files
from core.importers.wechat.people import NOBODY, is_group
from core.importers.wechat.times import Clock, epoch, wall_time
from core.importers.wechat.written import Chat, Written
from core.json_values import members, word

REQUIRED = frozenset(("MsgSvrID", "type_name", "is_sender", "talker", "room_name"))
"""The columns and fields of all versions; no other tool has them all."""

_SELF = "我"
_UNKNOWN = "未知"


class Rows:
    """Makes messages of the rows of one chat. names: display names by id."""

    def __init__(self, files: Files, clock: Clock, names: Mapping[str, str]) -> None:
        self._files, self._clock, self._names = files, clock, names

    def written(self, raw: Mapping[str, Any], where: str) -> Written:
        """The message that a row means. It names its chat (`room_name`)."""
        room, talker = word(raw.get("room_name")), word(raw.get("talker"))
        said, src = _parts(raw)
        content = content_of_row(word(raw.get("type_name")), said, src, self._files)
        if talker in NOBODY:
            content = notice(content.shown)
        is_self = word(raw.get("is_sender")) == "1"
        sender_id = None if talker in NOBODY or talker in (_SELF, _UNKNOWN, "") else talker
        sent_at, local_time = self._times(word(raw.get("CreateTime")))
        key = word(raw.get("MsgSvrID"))
        return Written(
            where,
            Chat(room, self._names.get(room, room), "group" if is_group(room) else "private"),
            content,
            sender=self._names.get(talker) or (_SELF if is_self else None),
            sender_id=sender_id,
            is_self=is_self and content.kind != "notice",
            sent_at=sent_at,
            local_time=local_time,
            key=key if key.strip("0") else None,
        )

    def _times(self, text: str) -> tuple[int | None, str | None]:
        """(instant, wall time); older versions wrote seconds since 1970."""
        exact = epoch(text) if text.isdecimal() else None
        if exact is not None:
            return exact, None
        local_time = wall_time(text)
        return self._clock.instant(local_time), local_time


def _parts(raw: Mapping[str, Any]) -> tuple[str, Any]:
    """(msg, src); older versions kept both in one `content` of JSON."""
    if "msg" in raw or "content" not in raw:
        return word(raw.get("msg")), raw.get("src")
    content = raw.get("content")
    if isinstance(content, str):
        try:
            content = orjson.loads(content)
        except orjson.JSONDecodeError:
            return content, ""
    return (word(members(content).get("msg")), members(content).get("src")) if isinstance(content, dict) else ("", "")
