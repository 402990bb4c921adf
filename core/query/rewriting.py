"""This file is where the period of a question is changed in its text: for a timeline on which a period is chosen."""

from datetime import UTC, date, datetime, timedelta
from functools import partial, reduce

from core.errors import QueryError
from core.query.filters import DATED
from core.query.parsing import CONNECTIVE, ParsedQuery, understand

# What takes the place of a date: a comma where the text around it would otherwise become something else.
_SEAMS = (" ", ", ", " ,")
# Dates are looked for as of a late day, on which every year of a chat has begun.
_LATE = datetime(2190, 12, 31, 12, tzinfo=UTC)


def with_period(text: str, parsed: ParsedQuery, first: date, last: date) -> str:
    """The question with its dates replaced by the days `first` to `last`, both among them. `parsed` is of `text`."""
    period = f"after:{first.isoformat()} before:{(last + timedelta(days=1)).isoformat()}"
    return _best([f"{left} {period}".lstrip() for left in _without(text, parsed)], parsed)


def without_period(text: str, parsed: ParsedQuery) -> str:
    """The question without its dates. `parsed` is of `text`."""
    return _best(_without(text, parsed), parsed)


def _best(candidates: list[str], parsed: ParsedQuery) -> str:
    """The first that says the same but for the dates."""
    # Dates that were only talk were words, and go as well: then the words cannot be compared.
    start = 1 if parsed.talk else 0
    wanted = _but_dates(parsed)[start:]
    for each in candidates:
        try:
            read = understand(each, now=_LATE, zone=UTC)
        except QueryError:
            continue
        if _but_dates(read)[start:] == wanted and not any(part.kind == "date" for part in read.parts):
            return each
    return candidates[0]


def _but_dates(parsed: ParsedQuery) -> tuple[object, ...]:
    query = parsed.query
    return (query.words, query.phrases, query.excluded, query.senders, query.chats, query.people, query.kinds)


def _without(text: str, parsed: ParsedQuery) -> list[str]:
    """The text without its dates, once for every seam."""
    spans = _spans(text, parsed)
    edges = [0, *(edge for span in spans for edge in span), len(text)]
    pieces = [text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]
    return list(dict.fromkeys(reduce(partial(_join, seam), pieces).strip() for seam in _SEAMS))


def _join(seam: str, left: str, right: str) -> str:
    if not right.strip():
        return left
    if not left.strip():
        return ("" if right[0].isspace() else seam.strip()) + right.lstrip()
    return left.rstrip() + seam + right.lstrip()


def _spans(text: str, parsed: ParsedQuery) -> list[tuple[int, int]]:
    """Where the dates stand, with what only joins two of them ("2022 or 2023")."""
    spans: list[tuple[int, int]] = []
    for part in sorted((*parsed.parts, *parsed.talk), key=lambda part: part.start):
        if part.kind not in DATED and part.kind != "date":
            continue
        if spans and part.kind == "date" and CONNECTIVE.fullmatch(text, spans[-1][1], part.start):
            spans[-1] = (spans[-1][0], part.end)
        else:
            spans.append((part.start, part.end))
    return spans
