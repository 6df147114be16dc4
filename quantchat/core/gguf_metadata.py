"""The metadata of a GGUF file: named values in front of the tensors.

Single values, texts and short number arrays are kept; the long arrays (a vocabulary, its scores and merges) are
passed over and leave their length. Counts are checked before they are believed.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from types import MappingProxyType

from quantchat.core.bounded_reader import BoundedReader, malformed
from quantchat.core.plain_text import plain_text
from quantchat.wording import worded

MAX_ARRAY_ELEMENTS = 2**30
MAX_ARRAY_TEXTS = 2**22
"""Texts in all arrays of one file together; the largest vocabularies with their merges have below a million."""

KEPT_ARRAY_ELEMENTS = 512
"""Longest number array that is kept: one number a layer, and llama.cpp has at most 512 layers."""


class ValueType(IntEnum):
    """Types of metadata values, numbered as in a file."""

    UINT8 = 0
    INT8 = 1
    UINT16 = 2
    INT16 = 3
    UINT32 = 4
    INT32 = 5
    FLOAT32 = 6
    BOOL = 7
    STRING = 8
    ARRAY = 9
    UINT64 = 10
    INT64 = 11
    FLOAT64 = 12


_NUMBER_CODES: Mapping[int, str] = MappingProxyType(
    {
        ValueType.UINT8: "B",
        ValueType.INT8: "b",
        ValueType.UINT16: "H",
        ValueType.INT16: "h",
        ValueType.UINT32: "I",
        ValueType.INT32: "i",
        ValueType.FLOAT32: "f",
        ValueType.BOOL: "?",
        ValueType.UINT64: "Q",
        ValueType.INT64: "q",
        ValueType.FLOAT64: "d",
    }
)


@dataclass(frozen=True, slots=True)
class ArraySummary:
    """An array that was passed over, such as the vocabulary: what it holds and how many."""

    element_type: ValueType
    count: int


Number = int | float | bool
MetadataValue = Number | str | tuple[Number, ...] | ArraySummary


def read_metadata(reader: BoundedReader, entry_count: int) -> dict[str, MetadataValue]:
    """Read `entry_count` named values; the caller bounds the count."""
    metadata: dict[str, MetadataValue] = {}
    texts_left = MAX_ARRAY_TEXTS
    for _ in range(entry_count):
        key = reader.text()
        if not key:
            raise malformed(worded("a metadata entry has no name"))
        if key in metadata:
            raise malformed(worded("the metadata entry “{key}” occurs twice", key=plain_text(key)))
        value = _read_value(reader, reader.u32(), texts_left)
        if isinstance(value, ArraySummary) and value.element_type is ValueType.STRING:
            texts_left -= value.count
        metadata[key] = value
    return metadata


def _read_value(reader: BoundedReader, type_id: int, texts_left: int) -> MetadataValue:
    if type_id == ValueType.STRING:
        return reader.text()
    if type_id == ValueType.ARRAY:
        return _read_array(reader, texts_left)
    return _read_numbers(reader, type_id, 1)[0]


def _read_array(reader: BoundedReader, texts_left: int) -> tuple[Number, ...] | ArraySummary:
    type_id = reader.u32()
    count = reader.u64()
    if type_id == ValueType.STRING:
        if count > texts_left:
            raise malformed(worded("it claims a list of {count:,} texts", count=count))
        reader.skip_texts(count)
        return ArraySummary(ValueType.STRING, count)
    if count > MAX_ARRAY_ELEMENTS:
        raise malformed(worded("it claims a list of {count:,} numbers", count=count))
    if count <= KEPT_ARRAY_ELEMENTS:
        return _read_numbers(reader, type_id, count)
    reader.skip(count * struct.calcsize(f"<{_number_code(type_id)}"))
    return ArraySummary(ValueType(type_id), count)


def _read_numbers(reader: BoundedReader, type_id: int, count: int) -> tuple[Number, ...]:
    layout = f"<{count}{_number_code(type_id)}"
    return struct.unpack(layout, reader.take(struct.calcsize(layout)))


def _number_code(type_id: int) -> str:
    code = _NUMBER_CODES.get(type_id)
    if code is None:
        raise malformed(worded("a metadata entry is of the unknown type {type}", type=type_id))
    return code
