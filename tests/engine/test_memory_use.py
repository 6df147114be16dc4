"""What loading took is measured as the system and llama.cpp count it."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from quantchat.core.plan import LoadPlan
from quantchat.engine.memory_use import BufferBytes, MeasuredMemory, ResidentMemory, measured_memory
from quantchat.engine.protocol import Loaded
from tests.engine.running_engine import RunningEngine

MIB = 2**20
LOG = """\
load_tensors:   CPU_Mapped model buffer size =   281.81 MiB
load_tensors:        CUDA0 model buffer size =  2000.00 MiB
load_tensors:        CUDA0 model buffer size =  2403.49 MiB
llama_context:  CUDA_Host  output buffer size =     0.49 MiB
llama_kv_cache_iswa: creating non-SWA KV cache, size = 4096 cells
llama_kv_cache:      CUDA0 KV buffer size =  1024.00 MiB
llama_kv_cache: size = 1024.00 MiB (  8192 cells,  32 layers,  1/1 seqs), K (f16):  512.00 MiB, V (f16):  512.00 MiB
llama_kv_cache:      CUDA0 KV buffer size =    16.00 MiB
llama_memory_recurrent:        CPU RS buffer size =     2.00 MiB
sched_reserve:      CUDA0 compute buffer size =   700.00 MiB
sched_reserve:      CUDA0 compute buffer size =   560.00 MiB
sched_reserve:  CUDA_Host compute buffer size =    24.01 MiB
"""
COUNTS_ITSELF = """
from quantchat.engine.memory_use import resident_memory
before = resident_memory()
block = b"x" * (64 * 2**20)
after = resident_memory()
print(after.anonymous_bytes - before.anonymous_bytes, after.mapped_bytes - before.mapped_bytes)
"""


def test_buffers_are_read_by_device_from_the_log() -> None:
    measured = measured_memory(ResidentMemory(100, 1000), ResidentMemory(350, 900), LOG)
    assert measured == MeasuredMemory(
        anonymous_bytes=250,
        mapped_bytes=0,
        compute_bytes=round(584.01 * MIB),
        kv_bytes=1042 * MIB,
        device_bytes={
            "CPU_Mapped": BufferBytes(weights=round(281.81 * MIB)),
            "CUDA0": BufferBytes(weights=round(4403.49 * MIB), kv=1040 * MIB, compute=560 * MIB),
            "CPU": BufferBytes(kv=2 * MIB),
            "CUDA_Host": BufferBytes(compute=round(24.01 * MIB), output=round(0.49 * MIB)),
        },
    )


def test_memory_of_ones_own_is_counted_apart_from_mapped_files() -> None:
    run = subprocess.run([sys.executable, "-c", COUNTS_ITSELF], capture_output=True, text=True, check=True)
    anonymous, mapped = map(int, run.stdout.split())
    assert anonymous == pytest.approx(64 * MIB, rel=0.02)
    assert abs(mapped) < MIB


def test_a_real_load_is_measured(engine: RunningEngine, starter_plan: LoadPlan, starter_model: Path) -> None:
    loaded = engine.load(starter_plan)
    assert isinstance(loaded, Loaded)
    memory = loaded.memory
    assert memory.kv_bytes == 2 * 30 * 3 * 64 * 2 * 4096  # K and V, layers, heads, width, bytes of f16, tokens
    assert memory.compute_bytes == memory.device_bytes["CPU"].compute > 0
    assert memory.device_bytes["CPU_Mapped"].weights == pytest.approx(starter_model.stat().st_size, rel=0.03)
    assert memory.mapped_bytes == pytest.approx(starter_model.stat().st_size, rel=0.05)
    rollup = Path(f"/proc/{engine.child.pid}/smaps_rollup").read_text(encoding="ascii")
    held = re.search(r"^Anonymous: +(\d+) kB$", rollup, re.MULTILINE)
    assert held is not None
    assert memory.kv_bytes < memory.anonymous_bytes < int(held[1]) * 1024


def test_what_was_loaded_is_told_with_the_figures_that_the_engine_chose(
    engine: RunningEngine, starter_plan: LoadPlan
) -> None:
    loaded = engine.load(starter_plan)
    assert isinstance(loaded, Loaded)
    assert loaded.plan.model_path == starter_plan.model_path
    assert loaded.plan.context_length == loaded.context_length
    assert loaded.plan.gpu_layers == loaded.gpu_layers
    assert loaded.plan.threads == loaded.threads
    assert (loaded.plan.batch, loaded.plan.ubatch) == (512, 512)
