"""Formulas in an answer are drawn in the text, copied and read as their source, and never flash up half-written."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QAccessible, QColor, QGuiApplication, QImage, QTextBlock
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from quantchat.gui.code_block import CodeBlock
from quantchat.gui.icons import Icons
from quantchat.gui.markdown_objects import OBJECT_CHAR, ObjectProperty
from quantchat.gui.markdown_prose import ProseWidget
from quantchat.gui.markdown_style import ProseProperty
from quantchat.gui.markdown_view import MarkdownView
from quantchat.gui.theme import Theme

MakeView = Callable[[str], MarkdownView]

COLUMN_PX = 600


@pytest.fixture
def view_of(qtbot: QtBot, theme: Theme, icons: Icons) -> MakeView:
    kept: list[MarkdownView] = []  # until the test is over: a test may hold on to a part alone

    def made(text: str) -> MarkdownView:
        view = MarkdownView(theme, icons)
        kept.append(view)
        qtbot.addWidget(view)
        view.resize(COLUMN_PX, 400)
        view.set_text(text)
        with qtbot.waitExposed(view):
            view.show()
        QApplication.processEvents()
        return view

    return made


def prose_of(view: MarkdownView) -> ProseWidget:
    (prose,) = [widget for widget in view.findChildren(ProseWidget) if not widget.isHidden()]
    return prose


def paragraphs(view: MarkdownView) -> list[QTextBlock]:
    block = prose_of(view).document().firstBlock()
    blocks = []
    while block.isValid():
        blocks.append(block)
        block = block.next()
    return blocks


def raw_text(view: MarkdownView) -> str:
    return "\n".join(prose.toPlainText() for prose in view.findChildren(ProseWidget) if not prose.isHidden())


def rendered(prose: ProseWidget, scale: float) -> QImage:
    """The widget on a screen of that scale."""
    image = QImage(prose.size() * scale, QImage.Format.Format_ARGB32)
    image.setDevicePixelRatio(scale)
    image.fill(QColor("magenta"))
    prose.render(image, QPoint())
    return image


def test_formulas_are_drawn_and_copied_as_their_source(view_of: MakeView) -> None:
    text = r"So \(a^2 + b^2\) is $c^2$, for $5 or $6."
    prose = prose_of(view_of(text))

    assert prose.toPlainText() == f"So {OBJECT_CHAR} is {OBJECT_CHAR}, for $5 or $6."
    prose.selectAll()
    prose.copy()
    assert QGuiApplication.clipboard().text() == text
    QGuiApplication.clipboard().clear()  # it would be freed after Python otherwise, which ends the run in a crash
    assert prose.text() == text


def test_a_part_of_the_text_is_copied_with_its_own_formulas(view_of: MakeView) -> None:
    prose = prose_of(view_of("$a$ and $b$ and $c$"))
    cursor = prose.textCursor()
    cursor.setPosition(2)
    cursor.setPosition(7, cursor.MoveMode.KeepAnchor)
    prose.setTextCursor(cursor)
    prose.copy()

    assert QGuiApplication.clipboard().text() == "and $b$"
    QGuiApplication.clipboard().clear()


def test_a_screen_reader_gets_the_source(view_of: MakeView) -> None:
    prose = prose_of(view_of(r"Where $x$ is, and \[ y = 1 \]"))
    accessible = QAccessible.queryAccessibleInterface(prose)

    assert accessible.text(QAccessible.Text.Description) == "Where $x$ is, and \n\\[ y = 1 \\]"


@pytest.mark.parametrize(
    "text",
    [
        *("Before \\[ x = 1 \\] after.", "Before\n\\[ x = 1 \\]\nafter.", "Before\n\n$$x = 1$$\n\nafter."),
        *("Before\n\n\\[\nx\n= 1\n\\]\n\nafter.", "Before\n\n$$\nx = 1\n\n$$\n\nafter."),
    ],
)
def test_a_displayed_formula_stands_on_a_line_of_its_own(view_of: MakeView, text: str) -> None:
    before, formula, after = paragraphs(view_of(text))

    assert (before.text().rstrip(), formula.text(), after.text()) == ("Before", OBJECT_CHAR, "after.")
    line = formula.layout().lineAt(0)
    assert line.naturalTextRect().center().x() == pytest.approx(COLUMN_PX / 2, abs=2)


def test_punctuation_after_a_displayed_formula_stays_with_it(view_of: MakeView) -> None:
    formula, after = paragraphs(view_of(r"\[ x = 1 \], so"))

    assert (formula.text(), after.text()) == (OBJECT_CHAR + ",", "so")


def test_formulas_are_drawn_in_lists_quotes_headings_and_tables(view_of: MakeView) -> None:
    view = view_of("# The $x$\n\n- item $a$\n  - \\[ b \\]\n\n> $c$\n\n| $d$ | e |\n|---|---|\n| \\(f\\) | $$g$$ |\n")

    assert raw_text(view).count(OBJECT_CHAR) == 7
    assert "$" not in raw_text(view)


def test_code_is_never_a_formula(view_of: MakeView) -> None:
    view = view_of("Set `$HOME` and `\\(x\\)`.\n\n```sh\necho $HOME$PATH\n```\n\n    $$indented$$\n")

    assert OBJECT_CHAR not in raw_text(view)
    assert view.findChildren(CodeBlock)[0].code == "echo $HOME$PATH"


@pytest.mark.parametrize(
    "source", [r"$\undefined{x}$", r"\(\frac{a}{\)", r"\[ \input{/etc/passwd} \]", "$" + "x" * 1999 + "$"]
)
def test_what_cannot_be_drawn_is_shown_as_its_source_in_the_font_of_code(view_of: MakeView, source: str) -> None:
    view = view_of(source)
    (block,) = paragraphs(view)

    assert block.text() == source
    assert block.begin().fragment().charFormat().hasProperty(ProseProperty.INLINE_CODE)


@pytest.mark.parametrize("is_dark", [False, True])
def test_a_formula_has_the_colour_of_the_text(view_of: MakeView, theme: Theme, is_dark: bool) -> None:
    view = view_of(r"\[ \blacksquare \]")
    theme.force(dark=is_dark)
    image = rendered(prose_of(view), 1.0)
    colours = {image.pixelColor(x, y).name().upper() for x in range(image.width()) for y in range(image.height())}

    assert theme.colours.text in colours


def test_a_formula_is_as_sharp_as_the_screen(view_of: MakeView) -> None:
    prose = prose_of(view_of(r"\[ \frac{a}{b} \]"))
    fine = rendered(prose, 2.0)
    enlarged = rendered(prose, 1.0).scaled(fine.size())
    columns = range(fine.width() // 2 - 20, fine.width() // 2 + 20)

    def edges(image: QImage) -> int:
        """Pixels between ink and ground: a sharp edge has few."""
        greys = [image.pixelColor(x, y).lightness() for x in columns for y in range(image.height())]
        return sum(60 < grey < 110 for grey in greys)

    assert fine.width() == 2 * prose.width()
    assert edges(fine) < edges(enlarged)


def test_a_letter_as_a_formula_does_not_move_the_lines_apart(view_of: MakeView) -> None:
    plain, formula = view_of("word " * 60), view_of("word $x$ " * 30)

    def line_heights(view: MarkdownView) -> set[float]:
        layout = paragraphs(view)[0].layout()
        return {layout.lineAt(number).height() for number in range(layout.lineCount())}

    assert line_heights(plain) == line_heights(formula)


def test_a_formula_wider_than_the_column_is_made_smaller(view_of: MakeView) -> None:
    view = view_of("$$" + " + ".join(f"a_{{{number}}}" for number in range(30)) + "$$")
    (block,) = paragraphs(view)
    assert block.layout().lineAt(0).naturalTextWidth() <= COLUMN_PX

    view.resize(300, 400)
    QApplication.processEvents()
    (block,) = paragraphs(view)
    assert block.layout().lineCount() == 1
    assert 200 < block.layout().lineAt(0).naturalTextWidth() <= 300


def test_a_formula_is_drawn_only_when_it_is_complete(qtbot: QtBot, theme: Theme, icons: Icons) -> None:
    view = MarkdownView(theme, icons)
    qtbot.addWidget(view)
    shown = []
    for char in (
        r"Let \(x^2\) be $\frac{a}{b}$ and"
        + "\n\n\\[\n\\begin{aligned}\na &= b \\\\\n&= c\n\\end{aligned}\n\\]\n\nEnd."
    ):
        view.append(char)
        shown.append(raw_text(view))
        assert not set(shown[-1]) & set("\\$&{}^"), shown[-1]
    view.finish()

    assert raw_text(view) == f"Let {OBJECT_CHAR} be {OBJECT_CHAR} and\n{OBJECT_CHAR}\nEnd."
    counts = [text.count(OBJECT_CHAR) for text in shown]
    assert counts == sorted(counts)  # what was drawn once stays


def test_an_unfinished_formula_is_shown_when_the_answer_ends(qtbot: QtBot, theme: Theme, icons: Icons) -> None:
    view = MarkdownView(theme, icons)
    qtbot.addWidget(view)
    view.append(r"Then \(x + ")
    assert raw_text(view).strip() == "Then"
    view.finish()

    assert raw_text(view) == "Then (x +"


def test_a_task_has_a_box_that_is_copied_as_it_was_written(view_of: MakeView) -> None:
    view = view_of("- [x] done\n- [ ] open\n- plain [x] not a box\n")
    done, not_done, plain = paragraphs(view)

    assert [block.text() for block in (done, not_done)] == [OBJECT_CHAR + "done", OBJECT_CHAR + "open"]
    boxes = [block.begin().fragment().charFormat().boolProperty(ObjectProperty.IS_DONE) for block in (done, not_done)]
    assert boxes == [True, False]
    assert [block.blockFormat().intProperty(ProseProperty.BULLET_LEVEL) for block in (done, not_done, plain)] == [
        0,
        0,
        1,
    ]
    assert prose_of(view).text() == "[x] done\n[ ] open\nplain [x] not a box"
