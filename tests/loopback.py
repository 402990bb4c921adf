"""This file is where tests that run a server of their own may reach this computer, and nothing else."""

import socket
from typing import Any

import pytest


def reach_this_computer_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """For a fixture `no_network` in place of the one for all tests."""

    class Here(socket.socket):
        def connect(self, address: Any) -> None:
            assert self.family != socket.AF_INET6
            assert self.family != socket.AF_INET or address[0] == "127.0.0.1", f"a test tried to reach {address}"
            super().connect(address)

    monkeypatch.setattr(socket, "socket", Here)
