"""This file is where reading text in pictures is timed: against its two graphs alone on the same tensors, and against
RapidOCR with the same models on one thread where that is installed (it is no dependency)."""

import resource
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFont

import resources
from core.protocols import Pixels
from models import ocr
from models.bundle import Bundle, shipped_models
from tests.benchmarks.measuring import Figure, Table, rate

_SIZE = (1080, 1200)
_RUNS = 5
_LINES = (
    "Your booking is confirmed: room 412 at the Seaview Hotel",
    "Check-in Friday 14 June after 15:00",
    "Confirmation code QX7-4821-BD",
    "Total amount due: EUR 248.50 including tax",
    "Gate B27 boarding 17:45, flight TK1988, seat 23F",
    "Wi-Fi password: salty-otter-92",
)


def measure(table: Table) -> None:
    """Milliseconds a picture of 1080 x 1200 pixels, with six lines of text and with none; the memory it takes."""
    before = _peak()
    reader = Bundle(shipped_models()).text_reader()
    for name, picture in (("six lines", _screenshot()), ("no text", np.full((*_SIZE[::-1], 3), 128, np.uint8))):
        fed = _tensors(reader, picture)
        bare = _median(lambda: [session.run(None, {"x": tensor}) for session, tensor in fed])  # noqa: B023
        ours = _median(lambda: reader.read(picture))  # noqa: B023
        figure = f"a picture of 1080 x 1200 read, {name}"
        table.add(Figure(figure, 1000 * ours, "ms", "the same tensors, bare ONNX", 1000 * bare))
        if find_spec("rapidocr"):
            table.add(Figure(figure, 1000 * ours, "ms", "RapidOCR, 1 thread", 1000 * _rapidocr(picture)))
    table.add(Figure("memory that reading pictures adds at most", _peak() - before, "MB"))


def _screenshot() -> Pixels:
    picture = Image.new("RGB", _SIZE, "#ece5dd")
    draw = ImageDraw.Draw(picture)
    font = ImageFont.truetype(str(Path(resources.__path__[0], "fonts", "Inter-Regular.otf")), 34)
    for place, line in enumerate(_LINES):
        draw.rounded_rectangle((30, 60 + 180 * place, 1050, 160 + 180 * place), 16, fill="white")
        draw.text((50, 88 + 180 * place), line, fill="#111111", font=font)
    pixels: Pixels = np.asarray(picture)
    return pixels


def _tensors(reader: ocr.OnnxTextReader, picture: Pixels) -> list[tuple[Any, Any]]:
    """What the graphs are given while a picture is read."""
    kept: list[tuple[Any, Any]] = []
    run = ocr._run

    def keeping(session: Any, fed: Any) -> Any:
        kept.append((session, fed))
        return run(session, fed)

    ocr._run = keeping
    try:
        reader.read(picture)
    finally:
        ocr._run = run
    return kept


def _rapidocr(picture: Pixels) -> float:
    """Seconds a picture of the library that the models come from, as it is by default but for the threads."""
    from rapidocr import RapidOCR  # type: ignore[import-not-found, unused-ignore]

    one = {f"EngineConfig.onnxruntime.{name}_op_num_threads": 1 for name in ("intra", "inter")}
    engine = RapidOCR(params={**one, "Global.log_level": "error"})
    engine(picture[:, :, ::-1])
    return 1 / rate(1, lambda: engine(picture[:, :, ::-1]))


def _median(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(_RUNS + 1):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return float(np.median(taken[1:]))


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
