"""This file is where models that look at pictures get them: those of an archive, or those beside a file of dialogues.

Both give a core.protocols.PictureOf. A picture that is missing, damaged, too large or no picture is None: whatever
somebody once sent, reading goes on.
"""

from pathlib import Path

from core.archive import Archive
from core.media import MediaStore
from core.picture_text import pixels_of
from core.protocols import PictureOf, Pixels
from core.types import Attachment


def archive_pictures(archive: Archive) -> PictureOf:
    """Pictures of an archive, kept in it or referred to where they lie. For the thread of the archive."""
    store = MediaStore(archive.directory)

    def picture(attachment: Attachment, most: int) -> Pixels | None:
        if attachment.sha256 is None:
            return None
        facts = archive.chats.media(attachment.sha256)
        if facts is None:
            return None
        return _read(Path(facts[1]) if facts[1] else store.path(attachment.sha256), most)

    return picture


def dialogue_pictures(dialogues: Path) -> PictureOf:
    """Pictures of annotated dialogues (core.dialogues): their paths are told from the folder of the dialogues' file,
    and nothing outside that folder is opened, also not through a link."""
    folder = dialogues.parent

    def picture(attachment: Attachment, most: int) -> Pixels | None:
        try:
            home = folder.resolve()
            path = (home / attachment.name.replace("\\", "/")).resolve()
            inside = path.is_relative_to(home)
        except (OSError, ValueError, RuntimeError):  # no name for a file: too long, a NUL in it, links in a circle
            return None
        return _read(path, most) if inside else None

    return picture


def _read(path: Path, most: int) -> Pixels | None:
    try:
        return pixels_of(path, max(1, most)) if path.is_file() else None
    except Exception:  # Pillow trips over damaged files in many ways: struct.error, KeyError, ZeroDivisionError...
        return None
