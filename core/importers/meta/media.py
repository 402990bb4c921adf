"""This file is where the photos, sounds and files of a message are found: by their path in the archive.

Paths begin at the root of the archive ("your_facebook_activity/messages/inbox/..."), and the file may lie in another
zip than the message. Encrypted chats name theirs from where they lie ("./media/x.jpg").
"""

from collections.abc import Sequence

from core.export import Export
from core.file_kinds import kind_of
from core.sent_files import beside, lying_in
from core.types import AttachmentKind, ExportedAttachment

_BY_FOLDER: dict[str, AttachmentKind] = {
    "photos": "image",
    "videos": "video",
    "audio": "voice",
    "gifs": "gif",
    "stickers_used": "sticker",
}
_FOLDERS = (*_BY_FOLDER, "files", "media")


def attachment(export: Export, entry: str, path: str, kind: AttachmentKind | None = None) -> ExportedAttachment:
    """The file that a message in `entry` names. kind: None leaves it to the path.

    An address of the web is no file of the export: it is kept as the caption.
    """
    name = path.partition("?")[0].rpartition("/")[2]
    if "://" in path:
        return ExportedAttachment(kind or kind_of(name), name, "not_exported", caption=path)
    found = export.resolve(path, entry.rpartition("/")[0])
    return ExportedAttachment(kind or kind_of_path(path), name, "found" if found else "missing", found)


def kind_of_path(path: str) -> AttachmentKind:
    """What a file is by the folder that the app put it in, else by its name."""
    folder = path.rpartition("/")[0].rpartition("/")[2].casefold()
    by_folder = _BY_FOLDER.get(folder)
    return by_folder or kind_of(path)


def sent_files(export: Export, entries: Sequence[str], among: Sequence[str]) -> set[str]:
    """What lies in the folders of media beside the parts of threads."""
    return lying_in((folder for entry in entries for folder in beside(entry, *_FOLDERS)), among)
