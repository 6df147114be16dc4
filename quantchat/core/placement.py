"""Which weights lie on which device, by the rule of llama.cpp's `load_tensors`.

The last layers go to the GPUs first, the output layer counted as the very last; several GPUs share them by their free
memory, in order. The token embeddings stay on the processor. A model without an output matrix uses its embeddings for
that as well, and holds them twice where that is another device or another form of storing them.
"""

import re
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, groupby

from quantchat.core.gguf import GgufHeader, TensorInfo
from quantchat.core.quants import TENSOR_TYPES
from quantchat.core.repacking import is_repacked

CPU = 0
"""Index of the processor; GPUs are counted from 1 in the order in which the engine lists them."""

_LAYER = re.compile(r"blk\.(\d+)\.")
_INPUT_PREFIXES = ("token_embd.", "position_embd.", "token_types.", "per_layer_token_embd.")
_FIRST_LAYER_PREFIX = "token_embd_norm."
_IN_EACH_LAYER_PREFIXES = ("rope_freqs.", "rope_factors_long.", "rope_factors_short.")
"""One tensor that all layers use; every device with layers holds a copy."""

_ROUTED_EXPERTS = re.compile(r"_(?:ch)?exps\.")


@dataclass(frozen=True, slots=True)
class DeviceWeights:
    """Weights on one device.

    Attributes:
        total_bytes: all of them.
        repacked_bytes: those stored anew (processor only); the others are used where the file is mapped.
        read_bytes_by_type: bytes that each new token reads, by tensor type; of routed experts only those in use.
        layers: transformer layers on the device.
    """

    total_bytes: int = 0
    repacked_bytes: int = 0
    read_bytes_by_type: Mapping[str, float] = field(default_factory=dict)
    layers: int = 0

    @property
    def read_bytes(self) -> float:
        """Bytes that each new token reads."""
        return sum(self.read_bytes_by_type.values())


@dataclass(frozen=True, slots=True)
class Placement:
    """Weights of a model on the devices of a machine.

    Attributes:
        devices: the processor first, then the GPUs.
        layer_devices: index into `devices` for each layer; the output layer is the last.
    """

    devices: tuple[DeviceWeights, ...]
    layer_devices: tuple[int, ...]

    @property
    def gpu_layers(self) -> int:
        """Layers on GPUs, the output layer counted."""
        return sum(device != CPU for device in self.layer_devices)


def layer_devices(layers: int, gpu_layers: int, gpu_free_bytes: Sequence[int]) -> tuple[int, ...]:
    """Device of each layer, the output layer last; computed in 32-bit numbers, as llama.cpp does.

    Args:
        layers: transformer layers of the model.
        gpu_layers: wanted on GPUs, the output layer counted; below 0 for all.
        gpu_free_bytes: free memory of each GPU, which is the proportion they share the layers in.
    """
    every = layers + 1
    wanted = every if gpu_layers < 0 else min(gpu_layers, every)
    total_free = sum(gpu_free_bytes)
    if not wanted or not total_free:
        return (CPU,) * every
    ends = list(accumulate(map(_float32, gpu_free_bytes), lambda end, free: _float32(end + free)))
    if len(ends) == 1:
        return (CPU,) * (every - wanted) + (CPU + 1,) * wanted
    shares = [_float32(end / ends[-1]) for end in ends]
    on_gpus = (1 + sum(share <= _float32(index / wanted) for share in shares) for index in range(wanted))
    return (CPU,) * (every - wanted) + tuple(on_gpus)


def _float32(number: float) -> float:
    """The nearest number of 32 bits; where a GPU's share ends just at a layer, it decides where that goes."""
    rounded: float = struct.unpack("f", struct.pack("f", number))[0]
    return rounded


@dataclass(slots=True)
class _Part:
    """Weights that always lie together: a layer, the input or the output; added up in place, tensor by tensor.

    Attributes:
        total_bytes: all of them.
        repacked_bytes: those the processor stores anew.
        read_shares_by_type: what each new token reads, by tensor type, in `WeightTable`'s fractions of a byte.
    """

    total_bytes: int = 0
    repacked_bytes: int = 0
    read_shares_by_type: dict[str, int] = field(default_factory=dict)

    def add(self, total_bytes: int, repacked_bytes: int, reads: Mapping[str, int]) -> None:
        self.total_bytes += total_bytes
        self.repacked_bytes += repacked_bytes
        for name, size in reads.items():
            self.read_shares_by_type[name] = self.read_shares_by_type.get(name, 0) + size

    def add_tensor(self, tensor: TensorInfo, is_anew: bool, shares_of_a_byte: int) -> None:
        name, size_bytes = TENSOR_TYPES[tensor.type_id].name, tensor.size_bytes
        self.total_bytes += size_bytes
        if is_anew:
            self.repacked_bytes += size_bytes
        self.read_shares_by_type[name] = self.read_shares_by_type.get(name, 0) + size_bytes * shares_of_a_byte

    def add_part(self, other: "_Part", device: int) -> None:
        """Add another part as it lies on a device: only the processor stores weights anew."""
        self.add(other.total_bytes, other.repacked_bytes if device == CPU else 0, other.read_shares_by_type)

    def copied(self) -> "_Part":
        """The same once more, to go on adding to."""
        return _Part(self.total_bytes, self.repacked_bytes, dict(self.read_shares_by_type))

    def without(self, before: "_Part") -> "_Part":
        """What was added since `before` was copied."""
        reads = {
            name: size - before.read_shares_by_type.get(name, 0)
            for name, size in self.read_shares_by_type.items()
            if size != before.read_shares_by_type.get(name, 0)
        }
        return _Part(self.total_bytes - before.total_bytes, self.repacked_bytes - before.repacked_bytes, reads)


