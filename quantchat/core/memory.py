"""The memory of a plan: what each device must hold when a model is loaded that way.

Weights and KV cache are exact by arithmetic. Compute memory is llama.cpp's own answer where there is one, else a closed
form. In main memory two kinds are told apart: what is the engine's own must be had, what is mapped from the file can be
dropped by the system and read again, slowly.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import zip_longest

from quantchat.core.attention_layout import AttentionLayout, attention_layout
from quantchat.core.compute_memory import ComputeMemory, pass_memory, pass_shape
from quantchat.core.decoder_shapes import decoder_shape
from quantchat.core.gguf import GgufHeader
from quantchat.core.gguf_metadata import MetadataValue
from quantchat.core.hardware import Gpu, Hardware
from quantchat.core.host_overhead import GPU_RUNTIME_BYTES, vocabulary_bytes, working_bytes
from quantchat.core.kv_cache import LayerCache, engine_context, kv_cache_layers, padded_context
from quantchat.core.layer_graph import DecoderShape
from quantchat.core.placement import CPU, Placement, WeightTable, layer_devices
from quantchat.core.plan import FlashAttention, KvType, LoadPlan
from quantchat.wording import Wording, worded

MIB = 2**20

GPU_OVERHEAD_BYTES: Mapping[str, int] = {"CUDA": 300 * MIB, "ROCm": 300 * MIB, "SYCL": 300 * MIB, "Metal": 128 * MIB}
"""What a backend takes beside its buffers. With CUDA 13 on an H200 that was 70 MiB after loading and 82 to 217 MiB
after prompts, most for F16 weights, without flash attention and for a split mixture of experts. CUDA's context comes on
top (527 MiB there, 153 to 200 MiB in published logs of small GPUs), but the free memory that ggml tells lacks one
already: that of the probe child, which asked for it. The other figures are assumed alike and were not measured."""

_OTHER_GPU_OVERHEAD_BYTES = 200 * MIB
_COPIES_OF_INPUTS = worded("Copies of inputs that several GPUs work on at once are counted by an upper bound.")
_HOST_BUFFER_BACKENDS = frozenset({"CUDA", "ROCm", "Vulkan", "SYCL"})
"""Backends beside which llama.cpp uses host weights where the file is mapped instead of storing them anew."""


class DeviceKind(StrEnum):
    """What a device is."""

    CPU = "cpu"
    GPU = "gpu"


class MemorySource(StrEnum):
    """Where the figure of compute memory comes from."""

    PROBE = "probe"
    FORMULA = "formula"


@dataclass(frozen=True, slots=True)
class AllocatorAnswer:
    """What llama.cpp would allocate for a plan, as it says itself (in steps of 0.01 MiB).

    Attributes:
        compute_bytes: scratch memory of the computation, by ggml's name of the device ("CPU", "CUDA0", "CUDA_Host").
        kv_bytes: KV cache of all devices together.
        state_bytes: recurrent state of all devices together.
        context_length: tokens the context would hold.
    """

    compute_bytes: Mapping[str, int]
    kv_bytes: int
    state_bytes: int
    context_length: int


@dataclass(frozen=True, slots=True)
class DeviceMemory:
    """What one device must hold.

    Attributes:
        name: for people.
        kind: processor (main memory) or GPU.
        weights_bytes: weights on it.
        kv_bytes: KV cache and recurrent state.
        compute_bytes: scratch memory of the computation.
        overhead_bytes: vocabulary tables and working memory; on a GPU what its driver takes.
        mapped_bytes: the part of the weights that is mapped from the file and can be dropped.
        free_bytes: memory that can be had now.
        total_memory_bytes: memory of the device.
        shares_ram: a GPU whose memory is a part of main memory.
    """

    name: str
    kind: DeviceKind
    weights_bytes: int
    kv_bytes: int
    compute_bytes: int
    overhead_bytes: int
    mapped_bytes: int
    free_bytes: int
    total_memory_bytes: int
    shares_ram: bool = False

    @property
    def total_bytes(self) -> int:
        """Everything together."""
        return self.weights_bytes + self.kv_bytes + self.compute_bytes + self.overhead_bytes

    @property
    def anonymous_bytes(self) -> int:
        """What must be had: everything that cannot be dropped and read again."""
        return self.total_bytes - self.mapped_bytes


@dataclass(frozen=True, slots=True)
class PlanMemory:
    """Memory of a plan on a machine.

    Attributes:
        plan: as it would be carried out: context and GPU layers are what the model and the machine allow.
        devices: the processor first, then the GPUs that the engine uses.
        placement: of the weights.
        source: where the figure of compute memory comes from.
        file_bytes: size of the model's file or files.
        is_exact: whether every figure is; else it errs upward.
        notes: why not, as sentences.
    """

    plan: LoadPlan
    devices: tuple[DeviceMemory, ...]
    placement: Placement
    source: MemorySource
    file_bytes: int
    is_exact: bool
    notes: tuple[Wording, ...]

    @property
    def cpu(self) -> DeviceMemory:
        """Main memory."""
        return self.devices[CPU]

    @property
    def gpus(self) -> tuple[DeviceMemory, ...]:
        """GPUs."""
        return self.devices[1:]

    @property
    def layers(self) -> int:
        """Layers of the model, the output layer counted."""
        return len(self.placement.layer_devices)

    @property
    def is_wholly_on_gpus(self) -> bool:
        """Whether the GPUs run every layer and the output."""
        return self.placement.gpu_layers == self.layers

    @property
    def shared_bytes(self) -> int:
        """What GPUs without memory of their own take of main memory."""
        return sum(gpu.total_bytes for gpu in self.gpus if gpu.shares_ram)

    @property
    def file_pages_bytes(self) -> int:
        """Pages of the file that a load leaves in memory; all of them can be dropped."""
        return self.file_bytes if self.plan.memory_map else 0


def engine_gpus(hardware: Hardware) -> tuple[Gpu, ...]:
    """GPUs that llama.cpp uses, in order: those with memory of their own, else the first that shares main memory."""
    usable = hardware.usable_gpus
    own = tuple(gpu for gpu in usable if not gpu.shares_ram)
    return own or usable[:1]


def with_released(hardware: Hardware, held: PlanMemory | None) -> Hardware:
    """The machine as it would be without the model in use, which is let go of before another is loaded.

    Pages of its file count as free already. What its GPUs hold is found again by order and name.

    Args:
        hardware: as it was read while the model was loaded.
        held: what the model holds; None if none is in use.
    """
    if held is None:
        return hardware
    ram = hardware.ram
    own_bytes = held.cpu.anonymous_bytes + held.shared_bytes
    available_bytes = min(ram.total_bytes, ram.available_bytes + own_bytes)
    freed = {
        id(gpu): device.total_bytes
        for gpu, device in zip(engine_gpus(hardware), held.gpus, strict=False)
        if gpu.name == device.name
    }
    gpus = tuple(
        replace(gpu, free_bytes=min(gpu.total_bytes, gpu.free_bytes + freed.get(id(gpu), 0))) for gpu in hardware.gpus
    )
    return replace(hardware, ram=replace(ram, available_bytes=available_bytes), gpus=gpus)


_UNLIKE_IN_QUANTIZATIONS = frozenset({"general.file_type", "general.quantization_version"})
_KEPT_CONTEXTS = 16

_ShapeKey = tuple[frozenset[tuple[str, MetadataValue]], tuple[tuple[str, tuple[int, ...]], ...]]


@dataclass(frozen=True, slots=True)
class _ContextMemory:
    """What a context takes, whatever the types of the weights.

    Attributes:
        caches: of each layer.
        overhead_bytes: vocabulary and working memory.
    """

    caches: tuple[LayerCache, ...]
    overhead_bytes: int


class _ModelShape:
    """What the memory of a model depends on beside the types of its weights: all its quantizations share it."""

    def __init__(self, header: GgufHeader) -> None:
        self.layout: AttentionLayout = attention_layout(header)
        self.decoder: DecoderShape | None = decoder_shape(header, self.layout)
        self._header = header
        self._contexts: dict[tuple[int, KvType, bool, int], _ContextMemory] = {}

    def context(self, context_length: int, kv_type: KvType, flash_attention: bool, ubatch: int) -> _ContextMemory:
        """What so many tokens take."""
        key = (context_length, kv_type, flash_attention, ubatch)
        known = self._contexts.get(key)
        if known is None:
            if len(self._contexts) >= _KEPT_CONTEXTS:
                self._contexts.clear()
            caches = kv_cache_layers(
                self._header,
                context_length=context_length,
                kv_type=kv_type,
                ubatch=ubatch,
                flash_attention=flash_attention,
            )
            overhead_bytes = vocabulary_bytes(self._header) + working_bytes(self._header, ubatch)
            known = self._contexts[key] = _ContextMemory(caches, overhead_bytes)
        return known


class ModelMemories:
    """Memory of models in many plans: what depends on a header alone is worked out once and kept.

    It holds on to the headers until it is cleared. Use it from one thread.
    """

    def __init__(self) -> None:
        self._shapes: dict[_ShapeKey, _ModelShape] = {}
        self._weights: dict[tuple[int, frozenset[str]], tuple[GgufHeader, _ModelShape, WeightTable]] = {}

    def of(self, header: GgufHeader, plan: LoadPlan, hardware: Hardware) -> "ModelMemory":
        """Memory of one model on one machine with one context and KV type.

        Args:
            header: of the model, all parts together; told from others by identity.
            plan: how it would be loaded; its number of layers on GPUs is not looked at.
            hardware: the machine.

        Raises:
            KnownError: the header's figures are absurd or contradict each other.
        """
        shape, without_gpu = self._known(header, hardware.cpu.instruction_sets)
        _, beside_gpu = self._known(header, _repacking_sets(hardware))
        return ModelMemory(header, plan, hardware, shape, without_gpu, beside_gpu)

    def clear(self) -> None:
        """Let go of everything; what is asked about again is worked out again."""
        self._shapes.clear()
        self._weights.clear()

    def _known(self, header: GgufHeader, instruction_sets: frozenset[str]) -> tuple[_ModelShape, WeightTable]:
        """Shape and weights of a model, whose weights are stored anew by these instruction sets."""
        key = (id(header), instruction_sets)
        known = self._weights.get(key)
        if known is None:
            shape = self._shape(header)
            table = WeightTable(header, len(shape.layout.layers), instruction_sets)
            known = self._weights[key] = (header, shape, table)  # with the header, so that its identity stays its own
        return known[1], known[2]

    def _shape(self, header: GgufHeader) -> _ModelShape:
        metadata = ((key, value) for key, value in header.metadata.items() if key not in _UNLIKE_IN_QUANTIZATIONS)
        key = frozenset(metadata), tuple((tensor.name, tensor.shape) for tensor in header.tensors)
        if key not in self._shapes:
            self._shapes[key] = _ModelShape(header)
        return self._shapes[key]


class ModelMemory:
    """Memory of one model on one machine with one context and KV type, for any number of layers on GPUs."""

    def __init__(
        self,
        header: GgufHeader,
        plan: LoadPlan,
        hardware: Hardware,
        shape: _ModelShape,
        without_gpu: WeightTable,
        beside_gpu: WeightTable,
    ) -> None:
        """Add up what does not depend on the number of layers; `ModelMemories` makes them.

        Args:
            header: of the model.
            plan: how it would be loaded.
            hardware: the machine.
            shape: of the model.
            without_gpu: its weights as they are stored where no GPU takes part.
            beside_gpu: its weights as they are stored where one does.
        """
        self._header, self._hardware = header, hardware
        self._gpus = engine_gpus(hardware)
        self._layout, self._decoder = shape.layout, shape.decoder
        self._without_gpu, self._weights = without_gpu, beside_gpu
        self._flash_attention = plan.flash_attention is not FlashAttention.OFF and self._layout.can_flash
        ubatch = min(plan.ubatch, plan.batch)
        self._plan = replace(
            plan,
            context_length=padded_context(engine_context(header, plan.context_length)),
            flash_attention=FlashAttention.ON if self._flash_attention else FlashAttention.OFF,
            ubatch=ubatch,
        )
        context = shape.context(plan.context_length, plan.kv_type, self._flash_attention, ubatch)
        self._caches, self._overhead_bytes = context.caches, context.overhead_bytes
        self._formulas: dict[tuple[bool, bool], ComputeMemory] = {}

    @property
    def layers(self) -> int:
        """Layers of the model, the output layer counted."""
        return len(self._layout.layers) + 1

    def layers_within(self, gpu_bytes: int) -> int:
        """About how many layers, counted from the output, have room in so many bytes of GPUs' memory."""
        layers = 0
        left_bytes = gpu_bytes - self._formula(on_gpu=True, is_partly_on_gpu=True).device_bytes
        caches = [cache.total_bytes for cache in self._caches]
        for weights_bytes, cache_bytes in zip_longest(
            reversed(self._weights.layer_bytes), (0, *reversed(caches)), fillvalue=0
        ):
            left_bytes -= weights_bytes + cache_bytes
            if left_bytes < 0:
                break
            layers += 1
        return layers

    def with_gpu_layers(self, gpu_layers: int, answer: AllocatorAnswer | None = None) -> PlanMemory:
        """Memory with so many layers on GPUs.

        Args:
            gpu_layers: wanted, the output layer counted; below 0 for all.
            answer: llama.cpp's own figures for just this plan on this machine, where they could be had.
        """
        free_bytes = [gpu.free_bytes for gpu in self._gpus]
        on_layers = layer_devices(self.layers - 1, gpu_layers, free_bytes)
        weights = self._weights if any(on_layers) else self._without_gpu  # CPU is device 0
        placement = weights.place(on_layers, len(self._gpus))
        resolved = replace(self._plan, gpu_layers=placement.gpu_layers)
        compute_bytes, source, notes = self._compute(resolved, placement, answer)
        if not self._layout.is_exact:
            notes = (*notes, self._layout.why)
        return PlanMemory(
            plan=resolved,
            devices=(
                self._main_memory(resolved, placement, compute_bytes[CPU]),
                *(
                    self._gpu_memory(gpu, index, placement, compute_bytes[index])
                    for index, gpu in enumerate(self._gpus, start=1)
                ),
            ),
            placement=placement,
            source=source,
            file_bytes=self._header.file_size_bytes,
            is_exact=not notes,
            notes=notes,
        )

    def _main_memory(self, plan: LoadPlan, placement: Placement, compute_bytes: int) -> DeviceMemory:
        weights = placement.devices[CPU]
        return DeviceMemory(
            name=self._hardware.cpu.name,
            kind=DeviceKind.CPU,
            weights_bytes=weights.total_bytes,
            kv_bytes=_cache_bytes(self._caches, placement, CPU),
            compute_bytes=compute_bytes,
            overhead_bytes=self._overhead_bytes + (GPU_RUNTIME_BYTES if placement.gpu_layers else 0),
            mapped_bytes=weights.total_bytes - weights.repacked_bytes if plan.memory_map else 0,
            free_bytes=self._hardware.ram.available_bytes,
            total_memory_bytes=self._hardware.ram.total_bytes,
        )

    def _gpu_memory(self, gpu: Gpu, index: int, placement: Placement, compute_bytes: int) -> DeviceMemory:
        weights = placement.devices[index]
        is_used = weights.total_bytes > 0
        available_bytes = self._hardware.ram.available_bytes
        return DeviceMemory(
            name=gpu.name,
            kind=DeviceKind.GPU,
            weights_bytes=weights.total_bytes,
            kv_bytes=_cache_bytes(self._caches, placement, index),
            compute_bytes=compute_bytes if is_used else 0,
            overhead_bytes=GPU_OVERHEAD_BYTES.get(gpu.backend, _OTHER_GPU_OVERHEAD_BYTES) if is_used else 0,
            mapped_bytes=0,
            free_bytes=min(gpu.free_bytes, available_bytes) if gpu.shares_ram else gpu.free_bytes,
            total_memory_bytes=gpu.total_bytes,
            shares_ram=gpu.shares_ram,
        )

    def _compute(
        self, plan: LoadPlan, placement: Placement, answer: AllocatorAnswer | None
    ) -> tuple[list[int], MemorySource, tuple[Wording, ...]]:
        """Compute memory of each device, where it comes from, and what is not exact about it."""
        gpus = self._gpus
        if answer is not None:
            by_device = dict(answer.compute_bytes)
            on_gpus = [by_device.pop(gpu.engine_device, 0) for gpu in gpus]
            return [sum(by_device.values()), *on_gpus], MemorySource.PROBE, ()
        on_gpu = placement.gpu_layers > 0
        formula = self._formula(on_gpu=on_gpu, is_partly_on_gpu=0 < placement.gpu_layers < self.layers)
        notes = () if formula.is_exact else (formula.why,)
        if not on_gpu:
            return [formula.device_bytes, *(0 for _ in gpus)], MemorySource.FORMULA, notes
        each_bytes = formula.device_bytes
        if len(gpus) > 1:
            each_bytes += _pipeline_bytes(self._header, plan)
            notes = (*notes, _COPIES_OF_INPUTS)
        return [formula.host_bytes, *(each_bytes for _ in gpus)], MemorySource.FORMULA, notes

    def _formula(self, *, on_gpu: bool, is_partly_on_gpu: bool) -> ComputeMemory:
        key = (on_gpu, is_partly_on_gpu)
        if key not in self._formulas:
            forward = pass_shape(
                self._header,
                self._layout,
                context_length=self._plan.context_length,
                kv_type=self._plan.kv_type,
                flash_attention=self._flash_attention,
                ubatch=self._plan.ubatch,
                on_gpu=on_gpu,
            )
            self._formulas[key] = pass_memory(
                self._header, self._layout, self._decoder, forward, is_partly_on_gpu=is_partly_on_gpu
            )
        return self._formulas[key]


