"""What stands in running text and is no text: formulas and the boxes of task lists.

Each is one object character whose format keeps its source, so that what is copied and what a screen reader reads is the
source. A text document asks here for the size of each and has it painted here.
"""

import math
from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QPixmapCache,
    QPyTextObject,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)
from typing_extensions import override

from quantchat.gui.markdown_direction import without_isolates
from quantchat.gui.theme import TextSize

if TYPE_CHECKING:
    from quantchat.gui.formula_typesetter import FormulaDrawing

OBJECT_CHAR = "\ufffc"
_FORMULA_TYPE = QTextFormat.ObjectTypes.UserObject.value + 1
_TASK_BOX_TYPE = QTextFormat.ObjectTypes.UserObject.value + 2
_PICTURES_KIB = 32 * 1024
"""Memory for pictures of formulas; the two screens of a large display need some 10 MiB."""

_INK_MARGIN = 2
_LEADING = 2
"""Room above a formula, so that a fraction does not touch the line above."""

_SURELY_FITTING_SHARE = 0.5
"""A formula narrower than this share of the column is not asked how far its paragraph is indented."""

TASK_BOX_WIDTH = 22
"""A task's box with the distance behind it."""

_BOX_SIZE = 14
_BOX_RADIUS = 3.5
_BOX_DROP = 2
"""How far a task's box reaches below the base line."""


class ObjectProperty(IntEnum):
    """What an object character's format keeps."""

    SOURCE = QTextFormat.Property.UserProperty + 20
    LATEX = QTextFormat.Property.UserProperty + 21
    IS_DISPLAY = QTextFormat.Property.UserProperty + 22
    IS_DONE = QTextFormat.Property.UserProperty + 23
    TEXT_SIZE = QTextFormat.Property.UserProperty + 24
    WIDTH = QTextFormat.Property.UserProperty + 25
    ASCENT = QTextFormat.Property.UserProperty + 26
    DESCENT = QTextFormat.Property.UserProperty + 27
    GROUND = QTextFormat.Property.UserProperty + 28


def register_objects(document: QTextDocument) -> None:
    """Let a document measure and paint the objects of this module; once is enough for its life."""
    layout = document.documentLayout()
    if layout.handlerForObject(_FORMULA_TYPE) is not None:
        return
    layout.registerHandler(_FORMULA_TYPE, _FormulaObject(document))
    layout.registerHandler(_TASK_BOX_TYPE, _TaskBoxObject(document))
    QPixmapCache.setCacheLimit(max(QPixmapCache.cacheLimit(), _PICTURES_KIB))


def prepare_formulas() -> None:
    """Load the typesetter and its font ahead of the first formula, in a quiet moment."""
    _typeset("x", False, TextSize.READING)


def formula_format(latex: str, source: str, is_display: bool, characters: QTextCharFormat) -> QTextCharFormat | None:
    """The format of a formula within text of a format; None if it cannot be drawn."""
    text_size_px = characters.font().pixelSize()
    drawing = _typeset(latex, is_display, text_size_px)
    if drawing is None:
        return None
    font = _font_with_descent(characters.font(), drawing.descent)
    changed = _object_format(_FORMULA_TYPE, source, characters)
    changed.setFont(font)
    # Measures are kept here because a document asks for them at every layout and every painting.
    changed.setProperty(ObjectProperty.WIDTH, drawing.width)
    changed.setProperty(ObjectProperty.ASCENT, drawing.ascent + _LEADING)
    changed.setProperty(ObjectProperty.DESCENT, QFontMetricsF(font).descent())
    changed.setProperty(ObjectProperty.LATEX, latex)
    changed.setProperty(ObjectProperty.IS_DISPLAY, is_display)
    changed.setProperty(ObjectProperty.TEXT_SIZE, text_size_px)
    return changed


def task_box_format(is_done: bool, characters: QTextCharFormat) -> QTextCharFormat:
    """The format of the box before a task within text of a format."""
    changed = _object_format(_TASK_BOX_TYPE, "[x] " if is_done else "[ ] ", characters)
    changed.setProperty(ObjectProperty.DESCENT, QFontMetricsF(characters.font()).descent())
    changed.setProperty(ObjectProperty.IS_DONE, is_done)
    return changed


