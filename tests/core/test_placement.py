"""Every tensor lies on the device that llama.cpp would put it on, to the byte."""

import bisect
import ctypes
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quantchat.core.gguf import GgufHeader
from quantchat.core.placement import CPU, Placement, WeightTable, layer_devices
from tests.core.machines import GIB, MIB, model_in
from tests.engine.compute_oracle_models import MIXTURES

AVX2 = frozenset({"AVX2", "FMA"})
NO_REPACKING: frozenset[str] = frozenset()


def float32(number: float) -> float:
    return ctypes.c_float(number).value


def devices_by_llama_cpp(layers: int, gpu_layers: int, free_bytes: Sequence[int]) -> tuple[int, ...]:
    """`llama_model_base::load_tensors`, line by line: the split points, `get_layer_buft_list`, `std::upper_bound`."""
    splits, split_sum = [], 0.0
    for free in free_bytes:
        split_sum = float32(split_sum + float32(free))
        splits.append(split_sum)
    splits = [float32(split / split_sum) for split in splits]
    if gpu_layers < 0:
        gpu_layers = layers + 1
    start = max(layers + 1 - gpu_layers, 0)
    active = min(gpu_layers, layers + 1)
    devices = []
    for layer in range(layers + 1):
        if layer < start or layer - start >= active:
            devices.append(CPU)
        else:
            devices.append(1 + bisect.bisect_right(splits, float32(float32(layer - start) / active)))
    return tuple(devices)


memory_sizes = st.integers(1, 100 * GIB) | st.integers(1, 24).map(lambda gib: gib * GIB)


@given(st.integers(1, 130), st.integers(-1, 140), st.lists(memory_sizes, min_size=1, max_size=4))
def test_layers_are_shared_out_as_llama_cpp_does_it(layers: int, gpu_layers: int, free_bytes: list[int]) -> None:
    assert layer_devices(layers, gpu_layers, free_bytes) == devices_by_llama_cpp(layers, gpu_layers, free_bytes)


def test_a_share_that_ends_at_a_layer_is_cut_in_32_bits() -> None:
    """The first of these shares is 7/19 in 32 bits and a little more in 64."""
    assert layer_devices(18, 19, [7_516_192_512, 12_884_900_353]).count(1) == 7


@given(st.integers(1, 130), st.integers(0, 130), st.lists(memory_sizes, min_size=1, max_size=4))
def test_one_more_layer_on_gpus_leaves_one_less_on_the_processor(
    layers: int, gpu_layers: int, free_bytes: list[int]
) -> None:
    fewer, more = (layer_devices(layers, wanted, free_bytes).count(CPU) for wanted in (gpu_layers, gpu_layers + 1))
    assert fewer - more == (1 if gpu_layers <= layers else 0)


def test_without_a_gpu_or_free_memory_on_it_everything_is_on_the_processor() -> None:
    assert layer_devices(3, -1, []) == layer_devices(3, -1, [0, 0]) == layer_devices(3, 0, [GIB]) == (CPU,) * 4


def test_the_output_layer_is_the_first_to_go_to_a_gpu() -> None:
    assert layer_devices(4, 1, [GIB]) == (0, 0, 0, 0, 1)
    assert layer_devices(4, 2, [GIB]) == (0, 0, 0, 1, 1)


def placed(
    header: GgufHeader, gpu_layers: int, free_bytes: Sequence[int] = (), instruction_sets: frozenset[str] = NO_REPACKING
) -> Placement:
    layers = header.integer(f"{header.architecture}.block_count")
    table = WeightTable(header, layers, instruction_sets)
    return table.place(layer_devices(layers, gpu_layers, free_bytes), len(free_bytes))


def sizes(header: GgufHeader, *prefixes: str) -> int:
    """Bytes of the tensors whose names begin so, added up by hand."""
    return sum(tensor.size_bytes for tensor in header.tensors if tensor.name.startswith(prefixes))


def of_layers(header: GgufHeader, layers: range) -> int:
    return sizes(header, *(f"blk.{layer}." for layer in layers))


@pytest.mark.parametrize(
    ("name", "gpu_mib", "host_mib"),
    [("Llama-3.1-8B", 4403.49, 281.81), ("Qwen2.5-7B", 4168.09, 292.36)],
)
def test_published_cuda_logs_name_the_same_weights(name: str, gpu_mib: float, host_mib: float) -> None:
    """Knowledge 2.4; that file's vocabulary of Qwen2.5 differs from the published configuration by about 2 MiB."""
    cpu, gpu = placed(model_in(name, "Q4_K_M"), -1, [8 * GIB]).devices
    tolerance_mib = 0.01 if name.startswith("Llama") else 2.2
    assert cpu.total_bytes / MIB == pytest.approx(host_mib, abs=tolerance_mib)
    assert gpu.total_bytes / MIB == pytest.approx(gpu_mib, abs=tolerance_mib)


