"""This file is where text files of imessage-exporter are written from invented chats and read back."""

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from core.export import Export
from core.importers import imessage
from core.importers.imessage.grammar import time_of
from core.types import ExportedMessage
from tests.core.importers.reading import read_with

NAMES = st.sampled_from(["Me", "+15550123", "Ana Pereira", "王芳", "a: b"])
TIMES = st.datetimes(datetime.fromisoformat("2012-01-01"), datetime.fromisoformat("2030-01-01"))
LINES = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=30).filter(
    lambda line: line.strip()
)
BODIES = st.lists(LINES, min_size=1, max_size=4).map("\n".join)


def written(time: datetime) -> str:
    hour = (time.hour + 11) % 12 + 1
    return f"{time:%b %d, %Y} {hour:>2}:{time:%M:%S %p}"


def read_back(text: str) -> list[ExportedMessage]:
    with TemporaryDirectory() as folder:
        path = Path(folder, "chat.txt")
        path.write_text(text, "utf-8", newline="\n")
        with Export(path) as export:
            [conversation] = imessage.read(export, export.names(), None)
            items = list(conversation.messages)
            assert [tally.unaccounted for tally in export.tallies] == [0]
    return [item for item in items if isinstance(item, ExportedMessage)]


@given(st.lists(st.tuples(TIMES, NAMES, BODIES), min_size=1, max_size=8))
def test_messages_are_read_back_as_they_were_written(messages: list[tuple[datetime, str, str]]) -> None:
    text = "".join(f"{written(time)}\n{name}\n{body}\n\n" for time, name, body in messages)
    assert [(item.local_time, item.sender, item.text) for item in read_back(text)] == [
        (time.replace(microsecond=0).isoformat(), name, body) for time, name, body in messages
    ]


@given(st.lists(st.tuples(TIMES, NAMES, BODIES), min_size=1, max_size=5))
def test_copies_of_replies_are_never_counted_whichever_version_indented_them(
    replies: list[tuple[datetime, str, str]],
) -> None:
    parent = f"{written(datetime.fromisoformat('2024-01-01'))}\nMe\nWho comes?\n"
    early = "".join(f"    {written(time)}\n    {name}\n    {body}\n\n" for time, name, body in replies)
    late = "".join(
        f"    {written(time)}\n    {name}\n" + "".join(f"    {line}\n" for line in body.split("\n"))
        for time, name, body in replies
    )
    own = "".join(
        f"{written(time)}\n{name}\n{body}\nThis message responded to an earlier message.\n\n"
        for time, name, body in replies
    )
    for copies in (early, late):
        assert [item.text for item in read_back(f"{parent}{copies}\n{own}")] == [
            "Who comes?",
            *(body for _, _, body in replies),
        ]


def test_only_the_times_of_the_exporter_are_times() -> None:
    assert time_of("May 17, 2022  5:29:42 PM") == "2022-05-17T17:29:42"
    assert time_of("May 17, 2022 12:00:00 AM (Read by Ana (work) after 3 days, 1 hour)") == "2022-05-17T00:00:00"
    for line in (
        "May 17, 2022 5:29 PM",
        "Mai 17, 2022  5:29:42 PM",
        "May 17, 2022 13:00:00 PM",
        " May 17, 2022  5:29:42 PM",
    ):
        assert time_of(line) is None


def test_a_file_that_goes_on_without_end_is_still_read_in_pieces(tmp_path: Path) -> None:
    (tmp_path / "chat.txt").write_text("May 17, 2022  5:29:42 PM\nMe\n" + "a line\n" * 250_000, "utf-8")
    with Export(tmp_path / "chat.txt") as export:
        [conversation] = read_with(imessage, export)
        items = list(conversation.messages)
        assert len(items) == 3
        assert export.tallies[0].unaccounted == 0
