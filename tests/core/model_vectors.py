"""Sixteen public models: hyperparameters, and the bytes of their tensors in thirteen file types.

The vectors were computed apart from the code under test, from the rules of llama.cpp 0c1e57098.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quantchat.core.gguf import GgufHeader
from quantchat.core.gguf_metadata import MetadataValue
from quantchat.core.model_shapes import OptionalTensors, synthesized_header

_FILE = Path(__file__).parents[1] / "data/models.json"
_WITH_ROPE_FACTORS = frozenset({"Llama-3.1-8B", "Llama-3.2-3B"})


@dataclass(frozen=True, slots=True)
class ModelVector:
    name: str
    figures: dict[str, Any]

    @property
    def metadata(self) -> dict[str, MetadataValue]:
        figures, architecture = self.figures, self.figures["arch"]
        metadata: dict[str, MetadataValue] = {
            f"{architecture}.block_count": figures["n_layer"],
            f"{architecture}.context_length": figures["n_ctx_train"],
            f"{architecture}.embedding_length": figures["n_embd"],
            f"{architecture}.feed_forward_length": figures["n_ff"],
            f"{architecture}.attention.head_count": figures["n_head"],
            f"{architecture}.attention.head_count_kv": figures["n_head_kv"],
            f"{architecture}.attention.key_length": figures["head_dim"],
            f"{architecture}.attention.value_length": figures["head_dim"],
            f"{architecture}.attention.layer_norm_rms_epsilon": 1e-5,
        }
        if "n_swa" in figures:
            metadata[f"{architecture}.attention.sliding_window"] = figures["n_swa"]
        return {"general.architecture": architecture, **metadata}

    @property
    def header(self) -> GgufHeader:
        return synthesized_header(
            self.metadata,
            self.figures["n_vocab"],
            self.figures["tied_output"],
            optional=OptionalTensors(rope_factors=self.name in _WITH_ROPE_FACTORS),
        )

    @property
    def tensor_bytes(self) -> dict[str, int]:
        return {name: row["tensor_bytes"] for name, row in self.figures["computed_tensor_bytes"].items()}


MODEL_VECTORS = tuple(
    ModelVector(name, figures) for name, figures in json.loads(_FILE.read_text(encoding="utf-8"))["models"].items()
)
