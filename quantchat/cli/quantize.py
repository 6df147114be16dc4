"""`quantchat quantize`: make a file of another type of a model."""

import argparse
import queue
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from quantchat.cli import options
from quantchat.cli.model_choice import chosen_model, saved_settings
from quantchat.cli.output import print_error, print_json, print_text
from quantchat.core.mix_rules import BASE_TYPES
from quantchat.core.model_facts import model_facts
from quantchat.core.sizes import file_size_text
from quantchat.engine.quantization import (
    Quantization,
    QuantizationEvent,
    QuantizationFailed,
    QuantizationFinished,
    QuantizationStarted,
)
from quantchat.engine.quantization_checks import QuantizationRequest, requantizing_warning, source_type
from quantchat.engine.quantization_failures import unknown_type
from quantchat.engine.quantization_time import QuantizationProgress, duration_text
from quantchat.errors import ErrorKind, KnownError
from quantchat.library.model_file import part_paths, read_model_header
from quantchat.wording import worded

_STEP_SECONDS = 10.0
"""Where no terminal shows the progress, a line of it is written so often."""

_REDRAW_SECONDS = 0.1
_START_OF_LINE = "\r\x1b[K"

_SIGNALLED = 128
"""What shells add to the number of the signal that ended a program."""


def add_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `quantize` to the commands."""
    command = commands.add_parser("quantize", help="make a file of another quantization type of a model")
    command.add_argument("input", help="a GGUF file, best in F16, BF16 or F32, or the name of a model `models` lists")
    command.add_argument("output", type=Path, help="the GGUF file to make")
    command.add_argument(
        "--type",
        required=True,
        type=str.upper,
        metavar="TYPE",
        help=f"quantization type: {', '.join(BASE_TYPES)}",
        dest="file_type",
    )
    command.add_argument(
        "--from-quantized", action="store_true", help="allow a model that is quantized already, whose losses stay"
    )
    command.add_argument("--overwrite", action="store_true", help="replace a file that is there")
    command.add_argument("--threads", type=options.count, default=0, metavar="N", help="by default every core")
    options.add_json(command)
    command.set_defaults(run=_quantize)


def _quantize(arguments: argparse.Namespace) -> int:
    request = _request(arguments)
    if request.file_type not in BASE_TYPES:
        raise unknown_type(request.file_type)
    source = source_type(request.source_header)
    warning = requantizing_warning(source, request.file_type)
    if warning and not request.from_quantized:
        hint = worded(
            "Take an F16, BF16 or F32 file of the model; with --from-quantized it is made of this one all the same."
        )
        raise KnownError(ErrorKind.OTHER, warning, hint)
    if warning:
        print_error(warning)
    outcome, signal_number = _make(request, source)
    if isinstance(outcome, QuantizationFinished):
        _print_result(request, source, outcome, as_json=arguments.json)
        return 0
    if signal_number:
        print_error("Interrupted: nothing was made.")
        return _SIGNALLED + signal_number
    raise outcome.error


def _request(arguments: argparse.Namespace) -> QuantizationRequest:
    target: Path = arguments.output
    if target.suffix.casefold() != ".gguf" or len(part_paths(target)) > 1:
        raise KnownError(
            ErrorKind.OTHER,
            worded("The name of the new file must end in .gguf, and not be that of one part of a model."),
            worded("Name it by the model and the type, such as Llama-3.2-3B.Q5_1.gguf."),
        )
    source = chosen_model(arguments.input, saved_settings())
    return QuantizationRequest(
        source_parts=part_paths(source),
        source_header=read_model_header(source),
        target=target,
        file_type=arguments.file_type,
        from_quantized=arguments.from_quantized,
        overwrite=arguments.overwrite,
        threads=arguments.threads,
    )


def _make(
    request: QuantizationRequest, source: str
) -> tuple[QuantizationFinished | QuantizationFailed, signal.Signals | None]:
    """Make the file; return how it ended, and the signal that ended it if one did."""
    events: queue.SimpleQueue[QuantizationEvent | signal.Signals] = queue.SimpleQueue()
    progress = _ProgressLines(request.file_type, source)
    caught: signal.Signals | None = None
    with _signals_put_into(events):
        quantization = Quantization(request, events.put)
        try:
            while not isinstance(event := events.get(), QuantizationFinished | QuantizationFailed):
                if isinstance(event, signal.Signals):
                    caught = event
                    quantization.cancel()
                else:
                    progress.show(event)
        finally:
            quantization.close()
            progress.end()
    return event, caught


@contextmanager
def _signals_put_into(events: "queue.SimpleQueue[QuantizationEvent | signal.Signals]") -> Iterator[None]:
    """Let Ctrl-C, the end of the terminal and a polite end from the system stop the work instead of the program.

    What is ignored stays ignored, as `nohup` wants it.
    """
    names = ("SIGINT", "SIGTERM", "SIGHUP")  # the last is not known to Windows
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in numbers}
    heard = [number for number in numbers if before[number] is not signal.SIG_IGN]
    for number in heard:
        signal.signal(number, lambda caught, _frame: events.put(signal.Signals(caught)))
    try:
        yield
    finally:
        for number in heard:
            signal.signal(number, before[number])


class _ProgressLines:
    """Shows progress on stderr: in one line of a terminal, elsewhere in a line now and then."""

    def __init__(self, file_type: str, source: str) -> None:
        self._what = f"Making {file_type} from {source}"
        self._is_terminal = sys.stderr.isatty()
        self._next_at = 0.0
        self._is_line_open = False

    def show(self, event: QuantizationStarted | QuantizationProgress) -> None:
        """Tell how far it is, unless that was told just before."""
        if isinstance(event, QuantizationStarted):
            size = file_size_text(event.header.file_size_bytes)
            print_error(f"{self._what}, {duration_text(event.estimated_seconds)}, {size}.")
            self._next_at = time.monotonic() + (0.0 if self._is_terminal else _STEP_SECONDS)
        elif time.monotonic() >= self._next_at:
            self._next_at = time.monotonic() + (_REDRAW_SECONDS if self._is_terminal else _STEP_SECONDS)
            self._write(f"{event.fraction * 100:.0f} % done, {duration_text(event.seconds_left)} left")

    def end(self) -> None:
        """Leave the terminal as it was found."""
        if self._is_line_open:
            sys.stderr.write(_START_OF_LINE)
            sys.stderr.flush()

    def _write(self, text: str) -> None:
        if not self._is_terminal:
            print_error(text)
            return
        self._is_line_open = True
        sys.stderr.write(f"{_START_OF_LINE}{text}")
        sys.stderr.flush()


def _print_result(request: QuantizationRequest, source: str, made: QuantizationFinished, *, as_json: bool) -> None:
    facts = model_facts(made.header, made.path.stem)
    if as_json:
        print_json(
            {
                "input": str(request.source),
                "output": str(made.path),
                "source_type": source,
                "type": request.file_type,
                "file_bytes": facts.file_bytes,
                "bits_per_weight": round(facts.bits_per_weight, 4),
                "parameters": facts.parameters,
                "threads": made.threads,
                "seconds": round(made.seconds, 3),
            }
        )
        return
    size, bits = file_size_text(facts.file_bytes), f"{facts.bits_per_weight:.2f} bits per weight"
    print_text(f"{made.path}: {request.file_type}, {size}, {bits}, made in {made.seconds:.0f} s")
