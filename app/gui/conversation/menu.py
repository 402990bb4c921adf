"""This file is where it stands what can be done with a message: copy, select, go to what it answers, judge, share."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication, QMenu

from app.gui.conversation.copying import lines_of
from app.gui.conversation.steering import copy
from app.gui.messages.bubbles import Hit
from core.types import Attachment, Message

if TYPE_CHECKING:
    from app.gui.conversation.view import ConversationView

_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"“”]{2,2000}", re.IGNORECASE)
_READ = 20_000
_BEHIND = ".,;:!?)]}'。，、；：！？）】》」"

translate = QCoreApplication.translate

Entry = tuple[str, Callable[[], object]]


def menu_for(view: "ConversationView", row: int, hit: Hit | None) -> QMenu:
    """The menu of a row, with what is under the mouse. Nothing in it opens anything outside the window by itself."""
    menu = QMenu(view)
    message = view.messages.message(row)
    if message is None:
        return menu
    many = len(view.selection.rows) > 1 and row in view.selection.rows
    attachment = hit.attachment if hit is not None else None
    groups = [
        _copying(view, row, message, many),
        _going(view, message, attachment),
        [] if many or not view.strip.marks.messages else _judging(view, message, attachment),
        _selecting(view, row, message),
    ]
    for group in groups:
        if group and menu.actions():
            menu.addSeparator()
        for text, action in group:
            menu.addAction(text).triggered.connect(lambda _=False, act=action: act())
    return menu


def links_in(text: str) -> list[str]:
    """Web addresses that stand in a text, without the punctuation behind them."""
    return [found.rstrip(_BEHIND) for found in _LINK.findall(text[:_READ])]


def _copying(view: "ConversationView", row: int, message: Message, many: bool) -> list[Entry]:
    entries: list[Entry] = []
    if view.selection.span_of(row) is not None:
        entries.append((translate("conversation", "Copy selected text"), lambda: copy(view)))
    if many:
        return [(translate("conversation", "Copy selected messages"), lambda: copy(view))]
    if message.text:
        entries.append((translate("conversation", "Copy text"), lambda: _put(message.text)))
    entries.append(
        (translate("conversation", "Copy with name and time"), lambda: _put(lines_of([message], alone=False)))
    )
    links = links_in(message.text)
    if links:
        entries.append((translate("conversation", "Copy link"), lambda: _put(links[0])))
    return entries


def _going(view: "ConversationView", message: Message, attachment: Attachment | None) -> list[Entry]:
    entries: list[Entry] = []
    if message.reply_to is not None:
        entries.append((translate("conversation", "Go to the message it answers"), lambda: view.traced.emit(message)))
    if attachment is not None and attachment.sha256:
        if attachment.is_image:
            entries.append(
                (translate("conversation", "Enlarge picture"), lambda: view.opened.emit(attachment, message))
            )
        entries.append(
            (translate("conversation", "Show file in its folder"), lambda: view.revealed.emit(attachment, message))
        )
    return entries


def _judging(view: "ConversationView", message: Message, attachment: Attachment | None) -> list[Entry]:
    what = attachment if attachment is not None and attachment.is_image else None
    return [
        (translate("conversation", "This answers the question"), lambda: view.judged.emit(message, what, True)),
        (translate("conversation", "This does not answer it"), lambda: view.judged.emit(message, what, False)),
    ]


def _selecting(view: "ConversationView", row: int, message: Message) -> list[Entry]:
    selected = row in view.selection.rows
    text = (
        translate("conversation", "Take out of the selection")
        if selected
        else translate("conversation", "Select message")
    )

    def toggle() -> None:
        view.selection.toggle(row)
        view.tell_selection()

    return [(text, toggle), (translate("conversation", "Share…"), lambda: share(view, row))]


def share(view: "ConversationView", row: int = -1) -> None:
    """Hands the selected messages over, or the one of a row."""
    rows = view.selection.rows if row < 0 or row in view.selection.rows else {row}
    view.messages.gather(rows, view.shared.emit)


def _put(text: str) -> None:
    QApplication.clipboard().setText(text)
