"""A fenced code block: its language, a button that copies it, and the code in a monospace face.

It scrolls sideways by itself and never up and down. While the fence is open the code grows at its end and is plain;
colours come once it is complete.
"""

from PySide6.QtCore import QRectF, QSizeF, Qt, QTimer, Slot
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QGuiApplication,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextBlockFormat,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QTextEdit, QVBoxLayout
from typing_extensions import override

from quantchat.gui.buttons import SMALL_BUTTON_HEIGHT, Button, ButtonKind
from quantchat.gui.code_highlighting import CodeHighlighter
from quantchat.gui.icons import IconName, Icons
from quantchat.gui.labels import ThemedLabel
from quantchat.gui.message_text import MessageText
from quantchat.gui.painting import paint_rounded
from quantchat.gui.theme import Colours, Radius, Space, TextSize, Theme

COPIED_MS = 1500
CODE_LINE_HEIGHT = 22
_HEADER_HEIGHT = 36
SCROLL_BAR_HEIGHT = 10


def sideways_bar_style(colours: Colours) -> str:
    """Style of the bar below what scrolls sideways: a rounded handle without arrows on no ground."""
    return (
        f"QScrollBar:horizontal {{ background: transparent; height: {SCROLL_BAR_HEIGHT}px; margin: 0 8px; }}"
        f"QScrollBar::handle:horizontal {{ background: {colours.line}; min-width: 28px; border-radius: 3px;"
        " margin: 0 0 4px 0; }"
        f"QScrollBar::handle:horizontal:hover {{ background: {colours.text_third}; }}"
        "QScrollBar::add-line, QScrollBar::sub-line { width: 0; }"
        "QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }"
    )


def scroll_sideways(edit: QTextEdit, event: QWheelEvent) -> None:
    """Scroll a text by a wheel that turns sideways or is turned with Shift held; leave any other turn to the chat."""
    delta = event.angleDelta()
    if abs(delta.x()) > abs(delta.y()):
        QTextEdit.wheelEvent(edit, event)  # past what a message's text does, which is nothing
    elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier and edit.horizontalScrollBar().maximum() > 0:
        QTextEdit.wheelEvent(edit, _turned(event))
        event.accept()
    else:
        event.ignore()


def _turned(event: QWheelEvent) -> QWheelEvent:
    """The same turn of the wheel sideways; without Shift, by which a scroll bar would go a whole page."""
    return QWheelEvent(
        event.position(),
        event.globalPosition(),
        event.pixelDelta().transposed(),
        event.angleDelta().transposed(),
        event.buttons(),
        Qt.KeyboardModifier.NoModifier,
        event.phase(),
        event.inverted(),
    )


class CodeBlock(QFrame):
    """One block of code in an answer."""

    def __init__(self, theme: Theme, icons: Icons, language: str) -> None:
        super().__init__()
        self._theme = theme
        self._language_name = language
        self._is_closed = False
        self._is_coloured = False
        self._language = ThemedLabel(
            theme, lambda colours: colours.text_second, TextSize.TABLE, text=language or self.tr("code")
        )
        self._copy = Button(theme, icons, "", icon=IconName.COPY, kind=ButtonKind.FAINT, height=SMALL_BUTTON_HEIGHT)
        self._copy.setFont(Theme.font(TextSize.TABLE))
        self._copy.clicked.connect(self._on_copy_clicked)
        self._copied_timer = QTimer(self)
        self._copied_timer.setSingleShot(True)
        self._copied_timer.setInterval(COPIED_MS)
        self._copied_timer.timeout.connect(self._on_copied_shown)
        self._text = CodeText(theme, language)
        self._on_copied_shown()
        self._highlighter = CodeHighlighter(self._text.document(), theme)
        header = QHBoxLayout()
        header.setContentsMargins(Space.L + 2, 0, Space.XS, 0)
        header.addWidget(self._language)
        header.addStretch()
        header.addWidget(self._copy)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 1, 1)
        column.setSpacing(0)
        header_frame = QFrame()
        header_frame.setFixedHeight(_HEADER_HEIGHT)
        header_frame.setLayout(header)
        column.addWidget(header_frame)
        column.addWidget(self._text)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    @property
    def text_edit(self) -> "CodeText":
        """The code as it is shown."""
        return self._text

    @property
    def code(self) -> str:
        """The code, as it is copied."""
        return self._text.code

    def set_code(self, code: str, is_closed: bool) -> None:
        """Show more of the code, which only ever grows; closed code is coloured when it comes into view."""
        self._text.set_code(code)
        self._is_closed = is_closed
        self.update()

    def restyle(self) -> None:
        """Take the colours now in force."""
        self._text.restyle()
        self._highlighter.restyle()
        self.update()

    @Slot()
    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self._text.code)
        self._copy.set_icon(IconName.CHECK)
        self._copy.set_label(self.tr("Copied"))
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._copy, self.tr("Copied")))
        self._copied_timer.start()

    @Slot()
    def _on_copied_shown(self) -> None:
        self._copy.set_icon(IconName.COPY)
        self._copy.set_label(self.tr("Copy"))
        self._copy.setAccessibleName(self.tr("Copy code"))  # beside "Copy message" the word alone says too little

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        colours = self._theme.colours
        painter = QPainter(self)
        paint_rounded(painter, QRectF(self.rect()), Radius.CONTROL, colours.code_ground, colours.line)
        painter.setPen(QPen(QColor(colours.line), 1))
        painter.drawLine(1, _HEADER_HEIGHT, self.width() - 2, _HEADER_HEIGHT)
        if self._is_closed and not self._is_coloured:
            self._is_coloured = True
            self._highlighter.start(self._language_name)


class CodeText(MessageText):
    """Code in unbroken lines, as high as it is long."""

    def __init__(self, theme: Theme, language: str) -> None:
        super().__init__(theme, Theme.code_font(TextSize.TABLE), lambda colours: colours.text, "")
        name = self.tr("Code in {language}").format(language=language) if language else self.tr("Code")
        self.setAccessibleName(name)
        self._code = ""
        self.setLineWrapMode(QTextEdit.LineWrapMode.NoWrap)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setViewportMargins(Space.L, Space.S, Space.L, Space.M)  # a line's own space lies above its text
        self.document().documentLayout().documentSizeChanged.connect(self._on_document_size_changed)
        self.restyle()

    @property
    def code(self) -> str:
        """What is shown."""
        return self._code

    def set_code(self, code: str) -> None:
        """Add what is new at the end."""
        new = code[len(self._code) :]
        if not new:
            return
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        if not self._code:
            block = QTextBlockFormat()
            block.setLineHeight(CODE_LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
            block.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            cursor.setBlockFormat(block)
        cursor.insertText(new)
        if not self._code:
            self.moveCursor(QTextCursor.MoveOperation.Start)  # the first text pushed it to the end of the line
        self._code = code

    def restyle(self) -> None:
        """Take the colours now in force."""
        self.horizontalScrollBar().setStyleSheet(sideways_bar_style(self._theme.colours))

    @Slot(QSizeF)
    def _on_document_size_changed(self, size: QSizeF) -> None:
        self._fit(size)

    def _fit(self, size: QSizeF) -> None:
        margins = self.viewportMargins()
        room = self.width() - margins.left() - margins.right()
        bar = SCROLL_BAR_HEIGHT if size.width() > room else 0
        self.setFixedHeight(round(size.height()) + margins.top() + margins.bottom() + bar)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit(self.document().size())

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        scroll_sideways(self, event)
