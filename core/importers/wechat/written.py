"""This file is where a message as any of the tools wrote it becomes one of this program, and a chat a conversation."""

from collections import OrderedDict
from collections.abc import Iterator
from itertools import chain, islice
from typing import NamedTuple, TypeAlias, TypeVar

from core.errors import BrokenExport
from core.importers.wechat.content import SOURCE, Content
from core.importers.wechat.people import clean_name
from core.importers.wechat.spool import Spool
from core.types import ConversationKind, ExportedConversation, ExportedMessage, Problem, Repair

AHEAD = 200
"""So many messages of a chat are looked at for who exported it before it is given out."""

_MOST = 1000
_REMEMBERED = 1 << 16


class Chat(NamedTuple):
    """The chat that a message names. id: WeChat's own, "" where the tool does not tell; name: the key for that case,
    else the title."""

    id: str
    title: str
    kind: ConversationKind = "unknown"
    name: str = ""

    @property
    def key(self) -> str:
        """What tells this chat from others."""
        return self.id or self.name or self.title


class Written(NamedTuple):
    """A message as a tool wrote it. sender_id: WeChat's, None where only a name is known; is_self: by the exporter."""

    where: str
    chat: Chat
    content: Content
    sender: str | None = None
    sender_id: str | None = None
    is_self: bool = False
    sent_at: int | None = None
    local_time: str | None = None
    key: str | None = None


Item: TypeAlias = Written | Problem | Repair
Taken = TypeVar("Taken")


class Seen:
    """The ids of the messages of a chat that came before, of very many the last ones."""

    def __init__(self) -> None:
        self._keys: OrderedDict[str, None] = OrderedDict()

    def add(self, key: str) -> None:
        self._keys[key] = None
        if len(self._keys) > _REMEMBERED:
            self._keys.popitem(last=False)

    def __contains__(self, key: str | None) -> bool:
        return key in self._keys


def exported(written: Written, seen: Seen) -> ExportedMessage:
    """The message; sentences of the app have no sender, but for who did what they tell of.

    What is answered is told by its id alone only where that message is in the chat; else the copy of it is text.
    """
    content = written.content
    if written.key is not None:
        seen.add(written.key)
    elif content.reply_to is not None:
        content = content._replace(reply_to=None)  # This tool has no ids of messages, so that this one leads nowhere.
    is_notice = content.kind == "notice"
    sender_id = content.sender or written.sender_id
    sender = clean_name(written.sender or "") or sender_id
    return ExportedMessage(
        key=written.key,
        sender=None if is_notice else sender,
        sent_at=written.sent_at,
        local_time=written.local_time,
        text=content.text if content.reply_to in seen else content.shown,
        kind=content.kind,
        attachments=content.attachments,
        sender_key=None if is_notice else sender_id,
        reply_to=content.reply_to,
        where=written.where,
    )


def conversations(items: Iterator[Item], form: str, untold: list[Problem]) -> Iterator[ExportedConversation]:
    """A conversation for each chat of a file. The first one is read as the file is; messages of others that stand
    among its own are put aside meanwhile. What is no message goes with the chat that is being read, and where there
    is none at all, to `untold`."""
    damage: list[BrokenExport] = []
    whole = chain(until_broken(items, damage), (Problem("", f"reading stopped here: {error}") for error in damage))
    with Spool[Item]() as spool:
        first = _conversation(whole, spool, form)
        if isinstance(first, list):
            untold.extend(first)
            return
        yield from _walked(first)
        for chat in spool.chats:
            later = _conversation(spool.of(chat), None, form)
            if isinstance(later, ExportedConversation):
                later.owner = later.owner or first.owner
                yield from _walked(later)


def until_broken(items: Iterator[Taken], damage: list[BrokenExport]) -> Iterator[Taken]:
    """The items before the place where a file is damaged; the damage is put into the list."""
    try:
        yield from items
    except BrokenExport as error:
        damage.append(error)


def _walked(conversation: ExportedConversation) -> Iterator[ExportedConversation]:
    """What the caller leaves of a conversation is read all the same: the next one stands behind it."""
    messages = conversation.messages
    yield conversation
    for _ in messages:
        pass


def _conversation(items: Iterator[Item], spool: Spool[Item] | None, form: str) -> ExportedConversation | list[Problem]:
    """The chat of the first message; the Problems, where there is no message."""
    head, first = _beginning(items)
    if first is None:
        return [item for item in head if isinstance(item, Problem)]
    chat = first.chat
    own = _own(chain(head, items), chat, spool)
    title = clean_name(chat.title) or chat.id
    conversation = ExportedConversation(SOURCE, chat.key or title, title, own, chat.kind, _owner(head))
    conversation.format, conversation.has_id = form, bool(chat.id)
    return conversation


def _owner(items: list[Item]) -> str | None:
    """Who exported, by the messages that are the exporter's own."""
    own = (item for item in items if isinstance(item, Written) and item.is_self)
    return next((name for item in own if (name := item.sender_id or item.sender)), None)


def _beginning(items: Iterator[Item]) -> tuple[list[Item], Written | None]:
    """Some items, at least up to the first message; of very many Problems before it, the first ones."""
    head = list(islice(items, AHEAD))
    first = next((item for item in head if isinstance(item, Written)), None)
    while first is None and (item := next(items, None)) is not None:
        if isinstance(item, Written):
            first = item
        if first or len(head) < _MOST:
            head.append(item)
    return head, first


def _own(items: Iterator[Item], chat: Chat, spool: Spool[Item] | None) -> Iterator[ExportedMessage | Problem | Repair]:
    seen = Seen()
    for item in items:
        if not isinstance(item, Written):
            yield item
        elif spool is None or item.chat.key == chat.key:
            yield exported(item, seen)
        else:
            spool.add(item.chat.key, item)
