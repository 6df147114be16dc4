"""Making a file of another type, seen from the app: a thread that owns a child of its own and looks after the file.

The file appears under its name when it is whole, checked and on the disk. Until then, and whatever goes wrong, there is
at most an unfinished one beside it (`quantization_file`), which is removed.
"""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import wait
from os import fsencode
from pathlib import Path

import msgspec

from quantchat.core.gguf import GgufHeader
from quantchat.core.plain_text import plain_text
from quantchat.core.quants import FILE_TYPES_BY_NAME
from quantchat.engine import failures as engine_failures
from quantchat.engine import quantization_failures as failures
from quantchat.engine.progress_watch import ProgressWatch
from quantchat.engine.protocol import (
    PROTOCOL_VERSION,
    Hello,
    Quantize,
    Quantized,
    QuantizeFailed,
    QuantizeProgress,
    decode_event,
    encode,
)
from quantchat.engine.quantization_checks import QuantizationRequest, check_request, check_result, free_bytes
from quantchat.engine.quantization_file import UnfinishedFile, remove_leftovers
from quantchat.engine.quantization_time import (
    ProgressEstimate,
    QuantizationProgress,
    estimated_seconds,
    tensor_seconds,
)
from quantchat.errors import KnownError
from quantchat.native.channel import ChannelClosed
from quantchat.native.child_process import ChildExit, ChildProcess
from quantchat.probe.processor import allowed_physical_cores

_WATCH_SECONDS = 0.25
_EXIT_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class QuantizationStarted:
    """Everything that can be checked beforehand is well, and the work begins.

    Attributes:
        header: of the file that will be there, with its exact size.
        estimated_seconds: how long it will take, within a factor of about two.
    """

    header: GgufHeader
    estimated_seconds: float


@dataclass(frozen=True, slots=True)
class QuantizationFinished:
    """The file is there.

    Attributes:
        path: where it is.
        header: as read back from the disk.
        threads: threads that computed.
        seconds: how long it took, the writing to the disk included.
        as_predicted: its tensors have the types that were computed beforehand.
    """

    path: Path
    header: GgufHeader
    threads: int
    seconds: float
    as_predicted: bool


@dataclass(frozen=True, slots=True)
class QuantizationFailed:
    """There is no file, and nothing is left of it; of the kind CANCELLED if that was wanted."""

    error: KnownError


QuantizationEvent = QuantizationStarted | QuantizationProgress | QuantizationFinished | QuantizationFailed


