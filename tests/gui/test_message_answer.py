"""An answer tells who gave it, how far it is, how it ended, and what can be done with it."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from quantchat.core.chat import Message, MessageStatus
from quantchat.gui.buttons import Button
from quantchat.gui.chat_view import ChatView
from quantchat.gui.icons import Icons
from quantchat.gui.markdown_prose import ProseWidget
from quantchat.gui.message_actions import SiblingRequest
from quantchat.gui.message_answer import CONTINUING, STOPPED, WAITING, AnswerWidget
from quantchat.gui.message_reasoning import ReasoningText
from quantchat.gui.theme import Theme
from tests.gui.message_samples import FIGURES, answer
from tests.gui.visible_text import button_named, visible_texts

MakeAnswer = Callable[[Message], AnswerWidget]
GROWING = answer(7, "", status=MessageStatus.STREAMING)


@pytest.fixture
def shown(qtbot: QtBot, theme: Theme, icons: Icons) -> MakeAnswer:
    def made(message: Message) -> AnswerWidget:
        widget = AnswerWidget(message, theme, icons)
        qtbot.addWidget(widget)
        with qtbot.waitExposed(widget):
            widget.show()
        return widget

    return made


def prose_of(widget: AnswerWidget) -> str:
    return "\n".join(prose.toPlainText() for prose in widget.findChildren(ProseWidget) if prose.isVisibleTo(widget))


def click(widget: AnswerWidget, label: str) -> None:
    QTest.mouseClick(button_named(widget, label), Qt.MouseButton.LeftButton)


def thoughts(widget: AnswerWidget) -> str | None:
    """The thinking as far as it can be read."""
    (text,) = widget.findChildren(ReasoningText)
    return text.toPlainText() if text.isVisibleTo(widget) else None


def test_a_complete_answer_shows_its_model_and_its_figures(shown: MakeAnswer) -> None:
    widget = shown(answer(1, "Use **strptime**.", figures=FIGURES))

    assert prose_of(widget) == "Use strptime."
    texts = visible_texts(widget)
    assert texts[0] == "Llama 3.1 8B Instruct  Q5_K_M"
    assert "38.2 tokens/s    first token 0.4 s" in texts
    assert STOPPED not in texts


def test_before_the_first_word_it_says_what_happens(qtbot: QtBot, shown: MakeAnswer) -> None:
    widget = shown(GROWING)
    assert WAITING in visible_texts(widget)
    widget.set_waiting("Reading your message… 40 %")
    assert "Reading your message… 40 %" in visible_texts(widget)
    widget.append("Hello", "")

    assert not any("Reading" in text for text in visible_texts(widget))
    qtbot.waitUntil(lambda: prose_of(widget) == "Hello")


def test_an_answer_that_goes_on_says_so_below_its_text_until_the_next_word(qtbot: QtBot, shown: MakeAnswer) -> None:
    widget = shown(answer(7, "The beginning", status=MessageStatus.STREAMING))
    assert visible_texts(widget)[-1] == CONTINUING
    widget.set_waiting("Reading your message… 40 %")
    assert visible_texts(widget)[-1] == "Reading your message… 40 %"
    widget.append(" and the end", "")

    assert not any("Reading" in text for text in visible_texts(widget))
    qtbot.waitUntil(lambda: prose_of(widget) == "The beginning and the end")


def test_a_growing_answer_ends_as_the_same_text(qtbot: QtBot, shown: MakeAnswer) -> None:
    widget = shown(GROWING)
    for piece in ("Some *te", "xt*.\n\n- a", "\n- b"):
        widget.append(piece, "")
    before = widget.findChildren(ProseWidget)
    widget.end(replace(widget.message, status=MessageStatus.COMPLETE, figures=FIGURES))

    assert widget.findChildren(ProseWidget) == before
    qtbot.waitUntil(lambda: prose_of(widget) == "Some text.\na\nb")
    assert button_named(widget, "Copy message")


def test_an_answer_that_was_stored_differently_is_written_anew(qtbot: QtBot, shown: MakeAnswer) -> None:
    widget = shown(GROWING)
    widget.append("Hallo", "")
    qtbot.waitUntil(lambda: prose_of(widget) == "Hallo")
    widget.end(answer(7, "Hello"))
    assert "Hallo" not in prose_of(widget)

    qtbot.waitUntil(lambda: prose_of(widget) == "Hello")
    assert widget.message.content == "Hello"


def test_thinking_is_one_folded_line_that_opens(qtbot: QtBot, shown: MakeAnswer) -> None:
    widget = shown(GROWING)
    widget.append("", "First I ")
    assert button_named(widget, "Thinking…")
    assert thoughts(widget) is None
    with qtbot.waitSignal(widget.unfolding):
        click(widget, "Thinking…")
    widget.append("", "think.\nThen I write.")
    assert thoughts(widget) == "First I think.\nThen I write."
    widget.append("Done.", "")
    widget.end(replace(widget.message, status=MessageStatus.COMPLETE, figures=FIGURES))
    assert thoughts(widget) == "First I think.\nThen I write."
    click(widget, "Thought for 2.1 seconds")

    assert thoughts(widget) is None


def test_a_stopped_answer_says_so(shown: MakeAnswer) -> None:
    widget = shown(answer(1, "Half a", status=MessageStatus.STOPPED))

    assert STOPPED in visible_texts(widget)
    assert "Try again" not in visible_texts(widget)


def test_an_interrupted_answer_says_why_and_offers_another_try(qtbot: QtBot, shown: MakeAnswer) -> None:
    widget = shown(answer(3, "Half a", status=MessageStatus.INTERRUPTED, error="The model ran out of memory."))

    assert "The model ran out of memory." in visible_texts(widget)
    with qtbot.waitSignal(widget.regenerate_requested) as signal:
        click(widget, "Try again")
    assert signal.args == [3]


@pytest.mark.parametrize("width", [380, 700])
def test_the_reason_is_shown_whole_at_any_width(qtbot: QtBot, theme: Theme, icons: Icons, width: int) -> None:
    reason = "The model ran out of memory while it was answering. What had arrived is kept. Choose a shorter context."
    view = ChatView(theme, icons)
    qtbot.addWidget(view)
    view.resize(width, 600)
    with qtbot.waitExposed(view):
        view.show()
    view.set_thread([answer(3, "Half a", status=MessageStatus.INTERRUPTED, error=reason)])
    (label,) = (label for label in view.findChildren(QLabel) if label.text() == reason)
    buttons = [button_named(view, name) for name in ("Continue", "Try again")]

    def is_whole() -> bool:
        is_wide = label.width() > width / 2 and all(button.width() >= button.sizeHint().width() for button in buttons)
        return is_wide and label.height() >= label.heightForWidth(label.width())

    qtbot.waitUntil(is_whole)
    assert label.visibleRegion().boundingRect().size() == label.size()


def test_its_actions_name_the_message(qtbot: QtBot, shown: MakeAnswer) -> None:
    widget = shown(answer(5, "Some *text*."))
    widget.set_siblings(2, 3)
    assert "2 / 3" in visible_texts(widget)

    with qtbot.waitSignal(widget.copy_requested) as copied:
        click(widget, "Copy message")
    with qtbot.waitSignal(widget.regenerate_requested) as again:
        click(widget, "Answer again")
    with qtbot.waitSignal(widget.sibling_requested) as sibling:
        click(widget, "Former version")
    assert (copied.args, again.args, sibling.args) == (["Some *text*."], [5], [SiblingRequest(5, -1)])


def test_the_last_version_has_no_next_and_a_single_one_no_arrows(shown: MakeAnswer) -> None:
    widget = shown(answer(5, "text"))
    assert "1 / 1" not in visible_texts(widget)
    widget.set_siblings(2, 2)

    assert not button_named(widget, "Next version").isEnabled()
    assert button_named(widget, "Former version").isEnabled()


def test_a_screen_reader_hears_which_version_it_is(shown: MakeAnswer) -> None:
    widget = shown(answer(5, "text"))
    widget.set_siblings(2, 3)

    (place,) = (label for label in widget.findChildren(QLabel) if label.text() == "2 / 3")
    assert place.accessibleName() == "Version 2 of 3"
    assert button_named(widget, "Next version").accessibleDescription() == "Version 2 of 3"


def test_a_version_that_is_the_only_one_again_loses_its_arrows(shown: MakeAnswer) -> None:
    widget = shown(answer(5, "text"))
    widget.set_siblings(2, 2)
    widget.set_siblings(1, 1)

    assert not {"Former version", "Next version", "1 / 1"} & set(visible_texts(widget))


def test_while_another_answer_is_made_only_copying_is_allowed(shown: MakeAnswer) -> None:
    widget = shown(answer(5, "text", status=MessageStatus.INTERRUPTED))
    widget.set_siblings(1, 2)
    widget.set_actions_enabled(False)

    usable = {
        button.label for button in widget.findChildren(Button) if button.isVisibleTo(widget) and button.isEnabled()
    }
    assert usable == {"Copy message", "More"}


def test_every_button_has_a_name_and_can_be_reached_by_the_keyboard(shown: MakeAnswer) -> None:
    widget = shown(answer(5, "```py\nx\n```", reasoning="hm", figures=FIGURES))

    for button in widget.findChildren(Button):
        assert button.accessibleName()
        assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
