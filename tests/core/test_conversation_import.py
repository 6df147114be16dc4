"""Conversations of other programs become ours as far as they are text, and hostile files become a sentence."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quantchat.core.chat import MessageStatus, Role
from quantchat.core.conversation_import import ImportSource, ReadConversations, read_conversations
from quantchat.core.conversation_record import ConversationRecord
from quantchat.errors import ErrorKind, KnownError


def read(value: object) -> ReadConversations:
    return read_conversations(json.dumps(value).encode(), "conversations.json")


def shown(record: ConversationRecord) -> list[tuple[str, str]]:
    return [(message.role.value, message.content) for message in record.selected_branch()]


def node(
    name: str, parent: str | None, role: str, content: object, children: tuple[str, ...] = (), **message: object
) -> tuple[str, dict[str, object]]:
    """A node of ChatGPT's tree; a text stands for a content of one text."""
    if isinstance(content, str):
        content = {"content_type": "text", "parts": [content]}
    full = {"id": name, "author": {"role": role}, "content": content, "create_time": 1_700_000_000.5, **message}
    return name, {"id": name, "message": full, "parent": parent, "children": list(children)}


def chatgpt(*nodes: tuple[str, dict[str, object]], **more: object) -> dict[str, object]:
    root = ("root", {"id": "root", "message": None, "parent": None, "children": ["s"]})
    system = node("s", "root", "system", "", ("q",), metadata={"is_visually_hidden_from_conversation": True})
    return {
        "title": "Oaks",
        "create_time": 1_700_000_000.25,
        "update_time": 1_700_000_900.0,
        "mapping": dict([root, system, *nodes]),
        **more,
    }


def test_a_chat_of_chatgpt_is_read_with_its_branches_models_and_times() -> None:
    exported = chatgpt(
        node("q", "s", "user", "How high is an oak?", ("a2", "a1")),
        node("a1", "q", "assistant", "Very high.", metadata={"model_slug": "gpt-4o"}),
        node("a2", "q", "assistant", "40 m.", ("q2",), metadata={"model_slug": "gpt-4o"}),
        node("q2", "a2", "user", "And a beech?"),
        current_node="a1",
    )

    result = read([exported])

    assert (result.source, result.skipped, result.parts_left_out) == (ImportSource.CHATGPT, (), 0)
    (record,) = result.records
    assert (record.title, record.created_at, record.updated_at) == ("Oaks", 1_700_000_000.25, 1_700_000_900.0)
    assert shown(record) == [("user", "How high is an oak?"), ("assistant", "Very high.")]
    assert [message.content for message in record.messages] == [
        "How high is an oak?",
        "40 m.",
        "And a beech?",
        "Very high.",
    ]
    assert (record.messages[1].model_name, record.messages[1].created_at) == ("gpt-4o", 1_700_000_000.5)
    assert record.messages[2].parent == 1


def test_what_a_person_never_saw_is_left_out_and_thoughts_go_to_their_answer() -> None:
    exported = chatgpt(
        node("q", "s", "user", "Look it up", ("ctx",)),
        node("ctx", "q", "user", {"content_type": "user_editable_context", "parts": ["About me"]}, ("hidden",)),
        node("hidden", "ctx", "user", "Never shown", ("t",), metadata={"is_visually_hidden_from_conversation": True}),
        node(
            "t",
            "hidden",
            "assistant",
            {"content_type": "thoughts", "thoughts": [{"summary": "Plan", "content": "First I search."}]},
            ("call",),
        ),
        node("call", "t", "assistant", {"content_type": "code", "text": "search()"}, ("r",), recipient="browser"),
        node("r", "call", "tool", {"content_type": "tether_quote", "text": "found"}, ("recap",)),
        node("recap", "r", "assistant", {"content_type": "reasoning_recap", "parts": ["Thought for 3 s"]}, ("a",)),
        node("a", "recap", "assistant", "Found \ue200cite\ue202turn0search1\ue201it.\ue203", recipient="all"),
        current_node="a",
    )

    (record,) = read([exported]).records

    assert shown(record) == [("user", "Look it up"), ("assistant", "Found it.")]
    assert record.messages[1].reasoning == "First I search."
    assert read([exported]).parts_left_out == 1


