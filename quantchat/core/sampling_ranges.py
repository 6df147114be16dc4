"""What the values of a sampling may be, told in sentences where one is not."""

from collections.abc import Mapping
from dataclasses import dataclass

from quantchat.core.chat import Sampling
from quantchat.core.grammar_check import check_grammar
from quantchat.core.json_schema_grammar import grammar_of_schema
from quantchat.errors import ErrorKind, KnownError

MAX_SEED = 2**32 - 1
"""llama.cpp keeps a seed in 32 bits."""

MAX_STOPS = 16
MAX_STOP_CHARS = 256


@dataclass(frozen=True, slots=True)
class Range:
    """What one value may be.

    Attributes:
        name: the value's name for people.
        lowest: smallest value.
        highest: largest value.
        is_whole: whether it has no decimals.
    """

    name: str
    lowest: float
    highest: float
    is_whole: bool = False

    def holds(self, number: float) -> bool:
        """Whether a number may be the value; NaN and infinity never may."""
        return self.lowest <= number <= self.highest and not (self.is_whole and number != int(number))

    @property
    def sentence(self) -> str:
        """Says what the value may be."""
        kind = "a whole number" if self.is_whole else "a number"
        return f"{self.name} must be {kind} from {self.lowest:,g} to {self.highest:,.10g}."


RANGES: Mapping[str, Range] = {
    "temperature": Range("The temperature", 0, 5),
    "top_k": Range("Top-k", 0, 1_000_000, is_whole=True),
    "top_p": Range("Top-p", 0, 1),
    "min_p": Range("Min-p", 0, 1),
    "repeat_penalty": Range("The repeat penalty", 0.1, 5),
    "presence_penalty": Range("The presence penalty", -20, 20),
    "frequency_penalty": Range("The frequency penalty", -20, 20),
    "penalty_last_n": Range("The window of the penalties", 0, 65_536, is_whole=True),
    "max_tokens": Range("The longest answer", 0, 2**31 - 1, is_whole=True),
}
"""Wider than anything sensible, so that nothing a person means is refused; beyond them llama.cpp computes nonsense or
much memory is taken (the window of the penalties is a buffer)."""

SEED_RANGE = Range("The seed", 0, MAX_SEED, is_whole=True)


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
        raise _refusal("An answer can be held to a grammar or to a JSON schema, not to both.")
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
        raise _refusal(f"An answer can have at most {MAX_STOPS} stop texts.")
    for stop in stops:
        if not stop:
            raise _refusal("A stop text must not be empty.")
        if len(stop) > MAX_STOP_CHARS:
            raise _refusal(f"A stop text can have at most {MAX_STOP_CHARS} characters.")
        if stop != stop.encode("utf-8", "replace").decode("utf-8"):
            raise _refusal("A stop text holds something that is no character.")


def _refusal(sentence: str) -> KnownError:
    return KnownError(ErrorKind.OTHER, sentence, "Change it in the settings of the answer.")
