"""This file is where a command line becomes one action of a session and one exit code."""

import os
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from app import bugs
from app.cli import codes
from app.cli.console import complain
from app.cli.parser import parse_arguments
from app.settings import BUILT_IN
from core.errors import ChatTroveError


def run(arguments: Sequence[str]) -> int:
    """Does what the arguments say; returns the exit code (app.cli.codes). One of the two places that catch all."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    chosen = parse_arguments(arguments)
    try:
        with _index_at(getattr(chosen, "index", None)):
            code = int(chosen.action(chosen))
        sys.stdout.flush()
        return code
    except ChatTroveError as error:
        complain(str(error))
        return codes.code_of(error)
    except KeyboardInterrupt:
        complain("Stopped. What was stored is kept; the same command goes on from there.")
        return codes.CANCELLED
    except BrokenPipeError:
        # What is still held back would fail once more when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return codes.FINE
    except Exception:
        place = log_bug()
        complain(f"This is a bug in ChatTrove. The details are in {place}")
        if chosen.verbose:
            traceback.print_exc()
        return codes.BUG


@contextmanager
def _index_at(place: str | None) -> Iterator[None]:
    """Where --index names another place, in this process and in those that it starts."""
    before = os.environ.get("CHATTROVE_INDEX")
    if place is not None:
        os.environ["CHATTROVE_INDEX"] = place or BUILT_IN
    try:
        yield
    finally:
        if before is not None:
            os.environ["CHATTROVE_INDEX"] = before
        elif place is not None:
            del os.environ["CHATTROVE_INDEX"]


def log_bug() -> Path:
    """Appends the current exception to the log beside the settings, without its words where they may quote a chat;
    returns the log's place."""
    bugs.open_log()
    bugs.log.error("a bug", exc_info=sys.exc_info())
    bugs.close_log()
    return bugs.log_path()
