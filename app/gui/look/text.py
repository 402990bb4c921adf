"""This file is where text from chats is laid out: always plain, wrapped anywhere, bounded, right to left where it is.

A QTextLayout knows no markup, so nothing in a message can become formatting, a link or a picture.
"""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QPointF, QRectF, Qt, QTextBoundaryFinder
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextCharFormat, QTextLayout, QTextLine, QTextOption

SHOWN_CHARACTERS = 1_200
"""More of a message is shown on request: laying out a line of a million characters takes seconds."""

SHOWN_LINES = 40
"""A message of line breaks alone is no longer than that, either."""

EXPANDED_CHARACTERS = 20_000
EXPANDED_LINES = 600

_LINE_SPACING = 1.28
_MOST_MARKS = 60
_LINE_CHARACTERS = 400
_TIP_CHARACTERS = 1_000
_CONTROLS = dict.fromkeys((*range(32), *range(127, 160)), "�")
_TURNS = dict.fromkeys(range(0x202A, 0x202F))
"""Marks that turn the direction of what follows: in one line "exe.jpg" could be the end of "gpj.exe"."""
_ISOLATED = {**_TURNS, **dict.fromkeys(range(0x2066, 0x206A))}
_BREAKS = {**_CONTROLS, ord("\n"): "\u2028", ord("\t"): "    ", ord("\r"): None}


class PlainText:
    """A laid out paragraph. `width` and `height` in device-independent pixels; `clipped` when text was left out.

    lines: at most so many, 0 for all; marked: words to underline, and the colour of the line.
    """

    def __init__(
        self,
        text: str,
        font: QFont,
        width: float,
        *,
        limit: int = SHOWN_CHARACTERS,
        lines: int = 0,
        marked: tuple[Sequence[str], QColor] | None = None,
    ) -> None:
        self.clipped = len(text) > limit
        shown = text[:limit].rstrip() + "…" if self.clipped else text
        self.right_to_left = _right_to_left(shown)
        self._font, self._marked = font, marked
        self._layout = self._fresh(shown)
        self.width, self.height, end = self._lay_out(max(width, 24.0), lines)
        if lines and end < self.length:
            self.clipped = True
            self._layout = self._fresh(self.excerpt(0, max(end - 2, 1)).rstrip() + "…")
            self.width, self.height, _ = self._lay_out(max(width, 24.0), lines)

    def paint(
        self, painter: QPainter, at: QPointF, colour: QColor, selected: tuple[int, int, QTextCharFormat] | None = None
    ) -> None:
        """Draws at a point; selected: from and to which position, and how that is shown."""
        painter.setPen(colour)
        if selected is None:
            self._layout.draw(painter, at)
        else:
            start, end, form = selected
            self._layout.draw(painter, at, [_range(start, end - start, form)])

    def position_at(self, x: float, y: float, on_character: bool = False) -> int:
        """The place between two characters that is nearest to a point, or the one before the character under it; in
        UTF-16 units, as Qt counts."""
        side = QTextLine.CursorPosition
        count = self._layout.lineCount()
        for number in range(count):
            line = self._layout.lineAt(number)
            if y < line.y() + line.height() or number == count - 1:
                return line.xToCursor(x, side.CursorOnCharacter if on_character else side.CursorBetweenCharacters)
        return 0

    def word_at(self, position: int) -> tuple[int, int]:
        """Where the word that holds the character behind a position begins and ends."""
        finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Word, self._layout.text())
        finder.setPosition(min(position + 1, self.length))
        start = max(finder.toPreviousBoundary(), 0)
        return start, max(finder.toNextBoundary(), start)

    def excerpt(self, start: int, end: int) -> str:
        """The text between two positions."""
        units = self._layout.text().encode("utf-16-le", "surrogatepass")[2 * start : 2 * end]
        return units.decode("utf-16-le", "replace").replace("\u2028", "\n")

    @property
    def length(self) -> int:
        """The last position."""
        return _units(self._layout.text())

    @property
    def last_line_width(self) -> float:
        """How far the last line reaches, for what is set beside it."""
        count = self._layout.lineCount()
        return self._layout.lineAt(count - 1).naturalTextWidth() if count else 0.0

    def _fresh(self, text: str) -> QTextLayout:
        layout = QTextLayout(text.translate(_BREAKS), self._font)
        layout.setTextOption(_option(self.right_to_left))
        layout.setCacheEnabled(True)
        if self._marked is not None:
            layout.setFormats(_underlines(layout.text(), *self._marked))
        return layout

    def _lay_out(self, width: float, most: int) -> tuple[float, float, int]:
        """Width, height and how many characters found room."""
        step = round(QFontMetricsF(self._font).ascent() * _LINE_SPACING + QFontMetricsF(self._font).descent())
        widest, top, count, end = 0.0, 0.0, 0, 0
        self._layout.beginLayout()
        while not most or count < most:
            line = self._layout.createLine()
            if not line.isValid():
                break
            count += 1
            line.setLineWidth(width)
            # Fallback fonts are taller than the text font; a fixed step keeps the rhythm of mixed lines.
            line.setPosition(QPointF(0, top + (step - line.height()) / 2))
            top += max(step, line.height() * 0.9)
            widest = max(widest, line.naturalTextWidth())
            end = line.textStart() + line.textLength()
        self._layout.endLayout()
        if self.right_to_left and widest < width:
            self._narrow(widest)
        return min(widest, width), top, end

    def _narrow(self, width: float) -> None:
        """Right-to-left lines hang on the right edge, which is the widest line's, not the bubble's limit."""
        for number in range(self._layout.lineCount()):
            line = self._layout.lineAt(number)
            place = line.position()
            line.setPosition(QPointF(width - line.width(), place.y()))


