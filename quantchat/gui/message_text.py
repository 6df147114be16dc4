"""Plain text of a message: read-only, selectable, as high as its lines, and scrolled only by the chat around it."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPalette, QTextOption, QWheelEvent
from PySide6.QtWidgets import QFrame, QTextEdit
from typing_extensions import override

from quantchat.gui.painting import ColourOf
from quantchat.gui.theme import Theme

_SCROLL_KEYS = frozenset({Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End})


def scrolls_the_chat(event: QKeyEvent) -> bool:
    """Whether a key moves the whole conversation, whichever text of it has the keyboard; Shift selects instead."""
    return event.key() in _SCROLL_KEYS and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier


class MessageText(QTextEdit):
    """Text that is shown as it is."""

    def __init__(self, theme: Theme, font: QFont, colour: ColourOf, accessible_name: str) -> None:
        super().__init__()
        self._theme = theme
        self._colour = colour
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setAcceptRichText(False)
        self.setAcceptDrops(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.viewport().setAutoFillBackground(False)
        self.setAccessibleName(accessible_name)
        self.setFont(font)
        self.document().setDocumentMargin(0)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        self.document().setDefaultTextOption(option)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    @Slot()
    def _on_theme_changed(self) -> None:
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Text, QColor(self._colour(self._theme.colours)))
        self.setPalette(palette)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if scrolls_the_chat(event):
            event.ignore()
        else:
            super().keyPressEvent(event)
