"""This file is where all keys of the window are listed with what they do, for the sheet that tells them."""

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate

Keys = list[tuple[str, str]]
"""Keys as Qt writes them (several parted by a space and a slash), and what they do."""


def sections() -> list[tuple[str, Keys]]:
    """The keys by the place where they work, in the window's language."""
    return [
        (translate("shortcuts", "Everywhere"), _everywhere()),
        (translate("shortcuts", "Search field"), _field()),
        (translate("shortcuts", "Results"), _results()),
        (translate("shortcuts", "Conversation"), _conversation()),
        (translate("shortcuts", "Pictures"), _pictures()),
    ]


def _everywhere() -> Keys:
    return [
        ("Ctrl+F / Ctrl+K", translate("shortcuts", "Go to the search field")),
        ("Ctrl+Shift+G", translate("shortcuts", "Pictures and files")),
        ("Ctrl+O", translate("shortcuts", "Import files")),
        ("Ctrl+,", translate("shortcuts", "Settings")),
        ("Ctrl++ / Ctrl+= / Ctrl+-", translate("shortcuts", "Larger text, smaller text")),
        ("Ctrl+0", translate("shortcuts", "Text of the usual size")),
        ("Tab / Shift+Tab", translate("shortcuts", "Go on, go back")),
        ("Esc", translate("shortcuts", "Close, or go back")),
        ("Ctrl+Q", translate("shortcuts", "Quit")),
        ("F1", translate("shortcuts", "Show these keys")),
    ]


def _field() -> Keys:
    return [
        ("Return", translate("shortcuts", "Search by meaning")),
        ("Down", translate("shortcuts", "Past and saved questions, matches, results")),
        ("Tab", translate("shortcuts", "Take what is offered")),
        ("Left", translate("shortcuts", "At the beginning: go to the filters")),
        ("Del", translate("shortcuts", "Remove the filter, forget the question")),
        ("Ctrl+D", translate("shortcuts", "Save the question")),
        ("Ctrl+Shift+F", translate("shortcuts", "Search in the open conversation")),
    ]


def _results() -> Keys:
    return [
        ("Up / Down", translate("shortcuts", "From card to card, from line to line")),
        ("Right / Left", translate("shortcuts", "Go into a card, leave it")),
        ("Return", translate("shortcuts", "Open, unfold or enlarge")),
        ("Space", translate("shortcuts", "Enlarge the picture")),
        ("R / W", translate("shortcuts", "Mark as right, as wrong")),
        ("Y", translate("shortcuts", "Why this?")),
        ("S", translate("shortcuts", "Share the answer")),
        ("Ctrl+Shift+S", translate("shortcuts", "Share all results")),
        ("Ctrl+C", translate("shortcuts", "Copy the answer")),
    ]


def _conversation() -> Keys:
    return [
        ("F3 / Shift+F3", translate("shortcuts", "Next and previous highlight")),
        ("N / P", translate("shortcuts", "The same")),
        ("Up / Down", translate("shortcuts", "From message to message")),
        ("PgUp / PgDown", translate("shortcuts", "Scroll")),
        ("Home / End", translate("shortcuts", "First and last message")),
        ("Space / Shift+Down", translate("shortcuts", "Select messages")),
        ("Ctrl+A / Ctrl+C", translate("shortcuts", "Select all, copy")),
        ("Return", translate("shortcuts", "Go to what is answered, open")),
        ("Backspace", translate("shortcuts", "Back to where you were")),
        ("Ctrl+G", translate("shortcuts", "Go to a day")),
        ("Ctrl+Shift+T", translate("shortcuts", "Timeline")),
    ]


def _pictures() -> Keys:
    return [
        ("Left / Right", translate("shortcuts", "Previous and next picture")),
        ("+ / -", translate("shortcuts", "Zoom")),
        ("0 / 1", translate("shortcuts", "The whole picture, its own size")),
        ("Ctrl+S", translate("shortcuts", "Save a copy")),
    ]
