"""This file is where it is shown how much happened when, and where a period is chosen by dragging over it."""

from datetime import date

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip

from app.gui.look import fonts
from app.gui.look.buckets import Bucket, Days, buckets, month_name, period_name
from app.gui.look.language import Translated
from app.gui.look.text import paint_line
from app.gui.look.theme import blend, colours

_HEIGHT = 78.0
_SIDE = 8.0
_AXIS = 18.0
_LABEL = 86.0
_GAP = 0.22


class Histogram(Translated):
    """chosen: first and last day of a period, both included; cleared: no period any more.

    Both are sent for what the person does, not for `select` and `show_days`. Drag or click chooses, a double click or
    Esc clears; arrows move from bar to bar, with Shift they extend, Enter chooses.
    """

    chosen = Signal(object, object)
    cleared = Signal()

    def __init__(self, height: float = _HEIGHT) -> None:
        super().__init__()
        self._height = height
        self.bars: list[Bucket] = []
        self._most = 1
        self._selected: tuple[date, date] | None = None
        self._begun: int | None = None
        self._at, self._reach = 0, 0
        self._marking = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.retranslate()

    @property
    def selected(self) -> tuple[date, date] | None:
        """First and last day of the period that is chosen."""
        return self._selected

    def show_days(self, days: Days) -> None:
        """Shows how much happened on each day; nothing is chosen then."""
        self.bars = buckets(days)
        self._most = max((each.count for each in self.bars), default=1) or 1
        self._selected, self._begun, self._marking = None, None, False
        self._at = self._reach = max(0, len(self.bars) - 1)
        self._tell()
        self.update()

    def select(self, first: date | None, last: date | None) -> None:
        """Shows a period as chosen, None for none; sends nothing."""
        self._selected = None if first is None or last is None else (min(first, last), max(first, last))
        self._marking = False
        self._tell()
        self.update()

    def clear(self) -> None:
        """As the person does it: `cleared` is sent where there was something."""
        if self._selected is not None:
            self.select(None, None)
            self.cleared.emit()

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Timeline"))
        self._tell()
        self.updateGeometry()
        self.update()

    def describe(self, bucket: int) -> str:
        """Period and count of a bar."""
        if not 0 <= bucket < len(self.bars):
            return ""
        each = self.bars[bucket]
        count = self.tr("%Ln message(s)", "in a period", each.count)
        return f"{period_name(each.first, each.last)}  ·  {count}"

    def sizeHint(self) -> QSize:
        return QSize(320, round(self._height * fonts.text_scale()))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.sizeHint().height())

    def bar_at(self, x: float) -> int:
        """The bar at a place of the widget, the nearest one beyond the ends; -1 where there is none."""
        if not self.bars:
            return -1
        share = (x / fonts.text_scale() - _SIDE) / self._room()
        return min(max(int(share * len(self.bars)), 0), len(self.bars) - 1)

    # ---------------------------------------------------------------- mouse and keyboard

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.bars:
            self._begun = self._at = self._reach = self.bar_at(event.position().x())
            self._marking = True
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self.bar_at(event.position().x())
        if self._begun is not None:
            self._reach = at
            self.update()
        if at >= 0:
            QToolTip.showText(event.globalPosition().toPoint() + QPoint(0, 12), self.describe(at), self)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._begun is not None:
            self._begun = None
            self._choose()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._begun, self._marking = None, False
        self.clear()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys, last = Qt.Key, len(self.bars) - 1
        moves = {keys.Key_Left: self._reach - 1, keys.Key_Right: self._reach + 1, keys.Key_Home: 0, keys.Key_End: last}
        key = Qt.Key(event.key())
        if key in moves and self.bars:
            self._move(moves[key], bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif key in (keys.Key_Return, keys.Key_Enter, keys.Key_Space) and self.bars:
            self._choose()
        elif key == keys.Key_Escape and self._marking and self._at != self._reach:
            self._move(self._reach, extend=False)
        elif key == keys.Key_Escape and self._selected is not None:
            self.clear()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.describe(self.bar_at(event.pos().x())), self)
            return True
        return super().event(event)

    def _move(self, to: int, extend: bool) -> None:
        self._reach = min(max(to, 0), len(self.bars) - 1)
        self._at = self._at if extend else self._reach
        self._marking = extend
        self._tell()
        self.update()

    def _choose(self) -> None:
        low, high = sorted((self._at, self._reach))
        self.select(self.bars[low].first, self.bars[high].last)
        self.chosen.emit(self.bars[low].first, self.bars[high].last)

    def _tell(self) -> None:
        """What a screen reader says."""
        low, high = sorted((self._at, self._reach))
        words = self.describe(high)
        if self.bars and low != high:
            words = period_name(self.bars[low].first, self.bars[high].last)
        if self._selected is not None:
            words = f"{words}. " + self.tr("Chosen: {period}").format(period=period_name(*self._selected))
        if words != self.accessibleDescription():
            self.setAccessibleDescription(words)
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    # ---------------------------------------------------------------- drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(fonts.text_scale(), fonts.text_scale())
        shown = colours()
        floor = self._height - _AXIS
        painter.setPen(shown.line)
        painter.drawLine(QPointF(_SIDE, floor + 0.5), QPointF(_SIDE + self._room(), floor + 0.5))
        step = self._room() / max(len(self.bars), 1)
        inside = [self._is_inside(number) for number in range(len(self.bars))]
        self._paint_chosen(painter, inside, step)
        painter.setPen(Qt.PenStyle.NoPen)
        pale = blend(shown.canvas, shown.muted, 0.38)
        for number, each in enumerate(self.bars):
            if each.count:
                # The root, so that quiet times are still seen beside loud ones.
                high = max(2.0, (each.count / self._most) ** 0.5 * (floor - 8))
                painter.setBrush(shown.accent if inside[number] or not any(inside) else pale)
                gap = step * _GAP if step > 3 else 0.0
                across = min(step - gap, 28.0)
                left = _SIDE + number * step + (step - across) / 2
                painter.drawRoundedRect(QRectF(left, floor - high, across, high), min(2.0, across / 3), 2.0)
        self._paint_focus(painter, step)
        self._paint_axis(painter, step)

    def _paint_chosen(self, painter: QPainter, inside: list[bool], step: float) -> None:
        if any(inside):
            first, last = inside.index(True), len(inside) - inside[::-1].index(True)
            painter.fillRect(
                QRectF(_SIDE + first * step, 2, (last - first) * step, self._height - _AXIS - 2), colours().accent_soft
            )

    def _paint_focus(self, painter: QPainter, step: float) -> None:
        if not self.hasFocus() or not self.bars:
            return
        painter.setPen(QPen(colours().text, 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        across = max(step, 6.0)
        left = _SIDE + (self._reach + 0.5) * step - across / 2
        painter.drawRoundedRect(QRectF(left, 1, across, self._height - _AXIS + 1), 3, 3)

    def _paint_axis(self, painter: QPainter, step: float) -> None:
        """A month or a year below the bar with which it begins, as many as there is room for."""
        free = 0.0
        look = (fonts.font("caption"), colours().muted)
        for number, text in self._labels():
            left = _SIDE + number * step
            across = fonts.metrics("caption").horizontalAdvance(text)
            if left < free or left + across + 3 > 2 * _SIDE + self._room():
                continue
            painter.setPen(colours().line_strong)
            painter.drawLine(QPointF(left + 0.5, self._height - _AXIS), QPointF(left + 0.5, self._height - _AXIS + 4))
            paint_line(painter, QRectF(left + 3, self._height - _AXIS + 2, _LABEL, 15), text, look)
            free = left + across + 14

    def _labels(self) -> list[tuple[int, str]]:
        if not self.bars:
            return []
        years = (self.bars[-1].last - self.bars[0].first).days > 1_100
        found, last = [], ""
        for number, each in enumerate(self.bars):
            text = str(each.last.year) if years else month_name(each.last)
            if text != last:
                found.append((number, text))
            last = text
        return found

    def _is_inside(self, number: int) -> bool:
        if self._marking:
            return min(self._at, self._reach) <= number <= max(self._at, self._reach)
        if self._selected is None:
            return False
        return self.bars[number].last >= self._selected[0] and self.bars[number].first <= self._selected[1]

    def _room(self) -> float:
        return max(1.0, self.width() / fonts.text_scale() - 2 * _SIDE)
