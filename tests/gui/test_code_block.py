"""A code block shows code as it is, copies it, and colours it without holding up the window."""

from collections.abc import Callable
from time import perf_counter

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from quantchat.gui.code_block import CodeBlock, CodeText
from quantchat.gui.code_highlighting import MAX_HIGHLIGHTED_CHARS
from quantchat.gui.icons import Icons
from quantchat.gui.theme import DARK, LIGHT, Theme
from tests.gui.pseudo_language import unmarked_texts
from tests.gui.visible_text import button_named, visible_texts

MakeBlock = Callable[[str, str], CodeBlock]
PYTHON = 'def f():\n    """Two\n    lines."""\n    return 1  # one'


@pytest.fixture
def closed_block(qtbot: QtBot, theme: Theme, icons: Icons) -> MakeBlock:
    def made(language: str, code: str) -> CodeBlock:
        block = CodeBlock(theme, icons, language)
        qtbot.addWidget(block)
        block.resize(400, 100)
        block.set_code(code, is_closed=True)
        with qtbot.waitExposed(block):
            block.show()
        return block

    return made


def text_of(block: CodeBlock) -> CodeText:
    return block.findChildren(CodeText)[0]


def colours_of(block: CodeBlock, line: int) -> dict[str, str]:
    """The coloured words of a line and their colours."""
    text_block = text_of(block).document().findBlockByNumber(line)
    return {
        text_block.text()[part.start : part.start + part.length]: part.format.foreground().color().name().upper()
        for part in text_block.layout().formats()
    }


def let_it_be_coloured(block: CodeBlock) -> None:
    """Bring the block into view and let everything run that is due."""
    block.grab()
    QApplication.processEvents()


def wheel(dx: int, dy: int, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> QWheelEvent:
    return QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(),
        QPoint(dx, dy),
        Qt.MouseButton.NoButton,
        keys,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )


def test_copy_copies_the_code_and_says_so_for_a_moment(qtbot: QtBot, closed_block: MakeBlock) -> None:
    block = closed_block("python", "x = 1\n\ny = 2")
    QTest.mouseClick(button_named(block, "Copy"), Qt.MouseButton.LeftButton)

    assert QGuiApplication.clipboard().text() == "x = 1\n\ny = 2"
    assert visible_texts(block) == ["python", "Copied"]
    qtbot.waitUntil(lambda: visible_texts(block) == ["python", "Copy"])


def test_closed_code_is_coloured_over_several_lines(qtbot: QtBot, closed_block: MakeBlock) -> None:
    block = closed_block("python", PYTHON)
    qtbot.waitUntil(lambda: bool(colours_of(block, 3)))

    assert colours_of(block, 0) == {"def": LIGHT.code_keyword, "f": LIGHT.code_name}
    assert LIGHT.code_string in colours_of(block, 1).values()
    assert LIGHT.code_string in colours_of(block, 2).values()
    assert colours_of(block, 3) == {
        "return": LIGHT.code_keyword,
        "1": LIGHT.code_number,
        "# one": LIGHT.code_comment,
    }
    assert text_of(block).toPlainText() == PYTHON


def test_the_colours_follow_the_theme(qtbot: QtBot, closed_block: MakeBlock, theme: Theme) -> None:
    block = closed_block("python", PYTHON)
    qtbot.waitUntil(lambda: bool(colours_of(block, 3)))
    theme.force(dark=True)
    block.restyle()

    qtbot.waitUntil(lambda: colours_of(block, 3).get("return") == DARK.code_keyword)


@pytest.mark.parametrize("language", ["", "no-such-language", "../../etc"])
def test_code_of_an_unknown_language_stays_plain(qtbot: QtBot, closed_block: MakeBlock, language: str) -> None:
    block = closed_block(language, "def f(): pass")
    let_it_be_coloured(block)

    assert colours_of(block, 0) == {}
    assert visible_texts(block)[0] == (language or "code")


def test_open_code_is_plain_until_it_is_closed(qtbot: QtBot, theme: Theme, icons: Icons) -> None:
    block = CodeBlock(theme, icons, "python")
    qtbot.addWidget(block)
    with qtbot.waitExposed(block):
        block.show()
    block.set_code("def", is_closed=False)
    let_it_be_coloured(block)
    assert colours_of(block, 0) == {}
    block.set_code("def f(): pass", is_closed=True)

    qtbot.waitUntil(lambda: "def" in colours_of(block, 0))
    assert block.code == text_of(block).toPlainText() == "def f(): pass"


