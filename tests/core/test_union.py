"""This file is where two exports of one chat become one conversation, whatever their formats and their order.

The promise: never fewer messages than the larger source, real repeats stay, importing twice changes nothing, and the
order of the imports does not matter.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import permutations
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.archive import Archive
from core.archive.incoming import Incoming, words_of
from core.instants import iso_utc
from core.keys import Keys
from core.types import ExportedConversation, ExportedMessage

START = 1_700_000_000_000 // 60_000 * 60_000
FORMS = ("chat-json", "chat-text", "chat-minutes")


class Said(NamedTuple):
    number: int
    second: int
    sender: str
    text: str


class Source(NamedTuple):
    """One export: some of what was said, as one format has it."""

    form: str
    said: tuple[Said, ...]


def chats() -> st.SearchStrategy[list[Said]]:
    said = st.tuples(st.sampled_from([0, 5, 9, 61, 70]), st.sampled_from("AB"), st.sampled_from(["ok", "好的"]))
    return st.lists(said, min_size=1, max_size=14).map(
        lambda rows: [Said(number, *row) for number, row in enumerate(sorted(rows))]
    )


def sources(chat: list[Said]) -> st.SearchStrategy[list[Source]]:
    part = st.sets(st.sampled_from(chat)).map(lambda chosen: tuple(sorted(chosen)))
    return st.lists(st.builds(Source, st.sampled_from(FORMS), part), min_size=1, max_size=4)


EXPORTS = chats().flatmap(sources)


def exported(said: Said, form: str) -> ExportedMessage:
    """JSON has ids and instants, text writes seconds, minutes have neither."""
    if form == "chat-json":
        return ExportedMessage(str(said.number), said.sender, START + said.second * 1000, None, said.text)
    written = iso_utc(START + said.second * 1000) or ""
    local_time = written[: len("2023-11-14T22:13" if form == "chat-minutes" else "2023-11-14T22:13:20")]
    return ExportedMessage(None, said.sender, None, local_time, said.text)


def take(archive: Archive, source: Source) -> int:
    keys = Keys(source.form)
    messages = [exported(said, source.form) for said in source.said]
    instants = [
        START + said.second // 60 * 60_000 if item.sent_at is None else item.sent_at
        for said, item in zip(source.said, messages, strict=True)
    ]
    batch = [Incoming(keys.key(item), at, item, words_of(item)) for item, at in zip(messages, instants, strict=True)]
    conversation = ExportedConversation("chat", "Ann", "Ann", (), format=source.form)
    with archive.transaction():
        part = archive.history.part(archive.history.begin(source.form, "chat"), source.form)
        return archive.intake.add(archive.intake.conversation(conversation, part, batch), batch)


def held(archive: Archive) -> Counter[tuple[int, str | None, str]]:
    found: Counter[tuple[int, str | None, str]] = Counter()
    for conversation in archive.chats.conversations():
        for page in archive.chats.walk(conversation.id):
            found.update(((item.sent_at or 0) // 60_000, item.sender, item.text) for item in page)
    return found


def of_one_form(given_sources: Sequence[Source], form: str) -> Counter[tuple[int, str | None, str]]:
    """What all exports of one format hold together: by id, else as often as the one that has it most often."""
    if form == "chat-json":
        distinct = {said for source in given_sources if source.form == form for said in source.said}
        return Counter(alike(said) for said in distinct)
    most: Counter[tuple[int, int, str, str]] = Counter()
    for source in given_sources:
        if source.form == form:
            most |= Counter((alike(said)[0], shown(said, form), said.sender, said.text) for said in source.said)
    together: Counter[tuple[int, str | None, str]] = Counter()
    for (minute, _, sender, text), count in most.items():
        together[minute, sender, text] += count
    return together


def shown(said: Said, form: str) -> int:
    return said.second // 60 if form == "chat-minutes" else said.second


def alike(said: Said) -> tuple[int, str | None, str]:
    return (START + said.second * 1000) // 60_000, said.sender, said.text


def union(given_sources: Sequence[Source]) -> Counter[tuple[int, str | None, str]]:
    wanted: Counter[tuple[int, str | None, str]] = Counter()
    for form in FORMS:
        wanted |= of_one_form(given_sources, form)
    return wanted


def archive_of(folder: Path, given_sources: Sequence[Source], name: str) -> Archive:
    archive = Archive(folder / name)
    for source in given_sources:
        take(archive, source)
    return archive


SLOW = settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])


@SLOW
@given(exports=EXPORTS)
def test_the_union_has_what_any_format_has_and_nothing_twice(
    exports: list[Source], tmp_path_factory: pytest.TempPathFactory
) -> None:
    with archive_of(tmp_path_factory.mktemp("union"), exports, "a") as archive:
        assert held(archive) == union(exports)


@SLOW
@given(exports=EXPORTS)
def test_importing_everything_again_changes_nothing(
    exports: list[Source], tmp_path_factory: pytest.TempPathFactory
) -> None:
    with archive_of(tmp_path_factory.mktemp("again"), exports, "a") as archive:
        before = held(archive)
        assert [take(archive, source) for source in exports] == [0] * len(exports)
        assert held(archive) == before


@SLOW
@given(exports=EXPORTS)
def test_the_order_of_imports_does_not_matter(exports: list[Source], tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("order")
    wanted = union(exports)
    for number, order in enumerate(list(permutations(exports))[:6]):
        with archive_of(folder, order, str(number)) as archive:
            assert held(archive) == wanted
