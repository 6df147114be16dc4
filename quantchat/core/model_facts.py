"""What a model file says about the model, as one value for people, plans and advice."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from quantchat.core.gguf import GgufHeader
from quantchat.core.model_names import display_name
from quantchat.core.plain_text import plain_text
from quantchat.core.quants import FILE_TYPES, GUESSED_FILE_TYPE_BIT, TENSOR_TYPES


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """A model file in figures. Numbers that the file does not give are 0, texts are empty.

    Attributes:
        architecture: llama.cpp's name of it, such as "llama".
        name: what the file calls the model, else the file name without its ending.
        display_name: for people, without the quantization: "SmolLM2 135M Instruct".
        parameters: weights in all tensors.
        quantization: file type such as "Q4_K_M", or the tensor type that takes most bytes where none is given.
        bits_per_weight: of all tensors together; it belongs to this file and not to the quantization's name.
        file_bytes: size on disk, of all parts.
        tensor_bytes: size of the weights.
        tensor_types: number of tensors of each tensor type, the most frequent first.
        context_length: tokens the model was trained on.
        layers: transformer blocks.
        embedding_length: width of a token's vector.
        heads: attention heads, the most that a layer has.
        kv_heads: heads of keys and values, the most that a layer has.
        vocabulary_size: tokens the model knows.
        has_chat_template: whether the file says how a conversation is written for it.
    """

    architecture: str
    name: str
    display_name: str
    parameters: int
    quantization: str
    bits_per_weight: float
    file_bytes: int
    tensor_bytes: int
    tensor_types: Mapping[str, int]
    context_length: int
    layers: int
    embedding_length: int
    heads: int
    kv_heads: int
    vocabulary_size: int
    has_chat_template: bool


def model_facts(header: GgufHeader, file_stem: str) -> ModelFacts:
    """Facts of a model from its header; `file_stem` is the file name without its ending.

    Works on headers that `check_model` refuses, so that a model that cannot be used can still be shown.
    """
    architecture = header.architecture
    parameters = sum(tensor.elements for tensor in header.tensors)
    counts = Counter(tensor.type.name for tensor in header.tensors)
    heads = header.integer(f"{architecture}.attention.head_count")
    return ModelFacts(
        architecture=plain_text(architecture),
        name=plain_text(header.text("general.name")) or plain_text(file_stem),
        display_name=display_name(header, file_stem),
        parameters=parameters,
        quantization=_quantization(header),
        bits_per_weight=header.tensor_bytes * 8 / parameters if parameters else 0.0,
        file_bytes=header.file_size_bytes,
        tensor_bytes=header.tensor_bytes,
        tensor_types=MappingProxyType(dict(counts.most_common())),
        context_length=header.integer(f"{architecture}.context_length"),
        layers=header.integer(f"{architecture}.block_count"),
        embedding_length=header.integer(f"{architecture}.embedding_length"),
        heads=heads,
        kv_heads=header.integer(f"{architecture}.attention.head_count_kv") or heads,
        vocabulary_size=vocabulary_size(header),
        has_chat_template=bool(header.text("tokenizer.chat_template")),
    )


def vocabulary_size(header: GgufHeader) -> int:
    """Tokens in the vocabulary, or as many as the model claims where the file holds none."""
    claimed = header.integer(f"{header.architecture}.vocab_size")
    return header.array_length("tokenizer.ggml.tokens") or claimed


def _quantization(header: GgufHeader) -> str:
    file_type_id = header.metadata.get("general.file_type")
    if isinstance(file_type_id, int):
        file_type = FILE_TYPES.get(file_type_id & ~GUESSED_FILE_TYPE_BIT)
        if file_type:
            return file_type.name
    bytes_by_type: Counter[int] = Counter()
    for tensor in header.tensors:
        bytes_by_type[tensor.type_id] += tensor.size_bytes
    return TENSOR_TYPES[bytes_by_type.most_common(1)[0][0]].name if bytes_by_type else ""
