"""This file is where the exit codes of the command line are; --help lists them from here."""

from core.errors import (
    AddressError,
    ArchiveError,
    BrokenExport,
    Cancelled,
    ChatTroveError,
    ConsentError,
    DataError,
    ModelError,
    QueryError,
    SettingsError,
    ShareError,
    UnknownExport,
)

FINE = 0
NOTHING_FOUND = 1
USAGE = 2
BAD_EXPORT = 3
AMBIGUOUS = 4
ARCHIVE = 5
MODEL = 6
QUERY = 7
SETTINGS = 8
DAMAGED_ARCHIVE = 10
DAMAGED_INDEX = 11
DAMAGED_MEDIA = 12
BUG = 70
CANCELLED = 130

MEANINGS = {
    FINE: "done",
    NOTHING_FOUND: "search, show: nothing answers",
    USAGE: "the command line is wrong",
    BAD_EXPORT: "an export is of no known kind, or cannot be read",
    AMBIGUOUS: "import: there is a question; nothing of that chat was stored (use --date-order or --mapping)",
    ARCHIVE: "the archive cannot be opened or written",
    MODEL: "a model file is missing or damaged",
    QUERY: "a filter of the query cannot be understood",
    SETTINGS: "the settings file is wrong",
    DAMAGED_ARCHIVE: "verify: the archive is damaged",
    DAMAGED_INDEX: "verify: the search index differs from the archive (index --rebuild mends it)",
    DAMAGED_MEDIA: "verify: media files are gone or altered (import the export again)",
    BUG: "a bug: the log's place is printed",
    CANCELLED: "stopped by Ctrl-C; what was stored is kept",
}

_BY_ERROR = (
    (Cancelled, CANCELLED),
    (UnknownExport, BAD_EXPORT),
    (BrokenExport, BAD_EXPORT),
    (ArchiveError, ARCHIVE),
    (ModelError, MODEL),
    (QueryError, QUERY),
    (SettingsError, SETTINGS),
    (DataError, BAD_EXPORT),
    (ShareError, USAGE),
    (AddressError, USAGE),
    (ConsentError, SETTINGS),
)


def code_of(error: ChatTroveError) -> int:
    """The exit code for an expected failure."""
    return next((code for kind, code in _BY_ERROR if isinstance(error, kind)), BUG)