def is_drawable(latex: str, is_display: bool, characters: QTextCharFormat) -> bool:
    """Whether a formula within text of a format can be drawn."""
    return _typeset(latex, is_display, characters.font().pixelSize()) is not None


def text_with_sources(cursor: QTextCursor) -> str:
    """The selected text as it is copied: each object is its source."""
    text = without_isolates(cursor.selection().toPlainText())
    if OBJECT_CHAR not in text:
        return text
    document = cursor.document()
    pieces = text.split(OBJECT_CHAR)
    found = document.find(OBJECT_CHAR, cursor.selectionStart())
    shown = pieces[0]
    for piece in pieces[1:]:
        shown += (found.charFormat().stringProperty(ObjectProperty.SOURCE) or OBJECT_CHAR) + piece
        found = document.find(OBJECT_CHAR, found)
    return shown


def _object_format(object_type: int, source: str, characters: QTextCharFormat) -> QTextCharFormat:
    changed = QTextCharFormat(characters)
    changed.setObjectType(object_type)
    changed.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignBaseline)
    changed.setProperty(ObjectProperty.SOURCE, source)
    return changed


def _font_with_descent(font: QFont, descent: float) -> QFont:
    """A font that reaches at least so far below the base line.

    Qt stands an object on its line by the descent of the object's font, whatever the object is; so that is how a
    formula gets its own.
    """
    share = QFontMetricsF(font).descent() / font.pixelSize()
    sized = QFont(font)
    sized.setPixelSize(max(font.pixelSize(), math.ceil(descent / share)))
    return sized


def _typeset(latex: str, is_display: bool, text_size_px: float) -> "FormulaDrawing | None":
    # The typesetter comes with the first formula: most windows start without one, and it takes 30 ms to load.
    from quantchat.gui.formula_typesetter import typeset

    return typeset(latex, is_display, text_size_px)


def _drawing_of(characters: QTextFormat) -> "FormulaDrawing | None":
    return _typeset(
        characters.stringProperty(ObjectProperty.LATEX),
        characters.boolProperty(ObjectProperty.IS_DISPLAY),
        characters.intProperty(ObjectProperty.TEXT_SIZE),
    )


