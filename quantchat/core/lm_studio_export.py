"""Conversations of LM Studio: one file each, `*.conversation.json`, which is also how the program keeps them.

LM Studio publishes no description. This follows what readers and writers of the files do: the repositories
YorkieDev/lm-studio-conversation-converter (script.js: name, createdAt, perChatPredictionConfig, versions, steps,
genInfo.stats) and ispaure/migration-chatgpt-to-lmstudio. Each message has one or more `versions`, of which
`currentlySelected` is shown; a person's is a `singleStep` with content, an answer a `multiStep` whose steps of the type
`contentBlock` hold its text. What follows a message follows whichever of its versions is selected, so that the others
become ends of branches of their own. A block whose style says "thinking" is reasoning; thoughts that stand in the text
between tags are found there.
"""

import re
from collections.abc import Mapping

from quantchat.core.chat import AnswerFigures, MessageStatus, Role
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
from quantchat.core.plain_text import plain_text
from quantchat.core.reasoning import ReasoningSplitter
from quantchat.wording import worded

_TITLE_CHARS = 200
_STEP_TIME = re.compile(r"(\d{12,14})-")
_QUANTIZATION = re.compile(r"@((?:I?Q|B?F|MXFP)\d\w{0,12})$", re.IGNORECASE)


def is_lm_studio(value: object) -> bool:
    """Whether a document is of this kind."""
    if not isinstance(value, dict) or not isinstance(value.get("messages"), list):
        return False
    first = next(iter(value["messages"]), None)
    return "versions" in mapping_of(first) if first is not None else "createdAt" in value and "name" in value


def lm_studio_record(value: object) -> tuple[ConversationRecord, int]:
    """Read one conversation; also tell how many images, files and tool outputs were left out.

    Raises:
        UnusableError: there is no message in it that could be shown.
    """
    conversation = mapping_of(value)
    created_at = _seconds(conversation.get("createdAt"), 0.0)
    read, leaf, parts_left_out = _messages(list_of(conversation.get("messages")), created_at)
    if not read:
        raise UnusableError(worded("There is no text in it."))
    messages, leaf = with_selection(read, leaf)
    times = [_seconds(conversation.get(key), created_at) for key in ("userLastMessagedAt", "assistantLastMessagedAt")]
    record = ConversationRecord(
        title=plain_text(text_of(conversation.get("name")), _TITLE_CHARS),
        created_at=created_at,
        updated_at=max(created_at, *times),
        messages=messages,
        selected_leaf=leaf,
        is_pinned=conversation.get("pinned") is True,
        draft=text_of(conversation.get("clientInput")),
        settings=ConversationSettings(system_prompt=_system_prompt(conversation)),
    )
    return record, parts_left_out


def _messages(items: list[object], created_at: float) -> tuple[list[MessageRecord], int | None, int]:
    """All versions of all messages, the end of what is shown, and how much was left out."""
    messages: list[MessageRecord] = []
    parent: int | None = None
    time_s, parts_left_out = created_at, 0
    for item in items:
        versions = list_of(mapping_of(item).get("versions"))
        selected = place_of(mapping_of(item).get("currentlySelected"), len(versions)) or 0
        selected_place = parent
        for number, version in enumerate(versions):
            message, left_out = _version(mapping_of(version), parent, time_s)
            parts_left_out += left_out
            if message is None:
                continue
            messages.append(message)
            if number == selected:
                selected_place, time_s = len(messages) - 1, message.created_at
            if len(messages) > MAX_MESSAGES:
                raise UnusableError(worded("It has more than {most:,} messages.", most=MAX_MESSAGES))
        parent = selected_place
    return messages, parent, parts_left_out


def _version(version: Mapping[str, object], parent: int | None, time_s: float) -> tuple[MessageRecord | None, int]:
    role = text_of(version.get("role"))
    if role == Role.ASSISTANT:
        return _answer(version, parent, time_s)
    text, left_out = _content(version.get("content"))
    if role not in frozenset(Role) or not text.strip():
        return None, left_out
    return MessageRecord(parent, Role(role), text, time_s), left_out


