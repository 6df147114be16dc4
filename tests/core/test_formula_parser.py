r"""What models write in LaTeX is understood; what is not understood is an error and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quantchat.core.formula_nodes import (
    MAX_NESTING,
    AtomKind,
    Fenced,
    FormulaError,
    Fraction,
    FunctionName,
    Lined,
    Root,
    Row,
    Scripts,
    Space,
    Symbol,
    Table,
    Words,
)
from quantchat.core.formula_parser import parse_formula
from quantchat.core.formula_spacing import distance_em, resolved_kinds
from quantchat.core.formulas import MAX_FORMULA_CHARS

X, ONE = Symbol("𝑥"), Symbol("1")

WRITTEN_BY_MODELS = (
    r"\frac{-b \pm \sqrt{b^2 - 4ac}}{2a}",
    r"\begin{aligned} a &= b \\[4pt] &= c \end{aligned}",
    r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}",
    r"f(x) = \begin{cases} 1 & x > 0 \\ 0 & \text{otherwise, if $x \le 0$} \end{cases}",
    r"\left\{ \frac{1}{2} \middle| x \right\}",
    r"\sum_{\substack{i<n \\ j<m}} \lim\limits_{x\to 0} \int\nolimits_0^1",
    r"\operatorname*{argmax}_{\theta} \mathbb{E}_{x\sim p}\bigl[\log p_\theta(x)\bigr]",
    r"\underbrace{a+b}_{\text{sum}} \overset{!}{=} \boxed{42} \xrightarrow[b]{a} \not\in",
    r"\hspace{1cm} \kern 2mu \quad \, \! {n \choose k} {a \over b} \mathrm{d}x \,'",
    r"x^{\prime} f'' \ddot{x} \widehat{AB} \vec v \color{red}{x} \textcolor{blue}{y} \phantom{x}",
    r"\begin{array}{c|c} a & b \\ \hline c & d \end{array} \tag{1} \label{eq}",
    r"a \equiv b \pmod{n} \quad a \bmod n \quad \bra{\psi} \ket{\phi} \abs{x} \cancel{x}",
    r"速度 = \frac{距离}{时间}",
    "a % a comment\n+ b",
)


@pytest.mark.parametrize("latex", WRITTEN_BY_MODELS)
def test_what_models_write_is_understood(latex: str) -> None:
    parse_formula(latex)


@pytest.mark.parametrize(
    ("latex", "node"),
    [
        ("x", X),
        (r"\frac1x", Fraction(ONE, X)),
        (r"\frac{1}{x}", Fraction(Row((ONE,)), Row((X,)))),
        ("x_1^2", Row((Scripts(X, ONE, Symbol("2")),))),
        ("x^2_1", Row((Scripts(X, ONE, Symbol("2")),))),
        ("x'", Row((Scripts(X, None, Row((Symbol("′"),))),))),
        (r"\sqrt[3]{x}", Root(Row((X,)), Symbol("3"))),
        (r"\sin", FunctionName("sin")),
        (r"\lim", FunctionName("lim", has_limits=True)),
        (r"\left(x\right.", Fenced(("(", ""), (X,))),
        (r"\mathbb{R}", Row((Symbol("ℝ"),))),
        (r"\mathbf R", Symbol("𝐑")),
        (r"\overline x", Lined(X, is_above=True)),
        (r"\text{if  $x$\_}", Row((Words("if "), X, Words("_")))),
        (r"\quad", Space(1.0)),
        (r"\hspace{99999em}", Space(20.0)),
        ("-", Symbol("−", AtomKind.BINARY)),
        (r"\not=", Symbol("≠", AtomKind.RELATION)),
        (r"\sum", Symbol("∑", AtomKind.OPERATOR, is_large=True, has_limits=True)),
    ],
)
def test_each_part_means_what_it_says(latex: str, node: object) -> None:
    assert parse_formula(latex) == node


def test_a_word_said_again_and_again_nests_nothing() -> None:
    assert parse_formula("x" + r"\limits" * 280 + "_1") == Row((Scripts(X, ONE, None, limits=True),))


def test_lines_without_an_environment_are_aligned_at_their_ampersands() -> None:
    table = parse_formula(r"a &= b \\ c &= d")

    assert isinstance(table, Table)
    assert [len(row) for row in table.rows] == [2, 2]
    assert table.alignments.startswith("rl")


@pytest.mark.parametrize(
    "latex",
    [
        *(r"\undefined", r"\frac{a}", "{", "}", "x^", "x^1^2", r"\left(", r"\right)", r"\begin{pmatrix} a", "a & }"),
        *(
            r"\begin{nothing} a \end{nothing}",
            r"\begin{cases} a \end{matrix}",
            r"\sqrt[3",
            r"\text{a",
            r"\left x\right)",
        ),
        *("{" * (MAX_NESTING + 1) + "}" * (MAX_NESTING + 1), "x" * (MAX_FORMULA_CHARS + 1), r"\hspace{wide}", "\u0301"),
        *(r"\biglll(", r"\not" * 400 + "=", r"\displaystyle" * 100, r"\sqrt" * 300, r"\color{a}{" * 100),
        *(r"\def\x{\x\x}\x", r"\input{/etc/passwd}", r"\newcommand{\x}{x}"),
    ],
)
def test_what_is_not_understood_is_an_error(latex: str) -> None:
    with pytest.raises(FormulaError):
        parse_formula(latex)


FRAGMENTS = st.sampled_from(
    [
        *"{}^_&x1+=()[]\\'$~%# ",
        *(r"\frac", r"\left(", r"\right)", r"\begin{cases}", r"\end{cases}", r"\\", r"\text{", r"\over", r"\limits"),
        *(r"\not", r"\hspace", r"\displaystyle", r"\overbrace", r"\substack{", r"\sqrt[", r"\bigl"),
    ]
)


@given(st.lists(FRAGMENTS, max_size=40).map("".join) | st.text(max_size=60))
def test_any_text_is_read_or_refused(latex: str) -> None:
    try:
        parse_formula(latex)
    except FormulaError:
        return


def test_a_minus_that_joins_nothing_is_a_sign() -> None:
    minus, letter, equals = AtomKind.BINARY, AtomKind.ORDINARY, AtomKind.RELATION

    assert resolved_kinds([minus, letter]) == [letter, letter]
    assert resolved_kinds([letter, minus, letter]) == [letter, minus, letter]
    assert resolved_kinds([letter, equals, minus, letter]) == [letter, equals, letter, letter]
    assert resolved_kinds([letter, minus]) == [letter, letter]


def test_operators_keep_their_distance_except_in_scripts() -> None:
    assert distance_em(AtomKind.ORDINARY, AtomKind.RELATION, in_script=False) == pytest.approx(5 / 18)
    assert distance_em(AtomKind.ORDINARY, AtomKind.RELATION, in_script=True) == 0
    assert distance_em(AtomKind.ORDINARY, AtomKind.OPERATOR, in_script=True) == pytest.approx(3 / 18)
