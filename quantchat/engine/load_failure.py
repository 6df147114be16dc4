"""Turns what llama.cpp logs about a refused model into a sentence for the person.

The phrases are those of llama.cpp's loader (`llama-model-loader.cpp`, `llama-model.cpp`, `gguf.cpp`,
`llama-context.cpp`); what none of them explains is quoted.
"""

import re
from pathlib import Path

from quantchat.engine.memory_shortage import memory_shortage
from quantchat.errors import ErrorKind, KnownError
from quantchat.wording import Wording, worded

_TRUNCATION_PHRASES = (
    "file bounds",
    "corrupted or incomplete",
    "unexpectedly reached end of file",
    "failed to read header",
    "failed to read key-value pairs",
    "failed to read tensor info",
)
_MAGIC = b"GGUF"
_CHOOSE_ANOTHER = worded("Choose a file that ends in .gguf.")


def require_gguf(path: Path) -> None:
    """Look at the beginning of a file before llama.cpp does, which says little about what it cannot open.

    Raises:
        KnownError: it is missing, unreadable or no GGUF file.
    """
    try:
        if path.exists() and not path.is_file():
            raise KnownError(
                ErrorKind.NOT_GGUF, worded("{file} is a folder, not a model file.", file=path.name), _CHOOSE_ANOTHER
            )
        with path.open("rb") as file:
            magic = file.read(len(_MAGIC))
    except FileNotFoundError as error:
        raise KnownError(
            ErrorKind.FILE_MISSING,
            worded("{file} is no longer where it was.", file=path.name),
            worded("It was moved, renamed or deleted, or its disk is not connected. Choose the model again."),
        ) from error
    except OSError as error:
        raise KnownError(
            ErrorKind.FILE_UNREADABLE,
            worded("{file} cannot be read: {reason}.", file=path.name, reason=str(error.strerror)),
            worded("Check the permissions of the file and of its folder, and its disk."),
        ) from error
    if not magic:
        raise KnownError(ErrorKind.NOT_GGUF, worded("{file} is empty.", file=path.name), _CHOOSE_ANOTHER)
    if magic != _MAGIC:
        raise KnownError(
            ErrorKind.NOT_GGUF, worded("{file} is not a GGUF model file.", file=path.name), _CHOOSE_ANOTHER
        )


def load_error(model_path: str, log: str) -> KnownError:
    """Explain why llama.cpp did not load a file."""
    name = Path(model_path).name
    if shortage := memory_shortage(log):
        return shortage.error(name)
    if kv_type := re.search(r"[KV] cache type (\S+) with block size \d+ does not divide", log):
        return KnownError(
            ErrorKind.OTHER,
            worded(
                "{model} cannot keep the conversation's memory (KV cache) in {type}: the size of its attention heads "
                "does not suit that type.",
                model=name,
                type=kv_type.group(1),
            ),
            worded("Use the KV type f16 for it."),
        )
    if unknown := re.search(r"unknown model architecture: '([^']*)'", log):
        return KnownError(
            ErrorKind.UNKNOWN_ARCHITECTURE,
            worded(
                "{model} is of the architecture “{architecture}”, which this version of the engine does not know.",
                model=name,
                architecture=unknown.group(1),
            ),
            worded("A newer QuantChat may run it; until then take another model."),
        )
    if any(phrase in log for phrase in _TRUNCATION_PHRASES):
        return KnownError(
            ErrorKind.TRUNCATED,
            worded(
                "{model} is incomplete: parts of the model are missing, as after a download that stopped early.",
                model=name,
            ),
            worded("Download it again."),
        )
    return KnownError(
        ErrorKind.MALFORMED,
        _not_loaded(name, _last_reason(log)),
        worded("The file may be damaged or made for another version; download it again or take another one."),
    )


def _not_loaded(name: str, reason: str) -> Wording:
    if not reason:
        return worded("The engine could not load {model}: it gave no reason.", model=name)
    return worded("The engine could not load {model}: {reason}.", model=name, reason=reason)


def _last_reason(log: str) -> str:
    """What llama.cpp said last of a failure, without the full stop; empty if it said nothing."""
    reasons = re.findall(r"(?:error[^:\n]*|failed[^:\n]*|exception[^:\n]*):\s*([^\n]+)", log, re.IGNORECASE)
    return str(reasons[-1]).strip()[:300].rstrip(".") if reasons else ""
