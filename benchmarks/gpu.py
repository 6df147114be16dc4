"""Predicted beside measured memory and speed of a GPU, on this machine: `python benchmarks/gpu.py`.

Needs an engine that was compiled for the GPU; one NVIDIA GPU is looked at. Models are files that are one hole, as in
`benchmarks/advice.py`; each load has a process of its own, so that the GPU's memory is empty before it. Sizes are MiB,
predicted and as llama.cpp's log says; "beside" is the growth of the GPU's used memory (NVML) without the buffers: the
driver's context and work space.
"""

import argparse
import multiprocessing
import os
import statistics
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import pynvml

from quantchat.advice.machine import this_machine
from quantchat.core.gguf_writer import weightless_gguf
from quantchat.core.hardware import Hardware
from quantchat.core.memory import plan_memory
from quantchat.core.plan import KvType, LoadPlan
from quantchat.core.speed import predicted_speed
from quantchat.engine.memory_use import BufferBytes, measured_memory, resident_memory
from quantchat.engine.model import Model
from quantchat.library.catalogue import CatalogueEntry, read_catalogue
from quantchat.native.native_log import NativeLog
from quantchat.probe.oracle import Oracle

MIB = 2**20
PROMPT_TOKENS = 512
WARM_UP_TOKENS = 8
TOKENS = 48


@dataclass(frozen=True, slots=True)
class Measured:
    """One load as it was.

    Attributes:
        gpu: buffers on the GPU.
        host_compute_bytes: compute buffers in main memory.
        beside_bytes: what the GPU holds beside its buffers; 0 without NVML.
        prefill: tokens a second when reading.
        decode: tokens a second when writing.
    """

    gpu: BufferBytes
    host_compute_bytes: int
    beside_bytes: int
    prefill: float
    decode: float


def used_bytes() -> int:
    """Memory in use on the first NVIDIA GPU; 0 where there is none."""
    try:
        pynvml.nvmlInit()
        return int(pynvml.nvmlDeviceGetMemoryInfo(pynvml.nvmlDeviceGetHandleByIndex(0)).used)
    except pynvml.NVMLError:
        return 0


def measured_load(plan: LoadPlan, threads: int) -> Measured:
    """Load and run a model; in a process of its own."""
    before_bytes, memory_before, log = used_bytes(), resident_memory(), NativeLog(kept_lines=2000)
    model = Model(plan, threads, log, lambda _fraction: None)
    model.warm_up()
    began = time.perf_counter()
    model.decode([1] * PROMPT_TOKENS)
    model.warm_up()  # decoding is asynchronous on a GPU: the next token waits for it
    prefill_seconds = time.perf_counter() - began
    seconds = []
    for _ in range(WARM_UP_TOKENS + TOKENS):
        began = time.perf_counter()
        model.decode_one(1)
        _wait_for_logits(model)
        seconds.append(time.perf_counter() - began)
    buffers = measured_memory(memory_before, resident_memory(), log.text).device_bytes
    gpu = buffers.get("CUDA0", BufferBytes())
    held_bytes = gpu.weights + gpu.kv + gpu.compute + gpu.output
    return Measured(
        gpu=gpu,
        host_compute_bytes=sum(size.compute for name, size in buffers.items() if name != "CUDA0"),
        beside_bytes=max(0, used_bytes() - before_bytes - held_bytes),
        prefill=PROMPT_TOKENS / prefill_seconds,
        decode=1 / statistics.median(seconds[WARM_UP_TOKENS:]),
    )


def _wait_for_logits(model: Model) -> None:
    """A token is done when its logits are there."""
    import llama_cpp.llama_cpp as llama

    llama.llama_synchronize(model.context)


def compare(entry: CatalogueEntry, file_type: str, wanted: LoadPlan, hardware: Hardware, folder: Path) -> None:
    """Print one line."""
    header = entry.header(file_type)
    memory = plan_memory(header, wanted, hardware)
    speed = predicted_speed(memory, hardware)
    path = folder / f"{entry.id}.{file_type}.gguf"
    head, size_bytes = weightless_gguf(header)
    path.write_bytes(head)
    os.truncate(path, size_bytes)
    plan = replace(wanted, model_path=str(path), gpu_layers=memory.placement.gpu_layers)
    spawned = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawned, max_tasks_per_child=1) as process:
        was = process.submit(measured_load, plan, hardware.cpu.physical_cores).result()
    path.unlink()
    gpu = memory.gpus[0] if memory.gpus else None
    weights, kv, compute = (gpu.weights_bytes, gpu.kv_bytes, gpu.compute_bytes) if gpu else (0, 0, 0)
    print(
        f"{entry.id:<24}{file_type:<8}{memory.placement.gpu_layers:>3} of {memory.layers:<3}{wanted.context_length:>7} "
        f"{wanted.kv_type.value:<5} weights {_pair(weights, was.gpu.weights)}  cache {_pair(kv, was.gpu.kv)}  "
        f"compute {_pair(compute, was.gpu.compute)}  host {_pair(memory.cpu.compute_bytes, was.host_compute_bytes)}  "
        f"beside {was.beside_bytes / MIB:.0f}  reading {was.prefill:.0f}/s  "
        f"writing {speed.middle:.0f} ({speed.low:.0f} to {speed.high:.0f}), {was.decode:.0f}/s",
        flush=True,
    )


def _pair(predicted_bytes: int, measured_bytes: int) -> str:
    return f"{predicted_bytes / MIB:.1f} {measured_bytes / MIB:.1f}"


def main() -> None:
    """Compare every model wholly, by half and not at all on the GPU, with each context and KV type."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--models", nargs="+", default=["llama-3.2-1b-instruct", "llama-3.1-8b-instruct", "qwen3-8b"])
    parser.add_argument("--types", nargs="+", default=["Q4_K_M"])
    parser.add_argument("--contexts", nargs="+", type=int, default=[2048, 8192, 32768])
    parser.add_argument("--kv-types", nargs="+", type=KvType, default=[KvType.F16, KvType.Q8_0])
    parser.add_argument("--shares", nargs="+", type=float, default=[1.0, 0.5, 0.0], help="of the layers on the GPU")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        with Oracle() as oracle:
            hardware = this_machine(oracle, Path(folder, "machine.json"))
        print("; ".join(gpu.name for gpu in hardware.gpus) or "no GPU")
        for name in arguments.models:
            entry = read_catalogue().find(name)
            layers = plan_memory(entry.header(arguments.types[0]), LoadPlan(""), hardware).layers
            for file_type in arguments.types:
                for share in arguments.shares:
                    for context_length in arguments.contexts:
                        for kv_type in arguments.kv_types:
                            plan = LoadPlan("", context_length, kv_type, gpu_layers=round(share * layers))
                            compare(entry, file_type, plan, hardware, Path(folder))


if __name__ == "__main__":
    main()
