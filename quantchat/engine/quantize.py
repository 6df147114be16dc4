"""Making a file of another type in the engine child, through llama.cpp's own quantizer.

llama.cpp has no callback for progress: the names of the tensors come from its log.
"""

import ctypes
import re
import sys
from collections.abc import Callable
from pathlib import Path

import llama_cpp.llama_cpp as llama
from typing_extensions import override

from quantchat.core.plain_text import plain_text
from quantchat.core.quants import FILE_TYPES
from quantchat.engine import quantization_failures as failures
from quantchat.engine.load_failure import require_gguf
from quantchat.engine.memory_shortage import MAIN_MEMORY, MemoryShortage
from quantchat.engine.protocol import Event, Quantize, Quantized, QuantizeFailed, QuantizeProgress
from quantchat.errors import KnownError
from quantchat.native.native_log import NativeLog

BUFFER_BYTES = 256 * 1024**2
"""Rows of a tensor that are converted at a time. llama.cpp's default of 8 GiB would take a computer's whole memory for
the embeddings of a large vocabulary, and is no faster."""

_TENSOR = re.compile(r"\[ *\d+/ *\d+\] (?P<name>\S+) +- \[")


def quantize(command: Quantize, emit: Callable[[Event], None]) -> None:
    """Make the file and tell what comes of it; a damaged source may end the process."""
    source = Path(command.source.decode(sys.getfilesystemencoding(), "surrogateescape"))
    name = plain_text(source.name, max_chars=255)
    try:
        require_gguf(source)
        log = _QuantizerLog(lambda tensor: emit(QuantizeProgress(tensor)))
        is_made = _run(command)
    except KnownError as refusal:
        emit(_failed(refusal))
        return
    except MemoryError:
        emit(_failed(MemoryShortage(MAIN_MEMORY).error(name)))
        return
    if is_made:
        emit(Quantized())
        return
    error = failures.quantizer_refused(name, FILE_TYPES[command.file_type_id].name, log.text)
    emit(_failed(error, may_be_disk=failures.could_not_write(log.text)))


def _failed(error: KnownError, *, may_be_disk: bool = False) -> QuantizeFailed:
    return QuantizeFailed(error.kind, error.sentence, error.hint, may_be_disk)


def _run(command: Quantize) -> bool:
    params = llama.llama_model_quantize_default_params()
    params.ftype = command.file_type_id
    params.nthread = command.threads
    params.allow_requantize = True  # whether it should be is asked before, in the app
    params.max_buf_size = BUFFER_BYTES
    code = llama.llama_model_quantize(command.source, command.target, ctypes.byref(params))
    return bool(code == 0)


class _QuantizerLog(NativeLog):
    """The log, of which each line about a tensor is passed on by its name when work on that tensor begins."""

    def __init__(self, on_tensor: Callable[[str], None]) -> None:
        self._on_tensor = on_tensor
        super().__init__(errors_to=sys.stderr)

    @override
    def _on_text(self, level: int, text: bytes, _user_data: object) -> None:
        super()._on_text(level, text, _user_data)
        if found := _TENSOR.match(text.decode("utf-8", "replace")):
            self._on_tensor(found["name"])
