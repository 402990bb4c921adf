"""This file is where the settings file is tested: what it does not know, it refuses."""

from pathlib import Path

import pytest

from app.settings import Settings, default_archive, load_settings, read_value, save_settings
from core.errors import SettingsError


def test_settings_come_back_as_saved() -> None:
    wanted = Settings(theme="dark", language="zh", archive="/somewhere", copy_media=False)
    save_settings(wanted)
    assert load_settings() == wanted
    assert default_archive() == Path("/somewhere")


@pytest.mark.parametrize(
    "text", ["[]", "{broken", '{"theme": "pink"}', '{"copy_media": 1}', '{"unknown": true}', '{"language": null}']
)
def test_a_wrong_settings_file_is_refused_by_name(own_settings: Path, text: str) -> None:
    (own_settings / "settings.json").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=r"settings\.json"):
        load_settings()


def test_layers_on_the_card_are_a_number_or_as_many_as_fit() -> None:
    assert read_value("gpu_layers", "-1") == -1
    with pytest.raises(SettingsError, match="-1 for as many as fit"):
        read_value("gpu_layers", "-7")
    with pytest.raises(SettingsError, match="-1 for as many as fit"):
        read_value("gpu_layers", "auto")
