"""This file is where the promise "never loses a message, never doubles one" is attacked from all sides."""

from collections.abc import Sequence

import pytest

from core.archive import Archive
from core.archive.incoming import Incoming, words_of
from core.keys import Keys
from core.types import ConversationReport, ExportedConversation, ExportedMessage, FileReport, ImportReport, Problem

START = 1_714_560_000_000  # 2024-05-01T10:40:00Z
MINUTE = 60_000


def said(
    key: str | None, text: str, minute: float = 0, sender: str = "Ana", sender_key: str | None = None
) -> ExportedMessage:
    return ExportedMessage(key, sender, START + int(minute * MINUTE), None, text, sender_key=sender_key)


def take(archive: Archive, messages: Sequence[ExportedMessage], title: str = "Team", form: str = "json") -> int:
    """One import of one chat; returns its id."""
    keys = Keys(form)
    batch = [Incoming(keys.key(item), item.sent_at, item, words_of(item)) for item in messages]
    archive.intake.forget_cache()
    with archive.transaction():
        number = archive.history.begin(title, "chat")
        part = archive.history.part(number, form)
        conversation = ExportedConversation("chat", title, title, (), format=form)
        archive.intake.add(archive.intake.conversation(conversation, part, batch), batch)
    return number


def undo(archive: Archive, number: int) -> None:
    with archive.transaction():
        archive.history.undo(number)


def held(archive: Archive) -> dict[str, list[str]]:
    return {
        chat.title: [message.text for page in archive.chats.walk(chat.id) for message in page]
        for chat in archive.chats.conversations()
    }


@pytest.mark.parametrize("start", ["_0123456789abcde", "_", ""])
def test_ids_that_look_like_ours_or_are_empty_lose_nothing(archive: Archive, start: str) -> None:
    for form, digits in (("json", "01"), ("pages", "23")):
        for _ in range(2):
            take(archive, [said(start and start + digit, f"hello {int(digit) % 2}") for digit in digits], form=form)
    assert len(held(archive)["Team"]) == (4 if start else 2)


def test_words_sent_into_two_chats_stay_in_both(archive: Archive) -> None:
    sent = [said(None, f"to all of you: number {minute}", minute, "Me") for minute in range(0, 40, 10)]
    take(archive, [*sent, said(None, "thank you!", 5)], "Ana", "text")
    take(archive, [*sent, said(None, "who are you?", 7, "Bo")], "Bo", "text")
    assert {title: len(texts) for title, texts in held(archive).items()} == {"Ana": 5, "Bo": 5}


def test_a_renamed_and_grown_export_is_the_same_chat(archive: Archive) -> None:
    talk = [said(None, f"message number {minute}", minute, "Ana" if minute % 3 else "Bo") for minute in range(900)]
    take(archive, talk[:20], "Ana", "text")
    take(archive, talk, "export (2)", "text")
    assert [len(texts) for texts in held(archive).values()] == [900]


def test_people_of_one_name_are_two_by_their_ids(archive: Archive) -> None:
    take(archive, [said("1", "hi", 0, "Wei", "u1"), said("2", "hi", 0, "Wei", "u2")])
    assert [(person.name, person.key) for person in archive.people.all()] == [("Wei", "u1"), ("Wei", "u2")]


def test_what_shares_an_id_stays_with_the_import_that_has_it_too(archive: Archive) -> None:
    messages = [said("0", "one"), said("0", "two"), said("0", "three", 9)]
    first = take(archive, messages)
    second = take(archive, messages)
    undo(archive, first)
    assert held(archive) == {"Team": ["one", "two", "three"]}
    undo(archive, second)
    assert held(archive) == {}


def test_undoing_the_older_of_two_formats_keeps_what_the_newer_one_has(archive: Archive) -> None:
    text = take(archive, [said(None, "in both", 1), said(None, "in the text", 2)], form="text")
    ids = take(archive, [said("7", "in both", 1), said("8", "in the file", 3)])
    undo(archive, text)
    assert held(archive) == {"Team": ["in both", "in the file"]}
    text = take(archive, [said(None, "in both", 1), said(None, "in the text", 2)], form="text")
    undo(archive, ids)
    assert held(archive) == {"Team": ["in both", "in the text"]}
    take(archive, [said("7", "in both", 1), said("8", "in the file", 3)])
    assert held(archive) == {"Team": ["in both", "in the text", "in the file"]}


def test_forgetting_after_an_undo_leaves_a_sound_archive(archive: Archive) -> None:
    first = take(archive, [said("1", "one")])
    take(archive, [said("1", "one"), said("2", "two", 1)])
    undo(archive, first)
    with archive.transaction():
        archive.forgetting.conversation(archive.chats.conversations()[0].id)
    assert (held(archive), archive.people.all(), archive.history.all()) == ({}, [], [])
    assert (archive.damage(), archive.words_faults()) == ([], [])
    take(archive, [said("1", "one")])
    assert held(archive) == {"Team": ["one"]}


def test_a_forgotten_conversation_is_not_in_the_report_of_its_import(archive: Archive) -> None:
    with archive.transaction():
        number = archive.history.begin("all.zip", "chat")
        told = FileReport("all.zip", "chat", problems=[Problem("Team.txt:7", "no time: 'my secret'")])
        for title in ("Team", "Other"):
            message = said("1", f"hello {title}", sender=f"Zoe of {title}")
            conversation = ExportedConversation("chat", title, title, (), has_id=True)
            batch = [Incoming("1", message.sent_at, message, words_of(message))]
            place = archive.intake.conversation(conversation, archive.history.part(number, "chat"), batch)
            archive.intake.add(place, batch)
            told.conversations.append(ConversationReport(title, 1, conversation_id=place.conversation_id))
        archive.history.finish(number, ImportReport([told], 2, 0))
        archive.forgetting.conversation(told.conversations[0].conversation_id or 0)
    report = archive.history.report(number)
    assert report is not None
    assert [item.title for item in report.files[0].conversations] == ["Other"]
    assert report.files[0].problems == []
