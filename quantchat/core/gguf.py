"""The header of a GGUF file: metadata and where each tensor lies, read without reading the tensors.

Every count, length and offset is checked before it is believed, so that a broken or hostile file costs a sentence
and not a hang. It is as strict as llama.cpp's own reader: what passes here is not refused there for its layout.
"""

import math
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import BinaryIO

from quantchat.core.bounded_reader import BoundedReader, incomplete, malformed
from quantchat.core.gguf_metadata import ArraySummary, MetadataValue, read_metadata
from quantchat.core.plain_text import plain_text
from quantchat.core.quants import REMOVED_TENSOR_TYPE_IDS, TENSOR_TYPES, TensorType
from quantchat.errors import ErrorKind, KnownError
from quantchat.wording import worded

MAGIC = b"GGUF"
MAX_METADATA_ENTRIES = 4096
MAX_TENSORS = 100_000
MAX_DIMENSIONS = 4
MAX_TENSOR_NAME_BYTES = 63

_DEFAULT_ALIGNMENT = 32
_SMALLEST_ENTRY_BYTES = 8 + 1 + 4 + 1
_SMALLEST_TENSOR_BYTES = 8 + 4 + 4 + 8
_OLD_MAGICS = frozenset({b"lmgg", b"fmgg", b"tjgg", b"algg"})
_PAGE_STARTS = frozenset({b"<!DO", b"<!do", b"<htm", b"<HTM"})
_POINTER_START = b"vers"


@dataclass(frozen=True, slots=True)
class TensorInfo:
    """One tensor as the header describes it.

    Attributes:
        name: as llama.cpp knows it, such as "blk.0.attn_q.weight".
        shape: elements along each dimension, the row length first.
        type_id: key of `TENSOR_TYPES`.
        offset: where its bytes begin, counted from `GgufHeader.data_offset`.
        size_bytes: bytes it takes, without the padding behind it.
    """

    name: str
    shape: tuple[int, ...]
    type_id: int
    offset: int
    size_bytes: int

    @property
    def elements(self) -> int:
        """Number of weights."""
        return math.prod(self.shape)

    @property
    def type(self) -> TensorType:
        """How it is stored."""
        return TENSOR_TYPES[self.type_id]


@dataclass(frozen=True, slots=True)
class GgufHeader:
    """What a GGUF file says about itself.

    Attributes:
        version: of the format, 2 or 3.
        metadata: single values, texts and short number arrays; longer arrays and text arrays as `ArraySummary`.
        tensors: in the order of the file.
        alignment: tensors begin at multiples of this, bytes.
        data_offset: where the tensor bytes begin in the file.
        file_size_bytes: size of the file, of all parts together where a model has several.
    """

    version: int
    metadata: Mapping[str, MetadataValue]
    tensors: tuple[TensorInfo, ...]
    alignment: int
    data_offset: int
    file_size_bytes: int

    @property
    def architecture(self) -> str:
        """The prefix of the model's own keys, such as "llama"; empty if the file does not say."""
        return self.text("general.architecture")

    @property
    def tensor_bytes(self) -> int:
        """Bytes of all tensors, without padding."""
        return sum(tensor.size_bytes for tensor in self.tensors)

    def text(self, key: str) -> str:
        """A text of the metadata; empty if it is missing or no text."""
        value = self.metadata.get(key)
        return value if isinstance(value, str) else ""

    def integer(self, key: str) -> int:
        """A whole number of the metadata, the largest where there is one a layer; 0 if missing or no number."""
        value = self.metadata.get(key)
        numbers = value if isinstance(value, tuple) else (value,)
        return max((number for number in numbers if isinstance(number, int)), default=0)

    def array_length(self, key: str) -> int:
        """Elements of an array of the metadata; 0 if it is missing or no array."""
        value = self.metadata.get(key)
        if isinstance(value, ArraySummary):
            return value.count
        return len(value) if isinstance(value, tuple) else 0


def read_header(file: BinaryIO, file_size_bytes: int) -> GgufHeader:
    """Read the header of a GGUF file and check that all its tensors lie inside the file.

    Raises:
        KnownError: the file is not GGUF, ends too early, or contradicts itself.
    """
    reader = BoundedReader(file, file_size_bytes)
    version = _read_version(reader, file_size_bytes)
    tensor_count = reader.u64()
    entry_count = reader.u64()
    _check_counts(reader, tensor_count, entry_count)
    metadata = read_metadata(reader, entry_count)
    alignment = _alignment(metadata)
    tensors = _read_tensors(reader, tensor_count)
    data_offset = _padded(reader.position, alignment)
    _check_layout(tensors, alignment, data_offset, file_size_bytes)
    return GgufHeader(version, MappingProxyType(metadata), tensors, alignment, data_offset, file_size_bytes)


def join_parts(parts: Sequence[GgufHeader]) -> GgufHeader:
    """One header for a model that lies in several files: metadata of the first, tensors of all.

    Tensor offsets stay relative to the data of the file that each tensor lies in.
    """
    return replace(
        parts[0],
        tensors=tuple(tensor for part in parts for tensor in part.tensors),
        file_size_bytes=sum(part.file_size_bytes for part in parts),
    )


