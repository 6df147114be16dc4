"""How one row of the conversation list looks, and the field in which it is renamed."""

from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QHelpEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from quantchat.gui.conversation_list_model import ConversationRole
from quantchat.gui.painting import paint_elided, paint_focus_ring, paint_rounded
from quantchat.gui.theme import Radius, Space, TextSize, Theme

ROW_HEIGHT = 32
HEADING_HEIGHT = 34
HEADING_BOTTOM = 5
DOT_DIAMETER = 7


@dataclass(frozen=True, slots=True)
class RenameRequest:
    """The person wants a conversation to be called `title`; never empty."""

    conversation_id: int
    title: str


class ConversationDelegate(QStyledItemDelegate):
    """Paints headings and titles; asks for a new title instead of writing it into the model.

    Signals:
        title_edited: a new title was confirmed (`RenameRequest`).
    """

    title_edited = Signal(RenameRequest)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def _paint_heading(self, painter: QPainter, rect: QRect, text: str) -> None:
        painter.setFont(Theme.font(TextSize.HINT, QFont.Weight.Medium))
        text_rect = rect.adjusted(Space.S, rect.height() - HEADING_BOTTOM - 16, -Space.S, -HEADING_BOTTOM)
        paint_elided(painter, text_rect, text, self._theme.colours.text_second)

    def _paint_title(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        colours = self._theme.colours
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        ground_rect = QRectF(rect).adjusted(0, 1, 0, -1)
        is_open = bool(state & QStyle.StateFlag.State_Selected)
        if is_open:
            paint_rounded(painter, ground_rect, Radius.CONTROL, colours.selected)
        elif state & QStyle.StateFlag.State_MouseOver:
            hover = QColor(colours.text)
            hover.setAlphaF(0.04)
            paint_rounded(painter, ground_rect, Radius.CONTROL, hover)
        if state & QStyle.StateFlag.State_HasFocus:
            paint_focus_ring(painter, ground_rect, Radius.CONTROL, colours.accent)
        text_rect = rect.adjusted(Space.S, 0, -Space.S, 0)
        if index.data(ConversationRole.ANSWERING):
            centre = QPointF(text_rect.right() - DOT_DIAMETER / 2, QRectF(rect).center().y())
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent))
            painter.drawEllipse(centre, DOT_DIAMETER / 2, DOT_DIAMETER / 2)
            text_rect.adjust(0, 0, -DOT_DIAMETER - Space.S, 0)
        painter.setFont(Theme.font(TextSize.INTERFACE, QFont.Weight.Medium if is_open else QFont.Weight.Normal))
        paint_elided(painter, text_rect, str(index.data()), colours.text)

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if index.data(ConversationRole.ID) is None:
            self._paint_heading(painter, option.rect, str(index.data()))
        else:
            self._paint_title(painter, option, index)
        painter.restore()

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, HEADING_HEIGHT if index.data(ConversationRole.ID) is None else ROW_HEIGHT)

    @override
    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        colours = self._theme.colours
        editor = QLineEdit(parent)
        editor.setAccessibleName("Title of the chat")
        editor.setFont(Theme.font(TextSize.INTERFACE))
        editor.setStyleSheet(
            f"QLineEdit {{ background: {colours.surface}; color: {colours.text};"
            f" border: 2px solid {colours.accent}; border-radius: {int(Radius.CONTROL)}px;"
            f" padding: 0 {int(Space.S) - 4}px; }}"
        )
        return editor

    @override
    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rect: QRect = option.rect
        editor.setGeometry(rect.adjusted(0, 1, 0, -1))

    @override
    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        if isinstance(editor, QLineEdit) and not editor.isModified():
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole)))
            editor.selectAll()

    @override
    def setModelData(
        self, editor: QWidget, model: QAbstractItemModel, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        if not isinstance(editor, QLineEdit):
            return
        title = " ".join(editor.text().split())
        if title and title != index.data(Qt.ItemDataRole.EditRole):
            self.title_edited.emit(RenameRequest(int(index.data(ConversationRole.ID)), title))

    @override
    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """Show the whole title where it is cut, and nothing where it can be read already."""
        rect: QRect = option.rect
        title_width = QFontMetrics(Theme.font(TextSize.INTERFACE)).horizontalAdvance(str(index.data()))
        if title_width <= rect.width() - 2 * Space.S - DOT_DIAMETER:
            return True
        return super().helpEvent(event, view, option, index)
