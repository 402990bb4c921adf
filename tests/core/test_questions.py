"""This file is where it is checked how questions are kept, saved and forgotten, and how a search is narrowed."""

from datetime import UTC, datetime

import pytest

from core.archive.questions import KEPT
from core.errors import QueryError
from core.filters import resolve
from core.query import EVERYTHING, Scope, parse, within
from core.types import Query


def texts(questions):
    return [each.text for each in questions]


def test_asked_questions_come_back_latest_first_and_are_counted(archive):
    for when, text in enumerate(["boat", "  rent ", "boat", "", "   "]):
        archive.questions.asked(text, when)
    assert [(each.text, each.asked_at, each.times) for each in archive.questions.recent()] == [
        ("boat", 2, 2),
        ("rent", 1, 1),
    ]
    assert texts(archive.questions.recent(1)) == ["boat"]


def test_a_saved_question_has_a_name_and_is_no_history_any_more(archive):
    archive.questions.asked("boat", 1)
    archive.questions.save("boat", " The   boat ", 2)
    archive.questions.save("林悦 说了什么", "林悦", 3)
    assert archive.questions.recent() == []
    assert [(each.name, each.text) for each in archive.questions.saved()] == [
        ("The boat", "boat"),
        ("林悦", "林悦 说了什么"),
    ]
    archive.questions.save("boat", "Boat", 4)
    assert archive.questions.named("bOAT").text == "boat"
    assert archive.questions.named("The boat") is None


def test_a_name_means_one_question_and_must_be_something(archive):
    archive.questions.save("boat", "Boat", 1)
    for text, name in [("rent", "boat"), ("rent", "  "), ("  ", "Rent")]:
        with pytest.raises(QueryError):
            archive.questions.save(text, name, 2)


def test_forgetting_one_and_clearing_the_history(archive):
    for when, text in enumerate(["boat", "rent", "kitchen"]):
        archive.questions.asked(text, when)
    archive.questions.save("rent", "Rent", 5)
    assert archive.questions.forget("boat")
    assert not archive.questions.forget("boat")
    assert archive.questions.clear() == 1
    assert archive.questions.recent() == []
    assert [(each.text, each.times) for each in archive.questions.saved()] == [("rent", 0)]


def test_the_history_does_not_grow_without_end(archive):
    archive.questions.save("kept", "Kept", 0)
    for when in range(KEPT + 3):
        archive.questions.asked(f"question {when}", when)
    assert len(archive.questions.recent(KEPT * 2)) == KEPT
    assert texts(archive.questions.saved()) == ["kept"]


def test_hostile_questions_are_kept_as_they_are(archive):
    for text in ["'; DROP TABLE questions; --", "\u202eevil", "x" * 10_000, "half \ud83d surrogate"]:
        archive.questions.asked(text, 1)
    assert len(archive.questions.recent()) == 4


@pytest.fixture
def twins(archive):
    """Ids of two conversations with one title."""
    sql = "INSERT INTO conversations (source, key, title, kind) VALUES ('whatsapp', ?, 'Family', 'group')"
    return [archive._connection.execute(sql, (key,)).lastrowid for key in ("a", "b")]


def test_a_scope_means_one_of_two_conversations_with_the_same_title(archive, twins):
    query = within(Query("boat", ("boat",)), Scope((twins[1],)))
    assert query.has_filters
    assert resolve(archive, query).conversations == (twins[1],)
    both = within(Query("boat", ("boat",), chats=("family",)), Scope((twins[0],)))
    assert resolve(archive, both).conversations == (twins[0],)


def test_a_scope_whose_conversations_are_gone_says_so(archive, twins):
    with pytest.raises(QueryError, match="no longer"):
        resolve(archive, within(Query("boat"), Scope((999,))))


def test_the_dates_of_scope_and_question_hold_together():
    query = parse("boat after:2024-02-01", now=datetime(2026, 1, 1, tzinfo=UTC), zone=UTC)
    early = round(datetime(2024, 1, 1, tzinfo=UTC).timestamp() * 1000)
    late = round(datetime(2024, 3, 1, tzinfo=UTC).timestamp() * 1000)
    narrowed = within(query, Scope((1,), early, late))
    assert (narrowed.after, narrowed.before) == (query.after, late)
    assert within(query, EVERYTHING) == query
    with pytest.raises(QueryError, match="exclude each other"):
        within(query, Scope((1,), None, early))
