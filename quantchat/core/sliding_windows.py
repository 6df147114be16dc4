"""Which layers of a model look back only over a sliding window, and how far.

Such layers keep a window of the context in the KV cache instead of all of it. Facts from `load_arch_hparams` of each
architecture in llama.cpp's `src/models/*.cpp` and from `set_swa_pattern` in `src/llama-hparams.cpp`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from quantchat.core.bounded_reader import malformed
from quantchat.core.hyperparameters import Hyperparameters
from quantchat.wording import worded

_WINDOW_KEY = "attention.sliding_window"
_PATTERN_KEY = "attention.sliding_window_pattern"


@dataclass(frozen=True, slots=True)
class SlidingWindow:
    """The sliding layers of a model.

    Attributes:
        tokens: how far they look back; 0 where no layer slides.
        layers: for every layer whether it slides.
    """

    tokens: int
    layers: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class _Rule:
    """How an architecture says which layers slide.

    Attributes:
        period: one layer of so many sees everything, the last of each period; 0 where the file must list the layers.
        default_tokens: window where the file gives none; 0 if it must give one.
        fixed_tokens: window that llama.cpp uses whatever the file says.
        is_optional: without a window in the file no layer slides.
        dense_first: the layer that sees everything is the first of each period.
    """

    period: int = 0
    default_tokens: int = 0
    fixed_tokens: int = 0
    is_optional: bool = False
    dense_first: bool = False


_RULES: Mapping[str, _Rule] = MappingProxyType(
    {
        "afmoe": _Rule(4, is_optional=True),
        "cohere2": _Rule(4),
        "cohere2moe": _Rule(4, dense_first=True),
        "dflash": _Rule(is_optional=True),
        "dots3note": _Rule(),
        "exaone-moe": _Rule(4, default_tokens=128),
        "exaone4": _Rule(4, default_tokens=4096),
        "gemma2": _Rule(2, default_tokens=4096),
        "gemma3": _Rule(6, is_optional=True),
        "gemma3n": _Rule(5),
        "gemma4": _Rule(),
        "gpt-oss": _Rule(2),
        "granite_swa": _Rule(),
        "laguna": _Rule(4, is_optional=True, dense_first=True),
        "llama4": _Rule(4, default_tokens=8192, fixed_tokens=8192),
        "maple": _Rule(),
        "mellum": _Rule(4, is_optional=True),
        "mimo2": _Rule(),
        "muse-glimmer": _Rule(4),
        "olmo2": _Rule(4, is_optional=True),
        "plamo3": _Rule(8, is_optional=True),
        "smallthinker": _Rule(4, fixed_tokens=4096, is_optional=True, dense_first=True),
        "spark2_5": _Rule(),
        "step35": _Rule(),
    }
)
"""phi3 is absent on purpose: llama.cpp ignores the window that such files give."""

_EXAONE4_SLIDING_LAYERS = 64
"""Only the exaone4 model with so many layers slides."""


def sliding_window(
    parameters: Hyperparameters, layers: int, trunk_layers: int, is_recurrent: Sequence[bool]
) -> SlidingWindow:
    """The sliding layers among all `layers`, of which the first `trunk_layers` are no further-token predictors.

    Raises:
        KnownError: the file lacks a window or a list of layers that its architecture needs.
    """
    none = SlidingWindow(0, (False,) * layers)
    architecture = parameters.header.architecture
    if architecture == "lfm2":
        tokens = parameters.number(_WINDOW_KEY)
        slides = (not recurrent and layer < trunk_layers for layer, recurrent in enumerate(is_recurrent))
        return SlidingWindow(tokens, tuple(slides)) if tokens else none
    rule = _RULES.get(architecture)
    if rule is None or (architecture == "exaone4" and trunk_layers != _EXAONE4_SLIDING_LAYERS):
        return none
    tokens = _window_tokens(parameters, rule)
    # an explicit 0 switches the window of llama4 off; others that need a window take a file's 0 at its word
    if not tokens and (rule.is_optional or architecture == "llama4"):
        return none
    return SlidingWindow(rule.fixed_tokens or tokens, _pattern(parameters, rule, layers, trunk_layers))


def _window_tokens(parameters: Hyperparameters, rule: _Rule) -> int:
    needs_key = not rule.default_tokens and not rule.is_optional
    if needs_key and not parameters.is_given(_WINDOW_KEY):
        raise malformed(worded("it does not say how long its sliding window is"))
    return parameters.number(_WINDOW_KEY, rule.default_tokens)


def _pattern(parameters: Hyperparameters, rule: _Rule, layers: int, trunk_layers: int) -> tuple[bool, ...]:
    listed = parameters.layers_at_most(_PATTERN_KEY, layers)
    if listed is not None:
        return listed
    if not rule.period:
        raise malformed(worded("it does not say which layers have a sliding window"))
    period = parameters.number(_PATTERN_KEY, rule.period)
    return tuple(layer < trunk_layers and _slides(layer, period, rule.dense_first) for layer in range(layers))


def _slides(layer: int, period: int, dense_first: bool) -> bool:
    if period == 0:
        return True
    return layer % period != 0 if dense_first else layer % period < period - 1
