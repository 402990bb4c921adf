"""This file is where bugs are written down without what chats say, and where runs that did not end are known."""

import logging
import subprocess
import sys
from pathlib import Path

import pytest

from app import bugs
from app.runs import Run

CRASH = """
import ctypes, sys
from app.runs import Run
run = Run()
run.begin()
print("runs", flush=True)
{end}
"""


def start(end: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-c", CRASH.format(end=end)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def caught(error: BaseException) -> BaseException:
    """As it is after it was raised."""
    try:
        raise error
    except type(error) as raised:
        return raised


@pytest.mark.parametrize(
    "error",
    [
        ValueError("bad line: meet me at the pier"),
        KeyError("meet me at the pier"),
        UnicodeError("meet me at the pier"),
        FileNotFoundError(2, "No such file", "/home/ana/meet me at the pier.txt"),
        AssertionError("meet me at the pier"),
    ],
)
def test_words_that_may_quote_a_chat_are_left_out(error: Exception) -> None:
    told = bugs.details(caught(error))
    assert "pier" not in told
    assert type(error).__name__ in told
    assert "tests/app/test_bugs.py" in told
    assert "Python" in told


def test_what_python_says_by_itself_is_kept_and_so_is_what_led_to_it() -> None:
    try:
        try:
            {}["meet me at the pier"]  # type: ignore[index]
        except KeyError as error:
            raise TypeError("unsupported operand") from error
    except TypeError as error:
        told = bugs.told(error)
    assert told.index("KeyError") < told.index("That led to") < told.index("TypeError: unsupported operand")


def test_the_log_is_discreet_and_bounded(own_settings: Path) -> None:
    bugs.open_log()
    bugs.log.error("a bug", exc_info=caught(ValueError("meet me at the pier")))
    for _ in range(60):
        bugs.log.error("x" * 20_000)
    bugs.close_log()
    logs = sorted(own_settings.glob("chattrove.log*"))
    assert [each.name for each in logs] == ["chattrove.log", "chattrove.log.1"]
    assert sum(each.stat().st_size for each in logs) < 2.2 * bugs.LOG_BYTES
    assert logging.getLogger("chattrove").handlers == []


def test_a_run_that_ended_well_leaves_nothing(own_settings: Path) -> None:
    script = "from app.runs import Run; run = Run(); assert run.begin() == []; run.end()"
    subprocess.run([sys.executable, "-c", script], check=True)
    assert list((own_settings / "running").iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="a signal of POSIX systems")
def test_a_segmentation_fault_is_told_with_its_trace(own_settings: Path) -> None:
    with start("ctypes.string_at(0)") as process:
        process.communicate()
        assert process.returncode != 0
    [ended] = Run()._collect()
    assert "Segmentation fault" in ended.trace
    assert "Segmentation fault" in ended.details
    assert "ChatTrove" in ended.versions
    assert str(Path.home()) not in ended.details or str(Path.home()) == "/"
    assert Run()._collect() == []


def test_a_killed_run_is_told_without_a_reason(own_settings: Path) -> None:
    with start("sys.stdin.read()") as process:
        assert process.stdout is not None
        process.stdout.readline()
        assert Run()._collect() == []  # it still runs
        process.kill()
        process.wait()
    [ended] = Run()._collect()
    assert ended.trace == ""
    assert "may have been killed" in ended.details


def test_a_folder_that_cannot_be_written_is_no_trouble(own_settings: Path) -> None:
    (own_settings / "running").write_text("a file in the way", encoding="utf-8")
    run = Run()
    assert run.begin() == []
    run.end()
