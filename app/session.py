"""This file is where core and models meet: everything a person can do, for the window and the command line alike.

Importing it is cheap: the archive opens with the session, models and the dense index on first use.
"""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self

from app.mappings import save_mapping, saved_mappings
from app.settings import Settings, default_archive, load_settings, save_settings
from core.archive import Archive
from core.instants import local_zone
from core.mapping import ColumnMapping, Reading, Sheet
from core.media import MediaStore
from core.protocols import Reader, ReadOptions, Report
from core.types import Candidate, Conversation, ImportRecord, ImportReport, Message, Person, Query, SearchResult

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from app.guides import Guide
    from core.query import DateFlags, ParsedQuery
    from core.retrieval import Recall, Vectors
    from core.verification import Verification
    from models.providers import SelfTest

_vectors: "dict[Path, Vectors]" = {}
_vectors_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Demo:
    """The bundled export and the question it is opened with."""

    export: Path
    question: str


class Session:
    """One open archive with everything around it. Belongs to the thread that made it; models are shared by all.

    beside_window: a window runs in the same process, so no step may keep the interpreter to itself for long.

    Raises ArchiveError on opening, SettingsError when the settings cannot be read.
    """

    def __init__(self, directory: Path | None = None, *, beside_window: bool = False) -> None:
        self._beside_window = beside_window
        self.directory = directory or default_archive()
        self._archive = Archive(self.directory)
        self._media = MediaStore(self.directory)
        self._recall: Recall | None = None
        self._reader: Reader | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._archive.close()

    # ------------------------------------------------------------ settings

    @property
    def settings(self) -> Settings:
        return load_settings()

    def save_settings(self, settings: Settings) -> None:
        save_settings(settings)

    # ------------------------------------------------------------ taking in

    def import_exports(
        self,
        paths: Sequence[Path],
        *,
        report: Report,
        options: ReadOptions | None = None,
        importer: str | None = None,
        copy_media: bool = True,
    ) -> ImportReport:
        """Imports one path after the other, parts of one archive at once; `index` makes them searchable by meaning.
        Tables with the columns of a saved mapping are read by it.

        Raises what core.importing.import_export raises for the first path that fails; those before it are stored.
        """
        from core.importing import Choices, import_export, together

        known = replace(options or ReadOptions(), saved_mappings=tuple(saved_mappings().values()))
        choices = Choices(known, importer, copy_media)
        total = ImportReport()
        for group in together(paths):
            one = import_export(self._archive, group if len(group) > 1 else group[0], choices, report)
            total.files += one.files
            total.new += one.new
            total.known += one.known
        return total

    def sheet(self, paths: Sequence[Path], entry: str = "", mapping: ColumnMapping | None = None) -> Sheet:
        """The first rows of a table in what these paths are, and what its columns may be. entry: "" for the first one.

        mapping: what is known of its delimiter, header and place. Raises UnknownExport when there is no table, and
        BrokenExport.
        """
        from core.export import Export
        from core.importers.table.showing import sheet_of

        with Export(paths) as export:
            return sheet_of(export, entry or next(iter(export.names()), ""), mapping)

    def rows_read(self, paths: Sequence[Path], entry: str, mapping: ColumnMapping) -> list[Reading]:
        """The first rows of a table as a mapping reads them; none while it names a column that is not there."""
        from core.export import Export
        from core.importers.table.showing import rows_read

        with Export(paths) as export:
            return rows_read(export, entry, mapping)

    def mappings(self) -> dict[str, ColumnMapping]:
        """What was saved of earlier tables, by name. Raises SettingsError."""
        return saved_mappings()

    def save_mapping(self, name: str, mapping: ColumnMapping) -> None:
        """Keeps a mapping for tables with the same columns. Raises SettingsError."""
        save_mapping(name, mapping)

    def index(self, report: Report) -> int:
        """Makes everything new searchable; returns how many fragments were made. Resumable."""
        from core.indexing import index
        from models.bundle import Bundle, shipped_models

        recall = self._open_recall()
        return index(self._archive, (Bundle(shipped_models()).segmenter(), recall.embedder), recall.dense, report)

    def imports(self) -> list[ImportRecord]:
        """The history of imports, latest first."""
        return self._archive.history.all()

    def import_report(self, import_id: int) -> ImportReport | None:
        """What an import told when it ended; None for one that did not, or was undone. Raises ArchiveError when there
        is none with this id."""
        self._archive.history.one(import_id)
        return self._archive.history.report(import_id)

    def undo_import(self, import_id: int, report: Report) -> int:
        """Takes out what only this import brought, and returns how many messages that were. Raises ArchiveError."""
        from core.undoing import undo

        removed = undo(self._archive, import_id)
        self.index(report)
        return removed

    def guides(self) -> "list[Guide]":
        """How to get an export from each platform, and what is kept of it."""
        from app.guides import guides

        return guides()

    # ------------------------------------------------------------ searching

    def parse(self, text: str) -> "ParsedQuery":
        """Raises QueryError when a filter's value cannot be understood."""
        from core.query import understand

        zone = local_zone()
        return understand(text, now=datetime.now(zone), zone=zone)

    def narrowed(self, query: Query, flags: Mapping[str, Sequence[str]], dates: "DateFlags") -> Query:
        """The query with more filters: senders, chats, people and kinds by name. Raises QueryError."""
        from core.query import with_flags

        zone = local_zone()
        return with_flags(query, **flags, dates=dates, now=datetime.now(zone), zone=zone)

    def find(self, query: Query, limit: int = 20) -> list[Candidate]:
        """The most promising fragments, best first (milliseconds). Raises QueryError for a name that fits nobody."""
        from core.retrieval import find

        return find(self._open_recall(), query, limit)

    def preview(self, query: Query, candidates: Sequence[Candidate]) -> list[SearchResult]:
        """What the candidates hold, before any reader has confirmed it."""
        from core.reading import preview

        return preview(self._archive, query, candidates)

    def read(self, query: Query, candidates: Sequence[Candidate], report: Report) -> Iterator[list[SearchResult]]:
        """The whole list of results again and again, settled a little more each time."""
        from core.reading import read

        yield from read(self._archive, self._open_reader(), (query, candidates), report)

    def exact(self, text: str, limit: int = 50) -> list[Message]:
        """Messages that hold every typed word, latest first: for search as one types."""
        from core.exact import exact
        from core.filters import resolve

        query = self.parse(text).query
        ids = exact(self._archive.words, query, resolve(self._archive, query), limit)
        return sorted(self._archive.chats.messages(ids), key=lambda message: -(message.sent_at or 0))

    # ------------------------------------------------------------ looking

    def conversations(self) -> list[Conversation]:
        return self._archive.chats.conversations()

    def conversation(self, conversation_id: int) -> Conversation:
        return self._archive.chats.conversation(conversation_id)

    def people(self) -> list[Person]:
        return self._archive.people.all()

    def merge_people(self, ids: Sequence[int]) -> None:
        """Says that these accounts are one person; `from:` and `with:` then mean all of them. Raises ArchiveError."""
        with self._archive.writing(), self._archive.transaction():
            self._archive.people.merge(ids)

    def split_person(self, number: int) -> None:
        """Takes an account out of the person it was merged into, or parts the whole (see core.archive.people)."""
        with self._archive.writing(), self._archive.transaction():
            self._archive.people.split(number)

    def message_ids(self, conversation_id: int) -> "NDArray[np.int64]":
        return self._archive.chats.message_ids(conversation_id)

    def messages(self, ids: Sequence[int]) -> list[Message]:
        return self._archive.chats.messages(ids)

    def message_with_key(self, conversation_id: int, key: str) -> int | None:
        return self._archive.chats.by_key(conversation_id, key)

    def walk(self, conversation_id: int) -> Iterator[list[Message]]:
        return self._archive.chats.walk(conversation_id)

    def totals(self) -> tuple[int, int, int]:
        """(conversations, messages without notices, attachments with a file)."""
        return self._archive.chats.totals()

    def media_path(self, sha256: str) -> Path | None:
        """Where a stored file lies now; None when it is unknown or gone."""
        facts = self._archive.chats.media(sha256)
        if facts is None:
            return None
        path = Path(facts[1]) if facts[1] else self._media.path(sha256)
        return path if path.is_file() else None

    def thumbnail(self, sha256: str, side: int = 320) -> Path | None:
        """A small upright picture, made on first use; None when the file is no picture."""
        source = self.media_path(sha256)
        return self._media.thumbnail(sha256, source, side) if source else None

    # ------------------------------------------------------------ keeping

    def pending(self) -> int:
        """How many messages and fragments are not searchable by meaning yet."""
        from models.bundle import Bundle, shipped_models

        model = Bundle(shipped_models()).embedder_name()
        cuts = self._archive.cuts
        return cuts.pending_messages() + cuts.stale_fragments(model) + cuts.count_unlisted()

    def verify(self, report: Report) -> "Verification":
        from core.verification import verify

        return verify(self._archive, self._open_recall().dense, report)

    def rebuild(self, report: Report) -> int:
        """Makes the dense index anew from the archive; returns how many fragments it holds."""
        from core.indexing import rebuild

        return rebuild(self._archive, self._open_recall().dense, report)

    def forget(self, conversation_id: int) -> int:
        """Deletes a conversation without a trace; returns how many files went with it.

        The search index is made again by another process (see core.forgetting); should that fail, the next search
        does it.
        """
        from core.forgetting import forget

        files = forget(self._archive, self._open_recall().dense, conversation_id)
        program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "app"]
        subprocess.run([*program, "index", "--archive", str(self.directory)], capture_output=True, check=False)  # noqa: S603
        return files

    def self_test(self) -> "SelfTest":
        from models.bundle import Bundle, shipped_models
        from models.providers import self_test

        return self_test(Bundle(shipped_models()).embedder())

    def demo_export(self) -> tuple[Path, str]:
        """The bundled export and the question it is opened with."""
        demo = bundled_demo()
        return demo.export, demo.question

    def _open_reader(self) -> "Reader":
        if self._reader is None:
            from models.bundle import Bundle, shipped_models

            self._reader = Bundle(shipped_models()).reader()
        return self._reader

    def _open_recall(self) -> "Recall":
        if self._recall is None:
            from core.index import BATCH, SMALL_BATCH, DenseIndex
            from core.retrieval import Recall
            from models.bundle import Bundle, shipped_models

            embedder = Bundle(shipped_models()).embedder()
            batch = SMALL_BATCH if self._beside_window else BATCH
            dense = DenseIndex(self.directory, embedder.name, batch)
            self._recall = Recall(self._archive, embedder, dense, _shared_vectors(self.directory))
        return self._recall


def bundled_demo() -> Demo:
    """What `chattrove demo` shows."""
    import resources

    folder = Path(resources.__path__[0], "demo")
    facts = json.loads((folder / "demo.json").read_text(encoding="utf-8"))
    return Demo(folder / facts["export"], facts["question"])


def _shared_vectors(directory: Path) -> "Vectors":
    from core.retrieval import Vectors

    with _vectors_lock:
        return _vectors.setdefault(directory.resolve(), Vectors())
