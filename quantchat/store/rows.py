"""How the values of a conversation are written into rows and read back."""

import json
from dataclasses import asdict, fields
from typing import Any

from quantchat.core.chat import AnswerFigures, Message, MessageStatus, Role

_MESSAGE_FIELDS = tuple(field.name for field in fields(Message))

MESSAGE_COLUMNS = ", ".join(f"message.{name}" for name in _MESSAGE_FIELDS)
"""The columns that `message_from_row` expects, for a SELECT."""


def storable(text: str) -> str:
    """The text with surrogates joined to pairs, and by U+FFFD in place of those that have no partner."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def message_from_row(row: tuple[Any, ...]) -> Message:
    """Make a message of a row with `MESSAGE_COLUMNS`."""
    named = dict(zip(_MESSAGE_FIELDS, row, strict=True))
    named["role"] = Role(named["role"])
    named["status"] = MessageStatus(named["status"])
    named["figures"] = _figures_from_json(named["figures"])
    return Message(**named)


def figures_to_json(figures: AnswerFigures | None) -> str | None:
    """Write figures as JSON: they may gain fields without a migration."""
    return None if figures is None else json.dumps(asdict(figures))


def _figures_from_json(text: str | None) -> AnswerFigures | None:
    """Read figures as this or another version stored them; what is missing is zero, what is unknown is left."""
    if text is None:
        return None
    stored = json.loads(text)
    return AnswerFigures(**{field.name: stored[field.name] for field in fields(AnswerFigures) if field.name in stored})
