"""Formulas are set as TeX would: what is above is above, what has to grow grows, and nothing hostile hangs."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from quantchat.core.formula_symbols import (
    ACCENTS,
    INTEGRALS,
    LONG_ARROWS,
    SUMS,
    SYMBOLS,
    WIDE_ACCENTS,
    Alphabet,
    char_in,
)
from quantchat.core.formulas import MAX_FORMULA_CHARS
from quantchat.gui.formula_font import FormulaFont, FormulaFontMissing, formula_font
from quantchat.gui.formula_typesetter import FormulaDrawing, typeset
from tests.core.test_formula_parser import FRAGMENTS, WRITTEN_BY_MODELS

SIZE_PX = 15.0

pytestmark = pytest.mark.usefixtures("qapp")


def drawn(latex: str, *, is_display: bool = False) -> FormulaDrawing:
    drawing = typeset(latex, is_display, SIZE_PX)
    assert drawing is not None, latex
    return drawing


@pytest.mark.parametrize("latex", WRITTEN_BY_MODELS)
def test_what_models_write_is_drawn(latex: str) -> None:
    drawing = drawn(latex, is_display=True)
    ink = drawing.path.boundingRect()

    assert ink.width() > 5
    assert ink.right() <= drawing.width + 0.01
    assert -ink.top() <= drawing.ascent + 0.01
    assert ink.bottom() <= drawing.descent + 0.01


def test_a_fraction_stands_on_both_sides_of_the_middle_of_the_line() -> None:
    fraction, letter = drawn(r"\frac{x}{x}"), drawn("x")

    assert fraction.ascent > 1.5 * letter.ascent
    assert fraction.descent > letter.descent + 3


def test_scripts_are_smaller_and_move_up_and_down() -> None:
    letter, both = drawn("x"), drawn("x_x^x")

    assert both.ascent > letter.ascent + 2
    assert both.descent > letter.descent + 2
    assert letter.width < both.width < 2 * letter.width


def test_the_limits_of_a_sum_are_below_and_above_it_only_where_it_is_displayed() -> None:
    displayed, inline = drawn(r"\sum_{i=1}^{n}", is_display=True), drawn(r"\sum_{i=1}^{n}")

    assert displayed.width < inline.width
    assert displayed.ascent + displayed.descent > 1.8 * (inline.ascent + inline.descent)
    assert drawn(r"\int_0^1", is_display=True).width > drawn(r"\int", is_display=True).width


@pytest.mark.parametrize("form", [r"\left({}\right)", r"\left\{{{}\right.", r"\sqrt{{{}}}", r"\left\|{}\right\|"])
@pytest.mark.parametrize("rows", [1, 3, 12])
def test_delimiters_and_roots_are_as_high_as_what_they_enclose(form: str, rows: int) -> None:
    body = r"\begin{matrix}" + r"\\".join("x" * rows) + r"\end{matrix}"
    inside, outside = drawn(body), drawn(form.format(body))

    assert outside.ascent + outside.descent >= 0.9 * (inside.ascent + inside.descent)
    assert outside.width > inside.width


def test_braces_arrows_and_wide_marks_are_as_wide_as_what_they_belong_to() -> None:
    for form in (r"\overbrace{{{}}}", r"\xrightarrow{{{}}}", r"\overline{{{}}}"):
        assert drawn(form.format("x" * 30)).path.boundingRect().width() > 25 * drawn("x").width / 1.5
    assert drawn(r"\widehat{xxx}").ascent > drawn("xxx").ascent


def test_words_are_in_the_font_of_the_text_and_may_be_in_any_script(qapp: QApplication) -> None:
    assert drawn(r"\text{if and only if}").width > 50
    assert drawn(r"\text{אם ורק אם}").width > 20


def test_relations_keep_their_distance_also_after_an_ampersand() -> None:
    assert drawn("a=b").width == pytest.approx(drawn(r"\begin{aligned}a&=b\end{aligned}").width, abs=0.5)
    assert drawn("-a").width < drawn("a-a").width - drawn("a").width


def test_the_font_has_every_symbol() -> None:
    font = formula_font()
    assert font is not None
    chars = {char for char, _kind in SYMBOLS.values()} | {"√", "⏞", "⏟", "⎴", "⎵", "⏜", "⏝"}
    for names in (SUMS, INTEGRALS, ACCENTS, WIDE_ACCENTS, LONG_ARROWS):
        chars |= set(names.values())
    chars |= {char_in(alphabet, char) for alphabet in Alphabet for char in "AZazhBCeghoRN09αωΓΩϑ"}

    assert {char for char in chars if font.outline(char) is None} == set()


@pytest.mark.parametrize(
    "latex",
    [
        *("x" * MAX_FORMULA_CHARS, "&" * 1900, "\\\\" * 900, "'" * 1900, "😀" * 900, r"\text{a}" * 280),
        *(r"\frac{a}{b}" * 180, r"{a\over b}" * 150, r"\left(" * 300, r"\hspace{9999em}" * 100),
        r"\left(" * 30 + r"\begin{matrix}" + r"a\\" * 300 + r"\end{matrix}" + r"\right)" * 30,
        *("{" * 1000 + "}" * 1000, r"\sqrt{" * 300, r"\frac{1}{" * 18 + "x" + "}" * 18),
    ],
    ids=range(14),
)
def test_a_hostile_formula_is_drawn_small_or_not_at_all(latex: str) -> None:
    drawing = typeset(latex, True, SIZE_PX)

    assert drawing is None or max(drawing.width, drawing.ascent, drawing.descent) <= 6000


@settings(max_examples=200, deadline=None)
@given(st.lists(FRAGMENTS, max_size=25).map("".join))
def test_any_text_is_drawn_or_shown_as_its_source(latex: str) -> None:
    typeset(latex, True, SIZE_PX)


@pytest.mark.parametrize("content", [None, b"", b"not a font", b"\x00\x01\x00\x00\x00\x01" + b"MATH" * 8])
def test_a_font_that_is_missing_or_damaged_is_refused(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "font.ttf"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(FormulaFontMissing):
        FormulaFont(path)
