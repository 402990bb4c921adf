"""This file is where it is measured what the early answer (core.early_answer) spares, and what that costs.

`python -m tests.benchmarks.early DIALOGUES.jsonl [QUESTIONS]`: annotated dialogues (core.dialogues) become an archive;
every question is read to its end, one candidate at a time, and the rule is then asked after every two. Once with the
shipped reader, once with one that knows the truth.
"""

import random
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.session import Session
from core.dialogues import read_dialogues
from core.early_answer import may_stop, shown
from core.types import Answer, Candidate
from models.bundle import Bundle, shipped_models

_STEP = 2
_LONG = 12
"""Characters from which a turn is taken for the same wherever it stands."""

Judged = list[tuple[Candidate, Answer]]


@dataclass
class Tally:
    """Of one reader."""

    name: str
    candidates: int = 0
    read: int = 0
    pages: int = 0
    same: int = 0
    answers: int = 0
    lost: int = 0

    def add(self, judged: Judged) -> None:
        stopped = next(_stops(judged), len(judged))
        whole = shown([answer for _, answer in judged])
        early = [*shown([answer for _, answer in judged[:stopped]]), *[False] * (len(judged) - stopped)]
        self.candidates += len(judged)
        self.read += stopped
        self.pages += 1
        self.same += whole == early
        self.answers += sum(whole)
        self.lost += sum(one and not other for one, other in zip(whole, early, strict=True))

    def __str__(self) -> str:
        read, same = 100 * self.read / max(self.candidates, 1), 100 * self.same / max(self.pages, 1)
        return (
            f"{self.name}: {read:.0f} % of {self.candidates:,} candidates read; {same:.1f} % of {self.pages:,} pages "
            f"the same; {self.lost:,} of {self.answers:,} answers not read"
        )


def _stops(judged: Judged) -> Iterator[int]:
    waiting = [candidate for candidate, _ in judged]
    return (at for at in range(_STEP, len(judged), _STEP) if may_stop(judged[:at], waiting[at:]))


def measure(path: Path, folder: Path, most: int) -> list[Tally]:
    """Tallies of the shipped reader, and of the truth."""
    truth: defaultdict[str, set[str]] = defaultdict(set)
    for dialogue in read_dialogues(path):
        for query in dialogue.queries:
            said = (message.text.strip() for message in dialogue.chosen(query.utt_ids))
            truth[query.text] |= {text for text in said if len(text) > _LONG}
    questions = random.Random(7).sample(sorted(truth), min(most, len(truth)))
    tallies = [Tally("shipped reader"), Tally("truth")]
    with Session(folder) as session:
        session.import_exports([path], report=lambda _: None)
        session.index(lambda _: None)
        reader = Bundle(shipped_models()).reader()
        for question in questions:
            query = session.parse(question).query
            candidates = session.find(query)
            loaded = [session.messages(each.fragment.message_ids) for each in candidates]
            read = [reader.read(query.text, [messages])[0] for messages in loaded]
            told = [_true(truth[question], [each.text for each in messages]) for messages in loaded]
            for tally, answers in zip(tallies, (read, told), strict=True):
                tally.add(list(zip(candidates, answers, strict=True)))
    return tallies


def _true(wanted: set[str], texts: Sequence[str]) -> Answer:
    found = {place: 0.9 for place, text in enumerate(texts) if text.strip() in wanted}
    return Answer(found, {}, 0.9 if found else 0.0)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        for each in measure(Path(sys.argv[1]), Path(place, "archive"), int((*sys.argv, "240")[2])):
            sys.stdout.write(f"{each}\n")
