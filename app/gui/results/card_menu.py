"""This file is where the context menu of a card is: for the answer that was pointed at, and for the card."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPoint
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QMenu

from app.gui.results.card_words import copied_message
from app.gui.results.stops import ANSWERS, Stop

if TYPE_CHECKING:
    from app.gui.results.card import Card


def show_menu(card: "Card", stop: Stop | None, where: QPoint) -> None:
    """Opens the menu at a place of the screen. stop: what was pointed at, None for the card alone."""
    menu_of(card, stop).popup(where)


def menu_of(card: "Card", stop: Stop | None) -> QMenu:
    """The menu, which goes away when it is closed."""
    menu = QMenu(card)
    menu.aboutToHide.connect(menu.deleteLater)
    if stop is not None and stop.what in ANSWERS:
        _add_answer(menu, card, stop)
        menu.addSeparator()
    open_ = menu.addAction(QCoreApplication.translate("results", "Open conversation"))
    open_.triggered.connect(card.open_best)
    copy = menu.addAction(QCoreApplication.translate("results", "Copy the answer"))
    copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
    copy.triggered.connect(card.copy_answer)
    menu.addAction(QCoreApplication.translate("results", "Share…")).triggered.connect(card.shared)
    why = menu.addAction(QCoreApplication.translate("results", "Why this?"))
    why.setCheckable(True)
    why.setChecked(card.unfolded.reasons)
    why.triggered.connect(card.toggle_reasons)
    menu.addSeparator()
    whole = (
        QCoreApplication.translate("results", "The whole result is right"),
        QCoreApplication.translate("results", "The whole result is wrong"),
    )
    _add_verdicts(menu, card, None, whole)
    return menu


def _add_answer(menu: QMenu, card: "Card", stop: Stop) -> None:
    message = stop.message
    if stop.what == "picture":
        enlarge = menu.addAction(QCoreApplication.translate("results", "Enlarge the picture"))
        enlarge.triggered.connect(lambda: card.act(stop))
        words = (
            QCoreApplication.translate("results", "This picture is right"),
            QCoreApplication.translate("results", "This picture is wrong"),
        )
    else:
        show = menu.addAction(QCoreApplication.translate("results", "Show in conversation"))
        show.triggered.connect(lambda: card.act(stop))
        words = (
            QCoreApplication.translate("results", "This message is right"),
            QCoreApplication.translate("results", "This message is wrong"),
        )
    if message is not None and message.text:
        text = copied_message(message)
        copy = menu.addAction(QCoreApplication.translate("results", "Copy the message"))
        copy.triggered.connect(lambda: QApplication.clipboard().setText(text))
    _add_verdicts(menu, card, stop, words)


def _add_verdicts(menu: QMenu, card: "Card", stop: Stop | None, words: tuple[str, str]) -> None:
    said = card.said_of(stop.message if stop else None, stop.attachment if stop else None)
    for right, text in zip((True, False), words, strict=True):
        action = menu.addAction(text)
        action.setCheckable(True)
        action.setChecked(said == right)
        action.triggered.connect(lambda _=False, right=right: card.judge(stop, right))
