"""Turns what llama.cpp logs about a refused model into a sentence for the person.

The phrases are those of llama.cpp's loader (`llama-model-loader.cpp`, `llama-model.cpp`, `gguf.cpp`,
`llama-context.cpp`); what none of them explains is quoted.
"""

import re
from pathlib import Path

from quantchat.errors import ErrorKind, KnownError

_MEMORY_PHRASES = (
    "failed to allocate",
    "unable to allocate",
    "out of memory",
    "cudaMalloc failed",
    "ErrorOutOfDeviceMemory",
    "bad_alloc",
    "Cannot allocate memory",
    "not enough memory",
)


def load_error(model_path: str, log: str) -> KnownError:
    """Explain why llama.cpp did not load a file."""
    name = Path(model_path).name
    if any(phrase.lower() in log.lower() for phrase in _MEMORY_PHRASES):
        return out_of_memory(name)
    if unknown := re.search(r"unknown model architecture: '([^']*)'", log):
        return KnownError(
            ErrorKind.UNKNOWN_ARCHITECTURE,
            f"{name} is of the architecture “{unknown.group(1)}”, which this version of the engine does not know.",
            "A newer QuantChat may run it; until then take another model.",
        )
    if "file bounds" in log or "corrupted or incomplete" in log or "unexpectedly reached end of file" in log:
        return KnownError(
            ErrorKind.TRUNCATED,
            f"{name} is incomplete: parts of the model are missing, as after a download that stopped early.",
            "Download it again.",
        )
    if "magic" in log:
        return KnownError(ErrorKind.NOT_GGUF, f"{name} is not a GGUF model file.", "Choose a file that ends in .gguf.")
    return KnownError(
        ErrorKind.MALFORMED,
        f"The engine could not load {name}: {_last_reason(log)}",
        "The file may be damaged or made for another version; download it again or take another one.",
    )


def out_of_memory(model_name: str) -> KnownError:
    """Say that a model did not fit."""
    return KnownError(
        ErrorKind.OUT_OF_MEMORY,
        f"There is not enough free memory for {model_name} with these settings.",
        "Close other programs, choose a smaller model or quantization, or use a shorter context.",
    )


def _last_reason(log: str) -> str:
    reasons = re.findall(r"(?:error[^:\n]*|failed[^:\n]*|exception[^:\n]*):\s*([^\n]+)", log, re.IGNORECASE)
    return (reasons[-1] if reasons else "it gave no reason").strip()[:300].rstrip(".") + "."
