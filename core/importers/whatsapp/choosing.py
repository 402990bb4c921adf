"""This file is where a survey is judged: which header shapes count, how dates are read, and what to ask."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from core.importers.whatsapp.calendar import FIRST_YEAR, chat_day, chat_year
from core.importers.whatsapp.reading import Dated
from core.importers.whatsapp.survey import Sighting, Survey
from core.importers.whatsapp.vocabulary import fitting_language
from core.types import Ambiguity, DateOrder, Problem, Repair
from core.written_times.calendar import orders_of
from core.written_times.order import Decision, Evidence, Witness, decide
from core.written_times.vote import WORDS, question_of

FREQUENT = 0.1
MANY = 100


@dataclass(frozen=True, slots=True)
class Beside:
    """What is known beside the dates. last: the day the export was written; languages: of the app's words."""

    last: date | None
    languages: frozenset[str]

    def witness(self, sighting: Sighting) -> Witness:
        """What this says about the dates of one shape: the languages and the separators they write."""
        orders = orders_of(sighting.shape.year)
        fitting = {order: fitting_language(order, sighting.shape.separator) for order in orders}
        may_be = frozenset(order for order in orders if self.languages & fitting[order])
        must_be = frozenset(order for order in may_be if self.languages <= fitting[order])
        return Witness(self.last, FIRST_YEAR, may_be, must_be, chat_year)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The shapes to read, most frequent first, what is still open, and what the person should know."""

    sightings: tuple[Sighting, ...]
    shapes: tuple[Dated, ...]
    ambiguous: tuple[Ambiguity, ...]
    notes: tuple[Problem | Repair, ...]


def choose(survey: Survey, entry: str, beside: Beside, asked: DateOrder | None) -> Chosen:
    """Votes for one header shape, or several frequent ones, and settles day and month or says what is open.

    asked: the person's answer; it settles what the text leaves open, but does not overrule dates that prove otherwise.
    """
    voted = sorted(survey.sightings, key=lambda sighting: -sighting.count)
    total = sum(sighting.count for sighting in voted)
    kept = tuple(sighting for sighting in voted if sighting is voted[0] or _frequent(sighting.count, total))
    decisions = _settled(kept, beside, asked)
    notes: list[Problem | Repair] = [*_shape_notes(voted, kept, entry)]
    ambiguous, shapes = [], []
    for sighting, decision in zip(kept, decisions, strict=True):
        notes.extend(_order_notes(decision, asked, entry))
        shapes.append(Dated(sighting.shape, (decision.order,) if decision.order else decision.candidates))
        if decision.order is None:
            ambiguous.append(_question(sighting, decision, entry))
    return Chosen(kept, tuple(shapes), tuple(ambiguous), tuple(notes))


def _frequent(count: int, total: int) -> bool:
    return count >= 2 and (count >= FREQUENT * total or (count >= MANY and count * MANY >= total))


def _settled(kept: tuple[Sighting, ...], beside: Beside, asked: DateOrder | None) -> list[Decision]:
    decisions = [decide(_evidence(sighting), beside.witness(sighting)) for sighting in kept]
    for place, (sighting, decision) in enumerate(zip(kept, decisions, strict=True)):
        impossible = {order for order, _ in decision.against}
        if (
            asked in orders_of(sighting.shape.year)
            and not decision.firm
            and (decision.mixed or asked not in impossible)
        ):
            decisions[place] = Decision(asked, (asked,), False, decision.against, decision.mixed)
        elif decision.order is None and not decision.mixed:
            decisions[place] = _like_its_neighbour(sighting, decision, [*zip(kept, decisions, strict=True)])
    return decisions


def _like_its_neighbour(sighting: Sighting, open_one: Decision, all_of: list[tuple[Sighting, Decision]]) -> Decision:
    """Two shapes of one text with the same separator and year (seconds in one of them, say) share their order."""
    shape = sighting.shape
    for other, decision in all_of:
        alike = (other.shape.separator, other.shape.year) == (shape.separator, shape.year)
        if alike and decision.firm and decision.order in open_one.candidates:
            return decision
    return open_one


def _evidence(sighting: Sighting) -> Evidence:
    return Evidence(sighting.shape.year, sighting.shape.separator, sighting.runs, sighting.pairs)


def _question(sighting: Sighting, decision: Decision, entry: str) -> Ambiguity:
    mixed = "The text mixes both; lines that do not fit the answer stay part of the message above."
    return question_of(entry, decision, sighting.runs, (chat_day, mixed))


def _shape_notes(voted: list[Sighting], kept: tuple[Sighting, ...], entry: str) -> Iterator[Problem | Repair]:
    if len(kept) > 1:
        counts = ", ".join(f"{sighting.count} from line {sighting.first}" for sighting in kept)
        yield Repair(entry, f"the dates are written in {len(kept)} ways, all were read as messages ({counts})")
    for sighting in voted:
        if sighting not in kept:
            what = "lines that begin with a date of another form than the rest stay in the text of the message above"
            yield Repair(f"{entry}:{sighting.first}", f"{what}: {sighting.count}")
    for word in dict.fromkeys(word for sighting in kept for word in sighting.shape.unknown_words):
        yield Problem(
            entry, f"the word {word!r} beside the time is unknown; if it halves the day, hours are as written"
        )


def _order_notes(decision: Decision, asked: DateOrder | None, entry: str) -> Iterator[Problem | Repair]:
    order = decision.order
    if order is None:
        return
    for other, run in decision.against:
        if other == order:
            what = f"dates that are impossible {WORDS[order]} begin here; such lines stay part of the message above"
            yield Problem(f"{entry}:{run.number}", what)
    if asked is not None and asked != order and asked in ("dmy", "mdy") and order != "ymd":
        proof = next((run for other, run in decision.against if other == asked), None)
        place = f"{entry}:{proof.number}" if proof else entry
        yield Problem(place, f"{WORDS[asked]} was chosen, but the dates prove {WORDS[order]}; they were read so")
