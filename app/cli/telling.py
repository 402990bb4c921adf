"""This file is where an import report is told, to people and to programs."""

from dataclasses import asdict
from typing import Any

from app.cli.console import counted, say
from core.mapping import asks_for_columns
from core.types import Account, Ambiguity, ConversationReport, FileReport, ImportReport

_SHOWN = 10
_PLURALS = {"person": "people"} | {
    word: f"{word}s" for word in ("conversation", "duplicate", "edit", "footer", "header", "member", "reaction")
}


def as_json(report: ImportReport) -> dict[str, Any]:
    """The stable shape of `import --json`."""
    return {"files": [_file(file) for file in report.files], "new": report.new, "known": report.known}


def _file(file: FileReport) -> dict[str, Any]:
    return {
        "path": file.path,
        "importer": file.importer or None,
        "conversations": [_conversation(item) for item in file.conversations],
        "problems": [problem._asdict() for problem in file.problems],
        "ambiguous": [
            {"where": item.where, "question": item.question, "readings": {k: list(v) for k, v in item.readings.items()}}
            for item in file.ambiguous
        ],
        "repaired": file.repaired,
        "repairs": [repair._asdict() for repair in file.repairs],
        "accounts": [asdict(account) for account in file.accounts],
    }


def _conversation(item: ConversationReport) -> dict[str, Any]:
    media = {"found": item.media.found, "missing": item.media.missing, "not_exported": item.media.not_exported}
    return {
        "title": item.title,
        "messages": item.messages,
        "notices": item.notices,
        "participants": item.participants,
        "first": item.first,
        "last": item.last,
        "media": media,
    }


def tell(report: ImportReport, *, indexed: bool = False) -> None:
    """The report as lines for people; long lists are cut."""
    for file in report.files:
        if not file.importer:
            continue  # its error has been told
        say(f"{file.path}  ({file.importer})")
        for item in file.conversations[:_SHOWN]:
            _tell_conversation(item)
        if len(file.conversations) > _SHOWN:
            say(f"  ... and {len(file.conversations) - _SHOWN} more conversations")
        for question in file.ambiguous:
            _tell_question(question)
        for account in file.accounts[:_SHOWN]:
            say(f"  {account_line(account)}")
        _tell_rest(len(file.accounts), "counted")
        for repair in file.repairs[:_SHOWN]:
            say(f"  put right: {repair.where}: {repair.what}")
        _tell_rest(len(file.repairs), "put right")
        for problem in file.problems[:_SHOWN]:
            say(f"  not read: {problem.where}: {problem.reason}")
        _tell_rest(len(file.problems), "not read")
    if report.new or report.known:
        ready = " Ready to search." if indexed else ""
        say(f"{counted(report.new, 'new message')}, {report.known:,} already known.{ready}")


def _tell_rest(whole: int, what: str) -> None:
    if whole > _SHOWN:
        say(f"  ... {whole - _SHOWN} more {what}; --json lists them")


def _tell_conversation(item: ConversationReport) -> None:
    span = f", {item.first[:10]} to {item.last[:10]}" if item.first and item.last else ""
    people = counted(len(item.participants), "person", "people")
    counts = f"{counted(item.messages, 'message')}, {counted(item.notices, 'notice')}, {people}"
    say(f"  {item.title}: {counts}{span}")
    media = item.media
    if media.found or media.missing or media.not_exported:
        say(f"    files: {media.found} found, {media.missing} missing, {media.not_exported} left out by the app")


def _tell_question(question: Ambiguity) -> None:
    say(f"  NOT STORED: {question.question}")
    columns = asks_for_columns(question)
    for answer, samples in question.readings.items():
        say(f"    --mapping {_quoted(answer)}:" if columns else f"    --date-order {answer}:")
        for sample in samples:
            say(f"      {sample}")
    if columns:
        say('    or any other: --mapping "time=COLUMN, sender=COLUMN, text=COLUMN"')


def _quoted(mapping: str) -> str:
    """As a shell takes it."""
    return f'"{mapping}"' if '"' not in mapping else f"'{mapping}'"


def _other(number: int, what: str) -> str:
    """Things are counted in the plural; what qualifies the unit ("2 blank lines") stays as it is."""
    plural = _PLURALS.get(what, what)
    return f"{number:,} {what if number == 1 else plural}"


def account_line(account: Account) -> str:
    """ "chat.txt: 1,204 lines = 1,000 messages + 190 continuations + 14 notices" """
    named = (
        (account.messages, "message"),
        (account.continuations, "continuation"),
        (account.notices, "notice"),
        (account.problems, "problem"),
    )
    parts = [counted(number, word) for number, word in named if number]
    parts += [_other(number, what) for what, number in account.others.items()]
    if account.unaccounted:
        parts.append(f"{account.unaccounted:,} UNACCOUNTED")
    return f"{account.entry}: {counted(account.taken, account.unit)} = {' + '.join(parts) or 'nothing'}"
