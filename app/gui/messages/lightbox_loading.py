"""This file is where the pictures of the light-box are loaded in the background, the next ones ahead of time."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, QSize, QSizeF, Signal
from PySide6.QtGui import QGuiApplication, QImage

from app.gui.work.lanes import Job, Lane
from app.gui.work.pictures import MOST_PIXELS, load, upright_size
from core.types import Attachment, MediaItem, Message, PictureDetails

if TYPE_CHECKING:
    from pathlib import Path

    from app.session import Session

State = Literal["shown", "large", "unreadable", "gone"]

LARGEST_AREA = 40_000_000
"""Pixels that are held of a picture that is zoomed into: 160 MB."""

_MOVING_PIXELS, _MOVING_BYTES = 2_000_000, 16_000_000
_KEPT = 4


@dataclass(frozen=True)
class Seen:
    """A picture as it is looked at. image: None unless `state` is "shown"; size: of the file in pixels, upright;
    movie: the path of an animation that is small enough to be played."""

    item: MediaItem
    state: State
    image: QImage | None = None
    size: QSize = field(default_factory=QSize)
    details: PictureDetails = field(default_factory=PictureDetails)
    movie: str = ""

    @property
    def whole(self) -> bool:
        """The image has every pixel that will be held of it."""
        return self.image is None or self.image.width() >= _held(self.size).width()


class Loading(QObject):
    """Pictures by the id of their attachment. arrived: an id, whose picture is there or is known to be none."""

    arrived = Signal(int)

    def __init__(self, lane: Lane) -> None:
        super().__init__()
        self._lane = lane
        self._known: dict[int, tuple[Attachment, Message]] = {}
        self._seen: OrderedDict[int, Seen] = OrderedDict()
        self._wanted: list[tuple[int, bool]] = []
        self._job: Job | None = None

    def begin(self, known: Sequence[tuple[Attachment, Message]] = ()) -> None:
        """Forgets what was seen; `known` are attachments that need not be looked up."""
        self._stop()
        self._seen.clear()
        self._known = {attachment.id: (attachment, message) for attachment, message in known}

    def seen(self, number: int) -> Seen | None:
        return self._seen.get(number)

    def known(self, number: int) -> tuple[Attachment, Message] | None:
        """The attachment and its message, as far as they are known by now."""
        seen = self._seen.get(number)
        return (seen.item.attachment, seen.item.message) if seen is not None else self._known.get(number)

    def want(self, ids: Sequence[int], whole: bool = False) -> None:
        """Loads these pictures in this order, what was wanted before no more. whole: the first with all its pixels."""
        wanted = [(number, False) for number in ids if number not in self._seen]
        first = self._seen.get(ids[0]) if ids else None
        if whole and first is not None and not first.whole:
            wanted.insert(0, (ids[0], True))
        self._wanted = wanted
        if self._job is None:
            self._load_next()

    def _stop(self) -> None:
        self._wanted = []
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _load_next(self) -> None:
        if not self._wanted:
            return
        number, whole = self._wanted.pop(0)
        known = self._known.get(number)
        most = None if whole else _screen()
        self._job = self._lane.submit(
            lambda session, job: _load(session, number, known, most),
            done=lambda seen: self._keep(number, seen),
            failed=lambda error: self._keep(number, None),
        )

    def _keep(self, number: int, seen: Seen | None) -> None:
        self._job = None
        if seen is None:
            seen = self._lost(number)
        if seen is not None:
            self._seen[number] = seen
            self._seen.move_to_end(number)
        while len(self._seen) > _KEPT:
            self._seen.popitem(last=False)
        self.arrived.emit(number)
        self._load_next()

    def _lost(self, number: int) -> Seen | None:
        """What is told of a picture that could not be looked up."""
        known = self._known.get(number)
        return None if known is None else Seen(MediaItem(*known, ""), "gone")


def too_large(attachment: Attachment) -> bool:
    return (attachment.width or 0) * (attachment.height or 0) > MOST_PIXELS


def _load(session: "Session", number: int, known: tuple[Attachment, Message] | None, most: QSize | None) -> Seen | None:
    """None when the attachment is not in the archive any more."""
    item = _item(session, number, known)
    if item is None:
        return None
    sha = item.attachment.sha256 or ""
    path = session.media_path(sha) if sha else None
    if path is None:
        return Seen(item, "gone")
    size = upright_size(path)
    pixels = size.width() * size.height() if size.isValid() else 0
    if too_large(item.attachment) or pixels > MOST_PIXELS:
        return Seen(item, "large", size=size)
    image = load(path, most or _held(size))
    if image is None:
        return Seen(item, "large" if pixels > LARGEST_AREA else "unreadable", size=size)
    details = session.picture_details(sha)
    return Seen(item, "shown", _quick(image), size, details, _movie(path, details, pixels))


def _item(session: "Session", number: int, known: tuple[Attachment, Message] | None) -> MediaItem | None:
    """The stored attachment: what has been read in it by now may be more than the page knew that shows it."""
    found = session.gallery_items([number])
    if known is None:
        return found[0] if found else None
    attachment, message = known
    stored = [each for each in found if each.attachment.sha256 == attachment.sha256]
    if stored:
        attachment = replace(attachment, ocr_text=stored[0].attachment.ocr_text or attachment.ocr_text)
    return MediaItem(attachment, message, stored[0].title if stored else "")


def _movie(path: "Path", details: PictureDetails, pixels: int) -> str:
    """Frames are decoded on the event loop: only what takes no time there moves."""
    small = pixels <= _MOVING_PIXELS and path.stat().st_size <= _MOVING_BYTES
    return str(path) if details.moves and small else ""


def _held(size: QSize) -> QSize:
    """The size in which a picture is held that is zoomed into."""
    area = max(1, size.width() * size.height())
    if area <= LARGEST_AREA:
        return size
    share = (LARGEST_AREA / area) ** 0.5
    return QSize(max(1, int(size.width() * share)), max(1, int(size.height() * share)))


def _screen() -> QSize:
    """What fills the screen; less is loaded faster."""
    screen = QGuiApplication.primaryScreen()
    found = QSizeF(screen.size()) * screen.devicePixelRatio() if screen else QSizeF(1920, 1080)
    return found.toSize().boundedTo(QSize(3200, 2400)).expandedTo(QSize(1280, 800))


def _quick(image: QImage) -> QImage:
    """In the form that is painted fastest."""
    form = QImage.Format.Format_ARGB32_Premultiplied if image.hasAlphaChannel() else QImage.Format.Format_RGB32
    return image if image.format() == form else image.convertToFormat(form)
