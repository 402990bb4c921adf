"""This file is where a picture, sound, video or file of QQ chat exporter is looked for in the export.

What was downloaded lies in resources/images, videos, audios and files beside the chat, or one folder above; the record
says where in several ways, by version. What was not has only an address that has long expired.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from core.export import Export
from core.file_kinds import kind_of
from core.importers.qq.fields import first_word
from core.json_values import word
from core.types import AttachmentKind, AttachmentStatus, ExportedAttachment

_ADDRESS = re.compile(r"(?!file:)[a-z][a-z0-9+.-]{2,}:|//", re.I)
_INSIDE = re.compile(r"(?:\./)?(?:resources|images|videos|audios|files)/")
_ELSEWHERE = re.compile(r"/|[A-Za-z]:/|file:", re.I)
_KINDS: dict[str, AttachmentKind] = {"image": "image", "video": "video", "audio": "voice", "file": "file"}
_FOLDERS = {"image": "images", "video": "videos", "audio": "audios", "file": "files"}
_UNNAMED = frozenset(("图片", "文件", "视频", "语音", "未知"))


class Places(NamedTuple):
    """Where files are looked for: `folder` is that of the chat in the export."""

    export: Export
    folder: str

    def find(self, paths: Iterator[str]) -> str | None:
        above = self.folder.rpartition("/")[0]
        for path in paths:
            for folder in dict.fromkeys((self.folder, above)):
                if entry := self.export.resolve(path, folder):
                    return entry
        return None


def attachment_of(
    kind: str, data: Mapping[str, Any], resource: Mapping[str, Any], places: Places
) -> ExportedAttachment:
    """The attachment that an element means; `resource` is its twin in the list of resources."""
    name = first_word(data, "filename", "fileName") or first_word(resource, "filename", "fileName")
    name = "" if name in _UNNAMED else name
    seconds = word(data.get("duration")) or word(resource.get("duration"))
    length = f"{seconds}秒" if seconds not in ("", "0") else ""
    local = [path for each in (data, resource) for path in _local(each)]
    entry = places.find(_guesses(kind, local)) if local else None
    status: AttachmentStatus = "found" if entry else "missing" if local else "not_exported"
    return ExportedAttachment(_kind(kind, name, data), name or _base(local), status, entry, caption=length)


def named_attachment(kind: str, name: str, places: Places) -> ExportedAttachment:
    """The attachment of a form that tells names only; files are not part of it, but may lie where others put them."""
    entry = places.find(_guesses(kind, [name])) if name else None
    status: AttachmentStatus = "found" if entry else "not_exported"
    return ExportedAttachment(_kind(kind, name, {}), "" if name in _UNNAMED else name, status, entry)


def faceless(data: Mapping[str, Any], kind: AttachmentKind) -> ExportedAttachment:
    """A big emoticon: its picture is never in the export, its name says what it shows."""
    name = first_word(data, "name", "summary").strip("[]")
    return ExportedAttachment(kind, "", "not_exported", caption="" if name == "商城表情" else name)


def _kind(kind: str, name: str, data: Mapping[str, Any]) -> AttachmentKind:
    if word(data.get("subType")) == "sticker":
        return "sticker"
    if kind == "file" or kind not in _KINDS:
        return kind_of(name)
    return "gif" if kind == "image" and kind_of(name) == "gif" else _KINDS[kind]


def _local(data: Mapping[str, Any]) -> list[str]:
    """Paths that lead into the export; an absolute one was on the exporting machine, its last part may be here."""
    url, path = (word(data.get(key)).replace("\\", "/") for key in ("url", "localPath"))
    path = _base([path]) if _ELSEWHERE.match(path) else path
    return [each for each in (url if _INSIDE.match(url) else "", path) if each and not _ADDRESS.match(each)]


def _guesses(kind: str, local: list[str]) -> Iterator[str]:
    folder = _FOLDERS.get(kind, "files")
    for path in local:
        yield path
        yield f"resources/{path}"
        yield f"resources/{folder}/{_base([path])}"


def _base(paths: list[str]) -> str:
    return paths[0].rpartition("/")[2] if paths else ""
