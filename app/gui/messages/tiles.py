"""This file is where attachments get their place and look: pictures in a grid, everything else in tiles."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen, QPixmap

from app.gui.look import fonts, icons
from app.gui.look.dates import size
from app.gui.look.text import paint_line
from app.gui.look.theme import RADIUS, blend, colours
from app.gui.messages.durations import duration
from core.types import Attachment

PictureOf = Callable[[str], QPixmap | None]

ONE_PICTURE = QSizeF(320, 250)
GRID_SIDE = 150.0
GAP = 4.0
SHOWN = 12
"""Of the attachments of one message, until all are asked for."""
SHOWN_EXPANDED = 120
"""More would not be painted in time; every one stands in the gallery."""
TILE_HEIGHT = 52.0
_ICONS = {"voice": "voice", "audio": "sound", "video": "video", "contact": "contact", "file": "file", "media": "file"}


@dataclass
class Tiles:
    """Attachments with their rectangles, relative to the top left of the block; left: how many found no room."""

    width: float
    height: float = 0.0
    pictures: list[tuple[QRectF, Attachment]] = field(default_factory=list)
    others: list[tuple[QRectF, Attachment]] = field(default_factory=list)
    reach: float = 0.0
    left: int = 0

    def at(self, x: float, y: float) -> Attachment | None:
        """The picture or tile at a point."""
        return next((each for where, each in [*self.pictures, *self.others] if where.contains(x, y)), None)


def place(attachments: tuple[Attachment, ...], width: float, most: int, marked: Mapping[int, float]) -> Tiles:
    """Puts pictures that are there first, one large or two in a row, then a tile for everything else; at most so many,
    the `marked` before others."""
    kept = sorted(range(len(attachments)), key=lambda at: attachments[at].id not in marked)[:most]
    there = [attachments[at] for at in sorted(kept)]
    tiles = Tiles(width, left=len(attachments) - len(there))
    shown = [each for each in there if each.is_image and each.sha256]
    if len(shown) == 1:
        _place_one(tiles, shown[0])
    else:
        _place_grid(tiles, shown)
    for each in there:
        if not (each.is_image and each.sha256):
            across = min(width, 300.0)
            _add(tiles, tiles.others, QRectF(0, tiles.height, across, TILE_HEIGHT), each)
    tiles.height = max(0.0, tiles.height - GAP)
    return tiles


def paint(painter: QPainter, tiles: Tiles, picture_of: PictureOf, marked: Mapping[int, float]) -> None:
    """Draws the block at the painter's origin; `marked` has the confidence of highlighted attachments by id."""
    for where, each in tiles.pictures:
        _paint_picture(painter, where, picture_of(each.sha256 or ""))
        if each.id in marked:
            paint_ring(painter, where, marked[each.id])
    for where, each in tiles.others:
        _paint_tile(painter, where, each)


def paint_ring(painter: QPainter, where: QRectF, confidence: float) -> None:
    """The highlight of a picture: a ring that is the stronger the surer the reader is."""
    colour = blend(colours().surface, colours().mark_edge, 0.45 + 0.55 * confidence)
    painter.setPen(QPen(colour, 3))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(where.adjusted(1, 1, -1, -1), RADIUS - 1, RADIUS - 1)


def what(attachment: Attachment) -> str:
    """The kind of an attachment in the window's language."""
    names = {
        "image": QCoreApplication.translate("tiles", "Photo"),
        "video": QCoreApplication.translate("tiles", "Video"),
        "voice": QCoreApplication.translate("tiles", "Voice message"),
        "audio": QCoreApplication.translate("tiles", "Audio"),
        "sticker": QCoreApplication.translate("tiles", "Sticker"),
        "gif": QCoreApplication.translate("tiles", "Animation"),
        "contact": QCoreApplication.translate("tiles", "Contact"),
        "file": QCoreApplication.translate("tiles", "File"),
    }
    return names.get(attachment.kind, QCoreApplication.translate("tiles", "Media"))


