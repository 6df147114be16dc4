"""Conversations out of the archive that ChatGPT sends to a person who asks for their data.

Its `conversations.json` is a list of conversations; each holds its messages in `mapping`, a tree of nodes by name, with
`current_node` as the end of what is shown. OpenAI publishes no description. This follows the one of the repository
mitkury/chatgpt-export-parser (docs/chatgpt-data-export-format.md), checked against what other readers of the file do
with content types, hidden messages, recipients and citation marks.

Many nodes are nothing a person saw: the empty root, custom instructions, calls of tools and what they returned. Such a
node is left out, and what follows it follows the last one that was kept. Thoughts go to the answer that follows them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from quantchat.core.chat import Role
from quantchat.core.conversation_record import ConversationRecord, MessageRecord
from quantchat.core.foreign_values import (
    MAX_MESSAGES,
    UnusableError,
    list_of,
    mapping_of,
    text_of,
    time_of,
    with_selection,
)
from quantchat.core.plain_text import plain_text
from quantchat.wording import worded

_CITATION = re.compile("\ue200[^\ue200\ue201]*\ue201|[\ue200-\ue2ff]")
"""Marks of sources and entities, in a private part of Unicode that no font shows."""

_SILENT_TYPES = frozenset({"user_editable_context", "model_editable_context", "reasoning_recap"})
_TITLE_CHARS = 200


@dataclass(frozen=True, slots=True)
class _Read:
    """What one node is for a person.

    Attributes:
        message: the message without its parent; None if the node is left out.
        thoughts: what the model thought, for the answer that follows.
        parts_left_out: images, files and tool outputs.
    """

    message: MessageRecord | None = None
    thoughts: str = ""
    parts_left_out: int = 0


def is_chatgpt(value: object) -> bool:
    """Whether a conversation is of this kind."""
    return isinstance(value, dict) and isinstance(value.get("mapping"), dict)


def chatgpt_record(value: object) -> tuple[ConversationRecord, int]:
    """Read one conversation; also tell how many images, files and tool outputs were left out.

    Raises:
        UnusableError: there is no message in it that could be shown.
    """
    if not is_chatgpt(value):
        raise UnusableError(worded("It is not written as ChatGPT writes conversations."))
    conversation = mapping_of(value)
    created_at = time_of(conversation.get("create_time"), 0.0)
    tree = _Tree(mapping_of(conversation.get("mapping")), created_at)
    if not tree.messages:
        raise UnusableError(worded("There is no text in it."))
    messages, leaf = with_selection(tree.messages, tree.places.get(text_of(conversation.get("current_node"))))
    record = ConversationRecord(
        title=plain_text(text_of(conversation.get("title")), _TITLE_CHARS),
        created_at=created_at,
        updated_at=time_of(conversation.get("update_time"), created_at),
        messages=messages,
        selected_leaf=leaf,
    )
    return record, tree.parts_left_out


class _Tree:
    """The nodes of a conversation brought into an order in which each follows its parent.

    Attributes:
        messages: those that are kept.
        places: for each node that was reached, the place of the message that stands for it.
        parts_left_out: images, files and tool outputs.
    """

    def __init__(self, mapping: Mapping[str, object], created_at: float) -> None:
        self.messages: list[MessageRecord] = []
        self.places: dict[str, int] = {}
        self.parts_left_out = 0
        self._mapping = mapping
        self._created_at = created_at
        if len(mapping) > MAX_MESSAGES:
            raise UnusableError(worded("It has more than {most:,} messages.", most=MAX_MESSAGES))
        children = _children(mapping)
        # A node that is its own ancestor is reached from no root and so left out.
        open_nodes: list[tuple[str, int | None, str]] = [(root, None, "") for root in reversed(children.get(None, []))]
        while open_nodes:
            name, parent, thoughts = open_nodes.pop()
            place, thoughts = self._take(name, parent, thoughts)
            open_nodes += [(child, place, thoughts) for child in reversed(children.get(name, []))]

    def _take(self, name: str, parent: int | None, thoughts: str) -> tuple[int | None, str]:
        read = _read_node(
            mapping_of(mapping_of(self._mapping[name]).get("message")), parent, thoughts, self._created_at
        )
        self.parts_left_out += read.parts_left_out
        if read.message is not None:
            self.messages.append(read.message)
            parent = len(self.messages) - 1
        if parent is not None:
            self.places[name] = parent
        return parent, read.thoughts


def _children(mapping: Mapping[str, object]) -> dict[str | None, list[str]]:
    """The names of the nodes below each node, in the order the parent gives; those of roots under None."""
    order: dict[str, int] = {}
    for node in mapping.values():
        for child in list_of(mapping_of(node).get("children")):
            order.setdefault(text_of(child), len(order))
    children: dict[str | None, list[str]] = {}
    for name in sorted(mapping, key=lambda name: order.get(name, -1)):
        parent = mapping_of(mapping[name]).get("parent")
        children.setdefault(parent if isinstance(parent, str) and parent in mapping else None, []).append(name)
    return children


def _read_node(message: Mapping[str, object], parent: int | None, thoughts: str, created_at: float) -> _Read:
    """Decide what of a node is kept, below the message at `parent` and after these thoughts."""
    content, metadata = mapping_of(message.get("content")), mapping_of(message.get("metadata"))
    role = text_of(mapping_of(message.get("author")).get("role"))
    kind = text_of(content.get("content_type"))
    if kind == "thoughts":
        return _Read(thoughts="\n\n".join(filter(None, (thoughts, _thoughts(content)))))
    if kind in _SILENT_TYPES or metadata.get("is_visually_hidden_from_conversation") is True:
        return _Read(thoughts=thoughts)
    if role not in (Role.USER, Role.ASSISTANT) or (text_of(message.get("recipient")) or "all") != "all":
        return _Read(thoughts=thoughts, parts_left_out=int(role == "tool"))
    text, parts_left_out = _text(kind, content)
    if not text.strip():
        return _Read(thoughts=thoughts, parts_left_out=parts_left_out)
    is_answer = role == Role.ASSISTANT
    kept = MessageRecord(
        parent=parent,
        role=Role(role),
        content=text,
        created_at=time_of(message.get("create_time"), created_at),
        reasoning=thoughts if is_answer else "",
        model_name=plain_text(text_of(metadata.get("model_slug"))) if is_answer else "",
    )
    return _Read(kept, "" if is_answer else thoughts, parts_left_out)


def _text(kind: str, content: Mapping[str, object]) -> tuple[str, int]:
    """The text of a message, and how many of its parts are none."""
    if kind == "code":
        language = re.sub(r"[^\w+#.-]", "", text_of(content.get("language"))).removeprefix("unknown")
        return f"```{language}\n{text_of(content.get('text'))}\n```", 0
    texts, parts_left_out = [], 0
    for part in list_of(content.get("parts")):
        text = text_of(part if isinstance(part, str) else mapping_of(part).get("text"))
        texts.append(_CITATION.sub("", text))
        parts_left_out += not isinstance(part, str) and not text
    return "\n\n".join(text for text in texts if text), parts_left_out


def _thoughts(content: Mapping[str, object]) -> str:
    thoughts = (mapping_of(thought) for thought in list_of(content.get("thoughts")))
    return "\n\n".join(
        text for thought in thoughts if (text := text_of(thought.get("content")) or text_of(thought.get("summary")))
    )
