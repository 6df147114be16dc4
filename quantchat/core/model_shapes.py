"""The tensors of a model that is not on disk, told from its hyperparameters: a header to compute exact sizes from.

Names and shapes are those that llama.cpp's loader asks for (`src/models/*.cpp` of llama-cpp-python 0.3.36) and that its
converter writes (`conversion/`): weights in F16; vectors, norms and routers in F32.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from quantchat.core.architecture_shapes import (
    ARCHITECTURE_SHAPES,
    ArchitectureShape,
    Experts,
    FeedForward,
    HeadNorms,
    Tying,
)
from quantchat.core.gguf import GgufHeader, TensorInfo
from quantchat.core.gguf_metadata import MetadataValue
from quantchat.core.mixes import QUANTIZATION_VERSION, tensor_record_bytes
from quantchat.core.model_check import MAX_EMBEDDING_LENGTH, MAX_LAYERS
from quantchat.core.plain_text import plain_text
from quantchat.core.quants import FILE_TYPES_BY_NAME, TENSOR_TYPES
from quantchat.errors import ErrorKind, KnownError
from quantchat.wording import worded

_ALIGNMENT = 32
_MAX_VOCABULARY = 2**24
_TYPE_IDS: Mapping[str, int] = MappingProxyType({kind.name: kind.id for kind in TENSOR_TYPES.values()})

_BYTES_PER_TOKEN: Mapping[str, int] = MappingProxyType({"llama": 23, "gpt2": 40})
_DEFAULT_BYTES_PER_TOKEN = 40
_OTHER_METADATA_BYTES = 8192
_LLAMA_3_ROPE_BASE = 500_000
_LLAMA_3_1_CONTEXT = 131_072


@dataclass(frozen=True, slots=True)
class OptionalTensors:
    """Tensors that some models of an architecture have and that its hyperparameters do not tell for sure.

    Attributes:
        rope_factors: factors of stretched positions (Llama 3.1 and later, EXAONE, long-context Phi); None to decide by
            the context length and the base frequency. They are a few hundred bytes.
        qkv_bias: biases of queries, keys and values; None for what is usual for the architecture.
    """

    rope_factors: bool | None = None
    qkv_bias: bool | None = None


_Part = tuple[str, tuple[int, ...], str]
"""Name, shape and tensor type of a tensor."""


@dataclass(frozen=True, slots=True)
class _Sizes:
    """Hyperparameters of one layer, elements unless they count something."""

    layers: int
    embedding: int
    heads: int
    kv_heads: int
    key: int
    value: int
    rotary: int
    feed_forward: int
    experts: int
    expert_feed_forward: int
    shared_feed_forward: int


def synthesized_header(
    metadata: Mapping[str, MetadataValue],
    vocabulary_size: int,
    tied_output: bool,
    *,
    optional: OptionalTensors | None = None,
    metadata_bytes: int | None = None,
) -> GgufHeader:
    """The header that a file of this model in F16 would have, as the converter writes it.

    Args:
        metadata: hyperparameters under the keys of a real file: "general.architecture", "llama.block_count" and so on.
        vocabulary_size: rows of the token embedding, padding rows counted.
        tied_output: whether the token embedding is the output layer too; ignored where the architecture decides.
        optional: tensors that the metadata does not tell.
        metadata_bytes: size of everything in the file but tensors and their records; by default an estimate, see
            `estimated_metadata_bytes`.

    Raises:
        KnownError: the architecture's tensors are not known here, or a hyperparameter is missing or absurd.
    """
    architecture = metadata.get("general.architecture")
    shape = ARCHITECTURE_SHAPES.get(architecture) if isinstance(architecture, str) else None
    if shape is None:
        raise KnownError(
            ErrorKind.UNKNOWN_ARCHITECTURE,
            worded(
                "The sizes of a model of the architecture “{architecture}” cannot be computed before it is downloaded, "
                "because its tensors are not known to this version.",
                architecture=plain_text(str(architecture or "")),
            ),
            worded("Once one of its files is on this computer, its size is read from it."),
        )
    reader = _Hyperparameters(str(architecture), metadata)
    if not 0 < vocabulary_size <= _MAX_VOCABULARY:
        raise reader.absurd("vocab_size", vocabulary_size)
    parts = list(_tensors(reader, shape, vocabulary_size, tied_output, optional or OptionalTensors()))
    tensors, data_bytes = _placed(parts)
    head_bytes = estimated_metadata_bytes(metadata, vocabulary_size) if metadata_bytes is None else metadata_bytes
    data_offset = _padded(head_bytes + sum(map(tensor_record_bytes, tensors)))
    full = {
        **metadata,
        f"{architecture}.vocab_size": vocabulary_size,
        "general.file_type": FILE_TYPES_BY_NAME["F16"].id,
        "general.quantization_version": QUANTIZATION_VERSION,
    }
    return GgufHeader(3, MappingProxyType(full), tensors, _ALIGNMENT, data_offset, data_offset + data_bytes)


def estimated_metadata_bytes(metadata: Mapping[str, MetadataValue], vocabulary_size: int) -> int:
    """Bytes of a file's metadata, nearly all of it the vocabulary.

    40 bytes a token for vocabularies with merges (`tokenizer.ggml.model` "gpt2", and where it is not known), 23 for
    those with scores ("llama"). In the vocabularies that come with llama.cpp (`models/ggml-vocab-*.gguf`) it is 36 for
    the starter model, 39 for Qwen 2, 42 for Command R, 61 for Llama 3 whose merges outnumber its tokens, and 23 for
    Llama 2 and Phi 3. So it is 12 % high for the starter model's metadata (0.2 % of its file), and 2.7 MB low for
    Llama 3 (0.05 % of its 8B in Q4_K_M).
    """
    tokenizer = metadata.get("tokenizer.ggml.model")
    bytes_per_token = _BYTES_PER_TOKEN.get(tokenizer) if isinstance(tokenizer, str) else None
    return (bytes_per_token or _DEFAULT_BYTES_PER_TOKEN) * vocabulary_size + _OTHER_METADATA_BYTES


@dataclass(frozen=True, slots=True)
class _Hyperparameters:
    """Reads a model's own keys and refuses what no model has."""

    architecture: str
    metadata: Mapping[str, MetadataValue]

    def integer(self, key: str, default: int = 0, *, layer: int = 0, most: int = MAX_EMBEDDING_LENGTH) -> int:
        """A whole number, of a list with one number a layer that of `layer`."""
        value = self.metadata.get(f"{self.architecture}.{key}", default)
        if isinstance(value, tuple):
            value = value[layer] if layer < len(value) else default
        if not isinstance(value, int) or not 0 <= value <= most:
            raise self.absurd(key, value)
        return value

    def needed(self, key: str, *, layer: int = 0, most: int = MAX_EMBEDDING_LENGTH) -> int:
        """A whole number that must be there and above zero."""
        value = self.integer(key, layer=layer, most=most)
        if not value:
            raise self.absurd(key, self.metadata.get(f"{self.architecture}.{key}"))
        return value

    def number(self, key: str) -> float:
        """A number; 0 if it is missing."""
        value = self.metadata.get(f"{self.architecture}.{key}")
        return float(value) if isinstance(value, int | float) else 0.0

    def absurd(self, key: str, value: object) -> KnownError:
        """The error for a hyperparameter that is missing or makes no sense."""
        name = plain_text(f"{self.architecture}.{key}")
        sentence = (
            worded("The size of this model cannot be computed, because its description lacks “{key}”.", key=name)
            if value is None
            else worded(
                "The size of this model cannot be computed, because its description gives {value} for “{key}”.",
                value=plain_text(str(value)),
                key=name,
            )
        )
        hint = worded("Choose another model, or download a file of it and add that.")
        return KnownError(ErrorKind.MALFORMED, sentence, hint)


