"""This file is where `chattrove export` is checked: every form, what may be replaced, and that Qt is loaded late."""

import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from app.cli import codes
from tests.app.conftest import Call
from tests.conftest import WITHOUT_QT

SECRET = "Secret52N13E"


@pytest.fixture
def filled(chattrove: Call, family: Path) -> Call:
    """An archive with a picture that knows where it was taken."""
    exif = Image.Exif()
    exif[0x010F] = SECRET
    Image.new("RGB", (60, 40), "teal").save(family / "IMG-20231226-WA0001.jpg", exif=exif)
    assert chattrove("import", "--no-ocr", family).code == codes.FINE
    return chattrove


def test_text_is_written_by_the_ending(filled: Call, tmp_path: Path) -> None:
    place = tmp_path / "a.txt"
    assert filled("export", "grandma train", "-o", place).code == codes.FINE
    text = place.read_text(encoding="utf-8")
    assert text.startswith("grandma train\n")
    assert "14:35 at central station" in text


@pytest.mark.parametrize("keep", [False, True])
def test_a_zip_has_pictures_without_their_metadata_unless_asked_for(filled: Call, tmp_path: Path, keep: bool) -> None:
    place = tmp_path / "a.zip"
    assert filled("export", "has:image", "-o", place, *(["--keep-metadata"] if keep else [])).code == codes.FINE
    packed = zipfile.ZipFile(place)
    assert packed.namelist() == ["pictures/1.jpg", "conversation.md"]
    assert (SECRET.encode() in packed.read("pictures/1.jpg")) is keep
    assert filled("export", "has:image", "--no-pictures", "--overwrite", "-o", place).code == codes.FINE
    assert zipfile.ZipFile(place).namelist() == ["conversation.md"]


def test_a_page_has_pictures_unless_they_are_left_out(filled: Call, tmp_path: Path) -> None:
    for options, there in (([], True), (["--no-pictures"], False)):
        place = tmp_path / f"{there}.html"
        assert filled("export", "has:image", *options, "-o", place).code == codes.FINE
        assert ("data:image" in place.read_text("utf-8")) is there


def test_a_file_that_is_there_is_replaced_only_when_that_is_said(filled: Call, tmp_path: Path) -> None:
    place = tmp_path / "a.md"
    place.write_text("mine")
    said = filled("export", "grandma train", "-o", place)
    assert said.code == codes.USAGE
    assert "--overwrite" in said.err
    assert place.read_text() == "mine"
    assert filled("export", "grandma train", "--overwrite", "-o", place).code == codes.FINE
    assert "14:35" in place.read_text("utf-8")


@pytest.mark.parametrize(
    ("options", "hint"),
    [(["--keep-metadata", "-o", "a.html"], "--keep-metadata"), (["--pictures", "-o", "a.md"], ".zip")],
)
def test_options_that_do_not_fit_the_form_are_explained(
    filled: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], hint: str
) -> None:
    monkeypatch.chdir(tmp_path)
    said = filled("export", "has:image", *options)
    assert said.code == codes.USAGE
    assert hint in said.err
    assert not Path(options[-1]).exists()


@pytest.mark.skipif(bool(WITHOUT_QT), reason=WITHOUT_QT)
def test_pdf_and_png_are_drawn_without_a_display(filled: Call, tmp_path: Path) -> None:
    """In processes of their own: this one must not get an application that can have no windows."""
    environment = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "QT_QPA_PLATFORM")}
    for ending, begin in (("pdf", b"%PDF-"), ("png", b"\x89PNG")):
        place = tmp_path / f"a.{ending}"
        arguments = ["export", "--archive", str(tmp_path / "archive"), "train", "-o", str(place)]
        run = [sys.executable, "-m", "app", *arguments]
        done = subprocess.run(run, capture_output=True, text=True, check=False, env=environment)
        assert done.returncode == codes.FINE, done.stderr
        assert place.read_bytes().startswith(begin)


def test_where_qt_cannot_be_loaded_it_is_said_and_nothing_is_written(
    filled: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lacking: Callable[[], list[str]] = lambda: ["libEGL.so.1"]  # noqa: E731
    monkeypatch.setattr("app.cli.exporting.missing_libraries", lacking)
    said = filled("export", "grandma train", "-o", tmp_path / "a.pdf")
    assert said.code == codes.USAGE
    assert "libEGL.so.1" in said.err
    assert ".html" in said.err
    assert not (tmp_path / "a.pdf").exists()


def test_the_other_forms_load_no_qt(tmp_path: Path) -> None:
    script = "import sys, app.cli.exporting, core.sharing, app.session.sharing; sys.exit('PySide6' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
