"""This file is where the pictures of what is drawn come from: drawn anew, so that nothing of their files goes along."""

from collections import OrderedDict
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage, QPixmap

if TYPE_CHECKING:
    from app.session import Session

_KEPT = 12


class SharedPictures:
    """Pictures by the SHA-256 of their file, the last few kept. Belongs to the thread of its session."""

    def __init__(self, session: "Session") -> None:
        self._session = session
        self._kept: OrderedDict[str, QPixmap | None] = OrderedDict()

    def __call__(self, sha256: str) -> QPixmap | None:
        if sha256 not in self._kept:
            made = self._session.picture_to_share(sha256)
            image = QImage.fromData(made.data) if made is not None else QImage()
            self._kept[sha256] = None if image.isNull() else QPixmap.fromImage(image)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return self._kept[sha256]
