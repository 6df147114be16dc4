"""Sound files: the scanner agrees with the gguf package, which serves as the oracle."""

from io import BytesIO
from pathlib import Path

import gguf
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quantchat.core.gguf import GgufHeader, join_parts, read_header
from quantchat.core.gguf_metadata import KEPT_ARRAY_ELEMENTS, ArraySummary, MetadataValue, ValueType
from quantchat.core.quants import TENSOR_TYPES
from quantchat.settings import resources_folder
from tests.library.gguf_files import F32, entry, gguf_bytes, model_bytes, model_metadata, raw_array, tensor

STARTER = resources_folder() / "models" / "SmolLM2-135M-Instruct.Q4_1.gguf"
_OWN_FIELDS = {"GGUF.version", "GGUF.tensor_count", "GGUF.kv_count"}


def read_bytes(data: bytes) -> GgufHeader:
    return read_header(BytesIO(data), len(data))


def read_path(path: Path) -> GgufHeader:
    with path.open("rb") as file:
        return read_header(file, path.stat().st_size)


def oracle_value(field: gguf.ReaderField) -> MetadataValue:
    if field.types[0] is not gguf.GGUFValueType.ARRAY:
        value: MetadataValue = field.contents()
        return value
    element_type = ValueType(field.types[-1].value)
    if element_type is ValueType.STRING or len(field.data) > KEPT_ARRAY_ELEMENTS:
        return ArraySummary(element_type, len(field.data))
    return tuple(field.contents())


def assert_agrees_with_oracle(path: Path) -> None:
    oracle = gguf.GGUFReader(path)
    header = read_path(path)
    assert dict(header.metadata) == {
        name: oracle_value(field) for name, field in oracle.fields.items() if name not in _OWN_FIELDS
    }
    assert [
        (each.name, each.shape, each.type_id, each.offset + header.data_offset, each.size_bytes, each.elements)
        for each in header.tensors
    ] == [
        (
            each.name,
            tuple(int(length) for length in each.shape),
            each.tensor_type.value,
            each.data_offset,
            each.n_bytes,
            each.n_elements,
        )
        for each in oracle.tensors
    ]
    assert header.alignment == oracle.alignment


def test_the_starter_model_is_read_as_the_gguf_package_reads_it() -> None:
    assert_agrees_with_oracle(STARTER)


