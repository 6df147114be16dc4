"""One published model of each architecture whose tensors are known here, by the hyperparameters of its files."""

from dataclasses import dataclass, field

from quantchat.core.gguf import GgufHeader
from quantchat.core.gguf_metadata import MetadataValue
from quantchat.core.model_shapes import OptionalTensors, synthesized_header


@dataclass(frozen=True, slots=True)
class ArchitectureCase:
    """A model; `parameters` as its publisher counts them, 0 where the count here is not known from elsewhere."""

    name: str
    architecture: str
    layers: int
    embedding: int
    feed_forward: int
    heads: int
    kv_heads: int
    vocabulary: int
    tied: bool = False
    parameters: int = 0
    more: dict[str, MetadataValue] = field(default_factory=dict)
    optional: OptionalTensors = field(default_factory=OptionalTensors)

    @property
    def metadata(self) -> dict[str, MetadataValue]:
        own: dict[str, MetadataValue] = {
            "block_count": self.layers,
            "context_length": 8192,
            "embedding_length": self.embedding,
            "feed_forward_length": self.feed_forward,
            "attention.head_count": self.heads,
            "attention.head_count_kv": self.kv_heads,
            "attention.layer_norm_rms_epsilon": 1e-5,
            "attention.layer_norm_epsilon": 1e-5,
            **self.more,
        }
        return {
            "general.architecture": self.architecture,
            **{f"{self.architecture}.{key}": value for key, value in own.items()},
        }

    @property
    def header(self) -> GgufHeader:
        return synthesized_header(self.metadata, self.vocabulary, self.tied, optional=self.optional)


def _head(length: int) -> dict[str, MetadataValue]:
    return {"attention.key_length": length, "attention.value_length": length}


def _experts(count: int, used: int) -> dict[str, MetadataValue]:
    return {"expert_count": count, "expert_used_count": used}


_SECTIONS: dict[str, MetadataValue] = {"rope.dimension_sections": (16, 24, 24, 0)}