def _read_version(reader: BoundedReader, file_size_bytes: int) -> int:
    magic = reader.take(min(len(MAGIC), file_size_bytes))
    if magic != MAGIC:
        raise _not_gguf(magic)
    version = reader.u32()
    if version and version & 0xFFFF == 0:
        raise KnownError(
            ErrorKind.MALFORMED,
            worded("This model file was made for big-endian computers, and this is not one."),
            worded("Download the ordinary (little-endian) file of the model."),
        )
    if version < 2:
        raise KnownError(
            ErrorKind.MALFORMED,
            worded(
                "This model file is in version {version} of the GGUF format, which the engine no longer reads.",
                version=version,
            ),
            worded("Download a newer file of the model."),
        )
    if version > 3:
        raise KnownError(
            ErrorKind.MALFORMED,
            worded(
                "This model file is in version {version} of the GGUF format, which the engine does not know yet.",
                version=version,
            ),
            worded("A newer QuantChat may."),
        )
    return version


def _not_gguf(magic: bytes) -> KnownError:
    if not magic:
        return KnownError(ErrorKind.NOT_GGUF, worded("This file is empty."), worded("Download it again."))
    if magic in _OLD_MAGICS:
        return KnownError(
            ErrorKind.NOT_GGUF,
            worded("This model file is in a format from before GGUF, which the engine no longer reads."),
            worded("Download the model as a GGUF file."),
        )
    if magic in _PAGE_STARTS:
        return KnownError(
            ErrorKind.NOT_GGUF,
            worded("This file is a web page and not a model; the download address led to a page."),
            worded("Use the download button of that page."),
        )
    if magic == _POINTER_START:
        return KnownError(
            ErrorKind.NOT_GGUF,
            worded("This file only points to a model that is stored elsewhere (Git LFS)."),
            worded("Download the model itself."),
        )
    return KnownError(
        ErrorKind.NOT_GGUF,
        worded("This file is not a model in the GGUF format."),
        worded("Choose a file whose name ends in .gguf."),
    )


def _check_counts(reader: BoundedReader, tensor_count: int, entry_count: int) -> None:
    if entry_count > MAX_METADATA_ENTRIES:
        raise malformed(worded("it claims {count:,} metadata entries", count=entry_count))
    if tensor_count > MAX_TENSORS:
        raise malformed(worded("it claims {count:,} tensors", count=tensor_count))
    least_bytes = entry_count * _SMALLEST_ENTRY_BYTES + tensor_count * _SMALLEST_TENSOR_BYTES
    if least_bytes > reader.remaining_bytes:
        raise incomplete(reader.position + least_bytes, reader.position + reader.remaining_bytes)


def _alignment(metadata: Mapping[str, MetadataValue]) -> int:
    alignment = metadata.get("general.alignment", _DEFAULT_ALIGNMENT)
    if not isinstance(alignment, int) or alignment <= 0 or alignment & (alignment - 1):
        raise malformed(worded("its alignment is not a power of two"))
    return alignment


def _read_tensors(reader: BoundedReader, tensor_count: int) -> tuple[TensorInfo, ...]:
    tensors: dict[str, TensorInfo] = {}
    for _ in range(tensor_count):
        tensor = _read_tensor(reader)
        if tensor.name in tensors:
            raise malformed(worded("the tensor “{tensor}” occurs twice", tensor=plain_text(tensor.name)))
        tensors[tensor.name] = tensor
    return tuple(tensors.values())


def _read_tensor(reader: BoundedReader) -> TensorInfo:
    name = reader.text()
    if len(name.encode()) > MAX_TENSOR_NAME_BYTES:
        raise malformed(worded("the name of a tensor is too long"))
    dimensions = reader.u32()
    if dimensions > MAX_DIMENSIONS:
        raise malformed(
            worded("the tensor “{tensor}” claims {count:,} dimensions", tensor=plain_text(name), count=dimensions)
        )
    shape = struct.unpack(f"<{dimensions}Q", reader.take(8 * dimensions))
    type_id = reader.u32()
    size_bytes = _tensor_size_bytes(name, shape, _tensor_type(type_id))
    return TensorInfo(name, shape, type_id, reader.u64(), size_bytes)


def _tensor_type(type_id: int) -> TensorType:
    if type_id in REMOVED_TENSOR_TYPE_IDS:
        raise KnownError(
            ErrorKind.MALFORMED,
            worded("This model file uses an old quantization type that the engine no longer reads."),
            worded("Download a newer file of the model, such as Q4_K_M."),
        )
    kind = TENSOR_TYPES.get(type_id)
    if kind is None:
        raise KnownError(
            ErrorKind.MALFORMED,
            worded(
                "This model file is damaged or uses a quantization type (number {type}) that this version of the "
                "engine does not know.",
                type=type_id,
            ),
            worded("Download it again; if that does not help, a newer QuantChat may."),
        )
    return kind


def _tensor_size_bytes(name: str, shape: tuple[int, ...], kind: TensorType) -> int:
    elements = math.prod(shape)
    row_elements = shape[0] if shape else 1
    if elements == 0 or row_elements % kind.block_elements:
        raise malformed(
            worded(
                "the shape of the tensor “{tensor}” does not suit its type {type}",
                tensor=plain_text(name),
                type=kind.name,
            )
        )
    return elements // kind.block_elements * kind.block_bytes


def _check_layout(tensors: tuple[TensorInfo, ...], alignment: int, data_offset: int, file_size_bytes: int) -> None:
    """Tensors must follow each other without gap or overlap, as llama.cpp demands, and end inside the file."""
    expected_offset = 0
    end = 0
    for tensor in tensors:
        if tensor.offset != expected_offset:
            raise malformed(
                worded(
                    "the tensor “{tensor}” does not begin where the one before it ends",
                    tensor=plain_text(tensor.name),
                )
            )
        end = tensor.offset + tensor.size_bytes
        expected_offset = _padded(end, alignment)
    if tensors and data_offset + end > file_size_bytes:
        raise incomplete(data_offset + end, file_size_bytes)


def _padded(offset: int, alignment: int) -> int:
    return (offset + alignment - 1) & -alignment
