"""This file is where a server's key is read and it is said whose certificates are trusted; for every connection."""

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from core.consent import Consent
from core.errors import ConsentError

if TYPE_CHECKING:
    from ssl import SSLContext

_LONGEST_KEY = 4096


def encryption() -> "SSLContext":
    """Trusts whom the system and Mozilla's list trust."""
    import ssl

    import certifi

    trusted = ssl.create_default_context(cafile=certifi.where())
    trusted.load_default_certs()
    return trusted


def key_of(given: Consent | None) -> str:
    """The key for a server, from the file or the variable that was named with the consent; empty where none was.
    Raises ConsentError, which never tells the key."""
    if given is not None and given.key_file:
        return _plain(_from_file(Path(given.key_file)), f"The file {given.key_file}")
    if given is not None and given.key_variable:
        value = os.environ.get(given.key_variable, "")
        if not value:
            raise ConsentError(f"The key for {given.origin} is missing: the variable {given.key_variable} is not set.")
        return _plain(value, f"The variable {given.key_variable}")
    return ""


def _from_file(path: Path) -> str:
    try:
        found = path.stat()
        if os.name == "posix" and stat.S_IMODE(found.st_mode) & 0o077:
            raise ConsentError(f"The key in {path} can be read by others on this computer. Run: chmod 600 {path}")
        with path.open("rb") as file:
            return file.read(_LONGEST_KEY + 1).decode("ascii", errors="replace")
    except OSError as error:
        raise ConsentError(f"The key file {path} cannot be read ({error.strerror}).") from error


def _plain(text: str, where: str) -> str:
    key = text.strip()
    if not key or len(key) > _LONGEST_KEY or not (key.isascii() and key.isprintable()) or " " in key:
        raise ConsentError(f"{where} holds no key: that is one line of plain letters and signs.")
    return key
