"""What is looked at before a model is made into another type, and what is looked at in the result."""

import os
import shutil
import stat
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from quantchat.core.gguf import GgufHeader, read_header
from quantchat.core.mix_rules import BASE_TYPES, UNQUANTIZED
from quantchat.core.mixes import needs_importance_matrix, quantized_header
from quantchat.core.model_facts import model_facts
from quantchat.core.quants import TENSOR_TYPES
from quantchat.engine import quantization_failures as failures
from quantchat.errors import ErrorKind, KnownError
from quantchat.wording import NO_WORDS, Wording, worded

SPARE_BYTES = 256 * 1024**2
"""What must be left free on the disk: other programs write too, and a full system disk stops them all."""

WRITTEN_ALIGNMENT = 32
"""`GGUF_DEFAULT_ALIGNMENT`: how llama.cpp's quantizer places weights, whatever the source and the result say."""

_MAKE_FROM_UNQUANTIZED = worded("Make it from an F16, BF16 or F32 file of the model instead.")
_QUANTIZED = frozenset(kind.name for kind in TENSOR_TYPES.values() if kind.block_elements > 1)
_BITS = {kind.name: kind.bits_per_weight for kind in TENSOR_TYPES.values()}


@dataclass(frozen=True, slots=True)
class QuantizationRequest:
    """What is to be made of what.

    Attributes:
        source_parts: files of the model, the first part first; most models have one.
        source_header: of all parts together.
        target: the file to make; one, also of a model in parts.
        file_type: name such as "Q5_1".
        from_quantized: the person was told what is lost (`requantizing_warning`), and wants it all the same.
        overwrite: a file that is there is replaced once the new one is whole.
        threads: threads that compute; 0 for one on each physical core.
    """

    source_parts: Sequence[Path]
    source_header: GgufHeader
    target: Path
    file_type: str
    from_quantized: bool = False
    overwrite: bool = False
    threads: int = 0

    @property
    def source(self) -> Path:
        """What the engine is given."""
        return self.source_parts[0]


def source_type(header: GgufHeader) -> str:
    """The type that a model's weights have, by its tensors and not by what the file says of itself alone."""
    bytes_by_type: Counter[str] = Counter()
    for tensor in header.tensors:
        bytes_by_type[tensor.type.name] += tensor.size_bytes
    quantized = {name: size for name, size in bytes_by_type.items() if name in _QUANTIZED}
    stated = model_facts(header, "").quantization
    if not quantized:
        return stated if stated in UNQUANTIZED else (bytes_by_type.most_common(1) or [("F32", 0)])[0][0]
    return stated if stated not in UNQUANTIZED else max(quantized, key=lambda name: quantized[name])


def requantizing_warning(source: str, target: str) -> Wording:
    """What the person must know before one quantized type is made of another; empty for an unquantized source.

    Args:
        source: type of the model that is there, as from `source_type`.
        target: file type to make.
    """
    if source in UNQUANTIZED:
        return NO_WORDS
    if target in UNQUANTIZED:
        return worded(
            "This model is in {source} already, and what {source} lost of the original does not come back: in {target} "
            "it only becomes larger, and its answers stay those of {source}.",
            source=source,
            target=target,
        )
    if target == source:
        return worded(
            "This model is in {source} already, and what {source} lost of the original does not come back: made into "
            "{source} once more, it stays as it is.",
            source=source,
        )
    if _bits(target) > _bits(source):
        return worded(
            "This model is in {source} already, and what {source} lost of the original does not come back: in {target} "
            "it becomes larger and no better.",
            source=source,
            target=target,
        )
    return worded(
        "This model is in {source} already, and what {source} lost of the original does not come back: {target} made "
        "of it is worse than {target} made of the original.",
        source=source,
        target=target,
    )


def check_request(request: QuantizationRequest) -> GgufHeader:
    """Check everything that can be known before the work begins; return the header of the file that will be made.

    Raises:
        KnownError: the type cannot be made of this model, the warning was not heard, the place is taken or refuses, or
            the disk has too little space.
    """
    file_type, target = request.file_type, request.target
    if file_type not in BASE_TYPES:
        raise failures.unknown_type(file_type)
    _check_target(request)
    if request.source_header.alignment != WRITTEN_ALIGNMENT:
        raise failures.odd_alignment()
    if needs_importance_matrix(request.source_header, file_type):
        raise failures.needs_matrix(file_type)
    warning = requantizing_warning(source_type(request.source_header), file_type)
    if warning and not request.from_quantized:
        raise KnownError(ErrorKind.OTHER, warning, _MAKE_FROM_UNQUANTIZED)
    predicted = quantized_header(request.source_header, file_type)
    file_bytes, left_bytes = predicted.file_size_bytes, free_bytes(target)
    if left_bytes < file_bytes + SPARE_BYTES:
        raise failures.too_little_space(target.name, file_bytes, file_bytes + SPARE_BYTES, left_bytes)
    return predicted


def free_bytes(target: Path) -> int:
    """Space on the disk of a file that is to be made.

    Raises:
        KnownError: its folder is not there, or is closed to us.
    """
    try:
        return shutil.disk_usage(target.parent).free
    except OSError as error:
        raise failures.cannot_write(target.name, error) from error


def check_result(path: Path, target_name: str, predicted: GgufHeader) -> GgufHeader:
    """Check the file that was made; return its header as it lies on the disk.

    Tensors of other types than those computed are no fault of the file: then llama.cpp's mix rules for this model are
    others than ours. Types, places and size are checked against each other all the same.

    Raises:
        KnownError: it is damaged or incomplete.
    """
    try:
        with path.open("rb") as file:
            size_bytes = os.fstat(file.fileno()).st_size
            made = read_header(file, size_bytes)
    except OSError as error:
        raise failures.cannot_write(target_name, error) from error
    except KnownError as error:
        raise failures.result_is_damaged(target_name, worded("its header cannot be read")) from error
    if made.metadata.get("general.file_type") != predicted.metadata["general.file_type"]:
        raise failures.result_is_damaged(target_name, worded("it is of another type"))
    if [(tensor.name, tensor.shape) for tensor in made.tensors] != [
        (tensor.name, tensor.shape) for tensor in predicted.tensors
    ]:
        raise failures.result_is_damaged(target_name, worded("weights are missing"))
    if size_bytes != _complete_size_bytes(made):
        raise failures.result_is_damaged(target_name, worded("its size is wrong"))
    return made


def _bits(name: str) -> float:
    """Bits a weight takes in most tensors of a file type, or in a tensor type; 0 for an unknown one."""
    return _BITS.get(BASE_TYPES.get(name, name), 0.0)


def _check_target(request: QuantizationRequest) -> None:
    target = request.target
    try:
        target.parent.stat()
        there = _lstat(target)
        if there is None:
            return
        if not (stat.S_ISREG(there.st_mode) or stat.S_ISLNK(there.st_mode)):
            raise failures.target_is_no_file(target.name)
        if target.exists() and any(target.samefile(part) for part in request.source_parts):
            raise failures.target_is_source(target.name)
    except OSError as error:
        raise failures.cannot_write(target.name, error) from error
    if not request.overwrite:
        raise failures.target_exists(target.name)


def _lstat(path: Path) -> os.stat_result | None:
    try:
        return path.lstat()
    except FileNotFoundError:
        return None


def _complete_size_bytes(header: GgufHeader) -> int:
    """Size of a file whose last tensor is padded like all others, as llama.cpp writes it."""
    end = max((tensor.offset + tensor.size_bytes for tensor in header.tensors), default=0)
    return header.data_offset + (end + header.alignment - 1) // header.alignment * header.alignment
