"""This file is where pages, pages of messages in scripts, and texts of WechatExporter are known by how they begin."""

import html
import re

from core.beginning import Beginning
from core.importers.wechat.people import clean_name
from core.importers.wechat.times import wall_time

TITLE_WORDS = "微信聊天记录|微信聊天記錄|WeChat Chat History|Weixin Chat History"

_TITLE = re.compile(rf"<title>\s*([^<]{{1,300}}?) - (?:{TITLE_WORDS})\s*</title>", re.I)
_TEXT_TITLE = re.compile(rf"(.{{1,300}}) - (?:{TITLE_WORDS})\s*", re.I)
_MESSAGE = re.compile(r"<div class=\"(?:msg )?(?:chat|media)[- ](?:left|right|notice)\b[^\"<>]{0,80}\" msgid=\"")
_LATER = re.compile(r"\bmoreWechatMsgs\b")
_SCRIPT = re.compile(r"\bmsgArray\s{0,4}=\s{0,4}\[\s{0,40}(?:\"\s{0,40}(?:\\[rnt]|\s){0,40}<div\b|\])")
_TIME = re.compile(r"(\d{4}-\d\d?-\d\d? \d\d?:\d\d(?::\d\d)?)(?: ?([AaPp])\.?[Mm]\.?)?")
_NOON = 12


def is_page(beginning: Beginning) -> bool:
    """True for the page of a chat; the page that lists the chats has no messages, and none that come later."""
    if beginning.form != "html":
        return False
    text = beginning.text
    return _MESSAGE.search(text) is not None or (_TITLE.search(text) is not None and _LATER.search(text) is not None)


def is_script(beginning: Beginning) -> bool:
    """True for a script that brings messages to a page."""
    return beginning.form == "text" and _SCRIPT.search(beginning.text[:4096]) is not None


def is_text(beginning: Beginning) -> bool:
    """True for a text: its first line is the chat's name and what it is."""
    return beginning.form == "text" and text_title(beginning) is not None


def page_title(beginning: Beginning) -> str:
    """The name of a page's chat, "" where it has none."""
    match = _TITLE.search(beginning.text)
    return plain(html.unescape(match[1])) if match else ""


def text_title(beginning: Beginning) -> str | None:
    """The name of a text's chat."""
    first = next((line for line in beginning.lines[:3] if line.strip()), "")
    match = _TEXT_TITLE.fullmatch(first)
    return plain(match[1]) if match else None


def plain(text: str) -> str:
    """A name without the spaces that WechatExporter puts in to keep words together."""
    return clean_name(text.replace("\xa0", " "))


def shown_time(text: str) -> str | None:
    """The wall time in "2024-05-01 2:33 PM", with seconds or without; None for what is none."""
    match = _TIME.fullmatch(text.replace("\xa0", " ").strip())
    if match is None:
        return None
    day, clock = match[1].split(" ")
    hour, rest = clock.split(":", 1)
    if match[2]:
        hour = str(int(hour) % _NOON + (_NOON if match[2] in "Pp" else 0))
    return wall_time(f"{day} {hour}:{rest}")
