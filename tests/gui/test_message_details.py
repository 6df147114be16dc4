"""How an answer was made can be read and copied, each value with its unit."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from quantchat.core.chat import AnswerFigures, Message, MessageStatus, Sampling
from quantchat.gui.answer_details import AnswerDetails, details_as_text
from quantchat.gui.icons import Icons
from quantchat.gui.message_details import MessageDetails
from quantchat.gui.theme import Theme
from tests.gui.message_samples import answer
from tests.gui.visible_text import button_named, visible_texts

FIGURES = AnswerFigures(
    prompt_tokens=1834,
    evaluated_tokens=212,
    answer_tokens=412,
    prefill_ms=640.0,
    decode_ms=9876.0,
    time_to_first_token_ms=812.0,
    reasoning_ms=2100.0,
    context_length=8192,
    context_used=2246,
    seed=3141592653,
)
WHOLE = replace(answer(2, "Hello", figures=FIGURES), created_at=1_790_000_000.0)


@pytest.fixture
def details(qtbot: QtBot, theme: Theme, icons: Icons) -> Iterator[MessageDetails]:
    window = QWidget()
    qtbot.addWidget(window)
    shown = MessageDetails(theme, icons, window)
    yield shown
    shown.close()


def words(message: Message, sampling: Sampling | None = None) -> dict[str, str]:
    """Each value by its name."""
    groups = AnswerDetails().groups(message, sampling)
    return {detail.name: detail.value for group in groups for detail in group.details}


def test_an_answer_tells_what_was_measured_with_units(qapp: object) -> None:
    found = words(WHOLE)
    assert found["Prompt"] == "1,834 tokens, 1,622 of them kept from the answer before"
    assert found["Answer"] == "412 tokens"
    assert found["Context"] == "2,246 of 8,192 tokens"
    assert found["Writing speed"] == "41.6 tokens/s"
    assert found["Reading speed"] == "331.2 tokens/s"
    assert found["First token after"] == "0.81 s"
    assert found["Thinking"] == "2.10 s"

    assert found["Seed"] == "3141592653"
    assert (found["Model"], found["Quantization"]) == ("Llama 3.1 8B Instruct", "Q5_K_M")
    assert "2026" in found["Written"]
    assert found["State"] == "Complete"


def test_what_was_not_measured_is_left_out(qapp: object) -> None:
    found = words(answer(2, "Hel", status=MessageStatus.INTERRUPTED, error="The model ran out of memory."))

    assert set(found) == {"Model", "Quantization", "Written", "State", "Reason"}
    assert (found["State"], found["Reason"]) == ("Cut short", "The model ran out of memory.")


def test_the_sampling_is_told_value_by_value(qapp: object) -> None:
    sampling = Sampling(temperature=0.65, top_k=0, min_p=0.0, repeat_penalty=1.0, stop=("###",), grammar='root ::= "a"')
    found = words(WHOLE, sampling)
    assert (found["Temperature"], found["Top-p"], found["Top-k"], found["Min-p"]) == ("0.65", "0.95", "off", "off")
    assert found["Repeat penalty"] == "off"
    assert found["Stop strings"] == "'###'"
    assert found["Grammar"] == 'root ::= "a"'

    assert "JSON schema" not in found
    assert found["Longest answer"] == "as long as the context allows"


def test_the_window_shows_the_values_and_they_can_be_selected(details: MessageDetails) -> None:
    details.show_details(WHOLE, Sampling())
    labels = {label.text(): label for label in details.findChildren(QLabel) if label.isVisibleTo(details)}

    speed = labels["41.6 tokens/s"]
    flags = Qt.TextInteractionFlag
    assert speed.textInteractionFlags() == flags.TextSelectableByMouse | flags.TextSelectableByKeyboard
    assert speed.accessibleName() == "Writing speed: 41.6 tokens/s"


def test_long_values_are_shown_whole_at_any_width(qtbot: QtBot, details: MessageDetails) -> None:
    details.show_details(WHOLE, Sampling())
    details.resize(details.minimumSize())
    (prompt,) = (label for label in details.findChildren(QLabel) if label.text().startswith("1,834"))

    qtbot.waitUntil(lambda: prompt.height() >= prompt.heightForWidth(prompt.width()) > 30)


def test_everything_can_be_copied_as_text(qtbot: QtBot, details: MessageDetails) -> None:
    details.show_details(WHOLE, Sampling())
    with qtbot.waitSignal(details.copy_requested) as signal:
        QTest.mouseClick(button_named(details, "Copy"), Qt.MouseButton.LeftButton)

    (text,) = signal.args or [""]
    assert text == details_as_text(AnswerDetails().groups(WHOLE, Sampling()))
    assert "Quantization: Q5_K_M" in text.splitlines()
    assert button_named(details, "Copied")
    qtbot.waitUntil(lambda: "Copy" in visible_texts(details))


def test_another_answer_takes_the_place_of_the_one_that_is_shown(qtbot: QtBot, details: MessageDetails) -> None:
    details.show_details(WHOLE, Sampling())
    details.show_details(replace(WHOLE, model_name="Qwen3 14B"), None)

    labels = [label.text() for label in details.findChildren(QLabel)]
    qtbot.waitUntil(lambda: "Llama 3.1 8B Instruct" not in details.text)
    assert "Qwen3 14B" in labels
    assert "Temperature" not in details.text


def test_escape_closes_the_window(details: MessageDetails) -> None:
    details.show_details(WHOLE, None)
    assert not details.isModal()
    QTest.keyClick(details, Qt.Key.Key_Escape)

    assert not details.isVisible()
