"""This file is where the chats of the benchmarks come from: as large as wanted, half English and half Chinese.

Words and characters are drawn with the frequencies of real text (Zipf-Mandelbrot: the most frequent one makes up some
four per cent), so that there are very common, usual and rare ones.
"""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import accumulate

from core.types import ExportedMessage

PEOPLE = ("Ana", "Bo", "Chen Wei", "Dora", "Emre", "李雷", "韩梅梅", "Noor")
START = datetime(2015, 1, 1, 8, 0)  # noqa: DTZ001 - wall time
START_MS = 1_420_099_200_000
_SYLLABLES = ("ba", "ko", "ri", "ten", "lu", "sha", "mo", "vi", "dar", "pe", "no", "gil", "ta", "zu", "fer", "ha")
_COMMON_HAN = (
    "的一是了我不在人有这他来到时大地为子中你说生国年着就那和要她出也得里后自以会家可下而过天去能对小多然于心学"
)


class Vocabulary:
    """Made-up English words and real Chinese characters, most frequent first."""

    def __init__(self, seed: int = 7, size: int = 20_000) -> None:
        self._random = random.Random(seed)
        words = {"".join(self._random.choices(_SYLLABLES, k=self._random.randint(1, 4))) for _ in range(size * 2)}
        self.english = sorted(words, key=lambda word: (len(word), word))[:size]
        self.chinese = [*_COMMON_HAN, *(chr(0x4E00 + 7 * n) for n in range(2500))]
        self._weights = [
            list(accumulate(1 / (rank + 2.7) for rank in range(len(w)))) for w in (self.english, self.chinese)
        ]

    def line(self, chinese: bool) -> str:
        """One message: 3 to 25 characters, or 2 to 16 words."""
        if chinese:
            return "".join(self._draw(self.chinese, self._weights[1], self._random.randint(3, 25)))
        return " ".join(self._draw(self.english, self._weights[0], self._random.randint(2, 16)))

    def _draw(self, words: list[str], weights: list[float], count: int) -> list[str]:
        return self._random.choices(words, cum_weights=weights, k=count)


def messages(count: int, seed: int = 7) -> Iterator[ExportedMessage]:
    """`count` messages over ten years, in bursts as people write."""
    vocabulary, chance = Vocabulary(seed), random.Random(seed + 1)
    step = 10 * 365 * 86_400_000 // count
    for number in range(count):
        sent_at = START_MS + number // 12 * 12 * step + number % 12 * 30_000
        sender = PEOPLE[chance.randrange(len(PEOPLE))]
        yield ExportedMessage(str(number), sender, sent_at, None, vocabulary.line(number % 2 == 1))


def whatsapp_lines(count: int, seed: int = 7) -> Iterator[str]:
    """The same kind of chat as an Android export, 24 hours, day first."""
    for number, message in enumerate(messages(count, seed)):
        moment = START + timedelta(minutes=number // 3)
        yield f"{moment:%d/%m/%Y, %H:%M} - {message.sender}: {message.text}\n"