class WeightTable:
    """The weights of a model by layer, added up once; any number of placements is then a sum."""

    def __init__(self, header: GgufHeader, layers: int, instruction_sets: frozenset[str]) -> None:
        """Add up.

        Args:
            header: of the model, all parts together.
            layers: transformer layers.
            instruction_sets: what the engine uses on the processor; empty where it stores nothing anew, as beside a GPU
                whose driver offers a host buffer.
        """
        self._instruction_sets = instruction_sets
        self._used, self._shares_per_byte = _used_experts(header)
        parts = [_Part() for _ in range(layers)]
        self._input, self._in_each_layer, self._output = _Part(), _Part(), _Part()
        self._embeddings: TensorInfo | None = None
        has_output = any(tensor.name == "output.weight" for tensor in header.tensors)
        known: dict[tuple[str, tuple[int, ...], int], tuple[bool, int]] = {}  # layers are alike
        for tensor in header.tensors:
            layer = _LAYER.match(tensor.name)
            part = parts[min(int(layer[1]), layers - 1)] if layer else self._part_outside_layers(tensor.name, parts)
            kind = (tensor.name[layer.end() :] if layer else tensor.name, tensor.shape, tensor.type_id)
            if kind not in known:
                known[kind] = (is_repacked(tensor, instruction_sets), self._shares_read_of_a_byte(tensor))
            is_anew, shares = known[kind]
            if part is self._input:
                shares = 0
                if tensor.name == "token_embd.weight" and not has_output:
                    self._embeddings = tensor
            part.add_tensor(tensor, is_anew, shares)
        self._layer_bytes = tuple(part.total_bytes for part in (*parts, self._output))
        self._up_to_layer = [_Part()]
        for part in (*parts, self._output):
            total = self._up_to_layer[-1].copied()
            total.add_part(part, CPU)
            self._up_to_layer.append(total)

    @property
    def layer_bytes(self) -> tuple[int, ...]:
        """Weights of each layer, the output layer last."""
        return self._layer_bytes

    def place(self, devices_of_layers: Sequence[int], gpus: int) -> Placement:
        """Weights on the processor and on so many GPUs, for what `layer_devices` gave."""
        parts = [_Part() for _ in range(gpus + 1)]
        parts[CPU].add_part(self._input, CPU)
        layers = [0] * (gpus + 1)
        start = 0
        for device, run in groupby(devices_of_layers):
            end = start + len(list(run))
            parts[device].add_part(self._up_to_layer[end].without(self._up_to_layer[start]), device)
            layers[device] += end - start
            start = end
        output_device = devices_of_layers[-1]
        layers[output_device] -= 1
        parts[output_device].add_part(self._second_role(output_device), output_device)
        for device, count in enumerate(layers):
            if count:
                parts[device].add_part(self._in_each_layer, device)
        devices = (
            DeviceWeights(part.total_bytes, part.repacked_bytes, self._read_bytes(part), count)
            for part, count in zip(parts, layers, strict=True)
        )
        return Placement(tuple(devices), tuple(devices_of_layers))

    def _part_outside_layers(self, name: str, layers: Sequence[_Part]) -> _Part:
        """What a tensor lies together with that belongs to no layer."""
        if name.startswith(_INPUT_PREFIXES):
            return self._input
        if name.startswith(_IN_EACH_LAYER_PREFIXES):
            return self._in_each_layer
        return layers[0] if name.startswith(_FIRST_LAYER_PREFIX) else self._output

    def _second_role(self, output_device: int) -> _Part:
        """The token embeddings as output matrix of a model that has no other."""
        embeddings = self._embeddings
        if embeddings is None:
            return _Part()
        reads = {embeddings.type.name: embeddings.size_bytes * self._shares_per_byte}
        if output_device != CPU:
            return _Part(embeddings.size_bytes, 0, reads)
        if is_repacked(embeddings, self._instruction_sets, is_output=True):
            return _Part(embeddings.size_bytes, embeddings.size_bytes, reads)
        return _Part(0, 0, reads)

    def _shares_read_of_a_byte(self, tensor: TensorInfo) -> int:
        """What one token reads of a tensor: of routed experts those that are used for it."""
        return self._used if _ROUTED_EXPERTS.search(tensor.name) else self._shares_per_byte

    def _read_bytes(self, part: _Part) -> Mapping[str, float]:
        """Bytes that each new token reads; sums of whole numbers until here, so that their order does not matter."""
        return {name: shares / self._shares_per_byte for name, shares in part.read_shares_by_type.items()}


def active_parameters(header: GgufHeader) -> int:
    """Weights that one token uses: all of a dense model, of routed experts those that are chosen for it."""
    used, experts = _used_experts(header)
    return sum(
        tensor.elements * used // experts if _ROUTED_EXPERTS.search(tensor.name) else tensor.elements
        for tensor in header.tensors
    )


def _used_experts(header: GgufHeader) -> tuple[int, int]:
    """Experts that a token uses, of how many; 1 of 1 for a model without a choice."""
    experts = header.integer(f"{header.architecture}.expert_count")
    used = header.integer(f"{header.architecture}.expert_used_count")
    return (used, experts) if 0 < used < experts else (1, 1)
