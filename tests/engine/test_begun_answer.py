"""What stands behind the prompt of an answer that goes on, for each way of thinking that models have."""

import pytest

from quantchat.core.chat import PromptMessage, Role
from quantchat.core.reasoning import ReasoningSplitter
from quantchat.engine.begun_answer import WrittenAnswer, begun_text

PROMPT = b"<user>Hi<assistant>"
HARMONY = "{{ '<|channel|>analysis<|message|>' }}{{ '<|channel|>final<|message|>' }}"


def partial(content: str = "", reasoning: str = "") -> PromptMessage:
    return PromptMessage(Role.ASSISTANT, content, reasoning)


def test_what_the_model_wrote_itself_is_taken_as_it_was() -> None:
    written = WrittenAnswer(PROMPT, b"\n<think> Hm</think>  Yes", "Yes", "Hm", None)
    assert begun_text(PROMPT, partial("Yes", "Hm"), written, "") == b"\n<think> Hm</think>  Yes"


@pytest.mark.parametrize(
    ("prompt", "message"),
    [(PROMPT, partial("Yes, but", "Hm")), (PROMPT, partial("Yes")), (b"<user>Other<assistant>", partial("Yes", "Hm"))],
)
def test_what_was_edited_or_belongs_elsewhere_is_put_together_from_its_text(
    prompt: bytes, message: PromptMessage
) -> None:
    written = WrittenAnswer(PROMPT, b"as written", "Yes", "Hm", None)
    assert b"as written" not in begun_text(prompt, message, written, "")


@pytest.mark.parametrize(
    ("prompt", "message", "template", "begun"),
    [
        (PROMPT, partial(), "", b""),
        (PROMPT, partial("  Yes"), "", b"  Yes"),
        (PROMPT, partial("Yes", "Hm"), "", b"<think>\nHm\n</think>\n\nYes"),
        (PROMPT, partial("", "Hm"), "", b"<think>\nHm"),
        (PROMPT, partial("Yes", "Hm"), "[THINK]", b"[THINK]\nHm\n[/THINK]\n\nYes"),
        (PROMPT + b"<think>\n", partial("", "Hm"), "", b"Hm"),
        (PROMPT + b"<think>\n", partial("Yes", "Hm"), "", b"Hm\n</think>\n\nYes"),
        (PROMPT + b"<think>\n", partial("Yes"), "", b"\n</think>\n\nYes"),
        (PROMPT, partial("Yes"), HARMONY, b"<|channel|>final<|message|>Yes"),
        (PROMPT, partial("", "Hm"), HARMONY, b"<|channel|>analysis<|message|>Hm"),
        (
            PROMPT,
            partial("Yes", "Hm"),
            HARMONY,
            b"<|channel|>analysis<|message|>Hm<|end|><|start|>assistant<|channel|>final<|message|>Yes",
        ),
    ],
)
def test_thought_and_answer_stand_where_the_model_would_have_put_them(
    prompt: bytes, message: PromptMessage, template: str, begun: bytes
) -> None:
    text = begun_text(prompt, message, None, template)
    assert text == begun
    splitter = ReasoningSplitter(prompt.decode())
    split = splitter.feed(text.decode())
    assert (split.reasoning, split.answer) == (message.reasoning, message.content.lstrip())
    assert splitter.is_reasoning == (bool(message.reasoning) and not message.content)
