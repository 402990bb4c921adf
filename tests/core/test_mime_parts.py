"""This file is where mails and web archives of all shapes are taken apart, and damaged ones too."""

import base64
import io
import tracemalloc
from collections.abc import Iterator
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.mime_parts import Part, decoded_words, opened, parts_in


def parts(raw: bytes) -> list[tuple[Part, bytes]]:
    found = list(parts_in(io.BytesIO(raw)))
    return [(part, opened(io.BytesIO(raw), part).read()) for part in found]


def archive(bodies: list[bytes], end: str = "\r\n") -> bytes:
    """As QQ's message manager writes it: no semicolon after the charset, and no space after the colons."""
    head = 'Content-Type:multipart/related;\n\tcharset="utf-8"\n\ttype="text/html";\n\tboundary="--=_N"\n\n'
    text = head.replace("\n", end).encode()
    for place, body in enumerate(bodies):
        lines = (
            f"----=_N\nContent-Type:image/png\nContent-Transfer-Encoding:base64\nContent-Location:{{{place}}}.dat\n\n"
        )
        text += lines.replace("\n", end).encode() + base64.encodebytes(body).replace(b"\n", end.encode()) + end.encode()
    return text + f"----=_N--{end}".encode()


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@given(bodies=st.lists(st.binary(max_size=300), max_size=6))
def test_parts_come_back_as_they_were_packed(end: str, bodies: list[bytes]) -> None:
    found = parts(archive(bodies, end))
    assert [body for _, body in found] == bodies
    assert [part.location for part, _ in found] == [f"{{{place}}}.dat" for place in range(len(bodies))]


@pytest.mark.parametrize("packing", ["base64", "quoted-printable", "8bit"])
def test_a_mail_gives_its_text_and_what_is_attached(packing: str) -> None:
    mail = EmailMessage()
    mail["Subject"] = "대화"
    mail.set_content("see below\n")
    mail.add_attachment("오전 = 아침\n둘째 줄\n", filename="대화.txt", cte=packing)
    first, second = parts(bytes(mail))
    assert first[1] == b"see below\n"
    assert (second[0].media_type, second[0].name, second[0].packing) == ("text/plain", "대화.txt", packing)
    assert second[1].decode().replace("\r\n", "\n") == "오전 = 아침\n둘째 줄\n"


def test_a_mail_in_a_mail_gives_the_inner_parts() -> None:
    inner, outer = EmailMessage(), EmailMessage()
    inner.set_content("plain\n")
    inner.add_alternative("<p>rich</p>\n", subtype="html")
    outer.make_mixed()
    outer.attach(inner)
    assert [part.media_type for part, _ in parts(bytes(outer))] == ["text/plain", "text/html"]


def test_a_mail_without_parts_is_one() -> None:
    [(part, body)] = parts(b"Subject: hello\nX-Long: a\n b\n\nbody\n\nmore\n")
    assert body == b"body\n\nmore\n"
    assert part.headers["x-long"] == "a b"


def test_the_last_part_of_a_cut_off_archive_is_what_is_left_of_it() -> None:
    whole = archive([b"a" * 3000, b"b" * 3000])
    [(_, first), (_, second)] = parts(whole[:-1000])
    assert first == b"a" * 3000
    assert 0 < len(second) < 3000
    assert set(second[:-3]) == {ord("b")}


@pytest.mark.parametrize("size", [65535, 65536, 65537, 131072, 200_000])
def test_boundaries_are_found_wherever_the_chunks_of_reading_end(size: int) -> None:
    for shift in range(-40, 40, 3):
        bodies = [bytes(size + shift), b"next"]
        assert [body for _, body in parts(archive(bodies, "\n"))] == bodies


def test_a_page_of_fifty_megabytes_on_one_line_is_passed_in_little_memory() -> None:
    tracemalloc.start()
    found = list(parts_in(io.BufferedReader(_Page())))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [part.media_type for part in found] == ["text/html"]
    assert found[0].end - found[0].start == 50 << 20
    assert peak < 4 << 20


class _Page(io.RawIOBase):
    """An archive whose page is 50 MiB without a line end."""

    def __init__(self) -> None:
        self._pieces = self._all()
        self._rest = b""

    def _all(self) -> Iterator[bytes]:
        yield b'Content-Type: multipart/related; boundary="b"\n\n--b\nContent-Type: text/html\n\n'
        yield from (b"x" * (1 << 20) for _ in range(50))
        yield b"\n--b--\n"

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        self._rest = self._rest or next(self._pieces, b"")
        data, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(data)] = data
        return len(data)


@pytest.mark.parametrize("written", ["=?utf-8?B?7JWI64WV?=", "=?nonsense?B?7JWI64WV?=", "=?utf-8?B?%%%?=", "plain"])
def test_words_of_headers_never_raise(written: str) -> None:
    assert decoded_words(written) in ("안녕", written)


@given(st.binary(max_size=400))
def test_any_bytes_are_parts_of_some_kind(raw: bytes) -> None:
    for part, body in parts(b'Content-Type: multipart/mixed; boundary="b"\n\n--b\n' + raw):
        assert part.start <= part.end + 2
        assert isinstance(body, bytes)
        assert part.name is not None
