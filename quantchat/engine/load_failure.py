"""Turns what llama.cpp logs about a refused model into a sentence for the person.

The phrases are those of llama.cpp's loader (`llama-model-loader.cpp`, `llama-model.cpp`, `gguf.cpp`,
`llama-context.cpp`); what none of them explains is quoted.
"""

import re
from pathlib import Path

from quantchat.engine.memory_shortage import memory_shortage
from quantchat.errors import ErrorKind, KnownError

_TRUNCATION_PHRASES = (
    "file bounds",
    "corrupted or incomplete",
    "unexpectedly reached end of file",
    "failed to read header",
    "failed to read key-value pairs",
    "failed to read tensor info",
)
_MAGIC = b"GGUF"


def require_gguf(path: Path) -> None:
    """Look at the beginning of a file before llama.cpp does, which says little about what it cannot open.

    Raises:
        KnownError: it is missing, unreadable or no GGUF file.
    """
    try:
        if path.exists() and not path.is_file():
            raise KnownError(
                ErrorKind.NOT_GGUF, f"{path.name} is a folder, not a model file.", "Choose a file that ends in .gguf."
            )
        with path.open("rb") as file:
            magic = file.read(len(_MAGIC))
    except FileNotFoundError as error:
        raise KnownError(
            ErrorKind.FILE_MISSING,
            f"{path.name} is no longer where it was.",
            "It was moved, renamed or deleted, or its disk is not connected. Choose the model again.",
        ) from error
    except OSError as error:
        raise KnownError(
            ErrorKind.FILE_UNREADABLE,
            f"{path.name} cannot be read: {error.strerror}.",
            "Check the permissions of the file and of its folder, and its disk.",
        ) from error
    if magic != _MAGIC:
        what = "is not a GGUF model file" if magic else "is empty"
        raise KnownError(ErrorKind.NOT_GGUF, f"{path.name} {what}.", "Choose a file that ends in .gguf.")


def load_error(model_path: str, log: str) -> KnownError:
    """Explain why llama.cpp did not load a file."""
    name = Path(model_path).name
    if shortage := memory_shortage(log):
        return shortage.error(name)
    if kv_type := re.search(r"[KV] cache type (\S+) with block size \d+ does not divide", log):
        return KnownError(
            ErrorKind.OTHER,
            f"{name} cannot keep the conversation's memory (KV cache) in {kv_type.group(1)}: the size of its attention "
            "heads does not suit that type.",
            "Use the KV type f16 for it.",
        )
    if unknown := re.search(r"unknown model architecture: '([^']*)'", log):
        return KnownError(
            ErrorKind.UNKNOWN_ARCHITECTURE,
            f"{name} is of the architecture “{unknown.group(1)}”, which this version of the engine does not know.",
            "A newer QuantChat may run it; until then take another model.",
        )
    if any(phrase in log for phrase in _TRUNCATION_PHRASES):
        return KnownError(
            ErrorKind.TRUNCATED,
            f"{name} is incomplete: parts of the model are missing, as after a download that stopped early.",
            "Download it again.",
        )
    return KnownError(
        ErrorKind.MALFORMED,
        f"The engine could not load {name}: {_last_reason(log)}",
        "The file may be damaged or made for another version; download it again or take another one.",
    )


def _last_reason(log: str) -> str:
    reasons = re.findall(r"(?:error[^:\n]*|failed[^:\n]*|exception[^:\n]*):\s*([^\n]+)", log, re.IGNORECASE)
    return (reasons[-1] if reasons else "it gave no reason").strip()[:300].rstrip(".") + "."
