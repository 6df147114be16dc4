"""Messages taken out and put back, answers that go on, and how they were made."""

from pathlib import Path

import pytest

from quantchat.core.chat import Message, MessageStatus, Role, Sampling
from quantchat.core.conversation import ConversationSettings
from quantchat.core.sampling_choice import SamplingChoice
from quantchat.store.conversations import ConversationStore


def contents(messages: tuple[Message, ...]) -> list[str]:
    return [message.content for message in messages]


@pytest.fixture
def conversation_id(store: ConversationStore) -> int:
    return store.create_conversation("Trees").id


def chain(store: ConversationStore, conversation_id: int, parent_id: int | None, *texts: str) -> list[int]:
    ids: list[int] = []
    for text in texts:
        role = Role.USER if len(ids) % 2 == 0 else Role.ASSISTANT
        parent_id = store.add_message(conversation_id, parent_id, role, text).id
        ids.append(parent_id)
    return ids


def test_deleting_a_message_shows_what_was_beside_it_and_undoing_shows_it_again(
    store: ConversationStore, conversation_id: int
) -> None:
    question, _ = chain(store, conversation_id, None, "q", "first")
    second = store.add_message(conversation_id, question, Role.ASSISTANT, "second").id
    chain(store, conversation_id, second, "more")

    store.delete_message(second)
    assert contents(store.thread(conversation_id)) == ["q", "first"]

    store.restore_message(second)
    assert contents(store.thread(conversation_id)) == ["q", "second", "more"]


def test_deleting_the_only_answer_ends_the_conversation_with_the_question(
    store: ConversationStore, conversation_id: int
) -> None:
    question, answer, _ = chain(store, conversation_id, None, "q", "a", "more")

    store.delete_message(answer)

    assert contents(store.thread(conversation_id)) == ["q"]
    again = store.add_message(conversation_id, question, Role.ASSISTANT, "another")
    assert store.siblings(again.id) == (again.id,)
    assert contents(store.thread(conversation_id)) == ["q", "another"]
    store.restore_message(answer)
    assert store.siblings(answer) == (answer, again.id)
    assert contents(store.thread(conversation_id)) == ["q", "a", "more"]


def test_deleting_the_first_message_leaves_an_empty_conversation_that_can_be_filled_again(
    store: ConversationStore, conversation_id: int
) -> None:
    question, _ = chain(store, conversation_id, None, "q", "a")

    store.delete_message(question)

    assert store.thread(conversation_id) == ()
    assert [entry.id for entry in store.conversations()] == [conversation_id]
    chain(store, conversation_id, None, "new")
    assert contents(store.thread(conversation_id)) == ["new"]
    store.restore_message(question)
    assert contents(store.thread(conversation_id)) == ["q", "a"]


def test_deleting_a_message_that_is_not_shown_changes_nothing_that_is(
    store: ConversationStore, conversation_id: int
) -> None:
    question, first = chain(store, conversation_id, None, "q", "first")
    store.add_message(conversation_id, question, Role.ASSISTANT, "second")

    store.delete_message(first)

    assert contents(store.thread(conversation_id)) == ["q", "second"]
    assert len(store.siblings(store.thread(conversation_id)[-1].id)) == 1


def test_a_branch_whose_remembered_end_was_deleted_can_still_be_selected(
    store: ConversationStore, conversation_id: int
) -> None:
    question, answer, follow_up = chain(store, conversation_id, None, "q", "a", "follow-up")
    other, *_ = chain(store, conversation_id, None, "other", "b")
    store.delete_message(follow_up)

    store.select_sibling(question)
    assert contents(store.thread(conversation_id)) == ["q", "a"]
    store.select_sibling(other)
    assert contents(store.thread(conversation_id)) == ["other", "b"]
    assert store.message(answer).content == "a"


def test_what_was_deleted_stays_deleted_after_a_restart(
    store: ConversationStore, conversation_id: int, path: Path
) -> None:
    _, answer, _ = chain(store, conversation_id, None, "q", "a", "more")
    store.delete_message(answer)
    store.close()

    later = ConversationStore.open(path).store
    assert contents(later.thread(conversation_id)) == ["q"]
    later.restore_message(answer)
    assert contents(later.thread(conversation_id)) == ["q", "a", "more"]
    later.close()


