"""This file is where shared files are checked: their names, how they are written, and what goes along with pictures."""

import errno
import io
import os
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from core.errors import ShareError
from core.sharing import (
    Options,
    Shared,
    as_html,
    as_text,
    beginning,
    form_of,
    safe_file_name,
    simple_page,
    suggested_name,
    write_file,
    written,
)
from core.sharing.pictures import redrawn
from core.types import Attachment
from tests.core.test_sharing import HOSTILE, no_media, picture, result_with

SECRET = "Secret52N13E"


def with_gps(path: Path) -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x0131], exif[0x9286] = SECRET, SECRET, SECRET
    place = exif.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", (52.0, 30.0, 0.0), "E", (13.0, 24.0, 0.0)
    xmp = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf>{SECRET}</rdf></x:xmpmeta>'.encode()
    comment, profile = SECRET.encode(), b"\0" * 128 + SECRET.encode()
    Image.new("RGB", (64, 48), "teal").save(path, "JPEG", exif=exif, xmp=xmp, comment=comment, icc_profile=profile)


def with_texts(path: Path) -> None:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", SECRET)
    texts.add_text("Software", SECRET, zip=False)
    texts.add_itxt("XML:com.adobe.xmp", SECRET)
    exif = Image.Exif()
    exif[0x010F] = SECRET
    Image.new("RGBA", (64, 48), (9, 9, 9, 128)).save(path, "PNG", pnginfo=texts, exif=exif)


def with_gif_comment(path: Path) -> None:
    frames = [Image.new("P", (64, 48), colour) for colour in (1, 2)]
    frames[0].save(path, "GIF", comment=SECRET.encode(), save_all=True, append_images=frames[1:])


def with_webp_exif(path: Path) -> None:
    exif = Image.Exif()
    exif[0x010F] = SECRET
    Image.new("RGB", (64, 48), "teal").save(path, "WEBP", exif=exif, xmp=SECRET.encode(), icc_profile=SECRET.encode())


def with_tiff_tags(path: Path) -> None:
    Image.new("RGB", (64, 48), "teal").save(path, "TIFF", description=SECRET, artist=SECRET, software=SECRET)


MAKERS = [with_gps, with_texts, with_gif_comment, with_webp_exif, with_tiff_tags]


