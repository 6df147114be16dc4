"""Work in progress in the sidebar: how far it is in words, and buttons that say what they do."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from quantchat.gui.icons import Icons
from quantchat.gui.theme import Theme
from quantchat.gui.transfer_row import TransferList, TransferRow
from quantchat.gui.transfers import Transfer
from tests.gui.visible_text import button_named, visible_texts

RUNNING = Transfer("a", "card", "Tiny in Q4_0", "1 of 2 GB, 3 minutes left", 0.5)
FAILED_MAKING = Transfer("m", "card", "Tiny in Q8_0", "", 0.3, can_pause=False, problem="The disk is full.")


@pytest.fixture
def row(qtbot: QtBot, theme: Theme, icons: Icons) -> TransferRow:
    row = TransferRow(theme, icons)
    qtbot.addWidget(row)
    return row


@pytest.mark.parametrize(
    ("transfer", "buttons"),
    [
        (RUNNING, {"Pause", "Cancel"}),
        (Transfer("a", "", "Tiny", "Paused at 1 GB", 0.5, is_paused=True), {"Go on", "Cancel"}),
        (Transfer("a", "", "Tiny", "", 0.5, problem="It is gone."), {"Try again", "Cancel"}),
        (Transfer("m", "", "Tiny", "3 % made", 0.03, can_pause=False), {"Cancel"}),
        (FAILED_MAKING, {"Try again", "Dismiss"}),
    ],
)
def test_the_buttons_fit_how_it_stands(row: TransferRow, transfer: Transfer, buttons: set[str]) -> None:
    row.show_transfer(transfer)
    assert {"Pause", "Go on", "Try again", "Cancel", "Dismiss"} & set(visible_texts(row)) == buttons


def test_a_quantization_that_failed_is_tried_again_by_its_button(row: TransferRow) -> None:
    asked: list[str] = []
    row.resume_requested.connect(asked.append)
    row.show_transfer(FAILED_MAKING)
    QTest.mouseClick(button_named(row, "Try again"), Qt.MouseButton.LeftButton)
    assert asked == ["m"]


def test_screen_readers_are_told_which_download_a_button_is_of(row: TransferRow) -> None:
    row.show_transfer(RUNNING)
    assert button_named(row, "Pause").accessibleDescription() == "Tiny in Q4_0"
    assert button_named(row, "Cancel").accessibleDescription() == "Tiny in Q4_0"


def test_markup_in_a_title_is_shown_as_it_is(row: TransferRow) -> None:
    row.show_transfer(Transfer("a", "", "<b>Tiny</b>\nin Q4_0", "", problem="<i>x</i> is no model."))
    assert row.text == "<b>Tiny</b> in Q4_0\n<i>x</i> is no model."


def test_the_list_shows_what_is_in_progress_and_takes_no_room_without(qtbot: QtBot, theme: Theme, icons: Icons) -> None:
    transfers = TransferList(theme, icons)
    qtbot.addWidget(transfers)
    transfers.show_transfers((RUNNING, FAILED_MAKING))
    assert transfers.text == "Tiny in Q4_0\n1 of 2 GB, 3 minutes left\nTiny in Q8_0\nThe disk is full."
    transfers.show_transfers((FAILED_MAKING,))
    assert transfers.text == "Tiny in Q8_0\nThe disk is full."
    transfers.show_transfers(())
    assert transfers.isHidden()
