"""What of a conversation is put before the model when it no longer fits its context.

A turn is a question with its answers. Whole oldest turns leave, never half a message; a system message stays, and
so does the newest turn.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from quantchat.core.chat import Message, PromptMessage, Role

ANSWER_RESERVE_SHARE = 0.25
"""Share of the context kept free for the answer when turns have to leave."""

TARGET_SHARE = 0.6
"""Share of the context kept once turns leave, so that they do not leave (and all is read anew) at every turn."""


@dataclass(frozen=True, slots=True)
class Turns:
    """A conversation cut into its system messages and its turns."""

    system: tuple[PromptMessage, ...]
    turns: tuple[tuple[PromptMessage, ...], ...]

    def without_oldest(self, count: int) -> tuple[PromptMessage, ...]:
        """Messages left when the `count` oldest turns are gone."""
        return self.system + tuple(message for turn in self.turns[count:] for message in turn)


def cut_into_turns(messages: Sequence[PromptMessage]) -> Turns:
    """Cut a conversation into turns; each begins with a message of the person."""
    system: list[PromptMessage] = []
    turns: list[list[PromptMessage]] = []
    for message in messages:
        if message.role is Role.SYSTEM:
            system.append(message)
        elif message.role is Role.USER or not turns:
            turns.append([message])
        else:
            turns[-1].append(message)
    return Turns(tuple(system), tuple(tuple(turn) for turn in turns))


def joined_turns(messages: Iterable[PromptMessage]) -> tuple[PromptMessage, ...]:
    """Join neighbouring messages of one speaker: many templates demand that speakers alternate.

    That happens where an answer was cut short before its first word.
    """
    joined: list[PromptMessage] = []
    for message in messages:
        if joined and joined[-1].role is message.role:
            content = f"{joined[-1].content}\n\n{message.content}"
            joined[-1] = PromptMessage(message.role, content, joined[-1].reasoning)
        else:
            joined.append(message)
    return tuple(joined)


def messages_of_oldest_turns(messages: Sequence[Message], count: int) -> frozenset[int]:
    """Identifiers of the messages in the `count` oldest turns, cut as `joined_turns` and `cut_into_turns` cut them."""
    inside: set[int] = set()
    turn = 0
    last_role: Role | None = None
    for message in messages:
        if message.content:
            if turn == 0 or (message.role is Role.USER and last_role is not Role.USER):
                turn += 1
            last_role = message.role
        if turn > count:
            break
        inside.add(message.id)
    return frozenset(inside) if count > 0 else frozenset()


def answer_reserve_tokens(context_length: int, max_tokens: int) -> int:
    """Tokens to keep free for the answer: what was asked for, at most a quarter of the context.

    `max_tokens` 0 means no limit was asked for.
    """
    quarter = int(context_length * ANSWER_RESERVE_SHARE)
    return min(max_tokens, quarter) if max_tokens > 0 else quarter


def oldest_turns_to_drop(
    turn_tokens: Sequence[int], fixed_tokens: int, context_length: int, reserve_tokens: int
) -> int:
    """Say how many of the oldest turns must leave.

    Args:
        turn_tokens: tokens of each turn, oldest first.
        fixed_tokens: tokens that stay in any case (system message, template).
        context_length: tokens the context holds.
        reserve_tokens: tokens to keep free for the answer.

    Returns:
        0 when all fit beside the reserve. Otherwise as many as bring the rest down to `TARGET_SHARE` of the context;
        the newest turn always stays.
    """
    total = fixed_tokens + sum(turn_tokens)
    if total + reserve_tokens <= context_length:
        return 0
    target = min(int(context_length * TARGET_SHARE), context_length - reserve_tokens)
    dropped = 0
    while dropped < len(turn_tokens) - 1 and total > target:
        total -= turn_tokens[dropped]
        dropped += 1
    return dropped
