"""QuantChat's own JSON: every conversation with all its branches and figures, so that nothing is lost by moving.

One object: `format` is "quantchat-conversations", `version` 1, `conversations` a list of `ConversationRecord` with the
names of its attributes as keys. Messages refer to each other by their place in the list. Keys may be added within a
version; what is not known is left. Times are seconds since the epoch, UTC.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields
from typing import Any

from quantchat.core.chat import AnswerFigures, MessageStatus, Role, Sampling
from quantchat.core.conversation import ConversationSettings
from quantchat.core.conversation_record import ConversationRecord, MessageRecord
from quantchat.core.foreign_values import (
    MAX_MESSAGES,
    UnusableError,
    count_of,
    list_of,
    mapping_of,
    number_of,
    place_of,
    text_of,
    time_of,
    with_selection,
)
from quantchat.core.sampling_json import chosen_sampling, sampling_from_values
from quantchat.wording import worded

FORMAT_NAME = "quantchat-conversations"
FORMAT_VERSION = 1

_ENDED = frozenset(MessageStatus) - {MessageStatus.STREAMING}


def conversations_to_json(records: Iterable[ConversationRecord]) -> Iterator[str]:
    """The file, piece by piece, so that all conversations need not be in memory at once."""
    yield f'{{"format": "{FORMAT_NAME}", "version": {FORMAT_VERSION}, "conversations": ['
    for number, record in enumerate(records):
        yield ",\n" if number else "\n"
        yield json.dumps(asdict(record), ensure_ascii=False, allow_nan=False)
    yield "\n]}\n"


def record_from_json(value: object) -> ConversationRecord:
    """Read one conversation.

    Raises:
        UnusableError: it is not what QuantChat writes.
    """
    if not isinstance(value, dict):
        raise UnusableError(worded("It is not written as a conversation."))
    items = list_of(value.get("messages"))
    if len(items) > MAX_MESSAGES:
        raise UnusableError(worded("It has more than {most:,} messages.", most=MAX_MESSAGES))
    created_at = time_of(value.get("created_at"), 0.0)
    read = [_message(item, place, len(items), created_at) for place, item in enumerate(items)]
    messages, leaf = with_selection(read, place_of(value.get("selected_leaf"), len(items)))
    settings = mapping_of(value.get("settings"))
    return ConversationRecord(
        title=text_of(value.get("title")),
        created_at=created_at,
        updated_at=time_of(value.get("updated_at"), created_at),
        messages=messages,
        selected_leaf=leaf,
        is_pinned=value.get("is_pinned") is True,
        folder=text_of(value.get("folder")),
        draft=text_of(value.get("draft")),
        settings=ConversationSettings(
            text_of(settings.get("system_prompt")),
            text_of(settings.get("assistant_id")),
            chosen_sampling(settings.get("sampling")),
        ),
    )


def _message(item: object, place: int, count: int, created_at: float) -> MessageRecord:
    value = mapping_of(item)
    role, status, parent = text_of(value.get("role")), text_of(value.get("status")), value.get("parent")
    if role not in frozenset(Role) or (parent is not None and place_of(parent, place) is None):
        raise UnusableError(worded("One of its messages does not say who wrote it or what it follows."))
    return MessageRecord(
        parent=place_of(parent, place),
        role=Role(role),
        content=text_of(value.get("content")),
        created_at=time_of(value.get("created_at"), created_at),
        selected_child=place_of(value.get("selected_child"), count),
        reasoning=text_of(value.get("reasoning")),
        status=MessageStatus(status) if status in _ENDED else MessageStatus.INTERRUPTED,
        model_name=text_of(value.get("model_name")),
        quantization=text_of(value.get("quantization")),
        error=text_of(value.get("error")),
        figures=_figures(value.get("figures")),
        sampling=_sampling(value.get("sampling")),
    )


def _figures(value: object) -> AnswerFigures | None:
    if not isinstance(value, dict):
        return None
    defaults = AnswerFigures()
    named: dict[str, Any] = {
        field.name: count_of(value.get(field.name))
        if isinstance(getattr(defaults, field.name), int)
        else float(number_of(value.get(field.name)) or 0.0)
        for field in fields(AnswerFigures)
    }
    return AnswerFigures(**named)


def _sampling(value: object) -> Sampling | None:
    return sampling_from_values(value) if isinstance(value, dict) else None
