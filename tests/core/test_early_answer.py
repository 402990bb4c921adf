"""This file is where a reader that takes its time is tested: answers stream, what cannot matter is spared, it fails."""

from collections.abc import Callable, Iterator, Sequence

import pytest

from core.archive import Archive
from core.early_answer import RUN, may_stop, shown
from core.errors import Cancelled, ChosenModelsError, ModelError, ReadingStopped
from core.index import DenseIndex
from core.indexing import index
from core.protocols import Check, unhindered
from core.reading import preview, read
from core.retrieval import Recall, Vectors, find
from core.types import Answer, Candidate, Fragment, Message, Progress, Query, ReaderWork, Reading
from tests.core.conftest import FixedSegmenter, WordEmbedder, say, store

SHIP = Query("which ship sails tomorrow", ("which", "ship", "sails", "tomorrow"))


class Slow:
    """Reads two candidates at once, and says for each what `judge` makes of its text; counts what it was given."""

    name = "slow"
    at_once = 2

    def __init__(self, judge: Callable[[str], float]) -> None:
        self._judge = judge
        self.texts: list[str] = []

    @property
    def work(self) -> ReaderWork:
        return ReaderWork("CPU", 100 * len(self.texts), 0.5 * len(self.texts), ("Pictures were made smaller.",))

    def read(self, query: str, fragments: Sequence[Sequence[Message]], check: Check = unhindered) -> list[Answer]:
        answers = []
        for messages in fragments:
            check()
            text = " ".join(message.text for message in messages)
            self.texts.append(text)
            sure = self._judge(text)
            answers.append(Answer({0: sure} if sure else {}, {}, sure))
        return answers


class Failing(Slow):
    """Its server is gone after four candidates."""

    def __init__(self, error: ModelError) -> None:
        super().__init__(lambda text: 0.9 if "ship sails" in text else 0.0)
        self._error = error

    def read(self, query: str, fragments: Sequence[Sequence[Message]], check: Check = unhindered) -> list[Answer]:
        if len(self.texts) >= 4:
            raise self._error
        return super().read(query, fragments, check)


@pytest.fixture
def recall(archive: Archive, embedder: WordEmbedder) -> Recall:
    """One conversation tells where the ship sails; many others have a word of the question or two."""
    store(archive, "Harbour", [say("Ana", "the ship sails from the old pier", 1), say("Bo", "thanks", 2)])
    for number in range(15):
        rows = [say("Ana", f"chat {number} of a ship, some cargo and crates", n) for n in range(2)]
        store(archive, f"Chat {number}", rows)
    dense = DenseIndex(archive.directory, embedder.name)
    index(archive, (FixedSegmenter(4), embedder), dense, lambda _: None)
    return Recall(archive, embedder, dense, Vectors())


def ask(recall: Recall, reader: Slow, query: Query = SHIP, *, everything: bool = False) -> list[Reading]:
    asked = (query, find(recall, query))
    return list(read(recall.archive, reader, asked, lambda _: None, everything=everything))


def sails(text: str) -> float:
    return 0.9 if "ship sails" in text else 0.0


def test_the_best_candidates_are_read_first_and_each_few_answers_come_at_once(recall: Recall) -> None:
    reader = Slow(sails)
    stages = ask(recall, reader, everything=True)
    assert "ship sails" in reader.texts[0]
    assert [each.read for each in stages] == [0, 2, 4, 6, 8, 10, 12, 14, 16]
    assert not stages[0].confirmed
    assert all(each.results[0].conversation.title == "Harbour" and not each.results[0].maybe for each in stages[1:])
    assert len(stages[1].results) == 15, "what waits is shown, unconfirmed"
    assert [each.conversation.title for each in stages[-1].results] == ["Harbour"]


def test_what_recall_thinks_little_of_is_spared_once_something_answers(recall: Recall) -> None:
    reader, thorough = Slow(sails), Slow(sails)
    early, whole = ask(recall, reader)[-1], ask(recall, thorough, everything=True)[-1]
    assert early.results == whole.results
    assert len(reader.texts) == early.read < whole.read == 16
    assert early.read + early.spared == early.total == 16
    assert early.unread == whole.unread == 0


def test_everything_is_read_before_it_is_said_that_nothing_answers(recall: Recall) -> None:
    reader = Slow(lambda text: 0.0)
    last = ask(recall, reader)[-1]
    assert len(reader.texts) == last.read == 16
    assert not last.confirmed


def test_a_reader_that_judges_all_together_is_never_spared_anything(recall: Recall) -> None:
    class Joint(Slow):
        together = True

    assert ask(recall, Joint(sails))[-1].read == 16


def test_a_candidate_in_which_nothing_can_pass_is_never_read(recall: Recall) -> None:
    """One phrase in one message, the other in the next: no message holds both."""
    store(recall.archive, "Quay", [say("Cy", "the red buoy and the green lamp", 1), say("Ana", "a ship", 2)])
    store(recall.archive, "Dock", [say("Cy", "the red buoy", 1), say("Ana", "the green lamp", 2)])
    index(recall.archive, (FixedSegmenter(4), recall.embedder), recall.dense, lambda _: None)
    query = Query("buoy, lamp", phrases=("red buoy", "green lamp"))
    spared, all_of_it = Slow(lambda text: 0.8), Slow(lambda text: 0.8)
    found, whole = ask(recall, spared, query)[-1], ask(recall, all_of_it, query, everything=True)[-1]
    assert found.results == whole.results
    assert [each.conversation.title for each in whole.results] == ["Quay"]
    assert (found.read, found.spared, whole.read) == (1, 1, 2)


