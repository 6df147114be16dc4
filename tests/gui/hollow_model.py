"""Model files of any size that take no room: a real header, and a hole where the weights would be."""

import os
import struct
from pathlib import Path

from quantchat.core.gguf import GgufHeader
from quantchat.core.gguf_metadata import ValueType
from quantchat.core.gguf_writer import weightless_gguf
from quantchat.library.catalogue import read_catalogue

_COUNTS_AT = 16  # behind magic, version and the number of tensors
_HEAD_BYTES = 24
_ALIGNMENT = 32
_NO_VOCABULARY = b"no_vocab"


def catalogue_model_file(folder: Path, model_id: str, quantization: str) -> Path:
    """A file of a model on offer, with a vocabulary of nameless tokens, which the list of models asks for."""
    entry = read_catalogue().find(model_id)
    header = entry.header(quantization)
    path = folder / f"{entry.name.replace(' ', '-')}-{quantization}.gguf"
    head = _with_tokens(header)
    path.write_bytes(head)
    os.truncate(path, len(head) + header.tensor_bytes + _ALIGNMENT * len(header.tensors))
    return path


def _with_tokens(header: GgufHeader) -> bytes:
    head, _ = weightless_gguf(header)
    vocabulary = header.integer(f"{header.architecture}.vocab_size") or 32_000
    tokens = struct.pack("<IIQ", ValueType.ARRAY, ValueType.STRING, vocabulary) + struct.pack("<Q", 0) * vocabulary
    key = b"tokenizer.ggml.tokens"
    record = struct.pack("<Q", len(key)) + key + tokens
    (entries,) = struct.unpack_from("<Q", head, _COUNTS_AT)
    counted = head[:_COUNTS_AT] + struct.pack("<Q", entries + 1) + record + head[_HEAD_BYTES:]
    counted = counted.replace(struct.pack("<Q", len(_NO_VOCABULARY)) + _NO_VOCABULARY, struct.pack("<Q", 4) + b"gpt2")
    return counted + bytes(-len(counted) % _ALIGNMENT)
