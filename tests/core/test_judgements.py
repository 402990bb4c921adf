"""This file is where judgements are tested: kept once, forgotten with what they are about, exported in two forms."""

from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest

from core.archive import Archive
from core.dialogues import read_dialogues
from core.errors import DataError
from core.evaluation import Task, evaluate_read
from core.forgetting import forget
from core.fragments import images_of
from core.indexing import index
from core.judgements import asked, dialogues, export
from core.query import understand
from core.types import Answer, ExportedAttachment, Judgement, Message, StoredMedia
from tests.core.conftest import FixedSegmenter, WordEmbedder, say, store

NOW = datetime(2026, 1, 15, tzinfo=UTC)


class LastTurn:
    """A reader that always takes the last message and the first picture."""

    name = "last turn"

    def read(self, query: str, fragments: list[list[Message]]) -> list[Answer]:
        return [Answer({len(each) - 1: 0.9}, {0: 0.8} if images_of(each) else {}, 0.9) for each in fragments]


@pytest.fixture
def chat(archive: Archive) -> list[Message]:
    """Eight messages, of which the fourth has a picture."""
    picture = ExportedAttachment("image", "view.png", "view.png")
    said = [say("Ana" if at % 2 else "Bo", f"line {at}", at) for at in range(8)]
    said[3] = said[3]._replace(attachments=(picture,))
    said[5] = said[5]._replace(key="five", reply_to=None)
    number, _ = store(archive, "Friends", said, [StoredMedia("a" * 64, 9, "image/png", 4, 3)])
    return archive.chats.messages(archive.chats.message_ids(number))


def verdict(message: Message, right: bool = True, question: str = "boat", **more: object) -> Judgement:
    return Judgement(question, message.conversation_id, message.id, None, right, **more)  # type: ignore[arg-type]


def put(archive: Archive, *judgements: Judgement) -> None:
    with archive.transaction():
        archive.judgements.put(judgements)


def test_a_verdict_replaces_the_earlier_one_on_the_same_place(archive: Archive, chat: list[Message]) -> None:
    put(archive, verdict(chat[1], confidence=0.7, reader="compact"))
    put(archive, verdict(chat[1], right=False), verdict(chat[1], question="rent"))
    assert [each.right for each in archive.judgements.of("boat")] == [False]
    assert archive.judgements.count() == 2


def test_a_message_its_picture_and_the_whole_result_are_judged_apart(archive: Archive, chat: list[Message]) -> None:
    whole = Judgement("boat", chat[0].conversation_id, None, None, True)
    picture = Judgement("boat", whole.conversation_id, chat[3].id, chat[3].attachments[0].id, False)
    put(archive, whole, picture, verdict(chat[3]))
    assert {each.place: each.right for each in archive.judgements.of("boat")} == {
        whole.place: True,
        picture.place: False,
        verdict(chat[3]).place: True,
    }
    with archive.transaction():
        archive.judgements.take_back([verdict(chat[3]), whole])
    assert [each.place for each in archive.judgements.all()] == [picture.place]


def test_what_is_forgotten_takes_its_judgements_along(archive: Archive, chat: list[Message]) -> None:
    class NoIndex:
        def delete(self, ids: object) -> None: ...

        def __getattr__(self, name: str) -> object:
            return lambda *_: None

    put(archive, verdict(chat[1]), Judgement("boat", chat[0].conversation_id, None, None, True))
    forget(archive, NoIndex(), chat[0].conversation_id)  # type: ignore[arg-type]
    assert archive.judgements.count() == 0


def test_a_question_is_the_same_with_a_filter_more_and_one_of_filters_alone_is_itself() -> None:
    def kept(typed: str) -> str:
        return asked(understand(typed, now=NOW, zone=UTC), typed)

    assert kept("boat  harbour from:Nora after:2024") == kept("boat harbour") == "boat harbour"
    assert kept("has:image  from:Nora") == "has:image from:Nora"


def test_records_tell_all_of_what_was_judged(archive: Archive, chat: list[Message], tmp_path: Path) -> None:
    item = chat[3].attachments[0]
    put(archive, verdict(chat[2], confidence=0.5, reader="compact", judged_at=7))
    put(archive, Judgement("boat", chat[3].conversation_id, chat[3].id, item.id, False, judged_at=8))
    assert export(archive, tmp_path / "kept.jsonl", "records") == 2
    first, second = map(orjson.loads, (tmp_path / "kept.jsonl").read_bytes().splitlines())
    assert (first["of"], first["right"], first["message"]["text"], first["confidence"]) == (
        "message",
        True,
        "line 2",
        0.5,
    )
    assert (second["of"], second["right"], second["picture"]["name"]) == ("picture", False, "view.png")


def test_dialogues_are_what_evaluation_reads(archive: Archive, chat: list[Message], tmp_path: Path) -> None:
    """Fragments of four: both have a judged message; the truth is what was judged right."""
    index(archive, (FixedSegmenter(), WordEmbedder()), _Dense(), lambda _: None)  # type: ignore[arg-type]
    item = chat[3].attachments[0]
    put(archive, verdict(chat[3]), verdict(chat[0], right=False), verdict(chat[6], question="rent"))
    put(archive, Judgement("boat", chat[3].conversation_id, chat[3].id, item.id, True))
    put(archive, verdict(chat[7], question="has:image"))
    path = tmp_path / "judged.jsonl"
    assert export(archive, path, "dialogues") == 2
    first, second = read_dialogues(path)
    assert [message.text for message in first.messages] == [f"line {at}" for at in range(4)]
    [boat] = first.queries
    assert (boat.text, boat.utt_ids, boat.img_ids, boat.kind) == ("boat", (3,), (0,), "judged")
    assert [query.text for query in second.queries] == ["rent"]
    assert orjson.loads(path.read_bytes().splitlines()[0])["queries"][0]["wrong_utt_ids"] == [0]
    scores = evaluate_read(Task(path), LastTurn())  # type: ignore[arg-type]
    assert scores["samples"] == 2
    assert scores["images"]["f1"] == 1.0


def test_messages_in_no_fragment_come_with_those_around_them_each_once(archive: Archive, chat: list[Message]) -> None:
    put(archive, verdict(chat[1]), verdict(chat[5]))
    [dialogue] = dialogues(archive)
    assert len(dialogue["turns"]) == 8
    assert dialogue["queries"][0]["utt_ids"] == [1, 5]


def test_a_file_that_cannot_be_written_is_named_and_nothing_is_left(archive: Archive, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be written"):
        export(archive, tmp_path / "nowhere" / "kept.jsonl", "records")
    assert not list(tmp_path.glob("**/*.part"))


class _Dense:
    """A dense index that takes everything and keeps nothing."""

    def __getattr__(self, name: str) -> object:
        return lambda *_: None