def test_pictures_are_counted_and_texts_beside_them_are_kept() -> None:
    picture = {"content_type": "image_asset_pointer", "asset_pointer": "file-service://x"}
    spoken = {"content_type": "audio_transcription", "text": "What is this?"}
    exported = chatgpt(
        node("q", "s", "user", {"content_type": "multimodal_text", "parts": [picture, spoken]}, ("a",)),
        node("a", "q", "assistant", {"content_type": "code", "language": "python", "text": "print(1)"}),
    )
    result = read([exported])
    assert shown(result.records[0]) == [("user", "What is this?"), ("assistant", "```python\nprint(1)\n```")]
    assert result.parts_left_out == 1


def test_a_chat_without_text_is_skipped_and_says_so() -> None:
    result = read([chatgpt(), chatgpt(node("q", "s", "user", "Hello"))])
    assert [record.title for record in result.records] == ["Oaks"]
    assert [(skipped.title, skipped.reason) for skipped in result.skipped] == [("Oaks", "There is no text in it.")]


def test_a_tree_that_bites_its_tail_is_cut() -> None:
    exported = chatgpt(
        node("q", "s", "user", "Hello", ("q", "x")),
        node("x", "y", "user", "lost", ("y",)),
        node("y", "x", "user", "lost too", ("x",)),
        current_node="y",
    )
    assert shown(read([exported]).records[0]) == [("user", "Hello")]


def test_nodes_without_a_name_are_nodes_like_others() -> None:
    exported = chatgpt(node("", "s", "user", "Hello", ("a",)), node("a", "", "assistant", "Hi"), current_node="a")
    assert shown(read([exported]).records[0]) == [("user", "Hello"), ("assistant", "Hi")]
    itself = {"mapping": dict([node("", "", "user", "lost"), node("q", None, "user", "Hello")])}
    assert shown(read([itself]).records[0]) == [("user", "Hello")]


def test_a_chain_of_very_many_nodes_is_read() -> None:
    nodes = [node("q", "s", "user", "0", ("n1",))]
    nodes += [node(f"n{n}", "q" if n == 1 else f"n{n - 1}", "user", str(n), (f"n{n + 1}",)) for n in range(1, 5000)]
    (record,) = read([chatgpt(*nodes)]).records
    assert [content for _, content in shown(record)] == [str(number) for number in range(5000)]


def lm_studio(*messages: object, **more: object) -> dict[str, object]:
    return {"name": "Oaks", "createdAt": 1_758_392_316_161, "pinned": True, "messages": messages, **more}


def asked(*texts: str, selected: int = 0) -> dict[str, object]:
    versions = [{"type": "singleStep", "role": "user", "content": [{"type": "text", "text": text}]} for text in texts]
    return {"versions": versions, "currentlySelected": selected}


def answered(*versions: list[dict[str, object]], selected: int = 0) -> dict[str, object]:
    return {
        "versions": [
            {"type": "multiStep", "role": "assistant", "senderInfo": {"senderName": "x"}, "steps": steps}
            for steps in versions
        ],
        "currentlySelected": selected,
    }


def block(text: str, **more: object) -> dict[str, object]:
    return {
        "type": "contentBlock",
        "stepIdentifier": "1758392320000-0.25",
        "content": [{"type": "text", "text": text, "fromDraftModel": False}],
        **more,
    }


STATS = {
    "stopReason": "userStopped",
    "tokensPerSecond": 50.0,
    "promptTokensCount": 25,
    "predictedTokensCount": 101,
    "timeToFirstTokenSec": 0.5,
}
MODEL = {"genInfo": {"identifier": "qwen3-8b@q4_k_m", "stats": STATS}}


def test_a_chat_of_lm_studio_is_read_with_its_versions_figures_and_prompt() -> None:
    exported = lm_studio(
        asked("How high?", "How high is an oak?", selected=1),
        answered([block("Tall.")], [block("Hm.", style={"type": "thinking"}), block("40 m.", **MODEL)], selected=1),
        asked("Thanks"),
        userLastMessagedAt=1_758_392_400_000,
        clientInput="And a bee",
        perChatPredictionConfig={"fields": [{"key": "llm.prediction.systemPrompt", "value": "Be brief."}]},
    )

    result = read(exported)

    assert (result.source, result.skipped, result.parts_left_out) == (ImportSource.LM_STUDIO, (), 0)
    (record,) = result.records
    assert (record.title, record.is_pinned, record.draft) == ("Oaks", True, "And a bee")
    assert record.settings.system_prompt == "Be brief."
    assert (record.created_at, record.updated_at) == (1_758_392_316.161, 1_758_392_400.0)
    assert shown(record) == [("user", "How high is an oak?"), ("assistant", "40 m."), ("user", "Thanks")]
    answer = record.selected_branch()[1]
    assert (answer.model_name, answer.quantization, answer.reasoning) == ("qwen3-8b", "Q4_K_M", "Hm.")
    assert (answer.status, answer.created_at) == (MessageStatus.STOPPED, 1_758_392_320.0)
    assert answer.figures is not None
    assert (answer.figures.answer_tokens, answer.figures.time_to_first_token_ms) == (101, 500.0)
    assert answer.figures.tokens_per_second == pytest.approx(50.0)
    others = [message for message in record.messages if message.content in ("How high?", "Tall.")]
    assert [(message.role, message.parent) for message in others] == [(Role.USER, None), (Role.ASSISTANT, 1)]


