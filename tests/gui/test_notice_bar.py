"""The notice bar shows one notice at a time, keeps the others, and lets only offers to undo go by themselves."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from quantchat.gui import notice_bar
from quantchat.gui.icons import Icons
from quantchat.gui.notice_bar import NoticeBar
from quantchat.gui.notices import Notice, Severity
from quantchat.gui.theme import Theme
from tests.gui.visible_text import button_named, visible_texts

DISK_FULL = Notice("disk", "The disk is full.", Severity.ERROR, "Try again")
DELETED = Notice("undo-7", "“Letter” was deleted.", action="Undo", expires=True)


@pytest.fixture
def bar(qtbot: QtBot, theme: Theme, icons: Icons, monkeypatch: pytest.MonkeyPatch) -> NoticeBar:
    monkeypatch.setattr(notice_bar, "EXPIRY_MS", 20)
    bar = NoticeBar(theme, icons)
    qtbot.addWidget(bar)
    bar.setGeometry(200, 200, 600, 60)  # away from the pointer, which rests in the corner of the screen
    return bar


def dismiss(bar: NoticeBar) -> None:
    QTest.mouseClick(button_named(bar, "Dismiss"), Qt.MouseButton.LeftButton)


def hover(bar: NoticeBar) -> None:
    place = QPointF(5, 5)
    QApplication.sendEvent(bar, QEnterEvent(place, place, QPointF(bar.mapToGlobal(QPoint(5, 5)))))


def test_it_is_hidden_while_there_is_nothing_to_tell(bar: NoticeBar) -> None:
    assert bar.isHidden()


def test_a_notice_shows_its_words_and_its_action(bar: NoticeBar) -> None:
    bar.show_notice(DISK_FULL)

    assert bar.isVisible()
    assert visible_texts(bar) == ["The disk is full.", "Try again", "Dismiss"]
    assert bar.accessibleName() == "Error: The disk is full."


def test_markup_in_a_notice_is_shown_as_text_and_can_be_selected(bar: NoticeBar) -> None:
    bar.show_notice(Notice("x", "<img src='file:///etc/hostname'> could not be read."))
    label = next(label for label in bar.findChildren(QLabel) if label.text())

    assert label.textFormat() is Qt.TextFormat.PlainText
    assert label.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse


def test_the_action_is_told_by_the_notices_name_and_the_notice_goes(qtbot: QtBot, bar: NoticeBar) -> None:
    bar.show_notice(DISK_FULL)
    with qtbot.waitSignal(bar.action_taken) as taken, qtbot.assertNotEmitted(bar.dismissed):
        QTest.mouseClick(button_named(bar, "Try again"), Qt.MouseButton.LeftButton)

    assert taken.args == ["disk"]
    assert bar.isHidden()


def test_dismissing_the_newest_brings_the_older_one_back(qtbot: QtBot, bar: NoticeBar) -> None:
    bar.show_notice(DISK_FULL)
    bar.show_notice(Notice("slow", "The model broke down.", Severity.ERROR))
    assert bar.text == "The model broke down."

    with qtbot.waitSignal(bar.dismissed) as dismissed:
        dismiss(bar)
    assert dismissed.args == ["slow"]
    assert bar.text == "The disk is full."
    dismiss(bar)

    assert bar.isHidden()


def test_the_same_notice_twice_is_one(bar: NoticeBar) -> None:
    bar.show_notice(Notice("first", "The folder cannot be read.", Severity.ERROR))
    bar.show_notice(DISK_FULL)
    bar.show_notice(Notice("second", "The folder cannot be read.", Severity.ERROR))
    dismiss(bar)
    assert bar.text == "The disk is full."
    dismiss(bar)

    assert bar.isHidden()


def test_a_notice_of_the_same_name_takes_the_place_of_the_earlier_one(bar: NoticeBar) -> None:
    bar.show_notice(Notice("disk", "The disk is almost full."))
    bar.show_notice(DISK_FULL)
    dismiss(bar)

    assert bar.isHidden()


def test_what_merely_tells_something_waits_behind_what_matters_more(bar: NoticeBar) -> None:
    lost = Notice("store", "What you write now is gone when QuantChat closes.", Severity.ERROR)
    bar.show_notice(lost)
    bar.show_notice(Notice("settings", "Your settings could not be saved."))
    bar.show_notice(Notice("slow", "The model runs from the disk.", Severity.WARNING))
    assert bar.text == lost.text

    for expected in ("The model runs from the disk.", "Your settings could not be saved.", ""):
        dismiss(bar)
        assert bar.text == expected


def test_an_offer_to_undo_is_seen_before_an_error_and_then_the_error_again(bar: NoticeBar) -> None:
    bar.show_notice(DISK_FULL)
    bar.show_notice(Notice("undo-message", "The answer was deleted.", action="Undo"))
    assert bar.text == "The answer was deleted."

    dismiss(bar)

    assert bar.text == "The disk is full."


def test_two_offers_to_undo_with_the_same_words_are_two(bar: NoticeBar) -> None:
    bar.show_notice(DELETED)
    bar.show_notice(Notice("undo-8", DELETED.text, action="Undo", expires=True))
    dismiss(bar)

    assert bar.text == DELETED.text


def test_an_offer_to_undo_goes_by_itself(qtbot: QtBot, bar: NoticeBar) -> None:
    with qtbot.waitSignal(bar.dismissed) as dismissed:
        bar.show_notice(DELETED)

    assert dismissed.args == ["undo-7"]
    assert bar.isHidden()


def test_an_error_stays(qtbot: QtBot, bar: NoticeBar) -> None:
    with qtbot.assertNotEmitted(bar.dismissed, wait=80):
        bar.show_notice(DISK_FULL)

    assert bar.isVisible()


def test_an_error_behind_an_offer_that_went_is_shown_and_stays(qtbot: QtBot, bar: NoticeBar) -> None:
    bar.show_notice(DISK_FULL)
    with qtbot.waitSignal(bar.dismissed):
        bar.show_notice(DELETED)
    with qtbot.assertNotEmitted(bar.dismissed, wait=80):
        assert bar.text == "The disk is full."


def test_an_offer_waits_while_the_pointer_is_over_it(qtbot: QtBot, bar: NoticeBar) -> None:
    with qtbot.assertNotEmitted(bar.dismissed, wait=80):
        bar.show_notice(DELETED)
        hover(bar)

    with qtbot.waitSignal(bar.dismissed):
        QApplication.sendEvent(bar, QEvent(QEvent.Type.Leave))


def test_an_offer_that_appears_under_the_pointer_waits(qtbot: QtBot, bar: NoticeBar) -> None:
    bar.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    with qtbot.assertNotEmitted(bar.dismissed, wait=80):
        bar.show_notice(DELETED)


def test_an_offer_waits_while_nobody_can_see_it(qtbot: QtBot, bar: NoticeBar) -> None:
    with qtbot.assertNotEmitted(bar.dismissed, wait=80):
        bar.show_notice(DELETED)
        bar.hide()

    with qtbot.waitSignal(bar.dismissed):
        bar.show()


def test_what_is_no_longer_so_can_be_taken_back(qtbot: QtBot, bar: NoticeBar) -> None:
    bar.show_notice(DISK_FULL)
    with qtbot.assertNotEmitted(bar.dismissed):
        bar.remove_notice("disk")

    assert bar.isHidden()


def test_a_long_notice_wraps_and_makes_the_bar_higher(bar: NoticeBar) -> None:
    bar.show_notice(Notice("short", "Short."))
    short_height = bar.heightForWidth(600) if bar.hasHeightForWidth() else bar.sizeHint().height()
    bar.show_notice(Notice("long", "This notice has many words. " * 12))

    assert bar.heightForWidth(600) > short_height
