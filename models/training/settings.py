"""This file is where a stage's settings come from: its Config, a TOML file over it, `--set name=value` over that.

    python -m models.training STAGE --config FILE --set rate=1e-4 --data DIR --out DIR [--smoke]

A Config is a frozen dataclass whose fields are str, int, float, bool, tuples of one of these, or any of them | None.
"""

import argparse
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Generic, TypeVar, get_args, get_origin, get_type_hints

from core.errors import SettingsError

Config = TypeVar("Config")
DEVICES = ("auto", "cpu", "cuda")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a run happens. data: the prepared data; out: the run's own folder; threads: 0 leaves torch's choice.

    models: the bundle that a stage builds on (the reader on its embedder), None for the shipped one.
    """

    data: Path
    out: Path
    models: Path | None = None
    smoke: bool = False
    device: str = "auto"
    threads: int = 0


@dataclass(frozen=True, slots=True)
class Chosen(Generic[Config]):
    """What the command line of a stage says; `extra`: the options that only this stage has."""

    config: Config
    place: Place
    extra: argparse.Namespace


def chosen(
    default: Config,
    arguments: Sequence[str] | None,
    smoke: Mapping[str, Any],
    parser: argparse.ArgumentParser | None = None,
) -> Chosen[Config]:
    """Reads a stage's command line: `default`, then `smoke` where --smoke is given, then --config, then --set.

    parser: with the stage's own options. Raises SettingsError for unknown names, wrong types and unreadable files;
    exits with code 2 where the command line itself is wrong.
    """
    parser = parser or argparse.ArgumentParser()
    parser.add_argument("--config", type=Path, metavar="FILE", help="settings as TOML")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="one setting; repeatable")
    parser.add_argument("--data", type=Path, default=Path("training/data"), metavar="DIR", help="the prepared data")
    parser.add_argument("--out", type=Path, metavar="DIR", help="folder of this run (default: training/STAGE)")
    parser.add_argument("--models", type=Path, metavar="DIR", help="models to build on (default: the shipped ones)")
    parser.add_argument("--smoke", action="store_true", help="tiny sizes: proves that the stage runs, within seconds")
    parser.add_argument("--device", choices=DEVICES, default="auto", help="default: a GPU where there is one")
    parser.add_argument("--threads", type=int, default=0, metavar="N", help="CPU threads (default: all cores)")
    given = parser.parse_args(arguments)
    config = changed(default, smoke) if given.smoke else default
    if given.config is not None:
        config = changed(config, read_toml(given.config))
    config = changed(config, dict(_assignment(each, config) for each in given.set))
    out = given.out or Path("training", parser.prog.split()[-1])
    return Chosen(config, Place(given.data, out, given.models, given.smoke, given.device, given.threads), given)


def changed(config: Config, values: Mapping[str, Any]) -> Config:
    """The config with these values. Raises SettingsError for a name it does not have and for a wrong type."""
    kinds = get_type_hints(type(config))
    names = [each.name for each in fields(config)]  # type: ignore[arg-type]  # every Config is a dataclass
    made = {}
    for name, value in values.items():
        if name not in names:
            raise SettingsError(f"There is no setting “{name}”. This stage has: {', '.join(names)}.")
        made[name] = _checked(name, value, kinds[name])
    return replace(config, **made)  # type: ignore[type-var]  # as above


def read_toml(path: Path) -> dict[str, Any]:
    """The table of a TOML file. Raises SettingsError when it cannot be read."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise SettingsError(f"{path}: the settings cannot be read ({error.strerror}). Check the path.") from error
    except ValueError as error:
        raise SettingsError(f"{path}: not TOML ({error}). Each line is name = value.") from error


def _assignment(text: str, config: object) -> tuple[str, Any]:
    """name=value, the value as in TOML; a bare word counts as a string."""
    name, separator, value = text.partition("=")
    if not separator:
        raise SettingsError(f"--set {text}: write it as name=value.")
    try:
        return name, tomllib.loads(f"value = {value}")["value"]
    except ValueError:
        return name, value


def _checked(name: str, value: Any, kind: Any) -> Any:
    if isinstance(kind, UnionType):
        kinds = get_args(kind)
        if value is None or (value == "none" and NoneType in kinds):
            return None
        return _checked(name, value, next(each for each in kinds if each is not NoneType))
    if get_origin(kind) is tuple:
        if not isinstance(value, list | tuple):
            raise SettingsError(f"The setting “{name}” is a list, not {value!r}.")
        return tuple(_checked(name, each, get_args(kind)[0]) for each in value)
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if type(value) is not kind:
        raise SettingsError(f"The setting “{name}” is of the type {kind.__name__}, not {value!r}.")
    return value
