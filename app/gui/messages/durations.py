"""This file is where a caption is known to be a length of time: exports keep that of a voice message there."""

import re

_CLOCK = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):(\d{2})")
_SECONDS = re.compile(r"(\d{1,5})(?:\.\d+)?\s*(?:秒钟?|″|''|\"|s|sec|secs|seconds?|Sek\.?)", re.IGNORECASE)


def duration(caption: str) -> str:
    """ "0:07" for "7秒", "7 s" and "00:07"; "" for what is no length of time."""
    text = caption.strip()[:20]
    clock, seconds = _CLOCK.fullmatch(text), _SECONDS.fullmatch(text)
    if clock:
        total = int(clock[1] or 0) * 3600 + int(clock[2]) * 60 + int(clock[3])
    elif seconds:
        total = int(seconds[1])
    else:
        return ""
    hours, rest = divmod(total, 3600)
    minutes, rest = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
