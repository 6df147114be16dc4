"""The deleted chats: each can be put back until it goes for good."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QDialog, QFrame, QHBoxLayout, QListView, QVBoxLayout, QWidget
from typing_extensions import override

from quantchat.core.conversation import TrashedConversation
from quantchat.gui.buttons import Button, ButtonKind
from quantchat.gui.conversations.trash_list import TrashDelegate, TrashList
from quantchat.gui.icons import IconName, Icons
from quantchat.gui.labels import ThemedLabel
from quantchat.gui.message_box import MessageBox
from quantchat.gui.scroll_bars import scroll_bar_style
from quantchat.gui.theme import Space, TextSize, Theme
from quantchat.store.trash import DAYS_KEPT

WIDTH = 560
HEIGHT = 480
LEAST_WIDTH = 340
LEAST_HEIGHT = 260
_ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class TrashDialog(QDialog):
    """Signals are wishes; what became of them is shown when it is told.

    Signals:
        restore_requested: a conversation shall be put back (identifier).
        purge_requested: a conversation shall be deleted for good; the person said so twice (identifier).
        empty_requested: all shall be deleted for good; the person said so twice.
    """

    restore_requested = Signal(int)
    purge_requested = Signal(int)
    empty_requested = Signal()

    def __init__(
        self,
        theme: Theme,
        icons: Icons,
        parent: QWidget | None = None,
        now: Callable[[], datetime] = datetime.now,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setWindowTitle(self.tr("Trash"))
        self._list = TrashList(self, now)
        self._view = TrashView(theme, self._list)
        self._view.restore_requested.connect(self._restore)
        self._view.purge_requested.connect(self._purge)
        self._view.selectionModel().currentChanged.connect(self._offer_what_can_be_done)
        self._words = ThemedLabel(theme, lambda colours: colours.text_second, TextSize.TABLE)
        self._words.setWordWrap(True)
        self._restore_button = Button(theme, icons, self.tr("Restore"), icon=IconName.UNDO, kind=ButtonKind.OUTLINED)
        self._purge_button = Button(theme, icons, self.tr("Delete forever…"), kind=ButtonKind.QUIET)
        self._empty_button = Button(theme, icons, self.tr("Empty trash…"), kind=ButtonKind.QUIET)
        self._close_button = Button(theme, icons, self.tr("Close"), kind=ButtonKind.OUTLINED)
        self._restore_button.clicked.connect(self._restore)
        self._purge_button.clicked.connect(self._purge)
        self._empty_button.clicked.connect(self._empty)
        self._close_button.clicked.connect(self.close)
        self._lay_out()
        self.show_conversations(())
        self._restyle()
        theme.changed.connect(self._restyle)

    def open_anew(self) -> None:
        """Show the window with the keyboard in the list."""
        room = self.screen().availableSize()
        self.resize(QSize(min(WIDTH, room.width() - Space.XXL), min(HEIGHT, room.height() - 2 * Space.XXL)))
        self.show()
        self.raise_()
        self.activateWindow()
        (self._view if self._list.conversations else self._close_button).setFocus()

    def show_conversations(self, conversations: tuple[TrashedConversation, ...]) -> None:
        """Show what is in the trash; the keyboard stays at its place in the list."""
        place = self._view.currentIndex().row()
        self._list.show_conversations(conversations)
        self._view.setVisible(bool(conversations))
        if conversations:
            self._view.setCurrentIndex(self._list.index(max(0, min(place, len(conversations) - 1))))
        elif not self._close_button.hasFocus() and self.isVisible():
            self._close_button.setFocus()
        self._words.setText(
            self.tr("Deleted chats stay here for {days} days and can be put back. Then they go for good.").format(
                days=DAYS_KEPT
            )
            if conversations
            else self.tr("The trash is empty. Chats that you delete stay here for {days} days.").format(days=DAYS_KEPT)
        )
        for button in (self._restore_button, self._purge_button, self._empty_button):
            button.setVisible(bool(conversations))
        self._offer_what_can_be_done()

    @property
    def _current(self) -> TrashedConversation | None:
        index = self._view.currentIndex()
        return self._list.conversations[index.row()] if index.isValid() else None

    @Slot()
    def _offer_what_can_be_done(self) -> None:
        for button in (self._restore_button, self._purge_button):
            button.setEnabled(self._current is not None)

    @Slot()
    def _restore(self) -> None:
        if self._current is not None:
            self.restore_requested.emit(self._current.id)

    @Slot()
    def _purge(self) -> None:
        current = self._current
        if current is not None and self._confirmed(
            self.tr("Delete this chat forever?"),
            self.tr("“{title}” and everything in it will be gone. It cannot be put back.").format(
                title=self._list.title_of(current)
            ),
            self.tr("Delete forever"),
        ):
            self.purge_requested.emit(current.id)

    @Slot()
    def _empty(self) -> None:
        if self._confirmed(
            self.tr("Empty the trash?"),
            self.tr(
                "All %n chat(s) in the trash will be gone. They cannot be put back.", "", len(self._list.conversations)
            ),
            self.tr("Delete all forever"),
        ):
            self.empty_requested.emit()

    def _confirmed(self, title: str, text: str, choice: str) -> bool:
        question = MessageBox(self, title, text)
        delete = question.add_choice(choice)
        question.add_safe_choice(self.tr("Cancel"))
        question.exec()
        return question.clickedButton() is delete

    def _lay_out(self) -> None:
        about_one, about_all = QHBoxLayout(), QHBoxLayout()
        for button in (self._restore_button, self._purge_button):
            about_one.addWidget(button)
        about_one.addStretch(1)
        about_all.addStretch(1)
        for button in (self._empty_button, self._close_button):
            about_all.addWidget(button)
        self._foot = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        for row in (about_one, about_all, self._foot):
            row.setSpacing(Space.S)
        self._foot.addLayout(about_one, 1)
        self._foot.addLayout(about_all)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        column.setSpacing(Space.M)
        column.addWidget(self._words)
        column.addWidget(self._view, 1)
        column.addStretch(0)
        column.addLayout(self._foot)
        self.setMinimumSize(LEAST_WIDTH, LEAST_HEIGHT)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Set the buttons in two rows where one would cut their words: a large text leaves little room."""
        super().resizeEvent(event)
        buttons = (self._restore_button, self._purge_button, self._empty_button, self._close_button)
        needed = sum(button.sizeHint().width() + Space.S for button in buttons) + 2 * Space.XL
        is_narrow = self.width() < needed
        self._foot.setDirection(QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight)

    @Slot()
    def _restyle(self) -> None:
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, QColor(self._theme.colours.background))
        self.setPalette(palette)


class TrashView(QListView):
    """The list: Enter restores, Delete deletes forever.

    Signals:
        restore_requested: the current row shall be put back.
        purge_requested: the current row shall be deleted for good.
    """

    restore_requested = Signal()
    purge_requested = Signal()

    def __init__(self, theme: Theme, trash: TrashList) -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName(self.tr("Deleted chats"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setModel(trash)
        self.setItemDelegate(TrashDelegate(theme, self))
        self._restyle()
        theme.changed.connect(self._restyle)

    @Slot()
    def _restyle(self) -> None:
        self.setStyleSheet("QListView { background: transparent; outline: none; }" + scroll_bar_style(self._theme))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER_KEYS:
            self.restore_requested.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.purge_requested.emit()
        else:
            super().keyPressEvent(event)
