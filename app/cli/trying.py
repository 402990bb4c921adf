"""This file is where the command is that ChatTrove starts for itself to try a model (app.session.trial)."""

from argparse import Namespace

from app.cli import codes


def prove(chosen: Namespace) -> int:
    """Of no use to a person: it says one line of JSON and ends with its starter."""
    from app.session.trial import prove_here

    prove_here(chosen.directory, chosen.role)
    return codes.FINE
