"""The picker's list as a widget: the pointer chooses by a click, the keyboard by moving."""

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QListView
from typing_extensions import override

from quantchat.gui.icons import Icons
from quantchat.gui.picker.card_delegate import CardDelegate
from quantchat.gui.picker.card_list import CardList
from quantchat.gui.scroll_bars import scroll_bar_style
from quantchat.gui.theme import Theme

_PAGE_STEPS = {Qt.Key.Key_PageDown: 6, Qt.Key.Key_PageUp: -6}
ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class CardView(QListView):
    """Headings are passed over.

    Signals:
        entered_key_pressed: Enter was pressed on the current row, or it was double-clicked.
        touched: the person moves in the list.
    """

    entered_key_pressed = Signal()
    touched = Signal()

    def __init__(self, theme: Theme, icons: Icons, cards: CardList, row_width: int) -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName(self.tr("Models"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setModel(cards)
        self.setItemDelegate(CardDelegate(theme, icons, row_width, self))
        self.doubleClicked.connect(self._on_double_clicked)
        self._restyle()
        theme.changed.connect(self._restyle)

    def move_by(self, key: Qt.Key) -> None:
        """Move the selection as this key would."""
        self.keyPressEvent(QKeyEvent(QKeyEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier))

    def _move_by_cards(self, steps: int) -> None:
        """Qt's own page steps stop at rows that cannot be chosen where rows differ in height."""
        model = self.model()
        rows = [row for row in range(model.rowCount()) if model.index(row, 0).flags() & Qt.ItemFlag.ItemIsEnabled]
        if not rows:
            return
        place = rows.index(self.currentIndex().row()) if self.currentIndex().row() in rows else 0
        self.setCurrentIndex(model.index(rows[max(0, min(len(rows) - 1, place + steps))], 0))

    @Slot(QModelIndex)
    def _on_double_clicked(self, index: QModelIndex) -> None:
        if index.flags() & Qt.ItemFlag.ItemIsEnabled:
            self.entered_key_pressed.emit()

    @Slot()
    def _restyle(self) -> None:
        self.setStyleSheet("QListView { background: transparent; outline: none; }" + scroll_bar_style(self._theme))

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.touched.emit()
        super().mousePressEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.touched.emit()
        if event.key() in ENTER_KEYS:
            self.entered_key_pressed.emit()
        elif event.key() in _PAGE_STEPS:
            self._move_by_cards(_PAGE_STEPS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)
