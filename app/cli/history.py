"""This file is where `history` and `undo` are."""

import time
from argparse import Namespace
from dataclasses import asdict

from app.cli import codes
from app.cli.console import agreed, complain, counted, dump_json, progress, say
from app.cli.telling import as_json, tell
from app.session import Session
from core.types import ImportRecord


def history(chosen: Namespace) -> int:
    """All imports, or the full report of one."""
    with Session(chosen.archive) as session:
        records = session.imports()
        if chosen.number is None:
            _list(records, as_json=chosen.json)
            return codes.FINE
        told = session.import_report(chosen.number)
        record = next(each for each in records if each.id == chosen.number)
    if chosen.json:
        dump_json(asdict(record) | {"report": None if told is None else as_json(told)})
        return codes.FINE
    say(_line(record))
    if told is not None:
        tell(told)
    return codes.FINE


def undo(chosen: Namespace) -> int:
    """Asks first. The export itself is not touched: importing it again brings everything back."""
    with Session(chosen.archive) as session, progress(quiet=False) as report:
        session.import_report(chosen.number)
        record = next(each for each in session.imports() if each.id == chosen.number)
        if not chosen.yes and not agreed(f"Take out what only import {record.id} ({record.path}) brought? [y/N] "):
            complain("Nothing was changed. --yes does it without asking.")
            return codes.USAGE
        removed = session.undo_import(record.id, report)
    say(f"{counted(removed, 'message')} of {record.path} taken out. Importing it again brings them back.")
    return codes.FINE


def _list(records: list[ImportRecord], *, as_json: bool) -> None:
    if as_json:
        dump_json([asdict(record) for record in records])
        return
    for record in records:
        say(_line(record))
    if not records:
        say("Nothing was imported yet.")


def _line(record: ImportRecord) -> str:
    when = time.strftime("%Y-%m-%d %H:%M", time.localtime(record.started_at / 1000))
    state = "undone" if record.undone_at else "" if record.finished_at else "not finished"
    counts = f"{record.new:,} new, {record.known:,} known"
    return f"{record.id:>4}  {when}  {record.path}  ({record.importer})  {state or counts}"
