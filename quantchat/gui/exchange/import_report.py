"""What an import left out, and why: a small window with a list."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Slot
from PySide6.QtGui import QColor, QFont, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFrame,
    QHBoxLayout,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from quantchat.core.conversation_import import SkippedConversation
from quantchat.gui.buttons import Button, ButtonKind
from quantchat.gui.icons import Icons
from quantchat.gui.labels import ThemedLabel
from quantchat.gui.painting import paint_elided, paint_focus_ring, paint_rounded
from quantchat.gui.scroll_bars import scroll_bar_style
from quantchat.gui.theme import Radius, Space, TextSize, Theme
from quantchat.gui.wordings import translated
from quantchat.store.exchange import ImportReport

WIDTH = 480
HEIGHT = 420
LEAST_WIDTH = 320
LEAST_HEIGHT = 200
ROW_HEIGHT = 52

Index = QModelIndex | QPersistentModelIndex
_REASON = Qt.ItemDataRole.UserRole


class SkippedChats(QAbstractListModel):
    """The chats that were not taken over; there may be thousands."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._skipped: Sequence[SkippedConversation] = ()

    def show_chats(self, skipped: Sequence[SkippedConversation]) -> None:
        """Show these."""
        self.beginResetModel()
        self._skipped = skipped
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        return 0 if parent.isValid() else len(self._skipped)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        chat = self._skipped[index.row()]
        title = chat.title or self.tr("A chat without a title")
        if role == Qt.ItemDataRole.DisplayRole:
            return title
        if role == _REASON:
            return translated(chat.reason)
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return f"{title}: {translated(chat.reason)}"
        return None


class SkippedChatDelegate(QStyledItemDelegate):
    """Paints a title and below it why that chat was not taken over."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, ROW_HEIGHT)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colours = self._theme.colours
        rect: QRect = option.rect
        has_focus = bool(option.state & QStyle.StateFlag.State_HasFocus)
        if option.state & QStyle.StateFlag.State_Selected:
            paint_rounded(painter, rect.toRectF(), Radius.CHIP, colours.selected)
        if has_focus:
            paint_focus_ring(painter, rect.toRectF(), Radius.CHIP, colours.accent)
        inner = rect.adjusted(Space.M, Space.XS, -Space.M, -Space.XS)
        half = inner.height() // 2
        painter.setFont(Theme.font(TextSize.INTERFACE))
        paint_elided(painter, QRect(inner.left(), inner.top(), inner.width(), half), _text(index), colours.text)
        painter.setFont(Theme.font(TextSize.TABLE))
        reason = QRect(inner.left(), inner.top() + half, inner.width(), half)
        paint_elided(painter, reason, _text(index, _REASON), colours.text_second)


class ImportReportDialog(QDialog):
    """Says what came in, what was left out of it, and lists what did not come in at all."""

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setWindowTitle(self.tr("What was imported"))
        self.setModal(False)
        self.setMinimumSize(LEAST_WIDTH, LEAST_HEIGHT)
        self._title = ThemedLabel(theme, lambda colours: colours.text, TextSize.TITLE, QFont.Weight.DemiBold)
        self._left_out = ThemedLabel(theme, lambda colours: colours.text)
        self._summary = ThemedLabel(theme, lambda colours: colours.text_second, TextSize.TABLE)
        for label in (self._title, self._left_out, self._summary):
            label.setWordWrap(True)
        self._chats = SkippedChats(self)
        self._list = QListView()
        self._list.setModel(self._chats)
        self._list.setItemDelegate(SkippedChatDelegate(theme, self._list))
        self._list.setUniformItemSizes(True)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setAccessibleName(self.tr("Chats that were not imported"))
        self._close = Button(theme, icons, self.tr("Close"), kind=ButtonKind.OUTLINED)
        self._close.clicked.connect(self.close)
        self._lay_out()
        self._restyle()
        theme.changed.connect(self._restyle)

    @property
    def text(self) -> str:
        """What is shown above the list."""
        labels = (self._title, self._summary, self._left_out)
        return "\n".join(label.text() for label in labels if not label.isHidden())

    @property
    def skipped(self) -> SkippedChats:
        """The list."""
        return self._chats

    def show_report(self, report: ImportReport, headline: str) -> None:
        """Show what came of an import, under a line that says it in short."""
        self._title.setText(headline)
        self._left_out.setText(self._left_out_words(report.parts_left_out))
        self._left_out.setVisible(report.parts_left_out > 0)
        self._summary.setText(self._summary_words(report.skipped))
        self._summary.setVisible(bool(report.skipped))
        self._chats.show_chats(report.skipped)
        self._list.setVisible(bool(report.skipped))

    @Slot()
    def open_anew(self) -> None:
        """Show the window."""
        room = self.screen().availableSize()
        height = HEIGHT if self._chats.rowCount() else self.sizeHint().height()
        self.resize(QSize(min(WIDTH, room.width() - Space.XXL), min(height, room.height() - 2 * Space.XXL)))
        self.show()
        self.raise_()
        self.activateWindow()
        self._close.setFocus()

    def _left_out_words(self, parts: int) -> str:
        if parts == 1:
            return self.tr("An image, file or tool's output was left out: QuantChat keeps text only.")
        return self.tr("%Ln images, files and outputs of tools were left out: QuantChat keeps text only.", "", parts)

    def _summary_words(self, skipped: Sequence[SkippedConversation]) -> str:
        if len(skipped) == 1:
            return self.tr("One chat was not imported:")
        reasons = Counter(chat.reason for chat in skipped)
        if len(reasons) == 1:
            return self.tr("%Ln chats were not imported, all for the same reason:", "", len(skipped))
        return self.tr("%Ln chats were not imported:", "", len(skipped))

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        column.setSpacing(Space.M)
        column.addWidget(self._title)
        column.addWidget(self._left_out)
        column.addWidget(self._summary)
        column.addWidget(self._list, 1)
        column.addStretch(0)  # takes the room where there is no list
        column.addLayout(foot)

    @Slot()
    def _restyle(self) -> None:
        colours = self._theme.colours
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, QColor(colours.background))
        self.setPalette(palette)
        self._list.setStyleSheet("QListView { background: transparent; }")
        self._list.verticalScrollBar().setStyleSheet(scroll_bar_style(self._theme))
        self._list.viewport().update()


def _text(index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str:
    return str(index.data(role))
