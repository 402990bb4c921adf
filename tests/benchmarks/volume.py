"""This file is where large exports are imported whole, each in a process of its own: speed, and peak memory.

The same WhatsApp text is given to whatstk and chat-miner in the same run, each as its own documentation calls it.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.measuring import Figure, Table
from tests.benchmarks.synthetic import START_MS, messages, whatsapp_lines

MOST_MEMORY = 500.0
"""Megabytes that an import may take, however large the export."""

_PRELUDE = (
    "import sys, time, resource, json\nfrom pathlib import Path\npath, count = Path(sys.argv[1]), int(sys.argv[2])\n"
)
_REPORT = (
    "\nseconds = time.perf_counter() - started\n"
    "peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024\n"
    "print(json.dumps([count / seconds, peak, read]))"
)
_PARSE = """
from core.export import Export
from core.protocols import ReadOptions
from core.recognition import recognise
started = time.perf_counter()
read = 0
with Export(path) as export:
    for claim in recognise(export):
        for chat in claim.importer.read(export, claim.entries, ReadOptions()):
            for _ in chat.messages:
                read += 1
"""
_STORE = """
import tempfile
from core.archive import Archive
from core.importing import Choices, import_export
from core.protocols import ReadOptions
started = time.perf_counter()
with tempfile.TemporaryDirectory() as folder, Archive(Path(folder)) as archive:
    read = import_export(archive, path, Choices(ReadOptions()), lambda _: None).new
"""
_WHATSTK = """
from whatstk import WhatsAppChat
started = time.perf_counter()
read = len(WhatsAppChat.from_source(filepath=str(path)).df)
"""
_CHAT_MINER = """
import logging
logging.disable(logging.CRITICAL)
from chatminer.chatparsers import WhatsAppParser
started = time.perf_counter()
parser = WhatsAppParser(str(path))
parser.parse_file()
read = len(parser.parsed_messages.get_df())
"""


def measure(table: Table, folder: Path, count: int) -> None:
    """Exports of `count` messages: WhatsApp text and Telegram JSON, parsed and stored; the text also by its peers."""
    text = folder / "WhatsApp Chat with Volume.txt"
    text.write_text("".join(whatsapp_lines(count)), encoding="utf-8")
    parsed = _run(_PARSE, text, count)
    peers = {name: _run(code, text, count) for name, code in (("whatstk", _WHATSTK), ("chat-miner", _CHAT_MINER))}
    for name, peer in peers.items():
        if peer is None:
            print(f"{name} is not installed or cannot read the file: no comparison")
        elif parsed is not None:
            table.add(Figure(f"WhatsApp parse, {count:,}", parsed[0], "msg/s", f"{name} (read {peer[2]:,})", peer[0]))
    telegram = folder / "result.json"
    _write_telegram(telegram, count)
    for name, path in (("WhatsApp", text), ("Telegram JSON", telegram)):
        _add(table, f"{name} parse, {count:,}", _run(_PARSE, path, count))
        _add(table, f"{name} parse and store, {count:,}", _run(_STORE, path, count))
    text.unlink()
    telegram.unlink()


def _add(table: Table, name: str, measured: "tuple[float, float, int] | None") -> None:
    if measured is None:
        raise SystemExit(f"{name}: the import failed")
    table.add(
        Figure(name, measured[0], "msg/s"),
        Figure(f"{name}, peak memory", measured[1], "MB", "the limit of 500 MB", MOST_MEMORY),
    )


def _run(code: str, path: Path, count: int) -> "tuple[float, float, int] | None":
    """(messages a second, peak megabytes, messages read) of a fresh process; None when it failed."""
    program = [sys.executable, "-c", _PRELUDE + code + _REPORT, str(path), str(count)]
    done = subprocess.run(program, capture_output=True, text=True, check=False)
    if done.returncode:
        return None
    speed, peak, read = json.loads(done.stdout.splitlines()[-1])
    return float(speed), float(peak), int(read)


def _write_telegram(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write('{"name": "Volume", "type": "private_group", "id": 77, "messages": [\n')
        file.writelines(_records(count))
        file.write("]}\n")


def _records(count: int) -> Iterator[str]:
    for number, message in enumerate(messages(count)):
        seconds = (message.sent_at or START_MS) // 1000
        record = {
            "id": number + 1,
            "type": "message",
            "date": "2015-01-01T08:00:00",
            "date_unixtime": str(seconds),
            "from": message.sender,
            "from_id": f"user{len(message.sender or '')}",
            "text": message.text,
            "text_entities": [{"type": "plain", "text": message.text}],
        }
        yield ("," if number else "") + json.dumps(record, ensure_ascii=False) + "\n"
