"""The figures a model file gives for its architecture, read as strictly as llama.cpp reads them.

Memory is computed from them, so a wrong kind of value must be refused and never guessed around.
"""

from dataclasses import dataclass

from quantchat.core.bounded_reader import malformed
from quantchat.core.gguf import GgufHeader
from quantchat.core.gguf_metadata import ArraySummary
from quantchat.core.model_check import MAX_LAYERS
from quantchat.core.plain_text import plain_text
from quantchat.wording import worded

_MOST = 2**32 - 1


@dataclass(frozen=True, slots=True)
class Hyperparameters:
    """The architecture's own keys of a header; names are given without the architecture in front.

    Follows `get_key`, `get_arr` and `get_key_or_arr` of llama.cpp's `llama-model-loader.cpp`.
    """

    header: GgufHeader

    def number(self, name: str, default: int = 0) -> int:
        """A single whole number; `default` where the file does not give it.

        Raises:
            KnownError: the value is of another kind.
        """
        value = self._value(name)
        return default if value is None else self._checked(name, value)

    def required(self, name: str) -> int:
        """A single whole number above zero.

        Raises:
            KnownError: it is missing, zero or of another kind.
        """
        number = self.number(name)
        if not number:
            raise malformed(worded("it does not give “{key}”", key=plain_text(name)))
        return number

    def is_given(self, name: str) -> bool:
        """Whether the file has the key."""
        return self._value(name) is not None

    def array(self, name: str) -> tuple[int, ...] | None:
        """A list of whole numbers or of yes and no as 1 and 0; None where it is missing or a single value.

        Raises:
            KnownError: it holds other things than whole numbers.
        """
        value = self._value(name)
        if isinstance(value, ArraySummary):
            raise malformed(worded("its list “{key}” has {count:,} elements", key=plain_text(name), count=value.count))
        return tuple(self._element(name, item) for item in value) if isinstance(value, tuple) else None

    def per_layer(self, name: str, layers: int, default: tuple[int, ...] | None = None) -> tuple[int, ...]:
        """One number a layer, from a list or from one number for all; `default`, or zeros, where it is missing.

        Raises:
            KnownError: the list has not one number a layer, which llama.cpp refuses too.
        """
        value = self._value(name)
        if value is None:
            return (0,) * layers if default is None else default
        numbers = self.array(name)
        if numbers is None:
            return (self._element(name, value),) * layers
        if len(numbers) != layers:
            raise malformed(
                worded(
                    "its list “{key}” has {count:,} elements for {layers:,} layers",
                    key=plain_text(name),
                    count=len(numbers),
                    layers=layers,
                )
            )
        return numbers

    def layers_at_most(self, name: str, layers: int) -> tuple[bool, ...] | None:
        """Yes or no a layer from a list that may end early, which means no for the rest; None without such a list.

        Raises:
            KnownError: the list holds other things than numbers.
        """
        numbers = self.array(name)
        if numbers is None:
            return None
        return tuple(bool(number) for number in (*numbers, *(0,) * layers)[:layers])

    def layer_count(self) -> int:
        """Layers of the file, those for predicting further tokens included.

        Raises:
            KnownError: there are none, or more than llama.cpp can hold.
        """
        layers = self.number("block_count")
        if not 0 < layers <= MAX_LAYERS:
            raise malformed(worded("it claims {count:,} layers", count=layers))
        return layers

    def _value(self, name: str) -> object:
        return self.header.metadata.get(f"{self.header.architecture}.{name}")

    def _element(self, name: str, value: object) -> int:
        return int(value) if isinstance(value, bool) else self._checked(name, value)

    def _checked(self, name: str, value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _MOST:
            raise malformed(worded("its value of “{key}” is no whole number of 32 bits", key=plain_text(name)))
        return value
