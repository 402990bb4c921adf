"""This file is where the folder of the settings is: what the person chose and agreed to, apart from any archive."""

import os
from pathlib import Path

import platformdirs

APP = "ChatTrove"


def settings_folder() -> Path:
    """CHATTROVE_CONFIG names another one, for tests and portable use."""
    return Path(os.environ.get("CHATTROVE_CONFIG") or platformdirs.user_config_dir(APP, appauthor=False))
