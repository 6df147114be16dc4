"""Sizes are written as people know them."""

import pytest

from quantchat.core.sizes import file_size_text, free_memory_text
from quantchat.gui.tooltips import plain_tooltip


@pytest.mark.parametrize(
    ("size_bytes", "text"),
    [
        (0, "0 MB"),
        (1, "1 MB"),
        (98_400_000, "98 MB"),
        (999_900_000, "1 GB"),
        (4_920_000_000, "4.9 GB"),
        (70_000_000_000, "70 GB"),
    ],
)
def test_a_files_size_counts_in_thousands(size_bytes: int, text: str) -> None:
    assert file_size_text(size_bytes) == text


def test_memory_counts_as_it_is_sold() -> None:
    assert free_memory_text(int(18.2 * 1024**3), 32 * 1024**3) == "18.2 of 32 GB free"


def test_a_tooltip_never_reads_a_name_as_markup() -> None:
    assert plain_tooltip("<img src='x'>&") == "<span>&lt;img src=&#x27;x&#x27;&gt;&amp;</span>"
    assert plain_tooltip("") == ""
