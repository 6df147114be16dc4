"""An answer looks the same however it came, and what is closed is never drawn again."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QFont, QTextBlock, QTextTable
from pytestqt.qtbot import QtBot

from quantchat.gui.code_block import CodeBlock
from quantchat.gui.icons import Icons
from quantchat.gui.markdown_prose import ProseWidget
from quantchat.gui.markdown_style import ProseProperty
from quantchat.gui.markdown_view import LONG_PROSE_CHARS, MarkdownView
from quantchat.gui.theme import DARK, Theme

PARTS = (
    *("Some *text* with `code`.", "# Heading", "Text\n## Heading\ntext", "---", "> quote\n>\n> > nested", "``"),
    *("- a\n- b\n  - c\n\n    d", "3. three\n4. four", "- \n- empty", "| a | b |\n|---|:-:|\n| `1` | 2 |", "[x]: y"),
    *(
        "```python\nx = 1\n```",
        "~~~\nplain\n~~~",
        "- item\n\n  ```\n  code\n  ```",
        "    indented",
        "שלום",
        "a\nb  \nc",
        "- [x] done\n- [ ] open",
    ),
    *(
        "Let $x^2$ cost $5.",
        "So \\[ a = b \\] holds",
        "$$\n- x\n\n= y\n$$",
        "\\[ \\undefined \\]",
        "a [^1]\n\n[^1]: https://b.c",
    ),
    "| " + "a long cell with words | " * 5 + "\n" + "|---" * 5 + "|\n| 1 | 2 |",
)

MakeView = Callable[[], MarkdownView]


@pytest.fixture
def new_view(qtbot: QtBot, theme: Theme, icons: Icons) -> MakeView:
    def made() -> MarkdownView:
        view = MarkdownView(theme, icons)
        qtbot.addWidget(view)
        return view

    return made


def parts_of(view: MarkdownView) -> list[ProseWidget | CodeBlock]:
    layout = view.layout()
    assert layout is not None
    widgets = [item.widget() for i in range(layout.count()) if (item := layout.itemAt(i)) is not None]
    return [widget for widget in widgets if isinstance(widget, ProseWidget | CodeBlock)]


def shown(view: MarkdownView) -> list[str]:
    """What the view shows: the formatted prose and the code, part by part."""
    return [part.document().toHtml() if isinstance(part, ProseWidget) else part.code for part in parts_of(view)]


def text_of(view: MarkdownView) -> str:
    return "\n".join(part.toPlainText() for part in parts_of(view) if isinstance(part, ProseWidget))


def paragraphs(view: MarkdownView) -> list[QTextBlock]:
    (prose,) = parts_of(view)
    assert isinstance(prose, ProseWidget)
    block = prose.document().firstBlock()
    blocks = []
    while block.isValid():
        blocks.append(block)
        block = block.next()
    return blocks


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(parts=st.lists(st.sampled_from(PARTS), max_size=6), piece_chars=st.integers(1, 30))
def test_an_answer_that_streamed_in_looks_like_one_that_was_loaded(
    new_view: MakeView, parts: list[str], piece_chars: int
) -> None:
    text = "\n\n".join(parts)
    loaded, streamed = new_view(), new_view()
    loaded.set_text(text)
    for start in range(0, len(text), piece_chars):
        streamed.append(text[start : start + piece_chars])
    streamed.finish()

    assert shown(streamed) == shown(loaded)


def test_only_the_open_tail_is_drawn_again(new_view: MakeView) -> None:
    view = new_view()
    view.append("First paragraph.\n\n```\ncode\n```\n\nSecond")
    first, code, second = parts_of(view)
    view.append(" paragraph.\n\nThird.")

    assert parts_of(view) == [first, code, second]
    assert isinstance(second, ProseWidget)
    assert second.toPlainText() == "Second paragraph.\nThird."


def test_a_fence_never_flashes_up_as_text(new_view: MakeView) -> None:
    view = new_view()
    for char in "Look:\n```python\nx = 1\n```\ndone":
        view.append(char)
        assert "`" not in text_of(view)
        assert "python" not in text_of(view)

    _prose, code, _end = parts_of(view)
    assert isinstance(code, CodeBlock)
    assert code.code == "x = 1"


def test_code_is_shown_while_its_fence_is_still_open(new_view: MakeView) -> None:
    view = new_view()
    view.append("```rust\nfn main() {\n    print")
    (code,) = parts_of(view)

    assert isinstance(code, CodeBlock)
    assert code.code == "fn main() {\n    print"


def test_a_very_long_answer_goes_on_in_another_document(new_view: MakeView) -> None:
    view = new_view()
    for _ in range(LONG_PROSE_CHARS * 2 // 20):
        view.append("some words in here\n\n")
    view.finish()

    assert len(parts_of(view)) == 2
    assert text_of(view).count("words") == LONG_PROSE_CHARS * 2 // 20


def test_a_new_text_takes_the_place_of_the_old_one(new_view: MakeView) -> None:
    view = new_view()
    view.append("half a senten")
    view.set_text("Something else.")

    assert text_of(view) == "Something else."


@pytest.mark.parametrize("text", ["", "\n\n", "[x]: y"])
def test_a_text_with_nothing_to_show_is_no_error(new_view: MakeView, text: str) -> None:
    view = new_view()
    view.set_text(text)

    assert text_of(view).strip() == ""


def test_lists_keep_their_numbers_and_their_depth(new_view: MakeView) -> None:
    view = new_view()
    view.set_text("3. three\n4. four\n   - inner\n\nend")
    three, four, inner, end = paragraphs(view)

    numbers = [block.textList().itemText(block) for block in (three, four)]
    assert numbers == ["3.", "4."]
    assert three.textList() is not None
    assert inner.textList().format().indent() == 2
    assert inner.blockFormat().intProperty(ProseProperty.BULLET_LEVEL) == 2
    assert end.textList() is None


def test_a_table_has_a_cell_for_each_of_its_texts(new_view: MakeView) -> None:
    view = new_view()
    view.set_text("| a | b |\n|---|---|\n| one | two |\n\nafter")
    (prose,) = parts_of(view)
    assert isinstance(prose, ProseWidget)
    (table,) = prose.document().rootFrame().childFrames()

    assert isinstance(table, QTextTable)
    assert (table.rows(), table.columns()) == (2, 2)
    assert table.cellAt(1, 1).firstCursorPosition().block().text() == "two"
    assert prose.toPlainText().endswith("after")


def test_quotes_headings_and_code_keep_what_they_are(new_view: MakeView) -> None:
    view = new_view()
    view.set_text("> quoted\n\n## Heading\n\nWith `code` and **weight**.\n\n- item\n\n      code in it")
    quote, heading, text, _item, code = paragraphs(view)

    assert quote.blockFormat().intProperty(ProseProperty.QUOTE_DEPTH) == 1
    assert heading.charFormat().font().pixelSize() > text.charFormat().font().pixelSize()
    assert code.blockFormat().hasProperty(ProseProperty.CODE_GROUND)
    assert code.text() == "code in it"
    assert text.text() == "With code and weight."


def test_line_breaks_of_the_model_are_kept(new_view: MakeView) -> None:
    view = new_view()
    view.set_text("Roses are red,\nviolets are blue.")

    assert text_of(view) == "Roses are red,\nviolets are blue."


@pytest.mark.parametrize(
    ("text", "bold"),
    [
        ("**这是粗体。**后面", "这是粗体。"),
        ("他说**“你好”**了", "“你好”"),
        ("これは**重要（必須）**です", "重要（必須）"),
        ("**중요(필수)**입니다", "중요(필수)"),
        ("a **b** c", "b"),
    ],
)
def test_bold_needs_no_spaces_where_a_script_has_none(new_view: MakeView, text: str, bold: str) -> None:
    view = new_view()
    view.set_text(text)
    (paragraph,) = paragraphs(view)
    iterator = paragraph.begin()
    found = []
    while not iterator.atEnd():
        if iterator.fragment().charFormat().fontWeight() > QFont.Weight.Medium:
            found.append(iterator.fragment().text())
        iterator += 1

    assert found == [bold]


def test_the_text_follows_the_theme_while_it_streams(new_view: MakeView, theme: Theme) -> None:
    view = new_view()
    view.append("Closed paragraph.\n\nOpen ta")
    theme.force(dark=True)
    view.append("il.")
    view.finish()

    assert {block.begin().fragment().charFormat().foreground().color().name() for block in paragraphs(view)} == {
        DARK.text.lower()
    }
    assert text_of(view) == "Closed paragraph.\nOpen tail."


def test_a_hostile_text_does_not_slow_the_window_down(new_view: MakeView) -> None:
    view = new_view()
    view.set_text("[" * 5000 + "\n\n" + "*" * 5000 + "a" + "\n\n" + "> " * 40 + "deep\n\n" + "- " * 40 + "deep")

    assert text_of(view).count("deep") == 2


def test_a_table_of_too_many_columns_is_shown_as_it_was_written(new_view: MakeView) -> None:
    view = new_view()
    view.set_text("a | " * 3000 + "\n" + "--- | " * 3000 + "\n" + "b | " * 3000)

    assert text_of(view).count("a | ") == 2999
    assert text_of(view).count("b | ") == 2999


@pytest.mark.parametrize("line", ["\\[\n", "\\(x ", "$a ", "$$\nx\n", "`$x", "https://", "- [x] a\n", "|-|-|\n"])
def test_marks_that_never_end_do_not_hold_up_the_window(new_view: MakeView, line: str) -> None:
    view = new_view()
    view.append(line * 2000)
    view.append(line)
    view.finish()

    assert text_of(view).strip()
