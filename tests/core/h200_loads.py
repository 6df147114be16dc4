"""Loads as they were seen on one NVIDIA H200, to be met by what is predicted.

One machine: 16 cores of a Xeon, driver 580.159.04, CUDA 13.0, llama-cpp-python 0.3.36 compiled with GGML_CUDA for it,
on 2026-11-26. The models have the tensors of the real ones, with random weights. Buffers are those of llama.cpp's log,
which tells steps of 0.01 MiB; the GPU's memory is NVML's, of the whole GPU, which nobody else used.
"""

from dataclasses import dataclass
from types import MappingProxyType

CUDA_CONTEXT_MIB = 527
"""What a process took of the GPU that only asked for its free memory."""


@dataclass(frozen=True, slots=True)
class Load:
    """One load; sizes in MiB.

    Attributes:
        entry: of the catalogue.
        file_type: of the file.
        gpu_layers: asked for.
        context_length: tokens.
        kv_type: element type of the cache.
        flash_attention: asked for.
        gpu_weights: on the GPU.
        gpu_kv: on the GPU.
        gpu_compute: on the GPU.
        host_compute: beside it, in main memory.
        cpu_kv: in main memory.
        repacked: weights stored anew for the processor.
        loaded: growth of the GPU's memory in use, after loading.
        used: the same after prompts and answers.
        tokens_per_second: median when writing 128 tokens or fewer; 0 if it was not measured.
    """

    entry: str
    file_type: str
    gpu_layers: int
    context_length: int
    kv_type: str
    flash_attention: str
    gpu_weights: float
    gpu_kv: float
    gpu_compute: float
    host_compute: float
    cpu_kv: float
    repacked: float
    loaded: int
    used: int
    tokens_per_second: float

    def __str__(self) -> str:
        return f"{self.entry} {self.file_type}, {self.gpu_layers} layers, {self.context_length} {self.kv_type}"


LAYERS = MappingProxyType(
    {
        "smollm2-135m-instruct": 31,
        "llama-3.2-1b-instruct": 17,
        "llama-3.2-3b-instruct": 29,
        "llama-3.1-8b-instruct": 33,
        "qwen3-8b": 37,
        "gemma-3-4b-it": 35,
        "qwen3-30b-a3b": 49,
    }
)
"""The output layer counted."""

