"""Broken and hostile files: every one ends in a sentence, at bounded cost."""

import struct
from io import BytesIO

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from quantchat.core.gguf import MAX_METADATA_ENTRIES, MAX_TENSORS, GgufHeader, read_header
from quantchat.core.gguf_metadata import MAX_ARRAY_ELEMENTS, MAX_ARRAY_TEXTS
from quantchat.core.model_check import check_model
from quantchat.core.model_facts import model_facts
from quantchat.errors import ErrorKind, KnownError
from quantchat.settings import resources_folder
from tests.library.gguf_files import (
    F32,
    INT32,
    Q4_0,
    STRING,
    UINT32,
    entry,
    gguf_bytes,
    model_bytes,
    raw_array,
    raw_entry,
    tensor,
    text,
)

STARTER = resources_folder() / "models" / "SmolLM2-135M-Instruct.Q4_1.gguf"
MODEL = model_bytes()
HUGE = 2**64 - 1


def read_bytes(data: bytes, size_bytes: int | None = None) -> GgufHeader:
    return read_header(BytesIO(data), len(data) if size_bytes is None else size_bytes)


def refusal(data: bytes, size_bytes: int | None = None) -> KnownError:
    with pytest.raises(KnownError) as caught:
        read_bytes(data, size_bytes)
    return caught.value


def outcome(data: bytes, size_bytes: int) -> KnownError | None:
    """Do all that is ever done with a header; only a KnownError may come out of it."""
    try:
        header = read_bytes(data, size_bytes)
        facts = model_facts(header, "file")
        assert facts.display_name.isprintable()
        assert facts.tensor_bytes <= size_bytes
        check_model(header)
    except KnownError as error:
        return error
    return None


def assert_told_or_sound(data: bytes, size_bytes: int) -> None:
    error = outcome(data, size_bytes)
    assert error is None or (error.sentence.endswith(".") and error.sentence.isprintable())


@pytest.fixture(scope="module")
def starter_header() -> bytes:
    with STARTER.open("rb") as file:
        data_offset = read_header(file, STARTER.stat().st_size).data_offset
        file.seek(0)
        return file.read(data_offset)


@given(length=st.integers(0, len(MODEL) - 1))
@example(length=0)
@example(length=3)
@example(length=len(MODEL) - 1)
def test_a_file_cut_at_any_length_is_called_incomplete(length: int) -> None:
    error = refusal(MODEL[:length])
    if length < 4:
        assert error.kind is ErrorKind.NOT_GGUF
        return
    assert error.kind is ErrorKind.TRUNCATED
    assert f"has {length:,}; the download probably stopped early." in error.sentence
    assert "Download it again" in error.hint


def test_a_file_whose_last_weight_is_missing_says_how_much_it_needs() -> None:
    assert f"needs {len(MODEL):,} bytes and has {len(MODEL) - 1:,};" in refusal(MODEL[:-1]).sentence


@settings(max_examples=40, deadline=None)
@given(fraction=st.floats(0, 1, exclude_max=True))
def test_the_starter_model_cut_anywhere_is_refused(starter_header: bytes, fraction: float) -> None:
    length = int(STARTER.stat().st_size * fraction)
    error = refusal(starter_header[:length], length)
    assert error.kind is (ErrorKind.TRUNCATED if length >= 4 else ErrorKind.NOT_GGUF)


@settings(max_examples=400, deadline=None)
@given(flips=st.lists(st.tuples(st.integers(0, len(MODEL) - 1), st.integers(1, 255)), min_size=1, max_size=8))
def test_flipped_bytes_in_a_small_file_end_in_a_sentence_or_a_sound_header(flips: list[tuple[int, int]]) -> None:
    mutant = bytearray(MODEL)
    for position, mask in flips:
        mutant[position] ^= mask
    assert_told_or_sound(bytes(mutant), len(mutant))


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_flipped_bytes_in_the_starter_model_end_in_a_sentence_or_a_sound_header(
    starter_header: bytes, data: st.DataObject
) -> None:
    end = len(starter_header)
    positions = st.one_of(st.integers(0, 2000), st.integers(end - 17_000, end - 1), st.integers(0, end - 1))
    mutant = bytearray(starter_header)
    for position, mask in data.draw(st.lists(st.tuples(positions, st.integers(1, 255)), min_size=1, max_size=4)):
        mutant[position] ^= mask
    assert_told_or_sound(bytes(mutant), STARTER.stat().st_size)


