"""Turns the death of the engine child into a sentence for the person. No exit code is ever shown.

The signals are those of POSIX; the Windows codes are NTSTATUS values from its documentation, not exercised.
"""

import re
import signal
import sys

from quantchat.engine.memory_shortage import NotEnoughMemory, is_gpu, memory_name, memory_shortage
from quantchat.errors import ErrorKind, KnownError
from quantchat.native.child_process import ChildExit
from quantchat.wording import Wording, worded

_ILLEGAL_INSTRUCTION = {-4, 0xC000001D}
_BUS_ERROR = {-7, -10, 0xC0000006}
_SEGMENTATION_FAULT = {-11, 0xC0000005}
_ABORT = {-6, 0xC0000409}
_REASON = re.compile(
    r"^\S+\.(?:c|cc|cpp|cu|h|hpp|m):\d+: (?:GGML_ASSERT\((?P<asserted>.+)\) failed|(?P<said>.+))$"
    r"|what\(\):\s*(?P<thrown>.+)",
    re.MULTILINE,
)

_TRY_SAFER = worded("Try again: the engine then starts anew. If it happens again, use safer settings or another model.")


def explain_exit(end: ChildExit, model_name: str, *, was_converting: bool = False) -> KnownError:
    """Say what an unexpected end of the engine means and what to do.

    Args:
        end: of its process.
        model_name: of the model it held.
        was_converting: it made another file of the model and did not run it.
    """
    code = end.return_code
    shortage = memory_shortage(end.stderr)
    if shortage or (code == -9 and end.out_of_memory):
        device = shortage.device if shortage else ""
        memory = memory_name(device) if is_gpu(device) else worded("memory")
        return NotEnoughMemory(
            worded(
                "The computer ran out of {memory} while {model} was running, so the engine was ended.",
                memory=memory,
                model=model_name,
            ),
            worded("Close other programs, choose a smaller model or quantization, or use a shorter context."),
            device,
        )
    if code == -9 or (sys.platform != "win32" and code == -signal.SIGTERM):
        return KnownError(
            ErrorKind.ENGINE_KILLED,
            worded("Another program or the system ended the engine that runs {model}.", model=model_name),
            worded("Try again: the engine then starts anew."),
        )
    if code in _BUS_ERROR:
        return KnownError(
            ErrorKind.ENGINE_CRASHED,
            worded("The file of {model} changed or went away while it was in use.", model=model_name),
            worded("Check the disk or the download, then choose the model again."),
        )
    if code in _ILLEGAL_INSTRUCTION:
        return KnownError(
            ErrorKind.ENGINE_CRASHED,
            worded("The engine was built for a newer processor than this computer has."),
            worded("Install a build of QuantChat made for this processor."),
        )
    return KnownError(ErrorKind.ENGINE_CRASHED, _crash(end, model_name, was_converting), _TRY_SAFER)


def _crash(end: ChildExit, model_name: str, was_converting: bool) -> Wording:
    """Say that the engine is at fault, with its own reason where it gave one."""
    if reason := _assertion(end.stderr):
        return worded("The engine gave up on {model}: “{reason}”.", model=model_name, reason=reason)
    match end.return_code in _SEGMENTATION_FAULT | _ABORT, was_converting:
        case True, True:
            return worded("The engine crashed while converting {model}.", model=model_name)
        case True, False:
            return worded("The engine crashed while running {model}.", model=model_name)
        case _, True:
            return worded("The engine stopped unexpectedly while converting {model}.", model=model_name)
    return worded("The engine stopped unexpectedly while running {model}.", model=model_name)


def _assertion(stderr: str) -> str:
    """Return the failed assertion or uncaught exception that the engine wrote last, empty if none."""
    reasons = [found["asserted"] or found["said"] or found["thrown"] for found in _REASON.finditer(stderr)]
    return reasons[-1].strip()[:200] if reasons else ""