def elided(text: str, font: QFont, width: float) -> str:
    """One line of the text, cut with "…" where it does not fit."""
    line = " ".join(text[:_LINE_CHARACTERS].split()).translate(_CONTROLS).translate(_TURNS)
    metrics, room = QFontMetricsF(font), max(width, 0.0)
    cut = metrics.elidedText(line, Qt.TextElideMode.ElideRight, room)
    # Qt never elides a single character, however little room there is.
    return "…" if metrics.horizontalAdvance(cut) > room + metrics.horizontalAdvance("…") else cut


def isolate(text: str) -> str:
    """Text from outside inside a sentence of ours: its direction marks cannot reorder the sentence."""
    return f"\u2068{text.translate(_ISOLATED)}\u2069"


def tip(text: str) -> str:
    """Text from outside for a tooltip, which would take markup for markup."""
    return f"<qt>{escape(text[:_TIP_CHARACTERS]).replace(chr(10), '<br>')}</qt>" if text else ""


def plain_tip(text: str) -> str:
    """The same for words of ours that may hold a name: one with "<" in it makes Qt take the whole for markup."""
    return tip(text) if "<" in text or "&" in text else text


def paint_line(painter: QPainter, where: QRectF, text: str, look: tuple[QFont, QColor], align: str = "left") -> None:
    """One elided line of plain text, centred vertically in `where`."""
    font, colour = look
    painter.setFont(font)
    painter.setPen(colour)
    sides = {"left": Qt.AlignmentFlag.AlignLeft, "right": Qt.AlignmentFlag.AlignRight}
    side = sides.get(align, Qt.AlignmentFlag.AlignHCenter) | Qt.AlignmentFlag.AlignAbsolute
    painter.drawText(where, side | Qt.AlignmentFlag.AlignVCenter, elided(text, font, where.width()))


def _option(right_to_left: bool) -> QTextOption:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    if right_to_left:
        option.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)
    option.setTextDirection(Qt.LayoutDirection.RightToLeft if right_to_left else Qt.LayoutDirection.LeftToRight)
    return option


def _right_to_left(text: str) -> bool:
    """The direction of the first letter that has one (Unicode UAX 9, rules P2 and P3)."""
    for letter in text[:200]:
        code = ord(letter)
        if 0x0590 <= code <= 0x08FF or 0xFB1D <= code <= 0xFDFF or 0xFE70 <= code <= 0xFEFC:
            return True
        if letter.isalpha():
            return False
    return False


def _underlines(text: str, words: Sequence[str], colour: QColor) -> list[QTextLayout.FormatRange]:
    """Every place of the words, whatever their case; one in Latin letters only where a word begins."""
    folded = text.casefold()
    form = QTextCharFormat()
    form.setFontUnderline(True)
    form.setUnderlineColor(colour)
    ranges: list[QTextLayout.FormatRange] = []
    for word in [word.casefold() for word in words if word] if len(folded) == len(text) else []:
        at = folded.find(word)
        while at >= 0 and len(ranges) < _MOST_MARKS:
            if not (word[0].isascii() and at and folded[at - 1].isalnum() and folded[at - 1].isascii()):
                ranges.append(_range(_units(text[:at]), _units(text[at : at + len(word)]), form))
            at = folded.find(word, at + len(word))
    return ranges


def _units(text: str) -> int:
    """How many UTF-16 units, in which Qt counts, the text has: emoji have two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _range(start: int, length: int, form: QTextCharFormat) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = start, length, form
    return made