@given(junk=st.binary(max_size=200))
def test_anything_after_the_magic_ends_in_a_sentence(junk: bytes) -> None:
    assert_told_or_sound(b"GGUF" + junk, 4 + len(junk))
    assert_told_or_sound(b"GGUF\3\0\0\0" + junk, 8 + len(junk))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"GG", "not a model in the GGUF format"),
        (b"\x89PNG\r\n", "not a model in the GGUF format"),
        (bytes(4096), "not a model in the GGUF format"),
        (b"<!DOCTYPE html><html>", "a web page"),
        (b"version https://git-lfs.github.com/spec/v1\n", "Git LFS"),
        (b"tjgg" + bytes(100), "before GGUF"),
    ],
)
def test_a_file_of_another_kind_is_named_for_what_it_is(data: bytes, words: str) -> None:
    error = refusal(data)
    assert error.kind is ErrorKind.NOT_GGUF
    assert words in error.sentence


@pytest.mark.parametrize(
    ("version", "words"),
    [(0, "no longer reads"), (1, "no longer reads"), (4, "does not know yet"), (3 << 24, "big-endian")],
)
def test_an_unreadable_version_is_told_apart(version: int, words: str) -> None:
    error = refusal(gguf_bytes(version=version))
    assert error.kind is ErrorKind.MALFORMED
    assert words in error.sentence


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(gguf_bytes(entry_count=MAX_METADATA_ENTRIES + 1), id="too many entries"),
        pytest.param(gguf_bytes(entry_count=HUGE), id="2^64 entries"),
        pytest.param(gguf_bytes(tensor_count=MAX_TENSORS + 1), id="too many tensors"),
        pytest.param(gguf_bytes(tensor_count=HUGE), id="2^64 tensors"),
        pytest.param(gguf_bytes([entry("", 1)]), id="entry without a name"),
        pytest.param(gguf_bytes([entry("a", 1), entry("a", 2)]), id="entry twice"),
        pytest.param(gguf_bytes([raw_entry("a", 13, bytes(8))]), id="unknown type of value"),
        pytest.param(gguf_bytes([raw_entry("a", STRING, struct.pack("<Q", HUGE))]), id="text of 2^64 bytes"),
        pytest.param(gguf_bytes([raw_array("a", 9, 1, bytes(12))]), id="array of arrays"),
        pytest.param(gguf_bytes([raw_array("a", 99, 0)]), id="empty array of an unknown type"),
        pytest.param(gguf_bytes([raw_array("a", 99, 1000, bytes(4000))]), id="array of an unknown type"),
        pytest.param(gguf_bytes([raw_array("a", INT32, MAX_ARRAY_ELEMENTS + 1)]), id="too many numbers"),
        pytest.param(gguf_bytes([raw_array("a", INT32, HUGE)]), id="2^64 numbers"),
        pytest.param(gguf_bytes([raw_array("a", STRING, MAX_ARRAY_TEXTS + 1)]), id="too many texts"),
        pytest.param(gguf_bytes([raw_array("a", STRING, HUGE)]), id="2^64 texts"),
        pytest.param(
            gguf_bytes([raw_array("a", STRING, 2, struct.pack("<Q", HUGE) + bytes(8))]), id="array text of 2^64 bytes"
        ),
        pytest.param(gguf_bytes([entry("general.alignment", 0)]), id="alignment 0"),
        pytest.param(gguf_bytes([entry("general.alignment", 48)]), id="alignment no power of two"),
        pytest.param(gguf_bytes([entry("general.alignment", "32")]), id="alignment as text"),
        pytest.param(gguf_bytes([], [tensor("a" * 64, (8,), F32, 0)], 32), id="long tensor name"),
        pytest.param(gguf_bytes([], [tensor("a", (8,), F32, 0), tensor("a", (8,), F32, 32)], 64), id="tensor twice"),
        pytest.param(gguf_bytes([], [tensor("a", (1, 1, 1, 1, 1), F32, 0)], 32), id="five dimensions"),
        pytest.param(gguf_bytes([], [text("a") + struct.pack("<I", 2**32 - 1)], 64), id="four billion dimensions"),
        pytest.param(gguf_bytes([], [tensor("a", (0, 8), F32, 0)], 32), id="no elements"),
        pytest.param(gguf_bytes([], [tensor("a", (33,), Q4_0, 0)], 32), id="row is no multiple of the block"),
        pytest.param(gguf_bytes([], [tensor("a", (2**63, 2**63), F32, 0)], 32), id="product overflows 64 bits"),
        pytest.param(gguf_bytes([], [tensor("a", (2**62,), F32, 0)], 32), id="size wraps to 0 in 64 bits"),
        pytest.param(gguf_bytes([], [tensor("a", (8,), 31, 0)], 32), id="removed tensor type"),
        pytest.param(gguf_bytes([], [tensor("a", (8,), 12345, 0)], 32), id="unknown tensor type"),
        pytest.param(gguf_bytes([], [tensor("a", (8,), F32, HUGE)], 32), id="offset of 2^64"),
        pytest.param(gguf_bytes([], [tensor("a", (8,), F32, 4)], 64), id="offset not aligned"),
        pytest.param(
            gguf_bytes([], [tensor("a", (64,), F32, 0), tensor("b", (8,), F32, 32)], 512), id="tensors overlap"
        ),
    ],
)
def test_a_file_that_lies_about_itself_is_called_damaged(data: bytes) -> None:
    assert refusal(data).kind is ErrorKind.MALFORMED


