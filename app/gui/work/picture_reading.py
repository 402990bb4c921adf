"""This file is where the text in pictures is read in the background, where the person wants that."""

from typing import TYPE_CHECKING

from app.gui.work.lanes import Job

if TYPE_CHECKING:
    from app.session import Session

CALM_MS = 1500
"""How long after other work the reading begins (again)."""


def read_pictures(session: "Session", job: Job) -> int:
    """Work for a Background: how many pictures with text were found."""
    if not session.settings.read_pictures:
        return 0
    done = session.read_pictures(job.report)
    job.check()
    return done.with_text