def test_enormous_code_stays_plain_and_whole(qtbot: QtBot, closed_block: MakeBlock) -> None:
    code = "x = 1\n" * (MAX_HIGHLIGHTED_CHARS // 6 + 1)
    block = closed_block("python", code)
    let_it_be_coloured(block)

    assert colours_of(block, 0) == {}
    assert block.code == code


def test_code_is_as_high_as_its_lines_and_scrolls_only_sideways(qtbot: QtBot, closed_block: MakeBlock) -> None:
    block = closed_block("text", "long line " * 60 + "\n" * 30)
    text = text_of(block)

    assert text.verticalScrollBar().maximum() == 0
    assert text.horizontalScrollBar().maximum() > 0
    assert text.horizontalScrollBar().value() == 0  # the beginning of the lines is in view
    assert text.viewport().height() >= text.document().size().height()


def test_only_a_sideways_wheel_scrolls_the_code(qtbot: QtBot, closed_block: MakeBlock) -> None:
    block = closed_block("text", "long line " * 60)
    text = text_of(block)
    down, sideways = wheel(0, -120), wheel(-120, 0)
    text.wheelEvent(down)
    text.wheelEvent(sideways)

    assert not down.isAccepted()
    assert text.horizontalScrollBar().value() > 0


def test_the_wheel_with_shift_scrolls_the_code_sideways(qtbot: QtBot, closed_block: MakeBlock) -> None:
    block = closed_block("text", "long line " * 60)
    text = text_of(block)
    turn = wheel(0, -120, Qt.KeyboardModifier.ShiftModifier)
    text.wheelEvent(turn)

    assert turn.isAccepted()
    assert 0 < text.horizontalScrollBar().value() < text.horizontalScrollBar().maximum()


def test_the_wheel_with_shift_over_short_code_is_left_to_the_chat(qtbot: QtBot, closed_block: MakeBlock) -> None:
    turn = wheel(0, -120, Qt.KeyboardModifier.ShiftModifier)
    block = closed_block("text", "short")
    text_of(block).wheelEvent(turn)

    assert not turn.isAccepted()


def test_the_arrow_keys_scroll_the_code_sideways(qtbot: QtBot, closed_block: MakeBlock) -> None:
    block = closed_block("text", "long line " * 60)
    text = text_of(block)
    for _ in range(100):
        QTest.keyClick(text, Qt.Key.Key_Right)

    assert text.horizontalScrollBar().value() > 0


def test_a_screen_reader_is_told_what_code_it_is_and_what_is_copied(qtbot: QtBot, closed_block: MakeBlock) -> None:
    block = closed_block("python", "x = 1")

    assert text_of(block).accessibleName() == "Code in python"
    assert button_named(block, "Copy").accessibleName() == "Copy code"
    of_no_language = closed_block("", "x")
    assert text_of(of_no_language).accessibleName() == "Code"


def test_a_block_of_2000_lines_is_shown_and_coloured_in_small_steps(qtbot: QtBot, closed_block: MakeBlock) -> None:
    code = "\n".join(f"def f{number}(x): return x * {number}  # times" for number in range(2000))
    began = perf_counter()
    block = closed_block("python", code)
    assert perf_counter() - began < 2.0  # some 0.1 s on an idle machine

    qtbot.waitUntil(lambda: "return" in colours_of(block, 1999), timeout=20_000)


def test_paging_keys_go_on_to_the_chat_but_selecting_stays(qtbot: QtBot, closed_block: MakeBlock) -> None:
    block = closed_block("text", "one\ntwo")
    text = text_of(block)
    paging = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_PageDown, Qt.KeyboardModifier.NoModifier)
    text.keyPressEvent(paging)
    assert not paging.isAccepted()
    QTest.keyClick(text, Qt.Key.Key_End, Qt.KeyboardModifier.ShiftModifier)

    assert text.textCursor().selectedText() == "one"


def test_what_stands_around_code_is_translated_and_the_language_is_not(
    pseudo: None, qtbot: QtBot, theme: Theme, icons: Icons, closed_block: MakeBlock
) -> None:
    for language in ("python", ""):
        block = closed_block(language, "x = 1")
        assert unmarked_texts(block, ["python"]) == []
        button_named(block, "⟦Copy o⟧").click()
        assert unmarked_texts(block, ["python"]) == []
    QGuiApplication.clipboard().clear()
    qtbot.waitUntil(lambda: visible_texts(block)[-1] == "⟦Copy o⟧")
