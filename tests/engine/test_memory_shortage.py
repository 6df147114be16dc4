"""Lacking memory is recognised in what llama.cpp says, with the device and with what did not fit.

The texts are what the program printed under a limit (main memory), or put together from its source (GPUs).
"""

import pytest

from quantchat.engine.memory_shortage import Purpose, is_gpu, memory_name, memory_shortage

KV_ON_GPU = """\
ggml_backend_cuda_buffer_type_alloc_buffer: allocating 1024.00 MiB on device 0: cudaMalloc failed: out of memory
alloc_tensor_range: failed to allocate CUDA0 buffer of size 1073741824
llama_init_from_model: failed to initialize the context: failed to allocate buffer for kv cache
"""
KV_IN_MAIN_MEMORY = """\
ggml_aligned_malloc: insufficient memory (attempted to allocate 180.00 MB)
ggml_backend_cpu_buffer_type_alloc_buffer: failed to allocate buffer of size 188743680
alloc_tensor_range: failed to allocate CPU buffer of size 188743680
llama_init_from_model: failed to initialize the context: failed to allocate buffer for kv cache
"""
COMPUTE_ON_SECOND_GPU = """\
ggml_backend_cuda_buffer_type_alloc_buffer: allocating 560.00 MiB on device 1: cudaMalloc failed: out of memory
ggml_gallocr_reserve_n_impl: failed to allocate CUDA1 buffer of size 587202560
graph_reserve: failed to allocate compute buffers
llama_init_from_model: failed to initialize the context: failed to allocate compute pp buffers
"""
WEIGHTS_ON_AMD = """\
ggml_backend_cuda_buffer_type_alloc_buffer: allocating 4403.49 MiB on device 0: cudaMalloc failed: out of memory
alloc_tensor_range: failed to allocate ROCm0 buffer of size 4617388032
llama_model_load: error loading model: unable to allocate ROCm0 buffer
"""
WEIGHTS_ON_VULKAN = """\
alloc_tensor_range: failed to allocate Vulkan0 buffer of size 4617388032
llama_model_load: error loading model: unable to allocate Vulkan0 buffer
"""
METAL = (
    "ggml_backend_metal_buffer_type_alloc_buffer: failed to allocate Metal buffer of 1048576 bytes (out of memory)\n"
)
CUDA_ABORT = """\
CUDA error: out of memory
  current device: 1, in function alloc at /build/ggml/src/ggml-cuda/ggml-cuda.cu:502
  err
/build/ggml/src/ggml-cuda/ggml-cuda.cu:109: CUDA error
"""
OUTPUT = "output_reserve: failed to allocate output buffer of size 0.19 MiB\n"
SECOND_TRY = """\
ggml_gallocr_reserve_n_impl: failed to allocate CUDA1 buffer of size 9
sched_reserve: compute buffer allocation failed, retrying without pipeline parallelism
ggml_gallocr_reserve_n_impl: failed to allocate CUDA0 buffer of size 7
"""


@pytest.mark.parametrize(
    ("said", "device", "purpose"),
    [
        (KV_ON_GPU, "CUDA0", Purpose.KV_CACHE),
        (KV_IN_MAIN_MEMORY, "CPU", Purpose.KV_CACHE),
        (COMPUTE_ON_SECOND_GPU, "CUDA1", Purpose.WORKING_MEMORY),
        (WEIGHTS_ON_AMD, "ROCm0", Purpose.WEIGHTS),
        (WEIGHTS_ON_VULKAN, "Vulkan0", Purpose.WEIGHTS),
        (METAL, "Metal", Purpose.UNKNOWN),
        (CUDA_ABORT, "CUDA1", Purpose.UNKNOWN),
        (OUTPUT, "", Purpose.WORKING_MEMORY),
        (SECOND_TRY, "CUDA0", Purpose.UNKNOWN),
        ("libgomp: Thread creation failed: Resource temporarily unavailable\n", "", Purpose.UNKNOWN),
        (
            "terminate called after throwing an instance of 'std::bad_alloc'\n  what():  std::bad_alloc\n",
            "",
            Purpose.UNKNOWN,
        ),
    ],
)
def test_the_device_and_what_did_not_fit_are_read_from_the_log(said: str, device: str, purpose: Purpose) -> None:
    shortage = memory_shortage(said)
    assert shortage is not None
    assert (shortage.device, shortage.purpose) == (device, purpose)


@pytest.mark.parametrize(
    "said",
    [
        "",
        "llama_model_load: error loading model: unknown model architecture: 'foo'\n",
        "ggml_sycl_host_malloc: failed to allocate 12.00 MiB of pinned memory\nllama_model_load: error: x",
        "llama_init_from_model: V cache type q8_0 with block size 32 does not divide n_embd_head_v=80\n",
    ],
)
def test_other_failures_are_no_shortage(said: str) -> None:
    assert memory_shortage(said) is None


@pytest.mark.parametrize(
    ("device", "on_gpu", "name"),
    [
        ("CUDA0", True, "GPU memory (CUDA0)"),
        ("Metal", True, "GPU memory (Metal)"),
        ("CUDA_Host", False, "main memory"),
        ("CPU_REPACK", False, "main memory"),
        ("CPU", False, "main memory"),
        ("", False, "main memory"),
    ],
)
def test_pinned_and_repacked_memory_is_main_memory(device: str, on_gpu: bool, name: str) -> None:
    assert is_gpu(device) is on_gpu
    assert memory_name(device) == name


def test_a_shortage_is_told_with_the_place_and_with_what_did_not_fit() -> None:
    shortage = memory_shortage(KV_ON_GPU)
    assert shortage is not None
    assert shortage.error("Tiny.gguf").sentence == (
        "There is not enough free GPU memory (CUDA0) for Tiny.gguf with these settings: "
        "the conversation's memory (KV cache) did not fit."
    )
