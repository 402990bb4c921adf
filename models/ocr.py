"""This file is where text in pictures is read: where it stands (a detector), what it says (a recogniser), in order.

The models are PP-OCRv6 small of PaddleOCR (models/training/text_reader.py): Latin script, Chinese, Japanese. A picture
is first looked at small; only where that shows any text it is looked at in full, long ones tile by tile.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from core.errors import ModelError
from core.protocols import Pixels
from models.providers import open_session
from models.text_boxes import THRESHOLD, Map, TextBox, boxes_of
from models.text_lines import in_order

if TYPE_CHECKING:
    from PIL.Image import Image

    from models.bundle import ModelEntry

CHARACTERS = 4_000
"""Text beyond this is not read: nobody looks for a picture by its hundredth line."""

SURE = 0.7
"""Mean probability of a line's characters from which it is believed."""

_GLANCE = 448
_EDGE = 16
_SHORT_SIDE = 1088
_SMALL = 640
_LONGEST = 2048
_TILE = 1280
_OVERLAP = 192
_STEP = 32
_LINE = 48
_BATCH_WIDTH = 3072
_WIDEST = 3072
_STRAIGHT = 0.02
_LONG_PATTERN = 8
_LEAST = 2
"""Letters and digits that a picture must show: single ones are mostly seen where there are none."""


def _go_on() -> None:
    """Nothing stops the reading."""


Part = tuple[int, int, int, int]
"""Left, top, right and bottom, in pixels."""


@dataclass(frozen=True, slots=True)
class ReadLine:
    """What stands in a box, and how sure that is, in [0, 1]."""

    box: TextBox
    text: str
    confidence: float


class OnnxTextReader:
    """PP-OCR on ONNX Runtime. `name` changes whenever what it reads would. One thread, so that it can run beside work.

    detector and recogniser: opened sessions; characters: what the recogniser's classes stand for, from class 1 on.
    """

    def __init__(self, name: str, detector: Any, recogniser: Any) -> None:
        self.name = name
        self._detector, self._recogniser = detector, recogniser
        listed = recogniser.get_modelmeta().custom_metadata_map["character"].splitlines()
        self._characters = np.array(["", *listed, " "])

    def read(self, picture: Pixels, check: Callable[[], None] = _go_on) -> str:
        """The text of an upright RGB picture, shape (height, width, 3): a line for each line, at most CHARACTERS.

        `check` is called between two steps of about a second; what it raises ends the reading. Raises ModelError.
        """
        from PIL import Image

        image = Image.fromarray(picture)
        part = self._part_with_text(image) if min(image.size) >= _STEP // 2 else None
        if part is None:
            return ""
        lines: list[str] = []
        for boxes in self._tiles(image, part):
            check()
            read = [line for line in self._recognise(image, boxes, check) if line.confidence >= SURE]
            lines += in_order([(line.box, line.text) for line in read])
            if sum(map(len, lines)) >= CHARACTERS:
                break
        text = "\n".join(lines)[:CHARACTERS].rstrip()
        return text if sum(map(str.isalnum, text)) >= _LEAST else ""

    def _part_with_text(self, image: "Image") -> Part | None:
        """Where a look at the whole picture, made small, sees any text; None for nowhere."""
        factor = _GLANCE / min(image.size)
        if factor >= 1:
            return (0, 0, *image.size)
        rows, columns = np.nonzero(self._chances(image, _sized(image.size, factor)) > THRESHOLD)
        if not len(rows):
            return None
        edge = max(image.size) / _EDGE
        left, top = max(0, round(columns.min() / factor - edge)), max(0, round(rows.min() / factor - edge))
        right, bottom = round(columns.max() / factor + edge), round(rows.max() / factor + edge)
        return left, top, min(image.width, right), min(image.height, bottom)

    def _tiles(self, image: "Image", within: Part) -> Iterator[list[TextBox]]:
        """The boxes of one part of the picture after the other, from top to bottom, each box once."""
        factor = _factor(image.size)
        corner = np.array(within[:2])
        image = image.crop(within)
        width, height = image.size
        tile, overlap = round(_TILE / factor), round(_OVERLAP / factor)
        tops = [0, *range(tile - overlap, height - overlap, tile - overlap)] if height > tile else [0]
        for top in tops:
            part = image.crop((0, top, width, min(height, top + tile))) if len(tops) > 1 else image
            size = _sized(part.size, factor)
            chances = self._chances(part, size)
            boxes = boxes_of(chances, (part.width / size[0], part.height / size[1]))
            first = top + overlap / 2 if top else 0
            last = top + tile - overlap / 2 if top != tops[-1] else height
            moved = [TextBox(box.corners + np.array([0, top])) for box in boxes]
            own = [box for box in moved if first <= (box.top + box.bottom) / 2 < last]
            yield [TextBox(box.corners + corner) for box in own]

    def _chances(self, image: "Image", size: tuple[int, int]) -> Map:
        """How likely each pixel is text, when the picture is made this size; shape (size[1], size[0])."""
        fed = _prepared(image.resize(size, _filter()))[None]
        chances: Map = _run(self._detector, fed)[0, 0]
        return chances

    def _recognise(self, image: "Image", boxes: Sequence[TextBox], check: Callable[[], None]) -> list[ReadLine]:
        """What the boxes say; of what stands on its side, the surer of both ways to read it."""
        crops = [(box, strip) for box in boxes for strip in _strips(image, box)]
        crops.sort(key=lambda crop: crop[1].width)
        best: dict[int, ReadLine] = {}
        for batch in _batches(crops):
            check()
            fed = np.zeros((len(batch), 3, _LINE, batch[-1][1].width), np.float32)
            for place, (_, strip) in enumerate(batch):
                fed[place, :, :, : strip.width] = _prepared(strip)
            for (box, _), classes in zip(batch, _run(self._recogniser, fed), strict=True):
                line = ReadLine(box, *self._spelled(classes))
                if id(box) not in best or line.confidence > best[id(box)].confidence:
                    best[id(box)] = line
        return [line for line in best.values() if line.text and not _is_pattern(line.text)]

    def _spelled(self, classes: NDArray[np.float32]) -> tuple[str, float]:
        """Text and mean probability out of class probabilities, shape (steps, classes): the likeliest class of each
        step, repetitions once, class 0 is nothing (CTC, Graves et al. 2006, best path)."""
        found = classes.argmax(axis=1)
        kept = (found != 0) & (found != np.concatenate([[0], found[:-1]]))
        if not kept.any():
            return "", 0.0
        return "".join(self._characters[found[kept]].tolist()).strip(), float(classes.max(axis=1)[kept].mean())


