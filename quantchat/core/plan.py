"""How a model is to be loaded: the settings that decide its memory and speed."""

from dataclasses import dataclass, replace
from enum import StrEnum


class KvType(StrEnum):
    """Element type of the KV cache; quantized values need flash attention."""

    F16 = "f16"
    Q8_0 = "q8_0"
    Q4_0 = "q4_0"


class FlashAttention(StrEnum):
    """Whether attention is computed by the fused kernel that never holds the whole score matrix."""

    AUTO = "auto"
    ON = "on"
    OFF = "off"


ALL_GPU_LAYERS = -1
"""Value of `gpu_layers` that asks for every layer, as far as there is a GPU that this build can use."""


_SHORTEST_CONTEXT = 256


def context_within(wanted: int, trained: int) -> int:
    """Tokens to ask a context for: what is wanted, but no more than the model was trained on (0: unknown)."""
    return max(_SHORTEST_CONTEXT, min(wanted, trained or wanted))


@dataclass(frozen=True, slots=True)
class LoadPlan:
    """One way of loading one model file.

    Attributes:
        model_path: the GGUF file, for shards the first one.
        context_length: wanted context, tokens; a model trained on less gets less.
        kv_type: element type of the KV cache.
        flash_attention: fused attention kernel.
        gpu_layers: layers on the GPU, the output layer counted; -1 for all.
        batch: tokens of a prompt given to llama.cpp at once; between two batches progress is told.
        ubatch: tokens computed at once; it sets the size of the compute buffer.
        threads: 0 for as many as there are physical cores that this process may use.
        memory_map: map the file instead of copying it into memory.
    """

    model_path: str
    context_length: int = 8192
    kv_type: KvType = KvType.F16
    flash_attention: FlashAttention = FlashAttention.AUTO
    gpu_layers: int = ALL_GPU_LAYERS
    batch: int = 512
    ubatch: int = 512
    threads: int = 0
    memory_map: bool = True

    def safer(self) -> "LoadPlan":
        """Return the settings least likely to crash: processor only, no memory map, a short context."""
        return replace(
            self,
            gpu_layers=0,
            memory_map=False,
            context_length=min(self.context_length, 2048),
            kv_type=KvType.F16,
            flash_attention=FlashAttention.AUTO,
            batch=256,
            ubatch=256,
        )
