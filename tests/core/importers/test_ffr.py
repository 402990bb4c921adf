"""This file is where FFR dialogues are read: every case, every outer shape, and damage."""

import json
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import BrokenExport, ChatTroveError
from core.export import Export
from core.importers import ffr
from core.types import ExportedMessage, Problem, Repair
from tests.core.importers.exported_json import as_json
from tests.core.importers.reading import entries_of, read_with

CASES = sorted((Path(__file__).parents[2] / "exports" / "ffr").iterdir())


def read(path: Path) -> dict[str, Any]:
    with Export(path) as export:
        assert entries_of(ffr, export)
        return as_json(ffr, export)


def dialogue(number: int) -> dict[str, Any]:
    turns = [{"utterance_idx": 0, "speaker": "User1", "utterance": f"第 {number} 句"}]
    return {"dialogue_id": number, "dialogue": turns, "query_text": "?", "gt_turns": [0]}


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.name))
def test_a_case_gives_what_it_expects_as_folder_and_as_zip(case: Path, tmp_path: Path) -> None:
    wanted = json.loads((case / "expected.json").read_text(encoding="utf-8"))
    assert read(case / "export") == wanted
    assert read(Path(shutil.make_archive(str(tmp_path / "export"), "zip", case / "export"))) == wanted


@pytest.mark.parametrize("shape", ["list", "lines", "pretty", "marked"])
def test_all_outer_shapes_hold_the_same_dialogues(shape: str, tmp_path: Path) -> None:
    dialogues = [dialogue(number) for number in range(3)]
    written = {
        "list": json.dumps(dialogues),
        "lines": "\r\n".join(json.dumps(each, ensure_ascii=False) for each in dialogues),
        "pretty": json.dumps(dialogues, indent=4, ensure_ascii=False),
        "marked": "\ufeff" + json.dumps(dialogues),
    }[shape]
    (tmp_path / "d.json").write_text(written, encoding="utf-8", newline="")
    found = read(tmp_path / "d.json")["conversations"]
    assert [(each["key"], each["items"][0]["text"]) for each in found] == [(str(n), f"第 {n} 句") for n in range(3)]


def test_dialogues_have_no_times_and_keep_their_order(tmp_path: Path) -> None:
    turns = [{"speaker": "User1", "utterance": f"{number}"} for number in range(50)]
    (tmp_path / "d.json").write_text(json.dumps({"dialogue_id": "x", "dialogue": turns}), encoding="utf-8")
    with Export(tmp_path) as export:
        (conversation,) = read_with(ffr, export)
        messages = [item for item in conversation.messages if isinstance(item, ExportedMessage)]
    assert [message.key for message in messages] == [str(number) for number in range(50)]
    assert all(message.sent_at is None and message.local_time is None for message in messages)


def test_a_list_cut_off_gives_its_whole_dialogues_and_tells_the_place(tmp_path: Path) -> None:
    text = json.dumps([dialogue(number) for number in range(4)])
    (tmp_path / "d.json").write_text(text[: text.index('"dialogue_id": 3')], encoding="utf-8")
    found = read(tmp_path / "d.json")["conversations"]
    assert [each["key"] for each in found] == ["0", "1", "2"]
    assert "byte" in found[-1]["items"][-1]["problem"][0]


def test_other_json_is_not_recognised(tmp_path: Path) -> None:
    for number, value in enumerate([[], {}, [1], [{"dialogue": 5}], {"messages": []}, {"dialogue": [{"text": "x"}]}]):
        path = tmp_path / f"{number}.json"
        path.write_text(json.dumps(value), encoding="utf-8")
        with Export(path) as export:
            assert not entries_of(ffr, export)
            with pytest.raises(BrokenExport):
                list(read_with(ffr, export))


ORIGINALS = [next((case / "export").glob("d*.json*")).read_bytes() for case in CASES]


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    original=st.sampled_from(ORIGINALS),
    edits=st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 40), st.binary(max_size=12)), max_size=5),
)
def test_a_damaged_file_raises_nothing_but_errors_for_people(
    original: bytes, edits: list[tuple[int, int, bytes]], tmp_path: Path
) -> None:
    raw = original
    for anywhere, length, new in edits:
        place = anywhere % (len(raw) + 1)
        raw = raw[:place] + new + raw[place + length :]
    (tmp_path / "d.json").write_bytes(raw)
    with suppress(ChatTroveError), Export(tmp_path / "d.json") as export:
        for conversation in read_with(ffr, export):
            assert all(isinstance(item, ExportedMessage | Problem | Repair) for item in conversation.messages)
