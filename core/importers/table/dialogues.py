"""This file is where a text of lines like "Name: text" is a dialogue, without times (format specification, section 15).

Settings, logs and program text have such lines too. A dialogue is what has a few names that come again and again, that
could be names, at the beginning of most of its paragraphs.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from core.export import Export
from core.importers.table.words import known_words
from core.tally import Tally
from core.text_lines import numbered_lines
from core.types import ExportedMessage, Problem, Repair

_Item = ExportedMessage | Problem | Repair

FEWEST = 5
_MOST_NAMES = 200
_TURN = re.compile(r"([^\W_][^\t:：\"<>{}\[\]()=;|\\/*#,，。！？]{0,39}?)\s?(?::(?![\d:/\\])|：)\s*(?=\S)(.*)")
_BEGINS_WITH_NUMBER = re.compile(r"\d+[\s.:/-]|\d+$")
_SPOKEN = re.compile(r"[^\W\d_]\W*\s+\W*[^\W\d_]|[\u2e80-\uffef]|[?!.…]$")
_CODE_END = ("{", "}", ";", "\\", "</", "/>")


def is_dialogue(lines: Sequence[str]) -> bool:
    """True for a text that two people or more speak in, line after line, again and again."""
    filled = [line for line in lines if line.strip()]
    turns = [turn for line in filled if (turn := turn_of(line))]
    names = Counter(name for name, _ in turns)
    if len(turns) < FEWEST or len(names) > _MOST_NAMES or 2 * len(turns) < len(filled):
        return False
    again = Counter(name for name, _ in groupby(name for name, _ in turns))
    back = [name for name, count in again.items() if count > 1]
    if len(back) < 2 or not all(_is_name(name) and name.casefold() not in known_words("labels") for name in back):
        return False
    if all("-" in name for name in back):  # the fields of a mail's or a package's head
        return False
    talk = sum(_SPOKEN.search(text) is not None for _, text in turns)
    return (
        sum(names[name] for name in back) >= 0.8 * len(turns)
        and talk >= 0.3 * len(turns)
        and not _is_indented(filled)
        and sum(line.rstrip().endswith(_CODE_END) for line in filled) * 10 <= len(filled)
        and not _are_records(lines)
    )


def turn_of(line: str) -> tuple[str, str] | None:
    """(name, text) of a line that begins a turn."""
    match = _TURN.match(line.removeprefix("\ufeff"))
    if match is None or _BEGINS_WITH_NUMBER.match(match[1]) or len(match[1].split()) > 4:
        return None
    return match[1].strip(), match[2]


class Dialogue:
    """The turns of one entry, in two passes: who speaks, then what they say."""

    def __init__(self, export: Export, entry: str) -> None:
        self._export, self._entry = export, entry
        self.speakers = self._heard()

    def messages(self, tally: Tally) -> Iterator[_Item]:
        """Every turn with the lines that follow it; what stands before the first turn are notices."""
        once = sorted(name for name, count in self.speakers.items() if count == 1)
        if once:
            yield Repair(self._entry, f"speakers by one line only: {', '.join(once[:10])}")
        turn: list[str] = []
        name, began = "", 0
        for number, line in numbered_lines(self._export, self._entry, tally):
            found = turn_of(line)
            if found and found[0] in self.speakers:
                yield from self._turn(turn, name, began, tally)
                (name, text), began = found, number
                turn = [text]
            elif turn:
                turn.append(line)
            elif line.strip():
                tally.notice()
                yield self._message(None, line.strip(), number, "notice")
            else:
                tally.other("blank")
        yield from self._turn(turn, name, began, tally)

    def _turn(self, lines: list[str], name: str, began: int, tally: Tally) -> Iterator[_Item]:
        if not lines:
            return
        text = "\n".join(lines).rstrip()
        kept = text.count("\n")
        tally.message()
        tally.continuation(kept)
        if len(lines) - 1 > kept:
            tally.other("blank", len(lines) - 1 - kept)
        yield self._message(name, text, began, "message")

    def _message(self, name: str | None, text: str, number: int, kind: str) -> ExportedMessage:
        made = ExportedMessage(None, name, None, None, text, where=f"{self._entry}:{number}")
        return made._replace(kind="notice") if kind == "notice" else made

    def _heard(self) -> Counter[str]:
        """The names that are taken for speakers: those that speak again, and those by one line that can be names."""
        heard: Counter[str] = Counter()
        for _, line in numbered_lines(self._export, self._entry):
            turn = turn_of(line)
            if turn and (turn[0] in heard or len(heard) < _MOST_NAMES):
                heard[turn[0]] += 1
        again = [name for name, count in heard.items() if count > 1]
        longest = max((len(name.split()) for name in again), default=1)
        once = {name for name in heard.keys() - set(again) if _is_name(name) and len(name.split()) <= longest}
        kept = {*again, *(name for name in once if name.casefold() not in known_words("labels"))}
        return Counter({name: count for name, count in heard.items() if name in kept})


def _is_name(name: str) -> bool:
    """Letters that a name may begin with: a capital, or a script without capitals, or a word with a number (user1)."""
    return not name[0].islower() or name[-1].isdigit() or " " not in name


def _is_indented(lines: Sequence[str]) -> bool:
    """Settings and program text put names behind spaces or dashes."""
    inside = sum(turn_of(line.lstrip(" \t-")) is not None for line in lines if line[0] in " \t-")
    return inside * 10 > len(lines)


def _are_records(lines: Iterable[str]) -> bool:
    """Blocks of the same names in the same order, parted by blank lines, are records of fields and no dialogue."""
    blocks: list[list[str]] = [[]]
    for line in lines:
        turn = turn_of(line)
        if not line.strip():
            blocks.append([])
        elif turn:
            blocks[-1].append(turn[0])
    filled = [tuple(block) for block in blocks if block]
    common, count = Counter(filled).most_common(1)[0]
    return len(common) > 2 and len(set(common)) == len(common) and count > 1 and 2 * count >= len(filled)
