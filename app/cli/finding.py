"""This file is where `search`, `show` and `dump` are."""

import time
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.cli import codes
from app.cli.choosing import chosen_conversation
from app.cli.console import colours, complain, counted, dump_json, printable, progress, say, wall_time
from app.cli.questions import question_named
from app.cli.readings import reading_dict, reading_lines
from app.session import Session
from core.errors import ArchiveError, QueryError
from core.instants import iso_utc
from core.protocols import Report
from core.query import DateFlags, describe
from core.sharing import as_dict
from core.types import Attachment, Conversation, Message, Query, Reading, SearchResult, Span, SpanMessage

_SPANS = 6
_WRITTEN = 120
_STATES = {"missing": "file missing", "not_exported": "not in the export"}


@dataclass(frozen=True, slots=True)
class Found:
    """A search with its times: find and read in milliseconds. asked: the question as it was typed."""

    asked: str
    reading: Reading
    recall_ms: float
    read_ms: float

    @property
    def results(self) -> Sequence[SearchResult]:
        return self.reading.results


def search(chosen: Namespace) -> int:
    with Session(chosen.archive) as session:
        if chosen.saved is not None:
            chosen.query = [question_named(session, chosen.saved), *chosen.query]
        found = searched(session, chosen)
        _remember(session, found.asked)
        hint, trouble = _hint(session, found), session.index_trouble()
    if chosen.json:
        dump_json(
            {
                "query": found.asked,
                "results": [as_dict(result) for result in found.results],
                "recall_ms": round(found.recall_ms, 2),
                "read_ms": round(found.read_ms, 2),
                "reading": reading_dict(found.reading),
            }
        )
    else:
        tell(found.results)
        if hint:
            say(hint)
    for line in reading_lines(found.reading):
        complain(line)
    if trouble:
        complain(f"{trouble} This question was answered without it, from the archive itself.")
    if found.reading.trouble is not None:
        return codes.MODEL
    return codes.FINE if found.reading.confirmed else codes.NOTHING_FOUND


def tell(results: Sequence[SearchResult]) -> None:
    """Results for a person, on standard output."""
    if not any(not result.maybe for result in results):
        say("Nothing answers this for certain. The nearest:" if results else "Nothing answers this.")
    for result in results:
        people = ", ".join(result.conversation.participants[:4])
        maybe = "maybe: " if result.maybe else ""
        say(f"\n{maybe}{result.conversation.title}  ({result.conversation.source}; {people})")
        for place, span in enumerate(result.spans[:_SPANS]):
            if place:
                say("    ...")
            _tell_span(span)
        if len(result.spans) > _SPANS:
            say(f"    ... and {counted(len(result.spans) - _SPANS, 'more place')}; --json gives them all")
        say(f"  why: {result.why}")
        say(f"  more: show {result.conversation.id} --at {_first_answer(result)}")


def show(chosen: Namespace) -> int:
    with Session(chosen.archive) as session:
        if chosen.conversation is None:
            return _list(session)
        conversation = chosen_conversation(session.conversations(), chosen.conversation)
        ids = session.message_ids(conversation.id).tolist()
        start = max(0, len(ids) - chosen.count)
        if chosen.at is not None:
            number = session.message_with_key(conversation.id, chosen.at)
            if number is None:
                raise QueryError(f"“{conversation.title}” has no message with the key {chosen.at}.")
            start = ids.index(number)
        say(f"{conversation.title}  ({conversation.source})")
        for message in session.messages(ids[start : start + chosen.count]):
            _tell_message(SpanMessage(message, highlighted=False))
    return codes.FINE


def dump(chosen: Namespace) -> int:
    with Session(chosen.archive) as session:
        for conversation in session.conversations():
            for page in session.walk(conversation.id):
                for message in page:
                    dump_json(message_dict(conversation, message))
    return codes.FINE


def message_dict(conversation: Conversation, message: Message) -> dict[str, Any]:
    """The stable shape of a line of `dump`."""
    return {
        "conversation": conversation.title,
        "source": conversation.source,
        "key": message.key,
        "sender": message.sender,
        "sent_at": iso_utc(message.sent_at),
        "local_time": message.local_time,
        "kind": message.kind,
        "text": message.text,
        "reply_to": message.reply_to,
        "edited": message.edited,
        "edited_at": iso_utc(message.edited_at),
        "deleted": message.deleted,
        "forwarded_from": message.forwarded_from,
        "reactions": [{"emoji": r.emoji, "count": r.count, "senders": list(r.senders)} for r in message.reactions],
        "attachments": [_attachment_dict(item) for item in message.attachments],
    }


def _attachment_dict(item: Attachment) -> dict[str, Any]:
    return {"kind": item.kind, "name": item.name, "status": item.status, "sha256": item.sha256}


