"""This file is where a widget lies over all of another: Tab stays in it, and the keyboard goes back afterwards."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QWidget

from app.gui.look.language import Translated


class Cover(Translated):
    """As large as its parent, and to be hidden once it is made. Whatever had the keyboard before `cover` has it again
    once this is hidden."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._covered = parent
        self._before: QWidget | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        parent.installEventFilter(self)

    def stops(self) -> Sequence[QWidget]:
        """What Tab goes round among, in its order; what cannot be used now is passed over."""
        raise NotImplementedError

    def cover(self) -> None:
        """Shows it, above everything."""
        if not self.isVisible():
            self._before = self.window().focusWidget()
        self.fit()
        self.show()
        self.raise_()

    def fit(self) -> None:
        """Takes the size of the parent, now and whenever that gets another one."""
        self.setGeometry(self._covered.rect())

    def lead_away(self) -> None:
        """Hides it for good: the keyboard goes elsewhere than it came from."""
        self._before = None
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.fit()
        return False

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if event.spontaneous():  # the window was minimised
            return
        if self._before is not None and self._before.isVisible():
            self._before.setFocus()
        self._before = None

    def focusNextPrevChild(self, forwards: bool) -> bool:
        reach = [each for each in self.stops() if each.isVisible() and each.isEnabled()]
        if not reach:  # Qt asks also while it is being hidden
            return super().focusNextPrevChild(forwards)
        at = next((place for place, each in enumerate(reach) if each.hasFocus()), -1 if forwards else 0)
        reason = Qt.FocusReason.TabFocusReason if forwards else Qt.FocusReason.BacktabFocusReason
        reach[(at + (1 if forwards else -1)) % len(reach)].setFocus(reason)
        return True
