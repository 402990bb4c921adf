"""This file is where an export finds its importer, by content (format specification, section 0.13)."""

from core.errors import UnknownExport
from core.export import Export
from core.importers import IMPORTERS
from core.protocols import Importer

_SUPPORTED = """ChatTrove reads:
- WhatsApp: in the chat, menu > More > Export chat; give the .zip or the .txt.
- Telegram Desktop: in the chat, menu > Export chat history, or Settings > Advanced > Export Telegram data; choose \
"Machine-readable JSON" and give the folder, its zip, or result.json.
- FFR dialogues: the .json or .jsonl file."""
_HTML_PAGES = ("messages.html", "export_results.html")


def recognise(export: Export, name: str | None = None) -> Importer:
    """The importer for an export: the one called `name`, else the only one that knows its content.

    Raises UnknownExport when there is none (it tells what is read and how to export it), and when several importers
    fit (it asks for the choice).
    """
    if name is not None:
        return importer_named(name)
    fitting = [importer for importer in IMPORTERS if importer.recognises(export)]
    if len(fitting) > 1:
        raise UnknownExport(_tie(export, fitting))
    if not fitting:
        raise UnknownExport(f"{_name(export)}: {_why_unknown(export)}\n{_SUPPORTED}")
    return fitting[0]


def importer_named(name: str) -> Importer:
    """The importer of that name. Raises UnknownExport with all names when there is none."""
    for importer in IMPORTERS:
        if importer.name == name:
            return importer
    known = ", ".join(importer.name for importer in IMPORTERS)
    raise UnknownExport(f"There is no importer called {name!r}. Choose one of: {known}.")


def _tie(export: Export, fitting: list[Importer]) -> str:
    choices = " or ".join(f"--as {importer.name}" for importer in fitting)
    titles = " and ".join(importer.title for importer in fitting)
    return f"{_name(export)}: this could be {titles}. Import it again with {choices}."


def _name(export: Export) -> str:
    """The last part of its path; of "." the folder's own name."""
    return export.path.name or export.path.resolve().name or str(export.path)


def _why_unknown(export: Export) -> str:
    names = export.names()
    if not names:
        return "there is no file in it that can be read."
    if all(export.size(entry) == 0 for entry in names):
        return "it is empty."
    bases = {entry.rpartition("/")[2].lower() for entry in names}
    if bases.intersection(_HTML_PAGES):
        return "these are Telegram's HTML pages, which hold no ids; export once more as JSON."
    if any(base.endswith(".zip") for base in bases):
        if export.path.is_dir():
            return "there is no chat in it, but a zip; import the zip itself (several can be given at once)."
        return "there is no chat in it, but another zip; unpack it and import what is inside."
    return "no importer knows its content."