ARCHITECTURE_CASES = (
    ArchitectureCase("Llama-3-8B", "llama", 32, 4096, 14336, 32, 8, 128256, parameters=8030261248),
    ArchitectureCase(
        "Llama-3.3-70B",
        "llama",
        80,
        8192,
        28672,
        64,
        8,
        128256,
        parameters=70553706560,
        more={"context_length": 131072, "rope.freq_base": 500000.0},
    ),
    ArchitectureCase("Llama-65B", "llama", 80, 8192, 22016, 64, 64, 32000),
    ArchitectureCase(
        "Mixtral-8x7B", "llama", 32, 4096, 14336, 32, 8, 32000, parameters=46702792704, more=_experts(8, 2)
    ),
    ArchitectureCase("Ministral-3-3B", "mistral3", 26, 3072, 9216, 32, 8, 131072, True, more=_head(128)),
    ArchitectureCase("Granite-3.1-2B", "granite", 40, 2048, 8192, 32, 8, 49155, True, more={"logit_scale": 8.0}),
    ArchitectureCase(
        "Granite-3.1-1B-A400M",
        "granitemoe",
        24,
        1024,
        512,
        16,
        8,
        49155,
        True,
        more={"logit_scale": 6.0, **_experts(32, 8)},
    ),
    ArchitectureCase("SmolLM3-3B", "smollm3", 36, 2048, 11008, 16, 4, 128256, True, parameters=3075098624),
    ArchitectureCase("ERNIE-4.5-0.3B", "ernie4_5", 18, 1024, 3072, 16, 2, 103424, True, more=_head(128)),
    ArchitectureCase(
        "EXAONE-3.5-7.8B", "exaone", 32, 4096, 14336, 32, 8, 102400, optional=OptionalTensors(rope_factors=True)
    ),
    ArchitectureCase("InternLM2.5-7B", "internlm2", 32, 4096, 14336, 32, 8, 92544, parameters=7737708544),
    ArchitectureCase("Qwen2.5-0.5B", "qwen2", 24, 896, 4864, 14, 2, 151936, True, parameters=494032768),
    ArchitectureCase("Qwen2.5-72B", "qwen2", 80, 8192, 29568, 64, 8, 152064, parameters=72706203648),
    ArchitectureCase("Qwen2-VL-2B", "qwen2vl", 28, 1536, 8960, 12, 2, 151936, True, more=_SECTIONS),
    ArchitectureCase(
        "Qwen1.5-MoE-A2.7B",
        "qwen2moe",
        24,
        2048,
        5632,
        16,
        16,
        151936,
        parameters=14315784192,
        more={**_experts(60, 4), "expert_feed_forward_length": 1408, "expert_shared_feed_forward_length": 5632},
    ),
    ArchitectureCase("Qwen3-8B", "qwen3", 36, 4096, 12288, 32, 8, 151936, parameters=8190735360, more=_head(128)),
    ArchitectureCase("Qwen3-VL-4B", "qwen3vl", 36, 2560, 9728, 32, 8, 151936, True, more={**_head(128), **_SECTIONS}),
    ArchitectureCase(
        "Qwen3-30B-A3B",
        "qwen3moe",
        48,
        2048,
        6144,
        32,
        4,
        151936,
        parameters=30532122624,
        more={**_head(128), **_experts(128, 8), "expert_feed_forward_length": 768},
    ),
    ArchitectureCase(
        "Qwen3-VL-30B-A3B",
        "qwen3vlmoe",
        48,
        2048,
        6144,
        32,
        4,
        151936,
        more={**_head(128), **_SECTIONS, **_experts(128, 8), "expert_feed_forward_length": 768},
    ),
    ArchitectureCase("Gemma-2B", "gemma", 18, 2048, 16384, 8, 1, 256000, True, parameters=2506172416, more=_head(256)),
    ArchitectureCase(
        "Gemma-2-9B", "gemma2", 42, 3584, 14336, 16, 8, 256000, True, parameters=9241705984, more=_head(256)
    ),
    ArchitectureCase(
        "Gemma-3-270M",
        "gemma3",
        18,
        640,
        2048,
        4,
        1,
        262144,
        True,
        parameters=268098176,
        more={**_head(256), "attention.sliding_window": 512},
    ),
    ArchitectureCase("Phi-3-mini", "phi3", 32, 3072, 8192, 32, 32, 32064, parameters=3821079552),
    ArchitectureCase(
        "Phi-4-mini",
        "phi3",
        32,
        3072,
        8192,
        24,
        8,
        200064,
        True,
        more={
            "context_length": 131072,
            "rope.dimension_count": 96,
            "rope.scaling.original_context_length": 4096,
        },
    ),
    ArchitectureCase("Command-R-35B", "command-r", 40, 8192, 22528, 64, 64, 256000, True, parameters=34980831232),
    ArchitectureCase("Command-R-plus", "command-r", 64, 12288, 33792, 96, 8, 256000, True, parameters=103810674688),
    ArchitectureCase(
        "Command-R7B",
        "cohere2",
        32,
        4096,
        14336,
        32,
        8,
        256000,
        True,
        parameters=8028033024,
        more={"attention.sliding_window": 4096, "logit_scale": 0.25},
    ),
    ArchitectureCase("OLMo-7B", "olmo", 32, 4096, 11008, 32, 32, 50304, parameters=6888095744),
    ArchitectureCase("OLMo-2-7B", "olmo2", 32, 4096, 11008, 32, 32, 100352, parameters=7298617344),
    ArchitectureCase(
        "OLMoE-1B-7B", "olmoe", 16, 2048, 1024, 16, 16, 50304, parameters=6919161856, more=_experts(64, 8)
    ),
    ArchitectureCase(
        "EXAONE-4.0-1.2B", "exaone4", 30, 2048, 4096, 32, 8, 102400, True, optional=OptionalTensors(rope_factors=True)
    ),
    ArchitectureCase("Seed-OSS-36B", "seed_oss", 64, 5120, 27648, 80, 8, 155136, more=_head(128)),
    ArchitectureCase("GLM-4-9B-0414", "glm4", 40, 4096, 13696, 32, 2, 151552, parameters=9400279040),
    ArchitectureCase(
        "gpt-oss-20b",
        "gpt-oss",
        24,
        2880,
        2880,
        64,
        8,
        201088,
        parameters=20914757184,
        more={
            **_head(64),
            **_experts(32, 4),
            "expert_feed_forward_length": 2880,
            "attention.sliding_window": 128,
        },
    ),
    ArchitectureCase("StarCoder2-7B", "starcoder2", 32, 4608, 18432, 36, 4, 49152, parameters=7400416256),
    ArchitectureCase(
        "StableLM-2-1.6B",
        "stablelm",
        24,
        2048,
        5632,
        32,
        32,
        100352,
        parameters=1644515328,
        more={"use_parallel_residual": False},
        optional=OptionalTensors(qkv_bias=True),
    ),
    ArchitectureCase(
        "StableLM-2-12B",
        "stablelm",
        40,
        5120,
        13824,
        32,
        8,
        100352,
        parameters=12143185920,
        more={"use_parallel_residual": True},
    ),
)
"""A model of every architecture, and more where one of the exceptions in the rules needs it."""
