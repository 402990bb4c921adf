"""This file is where a survey is judged: which header shapes count, how dates are read, and what to ask."""

from collections.abc import Iterator
from dataclasses import dataclass

from core.importers.whatsapp.calendar import day_of, orders_of
from core.importers.whatsapp.order import Decision, Witness, decide
from core.importers.whatsapp.reading import Dated
from core.importers.whatsapp.survey import Run, Sighting, Survey
from core.types import Ambiguity, DateOrder, Problem, Repair

FREQUENT = 0.1
MANY = 100
_SAMPLES = 3
_WORDS: dict[DateOrder, str] = {"dmy": "day first", "mdy": "month first", "ymd": "year first"}


@dataclass(frozen=True, slots=True)
class Chosen:
    """The shapes to read, most frequent first, what is still open, and what the person should know."""

    sightings: tuple[Sighting, ...]
    shapes: tuple[Dated, ...]
    ambiguous: tuple[Ambiguity, ...]
    notes: tuple[Problem | Repair, ...]


def choose(survey: Survey, entry: str, witness: Witness, asked: DateOrder | None) -> Chosen:
    """Votes for one header shape, or several frequent ones, and settles day and month or says what is open.

    asked: the person's answer; it settles what the text leaves open, but does not overrule dates that prove otherwise.
    """
    voted = sorted(survey.sightings, key=lambda sighting: -sighting.count)
    total = sum(sighting.count for sighting in voted)
    kept = tuple(sighting for sighting in voted if sighting is voted[0] or _frequent(sighting.count, total))
    decisions = _settled(kept, witness, asked)
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


def _settled(kept: tuple[Sighting, ...], witness: Witness, asked: DateOrder | None) -> list[Decision]:
    decisions = [decide(sighting, witness) for sighting in kept]
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


def _question(sighting: Sighting, decision: Decision, entry: str) -> Ambiguity:
    samples = _samples(sighting, decision)
    readings: dict[str, tuple[str, ...]] = {
        order: tuple(_reading(run, order) for run in samples) for order in decision.candidates
    }
    first = samples[0].line.split(" - ")[0].strip() if samples else ""
    which = " or ".join(_WORDS[order] for order in decision.candidates)
    mixed = (
        " The text mixes both; lines that do not fit the answer stay part of the message above."
        if decision.mixed
        else ""
    )
    return Ambiguity(entry, f"Are dates like {first} written {which}?{mixed}", readings)


def _samples(sighting: Sighting, decision: Decision) -> list[Run]:
    """Real lines of different days that the candidates read differently."""
    telling: dict[object, Run] = {}
    for run in sighting.runs[:2000]:
        days = {day_of(run.parts, order) for order in decision.candidates}
        if len(days) > 1 and (decision.mixed or None not in days):
            telling.setdefault(run.parts, run)
    return list(telling.values())[:_SAMPLES]


def _reading(run: Run, order: DateOrder) -> str:
    day = day_of(run.parts, order)
    return f"{run.line} → {day.isoformat() if day else 'no such day'}"


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
            what = f"dates that are impossible {_WORDS[order]} begin here; such lines stay part of the message above"
            yield Problem(f"{entry}:{run.number}", what)
    if asked is not None and asked != order and asked in ("dmy", "mdy") and order != "ymd":
        proof = next((run for other, run in decision.against if other == asked), None)
        place = f"{entry}:{proof.number}" if proof else entry
        yield Problem(place, f"{_WORDS[asked]} was chosen, but the dates prove {_WORDS[order]}; they were read so")
