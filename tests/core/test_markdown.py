"""A growing text is cut into blocks that never change again and one open tail."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from quantchat.core.markdown import (
    LONG_LIST_CHARS,
    Block,
    BlockKind,
    MarkdownSplitter,
    split_markdown,
    table_width_chars,
)

LINES = (
    *("", "", "text", "more text", "# Heading", "---", "> quote", "| a | b |", "|---|---|", "    indented", "\ttab"),
    *("- item", "  - nested", "   continued", "1. one", "2. two", "* * *", "`", "``", "~~"),
    *("```", "```python", "~~~", "````", "   ```", "  ```", "x = `1`", "naïve – 中文 🙂", "crlf\r"),
    *("\\[", "\\]", "$$", "$$x$$", "\\[ y \\]", "|:-:|", "a | b"),
)
PARTS = (
    *("Some text\nover two lines.", "# A heading\nand text", "> A quote\n> of two lines", "***", "Title\n====="),
    *("- tight\n- list", "- loose\n\n- list\n\n  with text", "3. from three\n4. on", "* other\n  * nested\n\n  back"),
    *("```python\nx = 1\n\ny = 2\n```", "~~~\n```\n~~~", "    indented\n\n    code", "| a | b |\n|---|---|\n| 1 | 2 |"),
    *("- item\n\n  ```\n  code\n\n  more\n  ```\n\n- next", "Text:\n1. one\n   two\n", "````\n```\n````"),
)

texts = st.lists(st.sampled_from(LINES), max_size=24).map("\n".join)


def pieces_of(text: str, cuts: Sequence[int]) -> list[str]:
    edges = [0, *sorted(cut % (len(text) + 1) for cut in cuts), len(text)]
    return [text[start:end] for start, end in pairwise(edges)]


def blocks_of(pieces: Sequence[str]) -> tuple[Block, ...]:
    splitter = MarkdownSplitter()
    closed: list[Block] = []
    for piece in pieces:
        closed += splitter.append(piece).newly_closed
    return (*closed, *splitter.finish().newly_closed)


@given(texts, st.lists(st.integers(0, 10_000), max_size=12))
def test_the_blocks_do_not_depend_on_how_the_text_was_cut(text: str, cuts: list[int]) -> None:
    blocks = split_markdown(text)

    assert blocks_of(pieces_of(text, cuts)) == blocks
    assert blocks_of(list(text)) == blocks
    assert "".join(block.source for block in blocks) == text
    assert all(block.is_closed for block in blocks)


@given(texts)
def test_what_is_closed_and_what_is_open_are_always_the_whole_text(text: str) -> None:
    splitter = MarkdownSplitter()
    closed = ""
    for end, char in enumerate(text, start=1):
        result = splitter.append(char)
        closed += "".join(block.source for block in result.newly_closed)
        assert closed + result.tail.source == text[:end]
        assert not result.tail.is_closed


@given(texts)
def test_open_code_only_grows_at_its_end(text: str) -> None:
    splitter = MarkdownSplitter()
    before = ""
    for char in text:
        result = splitter.append(char)
        code = [block.code for block in (*result.newly_closed, result.tail) if block.kind is BlockKind.CODE]
        if before and code:
            assert code[0].startswith(before)
        before = result.tail.code


@given(st.lists(st.sampled_from(PARTS), max_size=8))
def test_blocks_drawn_one_by_one_look_like_the_whole(parts: list[str]) -> None:
    # Lists and indented code that follow each other merge; a line of text keeps them apart.
    text = "\n\nText between.\n\n".join(parts)
    render = MarkdownIt("js-default").render

    assert "".join(render(block.source) for block in split_markdown(text)) == render(text)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("one\n\ntwo", "PP"),
        ("one\ntwo", "P"),
        ("text\n```py\ncode\n```\ntext", "PCP"),
        ("```\nnever closed\n\nstill code", "C"),
        ("~~~\n```\n~~~\n", "C"),
        ("````\n```\n````\n", "C"),
        ("```\n~~~\n```\n", "C"),
        ("- a\n\n- b\n\n  c\n\nend", "PP"),
        ("- a\n  ```\n  code\n\n  more\n  ```\n- b", "P"),
        ("- a\n```\ncode\n```\n", "PC"),
        ("> ```\n> quoted code\n> ```\n", "P"),
        ("    indented\n\n    code\n\nend", "PP"),
        ("| a |\n|---|\n| 1 |\n\nend", "PP"),
        ("`x` and ``` in a line\n", "P"),
        ("```a`b\n", "P"),
        ("in the year\n1999. And\n\nmore", "PP"),
        ("a title over\n2. lines\n---\n", "P"),
        ("1.    item\n    lazily continued\n\n     not continued", "PP"),
        ("", ""),
    ],
)
def test_prose_and_code_are_told_apart(text: str, kinds: str) -> None:
    assert "".join(block.kind.name[0] for block in split_markdown(text)) == kinds


def test_code_comes_without_its_fences_and_knows_its_language() -> None:
    (block,) = split_markdown("  ```Python title=x\n  def f():\n      pass\n\n  ```\n")

    assert (block.language, block.code) == ("Python", "def f():\n    pass\n")


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("| a | b |\n|---|---|\n| 1 | 2 |\n\nend", ["| a | b |\n|---|---|\n| 1 | 2 |\n\n"]),
        ("text\n| a |\n|---|\n| 1 |\n# end", ["| a |\n|---|\n| 1 |\n"]),
        ("a | b\n:-: | -\n1 | 2\n- item", ["a | b\n:-: | -\n1 | 2\n"]),
        ("| a | b |\n|---|\n", []),
        ("title | more\n---\n", []),
        ("- item\n\n  | a |\n  |---|\n", []),
        ("# a | b\n|---|---|\n", []),
        ("> a | b\n|---|---|\n", []),
    ],
)
def test_a_table_is_a_block_of_its_own(text: str, sources: list[str]) -> None:
    assert [block.source for block in split_markdown(text) if block.is_table] == sources


def test_a_table_is_as_wide_as_its_longest_cells() -> None:
    narrow, wide = "| a | b |\n|---|---|\n| 1 | 2 |", "| a | b |\n|---|---|\n| 1 | " + "word " * 30 + "|"

    assert table_width_chars(narrow) < 10
    assert 40 < table_width_chars(wide) < 50


@pytest.mark.parametrize(
    "formula",
    ["\\[\na\n\n= b\n\\]", "$$\n- a\n\n1. b\n$$", "\\[\n\\begin{aligned}\n# &= b\n\n\\end{aligned}\n\\]"],
)
def test_the_lines_of_a_displayed_formula_are_no_markdown(formula: str) -> None:
    blocks = split_markdown(f"{formula}\n\nText.\n")

    assert [block.source for block in blocks] == [f"{formula}\n\n", "Text.\n"]


def test_a_displayed_formula_without_an_end_does_not_swallow_the_answer() -> None:
    blocks = split_markdown("\\[\nx\n\n" + "Some words.\n\n" * 400 + "```\ncode\n```\n")

    assert len(blocks) > 100
    assert blocks[-1].kind is BlockKind.CODE
    assert split_markdown("$$\nx\n```\ncode\n```\n")[-1].code == "code"


def test_a_fence_that_may_be_closing_is_not_shown_as_code() -> None:
    splitter = MarkdownSplitter()

    assert splitter.append("```\nx\n``").tail.code == "x"
    assert splitter.append("y").tail.code == "x\n``y"


def test_a_closing_fence_that_lost_its_indent_does_not_swallow_the_answer() -> None:
    blocks = split_markdown("1. Run:\n\n   ```bash\n   make\n```\n2. Then\n\nDone.\n")

    assert [block.kind for block in blocks] == [BlockKind.PROSE] * 3
    assert blocks[1].source.startswith("2. Then")


def test_a_very_long_list_closes_at_an_item() -> None:
    items = [f"{number}. Item number {number}, with a few words.\n" for number in range(1, 400)]
    blocks = split_markdown("".join(items))

    assert len(blocks) > 1
    assert all(len(block.source) < LONG_LIST_CHARS + 100 for block in blocks)
    assert len(split_markdown("1. Always the first.\n" * 400)) == 1


def test_a_splitter_can_be_used_again_after_the_end() -> None:
    splitter = MarkdownSplitter()
    splitter.append("```\ncode")
    splitter.finish()

    assert splitter.append("text").tail == Block(BlockKind.PROSE, "text", is_closed=False)