def test_a_dense_model_with_some_layers_on_a_gpu_leaves_embeddings_and_the_first_layers_on_the_host() -> None:
    header = model_in("Llama-3.1-8B", "Q4_K_M")
    cpu, gpu = placed(header, 11, [8 * GIB]).devices
    factors = sizes(header, "rope_freqs.")  # of positions; each device with layers has a copy
    assert cpu.total_bytes == sizes(header, "token_embd.") + of_layers(header, range(22)) + factors
    assert gpu.total_bytes == of_layers(header, range(22, 32)) + sizes(header, "output.", "output_norm.") + factors
    assert (cpu.layers, gpu.layers) == (22, 10)
    assert cpu.total_bytes + gpu.total_bytes == header.tensor_bytes + factors
    assert factors == 256


def test_an_untied_output_is_read_for_every_token_and_the_embeddings_are_only_looked_up() -> None:
    header = model_in("Llama-3.1-8B", "Q4_K_M")
    (cpu,) = placed(header, 0).devices
    assert cpu.read_bytes == header.tensor_bytes - sizes(header, "token_embd.")


@pytest.mark.parametrize(("gpu_layers", "times"), [(0, 1), (1, 2), (-1, 2)])
def test_a_tied_model_holds_its_embeddings_twice_as_soon_as_the_output_is_on_a_gpu(gpu_layers: int, times: int) -> None:
    header = model_in("Llama-3.2-3B", "Q4_K_M")
    devices = placed(header, gpu_layers, [8 * GIB]).devices
    embeddings_bytes = sizes(header, "token_embd.")
    total_bytes = sum(device.total_bytes for device in devices)
    assert total_bytes == header.tensor_bytes + (times - 1) * embeddings_bytes
    assert devices[CPU].total_bytes >= embeddings_bytes
    # Looked up for single tokens, read whole as the output matrix.
    assert sum(device.read_bytes for device in devices) == header.tensor_bytes


def test_a_tied_model_holds_its_embeddings_twice_where_they_are_stored_anew_for_the_output() -> None:
    q4_k_embeddings = replace(model_in("Llama-3.2-3B", "Q4_K_M"), tensors=model_in("Llama-3.2-3B", "Q4_K_S").tensors)
    pure = tuple(
        replace(tensor, type_id=12, size_bytes=tensor.elements // 256 * 144) if len(tensor.shape) > 1 else tensor
        for tensor in q4_k_embeddings.tensors
    )
    header = replace(q4_k_embeddings, tensors=pure)
    (plain,), (repacked,) = placed(header, 0).devices, placed(header, 0, (), AVX2).devices
    embeddings_bytes = sizes(header, "token_embd.")
    assert repacked.total_bytes == plain.total_bytes + embeddings_bytes
    assert repacked.repacked_bytes == sum(tensor.size_bytes for tensor in header.tensors if len(tensor.shape) > 1)
    assert plain.repacked_bytes == 0


def test_what_lies_on_a_gpu_is_not_stored_anew() -> None:
    header = model_in("Llama-3.1-8B", "Q4_K_M")
    (cpu_only,) = placed(header, 0, (), AVX2).devices
    cpu, gpu = placed(header, 20, [8 * GIB], AVX2).devices
    assert 0 < cpu.repacked_bytes < cpu_only.repacked_bytes
    assert gpu.repacked_bytes == 0


def test_several_gpus_share_the_layers_by_their_free_memory() -> None:
    header = model_in("Llama-3.1-8B", "Q4_K_M")
    placement = placed(header, -1, [20 * GIB, 10 * GIB, 3 * GIB])
    # 33 layers with the output, in proportion 20 : 10 : 3
    assert [placement.layer_devices.count(device) for device in range(4)] == [0, 20, 10, 3]
    cpu, first, second, third = placement.devices
    assert cpu.total_bytes == sizes(header, "token_embd.")
    factors = sizes(header, "rope_freqs.")
    assert first.total_bytes == of_layers(header, range(20)) + factors
    assert second.total_bytes == of_layers(header, range(20, 30)) + factors
    assert third.total_bytes == of_layers(header, range(30, 32)) + sizes(header, "output.", "output_norm.") + factors


def test_of_a_mixture_all_experts_are_held_and_only_those_in_use_are_read() -> None:
    header = MIXTURES["Qwen3-30B-A3B"].header()
    cpu, gpu = placed(header, -1, [48 * GIB]).devices
    experts = sum(tensor.size_bytes for tensor in header.tensors if "_exps." in tensor.name)
    assert gpu.total_bytes == header.tensor_bytes - cpu.total_bytes
    assert gpu.read_bytes == pytest.approx(gpu.total_bytes - experts + experts * 8 / 128)


@pytest.mark.parametrize("name", ["Llama-3.1-8B", "Llama-3.2-3B", "Gemma-3-4B"])
@pytest.mark.parametrize("gpus", [1, 2, 3])
def test_no_weight_is_lost_or_counted_twice_however_many_layers_are_on_gpus(name: str, gpus: int) -> None:
    header = model_in(name, "Q5_K_M")
    second_role = 0 if sizes(header, "output.weight") else sizes(header, "token_embd.")
    for gpu_layers in range(header.integer(f"{header.architecture}.block_count") + 2):
        placement = placed(header, gpu_layers, [8 * GIB, 12 * GIB, 5 * GIB][:gpus])
        devices, copies = placement.devices, len(set(placement.layer_devices[:-1])) - 1
        expected = header.tensor_bytes + (second_role if gpu_layers else 0) + copies * sizes(header, "rope_freqs.")
        assert sum(device.total_bytes for device in devices) == expected
