"""This file is where the lines of WechatExporter's text are put together to messages and sentences of the app.

Sentences of the app, the marks before and behind forwarded chats ("<< title", "title Ends >>"), and transfers have no
line end there, so that the next message stands on the same line: it begins with a name that is known from other lines,
or behind words that such a sentence ends with.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from core.importers.wechat.notices import is_by_app, is_sentence

TIME = r"\d{4}-\d\d?-\d\d? \d\d?:\d\d(?::\d\d)?(?: ?[AaPp][Mm])?"
TRANSFER = re.compile(r"(?:微信转账|微信轉賬|We(?:ixin|Chat) Transfer)\b ?")

_MARK = re.compile(rf" \(({TIME})\):")
_SYSTEM = re.compile(r"(?:系统消息|系統消息|System Message)\s?[:：]")
_ENDING = re.compile(
    r"(.{0,600}?(?:撤回了一条(?:成员)?消息|加入(?:了)?群聊|移出(?:了)?群聊|退出了群聊|聊天了。| (?:结束|結束|Ends) >>"
    r"|recalled a message|the group chat))(.{1,64})"
)
_CLOSING = re.compile(r"(.{1,300}?) (?:结束|結束|Ends) ?>>")
_DASHES = re.compile(r"(?:- ){5,30}-\s*")
_LONGEST_NAME = 200


@dataclass
class Piece:
    """A message, or a sentence of the app where time is "". lines: how many of the file it takes; a sentence that
    shares its line takes one, and so does the message behind it."""

    number: int
    name: str
    time: str
    body: list[str] = field(default_factory=list)
    lines: int = 1
    shared: bool = False

    @property
    def text(self) -> str:
        """What it says."""
        return "\n".join(self.body)

    @property
    def opens(self) -> bool:
        """True for the mark before forwarded chats."""
        return not self.time and self.text.startswith("<< ")

    @property
    def closes(self) -> bool:
        """True for the mark behind them."""
        return not self.time and _CLOSING.fullmatch(self.text.rstrip()) is not None


class Known(NamedTuple):
    """What other lines tell. names: that stand alone before a time, as most do; titles: of forwarded chats, by the
    marks behind them."""

    names: frozenset[str]
    titles: frozenset[str]


def known_of(lines: Sequence[str]) -> Known:
    """What the first lines of a text tell about all of it."""
    heads = (line[: match.start()] for line in lines if (match := _MARK.search(line)))
    names = frozenset(name for name in heads if 0 < len(name) <= _LONGEST_NAME and not _is_sentence(name))
    return Known(names, frozenset(match[1] for line in lines if (match := _CLOSING.match(line))))


def pieces(lines: Iterable[tuple[int, str]], known: Known) -> Iterator[Piece | int]:
    """The messages and sentences of numbered lines; the number of blank lines where there are some between them."""
    piece: Piece | None = None
    blanks = 0
    for number, line in lines:
        begun = list(_begun(number, line, known))
        if not begun and not line.strip():
            blanks += 1
            continue
        if not begun and piece is not None and piece.time and not _is_own(line):
            piece.body += [""] * blanks + [line]
            piece.lines += blanks + 1
            blanks = 0
            if _DASHES.fullmatch(line) and (answer := _without_name(piece, number)):
                yield piece
                piece = answer
            continue
        if piece is not None:
            yield piece
        if blanks:
            yield blanks
        blanks = 0
        *whole, piece = begun or [Piece(number, "", "", [line])]
        yield from whole
    if piece is not None:
        yield piece
    if blanks:
        yield blanks


def _begun(number: int, line: str, known: Known) -> Iterator[Piece]:
    """What begins on a line: sentences of the app, transfers, and a message behind them."""
    match = _MARK.search(line)
    shared = False
    while match is not None:
        before, name = _parted(line[: match.start()], known)
        if before:
            yield Piece(number, "", "", [before], shared=shared)
            shared = True
        rest = line[match.end() :]
        again = _behind_transfer(rest, known.names)
        said = rest if again is None else rest[:again]
        yield Piece(number, name, match[1], [said], shared=shared)
        shared = True
        line = "" if again is None else rest[again:]
        match = _MARK.search(line)


def _parted(head: str, known: Known) -> tuple[str, str]:
    """(sentence, name): what stands before a time. Behind a mark whose title is not known there may be no name."""
    if head in known.names:
        return "", head
    title = next((title for title in known.titles if head.startswith(f"<< {title}")), None)
    if title is not None:
        return f"<< {title}", head[len(title) + 3 :]
    name = _known_end(head, known.names)
    before = head.removesuffix(name)
    if name and _is_sentence(before):
        return before, name
    match = _ENDING.fullmatch(head)
    if match is None:
        return (head, "") if head.startswith("<< ") else ("", head)
    return match[1], match[2]


def _behind_transfer(text: str, names: frozenset[str]) -> int | None:
    """Where a transfer, which begins the text, is followed by the next message; None for what is none."""
    match = _MARK.search(text) if TRANSFER.match(text) else None
    if match is None:
        return None
    known = _known_end(text[: match.start()], names)
    return match.start() - len(known) if known else None


def _known_end(text: str, names: frozenset[str]) -> str:
    """The longest known name that a text ends with; "" for none."""
    sizes = range(min(len(text), _LONGEST_NAME), 0, -1)
    return next((text[-size:] for size in sizes if text[-size:] in names), "")


def _is_sentence(text: str) -> bool:
    """True for what only the app writes, or this tool."""
    shown = text.strip()
    is_mark = shown.startswith("<< ") or _CLOSING.match(shown) is not None
    return is_mark or _SYSTEM.match(shown) is not None or is_sentence(shown)


def _is_own(line: str) -> bool:
    """True for a line without a name that is no part of the message above."""
    return is_by_app(line.strip()) or _SYSTEM.match(line) is not None or _CLOSING.fullmatch(line.rstrip()) is not None


def _without_name(piece: Piece, number: int) -> Piece | None:
    """The answer that begins inside a message: one version wrote answers without name and time."""
    start = next((place for place in range(len(piece.body) - 2, 0, -1) if piece.body[place].startswith("「")), None)
    if start is None or not piece.body[-2].endswith("」"):
        return None
    body = piece.body[start:]
    piece.lines -= len(body)
    del piece.body[start:]
    return Piece(number - len(body) + 1, "", "-", body, len(body))
