"""This file is where `formats` is: how to export from each app, and what is kept."""

from argparse import Namespace

from app.cli import codes
from app.cli.console import complain, say
from app.guides import Guide, Language, guides


def formats(chosen: Namespace) -> int:
    """All guides, or those whose title or importer has the given part."""
    language: Language = "zh" if chosen.chinese else "en"
    wanted = (chosen.platform or "").casefold()
    found = [guide for guide in guides() if _fits(guide, wanted)]
    if not found:
        titles = ", ".join(guide.words(language).title for guide in guides())
        complain(f"No app is called “{chosen.platform}”. The apps are: {titles}.")
        return codes.USAGE
    for guide in found:
        words = guide.words(language)
        say(f"{words.title}  (--as {', '.join(guide.importers)})")
        for number, step in enumerate(words.steps, 1):
            say(f"  {number}. {step}")
        say(f"  + {words.keeps}")
        say(f"  - {words.leaves}")
    return codes.FINE


def _fits(guide: Guide, wanted: str) -> bool:
    names = (guide.en.title, guide.zh.title, guide.platform, *guide.importers)
    return any(wanted in name.casefold() for name in names)
