"""This file is where an empty ChatTrove greets: drop your export here, or try the demo."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from app.gui.look import icons
from app.gui.look.controls import Button, Picture, frame, label
from app.gui.look.language import Translated


class FirstRun(Translated):
    """picked: choose files; guides: how to export from each app; demo: try the demo."""

    picked = Signal()
    guides = Signal()
    demo = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._title, self._lead = label("display"), label("lead", wrap=True)
        self._drop_title, self._drop_text = label("title"), label("muted", wrap=True)
        self.choose_button, self._demo = Button("primary", "folder"), Button("", "spark")
        self._promises = [
            (Picture(icon, "accent", 20), label("strong"), label("small", wrap=True)) for icon in _PROMISES
        ]
        self.choose_button.clicked.connect(self.picked)
        self._demo.clicked.connect(self.demo)
        self._how = Button("quiet", "info")
        self._how.clicked.connect(self.guides)
        self._build()
        self.retranslate()

    def retranslate(self) -> None:
        self._title.setText(self.tr("Find it in your chats"))
        self._lead.setText(self.tr("Ask in your own words, and see the messages and pictures that answer."))
        self._drop_title.setText(self.tr("Drop your export here"))
        self._drop_text.setText(
            self.tr("WhatsApp, Telegram, WeChat, Discord, Slack, Messenger, Signal, iMessage, LINE and many more")
        )
        self.choose_button.setText(self.tr("Choose files…"))
        self._demo.setText(self.tr("Try the demo"))
        self._how.setText(self.tr("How do I export my chats?"))
        words = [
            (self.tr("Offline"), self.tr("Nothing leaves this computer. There is no account and no connection.")),
            (self.tr("By meaning"), self.tr("Finds what was meant, also in other words, in English and Chinese.")),
            (self.tr("Exact"), self.tr("Marks the very messages and pictures, in their place in the chat.")),
        ]
        for (_, title, text), (strong, small) in zip(self._promises, words, strict=True):
            title.setText(strong)
            text.setText(small)

    def _build(self) -> None:
        column = QWidget()
        column.setMaximumWidth(720)
        lines = QVBoxLayout(column)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(12)
        logo = QLabel(pixmap=icons.logo(64))
        for widget in (logo, self._title, self._lead):
            lines.addWidget(
                widget, 0, Qt.AlignmentFlag.AlignHCenter if widget is not self._lead else Qt.AlignmentFlag(0)
            )
        self._lead.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        lines.addSpacing(12)
        lines.addWidget(self._drop_zone())
        lines.addSpacing(16)
        lines.addLayout(self._promise_row())
        page = QWidget()
        page.setObjectName("page")
        outer = QHBoxLayout(page)
        outer.setContentsMargins(32, 16, 32, 24)
        outer.addStretch(1)
        middle = QVBoxLayout()
        middle.addStretch(2)
        middle.addWidget(column)
        middle.addStretch(3)
        outer.addLayout(middle, 1000)
        outer.addStretch(1)
        self._scroll_when_low(page)

    def _scroll_when_low(self, page: QWidget) -> None:
        """A low window, or one with a banner, must not press the words into each other."""
        scroll = QScrollArea(widgetResizable=True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)

    def _drop_zone(self) -> QWidget:
        zone = frame("dropzone")
        lines = QVBoxLayout(zone)
        lines.setContentsMargins(32, 28, 32, 28)
        lines.setSpacing(8)
        lines.addWidget(Picture("import", "accent", 36), 0, Qt.AlignmentFlag.AlignHCenter)
        for words in (self._drop_title, self._drop_text):
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            lines.addWidget(words)
        lines.addSpacing(8)
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addStretch(1)
        buttons.addWidget(self.choose_button)
        buttons.addWidget(self._demo)
        buttons.addStretch(1)
        lines.addLayout(buttons)
        lines.addWidget(self._how, 0, Qt.AlignmentFlag.AlignHCenter)
        return zone

    def _promise_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(24)
        for icon, title, text in self._promises:
            lines = QVBoxLayout()
            lines.setSpacing(4)
            head = QHBoxLayout()
            head.setSpacing(8)
            head.addWidget(icon)
            head.addWidget(title, 1)
            lines.addLayout(head)
            lines.addWidget(text)
            lines.addStretch(1)
            row.addLayout(lines, 1)
        return row


_PROMISES = ("shield", "search", "check")
