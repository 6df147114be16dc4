"""What the person wrote: a soft bubble on the right, as it was typed."""

import math

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QResizeEvent, QTextOption, QWheelEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QTextEdit, QVBoxLayout
from typing_extensions import override

from quantchat.core.chat import Message
from quantchat.gui.icons import Icons
from quantchat.gui.message_widget import MessageWidget
from quantchat.gui.painting import paint_rounded
from quantchat.gui.text_lines import set_line_height
from quantchat.gui.theme import READING_LINE_HEIGHT, Radius, Space, TextSize, Theme

_WIDTH_SHARE = 0.82


class QuestionWidget(MessageWidget):
    """A message of the person."""

    def __init__(self, message: Message, theme: Theme, icons: Icons) -> None:
        super().__init__(message, theme, icons, is_answer=False)
        self._text = QuestionText(theme, message.content)
        self._bubble = _Bubble(theme, self._text)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(self._bubble)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addLayout(row)
        column.addWidget(self.actions_row)

    @property
    def text(self) -> str:
        """What is shown."""
        return self._text.toPlainText()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._text.fit_into(round(event.size().width() * _WIDTH_SHARE) - 2 * Space.L)
        super().resizeEvent(event)


class QuestionText(QTextEdit):
    """Plain text, as wide as it needs to be and as high as it is long."""

    def __init__(self, theme: Theme, text: str) -> None:
        super().__init__()
        self._theme = theme
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setAcceptRichText(False)
        self.setAcceptDrops(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.viewport().setAutoFillBackground(False)
        self.setAccessibleName("Your message")
        self.setFont(Theme.font(TextSize.READING))
        document = self.document()
        document.setDocumentMargin(0)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        document.setDefaultTextOption(option)
        self.setPlainText(text)
        set_line_height(document, READING_LINE_HEIGHT)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def fit_into(self, width: int) -> None:
        """Take the width the text needs, at most `width`, and the height that makes."""
        document = self.document()
        document.setTextWidth(-1)
        needed = min(math.ceil(document.idealWidth()) + 1, max(1, width))
        document.setTextWidth(needed)
        self.setFixedSize(QSize(needed, math.ceil(document.size().height())))

    @Slot()
    def _on_theme_changed(self) -> None:
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Text, QColor(self._theme.colours.text))
        palette.setColor(QPalette.ColorRole.Base, QColor(Qt.GlobalColor.transparent))
        self.setPalette(palette)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class _Bubble(QFrame):
    """The ground of a message of the person."""

    def __init__(self, theme: Theme, text: QuestionText) -> None:
        super().__init__()
        self._theme = theme
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.M - 2, Space.L, Space.M - 2)
        column.addWidget(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        paint_rounded(QPainter(self), QRectF(self.rect()), Radius.MESSAGE, self._theme.colours.own_message)
