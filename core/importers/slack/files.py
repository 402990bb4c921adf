"""This file is where the files of a Slack message are named and found.

Slack's own export has addresses instead of files; slackdump puts the files beside the messages, in three layouts:
`__uploads/ID/name`, `CHANNEL/attachments/ID-name` and `CHANNELID/ID-name` (format specification, section 4).
"""

import re
from functools import cached_property
from typing import Any

from core.export import Export
from core.file_kinds import kind_of
from core.json_values import objects, word
from core.types import AttachmentKind, AttachmentStatus, ExportedAttachment

_PLACE = re.compile(r"(?:^|/)(?:__uploads/(F[A-Z0-9]+)/[^/]+|(F[A-Z0-9]{3,})-[^/]+)$", re.A)
_SUBTYPES: dict[str, AttachmentKind] = {"slack_audio": "voice", "slack_video": "video", "slack_image": "image"}


class Places:
    """Where the files of one workspace lie, by their ids; `root` is the workspace's folder in the export."""

    def __init__(self, export: Export, root: str) -> None:
        self._export, self._root = export, root

    def find(self, number: str, address: str) -> str | None:
        """The entry of a file by its id, or by the path that slackdump wrote in place of the address; else None."""
        found = self._by_id.get(number)
        if found is None and address:
            resolved = self._export.resolve(address, self._root)
            # A base name alone says nothing: many files of a workspace are called image.png.
            found = resolved if resolved and resolved.endswith(f"/{address}".removeprefix("/")) else None
        return found

    @cached_property
    def _by_id(self) -> dict[str, str]:
        top = f"{self._root}/" if self._root else ""
        matches = ((entry, _PLACE.search(entry)) for entry in self._export.names() if entry.startswith(top))
        return {match[1] or match[2]: entry for entry, match in matches if match}


def attachments(raw: dict[str, Any], places: Places) -> tuple[ExportedAttachment, ...]:
    """The files of a message, in order, and pictures that a bot shows by their address."""
    if raw.keys().isdisjoint(("files", "file", "attachments", "blocks")):
        return ()
    files = objects(raw.get("files")) or objects([raw.get("file")])
    pictures = [
        item for item in objects(raw.get("attachments")) if word(item.get("image_url")) and not is_preview(item)
    ]
    pictures += [item for item in objects(raw.get("blocks")) if item.get("type") == "image"]
    return (*(_file(item, places) for item in files), *(_picture(item) for item in pictures))


def is_preview(raw: dict[str, Any]) -> bool:
    """True for what Slack shows of a link in the text: nobody wrote it."""
    return any(raw.get(key) for key in ("from_url", "original_url", "is_msg_unfurl", "is_app_unfurl", "app_unfurl_url"))


def _file(raw: dict[str, Any], places: Places) -> ExportedAttachment:
    name, title = word(raw.get("name")), word(raw.get("title"))
    media_type = word(raw.get("mimetype")) or None
    kind = _SUBTYPES.get(word(raw.get("subtype"))) or kind_of(name, media_type)
    address = word(raw.get("url_private_download")) or word(raw.get("url_private"))
    local = "" if "://" in address else address
    entry = places.find(word(raw.get("id")), local) if raw.get("mode") != "tombstone" else None
    status: AttachmentStatus = "found" if entry else "missing" if local else "not_exported"
    return ExportedAttachment(kind, name or title, status, entry, media_type, _caption(raw, name, title))


def _caption(raw: dict[str, Any], name: str, title: str) -> str:
    """What the app shows with a file: its title, the text of a snippet, where an outside file lies."""
    written = word(raw.get("preview_plain_text")) or word(raw.get("plain_text"))
    if raw.get("mode") == "snippet":
        written = written or word(raw.get("preview"))
    place = word(raw.get("url_private")) if raw.get("mode") == "external" else ""
    lines = (title if title not in (name, name.rpartition(".")[0]) else "", written, place)
    return "\n".join(line for line in lines if line)


def _picture(raw: dict[str, Any]) -> ExportedAttachment:
    address = word(raw.get("image_url"))
    base = address.partition("?")[0].rstrip("/").rpartition("/")[2]
    kind: AttachmentKind = "gif" if base.lower().endswith(".gif") else "image"
    return ExportedAttachment(kind, base, "not_exported", caption=address)
