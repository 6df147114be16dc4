"""Prints results to stdout and everything else to stderr, so that neither a closed pipe nor odd text disturbs.

Everything is written at once: whoever reads the pipe sees an answer grow, and a full disk shows where it is met.
"""

import io
import json
import os
import sys

from quantchat.errors import ErrorKind, KnownError
from quantchat.wording import worded


def accept_any_text() -> None:
    """Replace what the terminal cannot show, or what stdin holds that is no text, instead of failing."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def print_text(text: str, end: str = "\n") -> None:
    """Print a result, or with `end` empty a piece of one.

    Raises:
        BrokenPipeError: nobody reads any more.
        KnownError: it cannot be written, as to a file on a full disk.
    """
    try:
        sys.stdout.write(text + end)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        discard_output()
        raise KnownError(
            ErrorKind.DISK_FULL,
            worded("The output could not be written: {error}.", error=str(error.strerror)),
            worded("Write it to another place."),
        ) from error


def print_json(value: object) -> None:
    """Print one object; ASCII only, so that a file name that is no valid text can be printed too."""
    print_text(json.dumps(value, indent=2))


def print_error(sentence: str) -> None:
    """Tell the person something that is not the result."""
    sys.stderr.write(f"{sentence}\n")


def discard_output() -> None:
    """Let what stdout still holds go nowhere; writing it at the exit would fail once more."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
