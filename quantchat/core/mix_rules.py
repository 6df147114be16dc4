"""Which tensor type llama.cpp's quantizer gives each tensor of a model, for each file type.

The rules are those of `src/llama-quant.cpp` in the llama.cpp of llama-cpp-python 0.3.36 (ggml-org/llama.cpp@0c1e57098),
read again when that version changes; a test runs the real quantizer beside them. They depend on the role of a tensor,
on its layer, and on a few figures of the model, so they are tables from file type to a rule for each role.
"""

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from quantchat.core.gguf import GgufHeader, TensorInfo
from quantchat.core.quants import TENSOR_TYPES, TensorType
from quantchat.core.tensor_roles import Role, is_quantized, role_of
from quantchat.errors import ErrorKind, KnownError
from quantchat.wording import worded

BASE_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "F32": "F32",
        "F16": "F16",
        "BF16": "BF16",
        "Q8_0": "Q8_0",
        "Q6_K": "Q6_K",
        "Q5_K_M": "Q5_K",
        "Q5_K_S": "Q5_K",
        "Q5_1": "Q5_1",
        "Q5_0": "Q5_0",
        "Q4_K_M": "Q4_K",
        "Q4_K_S": "Q4_K",
        "Q4_1": "Q4_1",
        "Q4_0": "Q4_0",
        "Q3_K_L": "Q3_K",
        "Q3_K_M": "Q3_K",
        "Q3_K_S": "Q3_K",
        "Q2_K": "Q2_K",
        "Q2_K_S": "Q2_K",
        "IQ4_NL": "IQ4_NL",
        "IQ4_XS": "IQ4_XS",
        "IQ3_M": "IQ3_S",
        "IQ3_S": "IQ3_S",
        "IQ3_XS": "IQ3_S",
        "IQ3_XXS": "IQ3_XXS",
        "IQ2_M": "IQ2_S",
        "IQ2_S": "IQ2_XS",
        "IQ2_XS": "IQ2_XS",
        "IQ2_XXS": "IQ2_XXS",
        "IQ1_M": "IQ1_M",
        "IQ1_S": "IQ1_S",
        "TQ1_0": "TQ1_0",
        "TQ2_0": "TQ2_0",
        "MXFP4_MOE": "MXFP4",
        "Q1_0": "Q1_0",
        "Q2_0": "Q2_0",
    }
)
"""The tensor type that each file type gives to tensors without a rule of their own; NVFP4 files are not made by it."""

UNQUANTIZED = frozenset({"F32", "F16", "BF16"})
"""Base types that every tensor takes as it is, without a rule by role."""

_TYPES: Mapping[str, TensorType] = MappingProxyType({kind.name: kind for kind in TENSOR_TYPES.values()})
_LAYER = re.compile(r"blk\.(\d+)\.")
_FALCON = "falcon"

_GLM5 = "glm5-next"
_GLM5_LEAST_Q8_0_PARTS = ("attn_q_a", "attn_q_b", "nextn.eh_proj")

_FALLBACKS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("IQ1_S", "IQ1_M", "IQ2_XXS", "IQ2_XS", "IQ2_S", "IQ3_XXS", "IQ3_S", "IQ4_XS"), "IQ4_NL"),
        **dict.fromkeys(("Q2_0", "Q2_K", "Q3_K", "TQ1_0", "TQ2_0"), "Q4_0"),
        "Q4_K": "Q5_0",
        "Q5_K": "Q5_1",
        "Q6_K": "Q8_0",
    }
)
"""What takes the place of a type whose blocks do not divide the rows of a tensor."""


