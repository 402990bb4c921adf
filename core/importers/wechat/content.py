"""This file is where it is said what a WeChat message is made of, whatever tool wrote it down."""

from typing import NamedTuple

from core.types import AttachmentKind, ExportedAttachment, MessageKind

SOURCE = "wechat"
"""The name of the app; chats of all the tools are chats of one app, so that they can meet."""


class Content(NamedTuple):
    """What a message says and shows.

    quote: the answered message as the tool repeats it ("name: text", several lines allowed); reply_to: its id.
    sender: the id of who did it, where the content tells (pats).
    """

    text: str = ""
    kind: MessageKind = "message"
    attachments: tuple[ExportedAttachment, ...] = ()
    quote: str = ""
    reply_to: str | None = None
    sender: str | None = None

    @property
    def shown(self) -> str:
        """The text; before it the answered message, for where nothing else tells which one that was."""
        if not self.quote:
            return self.text
        lines = [f"> {line}" for line in self.quote.split("\n")]
        return "\n".join((*lines, self.text) if self.text else lines)


def notice(text: str) -> Content:
    """A sentence of the app itself."""
    return Content(text, "notice")


def left_out(kind: AttachmentKind, name: str = "", text: str = "", caption: str = "") -> Content:
    """Something of that kind that the tool did not write down."""
    return Content(text, attachments=(ExportedAttachment(kind, name, "not_exported", caption=caption),))


def joined(*parts: str) -> str:
    """The parts that say something, a line each, none twice."""
    return "\n".join(dict.fromkeys(part for part in map(str.strip, parts) if part))
