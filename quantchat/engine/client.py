"""The app's side of the engine: a worker thread that owns the child and speaks with it.

Callers ask (`load`, `generate`, `cancel`, `unload`) from any thread and return at once; what comes of it arrives as
events on the worker thread. However the child ends, every load is answered by `Loaded` or `LoadFailed` and every
generation by `Finished` or `GenerationFailed` (a benchmark also by `BenchmarkFinished`), exactly once. The child gets
one request at a time; the others wait here.
"""

import itertools
import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from multiprocessing import Pipe
from multiprocessing.connection import wait
from pathlib import Path

import msgspec

from quantchat.core.chat import AnswerFigures, PromptMessage, Sampling
from quantchat.core.plan import LoadPlan
from quantchat.engine import failures
from quantchat.engine.crash_history import CrashHistory
from quantchat.engine.exits import explain_exit
from quantchat.engine.load_attempts import LoadAttempts
from quantchat.engine.progress_watch import ProgressWatch
from quantchat.engine.protocol import (
    PROTOCOL_VERSION,
    Benchmark,
    BenchmarkFinished,
    Cancel,
    Command,
    Event,
    Finished,
    FinishReason,
    Generate,
    GenerationFailed,
    Hello,
    Load,
    Loaded,
    LoadFailed,
    decode_event,
    encode,
)
from quantchat.errors import ErrorKind, KnownError
from quantchat.native.channel import ChannelClosed
from quantchat.native.child_process import ChildProcess
from quantchat.wording import NO_WORDS, Wording, joined, worded

STOP_GRACE_SECONDS = 5.0
"""How long a stopped engine may take to say so before it is ended. On the processor it takes milliseconds; a graphics
card finishes the batch it is at."""

_WATCH_SECONDS = 0.25
_EXIT_SECONDS = 5.0


class EngineEnded(msgspec.Struct, frozen=True):
    """The child is gone and its memory is free.

    `sentence` says why, and is empty if the app itself wanted it. The next message starts a new child.
    """

    kind: ErrorKind = ErrorKind.CANCELLED
    sentence: Wording = NO_WORDS
    hint: Wording = NO_WORDS


class SteppedDown(msgspec.Struct, frozen=True):
    """A plan did not fit into memory, and a smaller one is being loaded in a fresh child.

    `change` is a sentence with what was changed and why; `plan` is what is loaded now.
    """

    change: Wording
    plan: LoadPlan


ClientEvent = Event | EngineEnded | SteppedDown
Request = Generate | Benchmark


