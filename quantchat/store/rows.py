"""How the values of a conversation are written into rows and read back."""

import json
from dataclasses import asdict, fields
from typing import Any

from quantchat.core.chat import AnswerFigures, Message, MessageStatus, Role, Sampling
from quantchat.core.sampling_choice import SamplingChoice
from quantchat.core.sampling_choice_json import choice_to_object
from quantchat.core.sampling_json import chosen_sampling, sampling_from_values, sampling_to_values

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
    named["figures"] = figures_from_json(named["figures"])
    return Message(**named)


def figures_to_json(figures: AnswerFigures | None) -> str | None:
    """Write figures as JSON: they may gain fields without a migration."""
    return None if figures is None else json.dumps(asdict(figures))


def figures_from_json(text: str | None) -> AnswerFigures | None:
    """Read figures as this or another version stored them; what is missing is zero, what is unknown is left."""
    if text is None:
        return None
    stored = json.loads(text)
    return AnswerFigures(**{field.name: stored[field.name] for field in fields(AnswerFigures) if field.name in stored})


def sampling_to_json(sampling: Sampling | None) -> str | None:
    """Write sampling settings as JSON: they may gain fields without a migration."""
    return None if sampling is None else json.dumps(sampling_to_values(sampling))


def sampling_from_json(text: str | None) -> Sampling | None:
    """Read sampling settings as this or another version stored them; what is missing has its default."""
    return None if text is None else sampling_from_values(json.loads(text))


def choice_to_json(choice: SamplingChoice) -> str | None:
    """Write what was chosen of the sampling as JSON; None if nothing was."""
    return None if choice.is_empty else json.dumps(choice_to_object(choice))


def choice_from_json(text: str | None) -> SamplingChoice:
    """Read what was chosen of the sampling, as this or another version stored it."""
    return chosen_sampling(None if text is None else json.loads(text))
