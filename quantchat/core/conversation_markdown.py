"""A conversation as a Markdown text to read, to print or to put into a note: the branch that is shown."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from quantchat.core.chat import MessageStatus, Role
from quantchat.core.conversation_record import ConversationRecord, MessageRecord
from quantchat.core.plain_text import plain_text

UNTITLED = "Conversation"


def conversations_to_markdown(records: Iterable[ConversationRecord]) -> Iterator[str]:
    """Conversations under headings of the first level, messages under headings of the second."""
    for number, record in enumerate(records):
        if number:
            yield "\n---\n\n"
        yield f"# {_heading(record.title)}\n\n*{written_at(record.created_at)}*\n"
        if record.settings.system_prompt:
            yield f"\n## System prompt\n\n{record.settings.system_prompt.strip()}\n"
        for message in record.selected_branch():
            yield _message(message)


def speaker(message: MessageRecord) -> str:
    """Who wrote a message, for people."""
    if message.role is Role.USER:
        return "You"
    if message.role is Role.SYSTEM:
        return "System"
    name = message.model_name or "Answer"
    return f"{name} ({message.quantization})" if message.quantization else name


def ending_note(message: MessageRecord) -> str:
    """Why a message is not whole; empty if it is."""
    if message.status is MessageStatus.STOPPED:
        return "Stopped before its end."
    return message.error or "Interrupted." if message.status is MessageStatus.INTERRUPTED else ""


def written_at(time_s: float) -> str:
    """A time, in UTC, so that the same conversation makes the same text everywhere."""
    return datetime.fromtimestamp(time_s, UTC).strftime("%Y-%m-%d %H:%M UTC")


def _message(message: MessageRecord) -> str:
    parts = [f"\n## {_heading(speaker(message))}\n"]
    if message.reasoning.strip():
        parts.append(_quoted(f"**Reasoning**\n\n{message.reasoning.strip()}"))
    parts.append(f"{message.content.strip()}\n")
    if note := ending_note(message):
        parts.append(f"*{note}*\n")
    return "\n".join(parts)


def _quoted(text: str) -> str:
    return "".join(f"> {line}".rstrip() + "\n" for line in text.split("\n"))


def _heading(text: str) -> str:
    """One line in which no character has a meaning in Markdown."""
    line = plain_text(text, 500) or UNTITLED
    return "".join(f"\\{char}" if char in "\\`*_[]<>#" else char for char in line)
