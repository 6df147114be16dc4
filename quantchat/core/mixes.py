"""The exact header of a model in another file type, without quantizing it: sizes of files that do not exist yet."""

from dataclasses import replace
from types import MappingProxyType

from quantchat.core.gguf import GgufHeader, TensorInfo
from quantchat.core.mix_rules import BASE_TYPES, is_ruled_by_matrix, quantized_size_bytes, target_types
from quantchat.core.plain_text import plain_text
from quantchat.core.quants import FILE_TYPES_BY_NAME
from quantchat.core.tensor_roles import dimensions, is_quantized
from quantchat.errors import ErrorKind, KnownError
from quantchat.wording import worded

QUANTIZATION_VERSION = 2
"""`GGML_QNT_VERSION` of ggml.h, which every quantized file states."""

_FILE_TYPE_KEY = "general.file_type"
_VERSION_KEY = "general.quantization_version"
_SPLIT_KEYS = {"split.no": 2, "split.count": 2, "split.tensors.count": 4}
"""Left out of what is written as one file, with the bytes of each value."""

_K_BLOCK_ELEMENTS = 256
_MAY_NEED_MATRIX = ("IQ", "Q2_K_S")
"""Beginnings of the file types whose rules lead to tensor types of 1 to 3 bits with lattices, or ask for it."""


def quantized_header(header: GgufHeader, file_type: str, with_importance_matrix: bool | None = None) -> GgufHeader:
    """The header that llama.cpp's quantizer would write for a model: every tensor's type, size and place.

    The file's size is exact where the source says its file type and quantization version, as every converted file
    does; else it is exact to the alignment, because the padding in front of the tensors is not known.

    Args:
        header: of the model in any type; of a file to convert it would be F16, BF16 or F32.
        file_type: name such as "Q4_K_M".
        with_importance_matrix: whether the quantizer is given one, which changes a few types; by default only for
            the file types that cannot be made without.

    Raises:
        KnownError: the quantizer does not make such files.
    """
    if file_type not in BASE_TYPES:
        raise KnownError(
            ErrorKind.OTHER,
            worded("The engine cannot make files of the type “{type}”.", type=plain_text(file_type)),
            worded("Choose another type, such as Q4_K_M."),
        )
    matrix = needs_importance_matrix(header, file_type) if with_importance_matrix is None else with_importance_matrix
    tensors: list[TensorInfo] = []
    offset = 0
    shapes: dict[tuple[int, ...], tuple[int, ...]] = {}  # one tuple for tensors of the same shape: layers are alike
    for tensor, kind in target_types(header, file_type, matrix):
        size_bytes = quantized_size_bytes(tensor, kind)
        shape = shapes.get(tensor.shape)
        if shape is None:
            shape = shapes[tensor.shape] = _shape_as_written(tensor.shape)
        tensors.append(TensorInfo(tensor.name, shape, kind.id, offset, size_bytes))
        offset += _padded(size_bytes, header.alignment)
    data_offset = _data_offset(header, tensors)
    metadata = {key: value for key, value in header.metadata.items() if key not in _SPLIT_KEYS}
    metadata[_VERSION_KEY] = QUANTIZATION_VERSION
    metadata[_FILE_TYPE_KEY] = FILE_TYPES_BY_NAME[file_type].id
    return replace(
        header,
        version=3,
        metadata=MappingProxyType(metadata),
        tensors=tuple(tensors),
        data_offset=data_offset,
        file_size_bytes=data_offset + offset,
    )


def needs_importance_matrix(header: GgufHeader, file_type: str) -> bool:
    """Whether the quantizer refuses to make this file type of this model without an importance matrix."""
    if file_type not in BASE_TYPES or not file_type.startswith(_MAY_NEED_MATRIX):
        return False
    return is_ruled_by_matrix(target_types(header, file_type, False), file_type)


def k_quants_fall_back(header: GgufHeader) -> bool:
    """Whether rows of this model do not divide by 256, so that K types become older types in part of the tensors.

    Q5_K then becomes Q5_1, Q4_K becomes Q5_0, Q6_K becomes Q8_0: the files grow, and lose their lead over older types.
    """
    return any(
        tensor.shape[0] % _K_BLOCK_ELEMENTS and is_quantized(header.architecture, tensor) for tensor in header.tensors
    )


def tensor_record_bytes(tensor: TensorInfo) -> int:
    """Bytes that a tensor takes in the header of a file: name, dimensions, type and offset."""
    return 8 + len(tensor.name.encode("utf-8", "surrogateescape")) + 4 + 8 * len(tensor.shape) + 4 + 8


def _data_offset(header: GgufHeader, tensors: list[TensorInfo]) -> int:
    """Where the data begins once records of tensors and metadata have changed.

    A model in parts begins its offsets anew in each, and the header of the whole knows the first part's metadata.
    """
    change = sum(map(tensor_record_bytes, tensors)) - sum(map(tensor_record_bytes, _first_part(header)))
    change += sum(_entry_bytes(key, 4) for key in (_FILE_TYPE_KEY, _VERSION_KEY) if key not in header.metadata)
    change -= sum(_entry_bytes(key, size) for key, size in _SPLIT_KEYS.items() if key in header.metadata)
    return _padded(header.data_offset + change, header.alignment)


def _first_part(header: GgufHeader) -> tuple[TensorInfo, ...]:
    starts = [place for place, tensor in enumerate(header.tensors) if tensor.offset == 0]
    return header.tensors[: starts[1]] if len(starts) > 1 else header.tensors


def _entry_bytes(key: str, value_bytes: int) -> int:
    return 8 + len(key) + 4 + value_bytes


def _shape_as_written(shape: tuple[int, ...]) -> tuple[int, ...]:
    """Without dimensions of length 1 at the end, which ggml does not keep."""
    return shape[: dimensions(shape)] or (1,)


def _padded(size_bytes: int, alignment: int) -> int:
    return (size_bytes + alignment - 1) & -alignment
