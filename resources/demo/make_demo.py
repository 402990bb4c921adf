"""Writes the demo export; this file is where dialogue and pictures become one zip, the same bytes every time.

Run it from the project's root: python -m resources.demo.make_demo
"""

import sys
import zipfile
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from resources.demo.pictures.gallery import PICTURES, jpeg_of
from resources.demo.transcript import Entry, picture_names, read_entries, render

HERE = Path(__file__).parent
EXPORT = "WhatsApp Chat with Harbour Flat"
_EARLIEST = (2025, 10, 4, 9, 0, 0)
_CONTACT = (
    "BEGIN:VCARD",
    "VERSION:3.0",
    "N:Pell;Dario;;;",
    "FN:Dario Pell (plumber)",
    "ORG:Pell Heating & Plumbing",
    "TEL;TYPE=CELL:07700 900461",
    "END:VCARD",
    "",
)


def build(folder: Path = HERE) -> Path:
    """Draws every picture and writes the zip into `folder`. Raises OSError where a font is not installed."""
    entries = read_entries(HERE / "chat")
    with ProcessPoolExecutor(2) as pool:
        drawn = dict(zip(PICTURES, pool.map(jpeg_of, PICTURES), strict=True))
    path = folder / f"{EXPORT}.zip"
    write_zip(path, entries, drawn)
    return path


def write_zip(path: Path, entries: list[Entry], drawn: Mapping[str, bytes]) -> None:
    """The transcript, the pictures it refers to and the contact card; the voice note is left out on purpose."""
    names = picture_names(entries)
    with zipfile.ZipFile(path, "w") as archive:
        _add(archive, f"{EXPORT}.txt", render(entries, names).encode())
        for key, name in names.items():
            _add(archive, name, drawn[key])
        for entry in entries:
            if entry.file and entry.file.endswith(".vcf"):
                _add(archive, entry.file, "\r\n".join(_CONTACT).encode())


def _add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    """Adds an entry with a fixed time and system, so that the zip depends on nothing but its contents."""
    info = zipfile.ZipInfo(name, _EARLIEST)
    info.create_system = 3
    info.external_attr = 0o100644 << 16
    info.compress_type = zipfile.ZIP_STORED if name.endswith(".jpg") else zipfile.ZIP_DEFLATED
    archive.writestr(info, data)


if __name__ == "__main__":
    written = build()
    sys.stdout.write(f"{written.name}: {written.stat().st_size:,} bytes\n")
