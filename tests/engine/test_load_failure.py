"""Why a model was refused, in the person's words."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from quantchat.engine.load_failure import load_error, require_gguf
from quantchat.errors import ErrorKind, KnownError


@pytest.mark.parametrize(
    ("log", "kind", "words"),
    [
        ("llama_model_load: error loading model: unknown model architecture: 'foo'\n", "unknown_architecture", "“foo”"),
        ("tensor 'a' data is not within the file bounds, model is corrupted or incomplete", "truncated", "incomplete"),
        ("gguf_init_from_reader: failed to read key-value pairs", "truncated", "incomplete"),
        ("ggml_backend_cpu_buffer_type_alloc_buffer: failed to allocate buffer of size 9", "out_of_memory", "memory"),
        ("CUDA error: Out Of Memory", "out_of_memory", "memory"),
        ("error loading model hyperparameters: key not found in model: a.b\n", "malformed", "key not found"),
        ("K cache type q8_0 with block size 32 does not divide n_embd_head_k=80\n", "other", "in q8_0"),
        ("", "malformed", "it gave no reason."),
    ],
)
def test_what_llama_cpp_logged_becomes_a_sentence_with_the_name(log: str, kind: str, words: str) -> None:
    error = load_error("/models/Tiny.gguf", log)
    assert error.kind == kind
    assert words in error.sentence
    assert "Tiny.gguf" in error.sentence
    assert "/models" not in error.text
    assert error.hint


def test_a_gguf_file_passes(tmp_path: Path) -> None:
    path = tmp_path / "good.gguf"
    path.write_bytes(b"GGUF\3\0\0\0")
    require_gguf(path)


def _missing(path: Path) -> None:
    path.unlink(missing_ok=True)


def _folder(path: Path) -> None:
    path.mkdir()


def _fifo(path: Path) -> None:
    os.mkfifo(path)


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (_missing, ErrorKind.FILE_MISSING),
        (_folder, ErrorKind.NOT_GGUF),
        (_fifo, ErrorKind.NOT_GGUF),
        (lambda path: path.write_bytes(b""), ErrorKind.NOT_GGUF),
        (lambda path: path.write_bytes(b"GG"), ErrorKind.NOT_GGUF),
        (lambda path: path.write_bytes(b"<html>no such page</html>"), ErrorKind.NOT_GGUF),
        (lambda path: path.symlink_to(path), ErrorKind.FILE_UNREADABLE),
    ],
)
def test_what_is_no_model_file_is_refused_by_name(tmp_path: Path, make: object, kind: ErrorKind) -> None:
    path = tmp_path / "bad.gguf"
    assert callable(make)
    make(path)
    with pytest.raises(KnownError, match=r"bad\.gguf") as caught:
        require_gguf(path)
    assert caught.value.kind is kind
    assert caught.value.hint


@pytest.fixture
def nobody() -> Iterator[None]:
    """Run without the right to read everything, where the tests run as the superuser."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    yield
    os.seteuid(user)


def test_a_file_without_permission_is_told_as_that(tmp_path: Path, nobody: None) -> None:
    path = tmp_path / "secret.gguf"
    with pytest.raises(KnownError, match=r"secret\.gguf cannot be read: Permission denied"):
        _lock_and_require(path)


def _lock_and_require(path: Path) -> None:
    user = os.geteuid()
    os.seteuid(os.getuid())
    path.write_bytes(b"GGUF")
    path.chmod(0)
    os.seteuid(user)
    require_gguf(path)
