"""Widgets that have no room beside each other stand in further lines, and the layout asks for that height."""

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QSizePolicy, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from quantchat.gui.flow_layout import FlowLayout

SPACING, LINE_SPACING = 10, 4


class Block(QWidget):
    def __init__(self, width: int, height: int = 20) -> None:
        super().__init__()
        self._hint = QSize(width, height)

    @override
    def sizeHint(self) -> QSize:
        return self._hint


@pytest.fixture
def blocks() -> list[Block]:
    return [Block(100), Block(80, 30), Block(60)]


@pytest.fixture
def whole(qtbot: QtBot) -> QWidget:
    whole = QWidget()
    qtbot.addWidget(whole)
    return whole


def laid_out(whole: QWidget, blocks: list[Block], width: int, first_at_end: Block | None = None) -> QWidget:
    """The blocks in a column that leaves them so much room."""
    flowing = QWidget()
    flow = FlowLayout(SPACING, LINE_SPACING, flowing)
    for block in blocks:
        flow.addWidget(block)
    if first_at_end is not None:
        flow.begin_end(first_at_end)
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(flowing)
    column.addStretch(1)
    whole.resize(width, 200)
    whole.show()
    QApplication.processEvents()
    return flowing


def test_with_room_all_stand_in_one_line_in_the_middle_of_its_height(whole: QWidget, blocks: list[Block]) -> None:
    flowing = laid_out(whole, blocks, 300)
    assert [(block.x(), block.y()) for block in blocks] == [(0, 5), (110, 0), (200, 5)]
    assert flowing.height() == 30


def test_what_has_no_room_begins_a_line_and_the_height_grows_with_it(whole: QWidget, blocks: list[Block]) -> None:
    flowing = laid_out(whole, blocks, 200)
    assert [(block.x(), block.y()) for block in blocks] == [(0, 5), (110, 0), (0, 34)]
    assert flowing.height() == 30 + LINE_SPACING + 20
    assert all(flowing.rect().contains(block.geometry()) for block in blocks)


def test_what_is_wider_than_a_line_gets_the_line(whole: QWidget) -> None:
    (block,) = wide = [Block(400)]
    laid_out(whole, wide, 150)
    assert (block.x(), block.width()) == (0, 150)


def test_the_last_ones_can_stand_at_the_far_end(whole: QWidget, blocks: list[Block]) -> None:
    laid_out(whole, blocks, 400, first_at_end=blocks[1])
    assert [block.x() for block in blocks] == [0, 400 - 60 - SPACING - 80, 400 - 60]


def test_what_expands_takes_the_room_that_is_left(whole: QWidget, blocks: list[Block]) -> None:
    blocks[0].setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    laid_out(whole, blocks, 400)
    assert blocks[0].width() == 400 - 2 * SPACING - 80 - 60
    assert blocks[2].geometry().right() == 399


def test_hidden_ones_take_no_room(qtbot: QtBot, whole: QWidget, blocks: list[Block]) -> None:
    flowing = laid_out(whole, blocks, 200)
    blocks[1].hide()
    qtbot.waitUntil(lambda: flowing.height() == 20)
    assert [blocks[0].x(), blocks[2].x()] == [0, 110]


def test_where_one_reads_from_the_right_lines_begin_there(qtbot: QtBot, whole: QWidget, blocks: list[Block]) -> None:
    flowing = laid_out(whole, blocks, 300)
    flowing.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    qtbot.waitUntil(lambda: blocks[0].geometry().right() == 299)
    assert [block.geometry().right() for block in blocks] == [299, 189, 99]
