"""The composer sends, stops and edits, and never loses what was written."""

import pytest
from PySide6.QtCore import QCoreApplication, QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from quantchat.gui.composer import Composer, ComposerState
from quantchat.gui.composer_edit import ComposerEdit
from quantchat.gui.icons import Icons
from quantchat.gui.theme import COMPOSER_WIDTH, Theme
from tests.gui.visible_text import button_named, visible_texts

HINT = "Enter sends, Shift+Enter makes a new line"
PLACEHOLDER = "Ask anything. Nothing leaves this computer."
EDIT_HINT = "Editing an earlier message — Esc cancels"


@pytest.fixture
def composer(qtbot: QtBot, theme: Theme, icons: Icons) -> Composer:
    composer = Composer(theme, icons)
    qtbot.addWidget(composer)
    composer.resize(COMPOSER_WIDTH, 120)
    with qtbot.waitExposed(composer):
        composer.show()
    composer.activateWindow()
    composer.setFocus()
    return composer


def field(composer: Composer) -> ComposerEdit:
    edit = composer.findChild(ComposerEdit)
    assert isinstance(edit, ComposerEdit)
    return edit


def test_enter_sends_and_the_text_stays_until_the_owner_has_stored_it(qtbot: QtBot, composer: Composer) -> None:
    QTest.keyClicks(field(composer), "Why is the sky blue?")
    with qtbot.waitSignal(composer.message_submitted) as submitted:
        QTest.keyClick(field(composer), Qt.Key.Key_Return)

    assert submitted.args == ["Why is the sky blue?"]
    assert composer.text() == "Why is the sky blue?"
    composer.clear()
    assert composer.text() == ""


def test_the_send_button_sends(qtbot: QtBot, composer: Composer) -> None:
    composer.set_text("Hello")
    with qtbot.waitSignal(composer.message_submitted) as submitted:
        QTest.mouseClick(button_named(composer, "Send"), Qt.MouseButton.LeftButton)

    assert submitted.args == ["Hello"]


