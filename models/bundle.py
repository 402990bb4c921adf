"""This file is where model files are found, checked and loaded, each once per process: the shipped ones and others."""

import hashlib
import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, cast

from core.errors import ModelError
from models.compact_reader import CompactReader, load_network
from models.embedder import OnnxEmbedder, embedder_name, load_embedder
from models.ocr import OnnxTextReader, load_text_reader
from models.segmenter import OnnxSegmenter, load_segmenter

Model = TypeVar("Model")
AGAIN = "Install ChatTrove again."
ROLES = ("embedder", "segmenter", "reader", "text_reader")
"""What the program asks of models, in the order of its work."""


_FORMAT = 1
_CHUNK = 1 << 20
_lock = threading.RLock()
_loaded: dict[tuple[Path, str, str], object] = {}


@dataclass(frozen=True, slots=True)
class ModelFile:
    path: Path
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """One model of the manifest. `files` by their part ("cpu", "weights"...); `facts` is its whole manifest entry.

    directory: that of its bundle.
    """

    role: str
    name: str
    files: Mapping[str, ModelFile]
    facts: Mapping[str, Any]
    directory: Path

    @property
    def size(self) -> int:
        """Bytes of all its files."""
        return sum(file.size for file in self.files.values())

    @property
    def digest(self) -> str:
        """Eight hex digits that change with any file of the model."""
        parts = "".join(f"{part}={file.sha256};" for part, file in sorted(self.files.items()))
        return hashlib.sha256(parts.encode()).hexdigest()[:8]


class Bundle:
    """The models of one directory, as its manifest.json describes them. Making one reads nothing but the manifest.

    beside: has the models that this one lacks. advice: what to do about trouble with this directory's files. keep:
    False loads each model anew and keeps none, for a look at files that may be moved away.

    Raises ModelError when the manifest is missing or unreadable, and later when a model's files are not as described.
    """

    def __init__(
        self, directory: Path, *, beside: "Bundle | None" = None, advice: str = AGAIN, keep: bool = True
    ) -> None:
        self.directory = directory.resolve()
        self.own = _read_manifest(self.directory, advice)
        self.entries: dict[str, ModelEntry] = {**(beside.entries if beside else {}), **self.own}
        self._beside, self._advice, self._keep = beside, advice, keep

    def entry(self, role: str) -> ModelEntry:
        """The manifest entry of a role ("embedder", ...). Raises ModelError when the bundle has no such model."""
        if role not in self.entries:
            raise ModelError(f"The models in {self.directory} contain no {role}. {self._advice}")
        return self.entries[role]

    def embedder_name(self) -> str:
        """The FEM's name, without loading it."""
        return embedder_name(self.entry("embedder"))

    def embedder(self) -> OnnxEmbedder:
        """The FEM. Checks all its files on first use; later calls give the same object."""
        return self.load("embedder", load_embedder)

    def segmenter(self) -> OnnxSegmenter:
        """The fragment boundary model. Checks all its files on first use; later calls give the same object."""
        return self.load("segmenter", load_segmenter)

    def reader(self) -> CompactReader:
        """A compact reader with a memory of its own, with the embedder that it was trained with. For one thread."""
        return CompactReader(self.load("reader", load_network), self._embedder_of_reader())

    def text_reader(self) -> OnnxTextReader:
        """What reads the text in pictures. Checks all its files on first use; later calls give the same object."""
        return self.load("text_reader", load_text_reader)

    def load(self, role: str, make: Callable[[ModelEntry], Model]) -> Model:
        """What `make` builds from the checked files of a role: built once per process, under a lock."""
        entry = self.entry(role)
        key = (entry.directory, role, entry.digest)
        with _lock:
            if key in _loaded:
                return cast(Model, _loaded[key])
            made = self._make(role, make)
            if self._keep:
                _loaded[key] = made
            return made

    def check(self, role: str) -> None:
        """Compares every file of a role with the manifest (size, sha256). Raises ModelError with the first fault."""
        for file in self.entry(role).files.values():
            _check_file(file, self._advice_for(role))

    def _make(self, role: str, make: Callable[[ModelEntry], Model]) -> Model:
        self.check(role)
        try:
            return make(self.entry(role))
        except ModelError as error:
            if role in self.own and self._advice != AGAIN:
                raise ModelError(str(error).replace(AGAIN, self._advice)) from error
            raise
        except (KeyError, ValueError, TypeError, AttributeError, OSError) as error:
            advice = self._advice_for(role)
            raise ModelError(f"The {role} in {self.directory} is none that fits ({error!r}). {advice}") from error

    def _advice_for(self, role: str) -> str:
        return self._advice if role in self.own else AGAIN

    def _embedder_of_reader(self) -> OnnxEmbedder:
        """A reader understands the vectors that it was trained with, whatever embedder fragments are found with."""
        home = self if "reader" in self.own or self._beside is None else self._beside
        named = self.entry("reader").facts.get("embedder")
        for bundle in (home, self, self._beside):
            if bundle is not None and "embedder" in bundle.entries and bundle.embedder_name() == named:
                return bundle.embedder()
        return home.embedder()


def let_go(directory: Path) -> None:
    """Forgets what was loaded from a directory, so that it can be deleted: its files may be mapped into memory."""
    with _lock:
        for key in [key for key in _loaded if key[0] == directory.resolve()]:
            del _loaded[key]


def shipped_models() -> Path:
    """The directory of the models that come with the program."""
    import resources

    return Path(resources.__path__[0], "models")


def _read_manifest(directory: Path, advice: str) -> dict[str, ModelEntry]:
    path = directory / "manifest.json"
    try:
        manifest = json.loads(path.read_text("utf-8"))
        if manifest["format"] != _FORMAT:
            raise ModelError(f"{path} has format {manifest['format']}, this program reads {_FORMAT}. {advice}")
        return {role: _entry(directory, role, facts) for role, facts in manifest["models"].items()}
    except FileNotFoundError:
        raise ModelError(f"The list of models {path} is missing. {advice}") from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(f"The list of models {path} is damaged ({error!r}). {advice}") from error


def _entry(directory: Path, role: str, facts: Mapping[str, Any]) -> ModelEntry:
    files = {
        part: ModelFile(_inside(directory, file["path"]), int(file["bytes"]), str(file["sha256"]))
        for part, file in facts["files"].items()
    }
    return ModelEntry(role, str(facts["name"]), files, facts, directory)


def _inside(directory: Path, name: str) -> Path:
    path = (directory / name).resolve()
    if not path.is_relative_to(directory) or path == directory or "\\" in name or ":" in name:
        raise ValueError(f"{name} lies outside the models")
    return path


def _check_file(file: ModelFile, advice: str) -> None:
    try:
        size = file.path.stat().st_size
        if size != file.size:
            raise ModelError(
                f"The model file {file.path} is cut off or changed: {size} bytes, not {file.size}. {advice}"
            )
        if _sha256(file.path) != file.sha256:
            raise ModelError(
                f"The model file {file.path} was altered: its sha256 is not the one in the manifest. {advice}"
            )
    except FileNotFoundError:
        raise ModelError(f"The model file {file.path} is missing. {advice}") from None
    except OSError as error:
        raise ModelError(f"The model file {file.path} cannot be read ({error}). {advice}") from error


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
