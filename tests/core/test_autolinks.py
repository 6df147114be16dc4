"""Bare addresses are found without the punctuation of the sentence around them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quantchat.core.autolinks import split_addresses


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("See https://example.org/a?b=c.", "https://example.org/a?b=c"),
        ("(https://example.org/a)", "https://example.org/a"),
        ("https://example.org/wiki/A_(b) is", "https://example.org/wiki/A_(b)"),
        ("<https://example.org>", "https://example.org"),
        ("HTTP://example.org/x, and", "HTTP://example.org/x"),
        ("见https：https://example.org/路径。", "https://example.org/路径"),
    ],
)
def test_an_address_ends_where_the_sentence_goes_on(text: str, address: str) -> None:
    assert [part.address for part in split_addresses(text) if part.address] == [address]


@pytest.mark.parametrize("text", ["https://", "ftp://example.org", "xhttps://example.org", "file:///etc/passwd", "a.b"])
def test_anything_else_is_text(text: str) -> None:
    assert all(not part.address for part in split_addresses(text))


@given(st.text(alphabet="htps:/ .()x") | st.text())
def test_nothing_of_the_text_is_lost(text: str) -> None:
    assert "".join(part.text for part in split_addresses(text)) == text
