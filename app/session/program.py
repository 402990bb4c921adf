"""This file is where the program finds itself, to do a part of its work in another process."""

import sys


def own_program() -> list[str]:
    """The beginning of a command line; a command of app.cli.parser follows it."""
    return [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "app"]
