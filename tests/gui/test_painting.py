"""A line of a list shows its words in the order that its own language reads them."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from quantchat.gui.painting import paint_elided

RIGHT_TO_LEFT = "ما هو الفرق بين Q4_K_M و Q8_0؟"
EMBEDDED = f"\u202b{RIGHT_TO_LEFT}\u202c"
"""The same with its direction written out, which a painter of any direction obeys."""


def painted(text: str, direction: Qt.LayoutDirection = Qt.LayoutDirection.LeftToRight) -> QImage:
    image = QImage(600, 40, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setLayoutDirection(direction)
    paint_elided(painter, QRect(0, 0, 600, 40), text, "#000000")
    assert painter.layoutDirection() is direction
    painter.end()
    return image


def test_a_right_to_left_title_is_read_from_the_right_in_a_left_to_right_list(qapp: QApplication) -> None:
    assert painted(RIGHT_TO_LEFT) == painted(EMBEDDED)


def test_a_line_begins_where_the_list_begins(qapp: QApplication) -> None:
    left, right = painted("Oaks"), painted("Oaks", Qt.LayoutDirection.RightToLeft)
    blank = QImage(300, 40, QImage.Format.Format_RGB32)
    blank.fill(Qt.GlobalColor.white)
    assert left.copy(300, 0, 300, 40) == blank
    assert right.copy(0, 0, 300, 40) == blank
