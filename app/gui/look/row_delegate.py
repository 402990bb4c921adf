"""This file is where a row of a list gets its ground: size of text, colours of focus and choice, then what it shows."""

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.gui.look import fonts
from app.gui.look.theme import RADIUS, colours

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Ground:
    """What a row looks like below its words. back: what is there otherwise; chosen: while it is selected."""

    back: QColor
    chosen: QColor


class RowDelegate(QStyledItemDelegate):
    """Rows of one height, in pixels of the type scale as it is; `draw` paints into the rectangle of the row."""

    height = 54

    def ground(self) -> Ground:
        return Ground(colours().surface, colours().accent_soft)

    def draw(self, painter: QPainter, where: QRectF, index: Index, back: QColor) -> None:
        """Paints what the row says; `back` is the colour that lies below it."""
        raise NotImplementedError

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, round(self.height * fonts.text_scale()))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        scale, shown, state = fonts.text_scale(), colours(), option.state
        ground = self.ground()
        back = ground.back
        if state & QStyle.StateFlag.State_Selected:
            back = ground.chosen
        elif state & QStyle.StateFlag.State_MouseOver:
            back = shown.hover
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(option.rect.topLeft())
        painter.scale(scale, scale)
        where = QRectF(0, 0, option.rect.width() / scale, option.rect.height() / scale).adjusted(1, 2, -3, -2)
        focus = bool(state & QStyle.StateFlag.State_HasFocus)
        painter.setPen(QPen(shown.accent, 2) if focus else Qt.PenStyle.NoPen)
        painter.setBrush(back)
        painter.drawRoundedRect(where.adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        self.draw(painter, where, index, back)
        painter.restore()
