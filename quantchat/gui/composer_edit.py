"""The text field of the composer: plain text that grows with its lines, and the keys that send, stop and cancel."""

from PySide6.QtCore import QMimeData, QRect, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QGuiApplication, QInputMethodEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy
from typing_extensions import override

from quantchat.gui.scroll_bars import scroll_bar_style
from quantchat.gui.theme import TextSize, Theme

MAX_VISIBLE_LINES = 8
MAX_PLACEHOLDER_LINES = 3
ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ComposerEdit(QPlainTextEdit):
    """Grows from one line to eight, then scrolls.

    Signals:
        enter_pressed: Enter without Shift, outside of an input method's composition.
        escape_pressed: Esc, outside of an input method's composition.
    """

    enter_pressed = Signal()
    escape_pressed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._is_composing = False
        self.setAccessibleName(self.tr("Message"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFont(Theme.font(TextSize.READING))
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(0)
        self.document().documentLayout().documentSizeChanged.connect(self._fit_height)
        self._restyle()
        theme.changed.connect(self._restyle)
        self._fit_height()

    @Slot()
    def _fit_height(self) -> None:
        # The layout of a plain-text document counts its height in lines, wrapped ones included.
        lines = max(1, round(self.document().size().height()))
        visible_lines = min(lines, MAX_VISIBLE_LINES)
        if self.document().isEmpty():
            lines = visible_lines = max(1, min(self._placeholder_lines(), MAX_PLACEHOLDER_LINES))
        self.setVerticalScrollBarPolicy(
            Qt.ScrollBarPolicy.ScrollBarAsNeeded if lines > visible_lines else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        )
        self.setFixedHeight(visible_lines * self.fontMetrics().lineSpacing() + 2)
        if lines > visible_lines:
            self.ensureCursorVisible()

    def _placeholder_lines(self) -> int:
        """In a narrow window, or at a large text size, Qt wraps the placeholder."""
        room = QRect(0, 0, self.viewport().width(), 1)
        words = self.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, self.placeholderText())
        return round(words.height() / self.fontMetrics().lineSpacing())

    @override
    def setPlaceholderText(self, text: str) -> None:
        super().setPlaceholderText(text)
        self._fit_height()

    @Slot()
    def _restyle(self) -> None:
        self.setStyleSheet("QPlainTextEdit { background: transparent; }" + scroll_bar_style(self._theme))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER_KEYS and self._is_composing:
            # The person confirms what the input method proposes; it is not the message yet.
            QGuiApplication.inputMethod().commit()
        elif event.key() in ENTER_KEYS and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            # Qt would insert a line separator, which is one paragraph to undo, to select and to copy.
            self.textCursor().insertBlock()
            self.ensureCursorVisible()
        elif event.key() in ENTER_KEYS:
            self.enter_pressed.emit()
        elif event.key() == Qt.Key.Key_Escape and not self._is_composing:
            self.escape_pressed.emit()
        else:
            super().keyPressEvent(event)

    @override
    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._is_composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    @override
    def insertFromMimeData(self, source: QMimeData) -> None:
        if source.hasText():
            self.textCursor().insertText(source.text())
            self.ensureCursorVisible()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._is_composing = False

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_height()
