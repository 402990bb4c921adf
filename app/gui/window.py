"""This file is where the window is laid out: rail, search field, pages, the conversation beside them, and the foot."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app.gui.banner import Banner
from app.gui.conversation.pane import ConversationPane
from app.gui.gallery.page import GalleryPage
from app.gui.home import Home
from app.gui.imports.first_run import FirstRun
from app.gui.imports.guides_page import GuidesPage
from app.gui.imports.history_page import HistoryPage
from app.gui.imports.import_page import ImportPage
from app.gui.imports.mapping_page import MappingPage
from app.gui.imports.report_page import ReportPage
from app.gui.look import icons
from app.gui.look.controls import Picture, frame, label
from app.gui.look.language import Translated
from app.gui.messages.lightbox import Lightbox
from app.gui.models.page import ModelsPage
from app.gui.people_page import PeoplePage
from app.gui.rail.rail import WIDTH, Rail
from app.gui.results.page import ResultsPage
from app.gui.search.bar import SearchBar
from app.gui.search.suggestions import Suggestions
from app.gui.settings.page import SettingsPage
from app.gui.shortcut_sheet import ShortcutSheet
from app.gui.status_bar import StatusBar
from app.gui.work.engine import Engine
from app.settings import settings_path

SIZE = (1280, 800)
SMALLEST = (900, 600)
_SIDE_BY_SIDE = 960
_SHARE = 0.47
"""Of the width, for the results beside a conversation."""


class Window(QMainWindow):
    """dropped: local paths; closing: the window goes away; escaped: Esc that nothing else took."""

    dropped = Signal(object)
    closing = Signal()
    escaped = Signal()

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self.may_close: Callable[[], bool] = lambda: True
        self.share = _SHARE
        self.setWindowTitle("ChatTrove")
        self.setWindowIcon(icons.logo(64))
        self.resize(*SIZE)
        self.setMinimumSize(*SMALLEST)
        self.setAcceptDrops(True)
        self.rail, self.search, self.status = Rail(), SearchBar(), StatusBar()
        self.banner = Banner(settings_path().with_name("chattrove.log"))
        self.blank, self.first_run, self.home = QWidget(), FirstRun(), Home()
        self.results = ResultsPage(engine.pictures)
        self.importing, self.report, self.mapping = ImportPage(), ReportPage(), MappingPage()
        self.history, self.people, self.guides = HistoryPage(), PeoplePage(), GuidesPage()
        self.models = ModelsPage()
        self.settings = SettingsPage()
        self.gallery = GalleryPage(engine.looking, engine.pictures)
        self.conversation = ConversationPane(engine.looking, engine.pictures)
        self.sides = QSplitter(Qt.Orientation.Horizontal)
        self.stack, self.split, self._centre = QStackedWidget(), QSplitter(Qt.Orientation.Horizontal), QWidget()
        self._build()
        self.suggestions = Suggestions(self._centre)
        self.lightbox = Lightbox(engine.looking, self._centre)
        self.veil, self.sheet = Veil(self._centre), ShortcutSheet(self._centre)

    @property
    def page(self) -> QWidget:
        return self.stack.currentWidget() or self.blank

    def show_page(self, page: QWidget) -> None:
        """Shows a page; the conversation stays beside it only where there are results."""
        self.stack.setCurrentWidget(page)
        if page is not self.results:
            self.close_conversation()
        self.search.setVisible(page not in (self.first_run, self.blank))
        self._arrange()

    def open_conversation(self) -> None:
        """Shows the conversation, beside the results where there is room, else in place of the page."""
        self.conversation.show()
        self._arrange()

    def close_conversation(self) -> None:
        self.conversation.hide()
        self.rail.select(None)
        self._arrange()

    def below_field(self) -> QRectF:
        """Where the list under the search field belongs, in the central widget."""
        field = self.search.box
        place = field.mapTo(self._centre, field.rect().bottomLeft())
        return QRectF(place.x(), place.y() + 6, field.width(), 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
        self.suggestions.hide()
        for cover in (self.veil, self.sheet):
            cover.setGeometry(self._centre.rect())

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.may_close():
            event.ignore()
            return
        self.hide()  # at once; ending the work may take a moment
        self.closing.emit()
        super().closeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()
            self.veil.raise_()
            self.veil.show()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.veil.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self.veil.hide()
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        if paths:
            self.dropped.emit(paths)

    def _arrange(self) -> None:
        open_ = not self.conversation.isHidden()
        beside = open_ and self.page is self.results and self.split.width() >= _SIDE_BY_SIDE
        self.stack.setVisible(beside or not open_)
        if beside and self.split.sizes()[1] < 200:
            width = self.split.width()
            self.split.setSizes([round(width * self.share), round(width * (1 - self.share))])

    def _build(self) -> None:
        taking_in = (self.importing, self.report, self.mapping)
        kept = (self.history, self.people, self.guides, self.gallery, self.models, self.settings)
        for page in (self.blank, self.first_run, self.home, self.results, *taking_in, *kept):
            self.stack.addWidget(page)
        self.blank.setObjectName("page")
        self.split.addWidget(self.stack)
        self.split.addWidget(self.conversation)
        self.split.setHandleWidth(1)
        self.split.setChildrenCollapsible(False)
        self.stack.setMinimumWidth(380)
        self.conversation.setMinimumWidth(380)
        self.conversation.hide()
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.search)
        right.addWidget(self.banner)
        right.addWidget(self.split, 1)
        beside = QWidget()
        right.setContentsMargins(0, 0, 0, 0)
        beside.setLayout(right)
        self.sides.addWidget(self.rail)
        self.sides.addWidget(beside)
        self.sides.setHandleWidth(1)
        self.sides.setChildrenCollapsible(False)
        self.sides.setStretchFactor(1, 1)
        self.sides.setSizes([WIDTH, SIZE[0] - WIDTH])
        self.sides.splitterMoved.connect(self._arrange)
        lines = QVBoxLayout(self._centre)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addWidget(self.sides, 1)
        lines.addWidget(self.status)
        self.setCentralWidget(self._centre)
        self.search.hide()


class Veil(Translated):
    """Lies over the window while files are dragged over it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._text = label("heading")
        box = frame("dropveil")
        inner = QVBoxLayout(box)
        inner.addStretch(1)
        inner.addWidget(Picture("import", "accent", 48), 0, Qt.AlignmentFlag.AlignHCenter)
        inner.addWidget(self._text, 0, Qt.AlignmentFlag.AlignHCenter)
        inner.addStretch(1)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(16, 16, 16, 16)
        lines.addWidget(box)
        self.retranslate()
        self.hide()

    def retranslate(self) -> None:
        self._text.setText(self.tr("Drop to import"))
