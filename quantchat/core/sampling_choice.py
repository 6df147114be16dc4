"""Which sampling is used: what the person chose, before what the model's makers recommend, before the program's own.

Makers' recommendations lie in the model file under the keys that llama.cpp reads too (`llama_model_meta_key` of
llama.h, `general.sampling.*` of gguf's constants).
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from quantchat.core.chat import Sampling
from quantchat.core.sampling_ranges import RANGES

RECOMMENDATION_KEYS: Mapping[str, str] = {
    "temperature": "general.sampling.temp",
    "top_k": "general.sampling.top_k",
    "top_p": "general.sampling.top_p",
    "min_p": "general.sampling.min_p",
    "repeat_penalty": "general.sampling.penalty_repeat",
    "penalty_last_n": "general.sampling.penalty_last_n",
}
"""Where a model file keeps each value. Its other keys are for samplers that are not used here: Mirostat, XTC, and a
`sequence` of their order."""

_SIGNIFICANT_DIGITS = 6
"""A file holds 32-bit numbers: 0.95 comes out of it as 0.949999988."""


@dataclass(frozen=True, slots=True)
class SamplingChoice:
    """Some values of a `Sampling`; None leaves a value to whoever is asked next."""

    temperature: float | None = None
    top_k: int | None = None
    top_p: float | None = None
    min_p: float | None = None
    repeat_penalty: float | None = None
    presence_penalty: float | None = None
    frequency_penalty: float | None = None
    penalty_last_n: int | None = None
    seed: int | None = None
    max_tokens: int | None = None
    stop: tuple[str, ...] | None = None
    grammar: str | None = None
    json_schema: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was chosen."""
        return self == NOTHING_CHOSEN

    def over(self, base: Sampling) -> Sampling:
        """The sampling that has these values, and those of `base` where there is none."""
        chosen = {field.name: getattr(self, field.name) for field in fields(self)}
        return replace(base, **{name: value for name, value in chosen.items() if value is not None})


NOTHING_CHOSEN = SamplingChoice()


def effective_sampling(person: SamplingChoice, model: SamplingChoice, program: Sampling) -> Sampling:
    """The sampling to answer with: each value from the first of the three that has it."""
    return person.over(model.over(program))


def recommended_sampling(metadata: Mapping[str, object]) -> SamplingChoice:
    """What a model's makers recommend; a value that is missing, no number or out of its range counts as not given.

    Args:
        metadata: of a model file, as in `GgufHeader.metadata`; numbers may also be text, as llama.cpp tells them.
    """
    found = {name: _recommended(name, metadata.get(key)) for name, key in RECOMMENDATION_KEYS.items()}
    whole = {name: None if found[name] is None else int(found[name] or 0) for name in ("top_k", "penalty_last_n")}
    return SamplingChoice(
        temperature=found["temperature"],
        top_k=whole["top_k"],
        top_p=found["top_p"],
        min_p=found["min_p"],
        repeat_penalty=found["repeat_penalty"],
        penalty_last_n=whole["penalty_last_n"],
    )


def _recommended(name: str, value: object) -> float | None:
    number = _number(value)
    if number is None or not RANGES[name].holds(number):
        return None
    return float(f"{number:.{_SIGNIFICANT_DIGITS}g}")


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None
