"""This file is where the pictures of the window are taken: `python -m app.gui.screenshots FOLDER [NAME...]`.

Every page and state, in both themes and both languages, from the demo chat in an archive of its own. Nothing of the
person's archive or settings is touched. Needs no display: it runs on Qt's offscreen platform unless told otherwise.
"""

import os
import sys
import tempfile
from pathlib import Path


def main(arguments: list[str]) -> int:
    """Writes the PNG files; returns 0."""
    if not arguments:
        print("usage: python -m app.gui.screenshots FOLDER [NAME...]", file=sys.stderr)  # noqa: T201
        return 2
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        os.environ["CHATTROVE_CONFIG"] = folder
        os.environ["CHATTROVE_ARCHIVE"] = str(Path(folder, "archive"))
        os.environ["CHATTROVE_MODELS"] = str(Path(folder, "models"))
        from app.gui.screenshots.taking import shoot

        shoot(Path(arguments[0]), Path(folder), frozenset(arguments[1:]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
