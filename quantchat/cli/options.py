"""What options may hold, and the options that several commands share."""

import argparse
from pathlib import Path

from quantchat.core.chat import Sampling
from quantchat.core.sampling_choice import SamplingChoice
from quantchat.core.sampling_ranges import MAX_SEED, RANGES
from quantchat.errors import ErrorKind, KnownError
from quantchat.wording import worded

MAX_COUNT = 2**31 - 1
"""Largest count of tokens that llama.cpp can hold."""

_MAX_FILE_BYTES = 1024 * 1024
"""More than any grammar may have; the file may be anything."""


def count(text: str) -> int:
    """Read a number of tokens or runs."""
    return _whole_number(text, 1, MAX_COUNT)


def gpu_layers(text: str) -> int | None:
    """Read a number of layers; None for "auto"."""
    return None if text == "auto" else _whole_number(text, 0, MAX_COUNT)


def seed(text: str) -> int:
    """Read a seed as llama.cpp takes it."""
    return _whole_number(text, 0, MAX_SEED)


def add_json(command: argparse.ArgumentParser) -> None:
    """Let a command print for programs."""
    command.add_argument("--json", action="store_true", help="print one JSON object")


def add_model(command: argparse.ArgumentParser) -> None:
    """Let a command run a model."""
    command.add_argument("-m", "--model", metavar="MODEL", help="a GGUF file, or the name of a model `models` lists")
    command.add_argument("--context", type=count, metavar="N", help="context length in tokens")
    command.add_argument("--anyway", action="store_true", help="load a model even if it is predicted not to fit")


def add_sampling(command: argparse.ArgumentParser) -> None:
    """Let a command say how an answer is drawn; `sampling_choice` reads it."""
    group = command.add_argument_group("how the answer is drawn (default: as the model's makers recommend)")
    group.add_argument("--max-tokens", type=count, metavar="N", help="end the answer after N tokens")
    group.add_argument("--seed", type=seed, metavar="N", help="draw the same answer again")
    group.add_argument("--stop", action="append", metavar="TEXT", help="end the answer before TEXT; may be repeated")
    for flag, field, letter, remark in _NUMBERS:
        group.add_argument(flag, dest=field, type=_Number(field), metavar=letter, help=remark)
    forms = group.add_mutually_exclusive_group()
    forms.add_argument("--grammar", metavar="FILE", help="hold the answer to a grammar in GBNF")
    forms.add_argument("--json-schema", metavar="FILE", help="hold the answer to JSON of this schema")


_NUMBERS = (
    ("--temperature", "temperature", "T", "0 always takes the likeliest token"),
    ("--top-k", "top_k", "N", "only the N likeliest tokens; 0 is off"),
    ("--top-p", "top_p", "P", "only the likeliest tokens of this probability together; 1 is off"),
    ("--min-p", "min_p", "P", "only tokens at least so likely as this share of the likeliest one; 0 is off"),
    ("--repeat-penalty", "repeat_penalty", "X", "make tokens that were there lately less likely; 1 is off"),
    ("--presence-penalty", "presence_penalty", "X", "likewise, by taking off; 0 is off"),
    ("--frequency-penalty", "frequency_penalty", "X", "likewise, for each time it was there; 0 is off"),
    ("--penalty-last-n", "penalty_last_n", "N", "how many of the newest tokens the penalties look at"),
)


def sampling_choice(arguments: argparse.Namespace) -> SamplingChoice:
    """What the options of `add_sampling` say.

    Raises:
        KnownError: a file cannot be read.
    """
    numbers = {field: getattr(arguments, field) for _, field, _, _ in _NUMBERS}
    return SamplingChoice(
        **numbers,
        seed=arguments.seed,
        max_tokens=arguments.max_tokens,
        stop=tuple(arguments.stop) if arguments.stop else None,
        grammar=_text_of(arguments.grammar, "grammar"),
        json_schema=_text_of(arguments.json_schema, "JSON schema"),
    )


class _Number:
    """Reads a value of a sampling within its range."""

    def __init__(self, field: str) -> None:
        self._range = RANGES[field]
        self._is_whole = isinstance(getattr(Sampling(), field), int)

    def __call__(self, text: str) -> float:
        number = float(text)
        if not self._range.holds(number):
            raise argparse.ArgumentTypeError("must " + self._range.sentence.removesuffix(".").partition(" must ")[2])
        return int(number) if self._is_whole else number

    def __repr__(self) -> str:
        """Named in argparse's complaint about what is no number at all."""
        return "whole number" if self._is_whole else "number"


def _text_of(path: str | None, what: str) -> str | None:
    """The text of a file, None where there is none."""
    if path is None:
        return None
    try:
        with Path(path).open("rb") as file:
            data = file.read(_MAX_FILE_BYTES + 1)
        text = data.decode("utf-8")
    except OSError as error:
        raise KnownError(
            ErrorKind.FILE_UNREADABLE,
            worded("The {what} “{path}” could not be read: {error}.", what=what, path=path, error=str(error.strerror)),
            worded("Check its name."),
        ) from error
    except UnicodeDecodeError as error:
        raise KnownError(
            ErrorKind.MALFORMED,
            worded("The {what} “{path}” is no UTF-8 text.", what=what, path=path),
            worded("Save it as UTF-8 and try again."),
        ) from error
    if not text.strip():
        raise KnownError(
            ErrorKind.MALFORMED,
            worded("The {what} “{path}” is empty.", what=what, path=path),
            worded("Choose another file."),
        )
    return text


def _whole_number(text: str, lowest: int, highest: int) -> int:
    number = int(text)
    if not lowest <= number <= highest:
        raise argparse.ArgumentTypeError(f"must be from {lowest:,} to {highest:,}")
    return number
