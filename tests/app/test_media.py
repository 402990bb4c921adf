"""This file is where it is tested how the command line lists what was sent, and copies it out under safe names."""

from pathlib import Path

import pytest
from PIL import Image

from app.cli import codes
from app.session import Session
from tests.app.conftest import Call

CHAT = """25/12/2023, 09:01 - Ana: IMG-20231225-WA0001.jpg (file attached)
the harbour at night
26/12/2023, 10:00 - Bo: rent.pdf (file attached)
27/12/2023, 10:00 - Bo: PTT-20231227-WA0002.opus (file attached)
28/12/2023, 10:00 - Ana: <Media omitted>
29/12/2023, 10:00 - Ana: the boat leaves at nine
30/12/2023, 10:00 - Ana: IMG-20231230-WA0003.jpg (file attached)
"""


@pytest.fixture
def filled(chattrove: Call, tmp_path: Path) -> Call:
    folder = tmp_path / "WhatsApp Chat with Family"
    folder.mkdir()
    (folder / "WhatsApp Chat with Family.txt").write_text(CHAT, encoding="utf-8")
    for name, colour in (("IMG-20231225-WA0001.jpg", "navy"), ("IMG-20231230-WA0003.jpg", "red")):
        Image.new("RGB", (40, 30), colour).save(folder / name)
    (folder / "rent.pdf").write_bytes(b"%PDF-1.4 nothing")
    (folder / "PTT-20231227-WA0002.opus").write_bytes(b"OggS nothing")
    assert chattrove("import", "--no-index", "--zone", "UTC", folder).code == codes.FINE
    return chattrove


def names(said: object) -> list[str]:
    return [each["name"] for each in said.json["files"]]  # type: ignore[attr-defined]


def test_everything_is_listed_newest_first_and_what_was_left_out_is_counted(filled: Call) -> None:
    said = filled("media", "--json")
    assert said.code == codes.FINE
    assert names(said) == [
        "IMG-20231230-WA0003.jpg",
        "PTT-20231227-WA0002.opus",
        "rent.pdf",
        "IMG-20231225-WA0001.jpg",
    ]
    assert said.json["left_out"] == 1
    first = said.json["files"][0]
    assert (first["sender"], first["conversation"], first["width"]) == ("Ana", "Family", 40)
    assert first["local_time"] == "2023-12-30T10:00:00"
    assert len(first["sha256"]) == 64


def test_kinds_filters_and_words_narrow_the_list(filled: Call) -> None:
    assert names(filled("media", "--json", "--kind", "image")) == ["IMG-20231230-WA0003.jpg", "IMG-20231225-WA0001.jpg"]
    assert names(filled("media", "--json", "--kind", "file", "--kind", "voice", "from:Bo")) == [
        "PTT-20231227-WA0002.opus",
        "rent.pdf",
    ]
    assert names(filled("media", "--json", "harbour")) == ["IMG-20231225-WA0001.jpg"]
    assert names(filled("media", "--json", "has:voice")) == ["PTT-20231227-WA0002.opus"]
    assert names(filled("media", "--json", "--before", "2023-12-26")) == ["IMG-20231225-WA0001.jpg"]
    assert names(filled("media", "--json", "--kind", "image", "-harbour")) == ["IMG-20231230-WA0003.jpg"]
    assert names(filled("media", "--json", "--count", "2")) == ["IMG-20231230-WA0003.jpg", "PTT-20231227-WA0002.opus"]


def test_a_person_reads_who_sent_what_when(filled: Call) -> None:
    said = filled("media", "--kind", "file")
    assert "2023-12-26 10:00  Bo  (Family)  rent.pdf  [file, 16 B, " in said.out
    assert "1 file; 1 more were left out" in said.err


def test_nothing_that_fits_has_its_exit_code_and_a_wrong_filter_too(filled: Call) -> None:
    said = filled("media", "zeppelin")
    assert (said.code, said.out) == (codes.NOTHING_FOUND, "")
    assert "Nothing was sent that fits this." in said.err
    assert filled("media", "from:Zoe").code == codes.QUERY


def test_copies_are_written_once_and_replace_nothing(filled: Call, tmp_path: Path) -> None:
    target = tmp_path / "out" / "here"
    target.mkdir(parents=True)
    (target / "RENT.pdf").write_text("mine", encoding="utf-8")
    said = filled("media", "--json", "--copy-to", target)
    assert "4 files copied to" in said.err
    assert sorted(each.name for each in target.iterdir()) == [
        "IMG-20231225-WA0001.jpg",
        "IMG-20231230-WA0003.jpg",
        "PTT-20231227-WA0002.opus",
        "RENT.pdf",
        "rent (2).pdf",
    ]
    assert (target / "RENT.pdf").read_text(encoding="utf-8") == "mine"
    assert (target / "rent (2).pdf").read_bytes() == b"%PDF-1.4 nothing"
    assert said.json["files"][2]["copied_to"] == str(target / "rent (2).pdf")


def test_names_from_a_chat_cannot_leave_the_folder(filled: Call, tmp_path: Path) -> None:
    with Session(tmp_path / "archive") as session:
        bad = "../../\u202egpj.rent.pdf"
        session._archive._connection.execute("UPDATE attachments SET name = ? WHERE name = 'rent.pdf'", (bad,))
    target = tmp_path / "out"
    assert filled("media", "--kind", "file", "--copy-to", target).code == codes.FINE
    assert [each.name for each in target.iterdir()] == ["gpj.rent.pdf"]


def test_a_folder_that_cannot_be_written_is_told(filled: Call, tmp_path: Path) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file", encoding="utf-8")
    said = filled("media", "--copy-to", blocked)
    assert said.code == codes.USAGE
    assert "Choose another folder" in said.err


def test_a_file_that_is_gone_does_not_keep_the_others(filled: Call, tmp_path: Path) -> None:
    sha = next(each["sha256"] for each in filled("media", "--json").json["files"] if each["name"] == "rent.pdf")
    (tmp_path / "archive" / "media" / sha[:2] / sha).unlink()
    said = filled("media", "--copy-to", tmp_path / "out")
    assert said.code == codes.FINE
    assert "3 files copied" in said.err
    assert "1 file gone from the archive" in said.err