def test_shift_enter_makes_a_new_line(qtbot: QtBot, composer: Composer) -> None:
    edit = field(composer)
    with qtbot.assertNotEmitted(composer.message_submitted):
        QTest.keyClicks(edit, "one")
        QTest.keyClick(edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
        QTest.keyClicks(edit, "two")

    assert composer.text() == "one\ntwo"
    assert edit.document().blockCount() == 2


@pytest.mark.parametrize("text", ["", "  \n\t "])
def test_nothing_is_not_sent(qtbot: QtBot, composer: Composer, text: str) -> None:
    composer.set_text(text)

    assert not button_named(composer, "Send").isEnabled()
    with qtbot.assertNotEmitted(composer.message_submitted):
        QTest.keyClick(field(composer), Qt.Key.Key_Return)


def test_enter_during_composition_confirms_the_proposal_and_sends_nothing(qtbot: QtBot, composer: Composer) -> None:
    edit = field(composer)
    composer.set_text("こん")
    QCoreApplication.sendEvent(edit, QInputMethodEvent("にちは", []))
    with qtbot.assertNotEmitted(composer.message_submitted):
        QTest.keyClick(edit, Qt.Key.Key_Return)
    assert composer.text() == "こん"

    confirmed = QInputMethodEvent("", [])
    confirmed.setCommitString("にちは")
    QCoreApplication.sendEvent(edit, confirmed)
    with qtbot.waitSignal(composer.message_submitted) as submitted:
        QTest.keyClick(edit, Qt.Key.Key_Return)

    assert submitted.args == ["こんにちは"]


def test_rich_text_is_pasted_as_plain_text(composer: Composer) -> None:
    mime = QMimeData()
    mime.setHtml("<h1>Big</h1><img src='file:///etc/hostname'>")
    mime.setText("Big\nplain")
    clipboard = QGuiApplication.clipboard()
    clipboard.setMimeData(mime)

    field(composer).paste()
    clipboard.clear()  # it would be freed after Python otherwise, which ends the run in a crash

    assert composer.text() == "Big\nplain"


def test_the_field_grows_with_its_lines_up_to_eight_and_then_scrolls(qtbot: QtBot, composer: Composer) -> None:
    heights = []
    for lines in (1, 2, 8, 9, 40):
        composer.set_text("\n".join(["line"] * lines))
        heights.append(field(composer).height())
    one, two, eight, nine, forty = heights

    assert one < two < eight == nine == forty
    assert eight - one == 7 * (two - one)
    assert field(composer).verticalScrollBar().maximum() > 0


def test_a_long_line_that_wraps_makes_the_field_higher_and_a_wider_one_lower(qtbot: QtBot, composer: Composer) -> None:
    composer.resize(400, 120)
    composer.set_text("word " * 60)
    narrow_height = field(composer).height()
    composer.resize(COMPOSER_WIDTH, 120)

    qtbot.waitUntil(lambda: field(composer).height() < narrow_height)


def test_it_is_never_wider_than_its_column(qtbot: QtBot, composer: Composer) -> None:
    composer.resize(2000, 120)

    assert composer.width() == COMPOSER_WIDTH


def test_while_busy_the_button_and_esc_stop_and_enter_sends_for_later(qtbot: QtBot, composer: Composer) -> None:
    composer.set_text("next question")
    composer.set_state(ComposerState.BUSY)

    with qtbot.waitSignal(composer.message_submitted) as submitted:
        QTest.keyClick(field(composer), Qt.Key.Key_Return)
    assert submitted.args == ["next question"]
    with qtbot.waitSignal(composer.message_submitted):
        QTest.mouseClick(button_named(composer, "Send after this answer"), Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(composer.stop_requested):
        QTest.mouseClick(button_named(composer, "Stop"), Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(composer.stop_requested):
        QTest.keyClick(field(composer), Qt.Key.Key_Escape)
    assert composer.text() == "next question"


def test_while_busy_an_edited_message_cannot_be_sent(qtbot: QtBot, composer: Composer) -> None:
    composer.begin_edit("the earlier question")
    composer.set_state(ComposerState.BUSY)

    with qtbot.assertNotEmitted(composer.message_submitted):
        QTest.keyClick(field(composer), Qt.Key.Key_Return)


def test_while_busy_the_hint_says_that_an_edited_message_waits_and_esc_cancels_the_edit(
    qtbot: QtBot, composer: Composer
) -> None:
    composer.set_text("a draft")
    composer.begin_edit("the earlier question")
    composer.set_state(ComposerState.BUSY)
    assert "An answer is being written: send the edited message when it is done" in visible_texts(composer)

    with qtbot.waitSignal(composer.edit_cancelled), qtbot.assertNotEmitted(composer.stop_requested):
        QTest.keyClick(field(composer), Qt.Key.Key_Escape)
    assert composer.text() == "a draft"
    assert "Enter sends after this answer, Shift+Enter makes a new line, Esc stops the answer" in visible_texts(
        composer
    )


def test_esc_asks_for_nothing_while_nothing_runs(qtbot: QtBot, composer: Composer) -> None:
    with qtbot.assertNotEmitted(composer.stop_requested), qtbot.assertNotEmitted(composer.edit_cancelled):
        QTest.keyClick(field(composer), Qt.Key.Key_Escape)


def test_without_a_model_one_can_write_and_reads_why_it_is_not_sent(qtbot: QtBot, composer: Composer) -> None:
    reason = "Choose a model first; then you can send."
    composer.set_state(ComposerState.UNAVAILABLE, reason)
    assert field(composer).placeholderText() == reason

    QTest.keyClicks(field(composer), "Hello")

    assert reason in visible_texts(composer)
    assert not button_named(composer, "Send").isEnabled()
    with qtbot.assertNotEmitted(composer.message_submitted):
        QTest.keyClick(field(composer), Qt.Key.Key_Return)
    composer.set_state(ComposerState.IDLE)
    assert button_named(composer, "Send").isEnabled()
    assert HINT in visible_texts(composer)
    assert field(composer).placeholderText() == PLACEHOLDER


def test_cancelling_an_edit_brings_the_draft_back(qtbot: QtBot, composer: Composer) -> None:
    composer.set_text("half a thought")
    composer.begin_edit("the earlier question")
    assert EDIT_HINT in visible_texts(composer)
    assert composer.text() == "the earlier question"

    with qtbot.waitSignal(composer.edit_cancelled):
        QTest.keyClick(field(composer), Qt.Key.Key_Escape)

    assert composer.text() == "half a thought"
    assert EDIT_HINT not in visible_texts(composer)
    assert not composer.is_editing


def test_a_finished_edit_brings_the_draft_back_too(qtbot: QtBot, composer: Composer) -> None:
    composer.set_text("half a thought")
    composer.begin_edit("the earlier question")
    with qtbot.waitSignal(composer.message_submitted) as submitted:
        QTest.keyClick(field(composer), Qt.Key.Key_Return)
    assert submitted.args == ["the earlier question"]

    composer.clear()

    assert composer.text() == "half a thought"
    assert not composer.is_editing


def test_editing_another_message_keeps_the_first_draft(qtbot: QtBot, composer: Composer) -> None:
    composer.set_text("half a thought")
    composer.begin_edit("first")
    composer.begin_edit("second")

    QTest.mouseClick(button_named(composer, "Cancel editing"), Qt.MouseButton.LeftButton)

    assert composer.text() == "half a thought"


def test_a_click_on_the_button_leaves_the_cursor_in_the_field(qtbot: QtBot, composer: Composer) -> None:
    composer.set_text("Hello")
    qtbot.waitUntil(lambda: field(composer).hasFocus())

    QTest.mouseClick(button_named(composer, "Send"), Qt.MouseButton.LeftButton)

    assert field(composer).hasFocus()
