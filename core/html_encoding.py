"""This file is where a page is decoded: by its mark, by what it declares if that fits, else by what fits best."""

import codecs
import re
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

from core.encoding import encoding_of
from core.errors import BrokenExport

_CHUNK = 1 << 16
_SAMPLE = 1 << 20
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHARSET = re.compile(rb"<meta\b[^>]{0,200}?\bcharset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.I)
_LABELS = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "big5": "big5hkscs",
    "euc-jp": "euc_jp",
    "iso-2022-jp": "iso2022_jp",
    "windows-874": "cp874",
    "tis-620": "cp874",
    "koi8-r": "koi8_r",
    "koi8-u": "koi8_u",
    "utf-8": "utf-8",
    "utf8": "utf-8",
    **{f"windows-{page}": f"cp{page}" for page in range(1250, 1259)},
    **{f"iso-8859-{part}": f"iso8859_{part}" for part in (2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14, 15, 16)},
}
"""What pages call encodings, as the HTML standard reads it."""


def codec_of(label: str) -> str | None:
    """The Python codec for what a page or a mail calls its encoding, None for a name that no page uses."""
    return _LABELS.get(label.strip().strip("\"'").lower())


def page_encoding(head: bytes) -> str:
    """The codec for a page that begins so: by its mark, by what it declares if that fits, else by what fits best."""
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    declared = _CHARSET.search(head[: 1 << 14])
    codec = codec_of(declared[1].decode("ascii")) if declared else None
    return codec if codec and _fits(head, codec) else encoding_of(BytesIO(head))


def _fits(head: bytes, codec: str) -> bool:
    try:
        codecs.getincrementaldecoder(codec)().decode(head)
    except UnicodeError:
        return False
    return True


def decoded(stream: BinaryIO, encoding: str | None) -> Iterator[str]:
    """The text in chunks; what was read before damage comes first, then the BrokenExport."""
    chunks = iter(lambda: stream.read(_CHUNK), b"")
    head, damage = b"", None
    codec = codec_of(encoding) if encoding else None
    while codec is None and len(head) < _SAMPLE:
        try:
            chunk = next(chunks, b"")
        except BrokenExport as error:
            damage, chunk = error, b""
        if not chunk:
            break
        head += chunk
    decoder = codecs.getincrementaldecoder(codec or page_encoding(head))("replace")
    for start in range(0, len(head), _CHUNK):
        yield decoder.decode(head[start : start + _CHUNK]).removeprefix("\ufeff" if start == 0 else "")
    if damage:
        raise damage
    for chunk in chunks:
        yield decoder.decode(chunk)
    yield decoder.decode(b"", final=True)
