"""Where chats are searched: quiet until it is used."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent
from typing_extensions import override

from quantchat.gui.icons import IconName, Icons
from quantchat.gui.picker.search_field import SearchField
from quantchat.gui.theme import ICON_SIZE, Radius, Space, Theme


class ChatSearchField(SearchField):
    """One line; Esc empties it.

    Signals:
        left: Esc was pressed, and the field is empty now.
    """

    left = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__(theme, icons, "")
        self.setPlaceholderText(self.tr("Search chats"))
        self.setAccessibleName(self.tr("Search chats"))
        self.setFixedHeight(34)
        self._clear = QAction(self.tr("Clear the search"), self)
        self._clear.triggered.connect(self._leave)
        self._clear.setVisible(False)
        self.addAction(self._clear, SearchField.ActionPosition.TrailingPosition)
        self.textChanged.connect(self._on_text_changed)
        self._recolour()
        theme.changed.connect(self._recolour)

    @Slot(str)
    def _on_text_changed(self, text: str) -> None:
        self._clear.setVisible(bool(text))

    @Slot()
    def _leave(self) -> None:
        self.clear()
        self.left.emit()

    @Slot()
    def _recolour(self) -> None:
        self._clear.setIcon(self._icons.icon(IconName.CLOSE, self._theme.colours.text_second))

    @Slot()
    @override
    def _restyle(self) -> None:
        super()._restyle()
        colours = self._theme.colours
        left = ICON_SIZE + 2 * Space.S + Space.XS  # the icon is painted there, a space after the edge
        self.setStyleSheet(
            f"QLineEdit {{ background: transparent; color: {colours.text}; border: 2px solid transparent;"
            f" border-radius: {int(Radius.CONTROL)}px; padding: 0 {Space.XS}px 0 {left - 2}px;"
            f" placeholder-text-color: {colours.text_second}; }}"
            f"QLineEdit:hover {{ background: {colours.selected}; }}"
            f"QLineEdit:focus {{ background: {colours.surface}; border: 2px solid {colours.accent}; }}"
        )

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self._leave()
        else:
            super().keyPressEvent(event)