def searched(session: Session, chosen: Namespace) -> Found:
    """Asks what the command line says, after making what is new searchable. Raises QueryError."""
    query = _query(session, chosen)
    with progress(quiet=getattr(chosen, "json", False)) as report:
        _index_first(session, report)
        started = time.perf_counter()
        candidates = session.find(query, chosen.top)
        recalled = time.perf_counter()
        reading = Reading(())
        wanted, everything = getattr(chosen, "reader", None) or "", getattr(chosen, "all", False)
        for settled in session.read(query, candidates, report, reader=wanted, everything=everything):
            reading = settled
        done = time.perf_counter()
    return Found(" ".join(chosen.query), reading, 1000 * (recalled - started), 1000 * (done - recalled))


def _remember(session: Session, asked: str) -> None:
    """A search is not lost because it cannot be written down that it was made."""
    try:
        session.asked(asked)
    except ArchiveError as error:
        complain(f"The question is not remembered: {error}")


def _index_first(session: Session, report: Report) -> None:
    """What is new is made searchable; where that cannot be (another program is at it), the rest is searched."""
    waiting = session.pending()
    if not waiting:
        return
    complain(f"Making what is new searchable first ({waiting:,} to do) ...")
    try:
        session.index(report)
    except ArchiveError as error:
        complain(f"Searching without them: {error}")


def _hint(session: Session, found: Found) -> str:
    """What to try when nothing was found: an empty archive, or the filters as they were understood."""
    if found.results:
        return ""
    if not session.totals()[1]:
        return _empty(session)
    understood = ", ".join(chip.label for chip in describe(session.parse(found.asked), found.asked))
    return f"Searched with: {understood}. Leave a filter out to search more." if understood else ""


def _first_answer(result: SearchResult) -> str:
    """The key of the first highlighted message, else of the first message."""
    shown = [item for span in result.spans for item in span.messages]
    chosen = next((item for item in shown if item.highlighted), shown[0])
    return chosen.message.key


def _query(session: Session, chosen: Namespace) -> Query:
    query = session.parse(" ".join(chosen.query)).query
    names = {name: getattr(chosen, name) for name in ("senders", "chats", "people", "kinds")}
    dates = DateFlags(chosen.after, chosen.before, chosen.on, chosen.during)
    query = session.narrowed(query, names, dates)
    if not (query.words or query.phrases or query.has_filters):
        raise QueryError("There is no question. Type some words, or a filter such as has:image.")
    return query


def _list(session: Session) -> int:
    conversations = session.conversations()
    if not conversations:
        say(_empty(session))
        return codes.NOTHING_FOUND
    say(f"{'no.':>5}  {'from':<10} {'messages':>8}  {'first to last':<24}  title")
    for item in conversations:
        dated = item.first_at is not None
        span = f"{wall_time(None, item.first_at)[:10]} to {wall_time(None, item.last_at)[:10]}" if dated else "-"
        say(f"{item.id:>5}  {item.source:<10} {item.messages:>8,}  {span:<24}  {item.title}")
    return codes.FINE


def _empty(session: Session) -> str:
    return f"The archive {session.directory} is empty. Import an export first: chattrove import EXPORT"


def _tell_span(span: Span) -> None:
    for item in span.messages:
        _tell_message(item)
    for image in span.images:
        if image.highlighted:
            say(f"  > {_attached(image.attachment)}{_percent(image.confidence)}")


def _tell_message(item: SpanMessage) -> None:
    message = item.message
    mark = "  > " if item.highlighted else "    "
    parts = [message.text, "[deleted]" if message.deleted else "", *map(_attached, message.attachments)]
    text = " ".join(part for part in parts if part).replace("\n", "\n        ")
    line = f"{wall_time(message.local_time, message.sent_at)}  {message.sender or '*'}: {text}"
    if item.highlighted and colours():
        from rich.console import Console
        from rich.text import Text

        Console(highlight=False, soft_wrap=True).print(Text(printable(mark + line), style="bold"), end="")
        say(_percent(item.confidence))
    else:
        say(mark + line + _percent(item.confidence))


def _attached(item: Attachment) -> str:
    """ "[image: IMG-1.jpg, a red bridge, “what is written in it”]" """
    written = f"“{_shortened(item.ocr_text)}”" if item.ocr_text else ""
    known = ", ".join(part for part in (item.name, item.caption, written, _STATES.get(item.status, "")) if part)
    return f"[{item.kind}: {known}]" if known else f"[{item.kind}]"


def _shortened(text: str) -> str:
    """What is written in a picture, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= _WRITTEN else line[: _WRITTEN - 1] + "…"


def _percent(confidence: float | None) -> str:
    return "" if confidence is None else f"  ({confidence:.0%})"
