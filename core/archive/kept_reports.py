"""This file is where the report of an import is kept as JSON, and read back."""

import json
from dataclasses import asdict
from typing import Any

from core.types import (
    Account,
    Ambiguity,
    ConversationReport,
    FileReport,
    ImportReport,
    MediaCount,
    Problem,
    Repair,
)


def written(report: ImportReport) -> str:
    """The report as one line of JSON."""
    return json.dumps(asdict(report), ensure_ascii=False)


def read_back(text: str) -> ImportReport:
    """The report that `written` wrote, also by an earlier version that knew less."""
    raw: dict[str, Any] = json.loads(text)
    files = raw.get("files", [raw] if "conversations" in raw else [])
    return ImportReport([_file(file) for file in files], raw.get("new", 0), raw.get("known", 0))


def without(report: ImportReport, conversation_id: int) -> ImportReport:
    """The report without a conversation and whatever may speak of it."""
    files = [
        FileReport(
            file.path, file.importer, [told for told in file.conversations if told.conversation_id != conversation_id]
        )
        for file in report.files
    ]
    return ImportReport(files, report.new, report.known)


def _file(raw: dict[str, Any]) -> FileReport:
    return FileReport(
        raw["path"],
        raw["importer"],
        [_conversation(each) for each in raw["conversations"]],
        [Problem(*each) for each in raw["problems"]],
        [Ambiguity(*each) for each in raw["ambiguous"]],
        [Repair(*each) for each in raw["repairs"]],
        raw["repaired"],
        [Account(**each) for each in raw.get("accounts", ())],
    )


def _conversation(raw: dict[str, Any]) -> ConversationReport:
    return ConversationReport(**raw | {"media": MediaCount(**raw["media"])})
