"""This file is where attachments and stickers are named, and found in the export or told to be missing.

Without downloaded assets the exporter writes links of Discord's, which expire: those are not in the export.
"""

import re
from urllib.parse import unquote

from core.export import Export
from core.file_kinds import kind_of
from core.types import AttachmentKind, AttachmentStatus, ExportedAttachment

_REMOTE = re.compile(r"[a-z][a-z0-9+.-]{1,20}://", re.I)
_ABSOLUTE = re.compile(r"/|\\\\|[A-Za-z]:[\\/]")
_HASH = re.compile(r"-[0-9A-F]{5}(?=\.[^.]*$|$)", re.I)
_CDN = re.compile(r"https?://(?:cdn|media)\.discordapp\.(?:com|net)/attachments/\S+")
_VOICE = "voice-message.ogg"


class Media:
    """The files that messages of one entry refer to."""

    def __init__(self, export: Export, entry: str) -> None:
        self._export, self._folder = export, entry.rpartition("/")[0]

    def attachment(self, address: str, name: str = "", kind: AttachmentKind | None = None) -> ExportedAttachment:
        """An attachment by its link or its path in the export; `name` is the one it had in Discord, where told."""
        status, entry = self._found(address)
        name = name or _name(address)
        sort = kind or ("voice" if name == _VOICE else kind_of(name))
        return ExportedAttachment(sort, name, status, entry)

    def local(self, address: str) -> ExportedAttachment | None:
        """A picture inside an embed, if the export has it: links there are somebody's, not the message's files."""
        return self.attachment(address) if self._found(address)[1] else None

    def _found(self, address: str) -> tuple[AttachmentStatus, str | None]:
        address = re.sub(r"^file:/{2,3}(?=[A-Za-z]:|/)", "", address)
        if not address or _REMOTE.match(address):
            return "not_exported", None
        if _ABSOLUTE.match(address):
            address = _base(address)
        entry = self._export.resolve(address, self._folder) or self._export.resolve(unquote(address), self._folder)
        return ("found", entry) if entry else ("missing", None)


def is_cdn_link(line: str) -> bool:
    """True for a line that is the link of an attachment and nothing else."""
    return _CDN.fullmatch(line) is not None


def addresses_in(cell: str) -> list[str]:
    """The links or paths of a cell, which are parted by commas; names of files may hold commas too."""
    folder = re.match(r".*?_Files[\\/]", cell, re.S)
    before = rf"https?://|{re.escape(folder[0])}" if folder else r"https?://"
    parted = re.split(rf",(?={before})", cell) if re.match(before, cell) else cell.split(",")
    return [address for address in parted if address]


def _name(address: str) -> str:
    """The name that a link or path ends with; the exporter puts a hash into the names of what it downloads."""
    if _REMOTE.match(address):
        return unquote(_base(re.split(r"[?#]", address, maxsplit=1)[0]))
    return _HASH.sub("", unquote(_base(address)))


def _base(address: str) -> str:
    return re.split(r"[\\/]", address)[-1]
