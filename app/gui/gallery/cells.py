"""This file is where one picture, or one line of a list of files, is painted."""

from collections import OrderedDict

from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPainterPath, QPen, QPixmap

from app.gui.look import fonts, icons
from app.gui.look.dates import clock, day, size, wall_time
from app.gui.look.text import isolate, paint_line
from app.gui.look.theme import RADIUS, RADIUS_SMALL, colours
from app.gui.messages.tiles import cover, what
from app.gui.work.pictures import Pictures
from core.types import MediaItem

_ICONS = {"voice": "voice", "audio": "voice", "video": "video", "contact": "contact"}
_INK = QColor("#FFFFFF")
_BUDGET = 64_000_000
_AT_ONCE = 10
_NARROW = 560.0


class Crops:
    """Thumbnails cut to the cells, ready to be copied to the screen. `short`: some were left for the next painting."""

    def __init__(self, pictures: Pictures) -> None:
        self._pictures = pictures
        self._kept: OrderedDict[tuple[str, int], QPixmap] = OrderedDict()
        self._bytes = 0
        self._made = 0
        self.short = False

    def begin(self) -> None:
        """Another painting begins: only so many are cut in one."""
        self._made, self.short = 0, False

    def crop(self, sha256: str, side: float, ratio: float) -> QPixmap | None:
        """None while the thumbnail is loading, is no picture, or waits for its turn."""
        key = (sha256, round(side * ratio))
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        thumbnail = self._pictures.thumbnail(sha256)
        if thumbnail is None:
            return None
        if self._made >= _AT_ONCE:
            self.short = True
            return None
        self._made += 1
        return self._keep(key, thumbnail)

    def unreadable(self, sha256: str) -> bool:
        return self._pictures.unreadable(sha256)

    def _keep(self, key: tuple[str, int], thumbnail: QPixmap) -> QPixmap:
        made = QPixmap(key[1], key[1])
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        cover(painter, QRectF(0, 0, key[1], key[1]), thumbnail, RADIUS_SMALL)
        painter.end()
        self._kept[key] = made
        self._bytes += 4 * key[1] * key[1]
        while self._bytes > _BUDGET and len(self._kept) > 1:
            (_, side), _ = self._kept.popitem(last=False)
            self._bytes -= 4 * side * side
        return made


def paint_tile(painter: QPainter, where: QRectF, item: MediaItem | None, crops: Crops, *, told: bool) -> None:
    """A picture; `told`: with who sent it and when, and what is written in it."""
    picture = None
    sha = item.attachment.sha256 if item is not None else None
    if sha:
        picture = crops.crop(sha, where.width(), painter.transform().m11() * _ratio(painter))
    if picture is not None:
        painter.drawPixmap(where, picture, QRectF(picture.rect()))
    else:
        _paint_blank(painter, where, broken=bool(sha) and crops.unreadable(sha or ""))
    if item is not None and item.attachment.kind == "gif":
        _paint_badge(painter, where)
    if item is not None and told:
        _paint_caption(painter, where, item)


def paint_file(painter: QPainter, where: QRectF, item: MediaItem | None, *, hovered: bool) -> None:
    """A line: icon, name, size, sender, conversation, time."""
    shown = colours()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(shown.hover if hovered else shown.surface)
    painter.drawRoundedRect(where, RADIUS, RADIUS)
    if item is None:
        return
    box = QRectF(where.x() + 10, where.center().y() - 19, 38, 38)
    painter.setBrush(shown.accent_soft)
    painter.drawRoundedRect(box, RADIUS_SMALL, RADIUS_SMALL)
    icons.paint(painter, _ICONS.get(item.attachment.kind, "file"), box.adjusted(9, 9, -9, -9), shown.accent)
    when = wall_time(item.message)
    wide = where.width() > _NARROW
    room = QRectF(where.x() + 60, where.y() + 9, where.width() - (60 + 130 if wide else 60 + 12), 21)
    name = item.attachment.name or what(item.attachment)
    paint_line(painter, room, name, (fonts.font("body", True), shown.text))
    paint_line(painter, room.translated(0, 21), _about(item, wide), (fonts.font("small"), shown.muted))
    if wide:
        right = QRectF(where.right() - 126, where.y() + 9, 114, 21)
        paint_line(painter, right, day(when), (fonts.font("small"), shown.muted), "right")
        paint_line(painter, right.translated(0, 21), clock(when), (fonts.font("small"), shown.faint), "right")


def paint_focus(painter: QPainter, where: QRectF) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colours().canvas, 5))
    painter.drawRoundedRect(where.adjusted(2, 2, -2, -2), RADIUS_SMALL, RADIUS_SMALL)
    painter.setPen(QPen(colours().accent, 3))
    painter.drawRoundedRect(where.adjusted(1.5, 1.5, -1.5, -1.5), RADIUS_SMALL, RADIUS_SMALL)


def _about(item: MediaItem, wide: bool) -> str:
    attachment = item.attachment
    parts = [what(attachment)]
    if attachment.size is not None:
        parts.append(size(attachment.size))
    parts += [isolate(part) for part in (item.message.sender or "", item.title) if part]
    if not wide:
        parts.insert(0, day(wall_time(item.message)))
    return " · ".join(part for part in parts if part)


def _paint_blank(painter: QPainter, where: QRectF, *, broken: bool) -> None:
    shown = colours()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(shown.skeleton)
    painter.drawRoundedRect(where, RADIUS_SMALL, RADIUS_SMALL)
    middle = QRectF(where.center().x() - 13, where.center().y() - 13, 26, 26)
    icons.paint(painter, "alert" if broken else "image", middle, shown.faint)


def _paint_badge(painter: QPainter, where: QRectF) -> None:
    text = QCoreApplication.translate("gallery", "GIF")
    across = fonts.metrics("caption", True).horizontalAdvance(text) + 10
    box = QRectF(where.right() - across - 6, where.y() + 6, across, 17)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 150))
    painter.drawRoundedRect(box, 5, 5)
    paint_line(painter, box, text, (fonts.font("caption", True), _INK), "centre")


def _paint_caption(painter: QPainter, where: QRectF, item: MediaItem) -> None:
    """Over the lower part of the picture, which is darkened for it."""
    written = " ".join(item.attachment.ocr_text.split())
    lines = [item.message.sender or item.title, day(wall_time(item.message))]
    if written and where.width() > 120:
        lines.insert(0, f"“{isolate(written)}”")
    high = 18.0 * len(lines) + 26
    shade = QLinearGradient(0, where.bottom() - high, 0, where.bottom())
    shade.setColorAt(0, QColor(0, 0, 0, 0))
    shade.setColorAt(0.35, QColor(0, 0, 0, 150))
    shade.setColorAt(1, QColor(0, 0, 0, 210))
    path = QPainterPath()
    path.addRoundedRect(where, RADIUS_SMALL, RADIUS_SMALL)
    painter.save()
    painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
    painter.fillRect(QRectF(where.x(), where.bottom() - high, where.width(), high), shade)
    painter.restore()
    for place, text in enumerate(lines):
        line = QRectF(where.x() + 8, where.bottom() - 6 - 18 * (len(lines) - place), where.width() - 16, 18)
        paint_line(painter, line, text, (fonts.font("small", place == len(lines) - 2), _INK))


def _ratio(painter: QPainter) -> float:
    """Device pixels of a pixel of the widget; the painter's own transform leaves them out."""
    device = painter.device()
    return device.devicePixelRatioF() if device is not None else 1.0
