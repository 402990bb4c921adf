"""This file is where the lists of an account's HTML export tell what kind of chat a page is of, and whose it is."""

from collections.abc import Iterator

from core.errors import BrokenExport
from core.export import Export
from core.html_elements import Element, elements, first, text_of
from core.types import ConversationKind

_KINDS: dict[str, ConversationKind] = {"private": "private", "bot": "private", "group": "group", "channel": "channel"}


class Account:
    """The export of an account around a folder of pages; that of one chat has no lists."""

    def __init__(self, export: Export, folder: str) -> None:
        self._export = export
        parts = folder.split("/")
        self._root = "/".join(parts[:-2]) if len(parts) > 1 and parts[-2] == "chats" else None

    def kind_of(self, page: str) -> ConversationKind:
        for entry in self._elements("lists/chats.html", "entry"):
            link, info = (entry.get("href") or "").partition("#")[0], first(entry, "info")
            if info is not None and link.startswith("../") and self._named(link[3:]) == page:
                return _KINDS.get(text_of(info).strip(), "unknown")
        return "unknown"

    @property
    def owner(self) -> str | None:
        """The name of the exporting person, as it stands at the messages too."""
        for information in self._elements("export_results.html", "names"):
            values = [
                text_of(value) for value in information.iterdescendants() if "value" in (value.get("class") or "")
            ]
            return " ".join(" ".join(values).split()) or None
        return None

    def _elements(self, name: str, wanted: str) -> Iterator[Element]:
        entry = None if self._root is None else self._named(name)
        if entry not in self._export.names():
            return
        try:
            with self._export.open(str(entry)) as stream:
                yield from elements(stream, {wanted})
        except BrokenExport:
            return  # What the lists would add is not known then.

    def _named(self, name: str) -> str:
        return f"{self._root}/{name}" if self._root else name
