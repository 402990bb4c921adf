"""This file is where people and conversations get a face: initials on their colour, and the badge of their source."""

import unicodedata

from PySide6.QtCore import QLocale, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter

from app.gui.look import fonts
from app.gui.look.theme import blend, colours

_SOURCES = {
    "whatsapp": ("WhatsApp", "W", "#1F9D55"),
    "telegram": ("Telegram", "T", "#2A84C6"),
    "signal": ("Signal", "S", "#3A76F0"),
    "wechat": ("WeChat", "微", "#3C9A2E"),
    "qq": ("QQ", "Q", "#C9502B"),
    "line": ("LINE", "L", "#17A34A"),
    "discord": ("Discord", "D", "#5865F2"),
    "slack": ("Slack", "S", "#7A3E78"),
    "messenger": ("Messenger", "M", "#6B4DE0"),
    "instagram": ("Instagram", "I", "#C13584"),
    "imessage": ("iMessage", "i", "#2F8F46"),
    "kakaotalk": ("KakaoTalk", "K", "#8A6D1B"),
    "google_chat": ("Google Chat", "G", "#1E8E5A"),
    "hangouts": ("Hangouts", "H", "#1E8E5A"),
    "skype": ("Skype", "S", "#0F7FB5"),
    "teams": ("Teams", "T", "#5059C9"),
    "matrix": ("Matrix", "[m]", "#3F6B5F"),
    "irc": ("IRC", "#", "#5C6B7A"),
    "table": ("Table", "▦", "#6B665C"),
    "ffr": ("FFR", "F", "#6B665C"),
}
_CHINESE = {"wechat": "微信", "table": "表格", "wechat_copied": "微信（复制的文字）"}


def source_title(source: str) -> str:
    """The name of the app an export came from, as its makers write it in the language of the window."""
    if QLocale().language() == QLocale.Language.Chinese and source.casefold() in _CHINESE:
        return _CHINESE[source.casefold()]
    known = _SOURCES.get(source.casefold())
    return known[0] if known else source.replace("_", " ").title()


def initials(name: str) -> str:
    """One Chinese character (the last of a full name says more than the surname), or up to two letters."""
    words = [word for word in name.split() if any(letter.isalnum() for letter in word)]
    if not words:
        return "#"
    first = next(letter for letter in words[0] if letter.isalnum())
    if unicodedata.category(first) == "Lo":
        whole = "".join(letter for letter in words[0] if letter.isalnum())
        return whole[-1] if 2 <= len(whole) <= 3 else whole[0]
    if len(words) == 1:
        return first.upper()
    last = next(letter for letter in words[-1] if letter.isalnum())
    return (first + last).upper()


def paint_avatar(painter: QPainter, where: QRectF, name: str, own: QColor) -> None:
    """A disc with initials in a person's or conversation's colour."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(blend(colours().surface, own, 0.2))
    painter.drawEllipse(where)
    face = QFont(fonts.font("small", bold=True))
    face.setPixelSize(max(9, round(where.height() * 0.38)))
    painter.setFont(face)
    painter.setPen(own)
    painter.drawText(where, Qt.AlignmentFlag.AlignCenter, initials(name))


def paint_source(painter: QPainter, centre: QPointF, source: str, behind: QColor) -> None:
    """The badge of the app a conversation came from: its letter on its colour, 16 pixels wide."""
    _, letter, colour = _SOURCES.get(source.casefold(), ("", source[:1].upper() or "?", "#6B665C"))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(behind)
    painter.drawEllipse(centre, 9.5, 9.5)
    painter.setBrush(QColor(colour).darker(112))
    painter.drawEllipse(centre, 7.5, 7.5)
    face = QFont(fonts.font("caption", bold=True))
    face.setPixelSize(9)
    painter.setFont(face)
    painter.setPen(QColor("white"))
    painter.drawText(QRectF(centre.x() - 8, centre.y() - 8, 16, 16), Qt.AlignmentFlag.AlignCenter, letter)
