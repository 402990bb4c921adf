"""This file is where the few kinds are that everything else is told apart by."""

from typing import Literal

MessageKind = Literal["message", "notice", "call", "location", "contact", "poll"]
AttachmentKind = Literal["image", "video", "voice", "audio", "sticker", "gif", "contact", "file", "media"]
AttachmentStatus = Literal["found", "missing", "not_exported"]
ConversationKind = Literal["private", "group", "channel", "unknown"]
FoundBy = Literal["meaning", "words"]
DateOrder = Literal["dmy", "mdy", "ymd"]
