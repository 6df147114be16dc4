"""The list of conversations: arrows move, Enter or a click opens, F2 renames, Delete deletes.

The selected row is the conversation that is open, and only the window changes it; the keyboard moves the current
row, which has the focus ring. So a walk through the list never opens what was only passed.
"""

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView
from typing_extensions import override

from quantchat.gui.conversation_delegate import ConversationDelegate, RenameRequest
from quantchat.gui.conversation_list_model import ConversationListModel, ConversationRole
from quantchat.gui.icons import IconName, Icons
from quantchat.gui.menus import ThemedMenu
from quantchat.gui.scroll_bars import scroll_bar_style
from quantchat.gui.theme import Theme

OPEN_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ConversationListView(QListView):
    """Shows a `ConversationListModel`.

    Signals:
        conversation_chosen: this conversation shall be opened (identifier).
        rename_requested: a new title was given (`RenameRequest`).
        delete_requested: this conversation shall be deleted (identifier).
    """

    conversation_chosen = Signal(int)
    rename_requested = Signal(RenameRequest)
    delete_requested = Signal(int)

    def __init__(self, theme: Theme, icons: Icons, model: ConversationListModel) -> None:
        super().__init__()
        self._theme = theme
        self._icons = icons
        self._model = model
        self._open_id: int | None = None
        delegate = ConversationDelegate(theme, self)
        delegate.title_edited.connect(self.rename_requested)
        self.setModel(model)
        self.setItemDelegate(delegate)
        self.setAccessibleName("Chats")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed | QAbstractItemView.EditTrigger.DoubleClicked)
        self.clicked.connect(self._on_clicked)
        model.rowsInserted.connect(self._select_open)
        self._restyle()
        theme.changed.connect(self._restyle)

    def set_open(self, conversation_id: int | None) -> None:
        """Show which conversation is open; None for a chat that is not in the list yet."""
        self._open_id = conversation_id
        self._select_open()
        index = self._model.index_of(conversation_id)
        if index.isValid():
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)

    def menu_for(self, index: QModelIndex) -> ThemedMenu:
        """What can be done with a conversation."""
        conversation_id = int(index.data(ConversationRole.ID))
        menu = ThemedMenu(self._theme, self._icons, self)
        menu.add("Rename", IconName.EDIT, lambda: self.edit(self._model.index_of(conversation_id)))
        menu.add("Delete", IconName.DELETE, lambda: self.delete_requested.emit(conversation_id))
        return menu

    @Slot()
    def _select_open(self) -> None:
        index = self._model.index_of(self._open_id)
        if index.isValid():
            self.selectionModel().select(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        else:
            self.selectionModel().clearSelection()

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        conversation_id = index.data(ConversationRole.ID)
        if conversation_id is not None:
            self.conversation_chosen.emit(conversation_id)

    @Slot()
    def _restyle(self) -> None:
        self.setStyleSheet("QListView { background: transparent; outline: none; }" + scroll_bar_style(self._theme))

    @override
    def selectionCommand(
        self, index: QModelIndex | QPersistentModelIndex, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        return QItemSelectionModel.SelectionFlag.NoUpdate

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
        conversation_id = self.currentIndex().data(ConversationRole.ID)
        # The Enter that ends a rename comes here too, after the field has let it pass.
        is_renaming = self.state() is QAbstractItemView.State.EditingState
        if conversation_id is None or is_renaming:
            super().keyPressEvent(event)
        elif event.key() in OPEN_KEYS:
            self.conversation_chosen.emit(conversation_id)
        elif event.key() == Qt.Key.Key_Delete:
            self.delete_requested.emit(conversation_id)
        else:
            super().keyPressEvent(event)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_keyboard = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_keyboard else self.indexAt(event.pos())
        if index.data(ConversationRole.ID) is None:
            return
        place: QPoint = self.visualRect(index).bottomLeft() if by_keyboard else event.pos()
        self.menu_for(index).popup(self.viewport().mapToGlobal(place))
