"""This file is where it is found out which scripts of an export bring messages to which page.

A page says so itself ('.../msg-" + number'); else they lie in the folder that has the page's name.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import unquote

from core.beginning import Beginning
from core.export import Export
from core.importers.wechat.titles import named, stem_of
from core.importers.wechat_exporter.marks import is_page, is_script, page_title

_FROM = re.compile(r"/?msg-[\"']\s{0,4}\+")
_LONGEST = 300
_DIGITS = re.compile(r"\d+")
_DATA = re.compile(r"(?:/Files)?/Data$", re.I)
_FOLDER_ENDINGS = ("_files", "")


class ChatPages(NamedTuple):
    """A chat: its page, None where only scripts of it are left, and its scripts in order."""

    page: str | None
    scripts: tuple[str, ...]
    title: str
    key: str


def chats_of(export: Export, entries: Sequence[str]) -> list[ChatPages]:
    """The chats of these pages and scripts, in the export's order."""
    starts = [Beginning(export, entry) for entry in entries]
    pages = [start for start in starts if is_page(start)]
    scripts = [start.entry for start in starts if not is_page(start) and is_script(start)]
    titles = {start.entry: page_title(start) or named(export, start.entry)[0] for start in pages}
    repeated = {title for title, count in Counter(titles.values()).items() if count > 1}
    found: list[ChatPages] = []
    for start in pages:
        own = [entry for entry in scripts if _belongs(entry, start)]
        scripts = [entry for entry in scripts if entry not in own]
        title = titles[start.entry]
        key = f"{title}:{stem_of(start.entry)}" if title in repeated else title
        found.append(ChatPages(start.entry, tuple(sorted(own, key=_number)), title, key))
    return found + _left(scripts)


def _belongs(script: str, page: Beginning) -> bool:
    folder = page.entry.rpartition("/")[0]
    inside = f"{folder}/" if folder else ""
    told = _told(page.text)
    if told:
        return script.startswith(f"{inside}{told}/")
    stem = page.entry.rpartition("/")[2].rpartition(".")[0]
    return any(script.startswith(f"{inside}{stem}{ending}/") for ending in _FOLDER_ENDINGS)


def _told(text: str) -> str:
    """The folder of its scripts that a page names, "" for none."""
    match = _FROM.search(text)
    if match is None:
        return ""
    begin = max(0, match.start() - _LONGEST)
    start = max(text.rfind(quote, begin, match.start()) for quote in "\"'")
    return unquote(text[start + 1 : match.start()]).strip("./") if start >= 0 else ""


def _left(scripts: list[str]) -> list[ChatPages]:
    """Scripts whose page is not there: a chat for each folder."""
    folders: dict[str, list[str]] = {}
    for entry in scripts:
        folders.setdefault(entry.rpartition("/")[0], []).append(entry)
    chats = []
    for folder, entries in folders.items():
        name = _DATA.sub("", f"/{folder}").rpartition("/")[2].removesuffix("_files") or stem_of(entries[0])
        chats.append(ChatPages(None, tuple(sorted(entries, key=_number)), name, name))
    return chats


def _number(entry: str) -> tuple[list[int], str]:
    """What scripts are sorted by: "msg-2", "msg-10"; "msg-2021-05"."""
    return [int(digits[:18]) for digits in _DIGITS.findall(entry.rpartition("/")[2])], entry
