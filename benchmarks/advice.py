"""Predicted beside measured speed, on this machine: `python benchmarks/advice.py`.

Models of real shapes without real weights: files that are one hole, which llama.cpp reads like any other. Their speed
is that of the real models, since every byte is read and multiplied all the same. Each line is a prediction made before
the model ran, its range, and the median of decoded tokens.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

import llama_cpp.llama_cpp as llama

from quantchat.advice.machine import this_machine
from quantchat.core.gguf import GgufHeader
from quantchat.core.gguf_metadata import MetadataValue
from quantchat.core.gguf_writer import weightless_gguf
from quantchat.core.hardware import Hardware
from quantchat.core.memory import plan_memory
from quantchat.core.mixes import quantized_header
from quantchat.core.model_shapes import synthesized_header
from quantchat.core.plan import LoadPlan
from quantchat.core.speed import predicted_speed
from quantchat.native.context_params import context_params
from quantchat.native.native_log import NativeLog
from quantchat.probe.oracle import Oracle

SHAPES: Mapping[str, tuple[int, int, int, int, int, int]] = {
    "Llama-3.2-1B": (16, 2048, 8192, 32, 8, 64),
    "Llama-3.2-3B": (28, 3072, 8192, 24, 8, 128),
}
"""Layers, embedding length, feed-forward length, heads, heads of keys and values, head dimension."""

VOCABULARY = 128_256
TYPES = ("Q4_0", "Q4_K_M", "Q5_1", "Q5_K_M", "Q6_K", "Q8_0")
WARM_UP_TOKENS = 8
TOKENS = 40


def shape_header(name: str, file_type: str) -> GgufHeader:
    """Header of a model of this shape."""
    layers, embedding, feed_forward, heads, kv_heads, head = SHAPES[name]
    metadata: dict[str, MetadataValue] = {
        "general.architecture": "llama",
        "general.name": name,
        "llama.block_count": layers,
        "llama.context_length": 131_072,
        "llama.embedding_length": embedding,
        "llama.feed_forward_length": feed_forward,
        "llama.attention.head_count": heads,
        "llama.attention.head_count_kv": kv_heads,
        "llama.attention.key_length": head,
        "llama.attention.value_length": head,
        "llama.rope.dimension_count": head,
        "llama.rope.freq_base": 500_000.0,
        "llama.attention.layer_norm_rms_epsilon": 1e-5,
    }
    return quantized_header(synthesized_header(metadata, VOCABULARY, tied_output=True), file_type)


def measured_tokens_per_second(path: Path, plan: LoadPlan, threads: int) -> float:
    """Median speed of single tokens through llama.cpp."""
    model = llama.llama_model_load_from_file(str(path).encode(), llama.llama_model_default_params())
    params = context_params(plan, 0)
    params.n_threads = params.n_threads_batch = threads
    context = llama.llama_init_from_model(model, params)
    tokens = (llama.llama_token * 1)(1)
    batch = llama.llama_batch_get_one(tokens, 1)
    seconds = []
    for _ in range(WARM_UP_TOKENS + TOKENS):
        began = time.perf_counter()
        if llama.llama_decode(context, batch) != 0:
            raise RuntimeError("llama.cpp did not decode")
        seconds.append(time.perf_counter() - began)
    llama.llama_free(context)
    llama.llama_model_free(model)
    return 1 / statistics.median(seconds[WARM_UP_TOKENS:])


def compare(name: str, file_type: str, hardware: Hardware, folder: Path) -> tuple[float, bool]:
    """Print one line; return measured by predicted, and whether it lay in the range."""
    header = shape_header(name, file_type)
    plan = LoadPlan("", context_length=1024)
    predicted = predicted_speed(plan_memory(header, plan, hardware), hardware)
    path = folder / f"{name}.{file_type}.gguf"
    head, size_bytes = weightless_gguf(header)
    path.write_bytes(head)
    os.truncate(path, size_bytes)
    measured = measured_tokens_per_second(path, plan, hardware.cpu.physical_cores)
    path.unlink()
    is_inside = predicted.low <= measured <= predicted.high
    spread = f"({predicted.low:5.1f} to {predicted.high:5.1f})"
    print(
        f"{name:<14}{file_type:<8}{size_bytes / 1e9:6.2f} GB  predicted {predicted.middle:6.1f} {spread}  "
        f"measured {measured:6.1f}  {'in' if is_inside else 'OUT of'} range",
        flush=True,
    )
    return measured / predicted.middle, is_inside


def main() -> None:
    """Compare every shape in every type."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shapes", nargs="+", default=list(SHAPES), choices=list(SHAPES))
    parser.add_argument("--types", nargs="+", default=list(TYPES))
    arguments = parser.parse_args()
    log = NativeLog()
    llama.llama_backend_init()
    with tempfile.TemporaryDirectory() as folder, Oracle() as oracle:
        hardware = this_machine(oracle, Path(folder, "machine.json"))
        print(f"{hardware.cpu.name}, {hardware.cpu.physical_cores} cores, {hardware.ram.bandwidth_gbps:.0f} GB/s")
        results = [
            compare(name, file_type, hardware, Path(folder))
            for name in arguments.shapes
            for file_type in arguments.types
        ]
    log.clear()
    ratios = [ratio for ratio, _ in results]
    inside = sum(is_inside for _, is_inside in results)
    print(
        f"measured / predicted: median {statistics.median(ratios):.2f}, {min(ratios):.2f} to {max(ratios):.2f}; "
        f"{inside} of {len(results)} inside the range"
    )


if __name__ == "__main__":
    main()
