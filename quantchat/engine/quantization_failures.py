"""Why a file of another type could not be made, in words for the person.

The phrases of llama.cpp are those of its `llama-quant.cpp` and `llama-model-loader.cpp`; what none of them explains is
quoted.
"""

import errno
import re

from quantchat.core.mix_rules import BASE_TYPES
from quantchat.core.plain_text import plain_text
from quantchat.core.sizes import file_size_text
from quantchat.engine.exits import explain_exit
from quantchat.engine.load_failure import load_error
from quantchat.engine.memory_shortage import NotEnoughMemory, memory_shortage
from quantchat.errors import ErrorKind, KnownError
from quantchat.native.child_process import ChildExit

_CANNOT_WRITE = ("iostream error", "basic_ios", "ios_base")
_FAILED = re.compile(r"failed to quantize: ([^\n]+)")
_BAD_WEIGHTS = ("has invalid data", "data validation failed")
_LOADING = "failed to load model"

_FREE_MEMORY = "Close other programs and try again."
_ANOTHER_TYPE = "Choose another type, such as Q4_K_M."


def unknown_type(file_type: str) -> KnownError:
    """Say that nothing can be made into this type, and into what it can."""
    return KnownError(
        ErrorKind.OTHER,
        f"The engine cannot make files of the type “{plain_text(file_type)}”.",
        f"It makes {', '.join(BASE_TYPES)}.",
    )


def needs_matrix(file_type: str) -> KnownError:
    """Say that a type is too small to be made without statistics of which weights matter."""
    return KnownError(
        ErrorKind.OTHER,
        f"{file_type} keeps so little of each weight that it takes statistics of which weights matter (an importance "
        "matrix), which QuantChat cannot make.",
        "Download this type ready-made, or make a larger one, such as Q3_K_M.",
    )


def odd_alignment() -> KnownError:
    """Say that llama.cpp would keep the source's statement about the places of weights, and then put them elsewhere."""
    return KnownError(
        ErrorKind.OTHER,
        "The weights of this model are laid out in its file in an unusual way (alignment), which the engine cannot "
        "write.",
        "Take a file of the model from another publisher.",
    )


def target_exists(name: str) -> KnownError:
    """Say that nothing is written over a file unasked."""
    return KnownError(
        ErrorKind.OTHER, f"There is already a file called {plain_text(name, 255)}.", "Choose another name or delete it."
    )


def target_is_no_file(name: str) -> KnownError:
    """Say that a folder or a device is in the place of the file."""
    return KnownError(
        ErrorKind.OTHER, f"{plain_text(name, 255)} is a folder or a device and not a file.", "Choose another name."
    )


def target_is_source(name: str) -> KnownError:
    """Say that a model is not written over itself."""
    return KnownError(
        ErrorKind.OTHER,
        f"{plain_text(name, 255)} is the model itself, and would be destroyed before it is read.",
        "Choose another name.",
    )


def too_little_space(name: str, file_bytes: int, needed_bytes: int, free_bytes: int) -> KnownError:
    """Say before the work begins that its result would not fit on the disk, or would fill it."""
    return KnownError(
        ErrorKind.DISK_FULL,
        f"{plain_text(name, 255)} will be {file_size_text(file_bytes)} large; with a reserve for other programs that "
        f"takes {file_size_text(needed_bytes)} of free space, and its disk has {file_size_text(free_bytes)}.",
        "Free some space, or choose a folder on another disk.",
    )


def cannot_write(name: str, error: OSError) -> KnownError:
    """Explain the system's refusal to make, lengthen or rename the file."""
    shown = plain_text(name, 255)
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return disk_full(name)
        case errno.EFBIG:
            return KnownError(
                ErrorKind.DISK_FULL,
                f"{shown} becomes larger than a file may be on its disk.",
                "Choose a folder on another disk, or a smaller type.",
            )
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return KnownError(
                ErrorKind.READ_ONLY,
                f"{shown} could not be made: QuantChat may not write in its folder.",
                "Choose another folder, or allow writing to this one.",
            )
        case errno.ENOENT | errno.ENOTDIR:
            return KnownError(
                ErrorKind.FILE_MISSING,
                f"{shown} could not be made: its folder does not exist or is not connected.",
                "Choose another folder.",
            )
        case errno.ENAMETOOLONG:
            return KnownError(
                ErrorKind.OTHER, f"{plain_text(name)} could not be made: its name is too long.", "Choose a shorter one."
            )
    return KnownError(
        ErrorKind.READ_ONLY,
        f"{shown} could not be written: {error.strerror or 'the disk reports an error'}.",
        "Check the disk, or choose a folder on another one.",
    )


