"""An empty chat is a designed screen: one sentence and what can be done."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from quantchat.gui.empty_state import EXAMPLES, EmptyState
from quantchat.gui.icons import Icons
from quantchat.gui.theme import Theme
from quantchat.probe.memory import Memory
from tests.gui.visible_text import button_named, visible_texts

MEMORY = Memory(total_bytes=int(23.5 * 1024**3), available_bytes=int(18.2 * 1024**3))


@pytest.fixture
def empty(qtbot: QtBot, theme: Theme, icons: Icons) -> EmptyState:
    empty = EmptyState(theme, icons)
    qtbot.addWidget(empty)
    empty.resize(900, 600)
    with qtbot.waitExposed(empty):
        empty.show()
    return empty


def test_a_ready_model_and_the_machine_are_told_in_one_line(empty: EmptyState) -> None:
    empty.show_ready("SmolLM2 135M", 2, MEMORY)

    assert visible_texts(empty) == [
        "What shall we talk about?",
        "SmolLM2 135M is ready. 2 cores, 18.2 of 23.5 GB free.",
        *EXAMPLES,
    ]


def test_one_core_is_not_told_in_the_plural(empty: EmptyState) -> None:
    empty.show_ready("SmolLM2 135M", 1, MEMORY)

    assert empty.detail == "SmolLM2 135M is ready. 1 core, 18.2 of 23.5 GB free."


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_is_chosen_by_a_click(qtbot: QtBot, empty: EmptyState, example: str) -> None:
    empty.show_ready("SmolLM2 135M", 2, MEMORY)
    with qtbot.waitSignal(empty.example_chosen) as chosen:
        QTest.mouseClick(button_named(empty, example), Qt.MouseButton.LeftButton)

    assert chosen.args == [example]


def test_without_a_model_the_one_thing_to_do_is_to_add_a_file(qtbot: QtBot, empty: EmptyState) -> None:
    empty.show_no_model()
    assert visible_texts(empty)[2:] == ["Add a model file…"]

    with qtbot.waitSignal(empty.add_file_requested):
        QTest.mouseClick(button_named(empty, "Add a model file…"), Qt.MouseButton.LeftButton)


def test_a_failed_load_tells_why_and_can_be_tried_again(qtbot: QtBot, empty: EmptyState) -> None:
    empty.show_load_failed("The file is damaged.", "Download it again.")
    assert visible_texts(empty) == ["The file is damaged.", "Download it again.", "Try again"]

    with qtbot.waitSignal(empty.retry_requested):
        QTest.mouseClick(button_named(empty, "Try again"), Qt.MouseButton.LeftButton)


def test_a_loading_model_is_told_and_nothing_is_offered(empty: EmptyState) -> None:
    empty.show_loading("Gemma 3 270M")

    assert visible_texts(empty) == [
        "Gemma 3 270M is loading.",
        "You can write your first message meanwhile.",
    ]


def test_no_word_of_a_long_sentence_is_cut_and_a_short_one_leaves_no_gap(empty: EmptyState) -> None:
    label = next(label for label in empty.findChildren(QLabel) if label.text() == empty.detail)
    empty.show_load_failed("The model could not be loaded.", "There is not enough memory for it. " * 6)
    assert label.height() >= label.heightForWidth(label.width())
    long_height = label.minimumHeight()

    empty.show_load_failed("The model could not be loaded.", "Try again.")

    assert label.minimumHeight() < long_height


def test_the_next_model_is_suggested_below_the_invitation_and_only_there(empty: EmptyState, qtbot: QtBot) -> None:
    sentence = "Your computer can run Qwen3 4B in Q4_K_M (2.5 GB), wholly on the GPU: the best next model for it."
    empty.suggest(sentence, "catalogue qwen3-4b")
    assert sentence not in visible_texts(empty)
    empty.show_ready("SmolLM2 135M Instruct", 8, MEMORY)
    assert sentence in visible_texts(empty)
    with qtbot.waitSignal(empty.suggestion_chosen) as chosen:
        QTest.mouseClick(button_named(empty, "Show this model"), Qt.MouseButton.LeftButton)
    assert chosen.args == ["catalogue qwen3-4b"]
    empty.show_loading("SmolLM2 135M Instruct")
    assert sentence not in visible_texts(empty)