@dataclass(frozen=True, slots=True)
class QuantizedModel:
    """What the rules need to know of a model.

    Attributes:
        architecture: as in `general.architecture`.
        layers: transformer blocks.
        heads_per_kv_head: query heads that share one head of keys and values, in the first layer.
        experts: experts of a layer; 0 for a dense model.
        value_tensors: tensors of the role VALUES.
        is_tied: the token embedding is the output layer too.
        is_70b: of the size class that llama.cpp calls 70B, whose value tensors are small for it.
        has_importance_matrix: quantized with statistics of which weights matter.
    """

    architecture: str
    layers: int
    heads_per_kv_head: int
    experts: int
    value_tensors: int
    is_tied: bool
    is_70b: bool
    has_importance_matrix: bool

    @property
    def is_falcon(self) -> bool:
        """Whether the exceptions for Falcon apply."""
        return self.architecture == _FALCON

    @property
    def has_8_experts(self) -> bool:
        """Whether the exceptions made for Mixtral apply; any model with 8 experts gets them."""
        return self.experts == 8


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a tensor stands among those of its role: `index` of `count`, and its count-based position."""

    index: int
    count: int
    seen: int


_Rule = Callable[[QuantizedModel, _Place], str | None]
"""The type for a tensor at a place of a model; None for the base type of the file type."""


def describe_model(header: GgufHeader, has_importance_matrix: bool) -> QuantizedModel:
    """Figures of a model that the rules use, from its header."""
    architecture = header.architecture
    roles = [role_of(tensor.name) for tensor in header.tensors]
    layers = header.integer(f"{architecture}.block_count")
    experts = header.integer(f"{architecture}.expert_count")
    heads = _first(header, "attention.head_count")
    kv_heads = _first(header, "attention.head_count_kv", heads)
    return QuantizedModel(
        architecture=architecture,
        layers=layers,
        heads_per_kv_head=heads // kv_heads if kv_heads else 0,
        experts=experts,
        value_tensors=roles.count(Role.VALUES),
        is_tied=Role.OUTPUT not in roles,
        is_70b=_is_70b(
            architecture,
            layers - header.integer(f"{architecture}.nextn_predict_layers"),
            shares_kv_heads=heads != kv_heads,
            experts=experts,
        ),
        has_importance_matrix=has_importance_matrix,
    )


def target_types(
    header: GgufHeader, file_type: str, has_importance_matrix: bool
) -> Iterator[tuple[TensorInfo, TensorType]]:
    """Each tensor with the type it gets, in the order in which the quantizer writes them.

    Args:
        header: of the model to quantize.
        file_type: a key of `BASE_TYPES`.
        has_importance_matrix: whether one is used; a few rules differ.
    """
    model = describe_model(header, has_importance_matrix)
    base = BASE_TYPES[file_type]
    seen = dict.fromkeys(Role, 0)
    for tensor in sorted(header.tensors, key=_file_order):
        if not is_quantized(model.architecture, tensor):
            yield tensor, tensor.type
            continue
        if base in UNQUANTIZED:
            yield tensor, _TYPES[base]
            continue
        role = role_of(tensor.name)
        wanted = _wanted_type(model, file_type, tensor, role, seen[role])
        seen[role] += 1
        yield tensor, _fitting_type(tensor, wanted)


def _first(header: GgufHeader, key: str, default: int = 0) -> int:
    value = header.metadata.get(f"{header.architecture}.{key}", default)
    number = value[0] if isinstance(value, tuple) and value else value
    return number if isinstance(number, int) else default


def _is_70b(architecture: str, layers: int, *, shares_kv_heads: bool, experts: int) -> bool:
    """Whether llama.cpp gives the model its size class 70B, from `load_arch_hparams` in `src/models/`."""
    if architecture in {"llama", "llama-embed"}:
        return layers == 80 and experts != 8 and shares_kv_heads
    return layers == {"qwen2": 80, "qwen2vl": 80, "deci": 80, "olmo": 80, "jais2": 68}.get(architecture)


def _file_order(tensor: TensorInfo) -> tuple[int, bytes]:
    """Tensors outside the layers first, then layer by layer, by name inside a layer."""
    layer = _LAYER.match(tensor.name)
    return int(layer[1]) if layer else -1, tensor.name.encode("utf-8", "surrogateescape")


def _fitting_type(tensor: TensorInfo, wanted: str) -> TensorType:
    """The wanted type, or what the quantizer falls back to where its blocks do not divide the tensor's rows."""
    row_elements = tensor.shape[0]
    for name in (wanted, _FALLBACKS.get(wanted)):
        if name and row_elements % _TYPES[name].block_elements == 0:
            return _TYPES[name]
    if wanted == "Q1_0":
        raise KnownError(
            ErrorKind.OTHER,
            worded("This model cannot be made into a Q1_0 file, because the rows of its weights do not divide by 128."),
            worded("Choose another type, such as Q4_K_M."),
        )
    return _TYPES["F16"]


