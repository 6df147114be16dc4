"""The text of an answer without its marks is what the answer's widgets show."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from quantchat.gui.find_question import FindQuestion, FoldedText
from quantchat.gui.found_marks import ShownTexts
from quantchat.gui.icons import Icons
from quantchat.gui.markdown_text import MarkdownLetters, plain_text, searched_texts
from quantchat.gui.markdown_view import MarkdownView
from quantchat.gui.theme import Theme
from tests.gui.test_markdown_view import PARTS

QUESTIONS = ("a", "e", "x", "1", "= y", "text", "me te", "undefined", "long cell with", "[x]", "code in", "שלום", "b")


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(parts=st.lists(st.sampled_from(PARTS), max_size=6))
def test_as_much_is_found_without_widgets_as_with_them(
    qtbot: QtBot, theme: Theme, icons: Icons, parts: list[str]
) -> None:
    markdown = "\n\n".join(parts)
    view = MarkdownView(theme, icons)
    qtbot.addWidget(view)
    view.set_text(markdown)
    without, shown = FoldedText("\n".join(searched_texts(markdown))), ShownTexts()
    letters = MarkdownLetters(markdown)

    for typed in QUESTIONS:
        question = FindQuestion.literal(typed)
        count = len(shown.places(view.texts(), question))
        assert (typed, without.count(question)) == (typed, count)
        assert not count or letters.may_hold(question)


@pytest.mark.parametrize(
    ("markdown", "typed"),
    [
        ("**bo**ld", "bold"),
        ("[a link](https://b.c)s", "links"),
        ("`f[0](y)`", "0](y"),
        ("![cat](x.png)", "image"),
        ("na&iuml;ve", "naive"),
        ("→", "→"),
        ("Cafe\u0301", "café"),
    ],
)
def test_a_text_is_only_left_unread_if_it_surely_does_not_hold_what_is_looked_for(markdown: str, typed: str) -> None:
    question = FindQuestion.literal(typed)
    assert MarkdownLetters(markdown).may_hold(question)
    assert FoldedText("\n".join(searched_texts(markdown))).count(question) == 1


def test_a_text_without_the_letters_need_not_be_read() -> None:
    assert not MarkdownLetters("**Nothing** of that [here](https://a.b).").may_hold(FindQuestion.literal("needle"))


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("Some *text* with `code`\nand [a link](https://a.b).", "Some text with code\nand a link."),
        ("# Heading\n\nText", "Heading\n\nText"),
        ("3. three\n4. four\n   - inner\n   - more", "3. three\n4. four\n  • inner\n  • more"),
        ("- one\n\n  second paragraph\n- two", "• one\n  second paragraph\n• two"),
        ("- [x] done\n- [ ] open", "[x] done\n[ ] open"),
        ("| a | b |\n|---|---|\n| 1 | *2* |\n\nafter", "a\tb\n1\t2\n\nafter"),
        ("> quoted\n>\n> more", "quoted\n\nmore"),
        ("```python\nif x:\n\n    y()\n```", "if x:\n\n    y()"),
        ("So $x^2$ and \\[ a \\]", "So $x^2$ and \\[ a \\]"),
        ("above\n\n---\n\nbelow", "above\n\n———\n\nbelow"),
        ("<b>bold</b> ![cat](https://a.b/c.png)", "<b>bold</b> [image: cat] (https://a.b/c.png)"),
        ("", ""),
    ],
)
def test_plain_text_is_what_a_person_sees(markdown: str, shown: str) -> None:
    assert plain_text(markdown) == shown
