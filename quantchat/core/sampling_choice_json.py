"""Choices of sampling as JSON, in files that people write and exchange: each value is checked as it is read."""

from collections.abc import Mapping
from dataclasses import asdict, fields

from quantchat.core.chat import Sampling
from quantchat.core.sampling_choice import SamplingChoice
from quantchat.core.sampling_ranges import RANGES, SEED_RANGE, check_sampling
from quantchat.errors import ErrorKind, KnownError
from quantchat.wording import Wording, worded

_TEXTS = ("grammar", "json_schema")


def choice_to_object(choice: SamplingChoice) -> dict[str, object]:
    """The values that were chosen, as a JSON object has them."""
    return {name: value for name, value in asdict(choice).items() if value is not None}


def choice_from_object(stored: Mapping[str, object]) -> SamplingChoice:
    """Read the values of a JSON object; null counts as not chosen, what is not known is passed over.

    Raises:
        KnownError: a value is none that a sampling can have.
    """
    known = {field.name for field in fields(SamplingChoice)}
    values = {name: _value(name, value) for name, value in stored.items() if name in known and value is not None}
    choice = SamplingChoice(**values)  # type: ignore[arg-type]  # `_value` has looked at each
    check_sampling(choice.over(Sampling()))
    return choice


def _value(name: str, value: object) -> object:
    if name == "stop":
        if not isinstance(value, list | tuple) or not all(isinstance(stop, str) for stop in value):
            raise _refusal(worded("The stop texts of an answer must be a list of texts."))
        return tuple(value)
    if name in _TEXTS:
        if not isinstance(value, str):
            raise _refusal(worded("The grammar or the JSON schema of an answer must be a text."))
        return value
    allowed = SEED_RANGE if name == "seed" else RANGES[name]
    if isinstance(value, bool) or not isinstance(value, int | float) or not allowed.holds(value):
        raise _refusal(allowed.sentence)
    return int(value) if allowed.is_whole else float(value)


def _refusal(sentence: Wording) -> KnownError:
    return KnownError(ErrorKind.MALFORMED, sentence, worded("Correct it, or leave it out."))