def _sizes(reader: _Hyperparameters, shape: ArchitectureShape, layer: int) -> _Sizes:
    embedding = reader.needed("embedding_length")
    heads = reader.needed("attention.head_count", layer=layer)
    experts = reader.integer("expert_count") if shape.experts is not Experts.NONE else 0
    key = reader.integer("attention.key_length") or embedding // heads
    expert_feed_forward = reader.integer("expert_feed_forward_length", layer=layer)
    feed_forward = reader.integer("feed_forward_length", layer=layer)
    if not feed_forward and not (experts and expert_feed_forward):
        feed_forward = reader.needed("feed_forward_length", layer=layer)
    if experts and not expert_feed_forward:
        divides = shape.experts is Experts.OWN_WIDTH
        expert_feed_forward = feed_forward // reader.needed("expert_used_count") if divides else feed_forward
    shared = reader.integer("expert_shared_feed_forward_length")
    return _Sizes(
        layers=reader.needed("block_count", most=MAX_LAYERS),
        embedding=embedding,
        heads=heads,
        kv_heads=reader.integer("attention.head_count_kv", heads, layer=layer) or heads,
        key=key,
        value=reader.integer("attention.value_length") or embedding // heads,
        rotary=reader.integer("rope.dimension_count") or key,
        feed_forward=feed_forward,
        experts=experts,
        expert_feed_forward=expert_feed_forward,
        shared_feed_forward=shared or (feed_forward if shape.needs_shared_expert else 0),
    )


