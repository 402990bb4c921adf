"""This file is where what the person gave is looked at: a file, a folder, an archive or one part of it, or several."""

import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from core.entry_names import clean_name, file_name, fold_name, is_noise, title_of
from core.errors import BrokenExport
from core.export.archives import promises_archive
from core.export.entries import PackedFile, PlainFile
from core.export.mounting import Mounting, Place
from core.export.tree import Mount, Tree
from core.export.volumes import is_part, may_be_part, volumes_of
from core.types import Problem


class Roots:
    """Plants a tree. beside: where the files beside single files lie, by the folder in which those stand."""

    def __init__(self, tree: Tree, mounting: Mounting) -> None:
        self._tree, self._mounting = tree, mounting
        self._tops: set[str] = set()
        self.beside: dict[str, Path] = {}

    def plant(self, path: Path) -> None:
        """The one thing that was given. Raises BrokenExport, and OSError where it cannot be read."""
        check(path)
        if path.is_dir():
            self._mounting.take("", files_in(path, self._tree.problems))
            return
        name, parts = own_name(path), _with_parts(path)
        volumes = volumes_of(parts).get(name)
        place = Place(volumes.name if volumes else name, "", -1, parts, path)
        if volumes:
            self._mounting.join(place, volumes)
        elif not self._mounting.look_into(place, parts[name], True):
            self._tree.entries[name] = parts[name]
        only = [*self._tree.entries.values()]
        if len(only) == 1 and isinstance(only[0], PlainFile | PackedFile):
            self.beside[""] = path.parent

    def plant_all(self, paths: Sequence[Path]) -> None:
        """Several things, each at the top under its own name; what cannot be read is told.

        Files of different folders that are no archives stand in those, so that each finds what lies beside it.
        """
        known: set[Path] = set()
        apart = len({path.parent for path in paths if path.is_file()}) > 1
        for path in paths:
            if path.resolve() not in known:
                known.add(path.resolve())
                with self._tree.attempt(str(path)):
                    check(path)
                    if path.is_dir():
                        self._plant_folder(path)
                    else:
                        parts = _with_parts(path)
                        known.update(entry.original.resolve() for entry in parts.values())
                        self._plant_files(path, parts, apart)

    def _plant_folder(self, path: Path) -> None:
        name = self._free(own_name(path))
        self._tree.mounts[name] = Mount(own_name(path), path, False)
        self._mounting.take(f"{name}/", files_in(path, self._tree.problems))

    def _plant_files(self, path: Path, parts: Mapping[str, PlainFile], apart: bool) -> None:
        """A file, or all parts of something that was split."""
        name = own_name(path)
        if len(parts) > 1:
            self._mounting.take(f"{self._free(title_of(name))}/", parts.items())
        elif promises_archive(name):
            name = self._free(name)
            self._mounting.take("", [(name, PlainFile(path))])
            if name in self._tree.mounts:
                self._tree.mounts[name] = Mount(title_of(own_name(path)), path)
        elif apart:
            self._mounting.take(f"{self._folder_of(path.parent)}/", parts.items())
        else:
            self.beside[""] = path.parent
            self._mounting.take("", [(self._free(name), PlainFile(path))])

    def _folder_of(self, parent: Path) -> str:
        """The name of the folder in the tree that stands for one on the disk."""
        for name, path in self.beside.items():
            if path == parent:
                return name
        name = self._free(own_name(parent))
        self._tree.mounts[name] = Mount(own_name(parent), parent, False)
        self.beside[name] = parent
        return name

    def _free(self, name: str) -> str:
        """The name, with a number where another thing at the top has it."""
        stem, dot, ending = name.rpartition(".")
        number, free = 1, name
        while fold_name(free) in self._tops:
            number += 1
            free = f"{stem} ({number}).{ending}" if dot and stem else f"{name} ({number})"
        self._tops.add(fold_name(free))
        return free


def check(path: Path) -> None:
    """Raises BrokenExport for what is neither a file nor a folder."""
    if not path.exists():
        raise BrokenExport(f"{path}: there is no such file or folder. Check the path and try again.")
    if not path.is_dir() and not path.is_file():
        raise BrokenExport(f"{path}: neither a file nor a folder. Give the exported file itself.")


def own_name(path: Path) -> str:
    """The name of a file or folder as an entry may have it."""
    return (clean_name(file_name(path.name or path.resolve().name)) or "file").replace("/", "_")


def files_in(root: Path, problems: list[Problem]) -> Iterator[tuple[str, PlainFile]]:
    """The plain files of a folder, by name; links and what cannot be read are told, and never followed."""
    waiting = [(str(root), "")]
    while waiting:
        place, inside = waiting.pop()
        folders: list[tuple[str, str]] = []
        try:
            with os.scandir(place) as found:
                items = sorted(found, key=lambda item: item.name)
        except OSError as error:
            problems.append(Problem(inside.rstrip("/") or file_name(place), f"cannot be read: {error.strerror}"))
            continue
        for item in items:
            name = inside + file_name(item.name)
            kind = _kind(item)
            if kind == "folder":
                folders.append((item.path, f"{name}/"))
            elif kind == "file":
                yield name, PlainFile(Path(item.path))
            elif not is_noise(name):
                problems.append(Problem(name, "not a plain file inside the export: left out"))
        waiting.extend(reversed(folders))


def _kind(item: "os.DirEntry[str]") -> str:
    try:
        if item.is_symlink():
            return "link"
        if item.is_dir(follow_symlinks=False):
            # A junction of Windows leads elsewhere, as a link does.
            tag = getattr(item.stat(follow_symlinks=False), "st_reparse_tag", 0)
            return "link" if tag and tag == getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", -1) else "folder"
        return "file" if item.is_file(follow_symlinks=False) else "other"
    except OSError:
        return "other"


def _with_parts(path: Path) -> dict[str, PlainFile]:
    """The file, and where it is one part of something that was split, the others that lie beside it."""
    name = own_name(path)
    files = {name: PlainFile(path)}
    if is_part(name) or name.casefold().endswith(".zip"):
        with suppress(OSError), os.scandir(path.parent) as found:
            for item in found:
                if may_be_part(other := file_name(item.name)) and _kind(item) == "file":
                    files.setdefault(other, PlainFile(Path(item.path)))
    volumes = volumes_of(files).get(name)
    return {part: files[part] for part in volumes.names} if volumes else {name: files[name]}