def _answer(version: Mapping[str, object], parent: int | None, time_s: float) -> tuple[MessageRecord | None, int]:
    texts: list[str] = []
    thoughts: list[str] = []
    info: Mapping[str, object] = {}
    parts_left_out = 0
    steps = [mapping_of(step) for step in list_of(version.get("steps"))] or [version]
    for step in steps:
        if step.get("type") not in ("contentBlock", "singleStep", "multiStep"):
            parts_left_out += step.get("type") == "toolStatus"
            continue
        text, left_out = _content(step.get("content"))
        parts_left_out += left_out
        is_thinking = mapping_of(step.get("style")).get("type") == "thinking"
        (thoughts if is_thinking else texts).append(text)
        info = mapping_of(step.get("genInfo")) or info
        time_s = _step_time(step, time_s)
    splitter = ReasoningSplitter()
    parts = (splitter.feed("".join(texts)), splitter.finish())
    answer, reasoning = "".join(part.answer for part in parts), "".join(part.reasoning for part in parts)
    if not answer.strip():
        return None, parts_left_out
    return _answer_record(answer, "".join(thoughts).strip() or reasoning, info, parent, time_s), parts_left_out


def _answer_record(
    answer: str, reasoning: str, info: Mapping[str, object], parent: int | None, time_s: float
) -> MessageRecord:
    name = plain_text(text_of(info.get("identifier")) or text_of(info.get("indexedModelIdentifier")))
    quantization = _QUANTIZATION.search(name)
    stats = mapping_of(info.get("stats"))
    return MessageRecord(
        parent=parent,
        role=Role.ASSISTANT,
        content=answer,
        created_at=time_s,
        reasoning=reasoning,
        status=MessageStatus.STOPPED if stats.get("stopReason") == "userStopped" else MessageStatus.COMPLETE,
        model_name=_QUANTIZATION.sub("", name),
        quantization=quantization[1].upper() if quantization else "",
        figures=_figures(stats),
    )


def _figures(stats: Mapping[str, object]) -> AnswerFigures | None:
    tokens = count_of(stats.get("predictedTokensCount"))
    if not tokens:
        return None
    tokens_per_second = number_of(stats.get("tokensPerSecond"), 1e6) or 0.0
    return AnswerFigures(
        prompt_tokens=count_of(stats.get("promptTokensCount")),
        answer_tokens=tokens,
        decode_ms=(tokens - 1) * 1000.0 / tokens_per_second if tokens_per_second else 0.0,
        time_to_first_token_ms=(number_of(stats.get("timeToFirstTokenSec"), 1e6) or 0.0) * 1000.0,
    )


def _content(value: object) -> tuple[str, int]:
    """The text of a list of parts, and how many of them are none."""
    texts, left_out = [], 0
    for part in map(mapping_of, list_of(value)):
        if part.get("type") == "text":
            texts.append(text_of(part.get("text")))
        else:
            left_out += 1
    return "".join(texts), left_out


def _system_prompt(conversation: Mapping[str, object]) -> str:
    """The prompt of the conversation: older files have a key for it, newer ones a field among the settings."""
    fields = list_of(mapping_of(conversation.get("perChatPredictionConfig")).get("fields"))
    for field in map(mapping_of, fields):
        if field.get("key") == "llm.prediction.systemPrompt" and field.get("value"):
            return text_of(field.get("value"))
    return text_of(conversation.get("systemPrompt"))


def _step_time(step: Mapping[str, object], default: float) -> float:
    """When a step was made: its identifier begins with milliseconds since the epoch."""
    found = _STEP_TIME.match(text_of(step.get("stepIdentifier")))
    return time_of(int(found[1]) / 1000.0, default) if found else default


def _seconds(milliseconds: object, default: float) -> float:
    number = number_of(milliseconds)
    return default if number is None else time_of(number / 1000.0, default)