class _FormulaObject(QPyTextObject):
    """Measures and paints formulas; one that is wider than its column is made smaller."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)

    @override
    def intrinsicSize(self, doc: QTextDocument, posInDocument: int, format: QTextFormat) -> QSizeF:
        width = format.doubleProperty(ObjectProperty.WIDTH)
        scale = _fitting_scale(width, doc, posInDocument)
        ascent, descent = format.doubleProperty(ObjectProperty.ASCENT), format.doubleProperty(ObjectProperty.DESCENT)
        return QSizeF(width * scale, ascent * scale + descent)

    @override
    def drawObject(
        self,
        painter: QPainter,
        rect: QRectF | QRect,
        doc: QTextDocument,
        posInDocument: int,
        format: QTextFormat,
    ) -> None:
        drawing = _drawing_of(format)
        if drawing is None:
            return
        if format.hasProperty(ObjectProperty.GROUND):
            painter.fillRect(rect, format.brushProperty(ObjectProperty.GROUND))
        scale = rect.width() / drawing.width if drawing.width else 1.0
        base_line = QPointF(rect.left(), rect.bottom() - format.doubleProperty(ObjectProperty.DESCENT))
        _paint(painter, base_line, drawing, format, scale)


def _fitting_scale(width: float, document: QTextDocument, position: int) -> float:
    """How much smaller a formula has to be for its column."""
    column = document.textWidth()
    if column <= 0 or width < column * _SURELY_FITTING_SHARE:
        return 1.0
    room = column - _left_of(document.findBlock(position), document) - 1
    return min(1.0, max(room, 1.0) / width)


def _left_of(block: QTextBlock, document: QTextDocument) -> float:
    """How far a paragraph is indented."""
    block_format = block.blockFormat()
    items = block.textList()
    levels = block_format.indent() + (items.format().indent() if items is not None else 0)
    return block_format.leftMargin() + levels * document.indentWidth()


def _paint(
    painter: QPainter, base_line: QPointF, drawing: "FormulaDrawing", characters: QTextFormat, scale: float
) -> None:
    """Paint a formula out of the cache of pictures; its curves take a hundred times as long."""
    has_colour = characters.hasProperty(QTextFormat.Property.ForegroundBrush.value)
    colour = characters.foreground().color() if has_colour else painter.pen().color()
    device_scale = painter.deviceTransform().m11() or 1.0
    key = (
        f"formula {colour.name()} {device_scale:.4f} {scale:.4f} {characters.boolProperty(ObjectProperty.IS_DISPLAY)} "
        f"{characters.intProperty(ObjectProperty.TEXT_SIZE)} {characters.stringProperty(ObjectProperty.LATEX)}"
    )
    picture = QPixmap()
    if not QPixmapCache.find(key, picture):
        picture = _picture(drawing, colour, device_scale, scale)
        QPixmapCache.insert(key, picture)
    # On whole pixels of the screen: between them the picture would be blurred.
    corner = base_line - QPointF(_INK_MARGIN, _INK_MARGIN + math.ceil(drawing.ascent * scale))
    on_screen = painter.deviceTransform().map(corner)
    whole = QPointF(round(on_screen.x()), round(on_screen.y()))
    inverted, _is_invertible = painter.deviceTransform().inverted()
    painter.drawPixmap(inverted.map(whole), picture)


def _picture(drawing: "FormulaDrawing", colour: QColor, device_scale: float, scale: float) -> QPixmap:
    """A formula with a margin for the edges of its curves; its base line lies on a whole pixel."""
    top = _INK_MARGIN + math.ceil(drawing.ascent * scale)
    size = QSizeF(drawing.width * scale + 2 * _INK_MARGIN, top + drawing.descent * scale + _INK_MARGIN)
    picture = QPixmap(math.ceil(size.width() * device_scale), math.ceil(size.height() * device_scale))
    picture.setDevicePixelRatio(device_scale)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(_INK_MARGIN, round(top * device_scale) / device_scale)
    painter.scale(scale, scale)
    painter.fillPath(drawing.path, QBrush(colour))
    painter.end()
    return picture


class _TaskBoxObject(QPyTextObject):
    """Measures and paints the box before a task, with a tick if it is done."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)

    @override
    def intrinsicSize(self, doc: QTextDocument, posInDocument: int, format: QTextFormat) -> QSizeF:
        return QSizeF(TASK_BOX_WIDTH, _BOX_SIZE - _BOX_DROP + format.doubleProperty(ObjectProperty.DESCENT))

    @override
    def drawObject(
        self,
        painter: QPainter,
        rect: QRectF | QRect,
        doc: QTextDocument,
        posInDocument: int,
        format: QTextFormat,
    ) -> None:
        colour = format.foreground().color()
        is_right_to_left = doc.findBlock(posInDocument).textDirection() == Qt.LayoutDirection.RightToLeft
        left = rect.right() - _BOX_SIZE if is_right_to_left else rect.left()
        bottom = rect.bottom() - format.doubleProperty(ObjectProperty.DESCENT) + _BOX_DROP
        box = QRectF(left, bottom - _BOX_SIZE, _BOX_SIZE, _BOX_SIZE).adjusted(0.75, 0.75, -0.75, -0.75)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour, 1.3))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, _BOX_RADIUS, _BOX_RADIUS)
        if format.boolProperty(ObjectProperty.IS_DONE):
            tick = QPainterPath(QPointF(box.left() + 3.0, box.center().y() + 0.3))
            tick.lineTo(box.left() + 5.4, box.bottom() - 3.2)
            tick.lineTo(box.right() - 2.8, box.top() + 3.4)
            painter.setPen(QPen(colour, 1.7, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
            painter.drawPath(tick)
        painter.restore()
