"""Formulas are told from prices, from code and from text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quantchat.core.formulas import MAX_FORMULA_CHARS, Formula, formula_at, formulas_in, open_formula_start


def found(text: str) -> list[Formula]:
    """All formulas of a text, found from left to right."""
    formulas = []
    position = 0
    while position < len(text):
        formula = formula_at(text, position)
        if formula is not None:
            formulas.append(formula)
        position = formula.end if formula is not None else position + 1
    return formulas


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("so $x^2$ is", "x^2"),
        (r"so \(x^2\) is", "x^2"),
        ("$n$-th and", "n"),
        ("($a$)", "a"),
        ("$5$ apples", "5"),
        (r"$10\%$ of it", r"10\%"),
        (r"$3 \text{ apples}$", r"3 \text{ apples}"),
        ("$a\n+ b$", "a\n+ b"),
        (r"$\$5 + x$", r"\$5 + x"),
    ],
)
def test_a_formula_within_a_line_is_found(text: str, latex: str) -> None:
    (formula,) = found(text)

    assert (formula.latex, formula.is_display) == (latex, False)


@pytest.mark.parametrize("text", ["$$x = 1$$", r"\[x = 1\]", "$$\nx = 1\n$$"])
def test_a_displayed_formula_is_found(text: str) -> None:
    (formula,) = found(text)

    assert (formula.latex, formula.source, formula.is_display) == ("x = 1", text, True)


@pytest.mark.parametrize(
    "text",
    [
        "costs $5 and $10",
        "from $5-$10 a month",
        "between $5 or 10$ each",
        "US$5 and A$6",
        r"escaped \$x\$ here",
        "$ x$ and $x $",
        "$$",
        "$$ $$",
        "only one $x",
        "$x\n\ny$",
        "$x `y$ z`",
        r"\\(x\\)",
        r"\(never closed",
        "$" + "x" * (MAX_FORMULA_CHARS + 1) + "$",
    ],
)
def test_what_is_no_formula_stays_text(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("let $x", "let "),
        ("let $x^2$ be", "let $x^2$ be"),
        ("let $x^2$", "let $x^2$"),
        (r"so \[ \frac{a}", "so "),
        ("so \\", "so "),
        ("for $", "for "),
        ("costs $5 and", "costs $5 and"),
        ("costs $5 and \\(x", "costs $5 and "),
        ("in `code $x", "in `code $x"),
        ("$" + "x" * 200, "$" + "x" * 200),
        (r"\(" + "x" * (MAX_FORMULA_CHARS + 1), r"\(" + "x" * (MAX_FORMULA_CHARS + 1)),
        ("US$", "US$"),
        ("$x\n\nnext", "$x\n\nnext"),
    ],
)
def test_a_formula_that_is_being_written_is_held_back(text: str, shown: str) -> None:
    assert text[: open_formula_start(text)] == shown


def test_formulas_of_a_plain_text_are_those_outside_its_code() -> None:
    text = r"If $x$ and `$y$` and ``a ` $b$`` then \[ z \], for $5 or $6"

    assert [text[start : formula.end] for start, formula in formulas_in(text)] == ["$x$", r"\[ z \]"]


@given(st.text(alphabet="$\\()[]x5 `\n"))
def test_formulas_are_pieces_of_the_text_whatever_it_is(text: str) -> None:
    for formula in found(text):
        assert formula.source in text
        assert formula.latex in formula.source
    assert 0 <= open_formula_start(text) <= len(text)
