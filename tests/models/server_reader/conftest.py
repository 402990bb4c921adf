"""This file is where the tests of a reader on a server may reach this computer, and nothing else."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.consent import Consents
from models.server_reader.connection import Patience
from models.server_reader.generator import Served, ServerGenerator
from tests.loopback import reach_this_computer_only
from tests.models.server_reader.speaking import Speaker, speaking

HASTY = Patience(connect=1.0, silence=5.0, whole=10.0, tries=3, pause=0.01, longest_pause=0.05, most_bytes=4_000_000)


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """In place of the rule for all tests: this machine may be reached, nothing else."""
    reach_this_computer_only(monkeypatch)


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