def _wanted_type(model: QuantizedModel, file_type: str, tensor: TensorInfo, role: Role, seen: int) -> str:
    base = BASE_TYPES[file_type]
    if model.architecture == _GLM5 and any(part in tensor.name for part in _GLM5_LEAST_Q8_0_PARTS):
        return "Q8_0"
    if role is Role.OUTPUT or (model.is_tied and role is Role.TOKEN_EMBEDDING):
        return _output_type(model, file_type, tensor)
    if file_type == "MXFP4_MOE":
        return _mxfp4_moe_type(model, tensor, role)
    if role is Role.TOKEN_EMBEDDING:
        return _TOKEN_EMBEDDING_TYPES.get(file_type, base)
    return _type_in_layer(model, file_type, role, _place(model, tensor, role, seen))


def _type_in_layer(model: QuantizedModel, file_type: str, role: Role, place: _Place) -> str:
    base = BASE_TYPES[file_type]
    if file_type in _LOWEST:
        return _lowest_type(model, file_type, role, place) or base
    if role is Role.VALUES:
        return _value_type(model, file_type, place)
    if model.has_8_experts and role is Role.KEYS:
        return "Q8_0"
    if role is Role.ATTENTION_OUTPUT:
        return _attention_output_type(model, file_type)
    rule = _RULES.get(role, {}).get(file_type)
    return (rule and rule(model, place)) or base


def _place(model: QuantizedModel, tensor: TensorInfo, role: Role, seen: int) -> _Place:
    count = model.value_tensors if role is Role.VALUES else model.layers
    layer = _LAYER.match(tensor.name)
    by_layer = model.experts > 1 and role in {Role.FFN_UP, Role.FFN_GATE, Role.FFN_DOWN} and layer
    return _Place(int(layer[1]) if by_layer and layer else seen, count, seen)


def _output_type(model: QuantizedModel, file_type: str, tensor: TensorInfo) -> str:
    base = BASE_TYPES[file_type]
    misfits = tensor.shape[0] % _TYPES[base].block_elements != 0
    if file_type == "MXFP4_MOE" or model.is_falcon or misfits or base == "Q8_0":
        return "Q8_0"
    return "Q5_K" if file_type in _LOWEST or file_type == "IQ3_XXS" else "Q6_K"


def _mxfp4_moe_type(model: QuantizedModel, tensor: TensorInfo, role: Role) -> str:
    """Experts in 4-bit floats, all else in Q8_0; Bailing 3 has other tensors with three dimensions."""
    is_stack = len(tensor.shape) > 2 and tensor.shape[2] > 1
    may_be_expert = model.architecture != "bailingmoe3" or role in {Role.FFN_UP, Role.FFN_GATE, Role.FFN_DOWN}
    return "MXFP4" if is_stack and may_be_expert else "Q8_0"


def _value_type(model: QuantizedModel, file_type: str, place: _Place) -> str:
    if model.has_8_experts:
        return "Q8_0"
    rule = _VALUE_RULES.get(file_type)
    chosen = (rule and rule(model, place)) or BASE_TYPES[file_type]
    return "Q5_K" if model.is_70b and chosen in {"Q3_K", "Q4_K"} else chosen


def _attention_output_type(model: QuantizedModel, file_type: str) -> str:
    base = BASE_TYPES[file_type]
    if model.is_falcon:
        return "Q4_K" if file_type == "Q3_K_L" else base
    if model.has_8_experts:
        return "Q5_K" if file_type in _RICHER_ATTENTION_OUTPUT_WITH_8_EXPERTS else base
    return _ATTENTION_OUTPUT_TYPES.get(file_type, base)


def _lowest_type(model: QuantizedModel, file_type: str, role: Role, place: _Place) -> str | None:
    """The rules of the types of 1 and 2 bits a weight, which spend what they have on the tensors that matter most."""
    richer = _LOWEST[file_type]
    if role is Role.VALUES:
        return "Q4_K" if model.heads_per_kv_head >= 4 or model.experts >= 4 else richer
    if role is Role.KEYS and model.has_8_experts:
        return "Q4_K"
    if role is Role.FFN_DOWN:
        return richer if place.seen < place.count // 8 else None
    if role is Role.ATTENTION_OUTPUT:
        return "Q5_K" if model.has_8_experts else _LOWEST_ATTENTION_OUTPUT_TYPES.get(file_type)
    return None