def test_the_rule_wants_an_answer_a_run_without_one_and_little_hope_behind_it() -> None:
    def candidate(score: float, complete: bool = False) -> Candidate:
        ids = frozenset({1}) if complete else frozenset[int]()
        return Candidate(Fragment(1, 1, (1,)), score, frozenset({"words"}), None, ids, ids)

    nothing, answer, noise = Answer(), Answer({0: 0.9}, {}, 0.9), Answer({0: 0.3}, {}, 0.3)
    run = [(candidate(0.6), nothing)] * RUN
    low, high = [candidate(0.2)] * 5, [candidate(0.2), candidate(0.5)]
    assert may_stop([(candidate(1.0), answer), *run], low)
    assert may_stop([(candidate(1.0), answer), *run[1:], (candidate(0.6), noise)], low), "noise is no answer"
    assert not may_stop([(candidate(1.0), answer), *run[1:]], low), "the run is too short"
    assert not may_stop([*run, (candidate(1.0), answer)], low), "an answer was found just now"
    assert not may_stop([(candidate(1.0), nothing), *run], low), "nothing answers yet"
    assert not may_stop([(candidate(1.0), answer), *run], high), "recall likes one that waits"
    weak = [(candidate(1.0), answer), (candidate(0.4), answer)]
    assert not may_stop([*weak, *run], low), "what recall liked as little has answered"
    assert not may_stop([(candidate(1.0), answer), *run], [candidate(0.1, complete=True)]), "a literal match answers"
    assert shown([answer, noise, nothing]) == [True, False, False]


def test_a_reader_that_fails_midway_keeps_what_it_found_and_shows_the_rest_unconfirmed(recall: Recall) -> None:
    stages = ask(recall, Failing(ModelError("The server stopped answering. Start it again.")), everything=True)
    last = stages[-1]
    assert isinstance(last.trouble, ReadingStopped)
    assert str(last.trouble) == "The server stopped answering. Start it again."
    assert (last.read, last.unread) == (4, 12)
    assert [each.conversation.title for each in last.results if not each.maybe] == ["Harbour"]
    assert sum(each.maybe for each in last.results) == 12
    assert all(each.trouble is None for each in stages[:-1])


def test_a_reader_that_fails_at_once_leaves_what_recall_found_and_what_answers_literally(recall: Recall) -> None:
    class Dead(Slow):
        def read(self, query: str, fragments: Sequence[Sequence[Message]], check: Check = unhindered) -> list[Answer]:
            raise ModelError("There is no memory for it.")

    _, only = ask(recall, Dead(sails), Query("ship sails", ("ship", "sails")))
    assert only.read == 0
    assert only.trouble is not None
    assert [each.conversation.title for each in only.results if not each.maybe] == ["Harbour"], "all words stand there"
    other = Query("ship crane", ("ship", "crane"))
    _, only = ask(recall, Dead(sails), other)
    assert list(only.results) == preview(recall.archive, other, find(recall, other))


def test_answers_that_were_there_before_the_reader_failed_are_kept_also_within_a_step(recall: Recall) -> None:
    class Turning(Slow):
        at_once = 16

        def answers(
            self, query: str, fragments: Sequence[Sequence[Message]], check: Check = unhindered
        ) -> Iterator[Answer]:
            yield from self.read(query, fragments[:3], check)
            raise ModelError("There is no memory left.")

    last = ask(recall, Turning(sails))[-1]
    assert (last.read, last.unread) == (3, 13)
    assert [each.conversation.title for each in last.results if not each.maybe] == ["Harbour"]


def test_chosen_models_that_are_gone_are_told_as_such(recall: Recall) -> None:
    with pytest.raises(ChosenModelsError):
        ask(recall, Failing(ChosenModelsError("gone")))


def test_cancelling_ends_the_reader_between_its_tokens(recall: Recall) -> None:
    reader = Slow(sails)
    told: list[Progress] = []

    def report(progress: Progress) -> None:
        told.append(progress)
        if len(told) == 5:
            raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        list(read(recall.archive, reader, (SHIP, find(recall, SHIP)), report))
    assert len(reader.texts) == 2, "each candidate asks once, each step reports once"


def test_who_computes_and_how_much_is_told_with_every_step(recall: Recall) -> None:
    reader = Slow(sails)
    reader.read("before", [[]])
    stages = ask(recall, reader, everything=True)
    assert (stages[0].reader, stages[0].work.device, stages[0].read) == ("slow", "CPU", 0), "before the first answer"
    assert stages[1].work == ReaderWork("CPU", 200, 1.0, ("Pictures were made smaller.",))
    assert stages[-1].work.tokens_per_second == 200.0


def test_a_question_of_filters_alone_names_no_reader(recall: Recall) -> None:
    reader = Slow(sails)
    last = ask(recall, reader, Query("", chats=("Harbour",)))[-1]
    assert last.reader == ""
    assert reader.texts == []
