"""What options may hold, and the options that several commands share."""

import argparse
import math

MAX_COUNT = 2**31 - 1
"""Largest count of tokens that llama.cpp can hold."""

MAX_SEED = 2**32 - 1


def count(text: str) -> int:
    """Read a number of tokens or runs."""
    return _whole_number(text, 1, MAX_COUNT)


def gpu_layers(text: str) -> int | None:
    """Read a number of layers; None for "auto"."""
    return None if text == "auto" else _whole_number(text, 0, MAX_COUNT)


def seed(text: str) -> int:
    """Read a seed as llama.cpp takes it."""
    return _whole_number(text, 0, MAX_SEED)


def temperature(text: str) -> float:
    """Read a temperature."""
    number = float(text)
    if not (math.isfinite(number) and number >= 0):
        raise argparse.ArgumentTypeError("must be 0 or more")
    return number


def add_json(command: argparse.ArgumentParser) -> None:
    """Let a command print for programs."""
    command.add_argument("--json", action="store_true", help="print one JSON object")


def add_model(command: argparse.ArgumentParser) -> None:
    """Let a command run a model."""
    command.add_argument("-m", "--model", metavar="MODEL", help="a GGUF file, or the name of a model `models` lists")
    command.add_argument("--context", type=count, metavar="N", help="context length in tokens")
    command.add_argument("--anyway", action="store_true", help="load a model even if it is predicted not to fit")


def _whole_number(text: str, lowest: int, highest: int) -> int:
    number = int(text)
    if not lowest <= number <= highest:
        raise argparse.ArgumentTypeError(f"must be from {lowest:,} to {highest:,}")
    return number
