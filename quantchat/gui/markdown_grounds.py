"""Paints what a text document cannot: grounds with round corners, the bar beside a quote, a rule."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTextBlock, QTextDocument

from quantchat.gui.markdown_style import CODE_PADDING, QUOTE_INDENT, ProseProperty
from quantchat.gui.theme import Colours, Radius

_CHIP_OVERHANG = 3
_CHIP_HEIGHT = 20
_BAR_WIDTH = 2
_CHIP_RADIUS = 5


def paint_grounds(painter: QPainter, document: QTextDocument, clip: QRectF, colours: Colours) -> None:
    """Paint the grounds of all paragraphs that show within `clip`, below the text that is painted next."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    layout = document.documentLayout()
    position = max(0, layout.hitTest(clip.topLeft(), Qt.HitTestAccuracy.FuzzyHit))
    block = document.findBlock(position)
    while block.isValid():
        rect = layout.blockBoundingRect(block)
        if rect.top() - CODE_PADDING > clip.bottom():
            break
        _paint_block(painter, block, rect, document.textWidth(), colours)
        block = block.next()


def _paint_block(painter: QPainter, block: QTextBlock, rect: QRectF, width: float, colours: Colours) -> None:
    block_format = block.blockFormat()
    if depth := block_format.intProperty(ProseProperty.QUOTE_DEPTH):
        _paint_quote_bars(painter, block, rect, depth, colours)
    if block_format.hasProperty(ProseProperty.CODE_GROUND):
        left = rect.left() - CODE_PADDING
        ground = QRectF(left, rect.top() - CODE_PADDING, width - left, rect.height() + 2 * CODE_PADDING)
        _paint_ground(painter, ground, Radius.CHIP, colours)
    if block_format.hasProperty(ProseProperty.RULE):
        painter.setPen(QPen(QColor(colours.line), 1))
        y = round(rect.center().y()) + 0.5
        painter.drawLine(QPointF(rect.left(), y), QPointF(width, y))
    for chip in _inline_code_rects(block, rect.topLeft()):
        _paint_ground(painter, chip, _CHIP_RADIUS, colours)


def _paint_quote_bars(painter: QPainter, block: QTextBlock, rect: QRectF, depth: int, colours: Colours) -> None:
    before = block.previous().blockFormat().intProperty(ProseProperty.QUOTE_DEPTH)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours.line))
    gap = block.blockFormat().topMargin()
    for level in range(depth):
        top = rect.top() - (gap if level < before else 0)
        painter.drawRect(QRectF(level * QUOTE_INDENT, top, _BAR_WIDTH, rect.bottom() - top))


def _paint_ground(painter: QPainter, rect: QRectF, radius: float, colours: Colours) -> None:
    painter.setPen(QPen(QColor(colours.line), 1))
    painter.setBrush(QColor(colours.code_ground))
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)


def _inline_code_rects(block: QTextBlock, origin: QPointF) -> list[QRectF]:
    """Where the inline code of a paragraph stands, one rectangle a line."""
    rects = []
    layout = block.layout()
    for start, end in _inline_code_ranges(block):
        for number in range(layout.lineForTextPosition(start).lineNumber(), layout.lineCount()):
            line = layout.lineAt(number)
            first, last = max(start, line.textStart()), min(end, line.textStart() + line.textLength())
            if first >= last:
                break
            # PySide declares a pair of position and cursor; the position is what is needed.
            x_first, x_last = _x_of(line.cursorToX(first)), _x_of(line.cursorToX(last))
            left, right = min(x_first, x_last) - _CHIP_OVERHANG, max(x_first, x_last) + _CHIP_OVERHANG
            middle = line.y() + line.ascent() - 5
            top = origin.y() + middle - _CHIP_HEIGHT / 2
            left = max(0.0, origin.x() + left)
            rects.append(QRectF(left, top, origin.x() + right - left, _CHIP_HEIGHT))
    return rects


def _inline_code_ranges(block: QTextBlock) -> list[tuple[int, int]]:
    ranges = []
    iterator = block.begin()
    while not iterator.atEnd():
        fragment = iterator.fragment()
        if fragment.charFormat().hasProperty(ProseProperty.INLINE_CODE):
            start = fragment.position() - block.position()
            ranges.append((start, start + fragment.length()))
        iterator += 1
    return ranges


def _x_of(position: object) -> float:
    return float(position[0] if isinstance(position, tuple) else position)  # type: ignore[arg-type]
