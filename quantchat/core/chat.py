"""The values a conversation is made of.

Messages form a tree: an edited question or a regenerated answer is a sibling of the message it replaces, under
the same parent. Identifiers belong to the store and are plain integers here.
"""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """Who speaks; the values are those that chat templates expect."""

    SYSTEM = "system"
    USER = "user"
    ASSISTANT = "assistant"


class MessageStatus(StrEnum):
    """How far a message came; `INTERRUPTED` is a stream that a crash, kill or error cut short."""

    STREAMING = "streaming"
    COMPLETE = "complete"
    STOPPED = "stopped"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True)
class Sampling:
    """How an answer is drawn, token by token, and where it ends. `check_sampling` says what each value may be.

    The repeat penalty is a little above 1 because small models otherwise fall into endless repetition.

    Attributes:
        temperature: flattens (above 1) or sharpens what the model finds likely; 0 always takes the likeliest token.
        top_k: only the so many likeliest tokens; 0 is off.
        top_p: only the likeliest tokens that together have this probability; 1 is off.
        min_p: only tokens at least so likely as this share of the likeliest one; 0 is off.
        repeat_penalty: divides the score of tokens that were there lately; 1 is off.
        presence_penalty: taken off the score of tokens that were there lately; 0 is off.
        frequency_penalty: likewise, once for each time; 0 is off.
        penalty_last_n: how many of the newest tokens the penalties look at; 0 turns them off.
        seed: the same one draws the same answer; None asks for a fresh one, which is recorded with the answer.
        max_tokens: most tokens of an answer; 0 is as many as the context holds.
        stop: texts that end an answer and are not part of it.
        grammar: the only form an answer may have, as GBNF; empty for any.
        json_schema: likewise as a JSON schema; not both.
    """

    temperature: float = 0.7
    top_k: int = 40
    top_p: float = 0.95
    min_p: float = 0.05
    repeat_penalty: float = 1.1
    presence_penalty: float = 0.0
    frequency_penalty: float = 0.0
    penalty_last_n: int = 64
    seed: int | None = None
    max_tokens: int = 0
    stop: tuple[str, ...] = ()
    grammar: str = ""
    json_schema: str = ""


@dataclass(frozen=True, slots=True)
class AnswerFigures:
    """What was measured while an answer was made; stored with it and shown below it.

    Attributes:
        prompt_tokens: tokens in the rendered prompt.
        evaluated_tokens: of those, the ones that had to be computed (the rest was reused).
        answer_tokens: generated tokens, reasoning included.
        prefill_ms: time spent on the prompt.
        decode_ms: time from the first to the last generated token.
        time_to_first_token_ms: from the request reaching the engine to the first token.
        reasoning_ms: time spent in reasoning, 0 if there was none.
        context_length: size of the context it ran in, tokens.
        context_used: tokens in the context when the answer ended.
        seed: the seed that was used.
        dropped_turns: how many of the oldest turns the model did not see, because they no longer fitted.
    """

    prompt_tokens: int = 0
    evaluated_tokens: int = 0
    answer_tokens: int = 0
    prefill_ms: float = 0.0
    decode_ms: float = 0.0
    time_to_first_token_ms: float = 0.0
    reasoning_ms: float = 0.0
    context_length: int = 0
    context_used: int = 0
    seed: int = 0
    dropped_turns: int = 0

    @property
    def tokens_per_second(self) -> float:
        """Decode speed; the first token belongs to the prefill, so n tokens have n - 1 steps."""
        steps = self.answer_tokens - 1
        return steps * 1000.0 / self.decode_ms if steps > 0 and self.decode_ms > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Message:
    """One message of the tree, as stored.

    Attributes:
        id: the store's identifier.
        conversation_id: the conversation it belongs to.
        parent_id: the message it follows; None for the first of a conversation.
        role: who speaks.
        content: the text, Markdown for answers.
        reasoning: the model's thinking, told apart from the answer; empty if none.
        status: how far it came.
        model_name: who answered, for people ("SmolLM2 135M Instruct"); empty for the person's own.
        quantization: the file's type, such as "Q4_K_M"; empty for the person's own.
        error: the sentence that says why it was cut short, in English once it was stored; empty if it was not.
        figures: what was measured, None until the answer ended.
        created_at: seconds since the epoch, UTC.
    """

    id: int
    conversation_id: int
    parent_id: int | None
    role: Role
    content: str
    reasoning: str
    status: MessageStatus
    model_name: str
    quantization: str
    error: str
    figures: AnswerFigures | None
    created_at: float


@dataclass(frozen=True, slots=True)
class ConversationSummary:
    """One line of the conversation list.

    Attributes:
        id: the store's identifier.
        title: given by the person, else made from the first message; may be empty for a new one.
        updated_at: seconds since the epoch, UTC, of the last message.
    """

    id: int
    title: str
    updated_at: float


@dataclass(frozen=True, slots=True)
class PromptMessage:
    """One message as a chat template gets it."""

    role: Role
    content: str
    reasoning: str = ""