@pytest.mark.parametrize("make", MAKERS)
def test_nothing_but_pixels_is_left_of_a_picture(make, tmp_path):
    make(tmp_path / "x")
    assert SECRET.encode() in (tmp_path / "x").read_bytes().replace(b"\0", b"")
    made = redrawn(tmp_path / "x")
    assert SECRET.encode() not in made.data
    for mark in (b"Exif", b"GPS", b"xmp", b"http://ns.adobe", b"ICC_PROFILE", b"tEXt", b"iTXt", b"eXIf", b"\xff\xfe"):
        assert mark not in made.data
    shown = Image.open(io.BytesIO(made.data))
    assert not shown.getexif()
    assert set(shown.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def shared_with(path, number=7):
    item = replace(picture(number, message_id=1), name="IMG_<b>.jpg", width=64, height=48)
    return Shared("where", (result_with("here it is", attachments=[item]),)), lambda sha256: path


def opened(data):
    return zipfile.ZipFile(io.BytesIO(data))


@pytest.mark.parametrize("make", MAKERS)
def test_a_zip_has_the_text_and_stripped_pictures_beside_it(make, tmp_path):
    make(tmp_path / "x")
    shared, media = shared_with(tmp_path / "x")
    data = written(shared, "zip", Options(), media)
    names = opened(data).namelist()
    (beside,) = [name for name in names if name.startswith("pictures/1.")]
    assert set(names) == {beside, "conversation.md"}
    assert f"]({beside})" in opened(data).read("conversation.md").decode()
    assert SECRET.encode() not in opened(data).read(beside)
    assert Image.open(io.BytesIO(opened(data).read(beside))).size == (64, 48)


def test_the_entries_of_a_zip_tell_no_time_of_this_machine(tmp_path):
    with_gps(tmp_path / "x")
    shared, media = shared_with(tmp_path / "x")
    assert {entry.date_time for entry in opened(written(shared, "zip", Options(), media)).infolist()} == {
        (1980, 1, 1, 0, 0, 0)
    }


@pytest.mark.parametrize("make", MAKERS)
def test_original_files_go_along_only_when_that_was_chosen(make, tmp_path):
    make(tmp_path / "x")
    shared, media = shared_with(tmp_path / "x")
    data = opened(written(shared, "zip", Options(keep_metadata=True), media))
    (beside,) = [name for name in data.namelist() if name.startswith("pictures/")]
    assert data.read(beside) == (tmp_path / "x").read_bytes()
    assert not Options().keep_metadata


def test_a_zip_without_pictures_names_them_only(tmp_path):
    with_gps(tmp_path / "x")
    shared, media = shared_with(tmp_path / "x")
    assert opened(written(shared, "zip", Options(pictures=False), media)).namelist() == ["conversation.md"]


@pytest.mark.parametrize("keep", [False, True])
def test_what_is_no_picture_never_gets_into_a_zip(tmp_path, keep):
    (tmp_path / "x").write_text("<svg onload='alert(1)'/>")
    shared, media = shared_with(tmp_path / "x")
    assert opened(written(shared, "zip", Options(keep_metadata=keep), media)).namelist() == ["conversation.md"]


def test_a_page_without_pictures_has_none(tmp_path):
    with_gps(tmp_path / "x")
    shared, media = shared_with(tmp_path / "x")
    assert "data:image" in as_html("q", shared.results, Options(), media)
    assert "data:image" not in as_html("q", shared.results, Options(pictures=False), media)


# ---------------------------------------------------------------- text and simple pages


@pytest.mark.parametrize("text", HOSTILE)
def test_plain_text_has_every_line_and_nothing_that_deceives(text):
    made = as_text(text, [result_with(text, sender=text or "x", title=text)], Options(), no_media)
    assert not set("\u202e\u2066\x07\x1b\x00") & set(made)
    for line in text.replace("\u2028", "\n").splitlines():
        kept = "".join(char for char in line if char.isalnum())
        assert kept in "".join(char for char in made if char.isalnum())


def test_a_star_marks_what_answers_only_where_the_rest_is_shown_too():
    result = result_with("before", "the answer")
    first, second = result.spans[0].messages
    assert "★" not in as_text("q", [result], Options(), no_media)
    mixed = replace(result.spans[0], messages=(replace(first, highlighted=False), second))
    made = as_text("q", [replace(result, spans=(mixed,))], Options(), no_media)
    assert made.index("before") < made.index("★") < made.index("the answer")


@given(
    st.text(max_size=80)
    | st.lists(st.sampled_from(['<article class="chosen">', "</article>", "<", ">", "&", '"', "<head>", "a"])).map(
        "".join
    )
)
def test_the_simple_page_has_no_tag_that_is_not_ours(text):
    simple = simple_page(as_html(text, [result_with(text, sender=text or "x", title=text)], Options(), no_media))
    without = simple_page(as_html("q", [result_with("q", sender="q", title="q")], Options(), no_media))
    assert simple.count("<table") == simple.count("</table>") == without.count("<table") == 1
    assert "<article" not in simple
    assert "<script" not in simple


def test_messages_that_were_selected_have_no_question_and_no_reason():
    result = replace(result_with("hello"), why="")
    for form in ("html", "markdown", "text", "json"):
        made = written(Shared("", (result,)), form, Options(context=False), no_media).decode()
        assert "hello" in made
        assert "Question" not in made
    assert "<title>Family</title>" in as_html("", [result], Options(), no_media)


def test_what_was_chosen_by_hand_is_all_shared_also_without_context():
    result = result_with("one", "two")
    plain = tuple(replace(each, highlighted=False) for each in result.spans[0].messages)
    result = replace(result, spans=(replace(result.spans[0], messages=plain),))
    shared = Shared("", (result,))
    assert not shared.has_context
    made = as_text("", [result], Options(context=False), no_media)
    assert "one" in made
    assert "two" in made


def test_the_pictures_of_what_is_shared_are_told_once_each():
    item = picture(message_id=1)
    other = Attachment(9, 1, "voice", "v.opus", "found", "b" * 64)
    shared = Shared("", (result_with("x", attachments=[item, replace(item, id=8), other]),))
    assert shared.picture_files == ["a" * 64]


def test_the_beginning_has_no_more_messages_than_wanted_and_only_their_pictures():
    item = replace(picture(message_id=3), message_id=3)
    shared = Shared("q", (result_with("a", "b", "c", attachments=[item]), result_with("d")))
    assert beginning(shared, 4) is shared
    first = beginning(shared, 2)
    assert [each.message.text for each in first.messages] == ["a", "b"]
    assert first.results[0].spans[0].images == ()


def test_a_beginning_has_a_dozen_of_a_thousand_pictures_and_the_start_of_an_endless_text():
    items = [replace(picture(message_id=1), id=number) for number in range(1_000)]
    (shown,) = beginning(Shared("q", (result_with("x" * 100_000, attachments=items),)), 150).messages
    assert len(shown.message.attachments) == 12
    assert len(shown.message.text) < 5_000


# ---------------------------------------------------------------- names and places


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("where is the boat?", "where is the boat"),
        ("../../etc/passwd", "etc passwd"),
        ("C:\\Windows\\x", "C Windows x"),
        ("CON", "ChatTrove"),
        ("com1.txt", "ChatTrove"),
        ("  .hidden", "hidden"),
        ("-rf", "rf"),
        ("~", "ChatTrove"),
        ("", "ChatTrove"),
        ("\u202egnp.exe", "gnp.exe"),
        ("a\nb\x00c\u200b", "a bc"),
        ("在哪里？船", "在哪里？船"),
        ("a" * 500, "a" * 60),
    ],
)
def test_a_file_name_is_safe_whatever_the_title(title, name):
    assert safe_file_name(title) == name


