"""This file is where it is tested that of packed bytes everything before a damage is given out, and nothing twice."""

import bz2
import gzip
import io
import lzma
import os
import zipfile
import zlib
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.export import Export
from core.export.packed import Inflater, PackedStream, Unpacker, bunzip, gunzip, unxz
from core.export.sources import Damage, InMemory, Joined, Slice
from tests.core.export.makers import make_zip, read

TEXT = b"".join(b"25/12/2023, 09:%02d - Ana: message %d\n" % (number % 60, number) for number in range(20_000))


def deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


def before_damage(raw: bytes, unpack: Callable[[], Unpacker], size: int = 1 << 16) -> bytes:
    """What a stream gives before it raises, which it must."""
    stream = PackedStream(io.BytesIO(raw), unpack)
    got: list[bytes] = []
    with pytest.raises(Damage):
        got.extend(iter(lambda: stream.read(size), b""))
    return b"".join(got)


@given(data=st.binary(max_size=3000), size=st.integers(1, 5000))
def test_what_was_packed_is_unpacked_however_it_is_asked_for(data: bytes, size: int) -> None:
    for pack, unpack in ((deflated, Inflater), (gzip.compress, gunzip), (bz2.compress, bunzip), (lzma.compress, unxz)):
        stream = PackedStream(io.BytesIO(pack(data)), unpack)
        assert b"".join(iter(lambda stream=stream: stream.read(size), b"")) == data  # type: ignore[misc]


@pytest.mark.parametrize("size", [1000, 1 << 20])
def test_damage_in_deflated_bytes_costs_only_what_lies_behind_it(size: int) -> None:
    """The library tells nothing of what it had unpacked of the piece in which the damage is."""
    raw = bytearray(deflated(TEXT))
    place = len(raw) // 2
    sound = zlib.decompressobj(-15).decompress(bytes(raw[:place]))
    raw[place : place + 100] = b"\xff" * 100
    got = before_damage(bytes(raw), Inflater, size)
    assert got.startswith(sound)
    assert len(sound) > len(TEXT) // 3


@pytest.mark.parametrize(
    ("pack", "unpack"), [(deflated, Inflater), (gzip.compress, gunzip), (bz2.compress, bunzip), (lzma.compress, unxz)]
)
def test_of_packed_bytes_that_are_cut_off_the_beginning_is_given(
    pack: Callable[[bytes], bytes], unpack: Callable[[], Unpacker]
) -> None:
    data = TEXT + os.urandom(2 << 20)
    raw = pack(data)
    got = before_damage(raw[: len(raw) * 9 // 10], unpack)
    assert data.startswith(got)
    assert len(got) > len(data) // 2


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA, zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
@pytest.mark.parametrize("data", [b"", b"x", TEXT], ids=["nothing", "one", "much"])
def test_every_way_of_packing_gives_the_same(method: int, data: bytes, tmp_path: Path) -> None:
    with Export(make_zip(tmp_path / "e.zip", {"chat.txt": data}, method)) as export:
        assert read(export, "chat.txt") == data
        with export.open("chat.txt") as stream:
            assert stream.readlines() == data.splitlines(keepends=True)


def test_what_is_packed_unheard_of_is_told_when_the_export_is_opened(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "e.zip", {"chat.txt": TEXT, "b.txt": b"b"})
    raw = bytearray(path.read_bytes())
    raw[8], raw[raw.index(b"PK\x01\x02") + 10] = 9, 9
    path.write_bytes(raw)
    with Export(path) as export:
        assert export.names() == ("b.txt",)
        assert export.problems[0].where == "chat.txt"
        assert "method 9" in export.problems[0].reason


@given(data=st.binary(max_size=300), cuts=st.lists(st.integers(0, 300), max_size=5), start=st.integers(0, 310))
def test_parts_and_slices_read_like_the_whole(data: bytes, cuts: list[int], start: int) -> None:
    edges = [0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]
    joined = Joined([InMemory(data[a:b]) for a, b in pairwise(edges)])
    assert joined.size == len(data)
    with joined.open() as stream:
        assert stream.read() == data
        assert stream.seek(min(start, len(data))) == min(start, len(data))
        assert stream.read(7) == data[start : start + 7]
        assert stream.seek(0, io.SEEK_END) == len(data)
    with Slice(joined, min(start, len(data)), 20).open() as stream:
        assert stream.read() == data[start : start + 20]