def plan_memory(
    header: GgufHeader, plan: LoadPlan, hardware: Hardware, answer: AllocatorAnswer | None = None
) -> PlanMemory:
    """Memory of a plan on a machine.

    Args:
        header: of the model, all parts together.
        plan: how it would be loaded.
        hardware: the machine.
        answer: llama.cpp's own figures for this plan on this machine, where they could be had.

    Raises:
        KnownError: the header's figures are absurd or contradict each other.
    """
    return ModelMemories().of(header, plan, hardware).with_gpu_layers(plan.gpu_layers, answer)


def _repacking_sets(hardware: Hardware) -> frozenset[str]:
    """Instruction sets by which weights are stored anew for the processor; none beside a host buffer."""
    has_host_buffer = any(gpu.backend in _HOST_BUFFER_BACKENDS for gpu in engine_gpus(hardware))
    return frozenset() if has_host_buffer else hardware.cpu.instruction_sets


def _cache_bytes(caches: Sequence[LayerCache], placement: Placement, device: int) -> int:
    return sum(cache.total_bytes for cache in caches if placement.layer_devices[cache.layer] == device)


def _pipeline_bytes(header: GgufHeader, plan: LoadPlan) -> int:
    """Further copies of masks and activations with several GPUs (`GGML_SCHED_MAX_COPIES` is 4)."""
    embedding = header.integer(f"{header.architecture}.embedding_length")
    return 3 * plan.ubatch * (plan.context_length * 2 + embedding * 4)
