"""This file is where every failure a person may meet gets its name.

A message of these errors says what happened, to what, and what to do about it. Anything that is not a
ChatTroveError is a bug of ours.
"""

import re

_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]+")
"""Controls, ends of lines, marks of direction, and halves of surrogate pairs."""

_HEAD, _TAIL = 500, 200


class ChatTroveError(Exception):
    """Base of all expected failures; `str(error)` is fit to be shown to a person."""


class Cancelled(ChatTroveError):
    """The person asked to stop; raised by a Report callback and passed through untouched."""


class UnknownExport(ChatTroveError):
    """No importer recognises the file, folder or zip."""


class BrokenExport(ChatTroveError):
    """The export is of a known kind but cannot be read at all (encrypted, bomb, no chat inside)."""


class ArchiveError(ChatTroveError):
    """The archive cannot be opened or written: newer schema, other process writing, full disk, corruption."""


class IndexServerError(ArchiveError):
    """The server with the search index is gone, refuses, or may not be asked; search goes on without it."""


class AddressError(ChatTroveError):
    """What was given is no address of a server."""


class ConsentError(ChatTroveError):
    """What was agreed to cannot be read or kept, or nobody has agreed; nothing was sent."""


class ModelError(ChatTroveError):
    """A model file is missing, damaged or does not fit its manifest.

    Its words may quote what a stranger wrote into a file, so they are made one line, plain and not too long."""

    def __init__(self, *told: object) -> None:
        super().__init__(*(_line(each) if isinstance(each, str) else each for each in told))


class RefusedModels(ModelError):
    """Models that the person wants to add, download, choose or remove are not fit for it; nothing was changed."""


class ChosenModelsError(ModelError):
    """Models that the person chose in place of those that come along are gone or damaged."""


class ReadingStopped(ModelError):
    """The reader failed in the midst of a question. What it had found stands, and the rest is shown unconfirmed."""


class SettingsError(ChatTroveError):
    """The settings file has an unknown key or a value of the wrong kind."""


class QueryError(ChatTroveError):
    """The query has a filter whose value cannot be understood, for example `before:someday`."""


class DataError(ChatTroveError):
    """A file of annotated dialogues is missing, damaged, or has a line that is not of the schema."""


class ShareError(ChatTroveError):
    """What is shared cannot be written where it was to go, or cannot be drawn here."""


class WorkshopLost(ChatTroveError):
    """The process that works for the window has ended by itself, or cannot be started (app.session.beside)."""


def _line(text: str) -> str:
    """The beginning and the end stay: what it is about, and what to do."""
    text = text if len(text) <= _HEAD + _TAIL else f"{text[:_HEAD]} … {text[-_TAIL:]}"
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)
