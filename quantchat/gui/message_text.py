"""Plain text of a message: read-only, selectable, as high as its lines, and scrolled only by the chat around it."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QColor, QFont, QPalette, QTextOption, QWheelEvent
from PySide6.QtWidgets import QFrame, QTextEdit
from typing_extensions import override

from quantchat.gui.painting import ColourOf
from quantchat.gui.selection import SelectableText
from quantchat.gui.theme import Theme


def make_message_text(edit: QTextEdit, accessible_name: str) -> None:
    """Make an edit part of a message: read-only, never scrolling by itself, each paragraph in its own direction."""
    edit.setReadOnly(True)
    edit.setUndoRedoEnabled(False)
    edit.setAcceptDrops(False)
    edit.setFrameShape(QFrame.Shape.NoFrame)
    edit.setTabChangesFocus(True)
    edit.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)  # the message around it has one for all its parts
    edit.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    edit.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    edit.viewport().setAutoFillBackground(False)
    edit.setAccessibleName(accessible_name)
    edit.document().setDocumentMargin(0)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    edit.document().setDefaultTextOption(option)


class MessageText(SelectableText, QTextEdit):
    """Text that is shown as it is."""

    def __init__(self, theme: Theme, font: QFont, colour: ColourOf, accessible_name: str) -> None:
        super().__init__()
        self._theme = theme
        self._colour = colour
        make_message_text(self, accessible_name)
        self.setAcceptRichText(False)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setFont(font)
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
