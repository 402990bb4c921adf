"""This file is where the guides are read: how a person gets an export from each app, and what is kept of it.

One JSON file a platform in resources/guides; the README's table, `chattrove formats` and the window show the same.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

Language = Literal["en", "zh"]


@dataclass(frozen=True, slots=True)
class Words:
    """A guide in one language. steps: what to do, in order; keeps, leaves: what is kept of an export, what is not."""

    title: str
    steps: tuple[str, ...]
    keeps: str
    leaves: str


@dataclass(frozen=True, slots=True)
class Guide:
    """One platform. importers: the names that `import --as` takes for it."""

    platform: str
    importers: tuple[str, ...]
    en: Words
    zh: Words

    def words(self, language: Language) -> Words:
        return self.zh if language == "zh" else self.en


@cache
def guides() -> "list[Guide]":
    """Every guide, by title; the general table comes last."""
    import resources

    folder = Path(resources.__path__[0], "guides")
    found = [_guide(json.loads(path.read_text(encoding="utf-8"))) for path in sorted(folder.glob("*.json"))]
    return sorted(found, key=lambda guide: (guide.platform == "table", guide.en.title.casefold()))


def _guide(raw: dict[str, dict[str, str]]) -> Guide:
    english, chinese = (
        Words(raw["title"][language], tuple(raw["steps"][language]), raw["keeps"][language], raw["leaves"][language])
        for language in ("en", "zh")
    )
    return Guide(str(raw["platform"]), tuple(raw["importers"]), english, chinese)


def table() -> str:
    """The README's table, in Markdown (`python -m app.guides` prints it)."""
    lines = ["| from | how to get the export | kept | not kept |", "|---|---|---|---|"]
    for guide in guides():
        words = guide.en
        cells = (words.title, " ".join(words.steps), words.keeps, words.leaves)
        lines.append("| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(table())  # noqa: T201 - the command is there to print it
