"""`quantchat ask`: one question, one answer, printed as it is written."""

import argparse
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass

from quantchat.advice.measurements import LEAST_TOKENS
from quantchat.cli import options
from quantchat.cli.engine_session import EngineSession, loaded_engine
from quantchat.cli.output import print_error, print_json, print_text
from quantchat.core.chat import AnswerFigures, PromptMessage, Role, Sampling
from quantchat.core.sampling_choice import effective_sampling
from quantchat.core.sampling_ranges import check_sampling
from quantchat.engine.protocol import Delta, Finished, FinishReason, GenerationFailed
from quantchat.errors import ErrorKind, KnownError
from quantchat.wording import worded


@dataclass(frozen=True, slots=True)
class _Answer:
    text: str
    reasoning: str
    reason: FinishReason
    figures: AnswerFigures


def add_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `ask` to the commands."""
    command = commands.add_parser("ask", help="ask one question; the answer streams to stdout")
    command.add_argument("prompt", help="the question, or - to read it from stdin")
    command.add_argument("--system", default="", metavar="TEXT", help="what the model is told before the question")
    options.add_sampling(command)
    options.add_model(command)
    options.add_json(command)
    command.set_defaults(run=_ask)


def _ask(arguments: argparse.Namespace) -> int:
    prompt = sys.stdin.read() if arguments.prompt == "-" else arguments.prompt
    if not prompt.strip():
        raise KnownError(
            ErrorKind.PROMPT_EMPTY, worded("The question is empty."), worded("Write it in quotes after `ask`.")
        )
    chosen = options.sampling_choice(arguments)
    check_sampling(chosen.over(Sampling()))
    with loaded_engine(arguments.model, arguments.context, anyway=arguments.anyway) as (session, loaded):
        sampling = effective_sampling(chosen, loaded.recommended, Sampling())
        generation_id = session.client.generate(_messages(arguments.system, prompt), sampling)
        with _interrupt_calls(lambda: session.client.cancel(generation_id)):
            answer = _follow_answer(session, show=not arguments.json)
        if answer.figures.answer_tokens >= LEAST_TOKENS:
            session.note_speed(loaded, answer.figures.tokens_per_second)
    if arguments.json:
        print_json(
            {
                "model": session.model_name,
                "text": answer.text,
                "reasoning": answer.reasoning,
                "finish_reason": str(answer.reason),
                **asdict(answer.figures),
                "tokens_per_second": round(answer.figures.tokens_per_second, 2),
            }
        )
    return 0


def _messages(system_prompt: str, question: str) -> tuple[PromptMessage, ...]:
    asked = PromptMessage(Role.USER, question)
    return (PromptMessage(Role.SYSTEM, system_prompt), asked) if system_prompt.strip() else (asked,)


def _follow_answer(session: EngineSession, *, show: bool) -> _Answer:
    """Read an answer to its end and print it as it comes; one that fails leaves what was printed."""
    text: list[str] = []
    reasoning: list[str] = []
    ended: Finished | GenerationFailed | None = None
    while ended is None:
        event = session.next_event()
        if isinstance(event, Delta):
            text.append(event.answer)
            reasoning.append(event.reasoning)
            if show:
                print_text(event.answer, end="")
        elif isinstance(event, Finished | GenerationFailed):
            ended = event
    if show and any(text):
        print_text("")
    if isinstance(ended, GenerationFailed):
        raise ended.error
    if ended.reason is FinishReason.CONTEXT_FULL:
        print_error("The answer reached the end of the context.")
    return _Answer("".join(text), "".join(reasoning), ended.reason, ended.figures)


@contextmanager
def _interrupt_calls(action: Callable[[], None]) -> Iterator[None]:
    """Let Ctrl-C call `action` instead of ending the program; a second one ends it."""

    def on_interrupt(_signal: int, _frame: object) -> None:
        signal.signal(signal.SIGINT, before)
        action()

    before = signal.signal(signal.SIGINT, on_interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
