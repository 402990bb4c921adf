"""This file is where a window's Session is: what needs a model, Chroma or long writing is done in the workshop.

What is read from the archive in milliseconds (pages of a conversation, exact words, pictures) is done on the spot.
"""

import atexit
import inspect
from collections.abc import Callable, Iterator
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from app.session import Session
from app.session.beside.wire import Call
from app.session.beside.workshop import Exchange, Workshop, whole
from core.protocols import Reader, Report

if TYPE_CHECKING:
    from core.retrieval import Recall

_workshop = Workshop()
P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")


def _apart(
    method: Callable[Concatenate[Any, P], R],
) -> "Callable[Concatenate[WindowSession, P], R]":
    """The same method, called in the workshop."""

    @wraps(method)
    def called(session: "WindowSession", /, *args: P.args, **kwargs: P.kwargs) -> R:
        return whole(session.exchange(method, args, kwargs))  # type: ignore[no-any-return]

    return called


def _apart_in_parts(
    method: Callable[Concatenate[Any, P], Iterator[T]],
) -> "Callable[Concatenate[WindowSession, P], Iterator[T]]":
    """The same method, which yields, called in the workshop."""

    @wraps(method)
    def called(session: "WindowSession", /, *args: P.args, **kwargs: P.kwargs) -> Iterator[T]:
        yield from session.exchange(method, args, kwargs)

    return called


class WindowSession(Session):
    """A Session in every way; belongs to the thread that made it."""

    def __init__(self, directory: Path | None, workshop: Workshop) -> None:
        super().__init__(directory)
        self._workshop = workshop
        self._number = workshop.number()

    def close(self) -> None:
        self._workshop.end_session(self._number)
        super().close()

    def exchange(self, method: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Exchange:
        """Has a method of Session called in the workshop. Its arguments and its value must be fit to be pickled."""
        given = inspect.signature(method).bind(self, *args, **kwargs).arguments
        arguments = {name: value for name, value in given.items() if name not in ("self", "report")}
        report: Report | None = given.get("report")
        call = Call(
            self._workshop.number(), self._number, self.directory, method.__name__, arguments, report is not None
        )
        return self._workshop.exchange(call, report)

    find = _apart(Session.find)
    preview = _apart(Session.preview)
    read = _apart_in_parts(Session.read)
    together = _apart(Session.together)  # it loads all importers
    sheet = _apart(Session.sheet)
    rows_read = _apart(Session.rows_read)
    import_exports = _apart(Session.import_exports)
    index = _apart(Session.index)
    read_pictures = _apart(Session.read_pictures)
    undo_import = _apart(Session.undo_import)
    forget = _apart(Session.forget)
    rebuild = _apart(Session.rebuild)
    verify = _apart(Session.verify)
    self_test = _apart(Session.self_test)
    text_reader_test = _apart(Session.text_reader_test)
    renew_index = _apart(Session.renew_index)
    use_models = _apart(Session.use_models)
    add_models = _apart(Session.add_models)
    look_at_download = _apart(Session.look_at_download)
    download_models = _apart(Session.download_models)
    connect_reader = _apart(Session.connect_reader)
    agree_to_index = _apart(Session.agree_to_index)
    remove_models = _apart(Session.remove_models)
    acceleration = _apart(Session.acceleration)
    prove_models = _apart_in_parts(Session.prove_models)

    def _open_reader(self) -> Reader:
        raise AssertionError("what needs a model is done in the workshop: add the method to WindowSession")

    def _open_recall(self) -> "Recall":
        """Two processes with the same Chroma open can spoil it."""
        raise AssertionError("what needs Chroma is done in the workshop: add the method to WindowSession")


def open_beside(directory: Path | None) -> WindowSession:
    """A Session whose heavy work is done in the one workshop of this process, which ends with it. Raises
    ArchiveError."""
    atexit.register(_workshop.close)  # twice is harmless
    return WindowSession(directory, _workshop)


def workshop_process() -> int | None:
    """The id of the process that works for this one's window; None while there is none."""
    return _workshop.process_id