def test_counts_that_the_rest_of_the_file_cannot_hold_are_refused_before_reading_on() -> None:
    assert refusal(gguf_bytes(entry_count=4000)).kind is ErrorKind.TRUNCATED
    assert refusal(gguf_bytes(tensor_count=50_000)).kind is ErrorKind.TRUNCATED


class ZeroFile(BytesIO):
    """A header followed by zeros without end, which counts what is read of it."""

    bytes_read = 0

    def read(self, size: int | None = -1, /) -> bytes:
        assert size is not None
        chunk = super().read(size)
        self.bytes_read += size
        return chunk + bytes(size - len(chunk))


def test_a_long_number_array_in_a_huge_file_is_passed_over_without_reading_it() -> None:
    header = gguf_bytes([raw_array("a", UINT32, MAX_ARRAY_ELEMENTS)])
    file = ZeroFile(header)
    assert read_header(file, 2**40).array_length("a") == MAX_ARRAY_ELEMENTS
    assert file.bytes_read < 2**20


def test_texts_of_all_arrays_together_are_limited() -> None:
    half = MAX_ARRAY_TEXTS // 2
    arrays = [raw_array(key, STRING, half, bytes(8 * half)) for key in ("a", "b")]
    assert read_bytes(gguf_bytes(arrays)).array_length("b") == half
    assert refusal(gguf_bytes([*arrays, entry("c", ["one too many"])])).kind is ErrorKind.MALFORMED


def test_kept_texts_of_one_file_are_limited_together() -> None:
    megabyte = "x" * 2**20
    entries = [entry(f"text {number}", megabyte) for number in range(16)]
    assert refusal(gguf_bytes(entries)).kind is ErrorKind.MALFORMED
    assert read_bytes(gguf_bytes(entries[:15])).text("text 14") == megabyte


def test_a_text_longer_than_any_real_one_is_refused() -> None:
    assert refusal(gguf_bytes([entry("text", "x" * (2**20 + 1))])).kind is ErrorKind.MALFORMED


def test_an_array_that_ends_behind_the_file_is_called_incomplete() -> None:
    numbers = gguf_bytes([raw_array("a", UINT32, 1000, bytes(4 * 1000))], alignment=1)
    texts = gguf_bytes([entry("a", ["first", "last"])], alignment=1)
    assert read_bytes(numbers).array_length("a") == 1000
    assert refusal(numbers[:-1]).kind is ErrorKind.TRUNCATED
    assert read_bytes(texts).array_length("a") == 2
    assert refusal(texts[:-1]).kind is ErrorKind.TRUNCATED


def test_a_tensor_that_occurs_twice_is_named() -> None:
    data = gguf_bytes([], [tensor("twin", (8,), F32, 0), tensor("twin", (8,), F32, 32)], 64)
    assert "the tensor “twin” occurs twice" in refusal(data).sentence


def test_a_file_of_a_removed_tensor_type_is_called_old_and_not_damaged() -> None:
    sentence = refusal(gguf_bytes([], [tensor("a", (8,), 31, 0)], 32)).sentence
    assert "an old quantization type that the engine no longer reads" in sentence


def test_names_from_the_file_cannot_disturb_the_sentence() -> None:
    evil = "a\N{RIGHT-TO-LEFT OVERRIDE}\x1b[31m\n" + "b" * 500
    sentence = refusal(gguf_bytes([entry(evil, 1), entry(evil, 2)])).sentence
    assert sentence.isprintable()
    assert len(sentence) < 200


def test_a_file_that_shrinks_while_it_is_read_is_called_incomplete() -> None:
    assert refusal(MODEL[:100], len(MODEL)).kind is ErrorKind.TRUNCATED
