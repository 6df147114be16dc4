"""A wide table scrolls sideways by itself; a narrow one stays in the text."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from quantchat.gui.icons import Icons
from quantchat.gui.markdown_prose import ProseWidget
from quantchat.gui.markdown_table import TableProse
from quantchat.gui.markdown_view import MarkdownView
from quantchat.gui.theme import Theme

COLUMN_PX = 500
NARROW = "| a | b |\n|---|---|\n| 1 | 2 |\n"
WIDE = "| " + " | ".join(f"column {n}" for n in range(9)) + " |\n" + "|---" * 9 + "|\n" + "| some words " * 9 + "|\n"
LONG_CELLS = "| a | b |\n|---|---|\n| " + "many words in here " * 20 + "| " + "and here " * 20 + "|\n"

MakeView = Callable[[str], MarkdownView]


@pytest.fixture
def view_of(qtbot: QtBot, theme: Theme, icons: Icons) -> MakeView:
    kept: list[MarkdownView] = []  # until the test is over: a test may hold on to a part alone

    def made(text: str) -> MarkdownView:
        view = MarkdownView(theme, icons)
        kept.append(view)
        qtbot.addWidget(view)
        view.resize(COLUMN_PX, 400)
        with qtbot.waitExposed(view):
            view.show()
        view.set_text(text)
        QApplication.processEvents()
        return view

    return made


def table_of(view: MarkdownView) -> TableProse:
    (table,) = view.findChildren(TableProse)
    return table


def wheel(dx: int, dy: int) -> QWheelEvent:
    return QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(),
        QPoint(dx, dy),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )


def test_a_wide_table_scrolls_and_begins_at_its_left(view_of: MakeView) -> None:
    table = table_of(view_of(f"Before.\n\n{WIDE}\nAfter."))
    bar = table.horizontalScrollBar()

    assert bar.maximum() > 100
    assert bar.value() == 0
    assert table.verticalScrollBar().maximum() == 0
    assert table.width() <= COLUMN_PX


def test_only_a_sideways_wheel_scrolls_the_table(view_of: MakeView) -> None:
    table = table_of(view_of(WIDE))
    down, sideways = wheel(0, -120), wheel(-120, 0)
    table.wheelEvent(down)
    table.wheelEvent(sideways)

    assert not down.isAccepted()
    assert table.horizontalScrollBar().value() > 0


def test_long_cells_are_wrapped_before_a_table_scrolls(view_of: MakeView) -> None:
    table = table_of(view_of(LONG_CELLS))

    assert table.horizontalScrollBar().maximum() == 0
    assert table.height() > 150


def test_the_table_follows_the_width_of_the_column(view_of: MakeView) -> None:
    view = view_of(WIDE)
    view.resize(2000, 400)
    QApplication.processEvents()

    assert table_of(view).horizontalScrollBar().maximum() == 0


def test_a_narrow_table_stays_in_the_text(view_of: MakeView) -> None:
    view = view_of(f"Before.\n\n{NARROW}\nAfter.")

    assert view.findChildren(TableProse) == []
    assert len(view.findChildren(ProseWidget)) == 1


@pytest.mark.parametrize("text", [f"Before.\n{WIDE}\nAfter.", f"{WIDE}\n{WIDE}\n{NARROW}", f"{WIDE}# Heading\n"])
def test_a_table_that_streamed_in_looks_like_one_that_was_loaded(
    qtbot: QtBot, theme: Theme, icons: Icons, view_of: MakeView, text: str
) -> None:
    streamed = MarkdownView(theme, icons)
    qtbot.addWidget(streamed)
    for start in range(0, len(text), 7):
        streamed.append(text[start : start + 7])
    streamed.finish()

    def shown(view: MarkdownView) -> list[tuple[type, str]]:
        layout = view.layout()
        assert layout is not None
        widgets = [item.widget() for at in range(layout.count()) if (item := layout.itemAt(at)) is not None]
        return [(type(widget), widget.document().toHtml()) for widget in widgets if isinstance(widget, ProseWidget)]

    assert shown(streamed) == shown(view_of(text))
