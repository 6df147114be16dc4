"""The window: sidebar, top bar, chat, notices and composer, put together. What they mean is the controllers' affair."""

import base64
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QByteArray, QCoreApplication, QRect, Qt, Signal, Slot
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStyle, QVBoxLayout, QWidget
from typing_extensions import override

from quantchat.gui.chat_settings.assistant_button import AssistantButton
from quantchat.gui.chat_settings.panel import ChatSettingsPanel
from quantchat.gui.chat_settings.panel_place import PanelPlace
from quantchat.gui.chat_view import ChatView
from quantchat.gui.composer import Composer
from quantchat.gui.empty_state import EmptyState
from quantchat.gui.find_bar import FindBar
from quantchat.gui.icons import Icons
from quantchat.gui.notice_bar import NoticeBar
from quantchat.gui.sidebar import Sidebar
from quantchat.gui.temporary_banner import TemporaryBanner
from quantchat.gui.theme import COMPOSER_WIDTH, Space, Theme
from quantchat.gui.top_bar import TopBar

MINIMUM_WIDTH = 760
MINIMUM_HEIGHT = 520
FIRST_WIDTH = 1280
FIRST_HEIGHT = 820


class MainWindow(QMainWindow):
    """The one window of the program.

    Signals:
        closing: the person closes the window.
        file_dropped: a file was dropped onto the window (`Path`).
        escape_pressed: Escape was pressed and nobody who had the keyboard wanted it.
    """

    closing = Signal()
    file_dropped = Signal(Path)
    escape_pressed = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self.setWindowTitle("QuantChat")
        room = self._room()  # in the window's own pixels: a large text size leaves few of them
        self.setMinimumSize(min(MINIMUM_WIDTH, room.width()), min(MINIMUM_HEIGHT, room.height()))
        self.resize(min(FIRST_WIDTH, room.width()), min(FIRST_HEIGHT, room.height()))
        self.setAcceptDrops(True)
        self._may_close: Callable[[], bool] = lambda: True
        self.sidebar = Sidebar(theme, icons)
        self.top_bar = TopBar(theme, icons)
        self.empty_state = EmptyState(theme, icons)
        self.temporary_banner = TemporaryBanner(theme, icons)
        self.chat_view = ChatView(theme, icons)
        self.chat_view.set_empty_widget(self.empty_state)
        self.find_bar = FindBar(theme, icons)
        self.notice_bar = NoticeBar(theme, icons)
        self.composer = Composer(theme, icons)
        self.assistant_button = AssistantButton(theme, icons)
        self.composer.add_tool(self.assistant_button)
        self.chat_settings_panel = ChatSettingsPanel(theme, icons)
        self.setCentralWidget(self._laid_out())
        self.top_bar.sidebar_wanted.connect(self.show_sidebar)

    def add_shortcut(self, keys: str, name: str, action: Callable[[], object]) -> None:
        """Let a key combination anywhere in the window do something."""
        shortcut = QAction(name, self)
        shortcut.setShortcut(QKeySequence(keys))
        shortcut.triggered.connect(action)
        self.addAction(shortcut)

    @Slot(bool)
    def show_sidebar(self, is_shown: bool) -> None:
        """Show the list of chats, or give its room to the chat."""
        had_keyboard = self.sidebar.isAncestorOf(self.focusWidget()) if self.focusWidget() else False
        self.sidebar.setVisible(is_shown)
        self.top_bar.show_sidebar_state(is_shown=is_shown)
        if had_keyboard and not is_shown:
            self.composer.setFocus()

    @Slot()
    def toggle_sidebar(self) -> None:
        """Show the list of chats if it is hidden, and hide it if it is shown."""
        self.show_sidebar(self.sidebar.isHidden())

    def place(self) -> str:
        """Where the window is and how large, to be remembered."""
        return base64.b64encode(self.saveGeometry().data()).decode("ascii")

    def put_back(self, place: str) -> None:
        """Put the window where it was; an empty or strange text leaves it where the system puts it."""
        if place:
            self.restoreGeometry(QByteArray.fromBase64(place.encode("ascii", "replace")))  # Qt fits it into the screen

    def _room(self) -> QRect:
        """What of the screen is left below the title, which is not there yet and must be in reach."""
        room = self.screen().availableGeometry()
        room.setTop(room.top() + self.style().pixelMetric(QStyle.PixelMetric.PM_TitleBarHeight, None, self))
        return room

    def _laid_out(self) -> QWidget:
        below = QVBoxLayout()
        below.setContentsMargins(Space.XL, 0, Space.XL, Space.M)
        below.setSpacing(Space.S)
        self.notice_bar.setMaximumWidth(COMPOSER_WIDTH)
        for widget in (self.notice_bar, self.composer):
            below.addLayout(_centred(widget))
        chat = QWidget()
        right = QVBoxLayout(chat)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self.top_bar)
        right.addLayout(_centred(self.temporary_banner))
        right.addWidget(self.find_bar)
        right.addWidget(self.chat_view, 1)
        right.addLayout(below)
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.sidebar)
        row.addWidget(PanelPlace(chat, self.chat_settings_panel), 1)
        return whole

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Not a shortcut: that would take Escape from a title that is being edited and from the composer.
        if event.key() == Qt.Key.Key_Escape:
            self.escape_pressed.emit()
        elif _writes(event) and self.focusWidget() is not self.composer.focusProxy():
            self._write(event)
        else:
            super().keyPressEvent(event)

    def _write(self, event: QKeyEvent) -> None:
        """Let a letter that nobody wanted be written, and what follows it: it is meant for the message."""
        self.composer.setFocus()
        if (field := self.focusWidget()) is not None:
            QCoreApplication.sendEvent(field, event)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped_file(event) is not None:
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        file = _dropped_file(event)
        if file is not None:
            event.acceptProposedAction()
            self.file_dropped.emit(file)

    def set_close_question(self, may_close: Callable[[], bool]) -> None:
        """Ask this before the window closes; False keeps it open."""
        self._may_close = may_close

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._may_close():
            event.ignore()
            return
        self.closing.emit()
        super().closeEvent(event)


def _centred(widget: QWidget) -> QHBoxLayout:
    """A row in which a widget is as wide as it may be, and stands in the middle of what is left."""
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(widget, 1000)
    row.addStretch(1)
    return row


def _writes(event: QKeyEvent) -> bool:
    """Whether a key writes something that can be seen. A space scrolls and presses buttons, and begins no message."""
    command = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier | Qt.KeyboardModifier.AltModifier
    held = event.modifiers() & command
    is_alt_gr = held == Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier  # so it is on Windows
    return event.text().isprintable() and bool(event.text().strip()) and (not held or is_alt_gr)


def _dropped_file(event: QDropEvent) -> Path | None:
    """Return the one local file that is dragged, None for anything else."""
    urls = event.mimeData().urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
