"""What the values of a sampling may be, told in sentences where one is not."""

from collections.abc import Mapping
from dataclasses import dataclass

from quantchat.core.chat import Sampling
from quantchat.core.grammar_check import check_grammar
from quantchat.core.json_schema_grammar import grammar_of_schema
from quantchat.errors import ErrorKind, KnownError
from quantchat.wording import Wording, worded

MAX_SEED = 2**32 - 1
"""llama.cpp keeps a seed in 32 bits."""

MAX_STOPS = 16
MAX_STOP_CHARS = 256


@dataclass(frozen=True, slots=True)
class Range:
    """What one value may be.

    Attributes:
        name: the value's name for people, as a sentence begins with it.
        lowest: smallest value.
        highest: largest value.
        is_whole: whether it has no decimals.
    """

    name: Wording
    lowest: float
    highest: float
    is_whole: bool = False

    def holds(self, number: float) -> bool:
        """Whether a number may be the value; NaN and infinity never may."""
        return self.lowest <= number <= self.highest and not (self.is_whole and number != int(number))

    @property
    def sentence(self) -> Wording:
        """Says what the value may be."""
        if self.is_whole:
            return worded(
                "{name} must be a whole number from {lowest:,g} to {highest:,.10g}.",
                name=self.name,
                lowest=self.lowest,
                highest=self.highest,
            )
        return worded(
            "{name} must be a number from {lowest:,g} to {highest:,.10g}.",
            name=self.name,
            lowest=self.lowest,
            highest=self.highest,
        )


RANGES: Mapping[str, Range] = {
    "temperature": Range(worded("The temperature"), 0, 5),
    "top_k": Range(worded("Top-k"), 0, 1_000_000, is_whole=True),
    "top_p": Range(worded("Top-p"), 0, 1),
    "min_p": Range(worded("Min-p"), 0, 1),
    "repeat_penalty": Range(worded("The repeat penalty"), 0.1, 5),
    "presence_penalty": Range(worded("The presence penalty"), -20, 20),
    "frequency_penalty": Range(worded("The frequency penalty"), -20, 20),
    "penalty_last_n": Range(worded("The window of the penalties"), 0, 65_536, is_whole=True),
    "max_tokens": Range(worded("The longest answer"), 0, 2**31 - 1, is_whole=True),
}
"""Wider than anything sensible, so that nothing a person means is refused; beyond them llama.cpp computes nonsense or
much memory is taken (the window of the penalties is a buffer)."""

SEED_RANGE = Range(worded("The seed"), 0, MAX_SEED, is_whole=True)


def check_sampling(sampling: Sampling) -> None:
    """Refuse a sampling with a value that cannot be used.

    Raises:
        KnownError: which value, and what it may be.
    """
    for name, allowed in RANGES.items():
        if not allowed.holds(getattr(sampling, name)):
            raise _refusal(allowed.sentence)
    if sampling.seed is not None and not SEED_RANGE.holds(sampling.seed):
        raise _refusal(SEED_RANGE.sentence)
    _check_stops(sampling.stop)
    if sampling.grammar and sampling.json_schema:
        raise _refusal(worded("An answer can be held to a grammar or to a JSON schema, not to both."))
    constraint(sampling)


def constraint(sampling: Sampling) -> str:
    """The grammar an answer must follow, as GBNF that llama.cpp can take; empty for none.

    Raises:
        KnownError: the grammar or the schema cannot be used, and why.
    """
    if sampling.json_schema:
        return grammar_of_schema(sampling.json_schema)
    if sampling.grammar:
        check_grammar(sampling.grammar)
    return sampling.grammar


def _check_stops(stops: tuple[str, ...]) -> None:
    if len(stops) > MAX_STOPS:
        raise _refusal(worded("An answer can have at most {most} stop texts.", most=MAX_STOPS))
    for stop in stops:
        if not stop:
            raise _refusal(worded("A stop text must not be empty."))
        if len(stop) > MAX_STOP_CHARS:
            raise _refusal(worded("A stop text can have at most {most} characters.", most=MAX_STOP_CHARS))
        if stop != stop.encode("utf-8", "replace").decode("utf-8"):
            raise _refusal(worded("A stop text holds something that is no character."))


def _refusal(sentence: Wording) -> KnownError:
    return KnownError(ErrorKind.OTHER, sentence, worded("Change it in the settings of the answer."))
