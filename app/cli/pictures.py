"""This file is where the command line has the text in pictures read, and tells how far that came."""

import time
from collections.abc import Callable

from app.cli import codes
from app.cli.console import complain, counted, progress, say
from app.session import Session
from core.errors import Cancelled, ChatTroveError
from core.protocols import Report
from core.types import Progress

IMPORT_SECONDS = 20
"""How long `import` reads pictures before it leaves the others to `index`: nobody waits an hour for the prompt."""

_SHOWN = 5

Tell = Callable[[str], None]


def read_pictures(session: Session, *, seconds: float | None = None, quiet: bool = False) -> int:
    """Reads what waits, for so many seconds (None: to the end), unless the settings say no. quiet: on standard error.

    What goes wrong is told and costs nothing else. Returns an exit code.
    """
    before, code = session.pictures(), codes.FINE
    if not before.waiting or not session.settings.read_pictures:
        return codes.FINE
    unreadable: list[str] = []
    try:
        with progress(quiet=quiet) as report:
            unreadable = session.read_pictures(_until(report, seconds)).unreadable
    except Cancelled:
        pass  # the time is up
    except ChatTroveError as error:
        complain(str(error))
        code = codes.code_of(error)
    after, tell = session.pictures(), (complain if quiet else say)
    read, found = after.read - before.read, after.with_text - before.with_text
    tell(f"{counted(read, 'picture')} read, {found:,} with text.")
    if unreadable:
        more = f" and {len(unreadable) - _SHOWN:,} more" if len(unreadable) > _SHOWN else ""
        tell(f"Not readable as pictures: {', '.join(unreadable[:_SHOWN])}{more}")
    if after.waiting:
        tell(f"{counted(after.waiting, 'picture')} still to be read: chattrove index")
    return code


def _until(report: Report, seconds: float | None) -> Report:
    """A Report that also ends the work when the time is up."""
    end = time.monotonic() + seconds if seconds is not None else None

    def timed(step: Progress) -> None:
        report(step)
        if end is not None and time.monotonic() > end:
            raise Cancelled("the time is up")

    return timed