LOADS = (
    Load("smollm2-135m-instruct", "Q4_1", -1, 8192, "f16", "auto",
         92.17, 180.0, 20.38, 10.26, 0.0, 0.0, 891, 901, 838.8),
    Load("smollm2-135m-instruct", "Q4_1", 15, 8192, "f16", "auto",
         58.31, 84.0, 21.7, 10.26, 96.0, 0.0, 761, 791, 334.7),
    Load("llama-3.2-1b-instruct", "Q4_K_M", -1, 8192, "f16", "auto",
         762.81, 256.0, 68.01, 16.01, 0.0, 0.0, 1685, 1699, 743.6),
    Load("llama-3.2-1b-instruct", "Q4_K_M", 8, 8192, "f16", "auto",
         451.51, 112.0, 74.25, 16.01, 144.0, 0.0, 1235, 1259, 142.5),
    Load("llama-3.2-1b-instruct", "Q4_K_M", -1, 2048, "f16", "auto",
         762.81, 64.0, 62.01, 10.01, 0.0, 0.0, 1487, 1487, 0),
    Load("llama-3.2-1b-instruct", "Q4_K_M", -1, 32768, "f16", "auto",
         762.81, 1024.0, 92.01, 40.01, 0.0, 0.0, 2477, 2491, 662.2),
    Load("llama-3.2-1b-instruct", "Q4_K_M", -1, 32768, "q8_0", "auto",
         762.81, 544.0, 112.04, 40.04, 0.0, 0.0, 2017, 2031, 588.6),
    Load("llama-3.2-1b-instruct", "Q4_K_M", -1, 8192, "q8_0", "auto",
         762.81, 136.0, 68.04, 16.04, 0.0, 0.0, 1565, 1579, 554.7),
    Load("llama-3.2-1b-instruct", "Q4_K_M", -1, 8192, "f16", "off",
         762.81, 256.0, 546.01, 26.01, 0.0, 0.0, 2163, 2281, 599.8),
    Load("llama-3.2-1b-instruct", "Q4_K_M", 8, 2048, "f16", "auto",
         451.51, 28.0, 75.0, 10.01, 36.0, 0.0, 1151, 1151, 0),
    Load("llama-3.2-1b-instruct", "Q4_K_M", 8, 32768, "f16", "auto",
         451.51, 448.0, 146.25, 40.01, 576.0, 0.0, 1643, 1659, 133.1),
    Load("llama-3.2-1b-instruct", "Q4_K_M", 8, 32768, "q8_0", "auto",
         451.51, 238.0, 163.86, 40.04, 306.0, 0.0, 1449, 1467, 139.6),
    Load("llama-3.2-1b-instruct", "Q4_K_M", 1, 8192, "f16", "auto",
         205.5, 0.0, 74.25, 16.01, 256.0, 0.0, 877, 909, 86.2),
    Load("llama-3.2-1b-instruct", "Q4_K_M", 16, 8192, "f16", "auto",
         725.79, 240.0, 74.25, 16.01, 16.0, 0.0, 1637, 1651, 418.2),
    Load("llama-3.1-8b-instruct", "Q4_K_M", -1, 8192, "f16", "auto",
         4403.49, 1024.0, 116.01, 24.01, 0.0, 0.0, 6141, 6153, 246.9),
    Load("llama-3.1-8b-instruct", "Q4_K_M", 16, 8192, "f16", "auto",
         2290.21, 480.0, 135.5, 24.01, 544.0, 0.0, 3503, 3537, 25.1),
    Load("llama-3.1-8b-instruct", "Q4_K_M", -1, 32768, "q8_0", "auto",
         4403.49, 2176.0, 192.09, 48.09, 0.0, 0.0, 7369, 7381, 229.8),
    Load("llama-3.1-8b-instruct", "Q4_K_M", -1, 32768, "f16", "auto",
         4403.49, 4096.0, 140.01, 48.01, 0.0, 0.0, 9237, 9249, 255.7),
    Load("llama-3.1-8b-instruct", "Q4_K_M", 16, 32768, "q8_0", "auto",
         2290.21, 1020.0, 302.07, 48.09, 1156.0, 0.0, 4211, 4233, 27.1),
    Load("llama-3.2-3b-instruct", "Q4_K_M", -1, 8192, "f16", "auto",
         1918.35, 896.0, 74.01, 20.01, 0.0, 0.0, 3487, 3501, 392.4),
    Load("llama-3.2-3b-instruct", "Q4_K_M", 14, 8192, "f16", "auto",
         1059.28, 416.0, 92.56, 20.01, 480.0, 0.0, 2165, 2197, 45.1),
    Load("llama-3.2-3b-instruct", "Q4_K_M", -1, 32768, "q8_0", "auto",
         1918.35, 1904.0, 184.09, 44.09, 0.0, 0.0, 4605, 4619, 333.7),
    Load("qwen3-8b", "Q4_K_M", -1, 8192, "f16", "auto", 4455.34, 1152.0, 104.01, 24.01, 0.0, 0.0, 6309, 6321, 237.6),
    Load("qwen3-8b", "Q4_K_M", 18, 8192, "f16", "auto", 2367.58, 544.0, 116.0, 24.01, 608.0, 0.0, 3625, 3663, 23.0),
    Load("qwen3-8b", "Q4_K_M", -1, 32768, "q8_0", "auto",
         4455.34, 2448.0, 192.09, 48.09, 0.0, 0.0, 7693, 7705, 214.9),
    Load("llama-3.2-1b-instruct", "Q8_0", -1, 8192, "f16", "auto",
         1252.41, 256.0, 68.01, 16.01, 0.0, 0.0, 2175, 2189, 648.3),
    Load("llama-3.2-1b-instruct", "F16", -1, 8192, "f16", "auto",
         2357.26, 256.0, 68.01, 16.01, 0.0, 0.0, 3279, 3387, 602.1),
    Load("llama-3.1-8b-instruct", "Q8_0", -1, 8192, "f16", "auto",
         7605.33, 1024.0, 116.01, 24.01, 0.0, 0.0, 9343, 9355, 229.1),
    Load("llama-3.1-8b-instruct", "F16", -1, 8192, "f16", "auto",
         14315.02, 1024.0, 116.01, 24.01, 0.0, 0.0, 16053, 16169, 195.2),
    Load("gemma-3-4b-it", "Q4_K_M", -1, 8192, "f16", "auto",
         2368.18, 334.0, 83.52, 19.52, 0.0, 0.0, 3383, 3401, 265.3),
    Load("gemma-3-4b-it", "Q4_K_M", 17, 8192, "f16", "auto",
         1399.47, 148.0, 104.07, 19.52, 186.0, 0.0, 2249, 2297, 47.8),
    Load("gemma-3-4b-it", "Q4_K_M", -1, 32768, "q8_0", "auto",
         2368.18, 432.44, 180.05, 44.05, 0.0, 0.0, 3581, 3599, 227.7),
    Load("qwen3-30b-a3b", "Q4_K_M", -1, 8192, "f16", "auto",
         17524.43, 768.0, 92.01, 16.01, 0.0, 0.0, 18983, 19093, 274.8),
    Load("qwen3-30b-a3b", "Q4_K_M", 24, 8192, "f16", "auto",
         8548.79, 368.0, 246.0, 16.01, 400.0, 0.0, 9761, 9907, 40.3),
    Load("llama-3.2-1b-instruct", "Q4_K_M", 0, 8192, "f16", "auto", 0.0, 0.0, 0.0, 72.01, 256.0, 445.5, 3, 3, 0),
    Load("llama-3.2-1b-instruct", "Q4_K_M", 0, 32768, "q8_0", "auto", 0.0, 0.0, 0.0, 92.04, 544.0, 445.5, 3, 3, 0),
    Load("llama-3.2-3b-instruct", "Q4_K_M", 0, 8192, "f16", "auto", 0.0, 0.0, 0.0, 80.01, 896.0, 1299.38, 3, 3, 0),
    Load("llama-3.1-8b-instruct", "Q4_K_M", 0, 8192, "f16", "auto", 0.0, 0.0, 0.0, 124.01, 1024.0, 3204.0, 3, 3, 0),
    Load("smollm2-135m-instruct", "Q4_1", 0, 8192, "f16", "auto", 0.0, 0.0, 0.0, 21.51, 180.0, 0.0, 3, 3, 0),
)  # fmt: skip
"""Those without layers on the GPU were made with an engine that names no GPU for them. Their speeds are left out: the
same load varied by six times within minutes, and why was not found."""
