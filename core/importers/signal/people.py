"""This file is where names stand that all of Signal's exporters share: the exporting person's, a conversation's."""

import re
from typing import NamedTuple

from core.types import ConversationKind

ME = "Me"
"""The exporting person: exporters write "You", "Me", or only that a message went out."""

_DETAILED = re.compile(r"(.+) \(([^()]+)\)", re.S)


class Named(NamedTuple):
    """A name and what tells it from another of the same: a number, a user name, an account id, "group"."""

    name: str
    detail: str | None = None

    @property
    def kind(self) -> ConversationKind:
        if self.detail is None:
            return "unknown"
        return "group" if self.detail == "group" else "private"


def named(text: str) -> Named:
    """A name as sigtop writes it: "Ana Pereira (+15550123)", "Regatta (group)"."""
    match = _DETAILED.fullmatch(text.strip())
    return Named(match[1].strip(), match[2].strip()) if match else Named(text.strip())


def own_name(name: str) -> str:
    """A sender's name, with the exporting person under one name in every format."""
    return ME if name in ("You", "Me") else name
