"""Renders a conversation into the text a model was trained on.

The template comes out of the model file and is untrusted: it runs in Jinja's immutable sandbox, with a limit on its
size, its time, its memory and its output. A file without a template gets a documented fallback.
"""

import json
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import NoReturn

from jinja2.exceptions import SecurityError
from jinja2.ext import loopcontrols
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from typing_extensions import override

from quantchat.core.chat import PromptMessage, Role
from quantchat.errors import ErrorKind, KnownError
from quantchat.wording import Wording, worded

if sys.platform == "linux":
    import resource

MAX_TEMPLATE_BYTES = 256 * 1024
MAX_OUTPUT_CHARS = 16 * 1024 * 1024
TIME_LIMIT_SECONDS = 5.0
MEMORY_LIMIT_BYTES = 512 * 1024 * 1024

CHATML_FALLBACK = (
    "{% for message in messages %}{{ '<|im_start|>' + message.role + '\n' + message.content + '<|im_end|>\n' }}"
    "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)
"""For a model whose vocabulary has the ChatML markers but whose file has no template."""

PLAIN_FALLBACK = (
    "{% for message in messages %}{% if message.role == 'system' %}{{ message.content + '\n\n' }}"
    "{% elif message.role == 'user' %}{{ 'User: ' + message.content + '\n' }}"
    "{% else %}{{ 'Assistant: ' + message.content + '\n' }}{% endif %}"
    "{% endfor %}{% if add_generation_prompt %}{{ 'Assistant:' }}{% endif %}"
)
"""For a model with neither: a written dialogue, ended by `PLAIN_FALLBACK_STOPS`."""

PLAIN_FALLBACK_STOPS = ("\nUser:", "\nAssistant:")


@dataclass(frozen=True, slots=True)
class SpecialTexts:
    """Texts of the vocabulary's special tokens that templates ask for."""

    bos: str
    eos: str


class TemplateRejected(Exception):  # noqa: N818  # the template's own word for it is raise_exception
    """The template itself refused the conversation, for instance a system message."""


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox without powers: one of them can compute for hours where no signal reaches Python."""

    intercepted_binops = frozenset({"**"})

    @override
    def call_binop(self, context: Context, operator: str, left: object, right: object) -> object:
        raise SecurityError("powers are not allowed")


class ChatTemplate:
    """A compiled chat template."""

    def __init__(self, source: str, special: SpecialTexts) -> None:
        """Compile a template.

        Raises:
            KnownError: it is too large or no valid Jinja.
        """
        if len(source.encode("utf-8", "replace")) > MAX_TEMPLATE_BYTES:
            raise _template_error(
                worded("The chat template inside this model file is larger than 256 KiB, which no honest template is.")
            )
        environment = _Sandbox(
            trim_blocks=True, lstrip_blocks=True, extensions=[loopcontrols], keep_trailing_newline=True
        )
        environment.filters["tojson"] = _to_json
        environment.globals["raise_exception"] = _reject
        environment.globals["strftime_now"] = _now
        self._special = special
        with _bounded():
            try:
                self._template = environment.from_string(source)
            except (KnownError, MemoryError):
                raise
            except Exception as error:  # untrusted source: whatever it breaks, the file is at fault
                raise _template_error(
                    worded("The chat template inside this model file cannot be read ({reason}).", reason=str(error))
                ) from error

    def render(self, messages: Sequence[PromptMessage]) -> str:
        """Render messages and the opening of the answer.

        A template that refuses a system message gets it as the beginning of the first question.

        Raises:
            KnownError: the template fails, takes too long or too much memory.
        """
        try:
            return self._render(messages)
        except TemplateRejected as rejected:
            merged = _system_merged_into_first_question(messages)
            if merged is None:
                raise _refusal(rejected) from rejected
            try:
                return self._render(merged)
            except TemplateRejected as again:
                raise _refusal(again) from again

    def _render(self, messages: Sequence[PromptMessage]) -> str:
        values = {
            "messages": [_template_message(message) for message in messages],
            "add_generation_prompt": True,
            "bos_token": self._special.bos,
            "eos_token": self._special.eos,
            "tools": None,
        }
        with _bounded():
            try:
                return _joined_within_limit(self._template.generate(values))
            except (TemplateRejected, KnownError, MemoryError):
                raise
            except Exception as error:  # untrusted code: whatever it breaks, the file is at fault
                raise _template_error(
                    worded(
                        "The chat template inside this model file fails ({reason}).",
                        reason=f"{type(error).__name__}: {error}",
                    )
                ) from error


def _template_message(message: PromptMessage) -> dict[str, str]:
    values = {"role": str(message.role), "content": message.content}
    if message.reasoning:
        values["reasoning_content"] = message.reasoning
    return values


def _system_merged_into_first_question(messages: Sequence[PromptMessage]) -> tuple[PromptMessage, ...] | None:
    system = "\n\n".join(message.content for message in messages if message.role is Role.SYSTEM)
    rest = [message for message in messages if message.role is not Role.SYSTEM]
    if not system or not rest:
        return None
    first = rest[0]
    return (PromptMessage(first.role, f"{system}\n\n{first.content}", first.reasoning), *rest[1:])


def _joined_within_limit(pieces: Iterator[str]) -> str:
    taken: list[str] = []
    chars = 0
    for piece in pieces:
        chars += len(piece)
        if chars > MAX_OUTPUT_CHARS:
            raise _template_error(worded("The chat template inside this model file writes without end."))
        taken.append(piece)
    return "".join(taken)


def _refusal(rejected: TemplateRejected) -> KnownError:
    return _template_error(
        worded("The chat template inside this model file refuses this conversation: “{reason}”.", reason=str(rejected))
    )


def _template_error(sentence: Wording) -> KnownError:
    hint = worded("The file may be damaged or made badly; try another file of this model.")
    return KnownError(ErrorKind.TEMPLATE, sentence, hint)


def _reject(message: str) -> NoReturn:
    raise TemplateRejected(str(message)[:500])


def _now(form: str) -> str:
    return datetime.now().astimezone().strftime(form)


def _to_json(value: object, indent: int | None = None) -> str:
    """JSON as the templates' authors had it: Jinja's own filter escapes for HTML."""
    return json.dumps(value, ensure_ascii=False, indent=indent)


@contextmanager
def _bounded() -> Iterator[None]:
    """Bound the time and, on Linux, the memory of what runs inside; both bounds are lifted afterwards.

    Signals reach only the main thread and exist only on POSIX; elsewhere the person's Stop is what ends a template
    that never returns.
    """
    if sys.platform == "win32" or threading.current_thread() is not threading.main_thread():
        yield
        return
    old_handler = signal.signal(signal.SIGALRM, _on_alarm)
    try:
        with _bounded_memory():
            signal.setitimer(signal.ITIMER_REAL, TIME_LIMIT_SECONDS)
            try:
                yield
            finally:
                signal.setitimer(signal.ITIMER_REAL, 0)
    except MemoryError as error:
        raise _template_error(
            worded("The chat template inside this model file needs more memory than a template may have.")
        ) from error
    finally:
        signal.signal(signal.SIGALRM, old_handler)


@contextmanager
def _bounded_memory() -> Iterator[None]:
    if sys.platform != "linux":
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    limit = pages * resource.getpagesize() + MEMORY_LIMIT_BYTES
    resource.setrlimit(resource.RLIMIT_AS, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _on_alarm(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise _template_error(worded("The chat template inside this model file runs without end."))
