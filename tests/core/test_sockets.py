"""This file is where the list of open sockets is held against sockets that were opened on purpose."""

import socket
import subprocess
import sys

import pytest

from core.sockets import Socket, open_sockets
from core.sockets.unix import descendants, read_lsof
from core.sockets.windows import read_netstat

linux = pytest.mark.skipif(sys.platform != "linux", reason="asks Linux")


@linux
def test_a_listening_socket_is_found_and_gone_when_closed() -> None:
    before = open_sockets().open
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as opened:
        opened.bind(("0.0.0.0", 0))
        opened.listen()
        port = opened.getsockname()[1]
        found = [each for each in open_sockets().outward if each.local == f"0.0.0.0:{port}"]
        assert [(each.kind, each.remote, each.state) for each in found] == [("tcp", "", "LISTEN")]
        assert found[0].program
    assert open_sockets().open == before


@linux
def test_sockets_of_both_internets_and_kinds_are_told_apart() -> None:
    with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as six, socket.socket(socket.AF_UNIX) as inside:
        six.bind(("::1", 0))
        found = open_sockets()
        port = six.getsockname()[1]
        assert [(each.kind, each.inside) for each in found.open if each.local == f"[::1]:{port}"] == [("udp", True)]
        assert any(each.kind == "unix" for each in found.inward)
        assert inside.fileno() > 0


@linux
def test_a_socket_that_no_table_lists_is_not_called_harmless() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM):
        assert [each.kind for each in open_sockets().outward] == ["other"]


@linux
def test_sockets_of_a_child_process_count_too() -> None:
    script = "import socket, sys; s = socket.create_server(('127.0.0.1', 0)); print(flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdout.readline()
        found = open_sockets()
        assert child.pid in found.processes
        assert [each.state for each in found.open if each.process == child.pid] == ["LISTEN"]
        assert not found.outward
        child.stdin.close()


@pytest.mark.parametrize(
    ("local", "remote", "inside"),
    [
        ("127.0.0.1:80", "", True),
        ("127.0.0.1:5000", "127.0.0.1:80", True),
        ("[::1]:80", "", True),
        ("[::ffff:127.0.0.1]:80", "", True),
        ("0.0.0.0:80", "", False),
        ("*:80", "", False),
        ("192.168.1.5:50000", "93.184.216.34:443", False),
        ("127.0.0.1:5000", "93.184.216.34:443", False),
    ],
)
def test_only_what_stays_on_the_loopback_is_inside(local: str, remote: str, inside: bool) -> None:
    assert Socket(1, "x", "tcp", local, remote).inside == inside


def test_the_answer_of_lsof_is_read() -> None:
    told = "p10\ncChatTrove\nf3\ntREG\nn/a/file\nf5\ntIPv4\nPTCP\nn192.168.1.5:50000->93.184.216.34:443\n"
    told += "TST=ESTABLISHED\nf6\ntunix\nn->0xabc\np11\nchelper\nf4\ntIPv6\nPUDP\nn*:5353\n"
    assert read_lsof(told) == [
        Socket(10, "ChatTrove", "tcp", "192.168.1.5:50000", "93.184.216.34:443", "ESTABLISHED"),
        Socket(10, "ChatTrove", "unix"),
        Socket(11, "helper", "udp", "*:5353"),
    ]
    assert descendants("  10     1\n  11    10\n  12    11\n  13     1\n", 10) == [11, 12]


def test_the_answer_of_netstat_is_read_in_any_language() -> None:
    told = "Aktive Verbindungen\r\n  Proto  Lokale Adresse  Remoteadresse  Status  PID\r\n"
    told += "  TCP    0.0.0.0:135   0.0.0.0:0   ABHÖREN   900\r\n"
    told += "  TCP    10.0.0.2:50001   93.184.216.34:443   HERGESTELLT   42\r\n"
    told += "  UDP    [::1]:5353   *:*   42\r\n"
    assert read_netstat(told, 42) == [
        Socket(42, "", "tcp", "10.0.0.2:50001", "93.184.216.34:443", "HERGESTELLT"),
        Socket(42, "", "udp", "[::1]:5353", "", ""),
    ]
