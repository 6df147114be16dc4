"""What the store keeps of conversations, messages and their tree."""

from pathlib import Path
from threading import Thread

import pytest

from quantchat.core.chat import AnswerFigures, Message, MessageStatus, Role
from quantchat.store.conversations import ConversationStore
from quantchat.store.schema import transaction

FIGURES = AnswerFigures(
    prompt_tokens=31,
    evaluated_tokens=12,
    answer_tokens=7,
    prefill_ms=40.5,
    decode_ms=120.25,
    time_to_first_token_ms=44.0,
    reasoning_ms=3.5,
    context_length=4096,
    context_used=38,
    seed=4294967295,
)


def contents(messages: tuple[Message, ...]) -> list[str]:
    return [message.content for message in messages]


def reopened(store: ConversationStore, path: Path) -> ConversationStore:
    store.close()
    opened = ConversationStore.open(path)
    assert opened.notice == ""
    return opened.store


def test_a_conversation_and_its_messages_are_there_after_a_restart(store: ConversationStore, path: Path) -> None:
    conversation = store.create_conversation("Trees")
    question, answer = store.add_question_and_answer(
        conversation.id, None, "How high is an oak?", model_name="SmolLM2", quantization="Q4_K_M"
    )
    finished = store.finish_message(
        answer.id, "Up to 40 m.", "Oaks…", MessageStatus.COMPLETE, error="", figures=FIGURES
    )

    later = reopened(store, path)

    assert [(line.id, line.title) for line in later.conversations()] == [(conversation.id, "Trees")]
    assert later.thread(conversation.id) == (question, finished)
    later.close()


def test_an_answer_carries_everything_that_is_known_about_it(store: ConversationStore) -> None:
    conversation = store.create_conversation()
    question, answer = store.add_question_and_answer(
        conversation.id, None, "Hello", model_name="SmolLM2", quantization="Q4_K_M"
    )
    assert (question.role, question.status, question.content) == (Role.USER, MessageStatus.COMPLETE, "Hello")
    assert (question.model_name, question.quantization) == ("", "")
    assert (answer.role, answer.status, answer.content) == (Role.ASSISTANT, MessageStatus.STREAMING, "")
    assert (answer.parent_id, answer.model_name, answer.quantization) == (question.id, "SmolLM2", "Q4_K_M")

    store.finish_message(
        answer.id, "Hi", "I greet", MessageStatus.INTERRUPTED, error="The model crashed.", figures=FIGURES
    )

    stored = store.message(answer.id)
    assert (stored.content, stored.reasoning, stored.status) == ("Hi", "I greet", MessageStatus.INTERRUPTED)
    assert (stored.error, stored.figures) == ("The model crashed.", FIGURES)


def test_a_partial_answer_is_stored_and_still_streaming(store: ConversationStore) -> None:
    conversation = store.create_conversation()
    _, answer = store.add_question_and_answer(conversation.id, None, "Hello", model_name="m", quantization="Q8_0")

    store.write_partial(answer.id, "Hi th", "thinking")

    stored = store.message(answer.id)
    assert (stored.content, stored.reasoning, stored.status) == ("Hi th", "thinking", MessageStatus.STREAMING)


def test_an_answer_that_was_streaming_is_interrupted_after_a_restart(store: ConversationStore, path: Path) -> None:
    conversation = store.create_conversation()
    _, answer = store.add_question_and_answer(conversation.id, None, "Hello", model_name="m", quantization="Q8_0")
    store.write_partial(answer.id, "Hi th", "")

    later = reopened(store, path)

    assert later.message(answer.id).status is MessageStatus.INTERRUPTED
    assert later.message(answer.id).content == "Hi th"
    later.close()


def test_the_conversation_with_the_latest_message_comes_first(store: ConversationStore) -> None:
    first, second = store.create_conversation("first"), store.create_conversation("second")
    assert [line.title for line in store.conversations()] == ["second", "first"]

    message = store.add_message(first.id, None, Role.USER, "Hello")

    assert [line.title for line in store.conversations()] == ["first", "second"]
    assert store.conversations()[0].updated_at == message.created_at
    store.rename_conversation(second.id, "renamed")
    assert [line.title for line in store.conversations()] == ["first", "renamed"]


def test_a_deleted_conversation_leaves_the_list_and_can_be_restored_whole(store: ConversationStore) -> None:
    kept, deleted = store.create_conversation("kept"), store.create_conversation("deleted")
    store.add_message(deleted.id, None, Role.USER, "Hello")
    thread = store.thread(deleted.id)

    store.delete_conversation(deleted.id)
    assert [line.id for line in store.conversations()] == [kept.id]

    store.restore_conversation(deleted.id)
    assert {line.id for line in store.conversations()} == {kept.id, deleted.id}
    assert store.thread(deleted.id) == thread


def test_regenerating_makes_a_second_answer_beside_the_first(store: ConversationStore) -> None:
    conversation = store.create_conversation()
    question = store.add_message(conversation.id, None, Role.USER, "Hello")
    first = store.add_message(conversation.id, question.id, Role.ASSISTANT, "Hi")

    second = store.add_message(
        conversation.id, question.id, Role.ASSISTANT, "", status=MessageStatus.STREAMING, model_name="m"
    )

    assert store.siblings(first.id) == store.siblings(second.id) == (first.id, second.id)
    assert store.thread(conversation.id) == (question, second)


def test_editing_the_first_question_makes_a_second_beginning(store: ConversationStore) -> None:
    conversation, other = store.create_conversation(), store.create_conversation()
    store.add_message(other.id, None, Role.USER, "Elsewhere")
    store.add_message(conversation.id, None, Role.SYSTEM, "Be brief")
    question = store.add_message(conversation.id, None, Role.USER, "Hello")

    edited = store.add_message(conversation.id, None, Role.USER, "Good day")

    assert store.siblings(edited.id) == (question.id, edited.id)
    assert contents(store.thread(conversation.id)) == ["Good day"]