class EngineClient:
    """Runs one model at a time in a child process."""

    def __init__(self, on_event: Callable[[ClientEvent], None]) -> None:
        """Start the worker thread; `on_event` is called on it and must not block for long."""
        self._on_event = on_event
        self._ids = itertools.count(1)
        self._calls: deque[Callable[[], None]] = deque()
        self._wake_receiver, self._wake_sender = Pipe(duplex=False)
        self._closing = False
        self._crashes = CrashHistory()
        self._attempts: LoadAttempts | None = None
        self._process: ChildProcess | None = None
        self._watch: ProgressWatch | None = None
        self._is_loading = False
        self._is_expecting = False
        self._waiting: deque[Request] = deque()
        self._running: Request | None = None
        self._stop_deadline: float | None = None
        self._thread = threading.Thread(target=self._work, name="engine-client", daemon=True)
        self._thread.start()

    def expect_load(self, plan: LoadPlan, on_ready: Callable[[], None]) -> None:
        """Take a fresh child, since a load will follow that is still being planned; what is asked meanwhile waits.

        `on_ready` is called when the memory of the model before is free. Until `load` comes this counts as loading:
        `unload` cancels it, and a message after that would load `plan` as it is. The child brings in llama.cpp
        meanwhile, and takes no memory of a GPU before it is told to load.
        """
        wanted = _with_absolute_path(plan)

        def do_expect() -> None:
            self._crashes.forget(wanted)
            self._end_child_on_purpose()
            self._attempts = LoadAttempts(wanted, may_step_down=True)
            self._is_loading = self._is_expecting = True
            with suppress(OSError):  # the load tries once more, and then tells
                self._process = ChildProcess("engine")
            on_ready()

        self._call(do_expect)

    def load(self, plan: LoadPlan, *, may_step_down: bool = True) -> None:
        """Load a model in a fresh child; the memory of the one before is free first.

        Asking for a plan by name gives it a new chance even if it crashed before. A plan that does not fit into memory
        is made smaller step by step, each told by `SteppedDown`, unless `may_step_down` is False.
        """
        wanted = _with_absolute_path(plan)

        def do_load() -> None:
            self._crashes.forget(wanted)
            if not self._is_expecting:
                self._end_child_on_purpose()
            elif self._process and self._process.has_ended:
                self._end_child()
            self._is_expecting = False
            self._attempts = LoadAttempts(wanted, may_step_down=may_step_down)
            self._start_child()

        self._call(do_load)

    def generate(
        self,
        messages: Sequence[PromptMessage],
        sampling: Sampling,
        *,
        max_tokens: int = 0,
        stop: Sequence[str] = (),
    ) -> int:
        """Answer a conversation; return the generation's number. Starts the child anew if it is gone."""
        texts = tuple(
            PromptMessage(message.role, _valid_text(message.content), _valid_text(message.reasoning))
            for message in messages
        )
        request = Generate(next(self._ids), texts, sampling, max_tokens, tuple(map(_valid_text, stop)))
        self._call(lambda: self._take_request(request))
        return request.generation_id

    def benchmark(self, prompt_tokens: int, tokens: int, repetitions: int) -> int:
        """Measure speed; return the number under which `BenchmarkFinished` comes, or `Finished` if it is cancelled."""
        request = Benchmark(next(self._ids), prompt_tokens, tokens, repetitions)
        self._call(lambda: self._take_request(request))
        return request.generation_id

    def cancel(self, generation_id: int) -> None:
        """Stop a generation; `Finished` follows with what was written so far."""
        self._call(lambda: self._cancel(generation_id))

    def unload(self) -> None:
        """End the child: all memory of the model is given back. Also cancels a load."""
        self._call(self._end_child_on_purpose)

    def close(self) -> None:
        """End the child and the worker thread; returns when both are gone."""
        if not self._thread.is_alive():
            return
        self._call(self._stop_working)
        self._thread.join()
        self._wake_receiver.close()
        self._wake_sender.close()

    def _call(self, action: Callable[[], None]) -> None:
        self._calls.append(action)
        self._wake_sender.send_bytes(b"!")

    # What follows runs on the worker thread only.

    def _stop_working(self) -> None:
        self._closing = True

    def _work(self) -> None:
        while not self._closing:
            busy = self._is_loading or self._running
            sources = [self._wake_receiver, *([self._process.channel.connection] if self._process else [])]
            ready = wait(sources, _WATCH_SECONDS if busy else None)
            if self._wake_receiver in ready:
                self._wake_receiver.recv_bytes()
                self._calls.popleft()()
            if self._process and self._process.channel.connection in ready:
                self._receive(self._process)
            self._end_hung_child()
        self._end_child_on_purpose()

    def _start_child(self) -> None:
        if self._attempts is None:
            return
        plan = self._attempts.plan
        self._is_loading = True
        if _valid_text(plan.model_path) != plan.model_path:
            self._load_failed(failures.name_is_no_text(_valid_text(self._model_name())))
            return
        try:
            self._process = self._process or ChildProcess("engine")
        except OSError as error:
            self._load_failed(failures.not_started(error))
            return
        self._watch = ProgressWatch(self._process.pid)
        self._send(Load(plan))

    def _take_request(self, request: Request) -> None:
        self._waiting.append(request)
        if self._process or self._is_expecting:
            self._send_next_request()
            return
        refusal = self._reason_not_to_start()
        if refusal:
            self._fail_requests(refusal)
        else:
            self._start_child()

    def _reason_not_to_start(self) -> KnownError | None:
        if self._attempts is None:
            return failures.no_model()
        if self._crashes.crashes_repeatedly(self._attempts.wanted):
            return failures.fails_repeatedly(self._model_name())
        return None

    def _send_next_request(self) -> None:
        if self._is_loading or self._running or not self._waiting:
            return
        self._running = self._waiting.popleft()
        if self._watch:
            self._watch.note_progress()
        self._send(self._running)

    def _send(self, command: Command) -> None:
        if self._process is None:
            return
        try:
            self._process.channel.send(encode(command))
        except ChannelClosed:
            self._child_died()

    def _cancel(self, generation_id: int) -> None:
        if self._running and self._running.generation_id == generation_id:
            self._stop_deadline = time.monotonic() + STOP_GRACE_SECONDS
            self._send(Cancel(generation_id))
            return
        for request in self._waiting:
            if request.generation_id == generation_id:
                self._waiting.remove(request)
                self._on_event(_stopped(generation_id))
                return

    def _receive(self, process: ChildProcess) -> None:
        try:
            event = decode_event(process.channel.receive())
        except ChannelClosed:
            self._child_died()
            return
        except msgspec.DecodeError:
            self._end_child()
            self._child_is_lost(failures.nonsense(self._model_name()))
            return
        if self._watch:
            self._watch.note_progress()
        self._take_event(event)

    def _take_event(self, event: Event) -> None:
        if isinstance(event, Hello):
            if event.protocol_version != PROTOCOL_VERSION:
                self._end_child()
                self._load_failed(failures.wrong_version())
            return
        if isinstance(event, LoadFailed):
            self._end_child()
            if not self._step_down(event.error):
                self._load_failed(event.error)
            return
        if isinstance(event, Finished | GenerationFailed | BenchmarkFinished):
            self._running = None
            self._stop_deadline = None
        elif isinstance(event, Loaded):
            event = self._take_loaded(event)
        self._on_event(event)
        self._send_next_request()

    def _take_loaded(self, event: Loaded) -> Loaded:
        self._is_loading = False
        if self._attempts is None:
            return event
        return msgspec.structs.replace(event, notice=joined((self._attempts.success(), event.notice)))

    def _step_down(self, error: KnownError) -> bool:
        """Load the next smaller plan in a fresh child, if one can help against this failure of the last."""
        change = self._attempts.step_down(error) if self._attempts and not self._closing else None
        if self._attempts is None or change is None:
            return False
        self._on_event(SteppedDown(change, self._attempts.plan))
        self._start_child()
        return True

    def _load_failed(self, error: KnownError) -> None:
        self._is_loading = self._is_expecting = False
        if self._attempts:
            error = self._attempts.failure(error)
        self._on_event(LoadFailed.of(error))
        self._fail_requests(error)

    def _fail_requests(self, error: KnownError) -> None:
        """Answer everything that was asked and will not be answered any more."""
        requests = [*([self._running] if self._running else []), *self._waiting]
        self._running = None
        self._waiting.clear()
        self._stop_deadline = None
        for request in requests:
            if error.kind is ErrorKind.CANCELLED:
                self._on_event(_stopped(request.generation_id))
            else:
                self._on_event(GenerationFailed(request.generation_id, error.kind, error.sentence, error.hint))

    def _end_hung_child(self) -> None:
        if self._process is None or self._watch is None:
            return
        stop_is_overdue = self._stop_deadline is not None and time.monotonic() > self._stop_deadline
        if stop_is_overdue:
            self._end_child()
            self._fail_requests(KnownError(ErrorKind.CANCELLED, NO_WORDS))
            self._on_event(EngineEnded())
        elif (self._is_loading or self._running) and self._watch.is_hung():
            self._end_child()
            self._child_is_lost(failures.hung(self._model_name()))

    def _child_died(self) -> None:
        process, self._process, self._watch = self._process, None, None
        if process is None:
            return
        try:
            end = process.wait(_EXIT_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            end = process.wait()
        if self._is_expecting:
            return  # nothing was asked of it; the load takes another
        self._child_is_lost(explain_exit(end, self._model_name()))

    def _child_is_lost(self, error: KnownError) -> None:
        if self._is_loading and self._step_down(error):
            return
        if self._attempts:
            self._crashes.note(self._attempts.wanted)
        if self._is_loading:
            self._load_failed(error)
        else:
            self._fail_requests(error)
            self._on_event(EngineEnded(error.kind, error.sentence, error.hint))

    def _end_child_on_purpose(self) -> None:
        had_child = self._process is not None
        self._end_child()
        if self._is_loading:
            self._load_failed(KnownError(ErrorKind.CANCELLED, worded("Loading was cancelled.")))
        else:
            self._fail_requests(KnownError(ErrorKind.CANCELLED, NO_WORDS))
            if had_child:
                self._on_event(EngineEnded())

    def _end_child(self) -> None:
        process, self._process, self._watch = self._process, None, None
        if process is not None:
            process.kill()
            process.wait()

    def _model_name(self) -> str:
        return Path(self._attempts.wanted.model_path).name if self._attempts else worded("the model")


def _stopped(generation_id: int) -> Finished:
    return Finished(generation_id, FinishReason.STOPPED, AnswerFigures())


def _with_absolute_path(plan: LoadPlan) -> LoadPlan:
    """The child runs in another folder, where a relative path means something else."""
    return replace(plan, model_path=str(Path(plan.model_path).absolute()))


def _valid_text(text: str) -> str:
    """Return text that can be encoded; half a surrogate pair (a damaged paste, an old file name) becomes "?"."""
    return text.encode("utf-8", "replace").decode("utf-8")