def test_a_stopped_answer_goes_on_from_what_is_there(store: ConversationStore, conversation_id: int) -> None:
    _, answer = store.add_question_and_answer(conversation_id, None, "q", model_name="m", quantization="Q8_0")
    store.finish_message(answer.id, "One, ", "hm", MessageStatus.INTERRUPTED, error="The model crashed.")

    resumed = store.resume_message(answer.id)

    assert (resumed.content, resumed.reasoning) == ("One, ", "hm")
    assert (resumed.status, resumed.error) == (MessageStatus.STREAMING, "")
    finished = store.finish_message(answer.id, "One, two.", "hm", MessageStatus.COMPLETE)
    assert store.thread(conversation_id)[-1] == finished


def test_an_answer_keeps_the_settings_it_was_made_with(
    store: ConversationStore, conversation_id: int, path: Path
) -> None:
    sampling = Sampling(temperature=0.1, top_k=7, seed=42)
    question, answer = store.add_question_and_answer(
        conversation_id, None, "q", model_name="m", quantization="Q8_0", sampling=sampling
    )
    again = store.add_message(conversation_id, question.id, Role.ASSISTANT, "x", sampling=Sampling())
    store.close()

    later = ConversationStore.open(path).store
    assert later.message_sampling(answer.id) == sampling
    assert later.message_sampling(again.id) == Sampling()
    assert later.message_sampling(question.id) is None
    with pytest.raises(LookupError):
        later.message_sampling(99)
    later.close()


def test_a_conversation_keeps_its_system_prompt_assistant_and_sampling(
    store: ConversationStore, conversation_id: int, path: Path
) -> None:
    assert store.settings(conversation_id) == ConversationSettings()
    chosen = ConversationSettings("Be brief.\nBe kind.", "translator", SamplingChoice(temperature=0.0, stop=("\n",)))
    store.set_settings(conversation_id, chosen)
    store.close()

    later = ConversationStore.open(path).store
    assert later.settings(conversation_id) == chosen
    later.set_settings(conversation_id, ConversationSettings())
    assert later.settings(conversation_id) == ConversationSettings()
    with pytest.raises(LookupError):
        later.settings(99)
    with pytest.raises(LookupError):
        later.set_settings(99, chosen)
    later.close()


def test_sampling_that_another_version_stored_is_read_as_far_as_it_is_known(
    store: ConversationStore, conversation_id: int
) -> None:
    store._connection.execute('UPDATE conversation SET sampling = \'{"temperature": 0.3, "from_the_future": 1}\'')
    assert store.settings(conversation_id).sampling == SamplingChoice(temperature=0.3)
    store._connection.execute("UPDATE conversation SET sampling = '{\"temperature\": -3}'")
    assert store.settings(conversation_id) == ConversationSettings()


def test_a_deleted_message_and_what_is_below_it_cannot_be_selected(store: ConversationStore) -> None:
    conversation = store.create_conversation("Ships")
    question = store.add_message(conversation.id, None, Role.USER, "One?")
    answer = store.add_message(conversation.id, question.id, Role.ASSISTANT, "Un.")
    store.delete_message(question.id)
    for message in (question, answer):
        with pytest.raises(LookupError):
            store.select_sibling(message.id)
    assert store.thread(conversation.id) == ()


def test_what_was_asked_while_an_answer_was_deleted_stands_beside_it_when_it_is_back(
    store: ConversationStore, conversation_id: int
) -> None:
    question, answer = chain(store, conversation_id, None, "q", "a")
    store.delete_message(answer)
    asked_since, _ = chain(store, conversation_id, question, "q2", "a2")

    store.restore_message(answer, is_shown=False)

    assert contents(store.thread(conversation_id)) == ["q", "q2", "a2"]
    assert store.siblings(asked_since) == store.siblings(answer) == (answer, asked_since)
    store.select_sibling(answer)
    assert contents(store.thread(conversation_id)) == ["q", "a"]