class Quantization:
    """One file being made."""

    def __init__(self, request: QuantizationRequest, on_event: Callable[[QuantizationEvent], None]) -> None:
        """Start to make it on a thread of its own.

        `on_event` is called there with what comes of it: perhaps `QuantizationStarted` and progress, and at the end
        exactly once `QuantizationFinished` or `QuantizationFailed`. It must not block for long.
        """
        self._request = request
        self._threads = request.threads or allowed_physical_cores()
        self._on_event = on_event
        self._wake_receiver, self._wake_sender = Pipe(duplex=False)
        self._is_cancelled = threading.Event()
        self._thread = threading.Thread(target=self._work, name="quantization", daemon=True)
        self._thread.start()

    def cancel(self) -> None:
        """Stop; the end is told as a failure of the kind CANCELLED, unless the file was finished just before."""
        if self._thread.is_alive() and not self._is_cancelled.is_set():
            self._is_cancelled.set()
            self._wake_sender.send_bytes(b"!")

    def close(self) -> None:
        """Stop if it is not finished, and return when its thread and its child are gone."""
        self.cancel()
        self._thread.join()
        self._wake_receiver.close()
        self._wake_sender.close()

    # What follows runs on the thread only.

    def _work(self) -> None:
        _leave_signals_to_the_app()
        outcome: QuantizationEvent = QuantizationFailed(failures.bug(self._request.target.name))
        try:
            outcome = self._make()
        except KnownError as error:
            outcome = QuantizationFailed(error)
        finally:
            self._on_event(outcome)

    def _make(self) -> QuantizationFinished:
        request = self._request
        began = time.monotonic()
        remove_leftovers(request.target.parent)
        predicted = check_request(request)
        seconds = estimated_seconds(request.source_header, request.file_type, self._threads)
        with UnfinishedFile(request.target) as unfinished:
            self._on_event(QuantizationStarted(predicted, seconds))
            self._convert(unfinished, predicted)
            unfinished.sync()
            header = check_result(unfinished.path, request.target.name, predicted)
            self._stop_if_cancelled()
            unfinished.publish(overwrite=request.overwrite)
        return QuantizationFinished(
            path=request.target,
            header=header,
            threads=self._threads,
            seconds=time.monotonic() - began,
            as_predicted=header.tensors == predicted.tensors,
        )

    def _convert(self, unfinished: UnfinishedFile, predicted: GgufHeader) -> None:
        """Let a fresh child write the file; it is gone when this returns."""
        try:
            process = ChildProcess("engine")
        except OSError as error:
            raise engine_failures.not_started(error) from error
        died = False
        try:
            self._send_command(process, unfinished.path)
            result = self._result(process, unfinished, predicted)
            died = result is None
        finally:
            end = _end(process, died=died)
        if result is None:
            raise failures.engine_ended(end, self._source_name)
        if isinstance(result, QuantizeFailed):
            raise self._why_not_written(unfinished, predicted) if result.may_be_disk else result.error

    def _send_command(self, process: ChildProcess, target: Path) -> None:
        request = self._request
        source_bytes, target_bytes = fsencode(request.source.absolute()), fsencode(target.absolute())
        file_type_id = FILE_TYPES_BY_NAME[request.file_type].id
        with suppress(ChannelClosed):  # it is gone already; why, its end tells
            process.channel.send(encode(Quantize(source_bytes, target_bytes, file_type_id, self._threads)))

    def _result(
        self, process: ChildProcess, unfinished: UnfinishedFile, predicted: GgufHeader
    ) -> Quantized | QuantizeFailed | None:
        """Pass on progress until the child says how it ended; None if it died instead."""
        progress = ProgressEstimate(tensor_seconds(self._request.source_header, predicted, self._threads))
        watch = ProgressWatch(process.pid)
        while True:
            self._wait_for_word(process, unfinished, watch)
            try:
                event = decode_event(process.channel.receive())
            except ChannelClosed:
                return None
            except msgspec.DecodeError as error:
                raise failures.nonsense(self._source_name) from error
            watch.note_progress()
            if isinstance(event, Hello) and event.protocol_version != PROTOCOL_VERSION:
                raise engine_failures.wrong_version()
            if isinstance(event, QuantizeProgress):
                self._on_event(progress.begins(event.tensor))
            elif isinstance(event, Quantized | QuantizeFailed):
                return event

    def _wait_for_word(self, process: ChildProcess, unfinished: UnfinishedFile, watch: ProgressWatch) -> None:
        connection = process.channel.connection
        size_bytes = unfinished.size_bytes()
        while True:
            ready = wait([connection, self._wake_receiver], _WATCH_SECONDS)
            self._stop_if_cancelled()
            if connection in ready:
                return
            size_before, size_bytes = size_bytes, unfinished.size_bytes()
            if size_bytes > size_before:  # a slow disk keeps the child waiting, without a word and without work
                watch.note_progress()
            elif watch.is_hung():
                raise failures.hung(self._source_name)

    def _stop_if_cancelled(self) -> None:
        if self._is_cancelled.is_set():
            raise failures.cancelled(self._request.target.name)

    def _why_not_written(self, unfinished: UnfinishedFile, predicted: GgufHeader) -> KnownError:
        name = self._request.target.name
        missing_bytes = predicted.file_size_bytes - unfinished.size_bytes()
        refusal = unfinished.refusal()
        if refusal is not None:
            return failures.cannot_write(name, refusal)
        return (
            failures.disk_failed(name)
            if free_bytes(self._request.target) >= missing_bytes
            else failures.disk_full(name)
        )

    @property
    def _source_name(self) -> str:
        return plain_text(self._request.source.name, max_chars=255)


def _leave_signals_to_the_app() -> None:
    """Block for this thread, and for the child that inherits it, what a terminal sends to all processes in it.

    Else Ctrl-C would end the child first, which would look like a crash.
    """
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})


def _end(process: ChildProcess, *, died: bool) -> ChildExit:
    """End the child; one that died by itself keeps its own last words."""
    if died:
        with suppress(subprocess.TimeoutExpired):
            return process.wait(_EXIT_SECONDS)
    process.kill()
    return process.wait()