def test_selecting_a_sibling_switches_the_whole_branch_and_back(store: ConversationStore) -> None:
    conversation = store.create_conversation()
    first, first_answer = branch(store, conversation.id, None, "first")
    second, _ = branch(store, conversation.id, None, "second")
    branch(store, conversation.id, first_answer, "first more")

    assert contents(store.thread(conversation.id)) == ["first", "re: first", "first more", "re: first more"]
    store.select_sibling(second)
    assert contents(store.thread(conversation.id)) == ["second", "re: second"]
    store.select_sibling(first)
    assert contents(store.thread(conversation.id)) == ["first", "re: first", "first more", "re: first more"]


def test_each_message_remembers_which_branch_below_it_was_selected(store: ConversationStore) -> None:
    conversation = store.create_conversation()
    first, first_answer = branch(store, conversation.id, None, "first")
    older, _ = branch(store, conversation.id, first_answer, "older")
    branch(store, conversation.id, first_answer, "newer")
    second, _ = branch(store, conversation.id, None, "second")

    store.select_sibling(older)
    store.select_sibling(second)
    store.select_sibling(first)

    assert contents(store.thread(conversation.id)) == ["first", "re: first", "older", "re: older"]


def test_writing_below_a_branch_that_is_not_selected_selects_it(store: ConversationStore) -> None:
    conversation = store.create_conversation()
    first, first_answer = branch(store, conversation.id, None, "first")
    _, older_answer = branch(store, conversation.id, first_answer, "older")
    branch(store, conversation.id, first_answer, "newer")
    second, _ = branch(store, conversation.id, None, "second")

    store.add_message(conversation.id, older_answer, Role.USER, "and?")
    expected = ["first", "re: first", "older", "re: older", "and?"]
    assert contents(store.thread(conversation.id)) == expected

    store.select_sibling(second)
    store.select_sibling(first)
    assert contents(store.thread(conversation.id)) == expected


def test_the_selected_branch_survives_a_restart(store: ConversationStore, path: Path) -> None:
    conversation = store.create_conversation()
    first, _ = branch(store, conversation.id, None, "first")
    branch(store, conversation.id, None, "second")
    store.select_sibling(first)

    later = reopened(store, path)

    assert contents(later.thread(conversation.id)) == ["first", "re: first"]
    later.close()


def test_a_conversation_of_ten_thousand_messages_is_read_in_order(store: ConversationStore) -> None:
    conversation = store.create_conversation()
    with transaction(store._connection):  # one commit for all: the test is about reading
        parent_id = None
        for number in range(10_000):
            row = (conversation.id, parent_id, "user", str(number), "complete", "", "", 0.0)
            parent_id = store._session.insert(
                "INSERT INTO message (conversation_id, parent_id, role, content, status, model_name, quantization,"
                " created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                row,
            )
    assert parent_id is not None
    store.select_sibling(parent_id)
    last = store.add_message(conversation.id, parent_id, Role.USER, "10000")

    assert contents(store.thread(conversation.id)) == [str(number) for number in range(10_001)]
    assert store.thread(conversation.id)[-1] == last


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("before\0after", "before\0after"),
        ("a\ud800b", "a\ufffdb"),
        ("\udfff", "\ufffd"),
        ("end\ud83d", "end\ufffd"),
        ("\ud83d\ude00", "\U0001f600"),
        ("\ufeffmark \ufffe\uffff", "\ufeffmark \ufffe\uffff"),
        ("é 日本語 👩‍👩‍👧", "é 日本語 👩‍👩‍👧"),
    ],
)
def test_text_that_is_no_proper_unicode_is_stored_without_loss_of_the_rest(
    store: ConversationStore, path: Path, text: str, stored: str
) -> None:
    conversation = store.create_conversation(text)
    _, answer = store.add_question_and_answer(conversation.id, None, text, model_name=text, quantization=text)
    store.write_partial(answer.id, text, text)
    store.finish_message(answer.id, text, text, MessageStatus.STOPPED, error=text)
    store.rename_conversation(conversation.id, text)

    later = reopened(store, path)

    question, answer = later.thread(conversation.id)
    assert later.conversations()[0].title == question.content == stored
    assert {answer.content, answer.reasoning, answer.error, answer.model_name, answer.quantization} == {stored}
    later.close()


def test_identifiers_that_were_never_given_out_are_refused(store: ConversationStore) -> None:
    with pytest.raises(LookupError):
        store.message(7)
    with pytest.raises(LookupError):
        store.write_partial(7, "text", "")
    with pytest.raises(LookupError):
        store.rename_conversation(7, "title")
    with pytest.raises(LookupError):
        store.add_message(7, None, Role.USER, "Hello")
    assert store.conversations() == ()


def test_several_threads_write_at_once_and_everything_arrives(store: ConversationStore) -> None:
    conversation = store.create_conversation()

    def write(name: str) -> None:
        for number in range(25):
            store.add_message(conversation.id, None, Role.USER, f"{name}{number}")

    threads = [Thread(target=write, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    last = store.thread(conversation.id)[0].id
    stored = {store.message(message_id).content for message_id in store.siblings(last)}
    assert stored == {f"{name}{number}" for name in "abcd" for number in range(25)}


def branch(store: ConversationStore, conversation_id: int, parent_id: int | None, text: str) -> tuple[int, int]:
    """Add a question and its answer; return their identifiers."""
    question = store.add_message(conversation_id, parent_id, Role.USER, text)
    return question.id, store.add_message(conversation_id, question.id, Role.ASSISTANT, f"re: {text}").id
