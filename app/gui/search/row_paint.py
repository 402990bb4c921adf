"""This file is where the rows below the search field are drawn."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QStyleOptionViewItem

from app.gui.look import avatars, fonts, icons
from app.gui.look.dates import day, wall_time
from app.gui.look.row_delegate import Ground, RowDelegate
from app.gui.look.text import elided, paint_line
from app.gui.look.theme import colours, person_colour, title_colour
from app.gui.search.excerpts import around, places, told
from app.gui.search.rows import Command, Completion, Index, Match, Past, Row

CROSS = 36
"""Width at the right end of a past question where it can be removed, in pixels of the type scale as it is."""

_HEIGHTS = {Completion: 42, Match: 54, Past: 40, Command: 38}
_BADGES = 4


def height(row: Row) -> int:
    """Of a row, in pixels on the screen."""
    return round(_HEIGHTS[type(row)] * fonts.text_scale())


class RowPainter(RowDelegate):
    """Faces, names and counts of completions; messages with the typed words emphasised; past questions."""

    def ground(self) -> Ground:
        return Ground(colours().surface, colours().accent_soft)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, height(index.data(Qt.ItemDataRole.UserRole)))

    def draw(self, painter: QPainter, where: QRectF, index: Index, back: QColor) -> None:
        row: Row = index.data(Qt.ItemDataRole.UserRole)
        inner = where.adjusted(10, 0, -10, 0)
        if isinstance(row, Completion):
            self._draw_completion(painter, inner, row, back)
        elif isinstance(row, Match):
            self._draw_match(painter, inner, row)
        elif isinstance(row, Past):
            self._draw_past(painter, inner, row)
        else:
            icons.paint(painter, row.icon, _square(inner, 18), colours().accent)
            words = inner.adjusted(38, 0, 0, 0)
            paint_line(painter, words, row.text, (fonts.font("body", True), colours().accent))

    def _draw_completion(self, painter: QPainter, where: QRectF, row: Completion, back: QColor) -> None:
        shown = colours()
        self._draw_face(painter, where, row)
        right = where.right()
        if row.messages is not None:
            count = self.tr("%Ln message(s)", "beside a name that is offered", row.messages)
            paint_line(painter, where, count, (fonts.font("small"), shown.muted), "right")
            right -= fonts.metrics("small").horizontalAdvance(count) + 12
        for place, source in enumerate(row.sources[:_BADGES]):
            avatars.paint_source(painter, QPointF(right - 9 - 20 * place, where.center().y()), source, back)
        right -= 20 * len(row.sources[:_BADGES]) + 8
        words = QRectF(where.x() + 38, where.y(), right - where.x() - 38, where.height())
        strong, small = fonts.font("body", True), fonts.font("small")
        label = row.label or row.name
        paint_line(painter, words, label, (strong, shown.text))
        if row.detail:
            said = min(fonts.metrics("body", True).horizontalAdvance(label) + 14, words.width())
            paint_line(painter, words.adjusted(said, 0, 0, 0), row.detail, (small, shown.muted))

    def _draw_face(self, painter: QPainter, where: QRectF, row: Completion) -> None:
        if row.face:
            own = person_colour(row.name) if row.face == "person" else title_colour(row.name)
            avatars.paint_avatar(painter, _square(where, 28), row.name, own)
        else:
            icons.paint(painter, row.icon, _square(where, 18), colours().accent)

    def _draw_match(self, painter: QPainter, where: QRectF, row: Match) -> None:
        shown, message = colours(), row.message
        name = (fonts.font("small", True), person_colour(message.sender or "?"))
        above = QRectF(where.x(), where.y() + 5, where.width(), 18)
        half = above.width() * 0.45
        paint_line(painter, above.adjusted(0, 0, half - above.width(), 0), message.sender or "", name)
        place = f"{row.title}  ·  {day(wall_time(message))}"
        paint_line(painter, above.adjusted(half, 0, 0, 0), place, (fonts.font("small"), shown.muted), "right")
        below = QRectF(where.x(), where.y() + 25, where.width(), 22)
        paint_emphasised(painter, below, around(told(message, row.words), row.words), row.words)

    def _draw_past(self, painter: QPainter, where: QRectF, row: Past) -> None:
        shown, question = colours(), row.question
        saved = question.name is not None
        colour = shown.accent if saved else shown.muted
        icons.paint(painter, "star-full" if saved else "clock", _square(where, 18), colour)
        words = where.adjusted(38, 0, 10 - CROSS, 0)
        strong = fonts.font("body", True)
        if question.name is not None:
            paint_line(painter, words, question.name, (strong, shown.text))
            said = fonts.metrics("body", True).horizontalAdvance(question.name) + 14
            words = words.adjusted(min(said, words.width()), 0, 0, 0)
        look = (fonts.font("small"), shown.muted) if saved else (fonts.font("body"), shown.text)
        if not saved or question.text != question.name:
            paint_line(painter, words, question.text, look)
        cross = QRectF(where.right() + 10 - CROSS + 12, where.center().y() - 6, 12, 12)
        icons.paint(painter, "close", cross, shown.faint)


def paint_emphasised(painter: QPainter, where: QRectF, text: str, words: Sequence[str]) -> None:
    """One elided line with every place of the words bold and in the accent colour."""
    font = fonts.font("body")
    layout = QTextLayout(elided(text, font, where.width() * 0.97), font)
    bold = QTextCharFormat()
    bold.setFontWeight(QFont.Weight.DemiBold)
    bold.setForeground(colours().accent)
    formats = []
    for start, length in places(layout.text(), words):
        made = QTextLayout.FormatRange()
        made.start, made.length = _units(layout.text()[:start]), _units(layout.text()[start : start + length])
        made.format = bold
        formats.append(made)
    layout.setFormats(formats)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(where.width())
    layout.endLayout()
    top = where.y() + (where.height() - max(line.height(), QFontMetricsF(font).height())) / 2
    painter.setPen(colours().text)
    painter.save()
    painter.setClipRect(where.adjusted(0, -4, 0, 4))
    layout.draw(painter, QPointF(where.x(), top))
    painter.restore()


def _square(where: QRectF, side: float) -> QRectF:
    """A picture of this size, centred in the first 28 pixels of the row."""
    return QRectF(where.x() + (28 - side) / 2, where.center().y() - side / 2, side, side)


def _units(text: str) -> int:
    """How long Qt takes a text to be: emoji count twice."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
