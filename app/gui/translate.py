"""This file is where the catalogues are made: `python -m app.gui.translate` reads the sources, compiles both languages.

Every text of the window stands in tr() or translate(). Translations are written into resources/translations/*.ts (by
hand or in Qt Linguist); English has a catalogue for its plural forms only.
"""

import subprocess
import sys
from pathlib import Path

import PySide6

from app.gui.look.language import TRANSLATIONS

_SOURCES = Path(__file__).parent
_LANGUAGES = {
    "en": ["-source-language", "en", "-target-language", "en_GB", "-pluralonly"],
    "zh": ["-target-language", "zh_CN"],
}


def main() -> int:
    """Updates the .ts files from the sources, then makes the .qm files; returns a failing tool's exit code."""
    sources = sorted(str(path.relative_to(Path.cwd())) for path in _SOURCES.rglob("*.py"))
    for language, options in _LANGUAGES.items():
        catalogue = TRANSLATIONS / f"chattrove_{language}.ts"
        steps = [
            ["lupdate", *sources, "-locations", "none", "-no-obsolete", *options, "-ts", str(catalogue)],
            ["lrelease", str(catalogue), "-qm", str(catalogue.with_suffix(".new"))],
        ]
        for tool, *arguments in steps:
            code = subprocess.run([str(_tool(tool)), *arguments], check=False).returncode  # noqa: S603
            if code:
                return code
        # A running window has the old file mapped into memory: it must not change below it.
        catalogue.with_suffix(".new").replace(catalogue.with_suffix(".qm"))
    return 0


def _tool(name: str) -> Path:
    """Qt's own tools come along with PySide6; pyside6-lupdate is the one that reads Python."""
    script = Path(sys.executable).with_name(f"pyside6-{name}")
    return script if script.exists() else Path(PySide6.__path__[0]) / name


if __name__ == "__main__":
    sys.exit(main())
