"""A field for many lines that grows with them; text is taken as it is, whatever way it is written.

Not Qt's field for plain text, which begins lines written from right to left at the left edge.
"""

from math import ceil

from PySide6.QtCore import QMimeData, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit
from typing_extensions import override

from quantchat.gui.chat_settings.field_look import FIELD_PADDING, field_style
from quantchat.gui.scroll_bars import scroll_bar_style
from quantchat.gui.theme import TextSize, Theme


class TextBox(QTextEdit):
    """Tab leaves it, so that the keyboard is never caught.

    Signals:
        edited: the person changed the text.
        finished: the person left the field.
    """

    edited = Signal()
    finished = Signal()

    def __init__(self, theme: Theme, name: str, least_lines: int, most_lines: int, *, is_code: bool = False) -> None:
        super().__init__()
        self._theme = theme
        self._least_lines = least_lines
        self._most_lines = most_lines
        self._shown = ""
        self._hint = ""
        self._is_showing = False
        self._is_touched = False
        self.setAccessibleName(name)
        self.setFont(Theme.code_font(TextSize.HINT) if is_code else Theme.reading_font(TextSize.INTERFACE))
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(0)
        self.document().documentLayout().documentSizeChanged.connect(self._fit_height)
        self.textChanged.connect(self._on_text_changed)
        self._restyle()
        theme.changed.connect(self._restyle)
        self._fit_height()

    @property
    def hint(self) -> str:
        """What stands in the field while it is empty."""
        return self._hint

    def set_hint(self, hint: str) -> None:
        """Show this while the field is empty; Qt would cut it after its first line."""
        self._hint = hint
        self.viewport().update()

    @property
    def text(self) -> str:
        """What stands here; exactly what was shown until the person changes something."""
        return self.toPlainText() if self._is_touched else self._shown

    def show_text(self, text: str) -> None:
        """Show a text without telling of it; the same text leaves cursor and undo history alone."""
        if text != self.text:
            self._is_showing = True
            self.setPlainText(text)
            self._is_showing = False
        self._shown = text
        self._is_touched = False

    @Slot()
    def _on_text_changed(self) -> None:
        if not self._is_showing:
            self._is_touched = True
            self.edited.emit()

    @Slot()
    def _fit_height(self) -> None:
        line_height = self.fontMetrics().lineSpacing()
        wanted = ceil(self.document().size().height())
        height = min(max(wanted, self._least_lines * line_height), self._most_lines * line_height)
        self.setVerticalScrollBarPolicy(
            Qt.ScrollBarPolicy.ScrollBarAsNeeded if wanted > height else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        )
        self.setFixedHeight(height + 2 * (FIELD_PADDING + 1) + 2)

    @Slot()
    def _restyle(self) -> None:
        self.setStyleSheet(field_style(self._theme, "QTextEdit") + scroll_bar_style(self._theme))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        is_composing = bool(self.document().firstBlock().layout().preeditAreaText())
        if self._hint and self.document().isEmpty() and not is_composing:
            painter = QPainter(self.viewport())
            painter.setFont(self.font())
            painter.setPen(QColor(self._theme.colours.text_second))
            how = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading | Qt.TextFlag.TextWordWrap
            painter.drawText(self.viewport().rect(), how, self._hint)

    @override
    def insertFromMimeData(self, source: QMimeData) -> None:
        if source.hasText():
            self.textCursor().insertText(source.text())
            self.ensureCursorVisible()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.finished.emit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_height()
