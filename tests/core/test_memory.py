"""What each device must hold, and what of it must be had.

That the figures are those of real loads is tested in `tests/engine/test_memory_oracle.py`.
"""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quantchat.core.host_overhead import GPU_RUNTIME_BYTES
from quantchat.core.memory import AllocatorAnswer, DeviceKind, MemorySource, engine_gpus, plan_memory
from quantchat.core.plan import FlashAttention, KvType, LoadPlan
from quantchat.errors import KnownError
from tests.core.machines import (
    GIB,
    IRIS_XE,
    M3_MAX,
    MIB,
    RTX_3060,
    RTX_4060,
    RTX_4090,
    gpu,
    machine,
    model_in,
)

CPU_ONLY = machine(64, 60)
WITH_GPU = machine(64, 60, RTX_4090)


def plan(context_length: int = 8192, **changes: object) -> LoadPlan:
    return replace(LoadPlan("", context_length=context_length), **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(("name", "context_length", "mib"), [("Llama-3.1-8B", 8192, 1024), ("Qwen2.5-7B", 4096, 224)])
def test_the_kv_cache_of_a_fully_loaded_model_is_what_published_logs_say(
    name: str, context_length: int, mib: int
) -> None:
    memory = plan_memory(model_in(name, "Q4_K_M"), plan(context_length), WITH_GPU)
    assert [device.kv_bytes for device in memory.devices] == [0, mib * MIB]


def test_each_device_keeps_the_cache_of_its_own_layers() -> None:
    memory = plan_memory(model_in("Llama-3.1-8B", "Q4_K_M"), plan(gpu_layers=9), WITH_GPU)
    # The output layer counts as one of the nine and keeps nothing.
    assert [device.kv_bytes for device in memory.devices] == [24 * 32 * MIB, 8 * 32 * MIB]
    assert memory.plan.gpu_layers == 9
    assert memory.layers == 33


def test_the_parts_of_a_device_add_up_and_mapped_weights_need_not_be_had() -> None:
    memory = plan_memory(model_in("Llama-3.1-8B", "Q5_K_M"), plan(), CPU_ONLY)
    (cpu,) = memory.devices
    assert cpu.kind is DeviceKind.CPU
    assert cpu.total_bytes == cpu.weights_bytes + cpu.kv_bytes + cpu.compute_bytes + cpu.overhead_bytes
    assert cpu.mapped_bytes == cpu.weights_bytes == model_in("Llama-3.1-8B", "Q5_K_M").tensor_bytes
    assert cpu.anonymous_bytes == cpu.total_bytes - cpu.mapped_bytes
    assert memory.file_pages_bytes == memory.file_bytes == model_in("Llama-3.1-8B", "Q5_K_M").file_size_bytes


def test_without_a_memory_map_everything_must_be_had() -> None:
    memory = plan_memory(model_in("Llama-3.1-8B", "Q5_K_M"), plan(memory_map=False), CPU_ONLY)
    assert memory.cpu.anonymous_bytes == memory.cpu.total_bytes
    assert memory.file_pages_bytes == 0


def test_weights_stored_anew_must_be_had_unless_a_gpu_with_a_host_buffer_takes_part() -> None:
    header = model_in("Llama-3.1-8B", "Q4_0")
    alone = plan_memory(header, plan(gpu_layers=0), CPU_ONLY).cpu
    unused_cuda = plan_memory(header, plan(gpu_layers=0), WITH_GPU).cpu
    beside_cuda = plan_memory(header, plan(gpu_layers=1), WITH_GPU).cpu
    beside_metal = plan_memory(header, plan(gpu_layers=1), machine(64, 52, M3_MAX)).cpu
    assert alone.mapped_bytes < 0.2 * alone.weights_bytes
    assert unused_cuda.mapped_bytes == alone.mapped_bytes
    assert beside_cuda.mapped_bytes == beside_cuda.weights_bytes
    assert beside_metal.mapped_bytes < 0.2 * beside_metal.weights_bytes


def test_a_gpu_that_computes_takes_some_main_memory_for_its_runtime() -> None:
    header = model_in("Llama-3.1-8B", "Q4_K_M")
    without, with_gpu = (plan_memory(header, plan(gpu_layers=layers), WITH_GPU).cpu for layers in (0, -1))
    assert with_gpu.overhead_bytes == without.overhead_bytes + GPU_RUNTIME_BYTES


def test_a_plan_is_told_as_it_would_be_carried_out() -> None:
    header = model_in("Qwen2.5-7B", "Q4_K_M")
    memory = plan_memory(header, plan(1_000_000, ubatch=2048, batch=512, gpu_layers=-1), WITH_GPU)
    assert memory.plan.context_length == header.integer("qwen2.context_length")
    assert memory.plan.ubatch == 512
    assert memory.plan.gpu_layers == memory.layers == 29
    assert memory.plan.flash_attention is FlashAttention.ON
    assert plan_memory(header, plan(777), CPU_ONLY).plan.context_length == 1024


def test_llama_cpps_own_figures_replace_the_formula_for_each_device() -> None:
    answer = AllocatorAnswer({"CPU": 7 * MIB, "CUDA0": 300 * MIB, "CUDA_Host": 20 * MIB}, 0, 0, 8192)
    named = replace(RTX_4090, engine_device="CUDA0")
    header = model_in("Llama-3.1-8B", "Q4_K_M")
    memory = plan_memory(header, plan(), machine(64, 60, named), answer)
    assert memory.source is MemorySource.PROBE
    assert [device.compute_bytes for device in memory.devices] == [27 * MIB, 300 * MIB]
    assert memory.is_exact
    formula = plan_memory(header, plan(), machine(64, 60, named))
    assert formula.source is MemorySource.FORMULA
    assert formula.cpu.weights_bytes == memory.cpu.weights_bytes


def test_a_partly_offloaded_model_says_that_its_figures_are_a_bound() -> None:
    memory = plan_memory(model_in("Llama-3.1-8B", "Q4_K_M"), plan(gpu_layers=20), WITH_GPU)
    assert not memory.is_exact
    assert any("upper bound" in note for note in memory.notes)


def test_a_gpu_without_a_layer_takes_nothing() -> None:
    memory = plan_memory(model_in("Llama-3.1-8B", "Q4_K_M"), plan(gpu_layers=0), WITH_GPU)
    assert [gpu.total_bytes for gpu in memory.gpus] == [0]
    assert not memory.is_wholly_on_gpus


def test_several_gpus_share_weights_and_cache_and_each_computes() -> None:
    memory = plan_memory(model_in("Qwen2.5-14B", "Q4_K_M"), plan(), machine(64, 60, RTX_4090, RTX_3060))
    large, small = memory.gpus
    assert memory.is_wholly_on_gpus
    assert large.weights_bytes > small.weights_bytes > 0
    assert large.kv_bytes + small.kv_bytes == 48 * 8 * 128 * 2 * 2 * 8192
    assert min(large.compute_bytes, small.compute_bytes) > 0


def test_gpus_with_memory_of_their_own_are_used_and_an_integrated_one_only_where_it_is_alone() -> None:
    unusable = gpu("Old GPU", 4.0, usable=False)
    assert engine_gpus(machine(32, 20, IRIS_XE, RTX_4060, unusable)) == (RTX_4060,)
    assert engine_gpus(machine(32, 20, unusable, IRIS_XE)) == (IRIS_XE,)
    assert engine_gpus(machine(32, 20, unusable)) == ()


def test_what_an_integrated_gpu_takes_is_main_memory_and_no_more_of_it_is_free_than_there_is() -> None:
    memory = plan_memory(model_in("Llama-3.1-8B", "Q4_K_M"), plan(), machine(16, 6, IRIS_XE))
    (iris,) = memory.gpus
    assert iris.shares_ram
    assert iris.free_bytes == 6 * GIB
    assert memory.shared_bytes == iris.total_bytes
    assert plan_memory(model_in("Llama-3.1-8B", "Q4_K_M"), plan(), WITH_GPU).shared_bytes == 0


def test_absurd_figures_of_a_header_are_a_known_error() -> None:
    header = model_in("Llama-3.1-8B", "Q4_K_M")
    broken = replace(header, metadata={**header.metadata, "llama.block_count": 10**9})
    with pytest.raises(KnownError):
        plan_memory(broken, plan(), CPU_ONLY)


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(["Llama-3.1-8B", "Qwen3-4B", "Gemma-3-4B"]),
    st.integers(256, 60_000),
    st.integers(0, 60_000),
    st.sampled_from(KvType),
    st.integers(0, 40),
)
def test_a_longer_context_never_takes_less_cache_on_any_device(
    name: str, context_length: int, more: int, kv_type: KvType, gpu_layers: int
) -> None:
    header = model_in(name, "Q4_K_M")
    shorter, longer = (
        plan_memory(header, plan(tokens, kv_type=kv_type, gpu_layers=gpu_layers), WITH_GPU)
        for tokens in (context_length, context_length + more)
    )
    for one, other in zip(shorter.devices, longer.devices, strict=True):
        assert one.kv_bytes <= other.kv_bytes


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 40), st.integers(0, 40))
def test_more_layers_on_the_gpu_never_take_less_of_it_nor_more_of_main_memory(few: int, more: int) -> None:
    header = model_in("Llama-3.1-8B", "Q4_K_M")
    fewer, most = (plan_memory(header, plan(gpu_layers=layers), WITH_GPU) for layers in sorted((few, more)))
    for part in ("weights_bytes", "kv_bytes"):
        assert getattr(fewer.gpus[0], part) <= getattr(most.gpus[0], part)
        assert getattr(fewer.cpu, part) >= getattr(most.cpu, part)
