"""The list of conversations: arrows move, Enter or a click opens, F2 renames, Delete deletes.

The selected row is the conversation that is open, and only the window changes it; the keyboard moves the current
row, which has the focus ring. So a walk through the list never opens what was only passed. Headings of folders are
passed as well: Enter, Space or a click folds them, the left arrow goes up to the heading and folds it.
"""

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFrame, QListView
from typing_extensions import override

from quantchat.core.conversation import ConversationEntry
from quantchat.gui.conversations.list_delegate import ConversationDelegate
from quantchat.gui.conversations.list_drag import DRAGGED_CONVERSATION, dragged_data, move_meant
from quantchat.gui.conversations.list_menus import ConversationListMenus
from quantchat.gui.conversations.list_model import ConversationListModel, ConversationRole
from quantchat.gui.conversations.requests import MoveRequest
from quantchat.gui.conversations.rows import FolderHeading, Row, Section
from quantchat.gui.conversations.wishes import ConversationWishes
from quantchat.gui.icons import Icons
from quantchat.gui.menus import ThemedMenu
from quantchat.gui.scroll_bars import scroll_bar_style
from quantchat.gui.theme import Theme

OPEN_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
FOLD_KEYS = (*OPEN_KEYS, Qt.Key.Key_Space)


class ConversationListView(QListView):
    """Shows a `ConversationListModel`; what the person asks for goes to the `ConversationWishes`.

    Letters are not searched for among the titles: they go on to the window, and are written into the message.

    Signals:
        conversation_clicked: a conversation was chosen with the pointer, so that the keyboard is free for it.
    """

    conversation_clicked = Signal()

    def __init__(self, theme: Theme, icons: Icons, model: ConversationListModel, wishes: ConversationWishes) -> None:
        super().__init__()
        self._theme = theme
        self._model = model
        self._wishes = wishes
        self._open_id: int | None = None
        self._is_open_missing = False
        self._more_pressed = QPersistentModelIndex()
        self._menus = ConversationListMenus(theme, icons, wishes, self)
        self._delegate = ConversationDelegate(theme, icons, wishes, self)
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.setAccessibleName(self.tr("Chats"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed | QAbstractItemView.EditTrigger.DoubleClicked)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.clicked.connect(self._on_clicked)
        model.regrouped.connect(self._on_regrouped)
        self._restyle()
        theme.changed.connect(self._restyle)

    @property
    def conversations(self) -> ConversationListModel:
        """The rows."""
        return self._model

    def set_open(self, conversation_id: int | None) -> None:
        """Show which conversation is open; None for a chat that is not in the list."""
        if conversation_id is not None and conversation_id != self._open_id:
            self._model.reveal(conversation_id)
        self._open_id = conversation_id
        self._select_open()
        index = self._model.index_of(conversation_id)
        self._is_open_missing = conversation_id is not None and not index.isValid()
        if index.isValid():
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)

    def scroll_to_open(self) -> None:
        """Bring the conversation that is open into view; nothing moves where none of the list's is."""
        index = self._model.index_of(self._open_id)
        if index.isValid():
            self.scrollTo(index)

    def edit_folder(self, folder_id: int) -> None:
        """Let the person type a folder's name in its place."""
        index = self._model.index_of_folder(folder_id)
        if index.isValid():
            self.setFocus()
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
            self.scrollTo(index)
            self.edit(index)

    def menu_for(self, index: QModelIndex) -> ThemedMenu:
        """What can be done with a conversation or a folder.

        Raises:
            LookupError: the heading of a day has no menu.
        """
        row: Row = index.data(ConversationRole.ROW)
        if isinstance(row, ConversationEntry):
            return self._menus.of_conversation(
                row, self._model.folders, lambda: self.edit(self._model.index_of(row.id))
            )
        if isinstance(row, FolderHeading):
            return self._menus.of_folder(
                row.folder, self._model.folders, lambda: self.edit(self._model.index_of_folder(row.folder.id))
            )
        raise LookupError("the heading of a day has no menu")

    def _row(self, index: QModelIndex | QPersistentModelIndex) -> Row | None:
        row: Row | None = index.data(ConversationRole.ROW)
        return row

    def _more_at(self, place: QPoint) -> QModelIndex:
        """The row whose button for more is at a place; an invalid index if there is none."""
        index = self.indexAt(place)
        has_menu = self._row(index) is not None and not isinstance(self._row(index), Section)
        is_at_button = self._delegate.more_rect(self.visualRect(index)).contains(place)
        return index if has_menu and is_at_button else QModelIndex()

    def _open_menu(self, index: QModelIndex, place: QPoint) -> None:
        if self._row(index) is not None and not isinstance(self._row(index), Section):
            menu = self.menu_for(index)
            menu.aboutToHide.connect(self._on_menu_closed)
            self._delegate.set_menu_row(index)
            self.viewport().update(self.visualRect(index))
            menu.popup(self.viewport().mapToGlobal(place))

    def _set_folded(self, heading: FolderHeading, *, is_folded: bool) -> None:
        self._model.set_folded(heading.folder.id, is_folded=is_folded)

    @Slot()
    def _on_menu_closed(self) -> None:
        self._delegate.set_menu_row(QModelIndex())
        self.viewport().update()

    @Slot()
    def _on_regrouped(self) -> None:
        self._select_open()
        index = self._model.index_of(self._open_id)
        if self._is_open_missing and index.isValid():
            # A new chat is open before it is in the list.
            self._is_open_missing = False
            if self.state() is not QAbstractItemView.State.EditingState:  # a title that is being typed would end
                self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
            self.scrollTo(index)

    def _select_open(self) -> None:
        index = self._model.index_of(self._open_id)
        if index.isValid():
            self.selectionModel().select(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        else:
            self.selectionModel().clearSelection()

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        row = self._row(index)
        if isinstance(row, ConversationEntry):
            self._wishes.conversation_chosen.emit(row.id)
            self.conversation_clicked.emit()
        elif isinstance(row, FolderHeading):
            self._set_folded(row, is_folded=not row.is_folded)

    @Slot()
    def _restyle(self) -> None:
        self.setStyleSheet("QListView { background: transparent; outline: none; }" + scroll_bar_style(self._theme))

    @override
    def edit(  # type: ignore[override]  # PySide declares one of the two methods of this name
        self,
        index: QModelIndex | QPersistentModelIndex,
        trigger: QAbstractItemView.EditTrigger = QAbstractItemView.EditTrigger.AllEditTriggers,
        event: QEvent | None = None,
    ) -> bool:
        # A double click on a folder's heading is two clicks: it folds and unfolds.
        if trigger is QAbstractItemView.EditTrigger.DoubleClicked and isinstance(self._row(index), FolderHeading):
            return False
        return super().edit(index, trigger, event)  # type: ignore[arg-type]  # Qt takes no event as well

    @override
    def selectionCommand(
        self, index: QModelIndex | QPersistentModelIndex, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        return QItemSelectionModel.SelectionFlag.NoUpdate

    @override
    def moveCursor(self, cursor_action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        index = super().moveCursor(cursor_action, modifiers)
        # Qt stays where it is if the row it means is the heading of a day; the first row below it is meant then.
        while index.isValid() and not self._model.flags(index) & Qt.ItemFlag.ItemIsEnabled:
            below = self._model.index(index.row() + 1, 0)
            if not below.isValid():
                return self.currentIndex()
            index = below
        return index

    @override
    def scrollTo(
        self,
        index: QModelIndex | QPersistentModelIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        # The heading above the first conversation cannot be reached by keys: show it with its first row.
        super().scrollTo(self._model.index(0) if index.row() == 1 else index, hint)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self._row(self.currentIndex())
        # The Enter that ends a rename comes here too, after the field has let it pass.
        is_renaming = self.state() is QAbstractItemView.State.EditingState
        if not is_renaming and _asks_for_menu(event):
            self._open_menu(self.currentIndex(), self.visualRect(self.currentIndex()).bottomLeft())
        elif not is_renaming and event.text().strip() and event.text().isprintable():
            event.ignore()  # Qt would look for a row that begins so
        elif is_renaming or not self._did(Qt.Key(event.key()), row):
            super().keyPressEvent(event)

    def _did(self, key: Qt.Key, row: Row | None) -> bool:
        """Do what a key means at a row; False if it means nothing of its own there."""
        if isinstance(row, FolderHeading):
            return self._did_with_folder(key, row)
        if not isinstance(row, ConversationEntry):
            return False
        if key in OPEN_KEYS:
            self._wishes.conversation_chosen.emit(row.id)
        elif key == Qt.Key.Key_Delete:
            self._wishes.delete_requested.emit(row.id)
        elif key == Qt.Key.Key_Left:
            self._go_to_folder()
        else:
            return False
        return True

    def _did_with_folder(self, key: Qt.Key, heading: FolderHeading) -> bool:
        if key in FOLD_KEYS:
            self._set_folded(heading, is_folded=not heading.is_folded)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._set_folded(heading, is_folded=key == Qt.Key.Key_Left)
        elif key == Qt.Key.Key_Delete:
            self._wishes.folder_remove_requested.emit(heading.folder.id)
        else:
            return False
        return True

    def _go_to_folder(self) -> None:
        heading = self._model.heading_above(self.currentIndex())
        if isinstance(self._row(heading), FolderHeading):
            self.selectionModel().setCurrentIndex(heading, QItemSelectionModel.SelectionFlag.NoUpdate)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_keyboard = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_keyboard else self.indexAt(event.pos())
        self._open_menu(index, self.visualRect(index).bottomLeft() if by_keyboard else event.pos())

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._more_pressed = QPersistentModelIndex()
        if event.button() is Qt.MouseButton.LeftButton:
            self._more_pressed = QPersistentModelIndex(self._more_at(event.position().toPoint()))
        if not self._more_pressed.isValid():
            super().mousePressEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._more_pressed.isValid():
            super().mouseReleaseEvent(event)
            return
        index = self._more_at(event.position().toPoint())
        if index == self._more_pressed:
            self._open_menu(index, self._delegate.more_rect(self.visualRect(index)).bottomLeft())
        self._more_pressed = QPersistentModelIndex()

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._more_at(event.position().toPoint()).isValid():
            self.mousePressEvent(event)
        else:
            super().mouseDoubleClickEvent(event)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        self._delegate.set_pointer(place)
        self.viewport().update(self.visualRect(self.indexAt(place)))
        if not self._more_pressed.isValid():
            super().mouseMoveEvent(event)

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._delegate.set_pointer(None)
        super().leaveEvent(event)

    @override
    def startDrag(self, supportedActions: Qt.DropAction) -> None:
        row = self._row(self.currentIndex())
        if not isinstance(row, ConversationEntry) or not self._model.folders:
            return
        drag = QDrag(self)
        drag.setMimeData(dragged_data(row))
        drag.exec(Qt.DropAction.MoveAction)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(DRAGGED_CONVERSATION):
            event.acceptProposedAction()

    @override
    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        request = self._move_meant(event)
        self._mark_drop_target(self._heading_of(request))
        event.setAccepted(request is not None)

    @override
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._mark_drop_target(QModelIndex())

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        request = self._move_meant(event)
        self._mark_drop_target(QModelIndex())
        if request is not None:
            event.acceptProposedAction()
            self._wishes.move_requested.emit(request)

    def _move_meant(self, event: QDropEvent) -> MoveRequest | None:
        """What a conversation that is let go here would ask for; None for nothing."""
        return move_meant(self._model, event.mimeData(), self.indexAt(event.position().toPoint()))

    def _heading_of(self, request: MoveRequest | None) -> QModelIndex:
        if request is None or request.folder_id is None:
            return QModelIndex()
        return self._model.index_of_folder(request.folder_id)

    def _mark_drop_target(self, index: QModelIndex) -> None:
        self._delegate.set_drop_target(index)
        self.viewport().update()


def _asks_for_menu(event: QKeyEvent) -> bool:
    """Whether these are the keys for a menu on keyboards without a key for it; Qt knows them on Windows only."""
    is_pressed = event.key() == Qt.Key.Key_F10 and event.modifiers() == Qt.KeyboardModifier.ShiftModifier
    return is_pressed and QApplication.activePopupWidget() is None
