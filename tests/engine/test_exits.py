"""Every way the engine can die becomes a sentence without numbers and with something to do."""

import re

import pytest

from quantchat.engine.exits import explain_exit
from quantchat.engine.memory_shortage import NotEnoughMemory
from quantchat.errors import ErrorKind
from quantchat.native.child_process import ChildExit

ABORTED = (
    "/build/src/llama-vocab.cpp:2544: GGML_ASSERT(id_to_token.size() == token_to_id.size()) failed\nFatal Python error"
)
THROWN = "terminate called after throwing an instance of 'std::out_of_range'\n  what():  _Map_base::at\n"


@pytest.mark.parametrize(
    ("return_code", "kind", "words"),
    [
        (-4, ErrorKind.ENGINE_CRASHED, "newer processor"),
        (0xC000001D, ErrorKind.ENGINE_CRASHED, "newer processor"),
        (-6, ErrorKind.ENGINE_CRASHED, "crashed"),
        (0xC0000409, ErrorKind.ENGINE_CRASHED, "crashed"),
        (-7, ErrorKind.ENGINE_CRASHED, "changed or went away"),
        (0xC0000006, ErrorKind.ENGINE_CRASHED, "changed or went away"),
        (-9, ErrorKind.ENGINE_KILLED, "Another program or the system"),
        (-15, ErrorKind.ENGINE_KILLED, "Another program or the system"),
        (-11, ErrorKind.ENGINE_CRASHED, "crashed"),
        (0xC0000005, ErrorKind.ENGINE_CRASHED, "crashed"),
        (0, ErrorKind.ENGINE_CRASHED, "stopped unexpectedly"),
        (1, ErrorKind.ENGINE_CRASHED, "stopped unexpectedly"),
        (-31, ErrorKind.ENGINE_CRASHED, "stopped unexpectedly"),
    ],
)
def test_each_end_is_told_in_words_without_its_number(return_code: int, kind: ErrorKind, words: str) -> None:
    error = explain_exit(ChildExit(return_code, "", out_of_memory=False), "Tiny.gguf")
    assert error.kind is kind
    assert words in error.sentence
    assert not re.search(r"\d|0x|SIG", error.text)
    assert error.hint
    assert "Send the message again" not in error.hint  # the message is stored, and an answer to it offers to try again


def test_a_kill_while_the_kernel_ran_out_of_memory_is_told_as_that() -> None:
    error = explain_exit(ChildExit(-9, "", out_of_memory=True), "Tiny.gguf")
    assert error.kind is ErrorKind.OUT_OF_MEMORY
    assert "Tiny.gguf" in error.sentence


@pytest.mark.parametrize("said", ["std::bad_alloc", "CUDA error: out of memory", "cudaMalloc failed: no memory"])
def test_a_crash_that_speaks_of_memory_is_told_as_that(said: str) -> None:
    assert explain_exit(ChildExit(-6, said, out_of_memory=False), "T").kind is ErrorKind.OUT_OF_MEMORY


def test_an_assertion_is_quoted_without_the_path_it_was_built_in() -> None:
    error = explain_exit(ChildExit(-6, ABORTED, out_of_memory=False), "Tiny.gguf")
    assert "“id_to_token.size() == token_to_id.size()”" in error.sentence
    assert "build" not in error.sentence
    assert "2544" not in error.sentence


def test_an_uncaught_exception_is_quoted() -> None:
    assert "“_Map_base::at”" in explain_exit(ChildExit(-6, THROWN, out_of_memory=False), "T").sentence


def test_another_abort_is_quoted_without_file_and_line() -> None:
    said = "/build/src/llama-vocab.cpp:3422: Tokenizer not initialized\n"
    error = explain_exit(ChildExit(-6, said, out_of_memory=False), "T")
    assert "“Tokenizer not initialized”" in error.sentence


def test_a_traceback_is_never_quoted() -> None:
    said = 'Traceback (most recent call last):\n  File "/x/y.py", line 3, in f\nValueError: oops\n'
    assert explain_exit(ChildExit(1, said, out_of_memory=False), "T").text.count("oops") == 0


def test_a_gpu_that_ran_out_of_memory_is_named() -> None:
    said = (
        "CUDA error: out of memory\n  current device: 0, in function alloc at /build/ggml-cuda.cu:502\n  err\n"
        "/build/ggml-cuda.cu:109: CUDA error\n"
    )
    error = explain_exit(ChildExit(-6, said, out_of_memory=False), "Tiny.gguf")
    assert isinstance(error, NotEnoughMemory)
    assert error.device == "CUDA0"
    assert "ran out of GPU memory (CUDA0)" in error.sentence


def test_a_thread_that_could_not_be_made_is_told_as_lack_of_memory() -> None:
    said = "\nlibgomp: Thread creation failed: Resource temporarily unavailable\n"
    assert explain_exit(ChildExit(1, said, out_of_memory=False), "T").kind is ErrorKind.OUT_OF_MEMORY
