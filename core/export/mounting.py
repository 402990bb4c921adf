"""This file is where the archives inside an export are opened like folders, by what they contain."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, NamedTuple

from core.entry_names import title_of
from core.errors import BrokenExport
from core.export.archives import (
    HEAD,
    ZIP_LOCAL,
    Archive,
    Kind,
    is_tar,
    kind_of_archive,
    may_be_archive,
    promises_archive,
    unpacker_of,
)
from core.export.entries import Entry, PackedFile
from core.export.heads import beginning_of
from core.export.limits import DEPTH
from core.export.scratch import Scratch
from core.export.sources import Source
from core.export.tars import tar_listing
from core.export.tree import Mount, Tree
from core.export.volumes import Volumes, joined_pieces, spanned_parts, volumes_of
from core.export.zip_ends import number_of_parts
from core.export.zips import zip_listing
from core.types import Problem

_WRAPPING = re.compile(r"\.(gz|bz2|xz)$", re.I)


class Place(NamedTuple):
    """Where an archive stands. inside: what stands before the names of its entries; depth: archives around it;
    neighbours: what stands beside it; path: where it lies on the disk, None inside another."""

    name: str
    inside: str
    depth: int
    neighbours: Mapping[str, Entry]
    path: Path | None = None


class Body(NamedTuple):
    """The bytes of an archive; share: how many bytes of the file on the disk stand behind each of them, at most 1."""

    source: Source
    share: float


Parts = tuple[Volumes, Mapping[str, Source]]
"""The parts of an archive, and the bytes of those that are there."""


class Mounting:
    """Fills a tree."""

    def __init__(self, tree: Tree, scratch: Scratch) -> None:
        self._tree, self._scratch = tree, scratch

    def take(self, inside: str, listing: Iterable[tuple[str, Entry]], depth: int = 0) -> None:
        """Takes entries into the tree, each followed by what is inside it where it is an archive.

        Raises BrokenExport when there are more than any export has.
        """
        taken = self._tree.admitted(inside, listing)
        split, opened = volumes_of(taken), set[str]()
        for name, entry in taken.items():
            self._tree.put(name, entry)
            volumes = split.get(name)
            whole = volumes.name if volumes else name
            if whole in opened or not (volumes or may_be_archive(name)):
                continue
            opened.add(whole)
            place = Place(whole, f"{whole}/", depth, taken, entry.original)
            with self._tree.attempt(whole):
                if volumes:
                    self.join(place, volumes)
                else:
                    self.look_into(place, entry, promises_archive(name))

    def look_into(self, place: Place, entry: Entry, promised: bool) -> bool:
        """Opens an entry where it is an archive, else returns False. Raises BrokenExport when it cannot be opened."""
        with self._tree.stream(place.name, entry) as stream:
            head = beginning_of(stream, HEAD)
        kind = kind_of_archive(promised, head)
        if kind is None and head and promises_archive(place.name):
            kind = self._without_beginning(place, entry)
        if kind is None:
            return False
        if kind == "foreign":
            why = "a 7z or RAR archive. If there are chats in it, unpack it and import the folder."
            raise BrokenExport(f"{place.name}: {why}")
        self._open(place, kind, self._body(place.name, entry))
        return True

    def join(self, place: Place, volumes: Volumes) -> None:
        """Opens an archive that lies in parts. Raises BrokenExport when too much of it is missing."""
        if volumes.spanned and volumes.last is None:
            raise BrokenExport(f"{place.name}: its last part, {volumes.name}, is missing.")
        bodies = {name: self._body(name, place.neighbours[name]) for name in volumes.names}
        sources = {name: body.source for name, body in bodies.items()}
        size = sum(source.size for source in sources.values())
        share = sum(body.share * body.source.size for body in bodies.values()) / max(size, 1)
        if volumes.spanned:
            self._open_spanned(place, (volumes, sources), share)
        else:
            self._open_pieces(place, (volumes, sources), share)

    def _without_beginning(self, place: Place, entry: Entry) -> Kind | None:
        """A zip may begin with anything: the last of several parts, a program that unpacks it."""
        if place.name.casefold().endswith(".zip") and number_of_parts(self._body(place.name, entry).source):
            return "zip"
        if place.inside:
            raise BrokenExport(f"{place.name}: named like an archive, but it is none that can be read.")
        return None

    def _open(self, place: Place, kind: Kind, body: Body) -> None:
        if place.depth >= DEPTH:
            raise BrokenExport(f"{place.name}: it lies in {DEPTH} other archives, which is deep enough.")
        if kind == "packed":
            self._open_packed(place, body)
        elif kind == "tar":
            self._mount(place, tar_listing(self._archive(place, body)))
        else:
            self._open_zip(place, body)

    def _open_pieces(self, place: Place, parts: Parts, share: float) -> None:
        volumes, sources = parts
        whole = joined_pieces(volumes, sources, self._tree.problems)
        with whole.open() as stream:
            kind = kind_of_archive(True, stream.read(HEAD))
        if kind == "zip" and not number_of_parts(whole):
            following = volumes.called(volumes.first + len(volumes.parts))
            self._tree.problems.append(Problem(place.name, f"its last part, perhaps {following}, is missing"))
        if kind is None or kind == "foreign":
            raise BrokenExport(f"{place.name}: its parts do not make an archive that can be read.")
        self._open(place, kind, Body(whole, share))

    def _open_zip(self, place: Place, body: Body) -> None:
        with body.source.open() as stream:
            whole = stream.read(len(ZIP_LOCAL)) == ZIP_LOCAL
        if whole:
            self._mount(place, zip_listing(self._archive(place, body)))
        else:
            alone = Volumes(place.name, {}, True, place.name)
            self._open_spanned(place, (alone, {place.name: body.source}), body.share)

    def _open_spanned(self, place: Place, parts: Parts, share: float) -> None:
        volumes, sources = parts
        last = sources[volumes.last or ""]
        count = number_of_parts(last)
        if count <= 1:
            self._mount(place, zip_listing(self._archive(place, Body(last, share))))
        else:
            joined = spanned_parts(volumes, sources, count, self._tree.problems)
            self._mount(place, zip_listing(self._archive(place, Body(joined, share))))

    def _open_packed(self, place: Place, body: Body) -> None:
        """What is packed by itself: a tar, or one file, which takes the place of the packed one."""
        with body.source.open() as stream:
            unpack = unpacker_of(stream.read(HEAD))
        content = PackedFile(body.source, unpack, int(body.source.size * body.share))
        with self._tree.stream(place.name, content) as stream:
            beginning = beginning_of(stream, HEAD)
        if is_tar(beginning):
            self._mount(place, tar_listing(self._archive(place, self._unpacked(place.name, content))))
            return
        name = _WRAPPING.sub("", place.name)
        folder, base = (name.rpartition("/")[::2]) if place.inside else ("", name)
        if name == place.name or name in place.neighbours or name in self._tree.entries:
            folder = place.name
        if place.inside:
            self._tree.mounts[place.name] = Mount(title_of(place.name), place.path)
        self.take(f"{folder}/" if folder else "", [(base, content)], place.depth + 1)

    def _mount(self, place: Place, listing: Iterable[tuple[str, Entry]]) -> None:
        if place.inside:
            self._tree.mounts[place.name] = Mount(title_of(place.name), place.path)
        self.take(place.inside, listing, place.depth + 1)

    def _archive(self, place: Place, body: Body) -> Archive:
        tree = self._tree
        return Archive(place.name, place.inside, *body, limits=tree.limits, problems=tree.problems)

    def _body(self, name: str, entry: Entry) -> Body:
        """The bytes of an entry, to be read from any place: where they lie, or unpacked."""
        source = entry.in_place()
        if source is None:
            return self._unpacked(name, entry)
        if entry.original is not None:
            self._tree.spending.given += source.size
        return Body(source, _share(entry, source.size))

    def _unpacked(self, name: str, entry: Entry) -> Body:
        with self._tree.stream(name, entry) as stream:
            source = self._scratch.keep(self._counted(stream, name), name)
        return Body(source, _share(entry, source.size))

    def _counted(self, stream: BinaryIO, name: str) -> Iterator[bytes]:
        """What can be had: an archive that is cut off can still be read in part."""
        for chunk in self._tree.sound_part(stream, name):
            self._tree.spending.unpack(len(chunk), name)
            yield chunk


def _share(entry: Entry, size: int) -> float:
    return 1.0 if entry.packed is None else min(1.0, entry.packed / max(size, 1))
