"""This file is where a server is connected from the window: what it would be sent is told, agreed to, and only then."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from app.gui.look.text import isolate
from app.gui.models.connect_sheet import ConnectSheet, Sent
from app.gui.models.models import Models
from app.gui.window import Window
from app.gui.work.engine import Engine
from core.errors import ChatTroveError
from core.fragments import clean

if TYPE_CHECKING:
    from app.session.connecting import Connected, ServerOrder

_LONGEST = 80


class Servers(QObject):
    """connected: the name of added models that are a server."""

    connected = Signal(str)

    def __init__(self, window: Window, engine: Engine, models: Models) -> None:
        super().__init__(window)
        self._window, self._engine, self._models = window, engine, models
        self.sheet = ConnectSheet(window.centralWidget() or window)
        window.models.adding.server.connect(self.sheet.open)
        self.sheet.asked.connect(self._ask)
        self.sheet.agreed.connect(self.connect_server)
        self.sheet.key.connect(self._choose_key)

    def connect_server(self, order: "ServerOrder") -> None:
        """The person has read what is sent, and agrees."""
        self._models.run_connected(
            order.url, lambda session, job: session.connect_reader(order, job.report), self._connected
        )

    def _ask(self, url: str) -> None:
        self._engine.looking.submit(
            lambda session, job: session.what_is_sent("reader", url),
            done=lambda told: self.sheet.show_sent(Sent(url, *told)),
            failed=lambda error: self._refuse(url, error),
        )

    def _refuse(self, url: str, error: Exception) -> None:
        if isinstance(error, ChatTroveError):
            self.sheet.show_sent(Sent(url, trouble=str(error)))
        else:
            self._window.banner.show_error(error)

    def _choose_key(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self._window, self.tr("Choose the file with the server's key"))
        if name:
            self.sheet.key_file.setText(str(Path(name)))

    def _connected(self, found: "Connected") -> None:
        self.sheet.forget()
        model = isolate(clean(found.model, _LONGEST))
        text = self.tr("{model} is connected as “{name}”. It reads from the moment you use it.")
        more = (
            ""
            if found.formed
            else self.tr("It did not keep to the form of answers when it was tried: it may miss some.")
        )
        self._window.banner.show_notice(text.format(model=model, name=isolate(clean(found.name, _LONGEST))), more)
        self._window.banner.offer(self.tr("Use it now"), lambda: self._models.choose(found.name))
        self._models.reload()
        self.connected.emit(found.name)
