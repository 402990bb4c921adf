"""This file is where the dialogues are read that MemoTrace writes to train language models with.

They are texts of a private chat in pieces that were shuffled, without times, and what one person said on end is one
text. "assistant" is the person who exported, whose name stands in the instruction that each piece begins with.
"""

import re
from collections.abc import Iterator
from typing import Any

from core.export import Export
from core.importers.memotrace.folders import ChatFolder
from core.importers.wechat.content import Content
from core.importers.wechat.json_records import Record, records
from core.importers.wechat.written import Item, Written
from core.json_stream import JsonStream
from core.json_values import members, objects, word
from core.tally import Tally
from core.types import Repair

_ROLES = frozenset(("system", "user", "assistant"))
_OWNER = re.compile(r"你是([^，,。\n]{1,64})[，,]")
_PART = re.compile(r"_(?:train|dev)(?:\(\d+\))?$")
_RECORD = re.compile(rb'\{\s*"(?:conversations|messages)"\s*:\s*\[')
_TOLD = "these are texts for training: pieces of the chat in a random order, without times"


def is_training(raw: Any) -> bool:
    """True for a piece that begins with MemoTrace's own instruction ("你是…，…")."""
    turns = turns_of(raw)
    roles = {word(turn.get("role")) for turn in turns}
    if not turns or not roles <= _ROLES or word(turns[0].get("role")) != "system":
        return False
    return all(turn.keys() == {"role", "content"} for turn in turns) and _is_instruction(turns[0])


def turns_of(raw: Any) -> list[dict[str, Any]]:
    """The turns of a piece, which older versions call conversations, others messages."""
    piece = members(raw)
    return objects(piece.get("conversations", piece.get("messages"))) if len(piece) == 1 else []


def _is_instruction(turn: dict[str, Any]) -> bool:
    return word(turn.get("content")).startswith("你是")


class TrainingReading:
    """One file of pieces."""

    def __init__(self, export: Export, entry: str) -> None:
        self._export, self._entry = export, entry
        self._chat = ChatFolder(export, entry).chat_without(_PART)._replace(kind="private")

    def items(self, tally: Tally) -> Iterator[Item]:
        """The texts in file order. One record is one piece; each is counted as read, and by what is in it."""
        yield Repair(self._entry, _TOLD)
        with self._export.open(self._entry) as stream:
            for record in records(JsonStream(stream), self._entry, tally, _RECORD):
                yield from self._piece(record, tally) if isinstance(record, Record) else [record]

    def _piece(self, record: Record, tally: Tally) -> Iterator[Item]:
        turns = turns_of(record.facts)
        owner = next((_OWNER.match(word(turn.get("content"))) for turn in turns if turn.get("role") == "system"), None)
        said = [(place, turn) for place, turn in enumerate(turns) if turn.get("role") in ("user", "assistant")]
        if said:
            tally.message()
        else:
            tally.other("empty")
        for place, turn in said:
            is_own = turn.get("role") == "assistant"
            sender = (owner[1].strip() if owner else "assistant") if is_own else self._chat.title
            text = Content(word(turn.get("content")))
            yield Written(f"{record.where}[{place}]", self._chat, text, sender=sender, is_self=is_own)
