"""This file is where one Slack record becomes one message, notice or call."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from core.importers.slack.blocks import Blocks
from core.importers.slack.changes import Changes
from core.importers.slack.files import Places, attachments, is_preview
from core.importers.slack.huddles import huddle
from core.importers.slack.people import People
from core.importers.slack.sniffing import is_message
from core.json_values import count, members, objects, word
from core.tally import Tally
from core.types import ExportedMessage, MessageKind, Problem, Reaction, Repair

_SPACES = re.compile(r"\s+")
_NOTICES = frozenset(
    [
        "pinned_item",
        "unpinned_item",
        "bot_add",
        "bot_remove",
        "bot_enable",
        "bot_disable",
        "reminder_add",
        "reminder_delete",
        "joiner_notification",
        "joiner_notification_for_inviter",
        "ekm_access_denied",
        "app_conversation_join",
        "app_conversation_leave",
        "mpdm_move",
        "tabbed_canvas_updated",
        "document_mention",
        "assistant_app_thread",
    ]
)
_SPACE_OF_NOTICES = ("channel_", "group_", "im_", "mpim_")
_CALLS = ("huddle_thread", "sh_room_created", "sh_room_shared")
_UNSHOWN = "This content can't be displayed."


@dataclass
class Chat:
    """One conversation as it is read. changes: what later events of a compliance export say of its messages."""

    people: People
    blocks: Blocks
    places: Places
    changes: Changes = field(default_factory=Changes)
    broadcast: set[str] = field(default_factory=set)

    def exported(self, raw: Any, where: str, tally: Tally) -> Iterator[ExportedMessage | Problem | Repair]:
        """The message of a record, or a Problem; nothing for a record that stands for no message of its own."""
        if not is_message(raw) and not Changes.is_event(raw):
            yield Problem(where, "not a message")
            return
        current, what = self.changes.current(raw)
        if current is None or self._was_there(current):
            tally.other(what if current is None else "duplicate")
            return
        message = self._message(current, where)
        yield message
        if message.sent_at is None:
            yield Repair(where, f"{word(current.get('ts'))[:40]!r} is no time: kept without one")

    def _was_there(self, raw: dict[str, Any]) -> bool:
        """True the second time that an answer which was also sent to the channel comes by."""
        if raw.get("subtype") != "thread_broadcast":
            return False
        time = word(raw.get("ts"))
        is_known = time in self.broadcast
        self.broadcast.add(time)
        return is_known

    def _message(self, raw: dict[str, Any], where: str) -> ExportedMessage:
        time = word(raw.get("ts"))
        kind = _kind(raw)
        sender, sender_key = self._sender(raw)
        is_deleted = raw.get("subtype") == "tombstone"
        text, origin = ("", None) if is_deleted else self._text(raw)
        edited = members(raw.get("edited"))
        thread = word(raw.get("thread_ts"))
        return ExportedMessage(
            time or None,
            None if is_deleted else sender,
            instant(time),
            None,
            huddle(raw, text, self.people) if kind == "call" else text,
            kind,
            attachments(raw, self.places),
            None if is_deleted else sender_key,
            thread if thread != time and thread else None,
            bool(edited),
            instant(word(edited.get("ts"))),
            is_deleted or bool(raw.get(Changes.DELETED)),
            self._reactions(raw.get("reactions")),
            origin,
            where,
        )

    def _sender(self, raw: dict[str, Any]) -> tuple[str | None, str | None]:
        """(name, id): of people the id is the user's, of bots the bot's. A bot that speaks under several names (one
        webhook for many services) is as many senders."""
        user = word(raw.get("user")) or word(members(raw.get("comment")).get("user"))
        key = user or word(raw.get("bot_id"))
        self.people.learn(user, raw.get("user_profile"))
        self.people.learn(word(raw.get("bot_id")), raw.get("bot_profile"))
        is_bot = bool(raw.get("bot_id")) or raw.get("subtype") == "bot_message"
        stated = word(raw.get("username")).strip() if is_bot or not key else ""
        own = self.people.known(key) or self.people.known(word(raw.get("bot_id")))
        if stated and key and stated != own:
            key = f"{key}:{stated}"
        return stated or own or key or None, key or None

    def _text(self, raw: dict[str, Any]) -> tuple[str, str | None]:
        """(text, whose forwarded message it is). What only blocks or attachments say is said with the text."""
        own = self.blocks.plain(word(raw.get("text")))
        if raw.get("blocks") and (not own or own == _UNSHOWN or raw.get("bot_id")):
            own = _joined(own if own != _UNSHOWN else "", self.blocks.text(raw["blocks"]))
        origin = None
        for item in objects(raw.get("attachments")):
            if is_preview(item) and not item.get("is_share") and own:
                continue
            if item.get("is_share") and not own:
                origin = word(item.get("author_name")) or None
            own = _joined(own, self._attached(item, own))
        return own, origin

    def _attached(self, raw: dict[str, Any], own: str) -> str:
        """What an attachment adds to a text: nothing when it previews a link of it, a shared message as quoted."""
        if not raw.get("is_share"):
            return "" if own and is_preview(raw) else self.blocks.attachment(raw)
        if not own:
            return self.blocks.attachment(raw | {"author_name": None})
        return "\n".join(f"> {line}" for line in self.blocks.attachment(raw).split("\n"))

    def _reactions(self, listed: Any) -> tuple[Reaction, ...]:
        return tuple(self._reaction(item) for item in objects(listed)) if listed else ()

    def _reaction(self, raw: dict[str, Any]) -> Reaction:
        users = raw.get("users")
        names = tuple(self.people.name(word(user)) for user in users) if isinstance(users, list) else ()
        return Reaction(f":{word(raw.get('name'))}:", max(count(raw.get("count")), len(names), 1), names)


def instant(time: str) -> int | None:
    """Milliseconds since 1970 UTC of "1736478514.897649"; None where it is no time."""
    seconds, _, rest = time.partition(".")
    if not (seconds.isascii() and seconds.isdecimal() and len(seconds) <= 11):
        return None
    return int(seconds) * 1000 + (int(rest[:3].ljust(3, "0")) if rest.isascii() and rest.isdecimal() else 0)


def _kind(raw: dict[str, Any]) -> MessageKind:
    subtype = word(raw.get("subtype"))
    if subtype in _CALLS:
        return "call"
    return "notice" if subtype in _NOTICES or subtype.startswith(_SPACE_OF_NOTICES) else "message"


def _joined(first: str, second: str) -> str:
    """Both texts; only the longer one where it says all that the other one says."""
    bare, other = _SPACES.sub("", first), _SPACES.sub("", second)
    if other in bare:
        return first
    return second if bare in other else f"{first}\n{second}"
