"""This file is where the tests of a reader on a server may reach this computer, and nothing else."""

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.consent import Consents
from models.server_reader.connection import Patience
from models.server_reader.generator import Served, ServerGenerator
from tests.models.server_reader.speaking import Speaker, speaking

HASTY = Patience(connect=1.0, silence=5.0, whole=10.0, tries=3, pause=0.01, longest_pause=0.05, most_bytes=4_000_000)


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """In place of the rule for all tests: this machine may be reached, nothing else."""

    class Here(socket.socket):
        def connect(self, address: Any) -> None:
            assert self.family != socket.AF_INET6
            assert self.family != socket.AF_INET or address[0] == "127.0.0.1", f"a test tried to reach {address}"
            super().connect(address)

    monkeypatch.setattr(socket, "socket", Here)


@pytest.fixture
def speaker(no_network: None) -> Iterator[Speaker]:
    with speaking() as server:
        yield server


@pytest.fixture
def consents(tmp_path: Path) -> Consents:
    return Consents(tmp_path / "settings")


@pytest.fixture
def generator(speaker: Speaker, consents: Consents) -> ServerGenerator:
    return ServerGenerator(Served(f"{speaker.url}/v1", "f2rvlm"), consents, HASTY)
