"""This file is where the names inside an export are read, made safe and made comparable.

Sources: format specification, sections 0.4 (marks), 0.9 (names that leave the export) and 0.10 (names in zips).
"""

import re
import struct
import unicodedata
import zipfile
import zlib
from contextlib import suppress

_NOISE = re.compile(r"(^|/)(__MACOSX/|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$)", re.I)
_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_STREAM = re.compile(r":\$|::")
_ARCHIVE = re.compile(r"(\.(zip|tar|tgz|tbz2?|txz|gz|bz2|xz|z\d\d)(\.\d{3})?)+$", re.I)
_CHAT_FILE = re.compile(r"\.(txt|text|jsonl?|ndjson|html?|csv|tsv|log|xml|mht|mhtml|db|sqlite3?)$", re.I)
_UTF8_FLAG, _UNICODE_PATH = 0x800, 0x7075


def is_noise(name: str) -> bool:
    """True for what operating systems leave in folders and zips."""
    return bool(_NOISE.search(name.replace("\\", "/")))


def clean_name(raw: str) -> str | None:
    """A relative NFC name with "/", or None when it would leave the export (or names an NTFS stream)."""
    name = unicodedata.normalize("NFC", raw.replace("\\", "/"))
    parts = [part for part in name.split("/") if part not in ("", ".")]
    unsafe = name.startswith("/") or ".." in parts or "\0" in name or re.match(r"[A-Za-z]:", name)
    return None if unsafe or not parts or _STREAM.search(name) else "/".join(parts)


def fold_name(name: str) -> str:
    """A name without regard to case, Unicode form and invisible direction marks."""
    return unicodedata.normalize("NFKC", _MARKS.sub("", name)).casefold()


def title_of(name: str) -> str:
    """What a person calls a file: its base name, NFC, without the endings of archives and chats."""
    base = unicodedata.normalize("NFC", name.rpartition("/")[2])
    return _CHAT_FILE.sub("", _ARCHIVE.sub("", base)) or base


def zip_name(info: zipfile.ZipInfo) -> str:
    """The entry's name: UTF-8 where flagged, else what its bytes, which were read as CP437, look like."""
    if info.flag_bits & _UTF8_FLAG:
        return info.orig_filename
    try:
        raw = info.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return info.orig_filename
    if stated := _unicode_path(info.extra, raw):
        return stated
    with suppress(UnicodeDecodeError):
        return raw.decode("utf-8")
    return _chinese(raw) or info.orig_filename


def file_name(raw: str) -> str:
    """A name from the file system as text: bytes that are no UTF-8 are read as those in a zip are."""
    try:
        stored = raw.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # half a character, as Windows allows
        return raw.encode("utf-8", "replace").decode("utf-8")
    with suppress(UnicodeDecodeError):
        return stored.decode("utf-8")
    return _chinese(stored) or stored.decode("utf-8", "replace")


def _unicode_path(extra: bytes, raw: bytes) -> str | None:
    """The UTF-8 name that some packers put beside the legacy one; it counts only while both still belong together."""
    while len(extra) >= 4:
        kind, length = struct.unpack_from("<HH", extra)
        field, extra = extra[4 : 4 + length], extra[4 + length :]
        if kind == _UNICODE_PATH and len(field) > 5 and struct.unpack_from("<L", field, 1)[0] == zlib.crc32(raw):
            with suppress(UnicodeDecodeError):
                return field[5:].decode("utf-8")
    return None


def _chinese(raw: bytes) -> str | None:
    """GBK, when the bytes are Chinese text rather than single accented letters that happen to decode."""
    try:
        name = raw.decode("gbk")
    except UnicodeDecodeError:
        return None
    common = sum(1 for char in name if not char.isascii() and _is_common(char))
    foreign = sum(1 for char in name if not char.isascii()) - common
    return name if common > foreign else None


def _is_common(char: str) -> bool:
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
