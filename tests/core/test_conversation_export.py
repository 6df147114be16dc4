"""Exported conversations are whole, readable and harmless."""

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typing_extensions import override

from quantchat.core.chat import MessageStatus, Role
from quantchat.core.conversation import ConversationSettings
from quantchat.core.conversation_export import ExportFormat, exported, file_name
from quantchat.core.conversation_record import ConversationRecord, MessageRecord, with_remembered_branch
from tests.core.conversation_records import records

EVIL = '<script>alert(1)</script><img src=x onerror=alert(2)> & "quoted"\' ]]> &lt;b&gt; javascript:'


def record(*contents: str, title: str = "Oaks") -> ConversationRecord:
    """Questions and answers in turn."""
    messages = tuple(
        MessageRecord(
            parent=place - 1 if place else None,
            role=Role.ASSISTANT if place % 2 else Role.USER,
            content=content,
            created_at=1_700_000_000.0,
            model_name="SmolLM2" if place % 2 else "",
            quantization="Q4_K_M" if place % 2 else "",
        )
        for place, content in enumerate(contents)
    )
    leaf = len(messages) - 1 if messages else None
    return ConversationRecord(title, 1_700_000_000.0, 1_700_000_100.0, with_remembered_branch(messages, leaf), leaf)


def text(export_format: ExportFormat, *conversations: ConversationRecord) -> str:
    return "".join(exported(conversations, export_format))


class Page(HTMLParser):
    """What a browser would make of a page: its elements with their attributes, and the text between them."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(source)
        self.close()

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    @override
    def handle_data(self, data: str) -> None:
        self.text += data


def test_markdown_holds_the_shown_branch_under_headings() -> None:
    assert text(ExportFormat.MARKDOWN, record("How high?", "**40 m**\n\n- tall\n")) == (
        "# Oaks\n\n*2023-11-14 22:13 UTC*\n\n## You\n\nHow high?\n\n## SmolLM2 (Q4\\_K\\_M)\n\n**40 m**\n\n- tall\n"
    )


def test_markdown_quotes_reasoning_and_says_why_an_answer_is_not_whole() -> None:
    answer = MessageRecord(
        0, Role.ASSISTANT, "It is", 0.0, reasoning="Well\n\nhm", status=MessageStatus.INTERRUPTED, error="It crashed."
    )
    question = MessageRecord(None, Role.USER, "q", 0.0, selected_child=1)
    chat = ConversationRecord("", 0.0, 0.0, (question, answer), 1, settings=ConversationSettings("Be brief."))
    assert text(ExportFormat.MARKDOWN, chat) == (
        "# Conversation\n\n*1970-01-01 00:00 UTC*\n"
        "\n## System prompt\n\nBe brief.\n"
        "\n## You\n\nq\n"
        "\n## Answer\n\n> **Reasoning**\n>\n> Well\n>\n> hm\n\nIt is\n\n*It crashed.*\n"
    )


def test_a_title_cannot_change_the_shape_of_a_markdown_file() -> None:
    assert text(ExportFormat.MARKDOWN, record(title="a\n# b <i> [x](y) `c`")).startswith(
        "# a \\# b \\<i\\> \\[x\\](y) \\`c\\`\n"
    )


def test_a_page_shows_every_text_as_text() -> None:
    chat = record(f"{EVIL}\n\n```html\n{EVIL}\n```\n", EVIL, title=EVIL)
    page = Page(text(ExportFormat.HTML, chat))
    assert page.text.count(EVIL) == 4  # the title, the prose and the code of the question, and the answer
    allowed = {"html", "head", "meta", "title", "style", "body", "article", "h1", "h2", "time", "section", "p"}
    assert {tag for tag, _ in page.elements} <= allowed | {"pre", "code", "details", "summary"}


def test_a_page_fetches_and_runs_nothing() -> None:
    page = Page(text(ExportFormat.HTML, record("q", "a")))
    policy = {"http-equiv": "Content-Security-Policy", "content": "default-src 'none'; style-src 'unsafe-inline'"}
    assert ("meta", policy) in page.elements
    attributes = {name for _, named in page.elements for name in named}
    assert attributes <= {"lang", "charset", "http-equiv", "content", "name", "dir", "class"}


@given(st.lists(records(), max_size=2))
@settings(max_examples=25, deadline=None)
def test_whatever_was_said_a_page_has_no_element_but_its_own(conversations: list[ConversationRecord]) -> None:
    page = Page(text(ExportFormat.HTML, *conversations))
    sections = sum(len(chat.selected_branch()) + bool(chat.settings.system_prompt) for chat in conversations)
    tags = [tag for tag, _ in page.elements]
    assert (tags.count("article"), tags.count("section")) == (len(conversations), sections)
    assert "script" not in tags


@pytest.mark.parametrize("export_format", list(ExportFormat))
def test_several_conversations_go_into_one_file_and_none_is_a_file_too(export_format: ExportFormat) -> None:
    both = text(export_format, record("first"), record("second"))
    assert both.index("first") < both.index("second")
    assert text(export_format) is not None


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("How high is an oak?", "How high is an oak.md"),
        ("", "Conversation.md"),
        ("../../etc/passwd", "etc passwd.md"),
        ("C:\\x|y*z", "C x y z.md"),
        ("con", "con conversation.md"),
        (". . .", "Conversation.md"),
        ("日本" * 100, "日本" * 33 + ".md"),
        ("a\0\n\u202eb", "a b.md"),
    ],
)
def test_a_title_becomes_a_file_name_for_every_system(title: str, name: str) -> None:
    assert file_name(title, ExportFormat.MARKDOWN) == name