def cover(painter: QPainter, where: QRectF, picture: QPixmap, radius: float) -> None:
    """Fills a rounded rectangle with the middle of a picture."""
    share = max(where.width() / picture.width(), where.height() / picture.height())
    across, down = where.width() / share, where.height() / share
    source = QRectF((picture.width() - across) / 2, (picture.height() - down) / 2, across, down)
    path = QPainterPath()
    path.addRoundedRect(where, radius, radius)
    painter.save()
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
    painter.drawPixmap(where, picture, source)
    painter.restore()


def _place_one(tiles: Tiles, only: Attachment) -> None:
    across, down = only.width or 4, only.height or 3
    room = QSizeF(min(ONE_PICTURE.width(), tiles.width), ONE_PICTURE.height())
    fitted = QSizeF(across, down).scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
    where = QRectF(0, 0, max(fitted.width(), 96.0), max(fitted.height(), 72.0))
    _add(tiles, tiles.pictures, where, only)


def _place_grid(tiles: Tiles, shown: list[Attachment]) -> None:
    side = min(GRID_SIDE, (tiles.width - GAP) / 2)
    columns = max(2, min(3, int((min(tiles.width, 460.0) + GAP) // (side + GAP)))) if len(shown) > 2 else 2
    for number, each in enumerate(shown):
        row, column = divmod(number, columns)
        _add(tiles, tiles.pictures, QRectF(column * (side + GAP), row * (side + GAP), side, side), each)


def _add(tiles: Tiles, to: list[tuple[QRectF, Attachment]], where: QRectF, each: Attachment) -> None:
    to.append((where, each))
    tiles.height = max(tiles.height, where.bottom() + GAP)
    tiles.reach = max(tiles.reach, where.right())


def _paint_picture(painter: QPainter, where: QRectF, picture: QPixmap | None) -> None:
    if picture is not None:
        cover(painter, where, picture, RADIUS)
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colours().skeleton)
    painter.drawRoundedRect(where, RADIUS, RADIUS)
    middle = QRectF(where.center().x() - 14, where.center().y() - 14, 28, 28)
    icons.paint(painter, "image", middle, colours().faint)


def _paint_tile(painter: QPainter, where: QRectF, each: Attachment) -> None:
    shown = colours()
    there = each.status == "found"
    painter.setPen(QPen(shown.line_strong if not there else shown.line, 1, _dash(there)))
    painter.setBrush(shown.sunken)
    painter.drawRoundedRect(where.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS - 2, RADIUS - 2)
    name = "image" if each.is_image else _ICONS.get(each.kind, "file")
    icons.paint(painter, name, QRectF(where.x() + 14, where.y() + 15, 22, 22), shown.accent if there else shown.faint)
    across = where.width() - 60
    title = each.name or what(each)
    paint_line(painter, QRectF(where.x() + 48, where.y() + 7, across, 20), title, _look(shown.text, bold=True))
    paint_line(painter, QRectF(where.x() + 48, where.y() + 26, across, 18), _state(each), _look(shown.muted))


def _look(colour: QColor, bold: bool = False) -> tuple[QFont, QColor]:
    return fonts.font("label" if bold else "small", bold), colour


def _dash(there: bool) -> Qt.PenStyle:
    return Qt.PenStyle.SolidLine if there else Qt.PenStyle.DashLine


def _state(each: Attachment) -> str:
    if each.status == "missing":
        return QCoreApplication.translate("tiles", "Not found in the export")
    if each.status == "not_exported":
        return QCoreApplication.translate("tiles", "Was left out of the export")
    known = [what(each), duration(each.caption), "" if each.size is None else size(each.size)]
    said = "" if known[1] else each.caption
    return " · ".join(part for part in (*known, said) if part)


def about(each: Attachment) -> str:
    """All that is known of an attachment, for its tooltip."""
    return "\n".join(part for part in (each.name, _state(each), "" if duration(each.caption) else each.caption) if part)
