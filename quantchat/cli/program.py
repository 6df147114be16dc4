"""Reads the command line, runs what it names, and turns its failures into a sentence and an exit status."""

import gc
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from quantchat.cli.output import accept_any_text, discard_output, print_error
from quantchat.errors import ErrorKind, KnownError
from quantchat.wording import worded

COMMANDS = ("ask", "bench", "fit", "hardware", "inspect", "models", "quantize", "recommend")

_INTERRUPTED = 130
"""What shells report for a program that Ctrl-C ended."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; return its exit status."""
    accept_any_text()
    words = list(sys.argv[1:] if arguments is None else arguments)
    run: Callable[[], int]
    if not words or (words[0] not in COMMANDS and not words[0].startswith("-")):
        run = partial(_open_window, words)
    else:
        from quantchat.cli.commands import command_parser  # the window needs none of it to start

        parsed = command_parser().parse_args(words)
        run = partial(parsed.run, parsed)
    try:
        return run()
    except KnownError as error:
        print_error(error.text)
        return 1
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:  # the reader of our output has seen enough
        discard_output()
        return 1


def _open_window(words: list[str]) -> int:
    if len(words) > 1:
        print_error("Give one model file at most: quantchat FILE.gguf")
        return 2
    gc.disable()  # all that is made while starting is kept; `run_app` turns it on again
    try:
        from quantchat.gui.app import run_app  # the other commands must run where there is no Qt
    except ImportError as error:
        if (error.name or "").split(".")[0] not in ("PySide6", "shiboken6"):
            raise
        raise KnownError(
            ErrorKind.OTHER,
            worded("The window cannot be opened because a part of Qt is missing: {error}.", error=error.msg),
            worded('Install it, or use `quantchat ask "…"` on the command line.'),
        ) from error
    return run_app(Path(words[0]) if words else None)