def test_thoughts_between_tags_and_other_steps_are_told_apart_from_the_answer() -> None:
    exported = lm_studio(
        {"versions": [{"role": "user", "content": [{"type": "file"}, {"type": "text", "text": "Look"}]}]},
        answered(
            [
                {"type": "toolStatus"},
                {"type": "debugInfoBlock"},
                block("<think>Hm.</think>\n\nIt is "),
                block("an oak."),
            ]
        ),
    )
    result = read(exported)
    assert shown(result.records[0]) == [("user", "Look"), ("assistant", "It is an oak.")]
    assert result.records[0].messages[1].reasoning == "Hm."
    assert result.parts_left_out == 2


def test_an_empty_chat_of_lm_studio_is_skipped() -> None:
    result = read(lm_studio())
    assert (result.records, [skipped.title for skipped in result.skipped]) == ((), ["Oaks"])


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"\xff\xfe\x00",
        b"PK\x03\x04",
        b"[" * 1_000_000,
        b'{"a":' * 1_000_000,
        b"1" * 10_000,
        b"null",
        b"[]",
        b"{}",
        b'"text"',
        b'[{"mapping": 7}]',
        b'{"messages": [{"role": "user"}]}',
    ],
)
def test_a_file_that_is_none_of_these_is_refused_in_a_sentence(data: bytes) -> None:
    with pytest.raises(KnownError) as refusal:
        read_conversations(data, "ev\u202eil\n .json")
    assert refusal.value.kind is ErrorKind.MALFORMED
    assert refusal.value.text.startswith("“evil .json” ")
    assert "Choose a file exported by QuantChat, ChatGPT" in refusal.value.text


def test_a_mark_of_byte_order_before_the_file_is_passed_over() -> None:
    data = b"\xef\xbb\xbf" + json.dumps(lm_studio(asked("Hello"))).encode()
    assert len(read_conversations(data, "x").records) == 1


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def spoiled(value: Any, draw: st.DrawFn) -> Any:
    """The value with parts of it replaced by anything."""
    if draw(st.integers(0, 9)) == 0:
        return draw(ANYTHING)
    if isinstance(value, dict):
        return {key: spoiled(inner, draw) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [spoiled(inner, draw) for inner in value]
    return value


SAMPLES = (
    [chatgpt(node("q", "s", "user", "Hello", ("a",)), node("a", "q", "assistant", "Hi"), current_node="a")],
    lm_studio(asked("Hello"), answered([block("Hi", **MODEL)])),
    {
        "format": "quantchat-conversations",
        "version": 1,
        "conversations": [
            {
                "title": "x",
                "selected_leaf": 1,
                "settings": {"sampling": {"top_k": 5}},
                "messages": [
                    {"parent": None, "selected_child": 1, "role": "user", "content": "Hello"},
                    {"parent": 0, "role": "assistant", "content": "Hi", "figures": {"seed": 1}},
                ],
            }
        ],
    },
)


@st.composite
def spoiled_files(draw: st.DrawFn) -> Any:
    """One of the samples, spoiled."""
    return spoiled(draw(st.sampled_from(SAMPLES)), draw)


@given(spoiled_files())
@settings(max_examples=120, deadline=None)
def test_a_spoiled_file_becomes_sound_conversations_or_a_sentence(value: object) -> None:
    try:
        result = read(value)
    except KnownError:
        return
    for record in result.records:
        assert (record.selected_leaf is None) == (not record.messages)
        for place, message in enumerate(record.messages):
            assert message.parent is None or message.parent < place
            child = message.selected_child
            assert child is None or record.messages[child].parent == place
        if record.selected_leaf is not None:
            assert record.messages[record.selected_leaf].selected_child is None
