"""This file is where bugs are written down without a word of a chat: what ran where, and the log that keeps it.

The message of an exception may quote what was being worked on, a line of a chat for example. So it is only kept of
kinds whose words come from Python itself; of all others their kind and the lines of the program are told.
"""

import logging
import os
import platform
import sqlite3
import sys
import traceback
from importlib.metadata import PackageNotFoundError, version
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from app.settings import settings_path

LOG_BYTES = 512 * 1024
"""The log is begun anew at this size; one older part is kept."""

_OWN_WORDS = (
    AttributeError,
    ImportError,
    IndexError,
    MemoryError,
    NameError,
    NotImplementedError,
    RecursionError,
    RuntimeError,
    TypeError,
    ZeroDivisionError,
)
_MOST_WORDS = 300
_LEFT_OUT = "(its words are left out: they may quote a chat)"
_ROOT = Path(__file__).parent.parent
_PARTS = ("numpy", "onnxruntime", "chromadb", "PySide6-Essentials", "pillow", "lxml")

log = logging.getLogger("chattrove")


def log_path() -> Path:
    """Beside the settings."""
    return settings_path().with_name("chattrove.log")


def open_log() -> None:
    """Sends what is logged to the file; where that cannot be written, the program works without."""
    try:
        log_path().parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(log_path(), maxBytes=LOG_BYTES, backupCount=1, encoding="utf-8", delay=True)
    except OSError:
        return
    handler.setFormatter(Discreet("%(asctime)s %(levelname)s %(message)s"))
    log.addHandler(handler)
    log.propagate = False


def close_log() -> None:
    for handler in tuple(log.handlers):
        log.removeHandler(handler)
        handler.close()


class Discreet(logging.Formatter):
    """Tells exceptions as `told` does."""

    def formatException(self, ei: object) -> str:
        error = ei[1] if isinstance(ei, tuple) else None
        return told(error) if isinstance(error, BaseException) else ""


def told(error: BaseException) -> str:
    """Where it happened and of what kind it is, also for what led to it; the last line is the error itself."""
    parts = [_one(each) for each in _chain(error)]
    return "\n\nThat led to:\n".join(parts)


def versions() -> str:
    """What the program, the system and its libraries are called and numbered."""
    lines = [f"ChatTrove {_version('chattrove')}", f"Python {platform.python_version()}, {platform.platform()}"]
    lines += [", ".join(f"{name} {_version(name)}" for name in _PARTS) + f", SQLite {sqlite3.sqlite_version}"]
    return "\n".join(lines)


def details(error: BaseException) -> str:
    """Everything about a bug that is of use to whoever mends it."""
    return f"{versions()}\n\n{told(error)}\n"


def _chain(error: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    one: BaseException | None = error
    while one is not None and one not in found:
        found.insert(0, one)
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    return found


def _one(error: BaseException) -> str:
    return "\n".join([*_frames(error.__traceback__), f"{type(error).__qualname__}: {_words(error)}"])


def _frames(trace: TracebackType | None) -> list[str]:
    lines = traceback.extract_tb(trace)
    return [f"  {_place(frame.filename)}:{frame.lineno} in {frame.name}: {frame.line or ''}" for frame in lines]


def _place(name: str) -> str:
    """A file of the program from its root on; others by their end: the way there may name a person."""
    path = Path(name)
    if path.is_relative_to(_ROOT):
        return path.relative_to(_ROOT).as_posix()
    return "/".join(path.parts[-3:])


def _words(error: BaseException) -> str:
    if isinstance(error, OSError):
        return os.strerror(error.errno) if error.errno else _LEFT_OUT
    if type(error) in _OWN_WORDS or isinstance(error, ImportError):
        return " ".join(str(error).split())[:_MOST_WORDS]
    return _LEFT_OUT if str(error) else ""


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "from source" if name == "chattrove" else "frozen" if getattr(sys, "frozen", False) else "absent"
