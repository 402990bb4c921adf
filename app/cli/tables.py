"""This file is where mappings of tables are taken from the command line, saved, listed and deleted."""

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from app.cli import codes
from app.cli.console import complain, dump_json, say
from app.mappings import delete_mapping, saved_mappings
from app.session import Session
from core.errors import SettingsError, UnknownExport
from core.mapping import ColumnMapping, asks_for_columns
from core.types import FileReport


def mappings(chosen: Namespace) -> int:
    """Lists what was saved, or deletes one."""
    if chosen.delete is not None:
        return _delete(chosen.delete)
    known = saved_mappings()
    if chosen.json:
        dump_json(
            [
                {"name": name, "mapping": str(mapping), "columns": list(mapping.columns)}
                for name, mapping in known.items()
            ]
        )
        return codes.FINE
    for name, mapping in known.items():
        say(f"{name}: {mapping}")
        say(f"    for tables with the columns: {', '.join(mapping.columns)}")
    if not known:
        say("No mapping is saved. `chattrove import --save-mapping NAME` saves one.")
    return codes.FINE


def save_used(session: Session, paths: Sequence[Path], files: Sequence[FileReport], chosen: Namespace) -> int:
    """Keeps the mapping that a table was just read by, and tells what for, or why not; returns an exit code."""
    try:
        columns = _saved(session, paths, files, chosen)
    except SettingsError as error:
        complain(f"“{chosen.save_mapping}” was not saved: {error}")
        return codes.code_of(error)
    complain(f"Saved as “{chosen.save_mapping}”, for tables with the columns: {columns}")
    return codes.FINE


def _saved(session: Session, paths: Sequence[Path], files: Sequence[FileReport], chosen: Namespace) -> str:
    read = [file for file in files if file.importer == "table" and file.conversations]
    if not read or any(asks_for_columns(question) for file in read for question in file.ambiguous):
        raise SettingsError("no table was read whose columns are settled.")
    entry = read[0].accounts[0].entry if read[0].accounts else ""
    try:
        sheet = session.sheet(paths, entry)
    except UnknownExport as error:
        raise SettingsError("a dialogue has no columns.") from error
    used: ColumnMapping = chosen.mapping or sheet.guesses[0]
    session.save_mapping(chosen.save_mapping, used.only_for(sheet.columns))
    return ", ".join(sheet.columns)


def _delete(name: str) -> int:
    if not delete_mapping(name):
        complain(f"There is no mapping called “{name}”. `chattrove mappings` lists them.")
        return codes.USAGE
    say(f"“{name}” is deleted. What was imported with it stays.")
    return codes.FINE
