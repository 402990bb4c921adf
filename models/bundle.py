"""This file is where model files are found, checked and loaded, each once per process: the shipped ones and others."""

import threading
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

from core.errors import ModelError
from core.protocols import Embedder, PictureOf, Pixels, Reader
from core.types import Attachment
from models.compact_reader import CompactReader, load_network
from models.embedder import OnnxEmbedder, embedder_name, load_embedder
from models.entries import ModelEntry, ModelFile, read_manifest
from models.ocr import OnnxTextReader, load_text_reader
from models.segmenter import OnnxSegmenter, load_segmenter
from models.stamps import check_file

if TYPE_CHECKING:
    from models.backends import Preferences

__all__ = ["AGAIN", "ROLES", "Bundle", "ModelEntry", "ModelFile", "let_go", "no_pictures", "shipped_models"]

Model = TypeVar("Model")
AGAIN = "Install ChatTrove again."
ROLES = ("embedder", "segmenter", "reader", "text_reader")
"""What the program asks of models, in the order of its work."""

_lock = threading.RLock()
_loaded: dict[tuple[Path, str, str], object] = {}
_gates: "dict[tuple[Path, str, str], threading.RLock]" = {}


def no_pictures(_: Attachment, __: int) -> Pixels | None:
    """The PictureOf of whoever has no files of the pictures at hand."""
    return None


class Bundle:
    """The models of one directory, as its manifest.json describes them. Making one reads nothing but the manifest.

    beside: has the models that this one lacks, and may itself have others beside it. roles: only these are taken from
    this directory. advice: what to do about trouble with its files. keep: False loads each model anew and keeps none,
    for a look at files that may be moved away.

    Raises ModelError when the manifest is missing or unreadable, and later when a model's files are not as described.
    """

    def __init__(
        self,
        directory: Path,
        *,
        beside: "Bundle | None" = None,
        roles: Collection[str] | None = None,
        advice: str = AGAIN,
        keep: bool = True,
    ) -> None:
        self.directory = directory.resolve()
        there = read_manifest(self.directory, advice)
        self.own = {role: entry for role, entry in there.items() if roles is None or role in roles}
        self.entries: dict[str, ModelEntry] = {**(beside.entries if beside else {}), **self.own}
        self._beside, self._advice, self.keeps = beside, advice, keep

    def entry(self, role: str) -> ModelEntry:
        """The manifest entry of a role ("embedder", ...). Raises ModelError when the bundle has no such model."""
        if role not in self.entries:
            raise ModelError(f"The models in {self.directory} contain no {role}. {self._advice}")
        return self.entries[role]

    def home(self, role: str) -> "Bundle":
        """The bundle that a role is from: this one, or one of those beside it."""
        return self if role in self.own or self._beside is None else self._beside.home(role)

    def embedder_name(self) -> str:
        """The FEM's name, without loading it."""
        return embedder_name(self.entry("embedder"))

    def embedder(self, pictures: PictureOf = no_pictures) -> Embedder:
        """The FEM. Checks its files on first use; later calls give the same model.

        pictures: where an embedder that looks at pictures gets them."""
        if self.entry("embedder").kind == "onnx":
            return self.text_embedder()
        from models.backends import embedder_of

        return embedder_of(self, pictures)

    def text_embedder(self) -> OnnxEmbedder:
        """The program's own FEM, which embeds single texts. Raises ModelError where the embedder is of another kind."""
        entry = self.entry("embedder")
        if entry.kind != "onnx":
            raise ModelError(f"The embedder {entry.name[:80]} is none of ChatTrove's own; only these can do this.")
        return self.load("embedder", load_embedder)

    def segmenter(self) -> OnnxSegmenter:
        """The fragment boundary model. Checks all its files on first use; later calls give the same object."""
        return self.load("segmenter", load_segmenter)

    def reader(self, pictures: PictureOf = no_pictures, preferences: "Preferences | None" = None) -> Reader:
        """A reader for one thread. The compact one has a memory of its own and the embedder that it was trained with;
        of the others there is one model, which all readers share.

        pictures: where a reader that looks at pictures gets them. preferences: what the person wants of it."""
        if self.entry("reader").kind == "compact":
            return CompactReader(self.load("reader", load_network), self._embedder_of_reader())
        from models.backends import reader_of

        return reader_of(self, pictures, preferences)

    def text_reader(self) -> OnnxTextReader:
        """What reads the text in pictures. Checks all its files on first use; later calls give the same object."""
        return self.load("text_reader", load_text_reader)

    def load(self, role: str, make: Callable[[ModelEntry], Model]) -> Model:
        """What `make` builds from the checked files of a role: built once per process, whoever asks."""
        entry = self.entry(role)
        key = (entry.directory, role, entry.digest)
        with _lock:
            gate = _gates.setdefault(key, threading.RLock())
        with gate:  # one gate for each model: whoever wants another does not wait until gigabytes are read
            if key in _loaded:
                return cast(Model, _loaded[key])
            made = self._make(role, make)
            if self.keeps:
                _loaded[key] = made
            return made

    def check(self, role: str) -> None:
        """Compares every file of a role with the manifest (size, sha256). Raises ModelError with the first fault."""
        entry = self.entry(role)
        for file in entry.files.values():
            check_file(file, entry.directory, self._advice_for(role))

    def _make(self, role: str, make: Callable[[ModelEntry], Model]) -> Model:
        self.check(role)
        advice = self._advice_for(role)
        try:
            return make(self.entry(role))
        except ModelError as error:
            if advice != AGAIN:
                raise ModelError(str(error).replace(AGAIN, advice)) from error
            raise
        except MemoryError as error:
            raise ModelError(f"There is not enough memory for the {role} in {self.directory}.") from error
        except (LookupError, ValueError, TypeError, AttributeError, ArithmeticError, RecursionError, OSError) as error:
            raise ModelError(f"The {role} in {self.directory} is none that fits ({error!r}). {advice}") from error

    def _advice_for(self, role: str) -> str:
        return self.home(role)._advice

    def _embedder_of_reader(self) -> OnnxEmbedder:
        """A reader understands the vectors that it was trained with, whatever embedder fragments are found with."""
        named, home = self.entry("reader").facts.get("embedder"), self.home("reader")
        for bundle in (home, *self._chain()):
            if bundle._has_text_embedder() and bundle.embedder_name() == named:
                return bundle.text_embedder()
        fitting = next((each for each in (home, *self._chain()) if each._has_text_embedder()), home)
        return fitting.text_embedder()

    def _has_text_embedder(self) -> bool:
        return "embedder" in self.entries and self.entries["embedder"].kind == "onnx"

    def _chain(self) -> "list[Bundle]":
        return [self, *(self._beside._chain() if self._beside is not None else [])]


def let_go(directory: Path) -> None:
    """Forgets what was loaded from a directory, so that it can be deleted: its files may be mapped into memory."""
    with _lock:
        for key in [key for key in _loaded if key[0] == directory.resolve()]:
            _end(_loaded.pop(key))


def let_go_but(entry: ModelEntry) -> None:
    """Has the large models of a role give their memory back, but for one: two of several gigabytes seldom fit."""
    with _lock:
        for key in [key for key in _loaded if key[1] == entry.role and key[0] != entry.directory]:
            if hasattr(_loaded[key], "close"):
                _end(_loaded.pop(key))


def _end(model: object) -> None:
    close = getattr(model, "close", None)
    if callable(close):
        close()


def shipped_models() -> Path:
    """The directory of the models that come with the program."""
    import resources

    return Path(resources.__path__[0], "models")
