"""This file is where the fake Session remembers questions, in memory and as the real one does."""

from core.query import EVERYTHING, Scope, within
from core.query.offers import Names, names_of
from core.types import Message, PastQuestion, Person


class FakeQuestions:
    """Its archive has `remembered`: text -> PastQuestion."""

    def asked(self, text: str) -> None:
        self._own()
        remembered = self._archive.remembered
        if not self.settings.keep_questions:
            return
        before = remembered.get(text)
        latest = 1 + max((each.asked_at for each in remembered.values()), default=0)
        times, name = (before.times + 1, before.name) if before else (1, None)
        remembered[text] = PastQuestion(text, latest, times, name)

    def past_questions(self, limit: int = 20) -> list[PastQuestion]:
        self._own()
        every = self._archive.remembered.values()
        saved = sorted((each for each in every if each.name), key=lambda each: each.name)
        return [*saved, *sorted((each for each in every if not each.name), key=lambda each: -each.asked_at)[:limit]]

    def save_question(self, text: str, name: str) -> None:
        self._own()
        self._archive.remembered[text] = PastQuestion(text, 0, 0, name)

    def forget_question(self, text: str) -> bool:
        self._own()
        return self._archive.remembered.pop(text, None) is not None

    def clear_questions(self) -> int:
        self._own()
        gone = [text for text, each in self._archive.remembered.items() if not each.name]
        for text in gone:
            del self._archive.remembered[text]
        return len(gone)

    def names(self) -> Names:
        """Everybody who wrote, with how much."""
        self._own()
        counts: dict[tuple[str, str], int] = {}
        for each in self._archive.messages.values():
            if each.sender:
                key = (each.sender, self._archive.conversations[each.conversation_id].source)
                counts[key] = counts.get(key, 0) + 1
        people = [
            Person(number, source, name, name, number, count)
            for number, ((name, source), count) in enumerate(counts.items())
        ]
        return names_of(people, self.conversations())

    def exact(self, text: str, limit: int = 50, scope: Scope | None = None) -> list[Message]:
        self._own()
        self._archive.looked_for.append(text)
        query = within(self.parse(text).query, scope or EVERYTHING)
        found = [each for number, each in self._archive.messages.items() if self._holds(number, query)]
        return [each for each in found if _inside(each, query.conversations)][:limit]

    def count_exact(self, text: str, most: int, scope: Scope | None = None) -> int:
        return len(self.exact(text, most, scope))


def _inside(message: Message, conversations: tuple[int, ...]) -> bool:
    return not conversations or message.conversation_id in conversations
