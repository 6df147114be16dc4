"""Values out of JSON that another program or anybody may have written: of the type that is meant, or the default."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from quantchat.core.conversation_record import MessageRecord
from quantchat.wording import Wording, worded

MAX_TEXT_CHARS = 10_000_000
MAX_MESSAGES = 100_000
_LATEST_S = 32_503_680_000.0
"""The year 3000: later times cannot be shown as local time on every system."""


class UnusableError(Exception):
    """A conversation that cannot be taken over.

    Attributes:
        reason: why, in a sentence for the person.
    """

    def __init__(self, reason: Wording) -> None:
        super().__init__(reason)
        self.reason = reason


def mapping_of(value: object) -> Mapping[str, object]:
    """The object, or one without keys."""
    return value if isinstance(value, dict) else {}


def list_of(value: object) -> list[object]:
    """The list, or an empty one."""
    return value if isinstance(value, list) else []


def text_of(value: object) -> str:
    """The text, or an empty one.

    Raises:
        UnusableError: the text is longer than any conversation.
    """
    if not isinstance(value, str):
        return ""
    if len(value) > MAX_TEXT_CHARS:
        raise UnusableError(worded("One of its messages is longer than ten million characters."))
    return value


def number_of(value: object, most: float = 2.0**63 - 1024) -> float | None:
    """The number from 0 to `most`, or None."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    # The comparison comes first: an integer may be too large to become a float.
    return value if 0 <= value <= most and math.isfinite(value) else None


def count_of(value: object) -> int:
    """The whole number, or 0."""
    return int(number_of(value) or 0)


def time_of(value: object, default: float) -> float:
    """The time in seconds since the epoch, or the default."""
    seconds = number_of(value, _LATEST_S)
    return default if seconds is None else float(seconds)


def place_of(value: object, count: int) -> int | None:
    """The place in a sequence of so many, or None."""
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if 0 <= value < count else None


def with_selection(messages: Sequence[MessageRecord], leaf: int | None) -> tuple[tuple[MessageRecord, ...], int | None]:
    """Messages of which each names one that follows it as selected, and the end of the branch that is shown.

    Args:
        messages: each after the one it follows; a `selected_child` that is not its own is replaced.
        leaf: a place on the branch to show; None for that of the last message.

    Raises:
        UnusableError: there are too many messages.
    """
    if len(messages) > MAX_MESSAGES:
        raise UnusableError(worded("It has more than {most:,} messages.", most=MAX_MESSAGES))
    if not messages:
        return (), None
    newest_child: dict[int, int] = {}
    for place, message in enumerate(messages):
        if message.parent is not None:
            newest_child[message.parent] = place
    chosen = [_own_child(messages, place, newest_child.get(place)) for place in range(len(messages))]
    step: int | None = len(messages) - 1 if leaf is None else leaf
    end = step
    while step is not None and (parent := messages[step].parent) is not None:
        chosen[parent] = step
        step = parent
    while end is not None and (child := chosen[end]) is not None:
        end = child
    return tuple(
        message if message.selected_child == child else replace(message, selected_child=child)
        for message, child in zip(messages, chosen, strict=True)
    ), end


def _own_child(messages: Sequence[MessageRecord], place: int, newest: int | None) -> int | None:
    child = messages[place].selected_child
    return child if child is not None and messages[child].parent == place else newest
