"""GGUF files made byte by byte, sound or broken on purpose, without the code under test."""

import struct
from collections.abc import Mapping, Sequence

UINT32, INT32, FLOAT32, BOOL, STRING, ARRAY = 4, 5, 6, 7, 8, 9
F32, F16, Q4_0 = 0, 1, 2
ALIGNMENT = 32

Value = str | bool | int | float | Sequence[str] | Sequence[int]


def text(value: str | bytes) -> bytes:
    raw = value.encode() if isinstance(value, str) else value
    return struct.pack("<Q", len(raw)) + raw


def raw_entry(key: str | bytes, type_id: int, payload: bytes) -> bytes:
    return text(key) + struct.pack("<I", type_id) + payload


def raw_array(key: str, type_id: int, count: int, payload: bytes = b"") -> bytes:
    return raw_entry(key, ARRAY, struct.pack("<IQ", type_id, count) + payload)


def entry(key: str, value: Value) -> bytes:
    if isinstance(value, str):
        return raw_entry(key, STRING, text(value))
    if isinstance(value, bool):
        return raw_entry(key, BOOL, struct.pack("<?", value))
    if isinstance(value, int):
        return raw_entry(key, UINT32, struct.pack("<I", value))
    if isinstance(value, float):
        return raw_entry(key, FLOAT32, struct.pack("<f", value))
    if all(isinstance(item, str) for item in value):
        return raw_array(key, STRING, len(value), b"".join(text(str(item)) for item in value))
    return raw_array(key, INT32, len(value), struct.pack(f"<{len(value)}i", *value))


def tensor(name: str | bytes, shape: Sequence[int], type_id: int, offset: int) -> bytes:
    return text(name) + struct.pack(f"<I{len(shape)}QIQ", len(shape), *shape, type_id, offset)


def gguf_bytes(
    entries: Sequence[bytes] = (),
    tensors: Sequence[bytes] = (),
    data_bytes: int = 0,
    *,
    version: int = 3,
    tensor_count: int | None = None,
    entry_count: int | None = None,
    alignment: int = ALIGNMENT,
) -> bytes:
    counts = (
        len(tensors) if tensor_count is None else tensor_count,
        len(entries) if entry_count is None else entry_count,
    )
    header = b"GGUF" + struct.pack("<IQQ", version, *counts) + b"".join(entries) + b"".join(tensors)
    return header + bytes(-len(header) % alignment) + bytes(data_bytes)


def model_metadata(**changes: Value | None) -> dict[str, Value]:
    """Metadata of a tiny sound model; a changed key is written with "__" for ".", None leaves it out."""
    metadata: dict[str, Value] = {
        "general.architecture": "llama",
        "general.type": "model",
        "general.name": "Tiny Llama",
        "general.file_type": 2,
        "llama.block_count": 2,
        "llama.context_length": 2048,
        "llama.embedding_length": 32,
        "llama.attention.head_count": 4,
        "llama.attention.head_count_kv": 2,
        "tokenizer.ggml.model": "gpt2",
        "tokenizer.ggml.tokens": ["a", "b", "c"],
        "tokenizer.ggml.merges": ["a b"],
        "tokenizer.chat_template": "{{ messages }}",
    }
    for name, value in changes.items():
        key = name.replace("__", ".")
        if value is None:
            metadata.pop(key, None)
        else:
            metadata[key] = value
    return metadata


def model_bytes(metadata: Mapping[str, Value] | None = None, rows: int = 4) -> bytes:
    """A tiny sound model: one Q4_0 tensor of `rows` rows of 32 weights (18 bytes each), one F32 tensor of 32."""
    quantized_bytes = 18 * rows
    padded_bytes = quantized_bytes + -quantized_bytes % ALIGNMENT
    return gguf_bytes(
        [entry(key, value) for key, value in (model_metadata() if metadata is None else metadata).items()],
        [tensor("token_embd.weight", (32, rows), Q4_0, 0), tensor("output_norm.weight", (32,), F32, padded_bytes)],
        padded_bytes + 128,
    )
