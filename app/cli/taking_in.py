"""This file is where `chattrove import` is: store, index, and tell what was read."""

from argparse import Namespace
from dataclasses import asdict
from typing import Any

from app.cli import codes
from app.cli.console import complain, counted, dump_json, progress, say
from app.cli.history import account_line
from app.session import Session
from core.errors import ArchiveError, ChatTroveError
from core.importing.together import together
from core.instants import local_zone
from core.protocols import ReadOptions
from core.types import ConversationReport, FileReport, ImportReport, Problem

_SHOWN = 10


def import_exports(chosen: Namespace) -> int:
    """Imports every path; one that fails is told and the others go on. The worst code is returned."""
    options = ReadOptions(chosen.date_order, chosen.zone or local_zone())
    total, code = ImportReport(), codes.FINE
    with Session(chosen.archive) as session, progress(quiet=chosen.json) as report:
        for group in together(chosen.paths):
            try:
                one = session.import_exports(
                    group,
                    report=report,
                    options=options,
                    importer=chosen.importer,
                    copy_media=session.settings.copy_media and not chosen.reference,
                )
            except ChatTroveError as error:
                complain(str(error))
                code = max(code, codes.code_of(error))
                name = ", ".join(str(path) for path in group)
                total.files.append(FileReport(name, "", problems=[Problem(name, str(error))]))
                if isinstance(error, ArchiveError):
                    break  # a full disk or another writer stops the next export, and the indexing, as well
                continue
            total.files += one.files
            total.new += one.new
            total.known += one.known
        indexed = not chosen.no_index and code != codes.ARCHIVE
        if indexed:
            session.index(report)
    if any(file.ambiguous for file in total.files):
        code = max(code, codes.AMBIGUOUS)
    if chosen.json:
        dump_json(as_json(total))
    else:
        _tell(total, indexed=indexed)
    return code


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


def _tell(report: ImportReport, *, indexed: bool) -> None:
    for file in report.files:
        if not file.importer:
            continue  # its error has been told
        say(f"{file.path}  ({file.importer})")
        for item in file.conversations[:_SHOWN]:
            _tell_conversation(item)
        if len(file.conversations) > _SHOWN:
            say(f"  ... and {len(file.conversations) - _SHOWN} more conversations")
        for question in file.ambiguous:
            _tell_question(question.question, question.readings)
        for account in file.accounts[:_SHOWN]:
            say(f"  {account_line(asdict(account))}")
        for repair in file.repairs[:_SHOWN]:
            say(f"  put right: {repair.where}: {repair.what}")
        for problem in file.problems[:_SHOWN]:
            say(f"  not read: {problem.where}: {problem.reason}")
        if len(file.problems) > _SHOWN:
            say(f"  ... {len(file.problems) - _SHOWN} more; --json lists them")
    if report.new or report.known:
        ready = " Ready to search." if indexed else ""
        say(f"{counted(report.new, 'new message')}, {report.known:,} already known.{ready}")


def _tell_conversation(item: ConversationReport) -> None:
    span = f", {item.first[:10]} to {item.last[:10]}" if item.first and item.last else ""
    people = counted(len(item.participants), "person", "people")
    counts = f"{counted(item.messages, 'message')}, {counted(item.notices, 'notice')}, {people}"
    say(f"  {item.title}: {counts}{span}")
    media = item.media
    if media.found or media.missing or media.not_exported:
        say(f"    files: {media.found} found, {media.missing} missing, {media.not_exported} left out by the app")


def _tell_question(question: str, readings: Any) -> None:
    say(f"  NOT STORED: {question}")
    for answer, samples in readings.items():
        say(f"    --date-order {answer}:")
        for sample in samples:
            say(f"      {sample}")
