"""This file is where every model proves on this machine that it computes what it should, and how fast.

The embedder has reference vectors in its manifest. The others get a task that any sound model of their kind solves: two
talks far apart in topic and time to part, a question with one plain answer, a drawn line of text to read.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import ModelError
from core.protocols import Report
from core.types import Message, Progress
from models.bundle import ROLES, Bundle
from models.embedder import OnnxEmbedder
from models.ocr import OnnxTextReader
from models.providers import CPU, self_test
from models.segmenter import OnnxSegmenter

if TYPE_CHECKING:
    from PIL.Image import Image

STAGE = "prove"
"""The stage that the reports bear."""

_WRITTEN = "Harbour lights 2468"
_BOAT = (
    ("Ana", "Shall we take the boat out on Saturday?"),
    ("Bo", "Yes, the wind looks good for sailing"),
    ("Ana", "Then I will check the sails and the anchor"),
    ("Bo", "The harbour master wants the mooring fee before we leave"),
    ("Ana", "I paid the mooring fee yesterday, 40 euros"),
    ("Bo", "Great, see you at the boat"),
)
_SOUP = (
    ("Cleo", "Does anybody remember grandma's recipe for onion soup?"),
    ("Dan", "Two pounds of onions, butter, and a glass of white wine"),
    ("Cleo", "How long do the onions have to cook?"),
    ("Dan", "The onions cook for forty minutes, until they are brown"),
    ("Cleo", "And the cheese goes on the bread?"),
    ("Dan", "Yes, gruyere, then into the oven"),
)
_QUESTION, _ANSWER = "How much was the mooring fee?", 4
_AFTER_MS = 5 * 3_600_000
_LEAST_SECONDS = 0.25


@dataclass(frozen=True, slots=True)
class Proof:
    """What the self-test of one model found.

    provider: who computed it, as onnxruntime names it; per_second: fragments embedded, utterances cut, candidates read
    or pictures read, by role. trouble: what is wrong and what to do, empty when all is well.
    """

    role: str
    model: str
    provider: str
    passed: bool
    per_second: float
    trouble: str = ""


def proofs(bundle: Bundle, report: Report, roles: Sequence[str] = ROLES) -> Iterator[Proof]:
    """The proof of each model, as it comes. `report` may raise Cancelled between two of them."""
    for place, role in enumerate(roles):
        report(Progress(STAGE, place, len(roles)))
        yield proof(bundle, role)
    report(Progress(STAGE, len(roles), len(roles)))


def proof(bundle: Bundle, role: str) -> Proof:
    """Loads a model, has it compute its reference and measures it. A model that cannot be loaded has not passed."""
    try:
        return _TESTS[role](bundle)
    except ModelError as error:
        return Proof(role, bundle.entries[role].name if role in bundle.entries else "", "", False, 0.0, str(error))


def proven(bundle: Bundle, role: str) -> Proof:
    """The proof of a model that may be anything. Raises ModelError when it has not passed."""
    try:
        found = _TESTS[role](bundle)
    except ModelError:
        raise
    except Exception as error:  # a graph that somebody made may fail in any way
        raise ModelError(f"The {role} in {bundle.directory} does not work ({error}).") from error
    if not found.passed:
        raise ModelError(f"The {role} in {bundle.directory} fails its self-test. {found.trouble}")
    return found


def _embedder(bundle: Bundle) -> Proof:
    embedder: OnnxEmbedder = bundle.text_embedder()
    test = self_test(embedder)
    return Proof("embedder", embedder.name, test.provider, test.passed, test.texts_per_second, test.hint)


def _segmenter(bundle: Bundle) -> Proof:
    segmenter: OnnxSegmenter = bundle.segmenter()
    chat = _messages((*_BOAT, *_SOUP))
    clusters = segmenter.clusters(chat)
    whole = sorted(at for cluster in clusters for at in cluster) == list(range(len(chat)))
    parted = all(max(cluster) < len(_BOAT) or min(cluster) >= len(_BOAT) for cluster in clusters)
    long = _messages((*_BOAT, *_SOUP) * 16)
    speed = len(long) * _rounds(lambda: segmenter.clusters(long))
    trouble = "" if whole and parted else "It does not part two talks that have nothing in common."
    return Proof("segmenter", segmenter.name, CPU, not trouble, speed, trouble)


def _reader(bundle: Bundle) -> Proof:
    reader = bundle.reader()
    fragments = [_messages(_BOAT), _messages(_SOUP, 100)]
    boat, soup = reader.read(_QUESTION, fragments)
    best = max(boat.utterances, key=lambda at: boat.utterances[at], default=None)
    right = best == _ANSWER and boat.relevance > soup.relevance
    # A fresh one each time: it would remember the vectors of these lines.
    speed = len(fragments) * _rounds(lambda: bundle.reader().read(_QUESTION, fragments))
    trouble = "" if right else "It does not find the line that answers a plain question."
    return Proof("reader", reader.name, CPU, right, speed, trouble)


def _text_reader(bundle: Bundle) -> Proof:
    import numpy as np

    reader: OnnxTextReader = bundle.text_reader()
    picture = np.asarray(_drawn(_WRITTEN))
    read = reader.read(picture)
    speed = _rounds(lambda: reader.read(picture))
    right = _letters(read) == _letters(_WRITTEN)
    trouble = "" if right else f"It reads “{read[:40]}” where “{_WRITTEN}” is written."
    return Proof("text_reader", reader.name, CPU, right, speed, trouble)


_TESTS: dict[str, Callable[[Bundle], Proof]] = {
    "embedder": _embedder,
    "segmenter": _segmenter,
    "reader": _reader,
    "text_reader": _text_reader,
}


def _rounds(act: Callable[[], object]) -> float:
    """How often a second something can be done; it was done once before."""
    start, done = time.perf_counter(), 0
    while (seconds := time.perf_counter() - start) < _LEAST_SECONDS:
        act()
        done += 1
    return done / seconds


def _messages(lines: Sequence[tuple[str, str]], first: int = 0) -> list[Message]:
    """One a minute; hours lie between two talks."""
    found, at = [], 1_700_000_000_000
    for place, (sender, text) in enumerate(lines):
        new_talk = place > 0 and {sender, lines[place - 1][0]} not in ({"Ana", "Bo"}, {"Cleo", "Dan"})
        at += _AFTER_MS if new_talk else 60_000
        number = first + place + 1
        found.append(Message(number, 1, str(number), sum(map(ord, sender)), sender, at, None, "message", text))
    return found


def _drawn(text: str) -> "Image":
    """A picture with a line of text, in the font that comes along."""
    from PIL import Image, ImageDraw, ImageFont

    import resources

    font = ImageFont.truetype(str(Path(resources.__path__[0], "fonts", "Inter-Regular.otf")), 34)
    picture = Image.new("RGB", (480, 160), "white")
    ImageDraw.Draw(picture).text((40, 56), text, fill="black", font=font)
    return picture


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()
