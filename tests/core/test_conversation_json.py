"""What QuantChat writes as JSON it reads again without loss, and what others write under its name does no harm."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quantchat.core.conversation_import import ImportSource, read_conversations
from quantchat.core.conversation_json import conversations_to_json
from quantchat.core.conversation_record import ConversationRecord
from quantchat.errors import ErrorKind, KnownError
from tests.core.conversation_records import records

MESSAGE = {"parent": None, "role": "user", "content": "Hello", "created_at": 5.0, "status": "complete"}


def written(*conversations: ConversationRecord) -> bytes:
    return "".join(conversations_to_json(conversations)).encode()


def document(*conversations: object, version: object = 1) -> bytes:
    return json.dumps(
        {"format": "quantchat-conversations", "version": version, "conversations": conversations}
    ).encode()


def conversation(*messages: object, **more: object) -> dict[str, object]:
    return {"title": "Trees", "created_at": 1.0, "updated_at": 2.0, "messages": messages, **more}


@given(st.lists(records(), max_size=3))
@settings(max_examples=40, deadline=None)
def test_everything_is_the_same_after_writing_and_reading(conversations: list[ConversationRecord]) -> None:
    read = read_conversations(written(*conversations), "chats.json")
    assert read.source is ImportSource.QUANTCHAT
    assert list(read.records) == conversations
    assert read.skipped == ()


def test_the_file_names_its_format_and_its_keys_are_a_contract() -> None:
    text = json.loads(written(read_conversations(document(conversation(MESSAGE)), "x").records[0]))
    assert (text["format"], text["version"]) == ("quantchat-conversations", 1)
    (only,) = text["conversations"]
    assert set(only) == {
        *("title", "created_at", "updated_at", "messages", "selected_leaf", "is_pinned", "folder", "draft", "settings"),
    }
    assert set(only["settings"]) == {"system_prompt", "assistant_id", "sampling"}
    assert set(only["messages"][0]) == {
        *("parent", "role", "content", "created_at", "selected_child", "reasoning", "status", "model_name"),
        *("quantization", "error", "figures", "sampling"),
    }


def test_keys_that_a_later_program_added_are_left_and_missing_ones_have_defaults() -> None:
    (record,) = read_conversations(document(conversation({**MESSAGE, "mood": "good"}, colour="red")), "x").records
    assert (record.title, record.selected_leaf, record.draft) == ("Trees", 0, "")
    assert record.messages[0].content == "Hello"


def test_a_file_of_a_newer_version_is_refused_in_a_sentence() -> None:
    with pytest.raises(KnownError, match=r"“chats\.json” was exported by a newer QuantChat") as refusal:
        read_conversations(document(version=2), "chats.json")
    assert refusal.value.kind is ErrorKind.STORE_NEWER


@pytest.mark.parametrize(
    "faulty",
    [
        7,
        None,
        [],
        conversation({**MESSAGE, "role": "robot"}),
        conversation({**MESSAGE, "role": ["user"]}),
        conversation({**MESSAGE, "parent": 0}),
        conversation({**MESSAGE, "parent": True}),
        conversation({**MESSAGE, "parent": -1}),
        conversation(MESSAGE, {**MESSAGE, "parent": 5}),
        conversation({**MESSAGE, "content": "x" * 10_000_001}),
        conversation(*[{}] * 100_001),
    ],
)
def test_a_faulty_conversation_is_skipped_with_its_reason_and_the_others_are_read(faulty: Any) -> None:
    read = read_conversations(document(conversation(MESSAGE), faulty), "x")
    assert [record.title for record in read.records] == ["Trees"]
    (skipped,) = read.skipped
    assert skipped.title == ("Trees" if isinstance(faulty, dict) else "")
    assert skipped.reason.endswith(".")


def test_references_that_make_no_sense_are_mended() -> None:
    first, second = MESSAGE, {**MESSAGE, "parent": 0}
    (record,) = read_conversations(
        document(conversation({**first, "selected_child": 0}, second, second, {**first}, selected_leaf=99)), "x"
    ).records
    assert [message.selected_child for message in record.messages] == [2, None, None, None]
    assert record.selected_leaf == 3


def test_numbers_that_no_program_would_write_do_no_harm() -> None:
    wild = {
        **MESSAGE,
        "created_at": 1e300,
        "figures": {"seed": 10**400, "decode_ms": -5, "prompt_tokens": True, "answer_tokens": "many"},
        "sampling": {"temperature": "hot", "top_k": 10**400, "seed": 1.5},
    }
    (record,) = read_conversations(document(conversation(wild, updated_at=-1)), "x").records
    assert (record.messages[0].created_at, record.updated_at) == (1.0, 1.0)
    assert record.messages[0].figures is not None
    assert (record.messages[0].figures.seed, record.messages[0].figures.decode_ms) == (0, 0.0)
    assert record.messages[0].sampling is not None
    assert record.messages[0].sampling.top_k == 40
