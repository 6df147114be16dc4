"""A field for one line: a name or a number."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit
from typing_extensions import override

from quantchat.gui.chat_settings.field_look import field_style
from quantchat.gui.theme import TextSize, Theme

FIELD_HEIGHT = 34


class LineField(QLineEdit):
    """Signals tell of steps only where somebody listens.

    Signals:
        edited: the person changed the text.
        finished: the person pressed Enter or left the field.
        stepped: an arrow key asks for a larger (1) or smaller (-1) value.
    """

    edited = Signal()
    finished = Signal()
    stepped = Signal(int)

    def __init__(self, theme: Theme, name: str, most_chars: int) -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName(name)
        self.setMaxLength(most_chars)
        self.setFixedHeight(FIELD_HEIGHT)
        self.textEdited.connect(self.edited)
        self.editingFinished.connect(self.finished)
        self._restyle()
        theme.changed.connect(self._restyle)

    def put(self, text: str) -> None:
        """Put a text in place of what is there, as if it had been typed."""
        self.setText(text)
        self.edited.emit()

    @Slot()
    def _restyle(self) -> None:
        self.setFont(Theme.font(TextSize.TABLE))
        self.setStyleSheet(field_style(self._theme, "QLineEdit"))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(1 if event.key() == Qt.Key.Key_Up else -1)
        else:
            super().keyPressEvent(event)