def _always(name: str) -> _Rule:
    return lambda _model, _place: name


def _where_heads_are_shared(name: str, otherwise: str | None = None) -> _Rule:
    """For models in which at least four query heads share their keys and values, whose tensors are small then."""
    return lambda model, _place: name if model.heads_per_kv_head >= 4 else otherwise


def _where_it_matters(name: str) -> _Rule:
    """The first and last eighth of the layers, and every third between."""
    return lambda _model, place: name if _matters(place) else None


def _first_part(divisor: int, name: str, *, needs_no_matrix: bool = False, otherwise: str | None = None) -> _Rule:
    """The first layers, 1 in `divisor`; with `needs_no_matrix` only where no importance matrix is used."""

    def rule(model: QuantizedModel, place: _Place) -> str | None:
        if needs_no_matrix and model.has_importance_matrix:
            return None
        return name if place.index < place.count // divisor else otherwise

    return rule


def _first_eighth_with_matrix(name: str) -> _Rule:
    return lambda model, place: name if model.has_importance_matrix and place.index < place.count // 8 else None


def _in_the_middle(name: str) -> _Rule:
    return lambda _model, place: name if place.count // 8 <= place.index < 7 * place.count // 8 else None


def _matters(place: _Place) -> bool:
    eighth = place.count // 8
    return place.index < eighth or place.index >= 7 * place.count // 8 or (place.index - eighth) % 3 == 2


def _values_iq3_xxs(model: QuantizedModel, _place: _Place) -> str | None:
    if model.heads_per_kv_head >= 4:
        return "Q4_K"
    return None if model.has_importance_matrix else "IQ3_S"


def _down_q3_k_m(model: QuantizedModel, place: _Place) -> str | None:
    if place.index < place.count // 16:
        return "Q5_K"
    return "Q4_K" if not model.is_falcon or _matters(place) else None


def _down_iq3_m(model: QuantizedModel, place: _Place) -> str | None:
    is_richer = place.index < place.count // 8 or (model.has_8_experts and _matters(place))
    return "Q4_K" if is_richer else None


def _down_q4_k_m(model: QuantizedModel, place: _Place) -> str | None:
    if not model.is_falcon:
        return "Q6_K" if _matters(place) else None
    if place.index < place.count // 16:
        return "Q6_K"
    return "Q5_K" if _matters(place) else None


def _down_q4_k_s(model: QuantizedModel, place: _Place) -> str | None:
    return "Q5_K" if not model.is_falcon and place.index < place.count // 8 else None


_TOKEN_EMBEDDING_TYPES: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("IQ2_XXS", "IQ2_XS", "IQ1_S", "IQ1_M"), "Q2_K"),
        **dict.fromkeys(("IQ2_S", "IQ2_M", "IQ3_XXS"), "IQ3_S"),
        **dict.fromkeys(("TQ1_0", "TQ2_0", "Q2_0"), "Q4_K"),
    }
)

_LOWEST: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("IQ2_XXS", "IQ2_XS", "IQ1_S", "IQ1_M"), "Q2_K"),
        **dict.fromkeys(("IQ2_S", "IQ2_M"), "IQ3_S"),
    }
)
"""File types of 1 and 2 bits with rules of their own, and the type they give to what matters more."""

_LOWEST_ATTENTION_OUTPUT_TYPES: Mapping[str, str] = MappingProxyType(
    {"IQ1_S": "IQ2_XXS", "IQ1_M": "IQ2_XXS", "IQ2_S": "IQ3_S", "IQ2_M": "IQ3_S"}
)

