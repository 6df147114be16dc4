"""A run of prose loads nothing, opens nothing by itself, and leaves scrolling to the chat."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QKeyEvent, QPixmap, QTextDocument, QWheelEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from quantchat.gui.markdown_prose import ProseWidget
from quantchat.gui.markdown_style import ProseStyle
from quantchat.gui.theme import Theme
from tests.gui.pseudo_language import unmarked_texts

Prose = Callable[[str], ProseWidget]


@pytest.fixture
def prose(qtbot: QtBot, theme: Theme) -> Prose:
    def made(source: str) -> ProseWidget:
        widget = ProseWidget(theme, ProseStyle(theme), is_first=True)
        qtbot.addWidget(widget)
        widget.resize(600, 100)
        widget.append_closed(source)
        return widget

    return made


def test_an_image_is_named_and_never_loaded(prose: Prose) -> None:
    widget = prose("![a cat](https://example.com/cat.png)\n\n<img src='file:///etc/passwd'>")

    assert widget.toPlainText() == ("[image: a cat] (https://example.com/cat.png)\n<img src='file:///etc/passwd'>")
    resource = widget.loadResource(QTextDocument.ResourceType.ImageResource.value, QUrl("file:///etc/hostname"))
    assert isinstance(resource, QPixmap)
    assert resource.width() == 1


@pytest.mark.parametrize("address", ["https://example.com/a", "http://example.com", "mailto:a@example.com"])
def test_a_link_to_the_web_or_to_mail_is_passed_on(qtbot: QtBot, prose: Prose, address: str) -> None:
    widget = prose(f"[go]({address})")
    with qtbot.waitExposed(widget):
        widget.show()

    with qtbot.waitSignal(widget.link_activated) as signal:
        QTest.mouseClick(widget.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(8, 14))
    assert signal.args == [address]
    assert widget.toPlainText() == "go"  # and the text is not left for the page


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://example.com", "data:text/html,x", "relative"])
def test_any_other_link_does_nothing(qtbot: QtBot, prose: Prose, address: str) -> None:
    widget = prose("text")

    with qtbot.assertNotEmitted(widget.link_activated):
        widget.anchorClicked.emit(QUrl(address))


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x"])
def test_a_dangerous_address_is_not_even_a_link(prose: Prose, address: str) -> None:
    assert "<a " not in prose(f"[go]({address})").document().toHtml()


def test_a_bare_address_is_a_link_without_the_full_stop(qtbot: QtBot, prose: Prose) -> None:
    widget = prose("https://example.org/a.")
    with qtbot.waitExposed(widget):
        widget.show()

    with qtbot.waitSignal(widget.link_activated) as signal:
        QTest.mouseClick(widget.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(8, 14))
    assert signal.args == ["https://example.org/a"]


def test_footnotes_stay_text(prose: Prose) -> None:
    text = "A claim[^1].\n\n[^1]: https://example.org/note"

    assert prose(text).toPlainText() == text.replace("\n\n", "\n")


def test_it_is_as_high_as_its_text_and_grows_when_narrow(qtbot: QtBot, prose: Prose) -> None:
    widget = prose("some words " * 40)
    with qtbot.waitExposed(widget):
        widget.show()
    wide = widget.height()
    widget.resize(200, wide)

    assert widget.height() > 2 * wide
    assert widget.height() >= widget.document().size().height()
    assert widget.verticalScrollBar().maximum() == 0


def test_a_very_long_word_is_broken_instead_of_cut(qtbot: QtBot, prose: Prose) -> None:
    widget = prose("a" * 400)
    with qtbot.waitExposed(widget):
        widget.show()

    layout = widget.document().firstBlock().layout()
    assert layout.lineCount() > 3
    assert all(layout.lineAt(number).naturalTextWidth() <= 600 for number in range(layout.lineCount()))


@pytest.mark.parametrize("modifier", [Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier])
def test_the_wheel_goes_on_to_the_chat(prose: Prose, modifier: Qt.KeyboardModifier) -> None:
    widget = prose("text\n\nmore text")
    wheel = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        modifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    widget.wheelEvent(wheel)
    assert not wheel.isAccepted()


def test_the_paging_keys_go_on_to_the_chat(prose: Prose) -> None:
    widget = prose("text\n\nmore text")
    for key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End):
        press = QKeyEvent(QKeyEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)
        widget.keyPressEvent(press)
        assert not press.isAccepted()


def test_text_can_be_selected_and_copied_over_several_paragraphs(prose: Prose) -> None:
    widget = prose("One **bold** word.\n\nAnd `code`.")
    widget.selectAll()

    assert widget.textCursor().selection().toPlainText() == "One bold word.\nAnd code."


def test_a_paragraph_runs_in_the_direction_of_its_first_letter(prose: Prose) -> None:
    widget = prose("שלום world\n\nhello עולם")
    document = widget.document()

    assert document.firstBlock().textDirection() == Qt.LayoutDirection.RightToLeft
    assert document.lastBlock().textDirection() == Qt.LayoutDirection.LeftToRight


def test_what_the_program_says_in_an_answer_is_translated(pseudo: None, prose: Prose) -> None:
    widget = prose("![a cat](https://example.com/cat.png)")

    assert widget.toPlainText().startswith("⟦[image: ⟧a cat⟦] (⟧https://example.com/cat.png⟦)")
    assert unmarked_texts(widget) == []
