"""How long it takes to list the models on a computer that has very many, the first time and after that.

Makes small GGUF files in subfolders, and a folder of other files beside them, in a temporary folder that is removed
again. Whatever the disk cache holds counts as held, as it does after the first scan for a person too.

    python benchmarks/library.py [--models 2000] [--others 10000] [--tokens 1000] [--profile]
"""

import argparse
import cProfile
import os
import pstats
import statistics
import struct
import tempfile
import time
from pathlib import Path

from quantchat.library.models import ModelLibrary

STRING, ARRAY, UINT32 = 8, 9, 4
F32 = 0
REPEATS = 5


def model_bytes(tokens: int) -> bytes:
    """A sound model of one tensor, with a vocabulary of so many tokens."""
    words = b"".join(_text(f"token{number}") for number in range(tokens))
    entries = (
        _text("general.architecture") + struct.pack("<I", STRING) + _text("llama"),
        _text("general.type") + struct.pack("<I", STRING) + _text("model"),
        _text("llama.block_count") + struct.pack("<II", UINT32, 1),
        _text("llama.context_length") + struct.pack("<II", UINT32, 4096),
        _text("llama.embedding_length") + struct.pack("<II", UINT32, 32),
        _text("llama.attention.head_count") + struct.pack("<II", UINT32, 4),
        _text("tokenizer.ggml.model") + struct.pack("<I", STRING) + _text("gpt2"),
        _text("tokenizer.ggml.tokens") + struct.pack("<IIQ", ARRAY, STRING, tokens) + words,
    )
    tensor = _text("token_embd.weight") + struct.pack("<IQIQ", 1, 32, F32, 0)
    header = b"GGUF" + struct.pack("<IQQ", 3, 1, len(entries)) + b"".join(entries) + tensor
    return header + bytes(-len(header) % 32 + 32 * 4)


def _text(text: str) -> bytes:
    return struct.pack("<Q", len(text)) + text.encode()


def make_files(folder: Path, models: int, others: int, tokens: int) -> None:
    """Models in subfolders of 20, and other files in one folder."""
    content = model_bytes(tokens)
    yesterday = time.time() - 86400  # a file written to a moment ago is not remembered
    for number in range(models):
        path = folder / f"publisher {number // 20}" / f"Model-{number}-Q4_K_M.gguf"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        os.utime(path, (yesterday, yesterday))
    (folder / "photos").mkdir()
    for number in range(others):
        (folder / "photos" / f"{number}.jpg").touch()


def scan_ms(library: ModelLibrary, expected: int) -> float:
    """Time of one scan."""
    began = time.perf_counter()
    found = library.scan()
    took_ms = (time.perf_counter() - began) * 1000
    if len(found) != expected or any(model.problem for model in found):
        raise SystemExit(f"{len(found)} models were found and {expected} are there.")
    return took_ms


def main() -> None:
    """Make the files, scan, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", type=int, default=2000)
    parser.add_argument("--others", type=int, default=10_000)
    parser.add_argument("--tokens", type=int, default=1000, help="words of each vocabulary")
    parser.add_argument("--profile", action="store_true", help="say where a later scan spends its time")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_files(folder, arguments.models, arguments.others, arguments.tokens)
        library = ModelLibrary(folder / "none", folder, cache_file=folder / "headers.msgpack")
        first_ms = scan_ms(library, arguments.models)
        later_ms = [scan_ms(library, arguments.models) for _ in range(REPEATS)]
        print(f"{arguments.models:,} models and {arguments.others:,} other files")
        print(f"first scan   {first_ms:8.0f} ms")
        print(f"later scans  {statistics.median(later_ms):8.0f} ms (median of {REPEATS}; {max(later_ms):.0f} at most)")
        print(f"cache file   {(folder / 'headers.msgpack').stat().st_size / 1000:8.0f} kB")
        if arguments.profile:
            with cProfile.Profile() as profile:
                scan_ms(library, arguments.models)
            pstats.Stats(profile).sort_stats("tottime").print_stats(15)


if __name__ == "__main__":
    main()
