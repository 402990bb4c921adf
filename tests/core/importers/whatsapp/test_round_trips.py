"""This file is where invented chats are written in any shape and read back, and damaged ones are read without harm."""

import tempfile
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import ChatTroveError
from core.export import Export
from core.importers import whatsapp
from tests.core.importers.reading import entries_of, read_with
from tests.core.importers.whatsapp.chats import messages, read_text

CASES = Path(__file__).parents[3] / "exports" / "whatsapp"

SHAPES = {
    "ios": lambda t: f"[{t:%d/%m/%y}, {t:%H:%M:%S}] ",
    "ios_us": lambda t: f"[{t.month}/{t.day}/{t:%y}, {_half(t, ':%S')}\u202f{t:%p}] ",
    "android": lambda t: f"{t:%d/%m/%Y}, {t:%H:%M} - ",
    "android_us": lambda t: f"{t.month}/{t.day}/{t:%y}, {_half(t)} {t:%p} - ",
    "german": lambda t: f"{t:%d.%m.%y}, {t:%H:%M} - ",
    "finnish": lambda t: f"{t.day}.{t.month}.{t:%Y} klo {t.hour}.{t:%M} - ",
    "chinese": lambda t: f"{t:%Y}/{t.month}/{t.day} {'上午' if t.hour < 12 else '下午'}{_half(t)} - ",
    "korean": lambda t: f"[{t:%Y}. {t.month}. {t.day}. {'오전' if t.hour < 12 else '오후'} {_half(t, ':%S')}] ",
    "vietnamese": lambda t: f"[{t:%H:%M:%S}, {t:%d/%m/%Y}] ",
    "arabic": lambda t: (
        "\u200f" + f"{t.day}\u200f/{t.month}\u200f/{t:%Y}، {_half(t)} ".translate(_ARABIC) + "صم"[t.hour >= 12] + " - "
    ),
    "buddhist": lambda t: f"[{t.day}/{t.month}/{t.year + 543} BE, {t:%H:%M:%S}] ",
    "era": lambda t: f"[{t.month}/{t.day}/R{t.year - 2018}, {t:%H:%M:%S}] ",
}
WITH_SECONDS = {"ios", "ios_us", "korean", "vietnamese", "buddhist", "era"}
_ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")

words = st.text(alphabet="abzÄéñşж你好はい한국שלום 🌻\u2028\u0085.,!?'=*_~@#-:", min_size=1, max_size=40)
names = st.sampled_from(["Ann", "Bob Lee", "李雷", "دنيا", "Zoë 🌻", "+49 1512 3456789"])
bodies = (
    st.lists(words, min_size=1, max_size=3).map("\n".join).filter(lambda text: text.strip() == text and text[0] != ":")
)
chats = st.lists(st.tuples(names, bodies, st.integers(0, 90_000)), min_size=2, max_size=15)


def _half(time, seconds=""):
    return f"{(time.hour - 1) % 12 + 1}:{time:%M}{time.strftime(seconds) if seconds else ''}"


@given(chats, st.sampled_from(sorted(SHAPES)), st.sampled_from(["\n", "\r\n"]))
@settings(max_examples=150)
def test_a_chat_written_in_any_shape_reads_back_the_same(chat, shape, line_end):
    time, lines, expected = datetime(2022, 3, 13, 9, 30, 5), [], []  # noqa: DTZ001
    for sender, body, seconds in chat:
        time += timedelta(seconds=seconds)
        lines.append(f"{SHAPES[shape](time)}{sender}: {body}")
        precise = time if shape in WITH_SECONDS else time.replace(second=0)
        expected.append((sender, body, precise.isoformat()))
    with tempfile.TemporaryDirectory() as folder:
        conversation, items = read_text(Path(folder), "\n".join(lines).replace("\n", line_end))
    assert [(m.sender, m.text, m.local_time) for m in messages(items)] == expected
    assert not conversation.ambiguous


@given(st.data())
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
def test_a_damaged_chat_never_raises_anything_unexpected(data):
    texts = sorted(path for path in CASES.rglob("*.txt"))
    raw = bytearray(data.draw(st.sampled_from(texts)).read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(raw)))
        cut = data.draw(st.integers(0, 40))
        raw[place : place + cut] = data.draw(
            st.binary(max_size=8) | st.sampled_from([b"\n", b"<", b"[", b": ", b"31/"])
        )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "WhatsApp Chat with Bob.txt"
        path.write_bytes(bytes(raw))
        _read_somehow(path)


def _read_somehow(path):
    try:
        with Export(path) as export:
            entries_of(whatsapp, export)
            for conversation in read_with(whatsapp, export):
                places = [int(item.where.rsplit(":", 1)[1]) for item in messages(list(conversation.messages))]
                assert places == sorted(set(places))
    except ChatTroveError:
        pass


@pytest.mark.parametrize("case", ["ios_media_de", "android_media_pt", "merged_shapes"])
def test_every_line_opens_a_message_or_belongs_to_one_or_is_a_problem(case):
    """Counted on texts whose attachments leave their captions whole."""
    (text,) = (CASES / case / "export").rglob("*.txt")
    lines = text.read_text("utf-8").split("\n")[:-1]
    with Export(text) as export:
        (conversation,) = read_with(whatsapp, export)
        items = [item for item in conversation.messages if item.where.rsplit(":", 1)[-1].isdigit()]
    opened = sorted({int(item.where.rsplit(":", 1)[1]) for item in items})
    assert opened[0] == 1
    for number, line in enumerate(lines, 1):
        if number not in opened:
            above = max(start for start in opened if start < number)
            owner = next(m for m in messages(items) if m.where.endswith(f":{above}"))
            assert any(part in owner.text for part in (line, line.split(": ")[-1], line.split(" \u200e<")[0]))
