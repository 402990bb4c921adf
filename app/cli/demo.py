"""This file is where `demo` and `window` are: the two ways into the window, and the printed answer without one."""

import ctypes
import os
import sys
from argparse import Namespace
from pathlib import Path

from app.cli import codes
from app.cli.console import complain, progress, say
from app.cli.finding import tell
from app.cli.pictures import read_pictures
from app.session import Session, bundled_demo
from app.settings import default_archive
from core.types import Reading


def demo(chosen: Namespace) -> int:
    """The demo has an archive of its own, so it never mixes with the person's chats."""
    directory = chosen.archive or default_archive().with_name("demo-archive")
    if chosen.no_window or not has_display() or _lacks_libraries():
        return _print_demo(directory)
    shown = bundled_demo()
    return _open(directory, query=shown.question, paths=(shown.export,))


def window(chosen: Namespace) -> int:
    if not has_display():
        complain("There is no display to open a window on. `chattrove --help` lists what works without one.")
        return codes.USAGE
    if _lacks_libraries():
        return codes.USAGE
    return _open(chosen.archive, query=None, paths=())


def missing_libraries() -> list[str]:
    """System libraries that Qt needs on Linux and that are not there; it would end the whole process without them."""
    if sys.platform != "linux":
        return []
    needed = ["libEGL.so.1", "libxkbcommon.so.0"]
    if os.environ.get("QT_QPA_PLATFORM", "xcb") == "xcb" and not os.environ.get("WAYLAND_DISPLAY"):
        needed += ["libxcb-cursor.so.0", "libxkbcommon-x11.so.0", "libxcb-icccm.so.4", "libxcb-keysyms.so.1"]
    return [name for name in needed if not _loads(name)]


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def _lacks_libraries() -> bool:
    missing = missing_libraries()
    if missing:
        complain(f"The window cannot open: this system lacks {', '.join(missing)}. The README names the packages.")
    return bool(missing)


def has_display() -> bool:
    """Whether a window can be shown here; QT_QPA_PLATFORM says so too (offscreen, for tests and screenshots)."""
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _open(directory: Path | None, *, query: str | None, paths: tuple[Path, ...]) -> int:
    from app.gui.main import run

    return run(directory, query=query, import_paths=paths)


def _print_demo(directory: Path) -> int:
    shown = bundled_demo()
    with Session(directory) as session, progress(quiet=False) as report:
        session.import_exports([shown.export], report=report)
        session.index(report)
        query = session.parse(shown.question).query
        reading = Reading(())
        for settled in session.read(query, session.find(query), report):
            reading = settled
    say(f"Question: {shown.question}")
    tell(reading.results)
    sys.stdout.flush()  # answered before the pictures are read
    with Session(directory) as session:
        read_pictures(session)
    say(f"\nAsk your own: chattrove search --archive {directory} QUESTION")
    return codes.FINE if reading.confirmed else codes.NOTHING_FOUND
