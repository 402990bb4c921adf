"""The demo export is complete and the same as its sources; this file is where that is held."""

import io
import json
import re
import zipfile
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageOps

from core.export import Export
from resources.demo.make_demo import EXPORT, HERE, write_zip
from resources.demo.pictures.cake import cake
from resources.demo.transcript import PEOPLE, picture_names, read_entries, render

_HEADER = re.compile(r"(\d\d)/(\d\d)/(\d{4}), (\d\d):(\d\d) - (?:([^:\n]{1,30}): )?(.*)")
_ATTACHED = re.compile("^\u200e(.+) \\(file attached\\)$")
_LIMIT = 4 << 20


@pytest.fixture(scope="module")
def archive():
    with zipfile.ZipFile(HERE / f"{EXPORT}.zip") as opened:
        yield opened


@pytest.fixture(scope="module")
def text(archive) -> str:
    return archive.read(f"{EXPORT}.txt").decode("utf-8")


@pytest.fixture(scope="module")
def headers(text) -> list[tuple]:
    return [match.groups() for line in text.split("\n") if (match := _HEADER.fullmatch(line))]


@pytest.fixture(scope="module")
def questions() -> dict:
    return json.loads((HERE / "demo.json").read_text(encoding="utf-8"))


def test_the_export_opens_safely_and_is_small(archive):
    with Export(HERE / f"{EXPORT}.zip") as export:
        assert not export.problems
        assert set(export.names()) == set(archive.namelist())
    assert (HERE / f"{EXPORT}.zip").stat().st_size <= _LIMIT


def test_there_are_about_four_hundred_messages_of_five_people_over_eight_months(headers):
    senders = [sender for *_, sender, _ in headers if sender]
    assert 330 <= len(senders) <= 420
    assert set(senders) == set(PEOPLE.values())
    assert min(senders.count(name) for name in PEOPLE.values()) >= 50
    first, last = (datetime(int(y), int(m), int(d)) for d, m, y, *_ in (headers[0], headers[-1]))  # noqa: DTZ001
    assert 230 <= (last - first).days <= 260


def test_every_date_is_real_and_in_order_and_cannot_be_read_month_first(headers):
    moments = [datetime(*map(int, (y, m, d, h, n))) for d, m, y, h, n, *_ in headers]  # noqa: DTZ001
    assert moments == sorted(moments)
    assert any(int(day) > 12 for day, *_ in headers)


def test_lines_without_a_header_belong_to_messages_that_have_more_lines(text, headers):
    lines = text.removesuffix("\n").split("\n")
    assert _HEADER.fullmatch(lines[0])
    assert 20 < len(lines) - len(headers) < 80
    assert all(lines)


def test_every_file_named_in_the_text_is_there_but_the_one_voice_note(text, headers, archive):
    named = [match[1] for *_, body in headers if (match := _ATTACHED.match(body))]
    missing = [name for name in named if name not in archive.namelist()]
    assert missing == ["PTT-20250611-WA0002.opus"]
    assert {name for name in archive.namelist() if not name.endswith(".txt")} == set(named) - set(missing)
    assert len(named) == len(set(named))


def test_the_special_cases_of_an_export_are_all_in_it(text, headers):
    bodies = [body for *_, body in headers]
    assert bodies.count("<Media omitted>") == 1
    assert sum(body in ("You deleted this message", "This message was deleted") for body in bodies) == 1
    assert sum(body.endswith("<This message was edited>") for body in bodies) == 1
    assert sum(body.startswith("location: https://maps.google.com/?q=") for body in bodies) == 1
    assert sum(body == "POLL:" for body in bodies) == 1
    assert sum(sender is None for *_, sender, _ in headers) == 7


def test_both_languages_are_spoken_throughout(headers):
    chinese = [re.search("[\u4e00-\u9fff]", body) is not None for *_, body in headers]
    for third in np.array_split(np.array(chinese), 3):
        assert 0.2 < third.mean() < 0.6


def test_every_picture_can_be_read_and_two_are_stored_turned(archive):
    turned = {}
    names = [name for name in archive.namelist() if name.endswith(".jpg")]
    for name in names:
        picture = Image.open(io.BytesIO(archive.read(name)))
        upright = ImageOps.exif_transpose(picture)
        assert 900 <= max(upright.size) <= 1400
        if orientation := picture.getexif().get(0x0112):
            turned[name] = (orientation, upright.width > upright.height)
    assert len(names) >= 14
    assert turned == {"IMG-20250509-WA0001.jpg": (6, True), "IMG-20250905-WA0001.jpg": (8, False)}


def test_the_text_in_the_zip_is_what_the_sources_say(text):
    entries = read_entries(HERE / "chat")
    assert render(entries, picture_names(entries)) == text


def test_the_same_pictures_give_the_same_zip_byte_for_byte(archive, tmp_path):
    entries = read_entries(HERE / "chat")
    drawn = {key: archive.read(name) for key, name in picture_names(entries).items()}
    again = tmp_path / "again.zip"
    write_zip(again, entries, drawn)
    with zipfile.ZipFile(again) as rebuilt:
        assert [(i.filename, i.CRC, i.date_time) for i in rebuilt.infolist()] == [
            (i.filename, i.CRC, i.date_time) for i in archive.infolist()
        ]
    second = tmp_path / "second.zip"
    write_zip(second, entries, drawn)
    assert again.read_bytes() == second.read_bytes()


def test_drawing_a_picture_twice_gives_the_same_picture():
    assert cake(96, 72).tobytes() == cake(96, 72).tobytes()


def test_a_line_that_is_no_entry_is_named_in_the_error(tmp_path: Path):
    (tmp_path / "part.txt").write_text("== 2025-01-13\n10:00 X nobody has this initial\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"part\.txt: not an entry: '10:00 X nobody"):
        read_entries(tmp_path)


def test_the_questions_name_messages_and_pictures_that_exist(text, questions, archive):
    assert questions["export"] == f"{EXPORT}.zip"
    asked = questions["questions"]
    assert questions["question"] == asked[0]["query"]
    assert len(asked) >= 12
    assert min(sum(q["language"] == language for q in asked) for language in ("en", "zh")) >= 6
    for question in asked:
        assert question["expects"]
        assert [part for part in question["expects"] if text.count(part) != 1] == [], question["query"]
        assert set(question["images"]) <= set(archive.namelist()), question["query"]
