"""A meter shows its parts beside each other, told apart without their colours."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from quantchat.gui.meter_painting import MeterPart, paint_meter
from quantchat.gui.theme import LIGHT_HIGH_CONTRAST as COLOURS

WIDTH, HEIGHT = 100, 10


def painted(*fractions: float) -> list[str]:
    """Colours along the middle of a meter whose parts are the weights and then the KV cache."""
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    image.fill(QColor(COLOURS.background))
    kinds = (lambda colours: colours.weights, lambda colours: colours.kv_cache)
    parts = [MeterPart(fraction, colour) for fraction, colour in zip(fractions, kinds, strict=False)]
    painter = QPainter(image)
    paint_meter(painter, QRectF(image.rect()), parts, COLOURS)
    painter.end()
    return [image.pixelColor(x, HEIGHT // 2).name().upper() for x in range(WIDTH)]


def test_parts_stand_beside_each_other_with_a_gap_between_them(qapp: QApplication) -> None:
    along = painted(0.4, 0.3)
    assert along[20] == COLOURS.weights
    assert along[38:41] == [COLOURS.weights, COLOURS.track, COLOURS.kv_cache]
    assert along[60] == COLOURS.kv_cache
    assert along[80] == COLOURS.track


def test_more_than_there_is_fills_the_meter_and_no_more(qapp: QApplication) -> None:
    along = painted(0.9, 5.0)
    assert along[95] == COLOURS.kv_cache


def test_a_tiny_part_is_not_eaten_by_its_gap(qapp: QApplication) -> None:
    assert painted(0.0, 0.02)[1] != COLOURS.track
