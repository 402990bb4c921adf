"""This file is where it is decided that a reader may stop: what it has not read will not change the page.

What is exact needs no rule: a candidate in which nothing could pass the question's filters and phrases is never given
to a reader (core.fitting.hopeless), and one with a literal match always has to be read, because it answers whatever the
reader says. Any other candidate could in principle hold an answer of any confidence, and one that is sure enough even
puts others off the page, so the rest is a rule of thumb. Recall puts what answers first: reading stops when something
answers, a run of candidates behind it did not, and recall thinks far less of all that are left than of everything that
answered.

Measured (tests/benchmarks/early.py) on 120 questions to 126 held-out chats and meetings, English and Chinese, up to 20
candidates each, two at once: a reader that knows the truth reads 63 % of them, and every page is what it would have
been; the shipped reader, each candidate by itself, reads 86 %, and 95 % of the pages are the same: of 678 answers that
it gives in all, 9 are not read. `--all` reads everything.
"""

from collections.abc import Sequence

from core.types import Answer, Candidate

BESIDE_BEST = 0.6
"""An answer whose relevance is less than this share of the best one's is noise beside it."""

RUN = 6
"""So many candidates in a row without an answer, at least, before reading may stop."""

FAR = 0.4
"""What is left has at most this share of the recall score of the answering candidate that recall liked least."""

Judged = tuple[Candidate, Answer]


def shown(answers: Sequence[Answer]) -> list[bool]:
    """Which answers are on the page: those that are not empty, nor noise beside the best one."""
    best = max((answer.relevance for answer in answers), default=0.0)
    return [not answer.empty and answer.relevance >= BESIDE_BEST * best for answer in answers]


def may_stop(judged: Sequence[Judged], waiting: Sequence[Candidate]) -> bool:
    """Whether what waits can be spared. Both are in the order of recall, best first.

    Nothing is spared while nothing answers: that there is no answer is only said when everything was read.
    """
    seen = shown([answer for _, answer in judged])
    if not any(seen) or any(seen[-RUN:]) or len(seen) <= RUN:
        return False
    least = min(candidate.score for (candidate, _), answers in zip(judged, seen, strict=True) if answers)
    return all(each.score <= FAR * least and not each.complete for each in waiting)
