"""An answer that is to go on: the text that stood behind the prompt when it was cut short.

What is stored of an answer is not what the model wrote: blank space at its beginning and the marks around its thinking
are gone. The engine therefore keeps what it wrote last, so that this goes on as if nothing had happened; anything else
(another conversation came between, the engine was started anew, the text was edited) is put together from what is
stored, as the model's template would have it.
"""

from dataclasses import dataclass

from quantchat.core.chat import PromptMessage
from quantchat.core.reasoning import ANSWER_OPENERS, FORMATS, ReasoningFormat
from quantchat.engine.evaluated import Segment


@dataclass(frozen=True, slots=True)
class WrittenAnswer:
    """An answer as the model wrote it.

    Attributes:
        prompt: what it follows.
        text: all that was written, marks included.
        answer: what was sent of it as answer.
        reasoning: what was sent of it as thinking.
        unread: its last token, if that is not in the KV cache yet.
    """

    prompt: bytes
    text: bytes
    answer: str
    reasoning: str
    unread: Segment | None


def begun_text(prompt: bytes, partial: PromptMessage, written: WrittenAnswer | None, template: str) -> bytes:
    """What stands behind the prompt already.

    Args:
        prompt: the rendered conversation up to the opening of the answer.
        partial: the answer so far.
        written: what the model wrote last.
        template: source of the chat template, which shows how this model thinks.
    """
    if written and (written.prompt, written.answer, written.reasoning) == (prompt, partial.content, partial.reasoning):
        return written.text
    return _put_together(prompt.decode("utf-8", "replace"), partial, template).encode("utf-8", "replace")


def _put_together(prompt: str, partial: PromptMessage, template: str) -> str:
    opened = next((form for form in FORMATS if prompt.rstrip().endswith(form.opens)), None)
    form = opened or next((form for form in FORMATS if form.opens in template), FORMATS[0])
    opens = "" if opened else form.opens + _line_end(form)
    if not partial.content:
        return f"{opens}{partial.reasoning}" if partial.reasoning else ""
    if opened or partial.reasoning:
        return f"{opens}{partial.reasoning}{_line_end(form)}{form.closes}{_before_answer(form)}{partial.content}"
    channel = ANSWER_OPENERS[1]
    return f"{channel if channel in template else ''}{partial.content}"


def _line_end(form: ReasoningFormat) -> str:
    """Models that think between tags put them on lines of their own; those with channels do not."""
    return "" if form.opens.startswith("<|") else "\n"


def _before_answer(form: ReasoningFormat) -> str:
    return ANSWER_OPENERS[0] if form.opens.startswith("<|") else "\n\n"
