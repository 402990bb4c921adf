"""This file is where pictures are kept ready while fragments are read: windows share turns, and with them pictures."""

from collections import OrderedDict

from core.protocols import PictureOf, Pixels
from core.types import Attachment
from models.pixels import LEAST_PIXELS, fit

_KEPT = 64
_SHARPER = 4
"""Pictures are taken in more pixels than they are shown in, so that they are made smaller once, as in training."""


class Sights:
    """Pictures in the size in which a model sees them, the last few of them kept. For one thread."""

    def __init__(self, pictures: PictureOf, most_pixels: int) -> None:
        self._pictures, self._most = pictures, most_pixels
        self._kept: OrderedDict[tuple[Attachment, int], Pixels | None] = OrderedDict()

    def of(self, attachment: Attachment, sharpness: float = 1.0) -> Pixels | None:
        """None where there is no sound file of it, or for a model that sees none."""
        most = int(self._most * sharpness)
        if most < LEAST_PIXELS:
            return None
        key = (attachment, most)
        if key not in self._kept:
            found = self._pictures(attachment, _SHARPER * most)
            self._kept[key] = None if found is None or 0 in found.shape else fit(found, most)
        self._kept.move_to_end(key)
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return self._kept[key]
