"""Asks llama.cpp's own allocator what a plan would take, without any weights.

llama.cpp can go through loading and planning without allocating (`no_alloc`); its log then names the sizes. They equal
those of a real load, which closed forms cannot promise: compute memory is not even monotone in the context length.
"""

import ctypes
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import llama_cpp.llama_cpp as llama

from quantchat.core.memory import AllocatorAnswer
from quantchat.native.context_params import context_params
from quantchat.native.model_params import model_params
from quantchat.native.native_log import NativeLog
from quantchat.probe.protocol import Allocation, AskMemory, Refused

_MIB = 1024 * 1024
_COMPUTE = re.compile(r"(\S+) compute buffer size = +([\d.]+) MiB")
_KV = re.compile(r"llama_kv_cache\w*: size = +([\d.]+) MiB")
_STATE = re.compile(r"llama_memory_recurrent: size = +([\d.]+) MiB")
_REASON_CHARS = 2000


def ask_allocator(request: AskMemory, log: NativeLog) -> Allocation | Refused:
    """Plan the load that is described and say what it would allocate."""
    with _weightless_file(request.header, request.file_size_bytes) as path:
        log.clear()
        params = model_params(request.plan)
        params.no_alloc = True
        params.load_mode = llama.LLAMA_LOAD_MODE_NONE  # a memory map together with no_alloc fails an assertion
        model = llama.llama_model_load_from_file(path.encode(), params)
        if not model:
            return Refused(log.text[-_REASON_CHARS:])
        try:
            return _allocation(request, model, log)
        finally:
            llama.llama_model_free(model)


def _allocation(request: AskMemory, model: ctypes.c_void_p, log: NativeLog) -> Allocation | Refused:
    trained_context_length = int(llama.llama_model_n_ctx_train(model))
    context = llama.llama_init_from_model(model, context_params(request.plan, trained_context_length))
    if not context:
        return Refused(log.text[-_REASON_CHARS:])
    try:
        return Allocation(
            AllocatorAnswer(
                compute_bytes={device: _bytes(size) for device, size in _COMPUTE.findall(log.text)},
                kv_bytes=sum(_bytes(size) for size in _KV.findall(log.text)),
                state_bytes=sum(_bytes(size) for size in _STATE.findall(log.text)),
                context_length=int(llama.llama_n_ctx(context)),
            )
        )
    finally:
        llama.llama_free(context)


def _bytes(mebibytes: str) -> int:
    return round(float(mebibytes) * _MIB)


@contextmanager
def _weightless_file(header: bytes, file_size_bytes: int) -> Iterator[str]:
    """A file that begins with `header` and has a hole for the weights; on Linux it touches no disk."""
    if sys.platform == "linux":
        handle = os.memfd_create("quantchat-weightless")
        try:
            os.write(handle, header)
            os.ftruncate(handle, file_size_bytes)
            yield f"/proc/self/fd/{handle}"
        finally:
            os.close(handle)
        return
    with tempfile.TemporaryDirectory() as folder:  # not exercised: Windows and macOS
        path = Path(folder, "weightless.gguf")
        path.write_bytes(header)
        os.truncate(path, file_size_bytes)
        yield str(path)
