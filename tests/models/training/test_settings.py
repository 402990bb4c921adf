"""Settings of a stage: from a file, from the command line, and what is refused."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from core.errors import SettingsError
from models.training.settings import changed, chosen


@dataclass(frozen=True)
class _Config:
    rate: float = 0.1
    steps: int = 5
    sources: tuple[str, ...] = ("a",)
    name: str = "x"
    limit: int | None = None
    deep: bool = False


def test_the_command_line_beats_the_file_and_the_file_beats_the_smoke_sizes(tmp_path: Path) -> None:
    file = tmp_path / "stage.toml"
    file.write_text('rate = 1\nsteps = 7\nsources = ["qmsum", "irc"]\n')
    found = chosen(
        _Config(), ["--config", str(file), "--set", "steps=9", "--set", "name=y", "--smoke"], {"steps": 1, "limit": 3}
    )
    assert found.config == _Config(1.0, 9, ("qmsum", "irc"), "y", 3)
    assert found.place.smoke


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"rat": 1}, "no setting “rat”. This stage has: rate, steps"),
        ({"steps": 1.5}, "“steps” is of the type int"),
        ({"steps": True}, "“steps” is of the type int"),
        ({"sources": "a"}, "“sources” is a list"),
        ({"sources": [1]}, "“sources” is of the type str"),
        ({"deep": "yes"}, "“deep” is of the type bool"),
    ],
)
def test_unknown_names_and_wrong_types_are_refused(values: dict[str, object], said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        changed(_Config(), values)


def test_a_setting_that_may_be_absent_can_be_taken_away() -> None:
    assert chosen(_Config(limit=3), ["--set", "limit=none"], {}).config.limit is None


def test_a_file_that_is_no_toml_is_told_by_its_place(tmp_path: Path) -> None:
    file = tmp_path / "stage.toml"
    file.write_text("rate: 1")
    with pytest.raises(SettingsError, match=r"stage\.toml: not TOML"):
        chosen(_Config(), ["--config", str(file)], {})
