"""All that can be done with a message stands in its menu, which opens by pointer and by key."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from quantchat.core.chat import Message, MessageStatus
from quantchat.gui.chat_view import ChatView
from quantchat.gui.icons import Icons
from quantchat.gui.message_actions import RegenerateWith
from quantchat.gui.message_menu import AnswererOption, MessageMenu
from quantchat.gui.message_reasoning import ReasoningText
from quantchat.gui.message_widget import MessageWidget
from quantchat.gui.theme import Theme
from tests.gui.message_samples import answer, question
from tests.gui.visible_text import button_named

OPTIONS = (AnswererOption("llama", "Llama 3.1 8B Instruct  Q8_0"), AnswererOption("r&d", "R&D 7B  Q4_K_M"))
COPY_LINES = ["Copy as Markdown", "Copy as plain text"]
MakeChat = Callable[..., ChatView]


@pytest.fixture
def chat(qtbot: QtBot, theme: Theme, icons: Icons) -> Iterator[MakeChat]:
    views: list[ChatView] = []

    def made(*messages: Message) -> ChatView:
        view = ChatView(theme, icons)
        views.append(view)
        qtbot.addWidget(view)
        view.resize(800, 600)
        with qtbot.waitExposed(view):
            view.show()
        view.activateWindow()
        view.set_thread(messages)
        return view

    yield made
    for view in views:
        for menu in view.findChildren(MessageMenu):
            menu.close()


def widget_of(view: ChatView, message_id: int) -> MessageWidget:
    widget = view.message_widget(message_id)
    assert widget is not None
    return widget


def menu_of(widget: MessageWidget) -> MessageMenu:
    """The one menu that is open."""
    (menu,) = (menu for menu in widget.findChildren(MessageMenu) if menu.isVisible())
    return menu


def open_menu(view: ChatView, message_id: int) -> MessageMenu:
    widget = widget_of(view, message_id)
    QTest.mouseClick(button_named(widget, "More"), Qt.MouseButton.LeftButton)
    return menu_of(widget)


def lines(menu: MessageMenu) -> list[str]:
    return [action.text() for action in menu.actions() if not action.isSeparator()]


def line(menu: MessageMenu, text: str) -> QAction:
    return next(action for action in menu.actions() if action.text() == text)


def test_an_answer_offers_all_that_can_be_done_with_it(chat: MakeChat) -> None:
    view = chat(question(1, "Hi"), answer(2, "Hello"))

    assert lines(open_menu(view, 2)) == [*COPY_LINES, "Answer again", "Answer again with", "Details…", "Delete"]


def test_a_question_offers_to_edit_it(qtbot: QtBot, chat: MakeChat) -> None:
    view = chat(question(1, "Hi"), answer(2, "Hello"))
    menu = open_menu(view, 1)

    assert lines(menu) == ["Copy", "Edit and resend", "Delete"]
    with qtbot.waitSignal(view.edit_requested) as edited:
        line(menu, "Edit and resend").trigger()
    with qtbot.waitSignal(view.delete_requested) as deleted:
        line(menu, "Delete").trigger()
    assert (edited.args, deleted.args) == ([1], [1])


@pytest.mark.parametrize("status", [MessageStatus.STOPPED, MessageStatus.INTERRUPTED])
def test_an_answer_that_is_not_whole_can_be_continued(qtbot: QtBot, chat: MakeChat, status: MessageStatus) -> None:
    view = chat(question(1, "Hi"), answer(2, "Hel", status=status))
    menu = open_menu(view, 2)

    with qtbot.waitSignal(view.continue_requested) as signal:
        line(menu, "Continue").trigger()
    assert signal.args == [2]


def test_an_answer_without_a_word_cannot_be_continued(chat: MakeChat) -> None:
    view = chat(question(1, "Hi"), answer(2, "", status=MessageStatus.INTERRUPTED))

    assert "Continue" not in lines(open_menu(view, 2))


def test_copying_takes_the_markdown_or_what_is_seen(qtbot: QtBot, chat: MakeChat) -> None:
    view = chat(answer(2, "Use **this**:\n\n```py\nx = 1\n```\n"))
    menu = open_menu(view, 2)
    copied: list[str] = []
    view.copy_requested.connect(copied.append)
    line(menu, "Copy as Markdown").trigger()
    line(menu, "Copy as plain text").trigger()

    assert copied == ["Use **this**:\n\n```py\nx = 1\n```\n", "Use this:\n\nx = 1"]


def test_what_is_selected_can_be_copied_by_itself(qtbot: QtBot, chat: MakeChat) -> None:
    view = chat(answer(2, "Some words here."))
    text = widget_of(view, 2).texts()[0]
    cursor = QTextCursor(text.document())
    cursor.setPosition(5)
    cursor.setPosition(10, QTextCursor.MoveMode.KeepAnchor)
    text.setTextCursor(cursor)
    menu = open_menu(view, 2)

    with qtbot.waitSignal(view.copy_requested) as signal:
        line(menu, "Copy selection").trigger()
    assert signal.args == ["words"]


def test_a_link_under_the_pointer_can_be_copied(qtbot: QtBot, chat: MakeChat) -> None:
    view = chat(answer(2, "[the docs](https://example.org/docs) tell more"))
    widget = widget_of(view, 2)
    right_click(widget.texts()[0].viewport(), QPoint(10, 12))

    with qtbot.waitSignal(view.copy_requested) as signal:
        line(menu_of(widget), "Copy link address").trigger()
    assert signal.args == ["https://example.org/docs"]


def test_selected_thinking_can_be_copied(qtbot: QtBot, chat: MakeChat) -> None:
    view = chat(answer(2, "Hello", reasoning="First I think."))
    widget = widget_of(view, 2)
    QTest.mouseClick(button_named(widget, "Thoughts"), Qt.MouseButton.LeftButton)
    (thinking,) = widget.findChildren(ReasoningText)
    thinking.selectAll()
    right_click(thinking.viewport())

    with qtbot.waitSignal(view.copy_requested) as signal:
        line(menu_of(widget), "Copy selection").trigger()
    assert signal.args == ["First I think."]


def test_another_model_can_answer(qtbot: QtBot, chat: MakeChat) -> None:
    view = chat(question(1, "Hi"), answer(2, "Hello"))
    view.set_answerers(lambda: OPTIONS)
    menu = open_menu(view, 2)
    others = line(menu, "Answer again with").menu()
    assert isinstance(others, MessageMenu)
    assert lines(others) == ["Llama 3.1 8B Instruct  Q8_0", "R&&D 7B  Q4_K_M"]  # doubled: shown as one

    others.popup(QPoint(0, 0))
    others.close()  # as when the pointer passes over another line
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    with qtbot.waitSignal(view.regenerate_with_requested) as signal:
        others.actions()[1].trigger()
    assert signal.args == [RegenerateWith(2, "r&d")]


def test_without_another_model_the_line_is_there_and_faint(chat: MakeChat) -> None:
    view = chat(question(1, "Hi"), answer(2, "Hello"))

    assert not line(open_menu(view, 2), "Answer again with").isEnabled()


def test_while_another_answer_is_made_nothing_can_be_changed(chat: MakeChat) -> None:
    view = chat(question(1, "Hi"), answer(2, "Hel", status=MessageStatus.STOPPED))
    view.set_answerers(lambda: OPTIONS)
    view.set_actions_enabled(False)
    menu = open_menu(view, 2)

    usable = [action.text() for action in menu.actions() if action.isEnabled() and not action.isSeparator()]
    assert usable == [*COPY_LINES, "Details…"]


def test_details_are_asked_for(qtbot: QtBot, chat: MakeChat) -> None:
    view = chat(answer(2, "Hello"))
    with qtbot.waitSignal(view.details_requested) as signal:
        line(open_menu(view, 2), "Details…").trigger()

    assert signal.args == [2]


def test_a_right_click_on_any_text_opens_the_menu(chat: MakeChat) -> None:
    view = chat(answer(2, "Hello\n\n```py\nx\n```\n"))
    widget = widget_of(view, 2)
    for text in widget.texts():
        right_click(text.viewport())
        menu_of(widget).close()


def test_the_menu_key_opens_the_menu_of_the_message_with_the_keyboard(chat: MakeChat) -> None:
    view = chat(question(1, "Hi"), answer(2, "Hello"))
    view.focus_former()
    focused = QApplication.focusWidget()
    assert focused is not None
    for key, modifier in (
        (Qt.Key.Key_Menu, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier),
    ):
        QTest.keyClick(focused, key, modifier)
        assert "Details…" in lines(menu_of(widget_of(view, 2)))
        menu_of(widget_of(view, 2)).close()


def test_the_menu_key_opens_the_menu_from_within_the_text(chat: MakeChat) -> None:
    view = chat(answer(2, "Hello"))
    text = widget_of(view, 2).texts()[0]
    text.setFocus()
    QTest.keyClick(text, Qt.Key.Key_Menu)

    assert "Details…" in lines(menu_of(widget_of(view, 2)))


def test_an_answer_that_just_ended_has_its_menu(qtbot: QtBot, chat: MakeChat) -> None:
    view = chat(answer(2, "", status=MessageStatus.STREAMING))
    view.append_text(2, "Hello\n\n```py\nx = 1\n```\n", "")
    view.update_message(replace(widget_of(view, 2).message, status=MessageStatus.COMPLETE))
    right_click(widget_of(view, 2).texts()[1].viewport())

    assert "Copy as plain text" in lines(menu_of(widget_of(view, 2)))


def right_click(over: QWidget, at: QPoint | None = None) -> None:
    """Ask for a menu as the system does: what a widget ignores goes to its parent."""
    widget: QWidget | None = over
    where = over.mapToGlobal(at or QPoint(2, 2))
    while widget is not None:
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, widget.mapFromGlobal(where), where)
        event.ignore()
        QApplication.sendEvent(widget, event)
        widget = None if event.isAccepted() else widget.parentWidget()
