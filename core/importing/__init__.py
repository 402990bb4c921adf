"""This package is where an export goes into the archive: recognised, read ahead, keyed, stored batch by batch."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from core.archive import Archive
from core.entry_names import file_name
from core.export import Export
from core.importing.ahead import ahead
from core.importing.files import Files
from core.importing.parcels import Parcels
from core.importing.storing import Storing
from core.importing.together import together
from core.media import MediaStore
from core.protocols import ReadOptions, Report
from core.recognition import recognise
from core.types import ImportReport

__all__ = ["Choices", "import_export", "together"]


@dataclass(frozen=True, slots=True)
class Choices:
    """What the person chose for this import. importer: its name, when recognising should be skipped."""

    options: ReadOptions
    importer: str | None = None
    copy_media: bool = True


def import_export(archive: Archive, path: Path | Sequence[Path], choices: Choices, report: Report) -> ImportReport:
    """Reads one file, folder or zip (or several that belong together) into the archive and says what it held.

    One thread reads and prepares while this one stores: SQLite lets go of the interpreter meanwhile. Repeating an
    import is harmless. Raises UnknownExport, BrokenExport, ArchiveError, and Cancelled as `report` does; what was
    committed before stays, and the next import goes on from there.
    """
    media = MediaStore(archive.directory)
    with archive.writing():
        media.remove_leftovers()
        with Export(path, scratch=media.scratch) as export:
            return _imported(archive, export, (media, choices, path), report)


def _imported(
    archive: Archive, export: Export, how: tuple[MediaStore, Choices, Path | Sequence[Path]], report: Report
) -> ImportReport:
    media, choices, path = how
    storing = Storing(archive, _named(path), report)
    claims = recognise(export, choices.importer, storing.wait)
    parcels = Parcels(export, choices.options, Files(export, media, copied=choices.copy_media))
    storing.begin(claims)
    with ahead(lambda stopped: parcels.all(claims, stopped), storing.wait) as ready:
        for parcel in ready:
            storing.take(parcel)
    return storing.end(export.problems, parcels)


def _named(path: Path | Sequence[Path]) -> str:
    return ", ".join(file_name(str(each)) for each in ([path] if isinstance(path, Path) else path))
