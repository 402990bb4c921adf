"""This file is where messages that share an id though they are different ones are kept, all of them."""

from collections.abc import Sequence
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.archive import Archive
from core.archive.incoming import Incoming, words_of
from core.keys import Keys
from core.types import ExportedConversation, ExportedMessage

START = 1_700_000_000_000 // 60_000 * 60_000
HOUR = 3_600_000


def said(key: str, text: str, at: int | None = START) -> ExportedMessage:
    return ExportedMessage(key, "Ann", at, None, text)


def chat(word: str, offset: int, count: int = 6) -> list[ExportedMessage]:
    """Messages 1, 2, 3, ... of a group, an hour apart."""
    return [said(str(number), f"{word} {number}", START + offset + number * HOUR) for number in range(1, count + 1)]


def take(archive: Archive, messages: Sequence[ExportedMessage], form: str = "pages", key: str = "Team") -> int:
    """Imports an export of a chat of which only the title is known."""
    keys = Keys(form)
    batch = [Incoming(keys.key(item), item.sent_at, item, words_of(item)) for item in messages]
    conversation = ExportedConversation("chat", key, "Team", (), format=form)
    with archive.transaction():
        part = archive.history.part(archive.history.begin(form, "chat"), form)
        return archive.intake.add(archive.intake.conversation(conversation, part, batch), batch)


def held(archive: Archive) -> list[list[str]]:
    """The texts of every conversation."""
    chats = archive.chats
    return sorted([item.text for page in chats.walk(one.id) for item in page] for one in chats.conversations())


def test_two_groups_of_one_name_stay_two_in_whatever_order_they_come(tmp_path: Path) -> None:
    parts = [chat("boats", 0)[:4], chat("boats", 0)[2:], chat("cars", 5 * HOUR), chat("cars", 5 * HOUR)[3:]]
    wanted = [[item.text for item in chat("boats", 0)], [item.text for item in chat("cars", 5 * HOUR)]]
    for number, order in enumerate(permutations(parts)):
        with Archive(tmp_path / str(number)) as archive:
            for part in order:
                take(archive, part)
            assert held(archive) == wanted
            assert [take(archive, part) for part in parts] == [0] * len(parts)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(exports=st.lists(st.lists(st.tuples(st.sampled_from("123"), st.integers(0, 3)), max_size=6), max_size=4))
def test_nothing_is_lost_however_ids_collide(
    exports: list[list[tuple[str, int]]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    messages = [[said(key, f"at {hour}", START + hour * HOUR) for key, hour in export] for export in exports]
    with Archive(tmp_path_factory.mktemp("ids") / "a") as archive:
        for export in messages:
            take(archive, export)
        texts = {text for texts in held(archive) for text in texts}
        assert texts == {item.text for export in messages for item in export}
        assert [take(archive, export) for export in messages] == [0] * len(messages)


def test_blanked_ids_lose_nothing_within_one_export(tmp_path: Path) -> None:
    messages = [said("0", "one"), said("0", "two"), said("0", "one"), said("0", "three", START + HOUR)]
    with Archive(tmp_path) as archive:
        assert take(archive, messages) == 3
        assert held(archive) == [["one", "two", "three"]]
        assert take(archive, messages) == 0


def test_other_words_at_the_same_time_are_a_later_wording(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        take(archive, [said("1", "helo")])
        assert take(archive, [said("1", "hello")]) == 0
        assert take(archive, [said("1", "hello!")._replace(edited_at=START + 1)]) == 0
        assert held(archive) == [["hello!"]]


def test_notices_without_time_are_told_apart_by_their_words(tmp_path: Path) -> None:
    notices = [said("1", "Ann made the group", None), said("1", "Bo made the group", None)]
    with Archive(tmp_path) as archive:
        assert [take(archive, [notice]) for notice in (*notices, *notices)] == [1, 1, 0, 0]


def test_dialogues_without_times_that_begin_alike_stay_apart(tmp_path: Path) -> None:
    dialogues = [[said("0", "hello", None), said("1", text, None)] for text in ("boats", "cars")]
    with Archive(tmp_path) as archive:
        added = [take(archive, each, key=f"file {place % 2}") for place, each in enumerate(dialogues * 2)]
        assert added == [2, 2, 0, 0]
        assert held(archive) == [["hello", "boats"], ["hello", "cars"]]
