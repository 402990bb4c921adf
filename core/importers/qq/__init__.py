"""This file is where chats of QQ are recognised and read, whatever they were exported with (format specification, 10):
the message manager's texts and MHT archives, and the JSON, texts, pages and viewer of QQ chat exporter.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from core.beginning import Beginning
from core.export import Export
from core.importers.qq import exporter_text, exporter_viewer, manager, mht
from core.importers.qq.exporter_chats import Chat, chat_in, whole_file
from core.importers.qq.exporter_chunks import chunked, loose_chunks
from core.importers.qq.forms import Form, form_of
from core.protocols import ReadOptions
from core.types import ExportedConversation, Problem

__all__ = ["name", "read", "recognises", "title"]

name = "qq"
title = "QQ (message manager, QQ chat exporter)"


def recognises(beginning: Beginning) -> bool:
    """True for a text, archive, page or JSON file with chats of QQ, and for the parts that such an export has."""
    return form_of(beginning) is not None


def read(export: Export, entries: Sequence[str], options: ReadOptions) -> Iterator[ExportedConversation]:
    """The chats, file by file; chunks count as parts of the manifest in their folder.

    All dates are written year first, so that the options change nothing.
    """
    forms: dict[str, Form | None] = {entry: form_of(Beginning(export, entry)) for entry in entries}
    for entry, form in forms.items():
        if form is None:
            export.problems.append(Problem(entry, "not a chat of QQ"))
        elif form == "text":
            yield from manager.conversations_of(export, entry)
        elif form == "mht":
            yield from mht.conversations_of(export, entry)
        elif form in ("json", "exporter text", "page"):
            yield _single(export, entry, form)
    yield from _with_chunks(export, forms)


def _single(export: Export, entry: str, form: Form) -> ExportedConversation:
    if form == "json":
        return whole_file(export, entry)
    read_page = exporter_text.conversation_of if form == "exporter text" else exporter_viewer.page
    return read_page(export, entry, Beginning(export, entry))


def _with_chunks(export: Export, forms: dict[str, Form | None]) -> Iterator[ExportedConversation]:
    """Chats whose messages lie in files of their own."""
    lines = [entry for entry, form in forms.items() if form == "lines"]
    for manifest in (entry for entry, form in forms.items() if form == "manifest"):
        own = [entry for entry in lines if _is_below(export.folder(manifest), entry)]
        lines = [entry for entry in lines if entry not in own]
        yield chunked(export, manifest, own)
    for _, chunks in groupby(sorted(lines, key=export.folder), key=export.folder):
        yield loose_chunks(export, sorted(chunks))
    yield from _viewers(export, forms)


def _viewers(export: Export, forms: dict[str, Form | None]) -> Iterator[ExportedConversation]:
    """The viewer writes its manifest twice, as JSON and as a script: one is enough."""
    scripts = sorted(entry for entry, form in forms.items() if form == "chunk")
    done: set[str] = set()
    for wanted, chat_of in _MANIFESTS:
        for manifest in (entry for entry, form in forms.items() if form == wanted):
            if (folder := export.folder(manifest)) not in done:
                done.add(folder)
                own = [entry for entry in scripts if _is_below(folder, entry)]
                scripts = [entry for entry in scripts if entry not in own]
                yield exporter_viewer.viewer(export, manifest, chat_of(export, manifest), own)
    for _, chunks in groupby(scripts, key=export.folder):
        own = list(chunks)
        yield exporter_viewer.viewer(export, own[0], Chat(), own)


_MANIFESTS: tuple[tuple[Form, Callable[[Export, str], Chat]], ...] = (
    ("viewer", chat_in),
    ("script", exporter_viewer.chat_in_script),
)


def _is_below(folder: str, entry: str) -> bool:
    return not folder or entry.startswith(f"{folder}/")