def _tensors(
    reader: _Hyperparameters,
    shape: ArchitectureShape,
    vocabulary_size: int,
    tied_output: bool,
    optional: OptionalTensors,
) -> Iterator[_Part]:
    sizes = _sizes(reader, shape, 0)
    qkv_bias = shape.qkv_bias if optional.qkv_bias is None else optional.qkv_bias
    yield _weight("token_embd", sizes.embedding, vocabulary_size)
    is_tied = shape.tying is Tying.ALWAYS or (shape.tying is Tying.EITHER and tied_output)
    if not is_tied:
        yield _weight("output", sizes.embedding, vocabulary_size)
    if shape.has_output_norm:
        yield from _norm("output_norm", sizes.embedding, shape.norm_bias)
    yield from _rope_factors(reader, shape, sizes, optional.rope_factors)
    for layer in range(sizes.layers):
        of_layer = _sizes(reader, shape, layer)
        prefix = f"blk.{layer}."
        yield from _norms(prefix, shape, of_layer, reader)
        yield from _attention(prefix, shape, of_layer, qkv_bias=qkv_bias)
        yield from _head_norms(prefix, shape, of_layer, reader)
        if of_layer.experts:
            yield from _expert_layer(prefix, shape, of_layer)
        else:
            yield from _dense_layer(prefix, shape, of_layer)


def _norms(prefix: str, shape: ArchitectureShape, sizes: _Sizes, reader: _Hyperparameters) -> Iterator[_Part]:
    for name in shape.norms:
        # StableLM 2 12B computes attention and feed-forward side by side behind one norm.
        if name == "ffn_norm" and _is_parallel(reader):
            continue
        yield from _norm(prefix + name, sizes.embedding, shape.norm_bias)


def _attention(prefix: str, shape: ArchitectureShape, sizes: _Sizes, *, qkv_bias: bool) -> Iterator[_Part]:
    widths = {
        "attn_q": sizes.heads * sizes.key,
        "attn_k": sizes.kv_heads * sizes.key,
        "attn_v": sizes.kv_heads * sizes.value,
    }
    if shape.fused_qkv:
        widths = {"attn_qkv": sum(widths.values())}
    for name, width in widths.items():
        yield _weight(prefix + name, sizes.embedding, width)
        if qkv_bias:
            yield _bias(prefix + name, width)
    yield _weight(prefix + "attn_output", sizes.heads * sizes.value, sizes.embedding)
    if shape.output_bias:
        yield _bias(prefix + "attn_output", sizes.embedding)
    if shape.has_sinks:
        yield f"{prefix}attn_sinks.weight", (sizes.heads,), "F32"


def _head_norms(prefix: str, shape: ArchitectureShape, sizes: _Sizes, reader: _Hyperparameters) -> Iterator[_Part]:
    queries: tuple[int, ...]
    keys: tuple[int, ...]
    if shape.head_norms is HeadNorms.SHARED:
        queries = keys = (sizes.key,)
    elif shape.head_norms is HeadNorms.WHOLE:
        queries, keys = (sizes.heads * sizes.key,), (sizes.kv_heads * sizes.key,)
    elif shape.head_norms is HeadNorms.EACH_IN_LARGE_MODELS and (sizes.layers >= 64 or _is_parallel(reader)):
        queries, keys = (sizes.key, sizes.heads), (sizes.key, sizes.kv_heads)
    else:
        return
    yield f"{prefix}attn_q_norm.weight", queries, "F32"
    yield f"{prefix}attn_k_norm.weight", keys, "F32"