def disk_full(name: str) -> KnownError:
    """Say that the disk filled up while the file was written."""
    return KnownError(
        ErrorKind.DISK_FULL,
        f"The disk became full while {plain_text(name, 255)} was made; what there was of it is removed.",
        "Free some space, or choose a folder on another disk, then make it again.",
    )


def disk_failed(name: str) -> KnownError:
    """Say that writing failed though there is space."""
    return KnownError(
        ErrorKind.READ_ONLY,
        f"{plain_text(name, 255)} could not be written: the disk reports an error.",
        "Check the disk, or choose a folder on another one.",
    )


def bug(name: str) -> KnownError:
    """Say that it is our own fault; what went wrong stands in the log."""
    return KnownError(
        ErrorKind.OTHER, f"{plain_text(name, 255)} could not be made because of a fault in QuantChat.", "Try again."
    )


def nonsense(source_name: str) -> KnownError:
    """Say that what came through the pipe was no message: a model file may have taken over the child."""
    return KnownError(
        ErrorKind.ENGINE_CRASHED,
        f"The engine sent something that makes no sense while converting {source_name} and was ended.",
        "Try again; if it happens again, the model may be damaged: take another.",
    )


def result_is_damaged(name: str, what: str) -> KnownError:
    """Say that what lies on the disk is not what was to be written."""
    return KnownError(
        ErrorKind.MALFORMED,
        f"{plain_text(name, 255)} was made, but what lies on the disk is not sound ({what}), so it is removed.",
        "Check the disk, or choose a folder on another one, then make it again.",
    )


def cancelled(name: str) -> KnownError:
    """Say that the person wanted no more of it."""
    return KnownError(ErrorKind.CANCELLED, f"Making {plain_text(name, 255)} was cancelled; nothing is left of it.")


def hung(source_name: str) -> KnownError:
    """Say that a silent and idle engine was ended."""
    return KnownError(
        ErrorKind.ENGINE_HUNG,
        f"The engine stopped responding while converting {source_name} and was ended.",
        "Check the disks of the model and of the new file, then try again.",
    )


def engine_ended(end: ChildExit, source_name: str) -> KnownError:
    """Say what an unexpected end of the engine means for the file that it made."""
    error = explain_exit(end, source_name)
    if isinstance(error, NotEnoughMemory):
        return KnownError(
            ErrorKind.OUT_OF_MEMORY,
            f"The computer ran out of memory while {source_name} was converted.",
            _FREE_MEMORY,
        )
    if error.kind is ErrorKind.ENGINE_KILLED:
        return KnownError(
            error.kind, f"Another program or the system ended the engine that converts {source_name}.", "Try again."
        )
    sentence = error.sentence.replace(" while running ", " while converting ")
    return KnownError(error.kind, sentence, "Try again; if it happens again, the model may be damaged: take another.")


def could_not_write(log: str) -> bool:
    """Whether llama.cpp gave up because the file could not be written; why, only the disk can tell."""
    reason = _reason(log)
    return any(phrase in reason for phrase in _CANNOT_WRITE)


def quantizer_refused(source_name: str, file_type: str, log: str) -> KnownError:
    """Explain from its log why llama.cpp made no file."""
    reason = _reason(log)
    if could_not_write(log):
        return disk_failed(f"The file made of {source_name}")
    if memory_shortage(log):
        return KnownError(
            ErrorKind.OUT_OF_MEMORY, f"There is not enough free memory to convert {source_name}.", _FREE_MEMORY
        )
    if any(phrase in reason for phrase in _BAD_WEIGHTS):
        return KnownError(
            ErrorKind.MALFORMED,
            f"{source_name} cannot be made into {file_type}: some of its weights are no numbers, or too large for it.",
            "The model may be damaged: download it again, or choose another type.",
        )
    if "unknown model architecture" in log or _LOADING in reason:
        return load_error(source_name, log)
    return KnownError(
        ErrorKind.OTHER,
        f"The engine could not make {source_name} into {file_type}: {reason or 'it gave no reason'}.",
        _ANOTHER_TYPE,
    )


def _reason(log: str) -> str:
    reasons = _FAILED.findall(log)
    return plain_text(reasons[-1], 300).rstrip(".") if reasons else ""
