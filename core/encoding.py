"""This file is where the encoding of exported text is found out: bytes first (format specification, section 0.2)."""

import codecs
from typing import BinaryIO

from charset_normalizer import from_bytes

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_LEGACY = ["gb18030", "big5", "shift_jis", "cp949", "cp874", "cp1252"]
_SAMPLE = 1 << 20


def encoding_of(stream: BinaryIO) -> str:
    """The codec name for a whole text: BOM, else UTF-8 when (nearly) every byte fits, else the likeliest legacy one.

    Reads the stream to its end. A few stray bytes in UTF-8 text do not make it another encoding.
    """
    head = stream.read(_SAMPLE)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    if _is_utf8(head, stream):
        return "utf-8"
    replaced = head.decode("utf-8", "replace").count("�")
    if replaced <= max(3, len(head) // 5000):
        return "utf-8"
    best = from_bytes(head, cp_isolation=_LEGACY).best()
    return best.encoding if best else "cp1252"


def _is_utf8(head: bytes, rest: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(head)
        while chunk := rest.read(_SAMPLE):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
