"""Paints what a text document cannot: grounds with round corners, bullets, the bar beside a quote, a rule."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTextBlock, QTextDocument, QTextLine

from quantchat.gui.markdown_style import CODE_PADDING, INLINE_CODE_PADDING, QUOTE_INDENT, ProseProperty
from quantchat.gui.theme import Colours, Radius

_BAR_WIDTH = 2
_CHIP_HEIGHT = 20
_CHIP_RADIUS = 5
_BULLET_DISTANCE = 14
_BULLET_RADIUS = 2.5
_HALF_X_HEIGHT = 4.5
"""Half the height of a small letter of running text: its middle lies this far above the base line."""


def paint_grounds(painter: QPainter, document: QTextDocument, clip: QRectF, colours: Colours) -> None:
    """Paint the grounds of all paragraphs that show within `clip`, below the text that is painted next."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    layout = document.documentLayout()
    above = QPointF(clip.left(), clip.top() - CODE_PADDING)
    block = document.findBlock(max(0, layout.hitTest(above, Qt.HitTestAccuracy.FuzzyHit)))
    while block.isValid():
        rect = layout.blockBoundingRect(block)
        if rect.top() - CODE_PADDING > clip.bottom():
            break
        if block.layout().lineCount():
            _GroundPainter(painter, block, rect.topLeft(), document.textWidth(), colours).paint()
        block = block.next()


class _GroundPainter:
    """Paints the ground of one paragraph that is laid out at `origin`."""

    def __init__(self, painter: QPainter, block: QTextBlock, origin: QPointF, width: float, colours: Colours) -> None:
        self._painter = painter
        self._block = block
        self._format = block.blockFormat()
        self._origin = origin
        self._width = width
        self._colours = colours
        last = block.layout().lineAt(block.layout().lineCount() - 1)
        self._bottom = origin.y() + last.y() + last.height()

    def paint(self) -> None:
        """Paint all that the paragraph asks for."""
        first = self._block.layout().lineAt(0)
        if depth := self._format.intProperty(ProseProperty.QUOTE_DEPTH):
            self._paint_quote_bars(depth)
        if self._format.hasProperty(ProseProperty.CODE_GROUND):
            left = self._origin.x() + first.x() - CODE_PADDING
            top = self._origin.y() + first.y() - CODE_PADDING
            self._paint_ground(QRectF(left, top, self._width - left, self._bottom + CODE_PADDING - top), Radius.CHIP)
        if self._format.hasProperty(ProseProperty.RULE):
            self._painter.setPen(QPen(QColor(self._colours.line), 1))
            y = round((self._origin.y() + self._bottom) / 2) + 0.5
            self._painter.drawLine(QPointF(self._origin.x(), y), QPointF(self._width, y))
        if level := self._format.intProperty(ProseProperty.BULLET_LEVEL):
            self._paint_bullet(first, level)
        for start, end in _inline_code_ranges(self._block):
            for rect in self._rects_of(start, end):
                self._paint_ground(rect, _CHIP_RADIUS)

    def _paint_quote_bars(self, depth: int) -> None:
        depth_before = self._block.previous().blockFormat().intProperty(ProseProperty.QUOTE_DEPTH)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(QColor(self._colours.line))
        is_right_to_left = self._block.textDirection() == Qt.LayoutDirection.RightToLeft
        for level in range(depth):
            distance = level * QUOTE_INDENT
            left = self._width - distance - _BAR_WIDTH if is_right_to_left else distance
            top = self._origin.y() - (self._format.topMargin() if level < depth_before else 0)
            self._painter.drawRect(QRectF(left, top, _BAR_WIDTH, self._bottom - top))

    def _paint_bullet(self, line: QTextLine, level: int) -> None:
        text = line.naturalTextRect().translated(self._origin)
        is_right_to_left = self._block.textDirection() == Qt.LayoutDirection.RightToLeft
        x = text.right() + _BULLET_DISTANCE if is_right_to_left else text.left() - _BULLET_DISTANCE
        middle = QPointF(x, self._origin.y() + line.y() + line.ascent() - _HALF_X_HEIGHT)
        self._painter.setPen(QPen(QColor(self._colours.text_second), 1.2))
        is_filled = level % 2 == 1
        self._painter.setBrush(QColor(self._colours.text_second) if is_filled else Qt.BrushStyle.NoBrush)
        radius = _BULLET_RADIUS - (0.6 if is_filled else 0)
        self._painter.drawEllipse(middle, radius, radius)

    def _rects_of(self, start: int, end: int) -> list[QRectF]:
        """Where a part of the paragraph stands, one rectangle a line."""
        rects = []
        layout = self._block.layout()
        for number in range(layout.lineForTextPosition(start).lineNumber(), layout.lineCount()):
            line = layout.lineAt(number)
            first, last = max(start, line.textStart()), min(end, line.textStart() + line.textLength())
            if first >= last:
                break
            x_first, x_last = _x_of(line.cursorToX(first)), _x_of(line.cursorToX(last))
            left = max(0.0, self._origin.x() + min(x_first, x_last) - INLINE_CODE_PADDING)
            # The distance to what follows is part of the last character: see the writer.
            right = self._origin.x() + max(x_first, x_last)
            middle = self._origin.y() + line.y() + line.ascent() - _HALF_X_HEIGHT
            rects.append(QRectF(left, middle - _CHIP_HEIGHT / 2, right - left, _CHIP_HEIGHT))
        return rects

    def _paint_ground(self, rect: QRectF, radius: float) -> None:
        self._painter.setPen(QPen(QColor(self._colours.line), 1))
        self._painter.setBrush(QColor(self._colours.code_ground))
        self._painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)


def _inline_code_ranges(block: QTextBlock) -> list[tuple[int, int]]:
    """Start and end of each run of inline code within a paragraph."""
    ranges: list[tuple[int, int]] = []
    iterator = block.begin()
    while not iterator.atEnd():
        fragment = iterator.fragment()
        if fragment.charFormat().hasProperty(ProseProperty.INLINE_CODE):
            start = fragment.position() - block.position()
            if ranges and ranges[-1][1] == start:
                start = ranges.pop()[0]
            ranges.append((start, fragment.position() - block.position() + fragment.length()))
        iterator += 1
    return ranges


def _x_of(position: object) -> float:
    """The position out of what PySide gives for it: a pair of it and the cursor, whatever its types say."""
    return float(position[0] if isinstance(position, tuple) else position)  # type: ignore[arg-type]
