"""Model files with something wrong, made from the starter model or byte by byte."""

import mmap
import shutil
from collections.abc import Callable
from pathlib import Path

from tests.library.gguf_files import ALIGNMENT, entry, gguf_bytes

TEMPLATE_KEY = b"tokenizer.chat_template"
SIZES = {
    "llama.context_length": 128,
    "llama.embedding_length": 32,
    "llama.feed_forward_length": 32,
    "llama.attention.head_count": 1,
}


def not_gguf(path: Path, _starter: Path) -> None:
    path.write_bytes(b"<html>The page you want is gone.</html>" * 100)


def empty(path: Path, _starter: Path) -> None:
    path.write_bytes(b"")


def vanished(path: Path, _starter: Path) -> None:
    path.unlink(missing_ok=True)


def folder(path: Path, _starter: Path) -> None:
    path.mkdir()


def truncated_in_the_header(path: Path, starter: Path) -> None:
    _copy_beginning(starter, path, 100_000)


def truncated_in_the_tensors(path: Path, starter: Path) -> None:
    _copy_beginning(starter, path, 8_000_000)


def unknown_architecture(path: Path, _starter: Path) -> None:
    path.write_bytes(gguf_bytes([entry("general.architecture", "quantumfoo"), entry("quantumfoo.block_count", 1)]))


def without_sizes(path: Path, _starter: Path) -> None:
    path.write_bytes(gguf_bytes([entry("general.architecture", "llama"), entry("llama.block_count", 1)]))


def that_aborts_llama_cpp(path: Path, _starter: Path) -> None:
    sizes = [entry(key, value) for key, value in SIZES.items()]
    path.write_bytes(gguf_bytes([entry("general.architecture", "llama"), entry("llama.block_count", 0), *sizes]))


def without_template(path: Path, starter: Path) -> None:
    _patched_copy(starter, path, lambda header, at: (at, TEMPLATE_KEY[:-1] + b"X"))


def with_template(template: str) -> Callable[[Path, Path], None]:
    """Return a maker of a copy whose chat template is another one, no longer than the starter model's."""

    def make(path: Path, starter: Path) -> None:
        def change(header: mmap.mmap, key_at: int) -> tuple[int, bytes]:
            length_at = key_at + len(TEMPLATE_KEY) + 4
            length = int.from_bytes(header[length_at : length_at + 8], "little")
            text = template.encode()
            assert len(text) <= length
            return length_at + 8, text.ljust(length)

        _patched_copy(starter, path, change)

    return make


def with_metadata(*entries: bytes) -> Callable[[Path, Path], None]:
    """Return a maker of a copy with more metadata; a text fills it up so that the tensors stay aligned."""

    def make(path: Path, starter: Path) -> None:
        data = starter.read_bytes()
        added = b"".join(entries)
        filler = entry("filler", "")
        added += entry("filler", "x" * (-len(added + filler) % ALIGNMENT))
        count = int.from_bytes(data[16:24], "little") + len(entries) + 1
        path.write_bytes(data[:16] + count.to_bytes(8, "little") + added + data[24:])

    return make


def _copy_beginning(source: Path, target: Path, size_bytes: int) -> None:
    with source.open("rb") as file:
        target.write_bytes(file.read(size_bytes))


def _patched_copy(source: Path, target: Path, change: Callable[[mmap.mmap, int], tuple[int, bytes]]) -> None:
    shutil.copyfile(source, target)
    with target.open("r+b") as file, mmap.mmap(file.fileno(), 0) as data:
        at, new = change(data, data.find(TEMPLATE_KEY))
        data[at : at + len(new)] = new
