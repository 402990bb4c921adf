"""This file is where it is shown that pages are walked in constant memory and read as a person reads them."""

import io
import tracemalloc
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import BrokenExport
from core.html_elements import Element, all_with, elements, first, has_class, place_of, text_of


def only(html: str, **options: object) -> str:
    return next(text_of(element, **options) for element in elements(io.BytesIO(html.encode()), {"m"}))  # type: ignore[arg-type]


def texts(raw: bytes, wanted: object = frozenset({"m"}), encoding: str | None = None) -> list[str]:
    return [text_of(element) for element in elements(io.BytesIO(raw), wanted, encoding)]  # type: ignore[arg-type]


def test_wanted_elements_come_whole_and_in_order_the_outermost_once() -> None:
    page = b"<p>x<div class='m big'>one<div class=m>inner</div></div><span class=m>two</span>"
    assert texts(page) == ["one\ninner", "two"]


def test_elements_are_wanted_by_tag_or_by_a_question() -> None:
    page = b"<table><tr><td>1<td>2<tr id=x><td>3</table>"
    assert texts(page, {"tr"}) == ["1 2", "3"]
    assert texts(page, lambda element: element.get("id") == "x") == ["3"]


@pytest.mark.parametrize(
    ("inside", "seen"),
    [
        ("a<br>b<br/><br>c", "a\nb\n\nc"),
        ("\n   one \n  two\t", "one two"),
        ("<div>a</div><div>b</div>c<p>d</p>", "a\nb\nc\nd"),
        ("<b>a</b> <i>b</i>&amp;&lt;tag&gt; &eacute;&#128512;&nosuch;", "a b&<tag> é😀&nosuch;"),
        ('hi <img class="emoji" alt="😀"> <img src=a.png alt="Holiday photo">!', "hi 😀 !"),
        ("<img alt='🎉'>", "🎉"),
        ("x<script>alert(1)</script><style>b{}</style><!-- no -->y", "xy"),
        ("<pre>  a\n   b</pre>", "a\n   b"),
        ("<a href='https://a.example/x'>here</a>", "here"),
        ("a&nbsp;b", "a\xa0b"),
        ("", ""),
    ],
)
def test_text_is_what_a_person_sees(inside: str, seen: str) -> None:
    assert only(f"<div class=m>{inside}</div>") == seen


def test_links_name_their_address_only_when_asked_and_only_if_it_is_not_shown() -> None:
    page = "<div class=m><a href='https://a.example/x'>here</a> <a href='https://b.example/'>b.example</a></div>"
    assert only(page, links=True) == "here (https://a.example/x) b.example"


def test_parts_are_left_out_and_spaces_kept_where_it_is_said() -> None:
    page = "<div class=m><span class=time>12:00</span><i class=pre>a\n  b</i> <b class=time>x</b>c</div>"
    assert only(page, skip={"time"}, keep={"pre"}) == "a\n  b c"


@given(st.text(" \r\n\t\fab\xa0é", max_size=12), st.sampled_from(["div", "pre", "span", "p", "script"]), st.booleans())
def test_an_element_of_text_only_reads_like_any_other(written: str, tag: str, kept: bool) -> None:
    page = f"<section class=m><{tag} class='k'>{written}</{tag}></section>"
    keep = {"k"} if kept else set()
    (element,) = (first(each, "k") for each in elements(io.BytesIO(page.encode()), {"m"}))
    assert element is not None
    alone = text_of(element, keep=keep)
    assert alone == text_of(element, keep=keep, links=True)


def test_the_end_of_a_soft_block_and_a_line_end_behind_it_are_one() -> None:
    page = "<div class=m>a<br><blockquote>b</blockquote><br>c<pre>d</pre>e<br><pre>f</pre><br><br>g</div>"
    assert only(page) == "a\nb\n\nc\nd\ne\nf\n\n\ng"
    assert only(page, soft={"blockquote", "pre"}) == "a\nb\nc\nd\ne\nf\n\ng"


def test_what_is_inside_is_found_by_class() -> None:
    page = b"<div class=m><b class='name x'>Ann</b><b class=name>Bo</b></div>"
    (element,) = (list(map(copy_of_names, elements(io.BytesIO(page), {"m"}))),)
    assert element == [["Ann", "Bo"]]


def copy_of_names(element: Element) -> list[str]:
    found = first(element, "name")
    assert found is not None
    assert has_class(found, "x")
    return [text_of(inner) for inner in all_with(element, "name")]


def test_the_place_of_an_element_is_its_line() -> None:
    found = elements(io.BytesIO(b"<html>\n\n<div class=m>x</div>"), {"m"})
    assert place_of("a.html", next(found)) == "a.html:3"


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        ("<div class=m>你好，世界</div>".encode(), None),
        ("<div class=m>你好，世界</div>".encode("utf-16"), None),
        (b"<meta charset=gb2312>" + "<div class=m>你好，世界</div>".encode("gbk"), None),
        (b"<meta charset=utf-8>" + "<div class=m>你好，世界</div>".encode("gbk") * 20, None),
        ("<div class=m>你好，世界</div>".encode("big5"), "Big5"),
        (b"<meta charset=hex>" + "<div class=m>你好，世界</div>".encode(), "zlib"),
    ],
)
def test_the_encoding_is_told_declared_or_found(raw: bytes, encoding: str | None) -> None:
    assert set(texts(raw, encoding=encoding)) == {"你好，世界"}


def test_nul_bytes_and_control_characters_end_nothing() -> None:
    assert texts(b"<div class=m>a\0b\x01\x0bc</div><div class=m>d</div>") == ["a\ufffdb\x01\x0bc", "d"]


def test_an_element_the_page_leaves_open_ends_with_the_page() -> None:
    assert texts(b"<div class=m>one</div><div class=m>two <b>cut o") == ["one", "two cut o"]


def test_elements_before_damage_are_given_out() -> None:
    class Damaged(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if chunk := super().read(size):
                return chunk
            raise BrokenExport("cut")

    found = elements(Damaged(b"<div class=m>one</div><div class=m>two"), {"m"})
    assert text_of(next(found)) == "one"
    with pytest.raises(BrokenExport):
        next(found)


def test_elements_without_end_inside_each_other_are_refused_not_lost() -> None:
    with pytest.raises(BrokenExport):
        texts(b"<div>" * 5000 + b"<div class=m>x</div>")


def test_a_deep_element_is_read() -> None:
    assert texts(b"<div class=m>" + b"<b>" * 1500 + b"deep") == ["deep"]


def test_no_file_is_read_and_no_entity_grows() -> None:
    page = b'<!DOCTYPE html [<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    assert texts(page + b"<div class=m>&b;&f;</div>") == ["&b;&f;"]


def test_a_long_page_is_read_in_constant_memory() -> None:
    def chunks() -> Iterator[bytes]:
        for number in range(40):
            yield b"<div class=m id=%d><b>Ann</b><p>some text</p></div>\n" % number * 1000

    class Page(io.RawIOBase):
        source = chunks()

        def read(self, size: int = -1) -> bytes:
            return next(self.source, b"")

    tracemalloc.start()
    count = sum(1 for _ in elements(Page(), {"m"}))  # type: ignore[arg-type]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 40_000
    assert peak < 20 << 20


@given(st.binary(max_size=400) | st.text("<>/div clas=m'\"&;#!-[]\0x\n", max_size=300).map(str.encode))
def test_any_bytes_are_walked(raw: bytes) -> None:
    for element in elements(io.BytesIO(raw), {"m", "div", "p"}):
        assert isinstance(text_of(element, links=True), str)
