"""This file is where files that a tool names are found in the export, or told to be missing."""

import re
from posixpath import normpath
from urllib.parse import unquote

from core.export import Export
from core.file_kinds import is_media, kind_of
from core.types import AttachmentKind, AttachmentStatus, ExportedAttachment

_ADDRESS = re.compile(r"(?:https?|ftp|data|blob|weixin):", re.I)
_ANY_DRIVE = re.compile(r"(?:[A-Za-z]:)?[\\/]+")


class Files:
    """The files beside one chat file of an export."""

    def __init__(self, export: Export, entry: str) -> None:
        self._export = export
        self.folder = entry.rpartition("/")[0]

    def attachment(self, kind: AttachmentKind, path: str, name: str = "", caption: str = "") -> ExportedAttachment:
        """What a path of the tool names: relative to the chat file, with either slash, or encoded as in an address.

        Addresses of the internet and absolute paths of the tool's computer are looked up by their last part only.
        """
        found = self.find(path)
        base = unquote(path.replace("\\", "/").partition("?")[0].rstrip("/").rpartition("/")[2])
        status: AttachmentStatus = "found" if found else "missing" if base else "not_exported"
        if is_address(path):
            return ExportedAttachment(kind, name, "not_exported", caption=caption)
        return ExportedAttachment(kind, name or base, status, found, caption=caption)

    def find(self, path: str) -> str | None:
        """The entry that a path means; None where it is not in the export, or is an address."""
        if not path or is_address(path):
            return None
        plain = _ANY_DRIVE.sub("", path, count=1) if _ANY_DRIVE.match(path) else path
        return self._resolved(plain) or (self._resolved(unquote(plain)) if "%" in plain else None)

    def _resolved(self, path: str) -> str | None:
        """A path that goes up ("../media/a.jpg") is followed as long as it stays inside the export."""
        plain = path.replace("\\", "/").removeprefix("./")
        if ".." not in plain.split("/"):
            return self._export.resolve(plain, self.folder)
        whole = normpath(f"{self.folder}/{plain}" if self.folder else plain)
        return None if whole.split("/")[0] == ".." else self._export.resolve(whole)


def is_address(path: str) -> bool:
    """True for what lies on the internet, or in the page itself."""
    return _ADDRESS.match(path) is not None


def looks_like_file(text: str) -> bool:
    """True for a text of one line that can only be a path to a medium ("media/images/a.jpg", "语音\\\\1.wav")."""
    return "\n" not in text and len(text) < 500 and ("/" in text or "\\" in text) and is_media(text.replace("\\", "/"))


def kind_by_name(name: str, otherwise: AttachmentKind) -> AttachmentKind:
    """What a file is by its name, where the tool's own type says no more than "file"."""
    found = kind_of(name)
    return otherwise if found == "file" else found
