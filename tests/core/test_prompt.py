"""Whole oldest turns leave a conversation that no longer fits; the newest and the system message stay."""

from hypothesis import given
from hypothesis import strategies as st

from quantchat.core.chat import Message, MessageStatus, PromptMessage, Role
from quantchat.core.prompt import (
    TARGET_SHARE,
    answer_reserve_tokens,
    cut_into_turns,
    joined_turns,
    messages_of_oldest_turns,
    oldest_turns_to_drop,
)

SYSTEM = PromptMessage(Role.SYSTEM, "Be brief.")
MESSAGES = st.lists(st.builds(PromptMessage, st.sampled_from(Role), st.text("xyz", max_size=3)), max_size=12)
TURN_TOKENS = st.lists(st.integers(1, 600), min_size=1, max_size=12)


def user(text: str) -> PromptMessage:
    return PromptMessage(Role.USER, text)


def assistant(text: str) -> PromptMessage:
    return PromptMessage(Role.ASSISTANT, text)


def test_a_turn_is_a_question_with_its_answers() -> None:
    turns = cut_into_turns([SYSTEM, user("a"), assistant("b"), assistant("c"), user("d")])
    assert turns.system == (SYSTEM,)
    assert turns.turns == ((user("a"), assistant("b"), assistant("c")), (user("d"),))


def test_a_conversation_that_begins_with_an_answer_has_a_turn_without_a_question() -> None:
    assert cut_into_turns([assistant("Welcome."), user("a")]).turns == ((assistant("Welcome."),), (user("a"),))


@given(messages=MESSAGES)
def test_no_message_is_lost_or_moved_by_the_cut_but_system_messages_lead(messages: list[PromptMessage]) -> None:
    turns = cut_into_turns(messages)
    leading = [message for message in messages if message.role is Role.SYSTEM]
    others = [message for message in messages if message.role is not Role.SYSTEM]
    assert list(turns.without_oldest(0)) == leading + others


@given(messages=MESSAGES, count=st.integers(0, 12))
def test_the_system_message_stays_and_only_whole_oldest_turns_leave(messages: list[PromptMessage], count: int) -> None:
    turns = cut_into_turns(messages)
    everything, kept = turns.without_oldest(0), turns.without_oldest(count)
    others = kept[len(turns.system) :]
    assert kept[: len(turns.system)] == turns.system
    assert everything[len(everything) - len(others) :] == others
    assert not others or others[0] == turns.turns[count][0]


@given(sizes=TURN_TOKENS, fixed=st.integers(0, 100), context=st.integers(256, 4096), reserve=st.integers(0, 200))
def test_turns_leave_only_when_needed_and_the_newest_always_stays(
    sizes: list[int], fixed: int, context: int, reserve: int
) -> None:
    dropped = oldest_turns_to_drop(sizes, fixed, context, reserve)
    assert 0 <= dropped < len(sizes)
    if fixed + sum(sizes) + reserve <= context:
        assert dropped == 0
    elif fixed + sizes[-1] <= min(int(context * TARGET_SHARE), context - reserve):
        left = fixed + sum(sizes[dropped:])
        assert left + reserve <= context
        assert left <= context * TARGET_SHARE
    else:
        assert dropped == len(sizes) - 1


@given(sizes=TURN_TOKENS, fixed=st.integers(0, 100), context=st.integers(256, 4096), reserve=st.integers(0, 200))
def test_a_longer_context_never_drops_more(sizes: list[int], fixed: int, context: int, reserve: int) -> None:
    at_this = oldest_turns_to_drop(sizes, fixed, context, reserve)
    assert oldest_turns_to_drop(sizes, fixed, context + 512, reserve) <= at_this


def test_a_quarter_of_the_context_is_kept_for_the_answer_and_less_if_less_is_asked_for() -> None:
    assert answer_reserve_tokens(4096, 0) == 1024
    assert answer_reserve_tokens(4096, 100) == 100
    assert answer_reserve_tokens(4096, 4000) == 1024


def test_neighbouring_messages_of_one_speaker_become_one() -> None:
    joined = joined_turns([user("a"), user("b"), assistant("c"), user("d")])
    assert joined == (user("a\n\nb"), assistant("c"), user("d"))


def _message(number: int, role: Role, content: str) -> Message:
    return Message(number, 1, None, role, content, "", MessageStatus.COMPLETE, "", "", "", None, 0.0)


def test_the_messages_of_the_oldest_turns_are_those_that_the_prompt_would_leave_out() -> None:
    thread = [
        _message(1, Role.USER, "One?"),
        _message(2, Role.ASSISTANT, ""),  # cut short before its first word: the prompt joins its neighbours
        _message(3, Role.USER, "One, again?"),
        _message(4, Role.ASSISTANT, "Un."),
        _message(5, Role.USER, "Two?"),
        _message(6, Role.ASSISTANT, "Deux."),
    ]
    assert messages_of_oldest_turns(thread, 0) == frozenset()
    assert messages_of_oldest_turns(thread, 1) == {1, 2, 3, 4}
    assert messages_of_oldest_turns(thread, 2) == {1, 2, 3, 4, 5, 6}
    assert messages_of_oldest_turns((), 3) == frozenset()
