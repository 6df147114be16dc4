"""Turns the death of the engine child into a sentence for the person. No exit code is ever shown.

The signals are those of POSIX; the Windows codes are NTSTATUS values from its documentation, not exercised.
"""

import re
import signal
import sys

from quantchat.engine.memory_shortage import NotEnoughMemory, is_gpu, memory_name, memory_shortage
from quantchat.errors import ErrorKind, KnownError
from quantchat.native.child_process import ChildExit

_ILLEGAL_INSTRUCTION = {-4, 0xC000001D}
_BUS_ERROR = {-7, -10, 0xC0000006}
_SEGMENTATION_FAULT = {-11, 0xC0000005}
_ABORT = {-6, 0xC0000409}
_REASON = re.compile(
    r"^\S+\.(?:c|cc|cpp|cu|h|hpp|m):\d+: (?:GGML_ASSERT\((?P<asserted>.+)\) failed|(?P<said>.+))$"
    r"|what\(\):\s*(?P<thrown>.+)",
    re.MULTILINE,
)

_TRY_SAFER = "Try again: the engine then starts anew. If it happens again, use safer settings or another model."


def explain_exit(end: ChildExit, model_name: str) -> KnownError:
    """Say what an unexpected end of the engine means and what to do."""
    code = end.return_code
    shortage = memory_shortage(end.stderr)
    if shortage or (code == -9 and end.out_of_memory):
        device = shortage.device if shortage else ""
        what = memory_name(device) if is_gpu(device) else "memory"
        return NotEnoughMemory(
            f"The computer ran out of {what} while {model_name} was running, so the engine was ended.",
            "Close other programs, choose a smaller model or quantization, or use a shorter context.",
            device,
        )
    if code == -9 or (sys.platform != "win32" and code == -signal.SIGTERM):
        return KnownError(
            ErrorKind.ENGINE_KILLED,
            f"Another program or the system ended the engine that runs {model_name}.",
            "Try again: the engine then starts anew.",
        )
    if code in _BUS_ERROR:
        return KnownError(
            ErrorKind.ENGINE_CRASHED,
            f"The file of {model_name} changed or went away while it was in use.",
            "Check the disk or the download, then choose the model again.",
        )
    if code in _ILLEGAL_INSTRUCTION:
        return KnownError(
            ErrorKind.ENGINE_CRASHED,
            "The engine was built for a newer processor than this computer has.",
            "Install a build of QuantChat made for this processor.",
        )
    reason = _assertion(end.stderr)
    if reason:
        return KnownError(ErrorKind.ENGINE_CRASHED, f"The engine gave up on {model_name}: {reason}.", _TRY_SAFER)
    what = "crashed" if code in _SEGMENTATION_FAULT | _ABORT else "stopped unexpectedly"
    return KnownError(ErrorKind.ENGINE_CRASHED, f"The engine {what} while running {model_name}.", _TRY_SAFER)


def _assertion(stderr: str) -> str:
    """Return the failed assertion or uncaught exception that the engine wrote last, empty if none."""
    reasons = [found["asserted"] or found["said"] or found["thrown"] for found in _REASON.finditer(stderr)]
    return f"“{reasons[-1].strip()[:200]}”" if reasons else ""
