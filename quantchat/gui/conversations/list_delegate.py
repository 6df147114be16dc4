"""How one row of the conversation list looks, and the field in which it is renamed."""

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QHelpEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)
from typing_extensions import override

from quantchat.core.conversation import ConversationEntry
from quantchat.gui.conversations.list_model import ConversationRole
from quantchat.gui.conversations.requests import FolderRenameRequest, RenameRequest
from quantchat.gui.conversations.rows import FolderHeading, text_of
from quantchat.gui.conversations.wishes import ConversationWishes
from quantchat.gui.icons import IconName, Icons
from quantchat.gui.painting import paint_elided, paint_focus_ring, paint_rounded
from quantchat.gui.theme import ICON_SIZE, Radius, Space, TextSize, Theme

ROW_HEIGHT = 32
"""Headings too: rows of one height are laid out without asking each of ten thousand."""

DOT_DIAMETER = 7
MARK_SIZE = 13
MORE_SIZE = 24
_HEADING_BOTTOM = 4
_HEADING_TEXT_HEIGHT = 17
_CHEVRON_SIZE = 12
_FOLDER_INDENT = 16
"""From the chevron of a folder to its name, below which its conversations stand."""

_LONGEST_TITLE_CHARS = 500


class ConversationDelegate(QStyledItemDelegate):
    """Paints rows; asks for a new title or name instead of writing it into the model."""

    def __init__(self, theme: Theme, icons: Icons, wishes: ConversationWishes, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons = icons
        self._wishes = wishes
        # Made once: a font costs more than the text that is painted in it.
        self._heading_font = Theme.font(TextSize.HINT, QFont.Weight.Medium)
        self._title_font = Theme.font(TextSize.INTERFACE)
        self._open_title_font = Theme.font(TextSize.INTERFACE, QFont.Weight.Medium)
        self._pointer: QPoint | None = None
        self._drop_target = QPersistentModelIndex()
        self._menu_row = QPersistentModelIndex()

    def set_pointer(self, place: QPoint | None) -> None:
        """Say where the pointer is in the list, None for elsewhere: what is below it is shaded."""
        self._pointer = place

    def set_drop_target(self, index: QModelIndex) -> None:
        """Mark the row on which something would be dropped; an invalid index for none."""
        self._drop_target = QPersistentModelIndex(index)

    def set_menu_row(self, index: QModelIndex) -> None:
        """Mark the row whose menu is open; an invalid index for none."""
        self._menu_row = QPersistentModelIndex(index)

    @staticmethod
    def more_rect(rect: QRect) -> QRect:
        """Where the button for more stands in a row, while the pointer or the keyboard is at the row."""
        return QRect(
            rect.right() + 1 - MORE_SIZE - Space.XS, rect.top() + (rect.height() - MORE_SIZE) // 2, MORE_SIZE, MORE_SIZE
        )

    def _paint_more(self, painter: QPainter, rect: QRect) -> None:
        button = self.more_rect(rect)
        if self._pointer is not None and button.contains(self._pointer):
            paint_rounded(painter, QRectF(button), Radius.CHIP, self._shade(0.08))
        icon_rect = QRect(0, 0, ICON_SIZE, ICON_SIZE)
        icon_rect.moveCenter(button.center())
        self._icons.icon(IconName.MORE, self._theme.colours.text_second).paint(painter, icon_rect)

    def _shade(self, strength: float) -> QColor:
        shade = QColor(self._theme.colours.text)
        shade.setAlphaF(strength)
        return shade

    def _paint_section(self, painter: QPainter, rect: QRect, text: str) -> None:
        painter.setFont(self._heading_font)
        paint_elided(painter, _heading_line(rect), text, self._theme.colours.text_second)

    def _paint_folder(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
        heading: FolderHeading,
    ) -> None:
        colours = self._theme.colours
        rect: QRect = option.rect
        is_hot = self._paint_ground(painter, option, index)
        line = rect.adjusted(Space.S, 0, -Space.S, 0)
        chevron = IconName.CHEVRON_RIGHT if heading.is_folded else IconName.CHEVRON_DOWN
        chevron_rect = QRect(line.left(), line.center().y() - _CHEVRON_SIZE // 2 + 1, _CHEVRON_SIZE, _CHEVRON_SIZE)
        self._icons.icon(chevron, colours.text_second, _CHEVRON_SIZE).paint(painter, chevron_rect)
        line.setLeft(line.left() + _FOLDER_INDENT)
        painter.setFont(self._heading_font)
        if is_hot:
            self._paint_more(painter, rect)
            line.setRight(self.more_rect(rect).left() - Space.XS)
        else:
            count = str(heading.count)
            paint_elided(painter, line, count, colours.text_second, align=Qt.AlignmentFlag.AlignRight)
            line.setRight(line.right() - painter.fontMetrics().horizontalAdvance(count) - Space.S)
        paint_elided(painter, line, text_of(heading), colours.text_second)

    def _paint_conversation(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
        entry: ConversationEntry,
    ) -> None:
        rect: QRect = option.rect
        is_open = bool(option.state & QStyle.StateFlag.State_Selected)
        is_hot = self._paint_ground(painter, option, index)
        indent = _FOLDER_INDENT if index.data(ConversationRole.IS_IN_FOLDER) else 0
        line = rect.adjusted(Space.S + indent, 0, -Space.S, 0)
        if is_hot:
            self._paint_more(painter, rect)
            line.setRight(self.more_rect(rect).left() - Space.XS)
        self._paint_marks(painter, line, entry, is_answering=bool(index.data(ConversationRole.ANSWERING)))
        painter.setFont(self._open_title_font if is_open else self._title_font)
        paint_elided(painter, line, text_of(entry), self._theme.colours.text)

    def _paint_ground(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> bool:
        """Paint what tells the row apart from its neighbours; return whether pointer or keyboard is at it."""
        colours = self._theme.colours
        ground_rect = QRectF(option.rect).adjusted(0, 1, 0, -1)
        has_menu = self._menu_row.isValid() and self._menu_row == index
        is_under_pointer = has_menu or bool(option.state & QStyle.StateFlag.State_MouseOver)
        has_keyboard = bool(option.state & QStyle.StateFlag.State_HasFocus)
        if option.state & QStyle.StateFlag.State_Selected:
            paint_rounded(painter, ground_rect, Radius.CONTROL, colours.selected)
        elif is_under_pointer:
            paint_rounded(painter, ground_rect, Radius.CONTROL, self._shade(0.04))
        if self._drop_target.isValid() and self._drop_target == index:
            paint_rounded(painter, ground_rect, Radius.CONTROL, colours.accent_soft, colours.accent)
        if has_keyboard:
            paint_focus_ring(painter, ground_rect, Radius.CONTROL, colours.accent)
        return is_under_pointer or has_keyboard

    def _paint_marks(self, painter: QPainter, line: QRect, entry: ConversationEntry, *, is_answering: bool) -> None:
        """Paint the marks at the end of a row, and take their room from the line."""
        colours = self._theme.colours
        if is_answering:
            centre = QPointF(line.right() - DOT_DIAMETER / 2, QRectF(line).center().y())
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent))
            painter.drawEllipse(centre, DOT_DIAMETER / 2, DOT_DIAMETER / 2)
            line.setRight(line.right() - DOT_DIAMETER - Space.S)
        if entry.has_draft:
            mark = QRect(line.right() + 1 - MARK_SIZE, line.center().y() + 1 - MARK_SIZE // 2, MARK_SIZE, MARK_SIZE)
            self._icons.icon(IconName.EDIT, colours.text_second, MARK_SIZE).paint(painter, mark)
            line.setRight(mark.left() - Space.S)

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row = index.data(ConversationRole.ROW)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(row, ConversationEntry):
            self._paint_conversation(painter, option, index, row)
        elif isinstance(row, FolderHeading):
            self._paint_folder(painter, option, index, row)
        else:
            self._paint_section(painter, option.rect, str(index.data()))
        painter.restore()

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, ROW_HEIGHT)

    @override
    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        colours = self._theme.colours
        is_folder = isinstance(index.data(ConversationRole.ROW), FolderHeading)
        editor = QLineEdit(parent)
        editor.setAccessibleName(self.tr("Name of the folder") if is_folder else self.tr("Title of the chat"))
        editor.setMaxLength(_LONGEST_TITLE_CHARS)
        editor.setFont(self._title_font)
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
        name = " ".join(editor.text().split())
        row = index.data(ConversationRole.ROW)
        if not name or name == index.data(Qt.ItemDataRole.EditRole):
            return
        if isinstance(row, FolderHeading):
            self._wishes.folder_rename_requested.emit(FolderRenameRequest(row.folder.id, name))
        elif isinstance(row, ConversationEntry):
            self._wishes.rename_requested.emit(RenameRequest(row.id, name))

    @override
    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """Show the whole title where it is cut and what its marks mean, and nothing where all can be read already."""
        rect: QRect = option.rect
        row = index.data(ConversationRole.ROW)
        if self.more_rect(rect).contains(event.pos()) and isinstance(row, ConversationEntry | FolderHeading):
            QToolTip.showText(event.globalPos(), self.tr("More"), view)
            return True
        has_marks = isinstance(row, ConversationEntry) and (row.has_draft or index.data(ConversationRole.ANSWERING))
        title_width = QFontMetrics(self._title_font).horizontalAdvance(str(index.data()))
        indent = _FOLDER_INDENT if index.data(ConversationRole.IS_IN_FOLDER) else 0
        room = self.more_rect(rect).left() - Space.XS - rect.left() - Space.S - indent
        if title_width <= room and not has_marks:
            return True
        return super().helpEvent(event, view, option, index)


def _heading_line(rect: QRect) -> QRect:
    """Where the text of a heading stands: nearer to what is below it."""
    bottom = rect.bottom() + 1 - _HEADING_BOTTOM
    return QRect(rect.left() + Space.S, bottom - _HEADING_TEXT_HEIGHT, rect.width() - 2 * Space.S, _HEADING_TEXT_HEIGHT)
