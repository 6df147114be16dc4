"""Writes the header of a GGUF file, to ask llama.cpp about a model without its weights.

The file is as long as the model, but all of it behind the header is a hole that takes no space. The vocabulary is left
out: it takes llama.cpp most of the time it needs for such a file, and plays no part in the memory of weights, cache and
computation.
"""

import struct
from collections.abc import Iterator

from quantchat.core.gguf import MAGIC, GgufHeader, TensorInfo
from quantchat.core.gguf_metadata import ArraySummary, MetadataValue, ValueType
from quantchat.core.model_facts import vocabulary_size

_ALIGNMENT = 32
_LEFT_OUT_PREFIXES = ("tokenizer.", "split.")
_ALIGNMENT_KEY = "general.alignment"
_MOST_INT32 = 2**31 - 1


def weightless_gguf(header: GgufHeader) -> tuple[bytes, int]:
    """Header bytes of a file that llama.cpp takes for this model, and the length that the file must be given.

    Long arrays of the metadata, which our reader passes over, are left out as well.
    """
    metadata = {
        key: value
        for key, value in header.metadata.items()
        if not key.startswith(_LEFT_OUT_PREFIXES) and key != _ALIGNMENT_KEY and not isinstance(value, ArraySummary)
    }
    metadata["tokenizer.ggml.model"] = "no_vocab"
    metadata[f"{header.architecture}.vocab_size"] = vocabulary_size(header)
    tensors = list(_tensor_records(header.tensors))
    parts = [
        MAGIC,
        struct.pack("<IQQ", 3, len(tensors), len(metadata)),
        *(_text(key) + _value(value) for key, value in metadata.items()),
        *(record for record, _ in tensors),
    ]
    head = b"".join(parts)
    head += bytes(-len(head) % _ALIGNMENT)
    end = max((end for _, end in tensors), default=0)
    return head, len(head) + end


def _tensor_records(tensors: tuple[TensorInfo, ...]) -> Iterator[tuple[bytes, int]]:
    """Each tensor's record and where its data ends; offsets follow each other as in one file."""
    offset = 0
    for tensor in tensors:
        shape = struct.pack(f"<I{len(tensor.shape)}Q", len(tensor.shape), *tensor.shape)
        record = _text(tensor.name) + shape + struct.pack("<IQ", tensor.type_id, offset)
        offset += tensor.size_bytes + -tensor.size_bytes % _ALIGNMENT
        yield record, offset


def _text(text: str) -> bytes:
    raw = text.encode("utf-8", "surrogateescape")
    return struct.pack("<Q", len(raw)) + raw


def _value(value: MetadataValue) -> bytes:
    if isinstance(value, str):
        return struct.pack("<I", ValueType.STRING) + _text(value)
    if isinstance(value, tuple):
        type_id, code = _number_type(value)
        head = struct.pack("<IIQ", ValueType.ARRAY, type_id, len(value))
        return head + struct.pack(f"<{len(value)}{code}", *value)
    type_id, code = _number_type((value,))
    return struct.pack(f"<I{code}", type_id, value)


def _number_type(numbers: tuple[object, ...]) -> tuple[ValueType, str]:
    """The type llama.cpp expects for such numbers: its keys are 32 bits wide but for rare large ones."""
    if all(isinstance(number, bool) for number in numbers):
        return ValueType.BOOL, "?"
    if any(isinstance(number, float) for number in numbers):
        return ValueType.FLOAT32, "f"
    integers = [number for number in numbers if isinstance(number, int)]
    if min(integers, default=0) < 0:
        return (ValueType.INT32, "i") if min(integers) >= -_MOST_INT32 else (ValueType.INT64, "q")
    return (ValueType.UINT32, "I") if max(integers, default=0) <= 2 * _MOST_INT32 + 1 else (ValueType.UINT64, "Q")
