"""This file is where one chat text becomes an ExportedConversation: shapes, day and month, title, people, owner."""

import io
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import chain

from core.encoding import encoding_of
from core.errors import BrokenExport
from core.export import Export, lines_of
from core.importers.whatsapp.authors import author_of
from core.importers.whatsapp.characters import folded
from core.importers.whatsapp.choosing import Beside, Chosen, choose
from core.importers.whatsapp.composing import Composer, Scene
from core.importers.whatsapp.media import MediaFinder
from core.importers.whatsapp.reading import Layout, messages_of
from core.importers.whatsapp.survey import Sighting, Survey, survey_of
from core.importers.whatsapp.titles import key_of_people, title_of, without_copy_number
from core.importers.whatsapp.vocabulary import is_notice
from core.protocols import ReadOptions
from core.types import ConversationKind, ExportedConversation, ExportedMessage, Problem, Repair

SOURCE = "whatsapp"
_EVERYWHERE = 0.9


@dataclass(frozen=True, slots=True)
class People:
    """names: author as written -> display name; speakers: authors as written that stand for the chat itself."""

    names: dict[str, str]
    speakers: frozenset[str]
    title: str | None
    kind: ConversationKind
    owner: str | None

    @property
    def all(self) -> list[str]:
        return list(dict.fromkeys(self.names.values()))


def conversation_of(export: Export, entry: str, options: ReadOptions, referenced: set[str]) -> ExportedConversation:
    """Surveys a chat text and returns its conversation, whose messages are read when they are walked."""
    encoding, survey = _surveyed(export, entry)
    chosen = choose(survey, entry, Beside(_written(export), _languages(survey)), options.date_order)
    people = _people(survey, chosen, title_of(export, entry))
    layout = Layout(entry, chosen.shapes, not chosen.ambiguous, _usable(chosen.sightings, "marked_heads"))
    composer = Composer(_scene(entry, survey, (chosen, people)), MediaFinder(export, entry, referenced))
    notes = chain(_encoding_notes(survey, entry, encoding), chosen.notes)
    return ExportedConversation(
        SOURCE,
        people.title or key_of_people(people.all),
        people.title or ", ".join(people.all[:3]) or "WhatsApp",
        _walk(export, (layout, encoding), composer, notes),
        people.kind,
        people.owner,
        chosen.ambiguous,
        "" if any(dated.shape.seconds for dated in chosen.shapes) else "whatsapp-minutes",
    )


def _surveyed(export: Export, entry: str) -> tuple[str, Survey]:
    """What can be had of a text; where it is damaged, walking the messages will say so."""
    survey = Survey()
    encoding = encoding_of(io.BytesIO(export.head(entry)))
    with suppress(BrokenExport), export.open(entry) as stream:
        encoding = encoding_of(stream)
    with suppress(BrokenExport), export.open(entry) as stream:
        survey_of(lines_of(stream, encoding), survey)
    return encoding, survey


def _walk(
    export: Export, how: tuple[Layout, str], composer: Composer, notes: Iterable[Problem | Repair]
) -> Iterator[ExportedMessage | Problem | Repair]:
    layout, encoding = how
    yield from notes
    with export.open(layout.entry) as stream:
        yield from messages_of(lines_of(stream, encoding), layout, composer, export.tally(layout.entry, "line"))


def _scene(entry: str, survey: Survey, judged: tuple[Chosen, People]) -> Scene:
    chosen, people = judged
    heads, bodies = (_usable(chosen.sightings, marks) for marks in ("marked_heads", "marked_bodies"))
    return Scene(
        entry, people.names, people.speakers, folded(people.title or ""), heads, bodies, tuple(survey.colon_titles)
    )


def _usable(sightings: tuple[Sighting, ...], marks: str) -> bool:
    """Marks that nearly every line bears, beside those with known phrases, say nothing (specification 1.5)."""
    others = sum(sighting.count - sighting.told for sighting in sightings)
    marked: int = sum(getattr(sighting, marks) for sighting in sightings)
    return marked == 0 or marked < _EVERYWHERE * others


def _people(survey: Survey, chosen: Chosen, title: str | None) -> People:
    counts: dict[str, int] = {}
    for sighting in chosen.sightings:
        for raw, count in sighting.authors.items():
            if count > 0:
                counts[raw] = counts.get(raw, 0) + count
    names = {raw: name for raw, count in counts.items() if (name := author_of(raw, count))}
    survey.group_notices += sum(is_notice(raw, "group") for raw in counts if raw not in names)
    silent = _silent(survey, names, counts)
    title = title or (names[silent] if silent else _told_by_notice(survey, names))
    if title:
        title = without_copy_number(title, {folded(name) for name in names.values()})
    speakers = _speaking_for_the_chat(survey, names, title) | ({silent} if silent else frozenset())
    names = {raw: name for raw, name in names.items() if raw not in speakers}
    return People(names, speakers, title, *_kind_and_owner(survey, names, title))


def _silent(survey: Survey, names: dict[str, str], counts: dict[str, int]) -> str | None:
    """The one author all of whose lines are marked notices: the name of a group (specification 1.4)."""
    silent = [raw for raw, count in survey.speakers.items() if raw in names and count >= counts[raw]]
    return silent[0] if len(silent) == 1 and survey.group_notices else None


def _told_by_notice(survey: Survey, names: dict[str, str]) -> str | None:
    """The name that most marked notices are attributed to, in a chat of two."""
    told = [raw for raw, _ in survey.speakers.most_common(1) if raw in names]
    return names[told[0]] if told and len(set(names.values())) <= 2 else None


def _speaking_for_the_chat(survey: Survey, names: dict[str, str], title: str | None) -> frozenset[str]:
    """The authors that bear the title of what can only be a group: nobody writes under a group's name."""
    by_chat = frozenset(raw for raw, name in names.items() if folded(name) == folded(title or ""))
    others = {folded(name) for raw, name in names.items() if raw not in by_chat}
    grouped = survey.group_notices > 0 and survey.speakers.total() > 0
    return by_chat if grouped or len(others) > 2 else frozenset()


def _kind_and_owner(survey: Survey, names: dict[str, str], title: str | None) -> tuple[ConversationKind, str | None]:
    owners = {names[raw] for raw in survey.owners if raw in names}
    owner = owners.pop() if len(owners) == 1 else None
    people = {folded(name): name for name in names.values()}
    others = [name for key, name in people.items() if key != folded(title or "")]
    if len(people) > 2 or survey.group_notices:
        return "group", owner
    if len(people) == 2 and len(others) == 1:
        owner = owner or others[0]
    told = len(people) == 1 or (len(people) == 2 and (title is None or len(others) == 1))
    return ("private" if told else "unknown"), owner


def _languages(survey: Survey) -> frozenset[str]:
    most = max(survey.languages.values(), default=0)
    return frozenset(language for language, count in survey.languages.items() if count == most)


def _written(export: Export) -> date | None:
    return datetime.fromtimestamp(export.modified / 1000, UTC).date() if export.modified is not None else None


def _encoding_notes(survey: Survey, entry: str, encoding: str) -> Iterator[Problem | Repair]:
    if not encoding.startswith("utf"):
        yield Repair(entry, f"the text is not Unicode; it was read as {encoding}")
    if survey.undecoded:
        yield Repair(entry, f"{survey.undecoded} lines hold characters that could not be read; they show as \ufffd")
