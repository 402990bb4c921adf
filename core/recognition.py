"""This file is where an export finds its importers, entry by entry, by content (format specification, section 0.13)."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from core.beginning import Beginning
from core.errors import UnknownExport
from core.export import Export
from core.file_kinds import is_media
from core.importers import GENERAL, IMPORTERS
from core.protocols import GivesAdvice, Importer
from core.sent_files import KnowsSentFiles
from core.types import Problem

_SENT = "this was sent in a chat and is one of its files; to read it as a chat of its own, import it alone"
_TABLES = "this looks like messages, but is no app's own export; to read it, import it alone"
_SHOWN = 5
_READABLE = ("json", "html", "sqlite", "text")


@dataclass(frozen=True, slots=True)
class Claim:
    """What one importer reads of an export: entries in the export's order."""

    importer: Importer
    entries: tuple[str, ...]


@dataclass
class _Found:
    """general: entries that no app's importer knows, by the name of the general one that does."""

    claims: dict[str, list[str]] = field(default_factory=dict)
    ties: dict[str, list[Importer]] = field(default_factory=dict)
    general: dict[str, list[str]] = field(default_factory=dict)


def recognise(export: Export, name: str | None = None, waiting: Callable[[], None] = lambda: None) -> list[Claim]:
    """Who reads what of an export: one importer in most, several in a folder of many exports. name: only that one.

    waiting is called before each entry is looked at, and may raise Cancelled: a folder can hold very many.

    Raises UnknownExport when there is none (it tells what is read and how to export it), and when several importers
    fit what is there (it asks for the choice); where only some entries fit several, they are Problems of the export.
    """
    if name is not None:
        return [_forced(beginnings(export, waiting), importer_named(name))]
    found = _looked_through(beginnings(export, waiting))
    _leave_sent_files(export, found)
    if not found.claims and not found.ties:
        found.claims = found.general
    else:
        _tell_tables(export, found)
    if not found.claims and found.ties:
        raise UnknownExport(_tie(export, next(iter(found.ties.values()))))
    if not found.claims:
        raise UnknownExport(f"{_name(export)}: {_why_unknown(export)}\n{_supported()}")
    for entry, fitting in found.ties.items():
        choices = " or ".join(importer.name for importer in fitting)
        export.problems.append(Problem(entry, f"this could be {choices}; import it alone, with --as"))
    everyone = (*IMPORTERS, *GENERAL)
    return [Claim(each, tuple(found.claims[each.name])) for each in everyone if each.name in found.claims]


def importer_named(name: str) -> Importer:
    """The importer of that name. Raises UnknownExport with all names when there is none."""
    for importer in (*IMPORTERS, *GENERAL):
        if importer.name == name:
            return importer
    known = ", ".join(importer.name for importer in (*IMPORTERS, *GENERAL))
    raise UnknownExport(f"There is no importer called {name!r}. Choose one of: {known}.")


def beginnings(export: Export, waiting: Callable[[], None] = lambda: None) -> Iterator[Beginning]:
    """The entries that can be a chat; media by name are not opened, unless there is nothing else."""
    names = export.names()
    texts = [entry for entry in names if not is_media(entry)]
    for entry in texts or names:
        waiting()
        yield Beginning(export, entry)


def _looked_through(entries: Iterable[Beginning]) -> _Found:
    found = _Found()
    for beginning in entries:
        if beginning.form not in _READABLE:
            continue
        fitting = [importer for importer in IMPORTERS if importer.recognises(beginning)]
        if len(fitting) > 1:
            # WhatsApp's texts bear no mark of their own, only times and names: what fits another app too is that app's.
            fitting = [importer for importer in fitting if importer.name != "whatsapp"]
        if len(fitting) == 1:
            found.claims.setdefault(fitting[0].name, []).append(beginning.entry)
        elif fitting:
            found.ties[beginning.entry] = fitting
        elif general := next((importer for importer in GENERAL if importer.recognises(beginning)), None):
            found.general.setdefault(general.name, []).append(beginning.entry)
    return found


def _tell_tables(export: Export, found: _Found) -> None:
    """What looks like messages of no app's own export is not mixed with one: lists of other things look so too."""
    tables = [entry for entries in found.general.values() for entry in entries]
    if tables:
        shown = ", ".join(tables[:_SHOWN]) + (f" and {len(tables) - _SHOWN} more" if len(tables) > _SHOWN else "")
        export.problems.append(Problem(tables[0], f"{_TABLES}: {shown}"))


def _leave_sent_files(export: Export, found: _Found) -> None:
    """What people sent each other is no chat of its own, though an importer may know it: it is told."""
    listed = (*found.claims.values(), *found.general.values())
    everything = [entry for entries in listed for entry in entries] + [*found.ties]
    sent: set[str] = set()
    for importer in IMPORTERS:
        entries = found.claims.get(importer.name, [])
        if entries and len(everything) > 1 and isinstance(importer, KnowsSentFiles):
            sent.update(importer.sent_files(export, entries, everything))
    tables = {entry for entries in found.general.values() for entry in entries}
    for entry in sorted(sent):
        if entry not in tables:
            export.problems.append(Problem(entry, _SENT))
        found.ties.pop(entry, None)
    found.claims, found.general = _without(found.claims, sent), _without(found.general, sent)


def _without(claims: dict[str, list[str]], sent: set[str]) -> dict[str, list[str]]:
    kept = {name: [entry for entry in entries if entry not in sent] for name, entries in claims.items()}
    return {name: entries for name, entries in kept.items() if entries}


def _forced(entries: Iterable[Beginning], importer: Importer) -> Claim:
    """What the named importer knows; when it knows nothing, all that is no media: the person says that it is there."""
    readable = [beginning for beginning in entries if beginning.form in _READABLE]
    known = [beginning.entry for beginning in readable if importer.recognises(beginning)]
    return Claim(importer, tuple(known or [beginning.entry for beginning in readable]))


def _tie(export: Export, fitting: list[Importer]) -> str:
    choices = " or ".join(f"--as {importer.name}" for importer in fitting)
    titles = " and ".join(importer.title for importer in fitting)
    return f"{_name(export)}: this could be {titles}. Import it again with {choices}."


def _supported() -> str:
    apps = dict.fromkeys(importer.title.partition(" (")[0] for importer in (*IMPORTERS, *GENERAL))
    return f"ChatTrove reads: {', '.join(apps)}. How to export from each: `chattrove formats`."


def _name(export: Export) -> str:
    """The last part of its path; of "." the folder's own name."""
    return export.path.name or export.path.resolve().name or str(export.path)


def _why_unknown(export: Export) -> str:
    names = export.names()
    if not names:
        return "there is no file in it that can be read."
    if all(export.size(entry) == 0 for entry in names):
        return "it is empty."
    told = (importer.advice(export) for importer in IMPORTERS if isinstance(importer, GivesAdvice))
    return next(filter(None, told), "no importer knows its content.")
