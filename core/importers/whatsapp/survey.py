"""This file is where a chat text is walked a first time: it votes for header shapes and collects evidence.

Nothing is decided here. What is counted: how often each Shape occurs, the dates it opens (for the day/month decision),
who writes, where the app put its marks (specification 1.5), which languages its words come from, whose phone it was.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from core.importers.whatsapp.authors import LONGEST_RAW
from core.importers.whatsapp.characters import APP_MARKS, is_marked
from core.importers.whatsapp.contents import is_call
from core.importers.whatsapp.evidence import date_in_name, languages_of_marker, languages_of_notice, phrase_of
from core.importers.whatsapp.headers import Shape, read_header
from core.importers.whatsapp.vocabulary import exact_bodies, is_notice
from core.written_times.calendar import parts_of
from core.written_times.order import Pair, Run

MAX_SHAPES = 16
MAX_RUNS = 100_000
MAX_AUTHORS = 20_000
MAX_PAIRS = 2_000
MAX_NOTICES = 2_000
SHORT = 70
_TITLE_REST = re.compile("([^:\u200e\u200f]{1,100}(?:: [^:\u200e\u200f]{1,100})?): [\u200e\u200f](?!<)")


@dataclass
class Sighting:
    """All that was seen of one header shape; counts are lines.

    told: marked lines whose app phrase is known; marked_heads, marked_bodies: those whose mark is all there is to tell.
    """

    shape: Shape
    first: int
    match: Callable[[str], re.Match[str] | None]
    count: int = 0
    runs: list[Run] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)
    authors: dict[str, int] = field(default_factory=dict)
    told: int = 0
    marked_heads: int = 0
    marked_bodies: int = 0
    date: str = ""

    def turn(self, day: str, number: int, line: str) -> None:
        """The date of the headers has changed."""
        self.date = day
        parts = parts_of(day)
        if parts is not None and len(self.runs) < MAX_RUNS:
            self.runs.append(Run(parts, number, line[:80]))


@dataclass
class Survey:
    """What the first walk found. owners: authors of "You deleted this message"; speakers: names on notices.

    colon_titles: names on notices that hold a ": " themselves, with the one behind them; groups only.
    """

    sightings: list[Sighting] = field(default_factory=list)
    lines: int = 0
    undecoded: int = 0
    languages: Counter[str] = field(default_factory=Counter)
    owners: Counter[str] = field(default_factory=Counter)
    speakers: Counter[str] = field(default_factory=Counter)
    notices: int = 0
    group_notices: int = 0
    colon_titles: set[str] = field(default_factory=set)


def survey_of(lines: Iterable[str], found: Survey | None = None) -> Survey:
    """Walks all lines once, into `found`; memory grows with the number of days and people only."""
    walk = _Walk(found or Survey())
    for number, line in enumerate(lines, 1):
        walk.line(number, line)
    return walk.found


class _Walk:
    def __init__(self, found: Survey) -> None:
        self.found = found
        self._shapes: dict[Shape, Sighting] = {}
        self._lead: Sighting | None = None
        self._exact = exact_bodies()

    def line(self, number: int, line: str) -> None:
        """One line: counted under its shape if it has a header."""
        self.found.lines = number
        if not line.isascii() and "\ufffd" in line:
            self.found.undecoded += 1
        sighting = self._lead
        match = sighting.match(line) if sighting is not None else None
        if match is None or sighting is None:
            sighting = self._elsewhere(line, number)
            match = sighting.match(line) if sighting is not None else None
            if match is None or sighting is None:
                return
        sighting.count += 1
        if match["date"] != sighting.date:
            sighting.turn(match["date"], number, line)
        start = match.end()
        end = line.find(": ", start)
        if end < 0 or end - start > LONGEST_RAW:
            self._without_author(line[start:])
            return
        if self.found.colon_titles and line.startswith(tuple(self.found.colon_titles), start):
            self.found.group_notices += 1
            return
        author = line[start:end]
        authors = sighting.authors
        if author in authors:
            authors[author] += 1
        elif len(authors) < MAX_AUTHORS:
            authors[author] = 1
        if line[-1] in ")>" or _has_mark(line) or (len(line) - end < SHORT and line[end + 2 :] in self._exact):
            self._look(sighting, line, (start, end))

    def _elsewhere(self, line: str, number: int) -> Sighting | None:
        """The sighting of a line that the leading shape does not fit; a new shape when it is one."""
        for sighting in self.found.sightings:
            if sighting is not self._lead and sighting.match(line):
                return sighting
        header = read_header(line)
        if header is None or header.shape in self._shapes or len(self._shapes) >= MAX_SHAPES:
            return None
        sighting = Sighting(header.shape, number, header.shape.pattern.match)
        self._shapes[header.shape] = sighting
        self.found.sightings.append(sighting)
        self._lead = self._lead or sighting
        self.found.languages.update(languages_of_marker(header.time))
        return sighting

    def _without_author(self, text: str) -> None:
        self.found.notices += 1
        if self.found.notices > MAX_NOTICES:
            return
        self.found.languages.update(languages_of_notice(text))
        self.found.group_notices += is_notice(text, "group")

    def _look(self, sighting: Sighting, line: str, place: tuple[int, int]) -> None:
        """A line that may hold a file, an app phrase or a notice with author."""
        start, end = place
        author, body = line[start:end], line[end + 2 :]
        if (rest := _TITLE_REST.match(body)) and is_notice(body[rest.end() :]):
            self.found.colon_titles.add(f"{author}: {rest[1]}: ")
            self.found.group_notices += 1
            sighting.authors[author] -= 1
            return
        head_marked, body_marked = is_marked(line), body[:1] in APP_MARKS and body != ""
        named = date_in_name(body)
        if named and sighting.runs and len(sighting.pairs) < MAX_PAIRS:
            sighting.pairs.append(Pair(sighting.runs[-1].parts, named))
        phrase = phrase_of(body)
        if phrase is not None:
            self.found.languages.update(phrase.languages)
            if phrase.meaning == "deleted_by_owner":
                self.found.owners[author] += 1
        notice = body_marked and not head_marked and phrase is None and is_notice(body)
        if notice:
            self._attributed_notice(author, body)
        if named or phrase or notice or is_call(body):
            sighting.told += head_marked or body_marked
        else:
            sighting.marked_heads += head_marked
            sighting.marked_bodies += body_marked

    def _attributed_notice(self, author: str, body: str) -> None:
        self.found.speakers[author] += 1
        self.found.group_notices += is_notice(body, "group")
        self.found.languages.update(languages_of_notice(body))


def _has_mark(line: str) -> bool:
    return not line.isascii() and (APP_MARKS[0] in line or APP_MARKS[1] in line)
