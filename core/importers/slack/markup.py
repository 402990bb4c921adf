"""This file is where the text of a Slack message becomes what the app shows: names for ids, plain signs for entities.

`:emoji:` and the marks of bold and italics stay as written (format specification, section 4).
"""

import re

from core.importers.slack.channels import Channels
from core.importers.slack.people import People

_LINK = re.compile(r"<([^<>]*)>")
_SCHEME = re.compile(r"(?:https?|ftps?|mailto|tel|slack|file):(?://)?", re.I)


class Markup:
    """Puts names where a text has ids."""

    def __init__(self, people: People, channels: Channels) -> None:
        self._people, self._channels = people, channels

    def plain(self, text: str) -> str:
        """The text as read: mentions and links resolved, the three entities that Slack writes decoded."""
        if "<" in text:
            text = _LINK.sub(lambda match: self._link(match[1]), text)
        return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") if "&" in text else text

    def person(self, number: str) -> str:
        return f"@{self._people.name(number)}"

    def channel(self, number: str) -> str:
        return f"#{self._channels.name(number)}"

    def _link(self, inside: str) -> str:
        target, _, label = inside.partition("|")
        if target.startswith("@"):
            return f"@{self._people.known(target[1:]) or label or target[1:]}"
        if target.startswith("#"):
            return f"#{label or self._channels.name(target[1:])}"
        if target.startswith("!"):
            return _command(target[1:], label)
        if not _SCHEME.match(target):
            return f"&lt;{inside}&gt;"
        return link(target, label)


def link(target: str, label: str) -> str:
    """ "label (address)"; only what is shown where it names the address."""
    bare = _SCHEME.sub("", target, count=1).rstrip("/")
    shown = _SCHEME.sub("", label, count=1).rstrip("/")
    if not label or target.startswith(("mailto:", "tel:")):
        return label or target
    return label if shown == bare else f"{label} ({target})"


def _command(name: str, label: str) -> str:
    """<!here>, <!subteam^S1|@team>, <!date^time^form|words>."""
    kind, _, rest = name.partition("^")
    if kind == "subteam":
        group = (label or rest).lstrip("@")
        return f"@{group}"
    return label or rest or f"@{kind}"
