"""What is predicted for a GPU is what a real one took: an H200 on which these models were loaded."""

import pytest

from quantchat.core.hardware import BandwidthBasis, Hardware
from quantchat.core.memory import GPU_OVERHEAD_BYTES, PlanMemory, plan_memory
from quantchat.core.plan import FlashAttention, KvType, LoadPlan
from quantchat.core.speed import predicted_speed
from quantchat.library.catalogue import read_catalogue
from tests.core.h200_loads import CUDA_CONTEXT_MIB, LAYERS, LOADS, Load
from tests.core.machines import MIB, gpu, machine

H200 = machine(
    125.9, 124.8, gpu("NVIDIA H200", 139.8, 139.3, 4814.3),
    bandwidth_gbps=92.0, cores=16, basis=BandwidthBasis.MEASURED, instruction_sets=frozenset({"AVX2", "AVX512"}),
)  # fmt: skip

ON_GPU = [load for load in LOADS if load.gpu_layers]
WHOLLY_ON_GPU = [load for load in LOADS if load.gpu_layers < 0]
WITHOUT_GPU = [load for load in LOADS if not load.gpu_layers]
MEASURED_IN_F16 = [load for load in WHOLLY_ON_GPU if load.tokens_per_second and load.kv_type == "f16"]
DENSE = [load for load in MEASURED_IN_F16 if not load.entry.startswith(("gemma", "qwen3-30b"))]

LOG_STEP_MIB = 0.011
PADDING_MIB = 0.07
"""CUDA pads the rows of a quantized matrix that end within a block of 512."""


def memory_of(load: Load, hardware: Hardware = H200) -> PlanMemory:
    plan = LoadPlan(
        "",
        context_length=load.context_length,
        kv_type=KvType(load.kv_type),
        gpu_layers=load.gpu_layers,
        flash_attention=FlashAttention(load.flash_attention),
    )
    memory = plan_memory(read_catalogue().find(load.entry).header(load.file_type), plan, hardware)
    assert memory.layers == LAYERS[load.entry]
    return memory


@pytest.mark.parametrize("load", LOADS, ids=str)
def test_weights_and_cache_lie_where_they_were_predicted_to_the_hundredth_of_a_mebibyte(load: Load) -> None:
    memory = memory_of(load)
    (on_gpu,) = memory.gpus

    assert on_gpu.weights_bytes / MIB == pytest.approx(load.gpu_weights, abs=LOG_STEP_MIB + PADDING_MIB)
    assert on_gpu.kv_bytes / MIB == pytest.approx(load.gpu_kv, abs=LOG_STEP_MIB)
    assert memory.cpu.kv_bytes / MIB == pytest.approx(load.cpu_kv, abs=LOG_STEP_MIB)


@pytest.mark.parametrize("load", WHOLLY_ON_GPU, ids=str)
def test_compute_memory_of_a_model_wholly_on_the_gpu_is_what_llama_cpp_took(load: Load) -> None:
    memory = memory_of(load)

    assert memory.gpus[0].compute_bytes / MIB == pytest.approx(load.gpu_compute, abs=LOG_STEP_MIB)
    assert memory.cpu.compute_bytes / MIB == pytest.approx(load.host_compute, abs=LOG_STEP_MIB)


@pytest.mark.parametrize("load", [load for load in ON_GPU if load.gpu_layers > 0], ids=str)
def test_compute_memory_of_a_split_model_is_a_bound_that_llama_cpp_stayed_under(load: Load) -> None:
    memory = memory_of(load)

    assert load.gpu_compute <= memory.gpus[0].compute_bytes / MIB < 1.7 * load.gpu_compute
    assert load.host_compute <= memory.cpu.compute_bytes / MIB


@pytest.mark.parametrize("load", WITHOUT_GPU, ids=str)
def test_without_layers_on_the_gpu_it_is_left_alone_and_weights_are_stored_anew(load: Load) -> None:
    memory = memory_of(load)

    assert memory.gpus[0].total_bytes == 0
    assert load.used < 4
    assert memory.cpu.compute_bytes / MIB == pytest.approx(load.host_compute, abs=LOG_STEP_MIB)
    repacked_bytes = memory.cpu.weights_bytes - memory.cpu.mapped_bytes
    assert repacked_bytes / MIB == pytest.approx(load.repacked, abs=LOG_STEP_MIB)


@pytest.mark.parametrize("load", ON_GPU, ids=str)
def test_what_comes_on_top_of_buffers_and_context_is_within_what_is_set_aside(load: Load) -> None:
    buffers = load.gpu_weights + load.gpu_kv + load.gpu_compute

    assert 0 < load.loaded - buffers - CUDA_CONTEXT_MIB < GPU_OVERHEAD_BYTES["CUDA"] / MIB
    assert 0 < load.used - buffers - CUDA_CONTEXT_MIB < GPU_OVERHEAD_BYTES["CUDA"] / MIB


@pytest.mark.parametrize("load", MEASURED_IN_F16, ids=str)
def test_the_measured_speed_lies_in_the_predicted_range(load: Load) -> None:
    speed = predicted_speed(memory_of(load), H200)

    assert speed.low < load.tokens_per_second < speed.high


@pytest.mark.parametrize("load", DENSE, ids=str)
def test_a_plain_dense_model_is_about_as_fast_as_predicted(load: Load) -> None:
    assert load.tokens_per_second == pytest.approx(predicted_speed(memory_of(load), H200).middle, rel=0.2)
