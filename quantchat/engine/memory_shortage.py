"""Finds out from what llama.cpp says whether memory was lacking, on which device, and for what.

The phrases are those of llama.cpp 0c1e57098: `ggml.c` and `ggml-backend.cpp` (main memory), `ggml-alloc.c` (which names
the buffer type), `ggml-cuda.cu`, `ggml-metal.cpp` and `ggml-sycl.cpp` (their own), `llama-model.cpp`,
`llama-kv-cache.cpp`, `llama-memory-recurrent.cpp` and `llama-context.cpp` (for what). Those of CUDA were seen on a full
H200; those of other GPU backends were only read there.
"""

import re
from dataclasses import dataclass
from enum import Enum, auto

from quantchat.errors import ErrorKind, KnownError
from quantchat.wording import Wording, worded

_PHRASES = (
    "failed to allocate",
    "unable to allocate",
    "can't allocate",
    "insufficient memory",
    "out of memory",
    "cudamalloc failed",
    "outofdevicememory",
    "outofhostmemory",
    "bad_alloc",
    "cannot allocate memory",
    "not enough memory",
    "memoryerror",  # of Python
    "thread creation failed",  # of OpenMP: there was no room for the stack of a thread
)
_PASSED_OVER = "pinned memory"
"""Ordinary memory is taken instead of pinned memory that could not be had: no failure."""

_DEVICE = re.compile(
    r"(?:failed|unable) to allocate (?P<buffer>\w+) buffer\b"
    r"|MiB on device (?P<cuda>\d+): cudaMalloc failed"
    r"|(?P<backend>CUDA|ROCm|MUSA) error: out of memory\s+current device: (?P<current>\d+)"
    r"|(?P<main>ggml_aligned_malloc: insufficient memory|cpu_buffer_type_alloc_buffer: failed to allocate)"
)
_NO_DEVICES = frozenset({"output"})  # "failed to allocate output buffer" names a purpose


class Purpose(Enum):
    """What memory was wanted for."""

    WEIGHTS = auto()
    KV_CACHE = auto()
    WORKING_MEMORY = auto()
    UNKNOWN = auto()


_PURPOSES = (
    (re.compile(r"unable to allocate \w+ buffer"), Purpose.WEIGHTS),
    (re.compile(r"failed to allocate buffer for (?:kv|rs) cache"), Purpose.KV_CACHE),
    (re.compile(r"failed to allocate (?:compute \w+ buffers|output buffer|graph)"), Purpose.WORKING_MEMORY),
)

MAIN_MEMORY = "CPU"
"""ggml's name of the processor, whose memory is the main memory."""

_MAIN_MEMORY_NAMES = (MAIN_MEMORY, "AMX", "HBM")


class NotEnoughMemory(KnownError):  # noqa: N818  # named for what happened, like its base
    """A model did not fit into memory.

    Attributes:
        device: which memory was lacking, by ggml's name such as "CUDA0"; empty if that is not known.
        is_for_weights: the weights themselves did not fit.
    """

    def __init__(self, sentence: Wording, hint: Wording, device: str = "", *, is_for_weights: bool = False) -> None:
        super().__init__(ErrorKind.OUT_OF_MEMORY, sentence, hint)
        self.device = device
        self.is_for_weights = is_for_weights


@dataclass(frozen=True, slots=True)
class MemoryShortage:
    """What llama.cpp said about memory that it could not have.

    Attributes:
        device: by ggml's name ("CUDA0", "CPU"); empty if it was not said.
        purpose: what did not fit.
    """

    device: str
    purpose: Purpose = Purpose.UNKNOWN

    def error(self, model_name: str) -> NotEnoughMemory:
        """The shortage as a sentence about a model."""
        return NotEnoughMemory(
            self._sentence(model_name),
            worded("Close other programs, choose a smaller model or quantization, or use a shorter context."),
            self.device,
            is_for_weights=self.purpose is Purpose.WEIGHTS,
        )

    def _sentence(self, model_name: str) -> Wording:
        memory = memory_name(self.device) if self.device else worded("memory")
        match self.purpose:
            case Purpose.WEIGHTS:
                return worded(
                    "There is not enough free {memory} for {model} with these settings: its weights did not fit.",
                    memory=memory,
                    model=model_name,
                )
            case Purpose.KV_CACHE:
                return worded(
                    "There is not enough free {memory} for {model} with these settings: the conversation's memory "
                    "(KV cache) did not fit.",
                    memory=memory,
                    model=model_name,
                )
            case Purpose.WORKING_MEMORY:
                return worded(
                    "There is not enough free {memory} for {model} with these settings: the working memory did not "
                    "fit.",
                    memory=memory,
                    model=model_name,
                )
        return worded(
            "There is not enough free {memory} for {model} with these settings.", memory=memory, model=model_name
        )


def memory_shortage(said: str) -> MemoryShortage | None:
    """What a log or the last words of a process say about lacking memory; None if it failed for something else."""
    lines = [line for line in said.splitlines() if _PASSED_OVER not in line]
    if not any(phrase in line.lower() for line in lines for phrase in _PHRASES):
        return None
    text = "\n".join(lines)
    devices = [device for found in _DEVICE.finditer(text) if (device := _device(found)) not in _NO_DEVICES]
    purposes = [purpose for pattern, purpose in _PURPOSES if pattern.search(text)]
    return MemoryShortage(devices[-1] if devices else "", purposes[-1] if purposes else Purpose.UNKNOWN)


def is_gpu(device: str) -> bool:
    """Whether memory of ggml's name is that of a GPU; pinned main memory ("CUDA_Host") is not."""
    return bool(device) and not device.startswith(_MAIN_MEMORY_NAMES) and not device.endswith("_Host")


def memory_name(device: str) -> Wording:
    """A device's memory for people: "main memory", "GPU memory (CUDA0)"; main memory if nobody knows."""
    return worded("GPU memory ({device})", device=device) if is_gpu(device) else worded("main memory")


def _device(found: re.Match[str]) -> str:
    if found["main"]:
        return MAIN_MEMORY
    if found["cuda"]:
        return f"CUDA{found['cuda']}"
    if found["backend"]:
        return f"{found['backend']}{found['current']}"
    return found["buffer"]
