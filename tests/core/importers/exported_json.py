"""This file is where what an importer reads becomes plain JSON, to be compared with a case's expected.json."""

from typing import Any

from core.export import Export
from core.protocols import Importer, ReadOptions
from core.recognition import Claim
from core.types import ExportedMessage, Problem
from tests.core.importers.reading import entries_of

_EMPTY: tuple[object, ...] = (None, (), False, "")


def as_json(importer: Importer, export: Export) -> dict[str, Any]:
    """What the importer reads of the entries that it recognises."""
    return claimed_as_json(Claim(importer, tuple(entries_of(importer, export))), export)


def claimed_as_json(claim: Claim, export: Export) -> dict[str, Any]:
    """Every conversation with its messages, problems and repairs in order; fields at their default are left out."""
    conversations = [
        {
            "key": conversation.key,
            "title": conversation.title,
            "kind": conversation.kind,
            "owner": conversation.owner,
            "items": [item_as_json(item) for item in conversation.messages],
        }
        for conversation in claim.importer.read(export, claim.entries, ReadOptions())
    ]
    return {"conversations": conversations, "problems": [list(problem) for problem in export.problems]}


def item_as_json(item: Any) -> Any:
    if not isinstance(item, ExportedMessage):
        return {"problem" if isinstance(item, Problem) else "repair": list(item)}
    facts = {field: value for field, value in item._asdict().items() if value not in _EMPTY and value != "message"}
    if item.attachments:
        facts["attachments"] = [
            {key: value for key, value in attachment._asdict().items() if value not in _EMPTY}
            for attachment in item.attachments
        ]
    if item.reactions:
        facts["reactions"] = [[each.emoji, each.count, *each.senders] for each in item.reactions]
    return facts