def load_text_reader(entry: "ModelEntry") -> OnnxTextReader:
    """The text reader of a bundle, on one thread. Raises ModelError when a graph cannot be loaded."""
    detector, recogniser = (
        open_session(entry.files[part].path, background=True).session for part in ("detector", "recogniser")
    )
    return OnnxTextReader(f"{entry.name}-{entry.digest}", detector, recogniser)


def _is_pattern(text: str) -> bool:
    """Tiles, fences and woven cloth are taken for a few signs again and again."""
    return len(text) >= _LONG_PATTERN and 3 * len(set(text)) <= len(text)


def _run(session: Any, fed: NDArray[np.float32]) -> Any:
    """The one output of a graph. Raises ModelError, for instance when memory is short."""
    try:
        return session.run(None, {"x": fed})[0]
    except Exception as error:  # onnxruntime has no common error type
        raise ModelError(f"A picture of this size could not be looked at: {error}.") from error


def _factor(size: tuple[int, int]) -> float:
    """By how much a picture is resized to be looked at: large ones get smaller, tiny ones up to twice as large. Long
    screenshots keep their size: they are cut into tiles."""
    short = min(size)
    factor = max(1.0, min(2.0, _SMALL / short)) if short <= _SHORT_SIDE else _SHORT_SIDE / short
    return min(factor, _LONGEST / size[0])


def _sized(size: tuple[int, int], factor: float) -> tuple[int, int]:
    """Width and height as the detector takes them: multiples of 32."""
    width, height = (max(_STEP, round(side * factor / _STEP) * _STEP) for side in size)
    return width, height


def _strips(image: "Image", box: TextBox) -> list["Image"]:
    """What is in a box, upright and as high as the recogniser takes it; two for what stands on its side."""
    from PIL import Image

    width, height = max(1, round(box.width)), max(1, round(box.height))
    across = box.corners[1] - box.corners[0]
    if abs(float(across[1])) <= _STRAIGHT * width:
        bounds = (max(0, round(box.left)), max(0, round(box.top)), round(box.right), round(box.bottom))
        cut = image.crop((bounds[0], bounds[1], min(image.width, bounds[2]), min(image.height, bounds[3])))
    else:
        corners = [box.corners[place] for place in (0, 3, 2, 1)]
        quad = tuple(float(value) for corner in corners for value in corner)
        cut = image.transform((width, height), Image.Transform.QUAD, quad, Image.Resampling.BILINEAR)
    if min(cut.size) < 1:
        return []
    turns = (Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_270) if box.tall else ()
    return [_strip(cut.transpose(turn)) for turn in turns] or [_strip(cut)]


def _strip(cut: "Image") -> "Image":
    width = min(_WIDEST, max(8, -(-_LINE * cut.width // cut.height)))
    return cut.resize((width, _LINE), _filter())


def _batches(crops: Sequence[tuple[TextBox, "Image"]]) -> Iterator[list[tuple[TextBox, "Image"]]]:
    """Crops that are read at once: their widths add up to little, because each step has a number per character."""
    batch: list[tuple[TextBox, Image]] = []
    for crop in crops:
        if batch and (len(batch) + 1) * crop[1].width > _BATCH_WIDTH:
            yield batch
            batch = []
        batch.append(crop)
    if batch:
        yield batch


def _prepared(image: "Image") -> NDArray[np.float32]:
    """Shape (3, height, width), blue first, in [-1, 1]: as both models were trained."""
    pixels = np.asarray(image, np.float32)[:, :, ::-1]
    return np.ascontiguousarray(((pixels / 127.5) - 1.0).transpose(2, 0, 1))


def _filter() -> Any:
    from PIL import Image

    return Image.Resampling.BILINEAR
