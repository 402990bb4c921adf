"""This file is where mappings of tables are kept: one JSON file each, in a folder beside the settings."""

import json
import re
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from app.settings import settings_path
from core.errors import SettingsError
from core.mapping import ColumnMapping, mapping_of
from core.writing import written_whole

_NAME = re.compile(r"[\w()\-+&' ][\w()\-+&'. ]{0,59}")
_LISTS = ("time", "columns")


def saved_mappings() -> dict[str, ColumnMapping]:
    """All of them by name. Raises SettingsError for one that cannot be read."""
    return {path.stem: _read(path) for path in sorted(_folder().glob("*.json"))}


def mapping_named(text: str) -> ColumnMapping:
    """The mapping that "--mapping" means: one written out, or the name of a saved one, which then is for any columns.

    Raises ValueError, with what is wrong, for people.
    """
    if "=" in text:
        return mapping_of(text)
    known = saved_mappings()
    if text not in known:
        names = ", ".join(known) or "none is saved"
        raise ValueError(f"there is no mapping called “{text}” ({names})")
    return known[text].only_for(())


def save_mapping(name: str, mapping: ColumnMapping) -> None:
    """Keeps a mapping for tables with its columns, in place of an older one of that name. Raises SettingsError."""
    path = _path(name)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with written_whole(path) as file:
            file.write((json.dumps(asdict(mapping), ensure_ascii=False, indent=2) + "\n").encode())
    except OSError as error:
        raise SettingsError(f"The mapping {path} cannot be written: {error}.") from error


def delete_mapping(name: str) -> bool:
    """False when there is none of that name. Raises SettingsError."""
    try:
        _path(name).unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise SettingsError(f"The mapping “{name}” cannot be deleted: {error}.") from error
    return True


def is_name(name: str) -> bool:
    """Whether a mapping can be called so: a file is named after it."""
    return _NAME.fullmatch(name) is not None and name == name.strip() and not name.endswith(".")


def _folder() -> Path:
    return settings_path().with_name("mappings")


def _path(name: str) -> Path:
    if not is_name(name):
        raise SettingsError(f"A mapping cannot be called “{name}”. Use up to 60 letters, digits, spaces and hyphens.")
    return _folder() / f"{name}.json"


def _read(path: Path) -> ColumnMapping:
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SettingsError(f"The mapping {path} cannot be read: {error}. Mend or delete the file.") from error
    if not isinstance(values, dict) or not all(_fits(key, value) for key, value in values.items()):
        raise SettingsError(f"The mapping {path} is not as ChatTrove writes it. Mend or delete the file.")
    known: dict[str, Any] = {key: tuple(value) if key in _LISTS else value for key, value in values.items()}
    return ColumnMapping(**known)


def _fits(key: str, value: Any) -> bool:
    if key in _LISTS:
        return isinstance(value, list) and all(isinstance(each, str) for each in value)
    if key == "header":
        return value in (None, True, False)
    if key == "date_order":
        return value in (None, "dmy", "mdy", "ymd")
    return isinstance(value, str) and key in {field.name for field in fields(ColumnMapping)}
