"""This file is where the command is that a window starts for itself: its workshop (app.session.beside)."""

from argparse import Namespace

from app.cli import codes


def serve(chosen: Namespace) -> int:
    """Of no use to a person: it speaks by pipes."""
    from app.session.beside.serving import serve as serve_window

    serve_window()
    return codes.FINE
