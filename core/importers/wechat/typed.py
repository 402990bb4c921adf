"""This file is where a message of one of WeChat's numbered types, with what the app stores of it, becomes content.

1 text, 3 picture, 34 voice, 42 card, 43 video, 47 sticker, 48 place, 49 something shared, 50 call, 10000 and 10002
sentences of the app (format specification, section 8).
"""

from collections.abc import Callable

from core.importers.wechat.app_messages import app_message, bare, card_name
from core.importers.wechat.content import Content, joined, left_out, notice
from core.importers.wechat.labels import labelled
from core.importers.wechat.notices import readable, without_tags
from core.importers.wechat.xml_parts import attribute, root_of, value, within

TEXT, IMAGE, VOICE, VERIFICATION, CARD, VIDEO, STICKER, PLACE, SHARED, CALL = 1, 3, 34, 37, 42, 43, 47, 48, 49, 50
SHORT_VIDEO, WORK_CARD = 62, 66
SENTENCES = frozenset((51, 52, 53, 64, 9999, 10000, 10002, 11000))
_LOW = 0xFFFFFFFF


def parted(local_type: int, sub_type: int = 0) -> tuple[int, int]:
    """(type, type of what is shared): WeChat 4 keeps both in one number, the second in its upper half."""
    return (local_type & _LOW, sub_type or local_type >> 32) if local_type > _LOW else (local_type, sub_type)


def content_of(local_type: int, sub_type: int, raw: str) -> Content:
    """What a message of this type says. raw: the text or XML that the app stores; "" where the tool left it out."""
    sort, shared = parted(local_type, sub_type)
    if sort == SHARED:
        return _shared(shared, raw)
    return _READERS.get(sort, _unknown)(raw)


def place(raw: str) -> Content:
    """A place, by its name, address and "latitude, longitude"."""
    root = root_of(raw)
    found = None if root is None else within(root, "location")
    where = ", ".join(part for part in (attribute(found, "x"), attribute(found, "y")) if part)
    return Content(joined(attribute(found, "poiname"), attribute(found, "label"), where), "location")


def call(raw: str) -> Content:
    """A call, as far as the app tells how it went."""
    root = root_of(raw)
    if root is None:
        return Content("" if raw.lstrip().startswith("<") else raw.strip(), "call")
    said = next((value(each, ".") for each in root.iter("msg") if value(each, ".")), "")
    room = next((value(each, ".") for each in root.iter("room_type")), "")
    label = {"0": "视频通话", "1": "语音通话"}.get(room, "")
    return Content(" ".join(part for part in (label, said) if part), "call")


def _transcript(raw: str) -> str:
    """What a voice message says where the app wrote it down."""
    root = root_of(raw)
    found = None if root is None else within(root, "voicetrans")
    return attribute(found, "transtext") or value(found, "transtext")


def _shared(sub_type: int, raw: str) -> Content:
    found = app_message(raw)
    if found is not None:
        return found
    text = raw.strip()
    if not text or text.startswith(("<", "&lt;")):
        return bare(sub_type)
    if sub_type in (57, 53, 1, 2000, 2001):
        return Content(text)
    return notice(readable(text)) if sub_type == 62 else labelled(text) or Content(text)


def _unknown(raw: str) -> Content:
    """A type that nobody has written about: what can be read of it is kept."""
    found = app_message(raw)
    if found is not None:
        return found
    said = without_tags(raw)
    return labelled(said) or Content(said) if said else left_out("media")


_READERS: dict[int, Callable[[str], Content]] = {
    TEXT: Content,
    IMAGE: lambda _: left_out("image"),
    VOICE: lambda raw: left_out("voice", text=_transcript(raw)),
    VERIFICATION: lambda raw: Content(card_name(raw), "contact"),
    CARD: lambda raw: Content(card_name(raw), "contact"),
    VIDEO: lambda _: left_out("video"),
    STICKER: lambda _: left_out("sticker"),
    PLACE: place,
    CALL: call,
    SHORT_VIDEO: lambda _: left_out("video"),
    WORK_CARD: lambda raw: Content(card_name(raw), "contact"),
    **dict.fromkeys(SENTENCES, lambda raw: notice(readable(raw))),
}