def test_a_file_with_every_type_of_value_is_read_as_the_gguf_package_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "values.gguf"
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_uint8("a.u8", 2**8 - 1)
    writer.add_int8("a.i8", -(2**7))
    writer.add_uint16("a.u16", 2**16 - 1)
    writer.add_int16("a.i16", -(2**15))
    writer.add_uint32("a.u32", 2**32 - 1)
    writer.add_int32("a.i32", -(2**31))
    writer.add_uint64("a.u64", 2**64 - 1)
    writer.add_int64("a.i64", -(2**63))
    writer.add_float32("a.f32", 0.5)
    writer.add_float64("a.f64", 1e300)
    writer.add_bool("a.yes", True)
    writer.add_bool("a.no", False)
    writer.add_string("a.text", "Grüße, 世界 🦙")
    writer.add_array("a.layers", [4, 4, 8])
    writer.add_array("a.flags", [True, False])
    writer.add_array("a.long", list(range(KEPT_ARRAY_ELEMENTS + 1)))
    writer.add_array("a.scores", [0.25] * 1000)
    writer.add_array("a.tokens", ["", "x", "ü" * 100])
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    assert_agrees_with_oracle(path)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    specs=st.lists(
        st.tuples(
            st.sampled_from([kind for kind in gguf.GGMLQuantizationType if kind in gguf.GGML_QUANT_SIZES]),
            st.integers(1, 3),
            st.lists(st.integers(1, 4), max_size=2),
        ),
        max_size=6,
    ),
    alignment=st.sampled_from([8, 32, 64, 256]),
)
def test_tensors_of_any_type_and_alignment_are_found_where_the_gguf_package_finds_them(
    tmp_path: Path, specs: list[tuple[gguf.GGMLQuantizationType, int, list[int]]], alignment: int
) -> None:
    path = tmp_path / "tensors.gguf"
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_custom_alignment(alignment)
    for index, (kind, blocks, outer) in enumerate(specs):
        block_bytes = gguf.GGML_QUANT_SIZES[kind][1]
        raw = np.zeros((*outer, blocks * block_bytes), dtype=np.uint8)
        writer.add_tensor(f"blk.{index}.weight", raw, raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    assert_agrees_with_oracle(path)
    header = read_path(path)
    assert header.tensor_bytes == sum(
        each.elements * TENSOR_TYPES[each.type_id].bits_per_weight / 8 for each in header.tensors
    )
    assert header.data_offset + header.tensor_bytes <= path.stat().st_size


def test_only_the_header_is_read_and_not_the_weights() -> None:
    data = model_bytes(rows=100_000)

    class CountingFile(BytesIO):
        bytes_read = 0

        def read(self, size: int | None = -1, /) -> bytes:
            chunk = super().read(size)
            self.bytes_read += len(chunk)
            return chunk

    file = CountingFile(data)
    read_header(file, len(data))
    assert file.bytes_read <= 2**18 < len(data)


def test_a_text_that_is_not_utf8_is_still_shown() -> None:
    data = gguf_bytes([entry("general.name", "x")]).replace(b"\1\0\0\0\0\0\0\0x", b"\1\0\0\0\0\0\0\0\xff")
    assert read_bytes(data).text("general.name") == "\N{REPLACEMENT CHARACTER}"


def test_a_missing_or_differently_typed_value_reads_as_nothing() -> None:
    header = read_bytes(gguf_bytes([entry("name", 7), entry("count", "seven"), entry("heads", [1, 9, 4])]))
    assert header.text("name") == ""
    assert header.text("absent") == ""
    assert header.integer("count") == 0
    assert header.integer("absent") == 0
    assert header.integer("heads") == 9
    assert header.array_length("heads") == 3
    assert header.array_length("name") == 0


def test_long_arrays_leave_their_length_only() -> None:
    count = KEPT_ARRAY_ELEMENTS + 1
    header = read_bytes(gguf_bytes([raw_array("scores", 6, count, bytes(4 * count)), entry("tokens", ["a", "b"])]))
    assert header.metadata["scores"] == ArraySummary(ValueType.FLOAT32, count)
    assert header.metadata["tokens"] == ArraySummary(ValueType.STRING, 2)
    assert header.array_length("scores") == count


def test_a_vocabulary_larger_than_the_reading_window_is_passed_over() -> None:
    tokens = [f"token {number}" * 20 for number in range(5000)]
    header = read_bytes(gguf_bytes([entry("tokens", tokens), entry("after", "found")]))
    assert header.array_length("tokens") == 5000
    assert header.text("after") == "found"


def test_the_second_version_of_the_format_is_read_like_the_third() -> None:
    data = model_bytes()
    second = data[:4] + b"\2" + data[5:]
    assert read_bytes(second).tensors == read_bytes(data).tensors


def test_the_parts_of_a_model_are_joined_into_one_header() -> None:
    first = read_bytes(gguf_bytes([entry(key, value) for key, value in model_metadata().items()]))
    second = read_bytes(gguf_bytes([], [tensor("b", (8,), F32, 0)], 32))
    joined = join_parts((first, second))
    assert joined.architecture == "llama"
    assert [each.name for each in joined.tensors] == ["b"]
    assert joined.file_size_bytes == first.file_size_bytes + second.file_size_bytes


def test_a_header_cannot_be_changed_after_reading() -> None:
    header = read_bytes(model_bytes())
    with pytest.raises(TypeError):
        header.metadata["general.name"] = "other"  # type: ignore[index]