def _dense_layer(prefix: str, shape: ArchitectureShape, sizes: _Sizes) -> Iterator[_Part]:
    width = sizes.feed_forward
    if shape.feed_forward is FeedForward.GATED:
        yield _weight(prefix + "ffn_gate", sizes.embedding, width)
    up_width = 2 * width if shape.feed_forward is FeedForward.FUSED_GATE else width
    yield _weight(prefix + "ffn_up", sizes.embedding, up_width)
    yield _weight(prefix + "ffn_down", width, sizes.embedding)
    if shape.feed_forward_bias:
        yield _bias(prefix + "ffn_up", up_width)
        yield _bias(prefix + "ffn_down", sizes.embedding)


def _expert_layer(prefix: str, shape: ArchitectureShape, sizes: _Sizes) -> Iterator[_Part]:
    width, count = sizes.expert_feed_forward, sizes.experts
    yield f"{prefix}ffn_gate_inp.weight", (sizes.embedding, count), "F32"
    for name, rows, columns in (
        ("ffn_gate_exps", sizes.embedding, width),
        ("ffn_up_exps", sizes.embedding, width),
        ("ffn_down_exps", width, sizes.embedding),
    ):
        yield f"{prefix}{name}.weight", (rows, columns, count), shape.expert_type
        if shape.feed_forward_bias:
            yield f"{prefix}{name}.bias", (columns, count), "F32"
    if shape.feed_forward_bias:
        yield _bias(prefix + "ffn_gate_inp", count)
    if sizes.shared_feed_forward:
        yield _weight(prefix + "ffn_gate_shexp", sizes.embedding, sizes.shared_feed_forward)
        yield _weight(prefix + "ffn_up_shexp", sizes.embedding, sizes.shared_feed_forward)
        yield _weight(prefix + "ffn_down_shexp", sizes.shared_feed_forward, sizes.embedding)
        if shape.needs_shared_expert:
            yield f"{prefix}ffn_gate_inp_shexp.weight", (sizes.embedding,), "F32"


def _rope_factors(
    reader: _Hyperparameters, shape: ArchitectureShape, sizes: _Sizes, wanted: bool | None
) -> Iterator[_Part]:
    if not shape.may_have_rope_factors or wanted is False or (wanted is None and not _stretches_positions(reader)):
        return
    is_long = (
        reader.architecture == "phi3" or reader.metadata.get(f"{reader.architecture}.rope.scaling.type") == "longrope"
    )
    for name in ("rope_factors_long", "rope_factors_short") if is_long else ("rope_freqs",):
        yield f"{name}.weight", (sizes.rotary // 2,), "F32"


def _stretches_positions(reader: _Hyperparameters) -> bool:
    """Whether a model has factors for its positions, as far as its hyperparameters tell.

    Phi says how long its context was before it was stretched. Llama 3.1 and later, and what was made from them, are
    told by the base frequency of Llama 3 together with a context that Llama 3 itself did not have.
    """
    context = reader.number("context_length")
    original = reader.number("rope.scaling.original_context_length")
    if reader.architecture == "phi3":
        return 0 < original < context
    if reader.architecture != "llama":
        return False
    return reader.number("rope.freq_base") == _LLAMA_3_ROPE_BASE and context >= _LLAMA_3_1_CONTEXT


def _is_parallel(reader: _Hyperparameters) -> bool:
    return reader.metadata.get(f"{reader.architecture}.use_parallel_residual") is True


def _weight(name: str, row_elements: int, rows: int) -> _Part:
    return f"{name}.weight", (row_elements, rows), "F16"


def _bias(name: str, elements: int) -> _Part:
    return f"{name}.bias", (elements,), "F32"


def _norm(name: str, elements: int, has_bias: bool) -> Iterator[_Part]:
    yield f"{name}.weight", (elements,), "F32"
    if has_bias:
        yield _bias(name, elements)


def _placed(parts: list[_Part]) -> tuple[tuple[TensorInfo, ...], int]:
    """Tensors one behind the other as in a file, and the bytes they take with their padding."""
    tensors = []
    offset = 0
    for name, shape, type_name in parts:
        kind = TENSOR_TYPES[_TYPE_IDS[type_name]]
        size_bytes = math.prod(shape) // kind.block_elements * kind.block_bytes
        tensors.append(TensorInfo(name, shape, kind.id, offset, size_bytes))
        offset = _padded(offset + size_bytes)
    return tuple(tensors), offset


def _padded(size_bytes: int) -> int:
    return (size_bytes + _ALIGNMENT - 1) & -_ALIGNMENT
