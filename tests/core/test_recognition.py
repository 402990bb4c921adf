"""This file is where exports find their importers, and where those that find none are told why."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from core import recognition
from core.beginning import Beginning
from core.errors import UnknownExport
from core.export import Export
from core.importers import IMPORTERS
from core.protocols import ReadOptions
from core.recognition import recognise
from core.types import ExportedConversation

WHATSAPP = "".join(
    f"1/{day}/24, 10:0{day} - {name}: hello {day}\n" for day in range(1, 9) for name in ("Ann", "王小明")
)


@dataclass(frozen=True)
class Everything:
    """An importer that takes whatever it gets."""

    name: str = "everything"
    title: str = "Everything"

    def recognises(self, beginning: Beginning) -> bool:
        return bool(beginning.raw)

    def read(self, export: Export, entries: Sequence[str], options: ReadOptions) -> Iterable[ExportedConversation]:
        return []


def recognised(path: Path, name: str | None = None) -> str:
    with Export(path) as export:
        (claim,) = recognise(export, name)
        return claim.importer.name


def unknown(path: Path, name: str | None = None) -> str:
    with pytest.raises(UnknownExport) as error:
        recognised(path, name)
    return str(error.value)


def test_a_whatsapp_text_is_recognised_whatever_it_is_called(tmp_path: Path) -> None:
    (tmp_path / "renamed.json").write_text(WHATSAPP, encoding="utf-8")
    assert recognised(tmp_path / "renamed.json") == "whatsapp"


def test_a_json_file_is_recognised_whatever_it_is_called(tmp_path: Path) -> None:
    chat = {"name": "x", "type": "personal_chat", "id": 1, "messages": []}
    (tmp_path / "renamed").write_text(json.dumps(chat), encoding="utf-8")
    assert recognised(tmp_path / "renamed") == "telegram"


def test_a_long_way_to_the_first_message_does_not_matter(tmp_path: Path) -> None:
    head = {"about": "x" * 100_000, "contacts": {"about": "y" * 300_000, "list": []}}
    account = head | {"chats": {"about": "", "list": [{"type": "personal_chat", "id": 1, "messages": []}]}}
    (tmp_path / "result.json").write_text(json.dumps(account), encoding="utf-8")
    assert recognised(tmp_path / "result.json") == "telegram"


def test_nothing_known_is_told_with_all_that_is_read_and_how_to_export_it(tmp_path: Path) -> None:
    (tmp_path / "shopping.txt").write_text("milk\nbread\n", encoding="utf-8")
    message = unknown(tmp_path / "shopping.txt")
    assert "shopping.txt" in message
    for word in ("WhatsApp", "Telegram", "FFR", "chattrove formats"):
        assert word in message


@pytest.mark.parametrize(
    ("name", "data", "hint"),
    [
        ("result.json", b"", "empty"),
        ("zero.zip", b"", "empty"),
        ("page.html", b"<html></html>", "no importer"),
        ("settings.json", b'{"theme": "dark", "messages": []}', "no importer"),
        ("list.json", b"[]", "no importer"),
        ("picture.jpg", bytes(range(256)) * 9, "no importer"),
    ],
)
def test_each_reason_for_not_knowing_has_its_own_sentence(name: str, data: bytes, hint: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    assert hint in unknown(tmp_path / name)


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    assert "no file" in unknown(tmp_path)


def test_a_folder_of_many_kinds_is_given_to_each_importer_in_parts(tmp_path: Path) -> None:
    (tmp_path / "chat.txt").write_text(WHATSAPP, encoding="utf-8")
    chat = {"name": "x", "type": "personal_chat", "id": 1, "messages": []}
    (tmp_path / "result.json").write_text(json.dumps(chat), encoding="utf-8")
    (tmp_path / "shopping.txt").write_text("milk\nbread\n", encoding="utf-8")
    with Export(tmp_path) as export:
        found = {claim.importer.name: claim.entries for claim in recognise(export)}
    assert found == {"whatsapp": ("chat.txt",), "telegram": ("result.json",)}


def test_the_folder_one_stands_in_is_called_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert unknown(Path()).startswith(tmp_path.name)


def test_a_tie_is_not_guessed_but_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognition, "IMPORTERS", (*IMPORTERS, Everything(), Everything("all", "All")))
    (tmp_path / "chat.txt").write_text(WHATSAPP, encoding="utf-8")
    message = unknown(tmp_path / "chat.txt")
    assert "--as all" in message
    assert "--as everything" in message
    assert recognised(tmp_path / "chat.txt", "everything") == "everything"


def test_a_name_that_is_no_importer_is_refused_with_those_that_are(tmp_path: Path) -> None:
    (tmp_path / "chat.txt").write_text(WHATSAPP, encoding="utf-8")
    assert all(importer.name in unknown(tmp_path / "chat.txt", "icq") for importer in IMPORTERS)
    assert "whatsapp" in unknown(tmp_path / "chat.txt", "icq")


def test_a_table_beside_an_app_s_export_is_told_and_not_mixed_with_it(tmp_path: Path) -> None:
    (tmp_path / "chat.txt").write_text(WHATSAPP, encoding="utf-8")
    table = "time,sender,text\n" + "".join(f"2024-05-0{day} 10:00:00,Ann,hello\n" for day in range(1, 9))
    (tmp_path / "table.csv").write_text(table, encoding="utf-8")
    with Export(tmp_path) as export:
        assert [claim.importer.name for claim in recognise(export)] == ["whatsapp"]
        (told,) = export.problems
    assert told.where == "table.csv"
    assert "import it alone" in told.reason
    assert recognised(tmp_path / "table.csv") == "table"
