"""The context panel tells what the context is, how full it is and what other lengths cost, and lets one be taken."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from quantchat.core.hardware import Hardware
from quantchat.gui.context_costs import ContextOffer, context_lengths
from quantchat.gui.context_panel import ContextPanel
from quantchat.gui.context_row import ContextRow
from quantchat.gui.icons import Icons
from quantchat.gui.theme import Theme
from tests.core.machines import GAMING_PC, SMALL_LAPTOP
from tests.gui.test_context_costs import cost
from tests.gui.visible_text import visible_texts

LENGTHS = context_lengths(131_072, 8192)
OFFER = ContextOffer("Llama 3.1 8B", LENGTHS, 8192, 131_072)


@pytest.fixture
def panel(qtbot: QtBot, theme: Theme, icons: Icons) -> Iterator[ContextPanel]:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(760, 640)
    with qtbot.waitExposed(window):
        window.show()
    panel = ContextPanel(theme, icons, window)
    panel.set_usage(2140, 8192)
    panel.offer(OFFER)
    with qtbot.waitExposed(panel):
        panel.open_below(window.mapToGlobal(QPoint(750, 50)), window)
    yield panel
    panel.close()


def tell_costs(panel: ContextPanel, machine: Hardware = GAMING_PC) -> None:
    for length in LENGTHS:
        panel.show_cost(cost(length, machine))


def row_of(panel: ContextPanel, length: int) -> ContextRow:
    return next(row for row in panel.rows if row.context_length == length)


def said(panel: ContextPanel) -> str:
    return "\n".join(visible_texts(panel))


def test_it_says_in_a_sentence_what_a_context_is(panel: ContextPanel) -> None:
    assert "The context is all that the model can read at once" in said(panel)


def test_it_tells_tokens_used_and_free_and_how_many_words_that_is(panel: ContextPanel) -> None:
    assert "2,140 tokens used" in said(panel)
    assert "6,052 free" in said(panel)
    assert "about 1,600 words, and room for about 4,700 more" in said(panel)


def test_more_tokens_than_the_context_holds_leave_none_free(panel: ContextPanel) -> None:
    panel.set_usage(9000, 8192)
    assert "9,000 tokens used" in said(panel)
    assert "0 free" in said(panel)


@pytest.mark.parametrize(("count", "words"), [(1, "the oldest message."), (3, "the 3 oldest messages.")])
def test_it_tells_how_many_messages_the_model_no_longer_sees(panel: ContextPanel, count: int, words: str) -> None:
    panel.set_messages_out_of_context(count)
    assert f"The model no longer sees {words}" in said(panel)
    panel.set_messages_out_of_context(0)
    assert "no longer sees" not in said(panel)


def test_while_costs_are_worked_out_the_lengths_stand_already_and_none_can_be_taken(panel: ContextPanel) -> None:
    assert [row.context_length for row in panel.rows] == list(LENGTHS)
    assert panel.detail == "Working out what each length costs…"
    height = panel.height()
    row_of(panel, 16384).click()
    assert not panel.use_button.isEnabled()
    tell_costs(panel)
    assert abs(panel.height() - height) < 40  # nothing jumps when the costs come


def test_each_length_tells_verdict_speed_and_memory_beside_the_one_in_use(panel: ContextPanel) -> None:
    tell_costs(panel)
    tokens, verdict, speed, memory = row_of(panel, 16384).cells
    assert (tokens, verdict, memory) == ("16,384", "On the GPU", "+1 GB")
    assert "–" in speed
    assert row_of(panel, 8192).cells[3] == "6.1 GB"
    assert row_of(panel, 4096).cells[3].startswith("−")
    assert row_of(panel, 131_072).cells[1] == "GPU and CPU"


def test_screen_readers_hear_a_whole_row(panel: ContextPanel) -> None:
    tell_costs(panel)
    assert row_of(panel, 16384).accessibleName().startswith("16,384 tokens. It takes 1 GB more GPU memory. Runs wholly")
    assert row_of(panel, 8192).accessibleName().startswith("8,192 tokens, in use now.")


def test_screen_readers_know_what_can_be_pressed(panel: ContextPanel) -> None:
    roles = [QAccessible.queryAccessibleInterface(each).role() for each in (panel.rows[0], panel.use_button)]
    assert roles == [QAccessible.Role.RadioButton, QAccessible.Role.PushButton]
    assert panel.accessibleName() == "Context"


def test_the_length_in_use_is_looked_at_first_and_cannot_be_taken(panel: ContextPanel) -> None:
    tell_costs(panel)
    assert row_of(panel, 8192).isChecked()
    assert row_of(panel, 8192).hasFocus()
    assert panel.use_button.label == "8,192 tokens are in use"
    assert not panel.use_button.isEnabled()


def test_arrows_look_at_lengths_and_enter_takes_one(qtbot: QtBot, panel: ContextPanel) -> None:
    tell_costs(panel)
    QTest.keyClick(row_of(panel, 8192), Qt.Key.Key_Down)
    longer = row_of(panel, 16384)
    assert longer.isChecked()
    assert longer.hasFocus()
    assert panel.use_button.label == "Use 16,384 tokens (+1 GB)"
    assert panel.detail.startswith("It takes 1 GB more GPU memory. Runs wholly on the GPU")
    with qtbot.waitSignal(panel.length_chosen) as chosen:
        QTest.keyClick(longer, Qt.Key.Key_Return)
    assert chosen.args == [16384]
    assert not panel.isVisible()


def test_a_shorter_context_can_be_taken_too(qtbot: QtBot, panel: ContextPanel) -> None:
    tell_costs(panel)
    QTest.mouseClick(row_of(panel, 2048), Qt.MouseButton.LeftButton, pos=QPoint(300, 10))
    assert panel.use_button.label.startswith("Use 2,048 tokens (−")
    with qtbot.waitSignal(panel.length_chosen) as chosen:
        QTest.mouseClick(panel.use_button, Qt.MouseButton.LeftButton)
    assert chosen.args == [2048]


def test_a_length_that_does_not_fit_says_so_and_cannot_be_taken(qtbot: QtBot, panel: ContextPanel) -> None:
    tell_costs(panel, SMALL_LAPTOP)
    row_of(panel, 131_072).click()
    assert row_of(panel, 131_072).cells[1] == "Does not fit"
    assert "Does not fit: main memory would need" in panel.detail
    with qtbot.assertNotEmitted(panel.length_chosen):
        QTest.keyClick(panel, Qt.Key.Key_Return)
    assert panel.isVisible()


def test_while_an_answer_is_written_no_length_can_be_taken_and_it_says_why(panel: ContextPanel) -> None:
    tell_costs(panel)
    row_of(panel, 16384).click()
    panel.set_blocked("An answer is being written.")
    assert not panel.use_button.isEnabled()
    assert panel.detail == "An answer is being written."
    panel.set_blocked("")
    assert panel.use_button.isEnabled()


def test_a_failure_is_told_in_place_of_the_lengths(panel: ContextPanel) -> None:
    panel.show_problem("The file is no longer there.")
    assert panel.detail == "The file is no longer there."
    assert panel.rows == ()
    assert not panel.use_button.isVisible()
    panel.show_problem("")
    assert "is in the log" in panel.detail


def test_it_says_how_much_the_model_was_trained_on(panel: ContextPanel) -> None:
    assert "Llama 3.1 8B was trained on 131,072 tokens" in said(panel)
    panel.offer(ContextOffer("A model", context_lengths(0, 8192), 8192, 0))
    assert "was trained" not in said(panel)


def test_escape_closes_it(qtbot: QtBot, panel: ContextPanel) -> None:
    with qtbot.waitSignal(panel.closed):
        QTest.keyClick(row_of(panel, 8192), Qt.Key.Key_Escape)
    assert not panel.isVisible()


def test_every_line_has_room_and_the_panel_stays_on_the_screen(panel: ContextPanel) -> None:
    tell_costs(panel)
    panel.set_messages_out_of_context(12)
    row_of(panel, 131_072).click()
    assert panel.screen().availableGeometry().contains(panel.geometry())
    labels = [label for label in panel.findChildren(QLabel) if label.isVisible() and label.wordWrap()]
    assert len(labels) >= 5
    for label in labels:
        assert label.height() >= label.heightForWidth(label.width())


def test_low_on_the_screen_it_scrolls_and_keeps_its_button(qtbot: QtBot, panel: ContextPanel) -> None:
    tell_costs(panel)
    area = panel.screen().availableGeometry()
    room = panel.parentWidget()
    assert room is not None
    panel.open_below(QPoint(area.left(), area.bottom() - 300), room)
    assert area.contains(panel.geometry())
    assert panel.height() <= 301
    button = panel.use_button
    assert panel.rect().contains(button.geometry())
    QTest.keyClick(row_of(panel, 8192), Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: not row_of(panel, 16384).visibleRegion().isEmpty())
