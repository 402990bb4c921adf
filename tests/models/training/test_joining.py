"""Joined chats: what was asked and answered in the pieces is asked and answered in the chat."""

import gzip
from dataclasses import replace
from pathlib import Path
from random import Random

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.dialogues import Dialogue, DialogueQuery, read_dialogues
from core.types import Message
from models.training import chat_noise
from models.training.joining import NOTHING, Config, chats_of, main, record
from models.training.pieces import WHOLE, Piece, pieces_of

CLEAN = Config(noisy=0.0, replies=0.0, addressed=0.0, braided=0.0, timeless=0.0)


def dialogue(name: str, count: int, language: str = "en", people: int = 2) -> Dialogue:
    """Turn n of it says "<name> turn n." and names the other speaker; turn 2 answers its question."""
    speakers = [f"{name}{at}" for at in range(people)]
    messages = tuple(
        Message(at, 0, str(at), at % people, speakers[at % people], None, None, "message", text)
        for at, text in enumerate(
            f"{speakers[(at + 1) % people]}: {name} turn {at}, that is it." for at in range(count)
        )
    )
    query = DialogueQuery(f"what about {name} and its {name}", (2, 3), (), "question")
    half = count // 2
    fragments = (tuple(range(half)), tuple(range(half, count)))
    return Dialogue(name, messages, tuple(range(count)), fragments, (query,), language)


NAMES = ["apples", "bicycles", "castles", "dentists", "elephants", "fountains", "gardens", "harbours"]


def pieces(names: list[str] | None = None) -> dict[str, list[Piece]]:
    made = [piece for name in names or NAMES for piece in pieces_of(dialogue(name, 12), "sgd", Random(1))]
    chinese = [piece for name in "天地人海" for piece in pieces_of(dialogue(name * 3, 9, "zh"), "kdconv", Random(1))]
    return {"sgd/en": made, "kdconv/zh": chinese}


def test_the_same_seed_gives_the_same_chats_and_another_seed_others() -> None:
    first, again = (list(chats_of(pieces(), 6, Config(seed=3))) for _ in range(2))
    assert first == again
    assert [each.messages for each in first] != [each.messages for each in chats_of(pieces(), 6, Config(seed=4))]


@settings(max_examples=30)
@given(st.integers(0, 10_000), st.sampled_from([CLEAN, Config(), Config(noisy=1.0, split_per_message=0.9)]))
def test_queries_keep_pointing_at_the_turns_that_answer_them(seed: int, config: Config) -> None:
    for chat in chats_of(pieces(), 2, replace(config, seed=seed)):
        assert sorted(at for fragment in chat.fragments or () for at in fragment) == list(range(len(chat.messages)))
        for query in chat.queries:
            if query.kind == NOTHING:
                assert not query.utt_ids
                continue
            home = {number for number, each in enumerate(chat.fragments or ()) if set(query.utt_ids) & set(each)}
            assert len(home) == 1
            said = " ".join(chat.messages[at].text for at in query.utt_ids)
            if config is CLEAN:
                name = query.text.split()[-1]
                assert f"{name} turn 2" in said
                assert f"{name} turn 3" in said


def test_questions_that_nothing_answers_come_from_conversations_that_are_not_in_the_chat() -> None:
    found = 0
    for chat in chats_of(pieces(), 30, Config(seed=5, noisy=0.0)):
        said = " ".join(message.text for message in chat.messages)
        for query in chat.queries:
            if query.kind == NOTHING:
                found += 1
                assert query.text.split()[-1] not in said
    assert found > 20


def test_people_are_the_chats_own_also_where_they_are_named() -> None:
    for chat in chats_of(pieces(), 20, CLEAN):
        names = {message.sender for message in chat.messages}
        assert not any(name and name[:-1] in NAMES for name in names)
        assert all(message.text.split(":")[0] in names for message in chat.messages)


def test_conversations_may_run_side_by_side_and_every_chat_is_in_order_of_time() -> None:
    chats = list(chats_of(pieces(), 40, Config(seed=2, braided=1.0, timeless=0.0)))
    braided = [any(each[-1] - each[0] + 1 > len(each) for each in chat.fragments or ()) for chat in chats]
    assert sum(braided) > 20
    for chat in chats:
        times = [message.sent_at or 0 for message in chat.messages]
        assert times == sorted(times)
    assert not any(
        each[-1] - each[0] + 1 > len(each) for chat in chats_of(pieces(), 20, CLEAN) for each in chat.fragments or ()
    )


