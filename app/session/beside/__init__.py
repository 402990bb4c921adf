"""The heavy work of a window, done in a process of its own so that the window never stands still."""

from app.session.beside.window_session import WindowSession, open_beside, workshop_process
from app.session.beside.workshop import Workshop

__all__ = ["WindowSession", "Workshop", "open_beside", "workshop_process"]
