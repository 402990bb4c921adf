"""This file is where every model proves on this machine that it computes what it should, and how fast.

The embedder has reference vectors in its manifest. The others get a task that any sound model of their kind solves: two
talks far apart in topic and time to part, a question with one plain answer, a drawn line of text to read.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import ChatTroveError, ModelError
from core.protocols import Check, Report, unhindered
from core.types import Message, Progress
from models.backends import Preferences, generator_of
from models.bundle import ROLES, Bundle
from models.ocr import OnnxTextReader
from models.providers import CPU, Provable, self_test
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

    provider: who computed it, as onnxruntime or the backend of a large reader names it ("CPUExecutionProvider", "CUDA0:
    NVIDIA L4", "http://127.0.0.1:8000"); per_second: fragments embedded, utterances cut, candidates read or pictures
    read, by role. tokens_per_second: of a large reader, reading and writing, else nothing. trouble: what is wrong and
    what to do, or what should be known of a model that passed; empty when all is well.
    """

    role: str
    model: str
    provider: str
    passed: bool
    per_second: float
    trouble: str = ""
    kind: str = ""
    tokens_per_second: tuple[float, ...] = ()


def proofs(
    bundle: Bundle, report: Report, roles: Sequence[str] = ROLES, preferences: Preferences | None = None
) -> Iterator[Proof]:
    """The proof of each model, as it comes. `report` may raise Cancelled, also within one of them."""
    for place, role in enumerate(roles):
        step = Progress(STAGE, place, len(roles))
        report(step)
        yield proof(bundle, role, partial(report, step), preferences)
    report(Progress(STAGE, len(roles), len(roles)))


def proof(bundle: Bundle, role: str, check: Check = unhindered, preferences: Preferences | None = None) -> Proof:
    """Loads a model, has it compute its reference and measures it. A model that cannot be loaded has not passed."""
    try:
        return _proof(bundle, role, check, preferences)
    except ModelError as error:
        entry = bundle.entries.get(role)
        name, kind = (entry.name, entry.kind) if entry is not None else ("", "")
        return Proof(role, name, "", False, 0.0, str(error), kind)


def proven(bundle: Bundle, role: str, check: Check = unhindered, preferences: Preferences | None = None) -> Proof:
    """The proof of a model that may be anything. Raises ModelError when it has not passed, and as `check` does."""
    try:
        found = _proof(bundle, role, check, preferences)
    except ChatTroveError:
        raise
    except Exception as error:  # a graph that somebody made may fail in any way
        raise ModelError(f"The {role} in {bundle.directory} does not work ({error}).") from error
    if not found.passed:
        raise ModelError(f"The {role} in {bundle.directory} fails its self-test. {found.trouble}")
    return found


def _proof(bundle: Bundle, role: str, check: Check, preferences: Preferences | None) -> Proof:
    kind = bundle.entry(role).kind
    if role == "reader" and kind != "compact":
        return _generator(bundle, check, preferences)
    return replace(_TESTS[role](bundle), kind=kind)


def _generator(bundle: Bundle, check: Check, preferences: Preferences | None) -> Proof:
    from models.generator_proof import computed
    from models.server_reader.drawn import drawn_prompt

    entry, generator = bundle.entry("reader"), generator_of(bundle, preferences)
    try:
        found = computed(generator, drawn_prompt(), _ANSWER, check)
    finally:
        if not bundle.keeps:
            generator.close()
    speed = 1 / found.seconds[1] if found.seconds[1] > 0 else 0.0
    tokens = (found.prompt_speed, found.answer_speed)
    return Proof("reader", found.name, found.device, True, speed, found.trouble, entry.kind, tokens)


def provable(bundle: Bundle) -> Provable:
    """The embedder of a bundle, which is to prove itself. Raises ModelError."""
    from models.gme_embedder import GmeEmbedder

    if bundle.entry("embedder").kind == "onnx":
        return bundle.text_embedder()
    embedder = bundle.embedder()
    assert isinstance(embedder, GmeEmbedder)
    return embedder


def _embedder(bundle: Bundle) -> Proof:
    """By the reference vectors of the manifest; where a model came without any, its vectors must be vectors, and those
    of different texts different."""
    embedder, facts = provable(bundle), bundle.entry("embedder").facts
    if not facts.get("reference"):
        return _without_reference(bundle)
    test = self_test(embedder)
    return Proof("embedder", embedder.name, test.provider, test.passed, test.texts_per_second, test.hint)


def _without_reference(bundle: Bundle) -> Proof:
    embedder, found = provable(bundle), bundle.embedder()
    fragments = [_messages(_BOAT), _messages(_SOUP, 100)]
    vectors = found.embed_fragments(fragments)
    again = found.embed_fragments(fragments[:1])
    norms, alike = (vectors**2).sum(1), float(vectors[0] @ vectors[1])
    sound = bool(abs(norms - 1).max() < 1e-2 and float(again[0] @ vectors[0]) > 0.99) and alike < 0.99999
    speed = len(fragments) * _rounds(lambda: found.embed_fragments(fragments))
    trouble = embedder.note if sound else "It does not give different fragments vectors of unit length."
    return Proof("embedder", embedder.name, embedder.provider, sound, speed, trouble)


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
