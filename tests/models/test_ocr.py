"""This file is where reading text in pictures is tested with the shipped models, on pictures drawn here."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont, ImageOps

import resources
from core.errors import Cancelled
from core.fragments import IMAGE_CHARACTERS
from core.picture_text import pixels_of
from models import ocr
from models.bundle import Bundle, shipped_models
from models.ocr import CHARACTERS, OnnxTextReader

INTER = Path(resources.__path__[0], "fonts", "Inter-Regular.otf")
CHINESE = [
    Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"),
    Path("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc"),
    Path("/System/Library/Fonts/PingFang.ttc"),
    Path("C:/Windows/Fonts/msyh.ttc"),
]
RECEIPT = ["Booking confirmed", "Reference QX7-4821", "Room 412, Seaview Hotel", "Total EUR 248.50"]
TRANSFER = ["转账成功", "收款人 林悦", "金额 1248.50 元", "登机口 B27 飞往成都"]


@pytest.fixture(scope="module")
def reader() -> OnnxTextReader:
    return Bundle(shipped_models()).text_reader()


def drawn(lines: list[str], *, font: Path = INTER, size: int = 30, dark: bool = False, width: int = 640) -> Image.Image:
    ink, ground = ("#e8e8e8", "#16191d") if dark else ("#141414", "#fbfaf7")
    picture = Image.new("RGB", (width, 60 + round(1.7 * size * len(lines))), ground)
    draw, letters = ImageDraw.Draw(picture), ImageFont.truetype(str(font), size)
    for place, line in enumerate(lines):
        draw.text((40, 30 + round(1.7 * size * place)), line, fill=ink, font=letters)
    return picture


def read(reader: OnnxTextReader, picture: Image.Image) -> list[str]:
    return reader.read(np.asarray(picture)).splitlines()


def squeezed(lines: list[str]) -> str:
    return "".join("".join(lines).split())


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("size", [18, 30, 48])
def test_english_is_read_as_it_is_written(reader: OnnxTextReader, size: int, dark: bool) -> None:
    assert read(reader, drawn(RECEIPT, size=size, dark=dark, width=1080)) == RECEIPT


@pytest.mark.parametrize("dark", [False, True])
def test_chinese_is_read_as_it_is_written(reader: OnnxTextReader, dark: bool) -> None:
    font = next((path for path in CHINESE if path.is_file()), None)
    if font is None:
        pytest.skip("there is no font with Chinese characters on this machine")
    assert squeezed(read(reader, drawn(TRANSFER, font=font, dark=dark))) == squeezed(TRANSFER)


def test_a_photo_that_its_exif_turns_is_read_upright(reader: OnnxTextReader, tmp_path: Path) -> None:
    picture, path = drawn(RECEIPT), tmp_path / "turned.jpg"
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter, clockwise
    picture.transpose(Image.Transpose.ROTATE_90).save(path, quality=95, exif=exif)
    pixels = pixels_of(path)
    assert pixels is not None
    assert pixels.shape == (picture.height, picture.width, 3)
    assert reader.read(pixels).splitlines() == RECEIPT


def test_a_picture_that_lies_on_its_side_without_saying_so_gives_its_words(reader: OnnxTextReader) -> None:
    for turn in (Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_270):
        text = squeezed(read(reader, drawn(RECEIPT).transpose(turn)))
        assert all(word in text for word in ("QX7-4821", "248.50", "confirmed"))


def test_a_page_that_is_held_a_little_askew_gives_its_lines(reader: OnnxTextReader) -> None:
    turned = drawn(RECEIPT).rotate(7, expand=True, fillcolor="#fbfaf7", resample=Image.Resampling.BICUBIC)
    assert squeezed(read(reader, turned)) == squeezed(RECEIPT)


def test_a_long_screenshot_is_read_to_its_end_in_tiles_each_line_once(reader: OnnxTextReader) -> None:
    lines = [f"Line {number:03} of the list" for number in range(60)]
    picture = drawn(lines, size=30, width=700)
    assert picture.height > 2 * ocr._TILE
    assert read(reader, picture) == lines


def test_what_is_read_is_bounded_and_more_than_a_fragment_shows(reader: OnnxTextReader) -> None:
    lines = [f"{number:02} the quick brown fox jumps over the lazy dog and further on" for number in range(90)]
    text = reader.read(np.asarray(drawn(lines, size=24, width=1000)))
    assert IMAGE_CHARACTERS < len(text) <= CHARACTERS


def test_pictures_without_text_say_nothing_and_tiny_ones_are_not_looked_at(reader: OnnxTextReader) -> None:
    shades = np.linspace(60, 200, 900 * 700).reshape(700, 900).astype(np.uint8)
    assert reader.read(np.stack([shades] * 3, axis=2)) == ""
    assert reader.read(np.zeros((1, 1, 3), np.uint8)) == ""
    assert reader.read(np.full((3, 4000, 3), 255, np.uint8)) == ""
    assert reader.read(np.full((4000, 20, 3), 255, np.uint8)) == ""


def test_a_picture_without_text_is_looked_at_once_and_small(
    reader: OnnxTextReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[tuple[int, int]] = []
    chances = OnnxTextReader._chances

    def counted(self: OnnxTextReader, image: Image.Image, size: tuple[int, int]) -> object:
        looked.append(size)
        return chances(self, image, size)

    monkeypatch.setattr(OnnxTextReader, "_chances", counted)
    reader.read(np.full((1200, 1080, 3), 128, np.uint8))
    assert looked == [(448, 512)]


def test_reading_can_be_stopped_between_its_steps(reader: OnnxTextReader) -> None:
    def stop() -> None:
        raise Cancelled("enough")

    with pytest.raises(Cancelled):
        reader.read(np.asarray(drawn(RECEIPT)), stop)


def test_bright_drawings_on_nothing_are_read_as_well_as_dark_ones(reader: OnnxTextReader, tmp_path: Path) -> None:
    for dark in (False, True):
        shape = ImageOps.invert(drawn(RECEIPT).convert("L"))
        sticker = Image.new("RGBA", shape.size, "white" if dark else "black")
        sticker.putalpha(shape.point(lambda value: 255 if value > 90 else 0))
        path = tmp_path / f"sticker{dark}.webp"
        sticker.save(path, lossless=True)
        pixels = pixels_of(path)
        assert pixels is not None
        assert "QX7-4821" in squeezed(reader.read(pixels).splitlines())


@pytest.mark.parametrize("content", [b"", b"no picture", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, b"\xff\xd8\xff\xe0" * 9])
def test_files_that_are_no_pictures_are_told_and_raise_nothing(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.jpg"
    path.write_bytes(content)
    assert pixels_of(path) is None


def test_a_picture_that_was_cut_off_is_told(tmp_path: Path) -> None:
    whole = io.BytesIO()
    drawn(RECEIPT).save(whole, "PNG")
    path = tmp_path / "half.png"
    path.write_bytes(whole.getvalue()[: len(whole.getvalue()) // 2])
    assert pixels_of(path) is None


def test_the_models_are_small_licensed_and_as_exact_as_the_originals() -> None:
    entry = Bundle(shipped_models()).entry("text_reader")
    assert sum(file.size for file in entry.files.values()) < 16_000_000
    assert entry.facts["licence"] == "Apache-2.0"
    assert max(entry.facts["scores"].values()) < 0.01
