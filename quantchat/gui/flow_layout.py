"""Lays widgets out in lines like words: what has no room beside the others begins a new line.

Words of another language are longer, and a window may be narrow; in one line the last widgets would be cut.
"""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget
from typing_extensions import override


class FlowLayout(QLayout):
    """Widgets in their order, as wide as they ask to be, from the side where reading begins.

    Room that is left in a line goes to a widget that expands. Else a widget can be put at the far end: it and all
    after it stand there together.
    """

    def __init__(self, spacing: int, line_spacing: int, parent: QWidget | None = None) -> None:
        """Make an empty layout; both spacings in device-independent pixels."""
        super().__init__(parent)
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)
        self._line_spacing = line_spacing
        self._items: list[QLayoutItem] = []
        self._first_at_end: QWidget | None = None

    def begin_end(self, widget: QWidget) -> None:
        """Put a widget that was added, and those after it, at the far end of their line."""
        self._first_at_end = widget

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = [[]]
        left = 0
        for item in self._items:
            if item.isEmpty():
                continue
            item_width = item.sizeHint().width()
            if lines[-1] and left + item_width > width:
                lines.append([])
                left = 0
            lines[-1].append(item)
            left += item_width + self.spacing()
        return lines

    def _place_line(self, line: list[QLayoutItem], rect: QRect) -> None:
        """Place items side by side in a rectangle, in the middle of its height."""
        unused = rect.width() - sum(item.sizeHint().width() for item in line) - self.spacing() * (len(line) - 1)
        unused = max(0, unused)
        left = rect.left()
        for item in line:
            width, height = item.sizeHint().width(), item.sizeHint().height()
            if item.expandingDirections() & Qt.Orientation.Horizontal:
                width, unused = width + unused, 0
            if item.widget() is self._first_at_end:
                left += unused
            size = QSize(min(width, rect.width()), height)
            place = QRect(QPoint(left, rect.top() + (rect.height() - size.height()) // 2), size)
            if self._is_mirrored():
                place.moveRight(rect.left() + rect.right() - place.left())
            item.setGeometry(place)
            left += size.width() + self.spacing()

    def _is_mirrored(self) -> bool:
        widget = self.parentWidget()
        return widget is not None and widget.layoutDirection() is Qt.LayoutDirection.RightToLeft

    def _height_of(self, lines: list[list[QLayoutItem]]) -> int:
        heights = [max((item.sizeHint().height() for item in line), default=0) for line in lines]
        return sum(heights) + self._line_spacing * (len(heights) - 1)

    @override
    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    @override
    def count(self) -> int:
        return len(self._items)

    @override
    def itemAt(self, index: int) -> QLayoutItem | None:  # Qt asks beyond the end too
        return self._items[index] if 0 <= index < len(self._items) else None

    @override
    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    @override
    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        margins = self.contentsMargins()
        inside = width - margins.left() - margins.right()
        return self._height_of(self._lines(inside)) + margins.top() + margins.bottom()

    @override
    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        inside = rect.marginsRemoved(self.contentsMargins())
        top = inside.top()
        for line in self._lines(inside.width()):
            height = max((item.sizeHint().height() for item in line), default=0)
            self._place_line(line, QRect(inside.left(), top, inside.width(), height))
            top += height + self._line_spacing

    @override
    def sizeHint(self) -> QSize:
        shown = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(size.width() for size in shown) + self.spacing() * max(0, len(shown) - 1)
        return QSize(width, max((size.height() for size in shown), default=0))

    @override
    def minimumSize(self) -> QSize:
        shown = [item.minimumSize() for item in self._items if not item.isEmpty()]
        return QSize(
            max((size.width() for size in shown), default=0), max((size.height() for size in shown), default=0)
        )
