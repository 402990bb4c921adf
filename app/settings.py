"""This file is where the settings are: one dataclass and its JSON file, which refuses what it does not know."""

import json
import os
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import platformdirs

from core.errors import SettingsError
from core.places import APP, settings_folder
from core.writing import written_whole

Theme = Literal["system", "light", "dark"]
Language = Literal["system", "en", "zh"]
TextSize = Literal[90, 100, 115, 130, 150]

BUILT_IN = "built-in"
"""What the search index in the archive's folder is called where a place is asked for."""


@dataclass(frozen=True, slots=True)
class Settings:
    """archive: folder of the archive, empty for the standard one. copy_media: copy files into the archive (the default)
    instead of referring to where they lie. read_pictures: read the text in pictures, in the background. archives: other
    folders with archives that were open before. keep_questions: remember what was asked. text_size: per cent.

    models: added models that are used, the latest choice first; each role is from the first that has it, else from
    those that come along. "NAME:ROLE" takes only that role. gpu_layers: how many layers a GGUF reader puts on the
    graphics processor, -1 for as many as fit. download_proxy, download_mirror: addresses through which and from which
    downloads go, empty for the system's way and the address itself. index: address of a Chroma server that keeps the
    search index, empty for the archive's folder."""

    theme: Theme = "system"
    language: Language = "system"
    archive: str = ""
    copy_media: bool = True
    read_pictures: bool = True
    archives: tuple[str, ...] = ()
    keep_questions: bool = True
    text_size: TextSize = 100
    models: tuple[str, ...] = ()
    gpu_layers: int = -1
    download_proxy: str = ""
    download_mirror: str = ""
    index: str = ""


def chosen_index() -> str:
    """The address of the server with the search index: CHATTROVE_INDEX (set by --index), else the settings'; empty for
    the one in the archive's folder, which CHATTROVE_INDEX calls "built-in"."""
    named = os.environ.get("CHATTROVE_INDEX") or load_settings().index
    return "" if named == BUILT_IN else named


def settings_path() -> Path:
    """CHATTROVE_CONFIG names another folder, for tests and portable use."""
    return settings_folder() / "settings.json"


def default_archive() -> Path:
    """CHATTROVE_ARCHIVE, else the folder of the settings, else the standard place for a person's data."""
    named = os.environ.get("CHATTROVE_ARCHIVE") or load_settings().archive
    return Path(named).expanduser() if named else standard_archive()


def standard_archive() -> Path:
    """Where the archive is that nobody has chosen a place for."""
    named = os.environ.get("CHATTROVE_ARCHIVE")
    return Path(named).expanduser() if named else Path(platformdirs.user_data_dir(APP, appauthor=False)) / "archive"


def load_settings() -> Settings:
    """The stored settings, or the defaults. Raises SettingsError for an unknown key or a value that does not fit."""
    path = settings_path()
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError) as error:
        raise SettingsError(f"The settings {path} cannot be read: {error}. Mend or delete the file.") from error
    if not isinstance(values, dict):
        raise SettingsError(f"The settings {path} are not a JSON object. Mend or delete the file.")
    if isinstance(values.get("models"), str):  # as up to 0.4, where there was one choice
        values["models"] = [values["models"]] if values["models"] else []
    _check(values, path)
    read: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
    return Settings(**read)


def save_settings(settings: Settings) -> None:
    """Writes the settings whole or not at all. Raises SettingsError when the folder cannot be written."""
    path = settings_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with written_whole(path) as file:
            file.write((json.dumps(asdict(settings), indent=2) + "\n").encode())
    except OSError as error:
        raise SettingsError(f"The settings {path} cannot be written: {error}.") from error


def read_value(name: str, text: str) -> object:
    """A value of a setting as somebody typed it. Raises SettingsError for an unknown name or a value that does not
    fit; lists are not typed."""
    hint = get_type_hints(Settings).get(name)
    if hint is None:
        raise SettingsError(f"There is no setting “{name}”. There are: {', '.join(_names())}.")
    typed = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
    number = text.isdecimal() or (hint is int and text[:1] == "-" and text[1:].isdecimal())
    value: object = typed.get(text.casefold()) if hint is bool else int(text) if number else text
    if hint is str:
        value = text
    if not _fits(value, hint) or (name == "gpu_layers" and isinstance(value, int) and value < -1):
        kind = "a whole number, -1 for as many as fit" if name == "gpu_layers" else _told(hint)
        raise SettingsError(f"“{name}” cannot be “{text}”: it is {kind}.")
    return value


def _check(values: dict[str, object], path: Path) -> None:
    hints = get_type_hints(Settings)
    for name, value in values.items():
        if name not in _names():
            raise SettingsError(f"The settings {path} have an unknown key “{name}”. Remove it.")
        if not _fits(value, hints[name]):
            raise SettingsError(f"The settings {path}: “{name}” is {value!r}, expected {_told(hints[name])}.")


def _names() -> list[str]:
    return [field.name for field in fields(Settings)]


def _told(hint: Any) -> str:
    if get_origin(hint) is Literal:
        return " | ".join(map(str, get_args(hint)))
    return {bool: "on | off", str: "text", int: "a whole number"}.get(hint, "a list of texts")


def _fits(value: object, hint: Any) -> bool:
    if get_origin(hint) is Literal:
        return any(value == each and type(value) is type(each) for each in get_args(hint))
    if get_origin(hint) is tuple:
        return isinstance(value, list) and all(isinstance(each, str) for each in value)
    return type(value) is hint
