"""Titles made of first messages: what people really write, and anything else there may be."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quantchat.core.conversation_title import title_from_message
from quantchat.core.graphemes import JOINER, NON_JOINER, TAGS, columns, graphemes

FAMILY = "👨\u200d👩\u200d👧\u200d👦"
SCOTLAND = "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"

EXAMPLES = [
    ("How do\nI\tbake bread? ", "How do I bake bread?"),
    ("hi how do i install docker", "How do i install docker"),
    ("Hi Claude, can you please write a poem about autumn?", "Write a poem about autumn"),
    ("Hello everyone, what is a monad?", "What is a monad?"),
    ("Hi 👋 what's the capital of France?", "What's the capital of France?"),
    ("Hello!\n\nI have a question.\nWhy is the sky blue?\nThanks!", "Why is the sky blue?"),
    ("Please explain this, and that, to me", "Explain this, and that, to me"),
    ("I have a problem with my bike", "I have a problem with my bike"),
    ("Guten Tag! Kannst du mir bitte Rekursion erklären?", "Rekursion erklären"),
    ("Hallo zusammen, ich habe eine Frage: wie backe ich Brot?", "Wie backe ich Brot?"),
    ("Bonjour, peux-tu m’expliquer la récursivité ?", "Expliquer la récursivité"),
    ("¡Hola! ¿Puedes escribir un poema?", "Escribir un poema"),
    ("Hola, ¿qué es un agujero negro?", "¿qué es un agujero negro?"),
    ("Ciao, mi puoi spiegare la fotosintesi?", "Spiegare la fotosintesi"),
    ("Olá, você pode traduzir isto?", "Traduzir isto"),
    ("Hoi, kun je me helpen? Hoe kook ik rijst?", "Hoe kook ik rijst?"),
    ("Cześć, czy możesz mi napisać wiersz?", "Napisać wiersz"),
    ("Привет! Не могли бы вы объяснить рекурсию?", "Объяснить рекурсию"),
    ("你好，请问怎么学习编程？", "怎么学习编程？"),
    ("こんにちは。量子力学について説明してください。", "量子力学について説明してください"),
    ("أهلا، ما هي عاصمة فرنسا؟", "أهلا، ما هي عاصمة فرنسا؟"),
    # Greetings that are none.
    ("Hello world program in Rust", "Hello world program in Rust"),
    ("Hey Jude lyrics meaning", "Hey Jude lyrics meaning"),
    ("hello.py fails with an error", "hello.py fails with an error"),
    ("Hello!", "Hello"),
    ("thanks", "Thanks"),
    # Code, marks and addresses.
    ("What is wrong here?\n```py\nprint(x)\n```", "What is wrong here?"),
    ("```python\n\ndef main():\n    pass\n```", "Code: def main()"),
    ("~~~\nSELECT * FROM oak;\n", "Code: SELECT * FROM oak"),
    ("Hello,\n```\nx = 1\n```", "Hello"),
    ("# Birds\n\nTell me about **owls**.", "Birds"),
    ("- buy *milk*\n- buy eggs", "Buy milk"),
    ("> - [ ] quoted task", "Quoted task"),
    ("Read [the paper](https://example.org/a.pdf) for me", "Read the paper for me"),
    ("What does https://www.example.org/a/b?c=d, say?", "What does example.org, say?"),
    ("https://example.org/foo", "example.org"),
    ("What does `git rebase -i` do?", "What does git rebase -i do?"),
    ("__init__ or my_own_name, 2 * 3 * 4", "__init__ or my_own_name, 2 * 3 * 4"),
    # Which sentence.
    ("I'm on Debian. How do I install Docker?", "How do I install Docker?"),
    ("Translate the following text:\n\nWhat is life? Who am I?", "Translate the following text"),
    ("My cat is sick. She eats nothing.", "My cat is sick"),
    (f"{'I thought about it for long. ' * 99}Should I buy it?", "Should I buy it?"),
    (f"I am new. {'Is this a question here? ' * 3}{'It is not. ' * 50}", "Is this a question here?"),
    ("Wie wird z. B. am 3. Mai gefeiert? Danke!", "Wie wird z. B. am 3. Mai gefeiert?"),
    ("Who is Dr. No in the film?", "Who is Dr. No in the film?"),
    ("“To be or not to be.”", "To be or not to be"),
    # Words with a way of writing of their own.
    ("iPhone battery drains fast", "iPhone battery drains fast"),
    (".NET or C++", ".NET or C++"),
    ("ნახვამდის", "ნახვამდის"),
    # Nothing to say.
    ("...", "..."),
    ("", ""),
    (" \n\t\u200b\u202e", ""),
]


@pytest.mark.parametrize(("message", "title"), EXAMPLES)
def test_a_title_says_what_the_message_wants(message: str, title: str) -> None:
    assert title_from_message(message) == title


def test_a_long_message_is_cut_at_a_word_without_the_punctuation_before_the_dots() -> None:
    assert title_from_message("Explain photosynthesis, and more, to me", 27) == "Explain photosynthesis…"


def test_one_long_word_is_cut_where_it_must_be() -> None:
    assert title_from_message("x1" * 30) == "x1" * 23 + "x…"


def test_a_long_word_behind_a_short_one_is_cut_too_so_that_the_title_says_something() -> None:
    assert title_from_message("A " + "x" * 60) == "A " + "x" * 45 + "…"


def test_chinese_is_cut_between_characters_and_not_within_a_latin_word_and_counts_twice() -> None:
    message = "怎么用编写一个网络爬虫程序来抓取新闻网站的Python标题和内容并保存到数据库"
    assert title_from_message(message) == "怎么用编写一个网络爬虫程序来抓取新闻网站的…"


@pytest.mark.parametrize("character", [FAMILY, SCOTLAND, "🇩🇪", "👍🏽", "é̂", "각", "क्षि", "❤️"])
def test_what_people_see_as_one_character_is_never_torn(character: str) -> None:
    title = title_from_message(character * 60)
    assert title.endswith("…")
    assert title.removesuffix("…").replace(character, "") == ""


def test_a_tower_of_accents_does_not_make_a_title_without_end() -> None:
    assert len(title_from_message("z" + "\u0335" * 9000)) <= 48


def test_direction_marks_and_controls_never_come_into_a_title() -> None:
    assert title_from_message("\u202eabc\u2066 d\x00e\x1bf\u2069") == "Abc def"


@pytest.mark.parametrize(
    "text",
    [
        *("*a " * 5000, "[a](b" * 3000, "[" * 12_000, "https://a" + "." * 12_000, "> " * 6000, "hi, " * 4000),
        *("`" * 12_000, "word " * 200_000, "please " * 3000, "\n" * 100_000 + "x", "?" * 12_000, "(" * 9000),
        *('[a](b "' * 2000, "a" * 12_000, "_a " * 5000, "<https://" * 1500, "- " * 6000, ". " * 6000, "[ ] " * 3000),
    ],
)
def test_no_message_takes_long(text: str) -> None:
    began = time.process_time()
    title_from_message(text)
    assert time.process_time() - began < 0.5


MESSAGES = st.one_of(
    st.text(),
    st.text(alphabet=" \n.!?*_`~#>-[]()abcXY1é👨👩\u200d\u200c\u0301🇩🇪你好。？\u202e", max_size=300),
    st.lists(st.sampled_from(["hi", ", ", "please ", "```\n", "code\n", "can you ", "你好", "x ", "? ", "\n"])).map(
        "".join
    ),
)


@given(text=MESSAGES, max_columns=st.integers(4, 60))
def test_a_title_is_one_clean_line_within_its_width(text: str, max_columns: int) -> None:
    title = title_from_message(text, max_columns)
    assert sum(map(columns, graphemes(title))) <= max_columns
    assert title == " ".join(title.split())
    kept = {JOINER, NON_JOINER}
    assert not [
        c for c in title if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co") and c not in kept | set(map(chr, TAGS))
    ]


@given(text=MESSAGES)
def test_a_message_with_a_visible_character_has_a_title_and_the_same_one_each_time(text: str) -> None:
    title = title_from_message(text)
    if any(unicodedata.category(char)[0] in "LNPS" for char in text):
        assert title
    assert title == title_from_message(text)


@given(text=MESSAGES)
def test_graphemes_joined_again_are_the_text(text: str) -> None:
    assert "".join(graphemes(text)) == text