_VALUE_RULES: Mapping[str, _Rule] = MappingProxyType(
    {
        "Q2_K": _where_heads_are_shared("Q4_K", "Q3_K"),
        "Q2_K_S": _where_heads_are_shared("Q4_K"),
        "IQ3_XXS": _values_iq3_xxs,
        "IQ3_XS": _where_heads_are_shared("Q4_K"),
        "IQ3_S": _where_heads_are_shared("Q4_K"),
        "IQ3_M": _always("Q4_K"),
        "Q3_K_M": lambda _model, place: "Q5_K" if place.index < 2 else "Q4_K",
        "Q3_K_L": _always("Q5_K"),
        "IQ4_NL": _where_heads_are_shared("Q5_K"),
        "IQ4_XS": _where_heads_are_shared("Q5_K"),
        "Q4_K_M": _where_it_matters("Q6_K"),
        "Q5_K_M": _where_it_matters("Q6_K"),
        "Q4_K_S": lambda _model, place: "Q5_K" if place.index < 4 else None,
    }
)

_KEY_AND_QUERY_RULES: Mapping[str, _Rule] = MappingProxyType(
    {"IQ3_XS": _always("IQ3_XXS"), "IQ3_XXS": _always("IQ2_S")}
)
_UP_AND_GATE_RULES: Mapping[str, _Rule] = MappingProxyType({"IQ3_XS": _in_the_middle("IQ3_XXS")})
_DOWN_RULES: Mapping[str, _Rule] = MappingProxyType(
    {
        "Q2_K": _always("Q3_K"),
        "Q2_K_S": _first_part(8, "Q4_K"),
        "IQ3_XXS": _first_part(8, "Q4_K", needs_no_matrix=True, otherwise="Q3_K"),
        "Q3_K_M": _down_q3_k_m,
        "IQ3_M": _down_iq3_m,
        "Q3_K_L": lambda model, _place: "Q4_K" if model.is_falcon else "Q5_K",
        "Q4_K_M": _down_q4_k_m,
        "IQ4_NL": _first_part(8, "Q5_K", needs_no_matrix=True),
        "IQ4_XS": _first_part(8, "Q5_K", needs_no_matrix=True),
        "Q5_K_M": _where_it_matters("Q6_K"),
        "Q4_K_S": _down_q4_k_s,
        "Q4_0": _first_eighth_with_matrix("Q4_1"),
        "Q5_0": _first_eighth_with_matrix("Q5_1"),
    }
)
_RULES: Mapping[Role, Mapping[str, _Rule]] = MappingProxyType(
    {
        Role.KEYS: _KEY_AND_QUERY_RULES,
        Role.QUERIES: _KEY_AND_QUERY_RULES,
        Role.FFN_UP: _UP_AND_GATE_RULES,
        Role.FFN_GATE: _UP_AND_GATE_RULES,
        Role.FFN_DOWN: _DOWN_RULES,
    }
)

_ATTENTION_OUTPUT_TYPES: Mapping[str, str] = MappingProxyType(
    {"Q2_K": "Q3_K", "IQ3_XXS": "IQ3_S", "Q3_K_M": "Q4_K", "Q3_K_L": "Q5_K", "IQ3_M": "Q4_K"}
)
_RICHER_ATTENTION_OUTPUT_WITH_8_EXPERTS = frozenset(
    {
        *("Q2_K", "Q3_K_S", "Q3_K_M", "Q4_K_S", "Q4_K_M"),
        *("IQ3_XXS", "IQ3_XS", "IQ3_S", "IQ3_M", "IQ4_NL", "IQ4_XS"),
    }
)


def quantized_size_bytes(tensor: TensorInfo, kind: TensorType) -> int:
    """Bytes of a tensor in another type, whose blocks must divide its rows."""
    return math.prod(tensor.shape) // kind.block_elements * kind.block_bytes


def is_ruled_by_matrix(types: Iterable[tuple[TensorInfo, TensorType]], file_type: str) -> bool:
    """Whether the quantizer refuses to make this file without an importance matrix."""
    risky = _MATRIX_ONLY_TYPES | ({"Q2_K"} if file_type == "Q2_K_S" else set())
    return any(
        kind.name in risky and role_of(tensor.name) not in {Role.OUTPUT, Role.TOKEN_EMBEDDING} for tensor, kind in types
    )


_MATRIX_ONLY_TYPES = frozenset({"IQ3_XXS", "IQ2_XXS", "IQ2_XS", "IQ2_S", "IQ1_M", "IQ1_S"})