def test_some_chats_have_no_times_some_only_minutes_and_replies_point_back() -> None:
    chats = list(chats_of(pieces(), 60, Config(seed=7)))
    timed = [chat for chat in chats if chat.messages[0].sent_at is not None]
    assert 20 < len(timed) < 55
    assert any(all((message.sent_at or 0) % 60_000 == 0 for message in chat.messages) for chat in timed)
    replies = [(message, chat) for chat in chats for message in chat.messages if message.reply_to is not None]
    assert replies
    assert all(int(message.reply_to or 0) < message.id for message, _ in replies)


def test_a_chat_written_and_read_again_is_the_same(tmp_path: Path) -> None:
    chats = list(chats_of(pieces(), 8, Config(seed=9)))
    path = tmp_path / "joined.jsonl.gz"
    with gzip.open(path, "wb") as stream:
        stream.writelines(orjson.dumps(record(chat)) + b"\n" for chat in chats)
    for chat, again in zip(chats, read_dialogues(path), strict=True):
        assert again.fragments == chat.fragments
        assert again.queries == chat.queries
        assert [(each.sender, each.text, each.sent_at, each.reply_to) for each in again.messages] == [
            (each.sender, each.text, each.sent_at, each.reply_to) for each in chat.messages
        ]


def test_long_dialogues_give_their_fragments_or_stretches_as_pieces() -> None:
    long = dialogue("apples", 2 * WHOLE)
    marked = list(pieces_of(long, "qmsum", Random(1)))
    plain = list(pieces_of(replace(long, fragments=None), "crd3", Random(1)))
    assert [len(piece.messages) for piece in marked] == [WHOLE, WHOLE]
    assert all(len(piece.fragments) == 1 for piece in plain)
    assert sum(len(piece.messages) for piece in plain) >= 2 * WHOLE - 3
    assert marked[0].queries[0].utt_ids == (2, 3)
    assert not marked[1].queries


def test_a_split_opener_would_lose_its_question_so_it_stays_whole() -> None:
    asked = replace(dialogue("apples", 12), queries=(DialogueQuery("turn 0?", (1, 2), (), "thread_opener", 0),))
    made = {"irc/en": [*pieces_of(asked, "irc", Random(1)), *pieces(["castles"])["sgd/en"]]}
    for chat in chats_of(made, 20, Config(chinese=0.0, split_per_message=1.0, noisy=1.0, noise_per_message=0.0)):
        for query in chat.queries:
            if query.opener_id is not None:
                assert "apples turn 0, that is it" in chat.messages[query.opener_id].text


@pytest.mark.parametrize("language", ["en", "zh"])
def test_noise_changes_how_a_text_is_written_but_no_number(language: str) -> None:
    dice = Random(1)
    text = (
        "The invoice 4711 is due on the 23rd, please pay 99.50 euro."
        if language == "en"
        else "账单4711，23号前请付99.50元。"
    )
    changed = [chat_noise.written(text, language, dice, 0.9) for _ in range(200)]
    assert sum(each != text for each in changed) > 150
    assert all("4711" in each and "99.50" in each for each in changed)
    assert chat_noise.written(text, language, dice, 0.0) == text


@given(st.text(max_size=200), st.integers(0, 99))
def test_parts_of_a_message_hold_all_that_it_says(text: str, seed: int) -> None:
    found = chat_noise.parts(text, Random(seed))
    assert "".join("".join(found).split()) == "".join(text.split()) or found == [text]


def test_the_command_writes_chats_of_prepared_data(tmp_path: Path) -> None:
    folder = tmp_path / "train"
    folder.mkdir()
    with gzip.open(folder / "sgd.jsonl.gz", "wb") as stream:
        stream.writelines(orjson.dumps(record(dialogue(name, 12))) + b"\n" for name in NAMES)
    main(["--data", str(tmp_path), "--out", str(tmp_path / "out.jsonl.gz"), "--chats", "3"])
    assert len(list(read_dialogues(tmp_path / "out.jsonl.gz"))) == 3
