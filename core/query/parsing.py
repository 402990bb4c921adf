"""This file is where the parts of a question are put together into a Query."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import pairwise

from core.dates import Window, find_windows, plain
from core.query.filters import DATED, narrowed
from core.query.scanning import Part, scan
from core.types import Query

_TOKEN = re.compile(r"[^\s,;!?()\[\]{}<>|\"“”„«»「」『』，。、；！？（）【】《》〈〉…·：]+")
_EDGE = ".:'’‘`*~_-—–"
CONNECTIVE = re.compile(r"\s*(?:and|or|和|或者?|还是|跟|与|,|，|、)\s*", re.IGNORECASE)
_OPEN = Window(None, None)


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """A Query and the parts of the text it came from, in the order of the text (core.query.describe shows them).

    talk: dates in the sentence that contradict the filters, and therefore are only words of it.
    """

    query: Query
    parts: tuple[Part, ...]
    talk: tuple[Part, ...] = ()


def parse(text: str, *, now: datetime, zone: tzinfo) -> Query:
    """The question as a Query. `now` is aware; dates mean days in `zone`. Raises QueryError and nothing else."""
    return understand(text, now=now, zone=zone).query


def understand(text: str, *, now: datetime, zone: tzinfo) -> ParsedQuery:
    """Like parse, with the parts. Raises QueryError."""
    local = now.astimezone(zone).replace(tzinfo=None)
    parts = scan(text, local)
    explicit = _OPEN
    for part in parts:
        if part.kind in DATED and part.window:
            explicit = narrowed(explicit, part.window)
    said = [date for part in parts if part.kind == "free" for date in _dates(part, local)]
    window = explicit.meet(_together(said)) if said else explicit
    talk: tuple[Part, ...] = ()
    if window is None:
        # The filters were set on purpose; a date in the sentence that contradicts them is then only talk.
        said, talk, window = [], tuple(said), explicit
    whole = parts
    parts = _split(parts, said)
    after, before = window.instants(zone)
    shown = tuple(part for part in parts if part.kind != "free")
    return ParsedQuery(_query(parts, whole, after, before), shown, talk)


def _dates(free: Part, now: datetime) -> list[Part]:
    return [
        Part(
            "date", free.value[found.start : found.end], free.start + found.start, free.start + found.end, found.window
        )
        for found in find_windows(plain(free.value), now)
    ]


def _together(dates: Sequence[Part]) -> Window:
    """What all the dates share ("in May 2023 on Monday"), else all from the first to the last ("2022 or 2023")."""
    windows = [date.window for date in dates if date.window]
    shared: Window | None = _OPEN
    around = windows[0]
    for window in windows:
        shared = shared.meet(window) if shared else None
        around = around.join(window)
    return shared or around


def _split(parts: Iterable[Part], dates: Sequence[Part]) -> list[Part]:
    """The parts with the dates cut out of the free text."""
    result: list[Part] = []
    for part in parts:
        inside = [date for date in dates if part.start <= date.start < part.end]
        edges = [part.start, *(edge for date in inside for edge in (date.start, date.end)), part.end]
        if not inside:
            result.append(part)
            continue
        for index, (start, end) in enumerate(pairwise(edges)):
            cut = part.value[start - part.start : end - part.start]
            if index % 2:
                result.append(inside[index // 2])
            elif cut.strip() and not (0 < index < len(edges) - 2 and CONNECTIVE.fullmatch(cut)):
                result.append(Part("free", cut, start, end))
    return result


def _query(parts: Sequence[Part], whole: Sequence[Part], after: int | None, before: int | None) -> Query:
    words = [word for part in parts if part.kind == "free" for word in _words(part.value)]
    return Query(
        text=_text(parts) or _text(whole),
        words=_distinct(words),
        phrases=_values(parts, "phrase"),
        excluded=_values(parts, "excluded"),
        senders=_values(parts, "from"),
        chats=_values(parts, "in"),
        people=_values(parts, "with"),
        kinds=_values(parts, "has"),
        after=after,
        before=before,
    )


def _text(parts: Sequence[Part]) -> str:
    """What models get: words and phrases as typed; a gap of Chinese closes without a space."""
    text = ""
    for part in parts:
        if part.kind != "phrase" and not (part.kind == "free" and _words(part.value)):
            continue
        piece = " ".join(part.value.split()).lstrip(",;，。、；")
        joined = bool(text) and _is_wide(text[-1]) and _is_wide(piece[0])
        text += piece if joined or not text else f" {piece.lstrip()}"
    return text.strip()


def _words(text: str) -> list[str]:
    """Words as typed, without the punctuation around them; a run of Chinese is one word; emoji count as words."""
    tokens = (token.strip(_EDGE) for token in _TOKEN.findall(text))
    return [token for token in tokens if any(sign.isalnum() or unicodedata.category(sign) == "So" for sign in token)]


def _is_wide(sign: str) -> bool:
    return unicodedata.east_asian_width(sign) in "WF"


def _values(parts: Iterable[Part], kind: str) -> tuple[str, ...]:
    return _distinct(part.value for part in parts if part.kind == kind)


def _distinct(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value.strip() for value in values))