@given(st.text(max_size=300))
def test_a_file_name_never_leaves_its_folder_and_can_always_be_made(title):
    name = safe_file_name(title)
    assert name
    assert name == name.strip(" .")
    assert not set('/\\:*?"<>|\0\n\r') & set(name)
    assert len(name.encode()) <= 160
    assert name.isprintable()


def test_a_suggested_name_tells_no_hidden_name():
    shared = Shared("where is Anna Maria", (result_with("x"),))
    assert suggested_name(shared, Options()) == "where is Anna Maria"
    assert suggested_name(shared, Options(hide_names=True)) == "where is A"
    chosen = replace(shared, query="")
    assert suggested_name(chosen, Options()) == "Family"
    assert suggested_name(chosen, Options(hide_names=True)) == "ChatTrove"


def test_a_form_is_known_by_the_ending():
    assert form_of(Path("a.MD")) == "markdown"
    assert form_of(Path("a.htm")) == "html"
    assert form_of(Path("a.exe")) is None


def test_a_file_that_is_there_stays_unless_it_may_go(tmp_path):
    place = tmp_path / "a.txt"
    place.write_bytes(b"old")
    with pytest.raises(ShareError, match="already"):
        write_file(place, b"new", overwrite=False)
    assert place.read_bytes() == b"old"
    write_file(place, b"new", overwrite=True)
    assert place.read_bytes() == b"new"
    assert [each.name for each in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
def test_a_full_disk_leaves_what_was_there_and_no_half_file(tmp_path, monkeypatch, number):
    place = tmp_path / "a.txt"
    place.write_bytes(b"old")

    def fail(descriptor):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(ShareError, match="hoose another place") as caught:
        write_file(place, b"new", overwrite=True)
    assert str(place) in str(caught.value)
    assert place.read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ShareError, match="no such folder"):
        write_file(tmp_path / "gone" / "a.txt", b"", overwrite=True)
