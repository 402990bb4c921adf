"""This file is where blocks are drawn: one long picture, or the pages of a PDF. Any thread that has an application.

A picture holds pixels and nothing else; a PDF its text, its fonts and the title, and no word about who made it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QIODevice, QMarginsF, QRectF, Qt
from PySide6.QtGui import QImage, QPageSize, QPainter, QPdfWriter

from app.gui.look import fonts, icons, theme
from app.gui.look.text import paint_line
from app.gui.look.theme import colours
from app.gui.messages.tiles import PictureOf
from app.gui.sharing.pdf_text import with_plain_characters
from app.gui.sharing.sheet import INNER, MARGIN, WIDTH, Block, blocks_of, count_of, title_of
from core.errors import ShareError
from core.sharing import Options, Shared

TALLEST = 6000.0
"""Of a picture in device-independent pixels: what follows is left out, and the picture says so."""

SCALE = 2.0
PAGE = round(WIDTH * 297 / 210)
"""Height of a page of A4 in device-independent pixels."""

COUNTED = 40
"""Pages for a preview: laying out all of a long conversation takes long."""

_FOOT = 44.0
_RESOLUTION = 300
Check = Callable[[], None]


@dataclass(frozen=True)
class Drawing:
    """What is drawn, and what it needs for that: pictures by their SHA-256, and a call that may raise Cancelled."""

    shared: Shared
    options: Options
    picture_of: PictureOf
    check: Check = lambda: None


@dataclass(frozen=True)
class Picture:
    """A drawn picture, and how many messages had no room in it."""

    image: QImage
    left: int


def as_picture(drawing: Drawing, scale: float = SCALE, tallest: float = TALLEST) -> Picture:
    """One picture of everything, or of as much as has room. Raises ShareError where there is no memory for it."""
    with theme.paper():
        shown, left = _fitting(drawing, tallest)
        height = 2 * MARGIN + sum(block.height for block in shown) + _FOOT - 10 + (30 if left else 0)
        image = _blank(height, scale)
        painter = _painter(image)
        top = _paint_blocks(painter, shown, MARGIN, drawing)
        if left:
            _paint_left(painter, top + 8, left)
        _paint_foot(painter, height, "")
        painter.end()
        return Picture(image, left)


def page_pictures(drawing: Drawing, most: int, scale: float = 1.0) -> tuple[list[QImage], int]:
    """The first pages of the PDF as pictures, and how many pages it has, COUNTED where it has that many or more."""
    with theme.paper():
        pages = _pages(drawing, COUNTED)
        images = []
        for number in range(min(most, len(pages))):
            image = _blank(PAGE, scale)
            painter = _painter(image)
            _paint_page(painter, pages, number, drawing)
            painter.end()
            images.append(image)
        return images, len(pages)


def as_pdf(drawing: Drawing) -> bytes:
    """A PDF of A4 pages. Its text can be selected and its fonts are inside."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setCreator("ChatTrove")
    writer.setTitle(title_of(drawing.shared, drawing.options))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setResolution(_RESOLUTION)
    with theme.paper():
        pages = _pages(drawing)
        painter = QPainter(writer)
        for number in range(len(pages)):
            if number:
                writer.newPage()
            painter.save()
            painter.scale(writer.width() / WIDTH, writer.width() / WIDTH)
            _paint_page(painter, pages, number, drawing)
            painter.restore()
        painter.end()
    buffer.close()
    return with_plain_characters(bytes(data.data()))


def png_of(image: QImage) -> bytes:
    """The picture as a PNG file without any text in it."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    buffer.close()
    return bytes(data.data())


def _fitting(drawing: Drawing, tallest: float) -> tuple[list[Block], int]:
    """The blocks there is room for, and how many messages are left out. What has no room is not even laid out."""
    shown: list[Block] = []
    used = 2 * MARGIN + _FOOT
    for block in blocks_of(drawing.shared, drawing.options):
        drawing.check()
        if used + block.height > tallest:
            while shown and shown[-1].leads:
                shown.pop()
            return shown, count_of(drawing.shared, drawing.options) - sum(each.message for each in shown)
        shown.append(block)
        used += block.height
    return shown, 0


def _pages(drawing: Drawing, most: int = 0) -> list[list[Block]]:
    """Blocks by page, on at most so many pages where that is not 0; what leads to another stays with it."""
    room = PAGE - 2 * MARGIN - _FOOT + 14
    pages: list[list[Block]] = [[]]
    used = 0.0
    for block in blocks_of(drawing.shared, drawing.options):
        drawing.check()
        if pages[-1] and used + block.height > room:
            if len(pages) == most:
                break
            pages.append(_carried(pages[-1]))
            used = sum(each.height for each in pages[-1])
        pages[-1].append(block)
        used += block.height
    return pages


def _carried(page: list[Block]) -> list[Block]:
    """Takes from the end of a page what leads to the next one."""
    at = len(page)
    while at > 1 and page[at - 1].leads:
        at -= 1
    carried, page[at:] = page[at:], []
    return carried


def _paint_page(painter: QPainter, pages: Sequence[Sequence[Block]], number: int, drawing: Drawing) -> None:
    painter.fillRect(QRectF(0, 0, WIDTH, PAGE), colours().surface)  # paper is white, and ink is dear
    _paint_blocks(painter, pages[number], MARGIN, drawing)
    _paint_foot(painter, PAGE, f"{number + 1} / {len(pages)}")


def _paint_blocks(painter: QPainter, blocks: Sequence[Block], top: float, drawing: Drawing) -> float:
    for block in blocks:
        drawing.check()
        painter.save()
        painter.translate(MARGIN, top)
        block.paint(painter, drawing.picture_of)
        painter.restore()
        top += block.height
    return top


def _paint_left(painter: QPainter, top: float, left: int) -> None:
    text = QCoreApplication.translate("sheet", "Messages that have no room in this picture: {count}").format(count=left)
    where = QRectF(MARGIN, top, INNER, 22)
    paint_line(painter, where, text, (fonts.font("small", True), colours().muted), "centre")


def _paint_foot(painter: QPainter, height: float, place: str) -> None:
    """The mark at the left, the page at the right."""
    top = height - MARGIN - 14
    icons.paint(painter, "logo", QRectF(MARGIN, top, 18, 18), colours().accent)
    look = (fonts.font("small", True), colours().faint)
    paint_line(painter, QRectF(MARGIN + 25, top, 200, 18), "ChatTrove", look)
    paint_line(painter, QRectF(MARGIN, top, INNER, 18), place, (fonts.font("small"), colours().faint), "right")


def _blank(height: float, scale: float) -> QImage:
    image = QImage(round(WIDTH * scale), round(height * scale), QImage.Format.Format_RGB32)
    if image.isNull():
        raise ShareError("There is not enough memory to draw this. Share less at once, or as a PDF.")
    image.setDevicePixelRatio(scale)
    image.fill(colours().canvas)
    return image


def _painter(image: QImage) -> QPainter:
    painter = QPainter(image)
    painter.setRenderHints(
        QPainter.RenderHint.Antialiasing
        | QPainter.RenderHint.TextAntialiasing
        | QPainter.RenderHint.SmoothPixmapTransform
    )
    painter.setBrush(Qt.BrushStyle.NoBrush)
    return painter
