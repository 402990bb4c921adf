"""This file is where message_summary_info tells what was edited and what was unsent (macOS 13 and later)."""

import plistlib
from typing import Any, NamedTuple
from xml.parsers.expat import ExpatError

from core.importers.imessage.instants import of_seconds
from core.importers.imessage.typedstream import stream_text


class Summary(NamedTuple):
    """texts: the last version of each edited part, in order; edited_at: ms since 1970; unsent: parts taken back."""

    texts: tuple[str, ...] = ()
    edited_at: int | None = None
    unsent: int = 0


def summary(raw: bytes) -> Summary:
    """What a message_summary_info says; nothing where it cannot be read."""
    facts = property_list(raw)
    if not isinstance(facts, dict):
        return Summary()
    unsent = facts.get("rp")
    versions = _last_versions(facts.get("ec"))
    texts = [stream_text(version["t"]) for version in versions if isinstance(version.get("t"), bytes)]
    times = [of_seconds(version.get("d")) for version in versions]
    return Summary(
        tuple(text for text in texts if text is not None),
        max((time for time in times if time is not None), default=None),
        len(unsent) if isinstance(unsent, list) else 0,
    )


def property_list(raw: bytes) -> Any:
    """A property list of any kind, None when it is damaged."""
    try:
        return plistlib.loads(raw)
    except (plistlib.InvalidFileException, ValueError, ExpatError, OverflowError, RecursionError, AttributeError):
        return None
    except (TypeError, KeyError, IndexError, MemoryError):
        # The reader of the standard library trusts the types and offsets inside a binary list.
        return None


def _last_versions(edited: Any) -> list[dict[str, Any]]:
    """The newest version of each part; the parts are keyed "0", "1", ... and each lists its versions, oldest first."""
    if not isinstance(edited, dict):
        return []
    ordered = sorted(edited.items(), key=lambda item: (len(str(item[0])), str(item[0])))
    histories = [history for _, history in ordered if isinstance(history, list) and history]
    return [history[-1] for history in histories if isinstance(history[-1], dict)]
