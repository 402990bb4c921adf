"""This file is where annotated dialogues (JSON lines, gzip or not) are read for evaluation and training.

One line: {"dialogue_id", "turns": [{"id", "speaker", "text", "images": []}], "fragments": [[turn ids], ...] or null,
"queries": [{"text", "utt_ids", "img_ids", "kind", "opener_id"?}]}. Turn ids may be any integers; inside the program a
turn is a core.types.Message whose id is its position. Image ids count a dialogue's pictures in order, from 0. A turn
may have "sent_at" (milliseconds since 1970) and "reply_to" (the id of another turn); one without loses nothing.
"""

import gzip
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any, cast

import orjson

from core.errors import DataError
from core.types import Attachment, Message


@dataclass(frozen=True, slots=True)
class DialogueQuery:
    """A question with its truth: turn ids and image ids. `opener_id` is the turn that holds the question itself."""

    text: str
    utt_ids: tuple[int, ...]
    img_ids: tuple[int, ...] = ()
    kind: str = ""
    opener_id: int | None = None


@dataclass(frozen=True, slots=True)
class Dialogue:
    """messages[i] is the turn with id turn_ids[i]; fragments hold turn ids and need not cover every turn."""

    id: str
    messages: tuple[Message, ...]
    turn_ids: tuple[int, ...]
    fragments: tuple[tuple[int, ...], ...] | None = None
    queries: tuple[DialogueQuery, ...] = ()
    language: str = ""

    def chosen(self, turn_ids: Sequence[int]) -> list[Message]:
        """The messages with these turn ids, in the dialogue's order."""
        wanted = set(turn_ids)
        return [message for message, turn in zip(self.messages, self.turn_ids, strict=True) if turn in wanted]


def read_dialogues(path: Path, kind: str | None = None) -> Iterator[Dialogue]:
    """The dialogues of a file, one at a time, with the queries of `kind` (all when None).

    Raises DataError with the line's number where the file is missing, damaged, or not of this schema.
    """
    line_number = 0
    try:
        with _open(path) as stream:
            for line_number, line in enumerate(stream, 1):  # noqa: B007 (told in the errors below)
                if line.strip():
                    dialogue = _dialogue(orjson.loads(line))
                    kept = tuple(query for query in dialogue.queries if kind is None or query.kind == kind)
                    yield replace(dialogue, queries=kept)
    except FileNotFoundError as error:
        raise DataError(f"{path}: there is no such file. Check the path and try again.") from error
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(f"{path}: cannot be read after line {line_number} ({error}).") from error
    except orjson.JSONDecodeError as error:
        raise DataError(f"{path}, line {line_number}: not JSON ({error}). Each line holds one dialogue.") from error
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        what = f"the field {error} is missing" if isinstance(error, KeyError) else str(error)
        raise DataError(f"{path}, line {line_number}: not a dialogue: {what}.") from error


def _open(path: Path) -> IO[bytes]:
    with path.open("rb") as stream:
        packed = stream.read(2) == b"\x1f\x8b"
    return cast(IO[bytes], gzip.open(path)) if packed else path.open("rb")


def _dialogue(record: dict[str, Any]) -> Dialogue:
    turns = record["turns"]
    turn_ids = tuple(_integer(turn.get("id", place), "a turn's id") for place, turn in enumerate(turns))
    if len(set(turn_ids)) != len(turn_ids):
        raise ValueError("two turns have the same id")
    fragments = record.get("fragments")
    return Dialogue(
        id=str(record["dialogue_id"]),
        messages=_messages(turns),
        turn_ids=turn_ids,
        fragments=None if fragments is None else tuple(_integers(each, "a fragment") for each in fragments),
        queries=tuple(_query(each) for each in record.get("queries") or ()),
        language=str(record.get("language") or ""),
    )


def _messages(turns: list[dict[str, Any]]) -> tuple[Message, ...]:
    people: dict[str, int] = {}
    places = {turn.get("id", place): str(place) for place, turn in enumerate(turns)}
    made, images = [], 0
    for place, turn in enumerate(turns):
        speaker = str(turn.get("speaker") or "") or None
        pictures = tuple(_image(each, images + at, place) for at, each in enumerate(turn.get("images") or ()))
        images += len(pictures)
        made.append(
            Message(
                id=place,
                conversation_id=0,
                key=str(place),
                sender_id=people.setdefault(speaker, len(people)) if speaker else None,
                sender=speaker,
                sent_at=None if turn.get("sent_at") is None else _integer(turn["sent_at"], "sent_at"),
                local_time=None,
                kind="message",
                text=_string(turn.get("text", ""), "a turn's text"),
                reply_to=places.get(turn.get("reply_to")),
                attachments=pictures,
            )
        )
    return tuple(made)


def _image(given: str | dict[str, Any], number: int, message_id: int) -> Attachment:
    """A picture given as a path, or as an object with a path under one of the usual names and perhaps words."""
    fields: dict[str, Any] = given if isinstance(given, dict) else {"path": given}
    path = next((fields[key] for key in ("path", "file", "image", "image_url", "name") if fields.get(key)), "")
    return Attachment(
        id=number,
        message_id=message_id,
        kind="image",
        name=_string(path, "an image's path"),  # core.picture_source looks for it there
        status="not_exported",
        caption=_string(fields.get("caption") or "", "an image's caption"),
        ocr_text=_string(fields.get("ocr_text") or fields.get("ocr") or "", "an image's text"),
    )


def _query(record: dict[str, Any]) -> DialogueQuery:
    opener = record.get("opener_id")
    return DialogueQuery(
        text=_string(record["text"], "a query's text"),
        utt_ids=_integers(record.get("utt_ids") or (), "utt_ids"),
        img_ids=_integers(record.get("img_ids") or (), "img_ids"),
        kind=str(record.get("kind") or ""),
        opener_id=None if opener is None else _integer(opener, "opener_id"),
    )


def _integers(values: Sequence[object], what: str) -> tuple[int, ...]:
    return tuple(_integer(value, what) for value in values)


def _integer(value: object, what: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{what} must be whole numbers, not {str(value)[:40]!r}")
    return value


def _string(value: object, what: str) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{what} must be a string, not {str(value)[:40]!r}")
    return value
