"""Messages as the store would give them, for tests of what is drawn."""

from quantchat.core.chat import AnswerFigures, Message, MessageStatus, Role

FIGURES = AnswerFigures(
    answer_tokens=120, decode_ms=3115.0, time_to_first_token_ms=400.0, reasoning_ms=2100.0, prompt_tokens=20
)


def question(message_id: int, content: str) -> Message:
    """A message of the person."""
    return _message(message_id, Role.USER, content)


def answer(
    message_id: int,
    content: str,
    *,
    status: MessageStatus = MessageStatus.COMPLETE,
    reasoning: str = "",
    error: str = "",
    figures: AnswerFigures | None = None,
) -> Message:
    """A message of a model."""
    return _message(message_id, Role.ASSISTANT, content, status, reasoning, error, figures)


def _message(
    message_id: int,
    role: Role,
    content: str,
    status: MessageStatus = MessageStatus.COMPLETE,
    reasoning: str = "",
    error: str = "",
    figures: AnswerFigures | None = None,
) -> Message:
    is_answer = role is Role.ASSISTANT
    return Message(
        id=message_id,
        conversation_id=1,
        parent_id=message_id - 1 or None,
        role=role,
        content=content,
        reasoning=reasoning,
        status=status,
        model_name="Llama 3.1 8B Instruct" if is_answer else "",
        quantization="Q5_K_M" if is_answer else "",
        error=error,
        figures=figures,
        created_at=0.0,
    )
