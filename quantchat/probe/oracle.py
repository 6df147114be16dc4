"""The app's side of the probe child: asks it one thing at a time, and outlives it."""

import subprocess
from dataclasses import replace
from types import TracebackType
from typing import Self

import msgspec

from quantchat.core.gguf import GgufHeader
from quantchat.core.gguf_writer import weightless_gguf
from quantchat.core.hardware import EngineBuild
from quantchat.core.memory import AllocatorAnswer
from quantchat.core.plan import LoadPlan
from quantchat.native.channel import ChannelClosed
from quantchat.native.child_process import ChildProcess
from quantchat.probe.protocol import (
    Allocation,
    AskBandwidth,
    AskBuild,
    AskMemory,
    Bandwidth,
    Build,
    Reply,
    Request,
    decode_reply,
    encode,
)

ANSWER_SECONDS = 20.0
"""How long an answer may take. Memory questions take milliseconds; a GPU driver may take seconds to wake up."""

_END_SECONDS = 2.0


class ProbeFailed(Exception):  # noqa: N818  # what follows is an answer by formula, not a failure of ours
    """The probe child died, hung or refused; the text says how, for the log."""


class Oracle:
    """Answers from the probe child. The child starts with the first question and ends with the `with` block.

    All questions come from one thread, which has to live as long as the child.
    """

    def __init__(self, answer_seconds: float = ANSWER_SECONDS) -> None:
        self._answer_seconds = answer_seconds
        self._child: ChildProcess | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def engine_build(self) -> EngineBuild:
        """What this build of the engine can do here; raises `ProbeFailed`."""
        reply = self._ask(AskBuild())
        if not isinstance(reply, Build):
            raise ProbeFailed(repr(reply))
        return reply.build

    def allocation(self, header: GgufHeader, plan: LoadPlan) -> AllocatorAnswer:
        """What llama.cpp would allocate for a model loaded by a plan; raises `ProbeFailed`."""
        head, file_size_bytes = weightless_gguf(header)
        # the file is none of its business, and its name need not be text
        reply = self._ask(AskMemory(head, file_size_bytes, replace(plan, model_path="")))
        if not isinstance(reply, Allocation):
            raise ProbeFailed(repr(reply))
        return reply.answer

    def bandwidth_gbps(self, threads: int, buffer_bytes: int) -> float:
        """How fast main memory is read, 10^9 bytes a second; raises `ProbeFailed`."""
        reply = self._ask(AskBandwidth(threads, buffer_bytes))
        if not isinstance(reply, Bandwidth):
            raise ProbeFailed(repr(reply))
        return reply.gbps

    def close(self) -> None:
        """End the child."""
        child, self._child = self._child, None
        if child is None:
            return
        child.channel.close()  # it ends by itself then, and lets go of the GPU in order
        try:
            child.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()

    def _ask(self, request: Request) -> Reply:
        try:
            if self._child is None:
                self._child = ChildProcess("probe")
            channel = self._child.channel
            channel.send(encode(request))
            if channel.connection.poll(self._answer_seconds):
                return decode_reply(channel.receive())
        except OSError as error:
            raise ProbeFailed(f"it could not be started or reached: {error} {self._last_words()}") from error
        except (ChannelClosed, msgspec.DecodeError) as error:
            raise ProbeFailed(f"it died: {error!r} {self._last_words()}") from error
        raise ProbeFailed(f"no answer in {self._answer_seconds:g} s: {self._last_words()}")

    def _last_words(self) -> str:
        """End the child for good and return what it said last; the next question starts another."""
        child, self._child = self._child, None
        if child is None:
            return ""
        child.kill()
        return child.wait().stderr[-2000:]
