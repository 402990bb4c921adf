"""This file is where answers are judged: what is said is shown at once, kept, and shown again with the question."""

from collections.abc import Iterator

from PySide6.QtCore import QObject

from app.gui.search.searching import Understood
from app.gui.window import Window
from app.gui.work.engine import Engine
from core.types import Attachment, Judgement, Message, Place, SearchResult

Numbers = tuple[int, int | None]
"""Message id, and attachment id where a picture is meant."""


class Judging(QObject):
    """Verdicts on the answers to the question that is shown.

    What is said of a whole result is said of everything highlighted in it as well. Said once more, it is taken back.
    """

    def __init__(self, window: Window, engine: Engine) -> None:
        super().__init__(window)
        self._window, self._engine = window, engine
        self._question = ""
        self._verdicts: dict[Place, bool] = {}
        engine.searching.understood.connect(self._ask)
        window.results.judged.connect(self.judge)
        window.conversation.judged.connect(self.judge_message)

    @property
    def verdicts(self) -> dict[Place, bool]:
        """What was said, by place."""
        return dict(self._verdicts)

    def judge(self, result: SearchResult, message: Message | None, attachment: Attachment | None, right: bool) -> None:
        """Says that an answer is right or wrong; without message and picture, that the whole result is."""
        if message is None:
            judgements = list(self._whole(result, right))
        else:
            judgements = [self._one(result, (message.id, attachment.id if attachment else None), right)]
        self._say(judgements, right)

    def judge_message(self, message: Message, attachment: Attachment | None, right: bool) -> None:
        """The same of a message in its conversation, for the question that is shown."""
        window = self._window
        if not self._question or window.page is not window.results:
            window.banner.show_notice(self.tr("Ask a question first; then say what answers it."))
            return
        shown = [card.result for card in window.results.cards() if card.result is not None]
        own = next((each for each in shown if each.conversation.id == message.conversation_id), None)
        if own is not None:
            self.judge(own, message, attachment, right)
            return
        place = (message.conversation_id, message.id, attachment.id if attachment else None)
        self._say([Judgement(self._question, *place, right)], right)

    def reload(self) -> None:
        """What is kept is read again: it may have been deleted elsewhere."""
        question = self._question
        if question:
            self._engine.looking.submit(
                lambda session, job: session.judged(question), done=lambda kept: self._take(question, kept)
            )

    def _ask(self, understood: Understood) -> None:
        self._question, self._verdicts = understood.text, {}
        self.reload()

    def _take(self, question: str, kept: list[Judgement]) -> None:
        if question == self._question:
            self._verdicts = {each.place: each.right for each in kept}
            self._show()

    def _say(self, judgements: list[Judgement], right: bool) -> None:
        """Keeps a verdict, or takes it back where the first of them is said already."""
        if self._verdicts.get(judgements[0].place) == right:
            self._take_back([each for each in judgements if self._verdicts.get(each.place) == right])
        else:
            self._keep(judgements)

    def _keep(self, judgements: list[Judgement]) -> None:
        self._verdicts.update((each.place, each.right) for each in judgements)
        self._show()
        self._engine.looking.submit(lambda session, job: session.judge(judgements), failed=self._fail)

    def _take_back(self, judgements: list[Judgement]) -> None:
        for each in judgements:
            self._verdicts.pop(each.place, None)
        self._show()
        self._engine.looking.submit(lambda session, job: session.take_back(judgements), failed=self._fail)

    def _fail(self, error: Exception) -> None:
        """Nothing was kept: what is shown must not say otherwise."""
        self.reload()
        self._window.banner.show_error(error)

    def _show(self) -> None:
        self._window.results.show_verdicts(dict(self._verdicts))

    def _whole(self, result: SearchResult, right: bool) -> Iterator[Judgement]:
        """The result itself first, then what is highlighted in it."""
        number, reader = result.conversation.id, result.grounds.reader
        yield Judgement(self._question, number, None, None, right, result.score, reader)
        for numbers, sure in _confidences(result, highlighted=True).items():
            yield Judgement(self._question, number, *numbers, right, sure, reader)

    def _one(self, result: SearchResult, numbers: Numbers, right: bool) -> Judgement:
        sure = _confidences(result).get(numbers)
        return Judgement(self._question, result.conversation.id, *numbers, right, sure, result.grounds.reader)


def _confidences(result: SearchResult, *, highlighted: bool = False) -> dict[Numbers, float | None]:
    """The reader's confidence in everything that is shown, or in what is highlighted."""
    known: dict[Numbers, float | None] = {}
    for span in result.spans:
        for each in span.messages:
            if each.highlighted or not highlighted:
                known[each.message.id, None] = each.confidence
        for image in span.images:
            if image.highlighted or not highlighted:
                known[image.attachment.message_id, image.attachment.id] = image.confidence
    return known
