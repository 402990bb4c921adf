"""This file is where the names of log files tell network, channel and day; daily files of one channel are one chat.

`libera/#chan/2016-06-01.log` (ZNC), `user_libera_#chan_20160601.log` (ZNC), `irc.libera.#chan.weechatlog`,
`libera/#chan.log` (irssi), `libera-#chan.log` (HexChat), `2010/06/01/#chan.txt` (ubuntu).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from core.export import Export

_ENDING = re.compile(r"\.(?:log|txt|weechatlog|irclog|irc|xlog|out)$", re.I)
_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)")
_MONTH = re.compile(r"(?<!\d)(?:19|20)\d\d[-_.]?(?:0[1-9]|1[0-2])?(?!\d)$")
_FOLDERS = re.compile(r"(?:^|/)((?:19|20)\d\d)/(\d\d)(?:/(\d\d))?(?=/)")
_CHANNEL = re.compile(r"[#&+!][^/\s]+")
_EDGES = " _-.,~"
_PLAIN = frozenset(
    (
        *("log", "logs", "irclog", "irclogs", "xchatlogs", "scrollback", "moddata", "users", "channels", "channel"),
        *("queries", "private", "export", "config", "data", "default", "irc"),
        *("textual", "hexchat", "xchat", "weechat", "znc"),
    )
)
"""Names of folders and files that are no network's and no channel's."""


@dataclass(frozen=True)
class Place:
    """What a name says. day: ISO date, "" where the name has none."""

    network: str
    channel: str
    day: str

    @property
    def key(self) -> str:
        """Network and channel; names of channels do not differ by case."""
        return "/".join(part for part in (self.network, self.channel) if part).casefold()


@dataclass
class Chat:
    """The files of one channel with their days."""

    place: Place
    files: list[tuple[str, str]] = field(default_factory=list)


def chats_of(export: Export, entries: Sequence[str]) -> list[Chat]:
    """The conversations of the files; the files of one in the order of their days, and of their names."""
    found: dict[str, Chat] = {}
    for entry in entries:
        place = place_of(entry, export.holder(entry))
        found.setdefault(place.key, Chat(place)).files.append((place.day, entry))
    for chat in found.values():
        chat.files.sort()
    return list(found.values())


def place_of(entry: str, holder: str) -> Place:
    """What a file's path says; holder: the name of what it lies in, where the path says nothing."""
    *folders, name = entry.split("/")
    stem = _ENDING.sub("", name)
    day = _day_in(stem) or _day_of_folders(entry)
    bare = _MONTH.sub("", _DAY.sub("", stem)).strip(_EDGES)
    above = [folder for folder in folders if not _MONTH.sub("", _DAY.sub("", folder)).strip(_EDGES).isdecimal()]
    above = [folder for folder in above if folder.casefold() not in _PLAIN and _says(folder)]
    if not _says(bare) or bare.casefold() in _PLAIN:
        bare = above.pop() if above else _ENDING.sub("", holder) or "log"
    network, channel = _parted(bare)
    if not network and above and not _CHANNEL.match(above[-1]):
        network = above[-1]
    return Place(network, channel, day)


def _says(name: str) -> bool:
    """False for a name of which nothing but a date is left."""
    return bool(_MONTH.sub("", _DAY.sub("", name)).strip(_EDGES + "0123456789"))


def _parted(name: str) -> tuple[str, str]:
    """(network, channel) of "irc.libera.#chan" and the like; ("", name) where no channel's sign stands in it."""
    match = _CHANNEL.search(name)
    if match is None or (match.start() == 0 and match.end() == len(name)):
        parts = name.split(".") if name.startswith("irc.") else []
        return (parts[1], ".".join(parts[2:])) if len(parts) > 2 else ("", name)
    network = name[: match.start()].strip(_EDGES)
    return network.removeprefix("irc.").removeprefix("server."), match[0].strip(_EDGES)


def _day_in(text: str) -> str:
    match = _DAY.search(text)
    return _valid(*match.groups()) if match else ""


def _day_of_folders(entry: str) -> str:
    match = _FOLDERS.search(entry)
    return _valid(match[1], match[2], match[3]) if match and match[3] else ""


def _valid(year: str, month: str, day: str) -> str:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""
