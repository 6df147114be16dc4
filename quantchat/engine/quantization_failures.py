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
from quantchat.wording import Wording, worded

_CANNOT_WRITE = ("iostream error", "basic_ios", "ios_base")
_FAILED = re.compile(r"failed to quantize: ([^\n]+)")
_BAD_WEIGHTS = ("has invalid data", "data validation failed")
_LOADING = "failed to load model"

_FREE_MEMORY = worded("Close other programs and try again.")
_ANOTHER_TYPE = worded("Choose another type, such as Q4_K_M.")
_ANOTHER_NAME = worded("Choose another name.")
_ANOTHER_DISK = worded("Check the disk, or choose a folder on another one.")
_MAY_BE_DAMAGED = worded("Try again; if it happens again, the model may be damaged: take another.")


def unknown_type(file_type: str) -> KnownError:
    """Say that nothing can be made into this type, and into what it can."""
    return KnownError(
        ErrorKind.OTHER,
        worded("The engine cannot make files of the type “{type}”.", type=plain_text(file_type)),
        worded("It makes {types}.", types=", ".join(BASE_TYPES)),
    )


def needs_matrix(file_type: str) -> KnownError:
    """Say that a type is too small to be made without statistics of which weights matter."""
    return KnownError(
        ErrorKind.OTHER,
        worded(
            "{type} keeps so little of each weight that it takes statistics of which weights matter (an importance "
            "matrix), which QuantChat cannot make.",
            type=file_type,
        ),
        worded("Download this type ready-made, or make a larger one, such as Q3_K_M."),
    )


def odd_alignment() -> KnownError:
    """Say that llama.cpp would keep the source's statement about the places of weights, and then put them elsewhere."""
    return KnownError(
        ErrorKind.OTHER,
        worded(
            "The weights of this model are laid out in its file in an unusual way (alignment), which the engine cannot "
            "write."
        ),
        worded("Take a file of the model from another publisher."),
    )


def target_exists(name: str) -> KnownError:
    """Say that nothing is written over a file unasked."""
    return KnownError(
        ErrorKind.OTHER,
        worded("There is already a file called {file}.", file=plain_text(name, 255)),
        worded("Choose another name or delete it."),
    )


def target_is_no_file(name: str) -> KnownError:
    """Say that a folder or a device is in the place of the file."""
    return KnownError(
        ErrorKind.OTHER,
        worded("{file} is a folder or a device and not a file.", file=plain_text(name, 255)),
        _ANOTHER_NAME,
    )


def target_is_source(name: str) -> KnownError:
    """Say that a model is not written over itself."""
    return KnownError(
        ErrorKind.OTHER,
        worded("{file} is the model itself, and would be destroyed before it is read.", file=plain_text(name, 255)),
        _ANOTHER_NAME,
    )


def too_little_space(name: str, file_bytes: int, needed_bytes: int, free_bytes: int) -> KnownError:
    """Say before the work begins that its result would not fit on the disk, or would fill it."""
    return KnownError(
        ErrorKind.DISK_FULL,
        worded(
            "{file} will be {size} large; with a reserve for other programs that takes {needed} of free space, and its "
            "disk has {free}.",
            file=plain_text(name, 255),
            size=file_size_text(file_bytes),
            needed=file_size_text(needed_bytes),
            free=file_size_text(free_bytes),
        ),
        worded("Free some space, or choose a folder on another disk."),
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
                worded("{file} becomes larger than a file may be on its disk.", file=shown),
                worded("Choose a folder on another disk, or a smaller type."),
            )
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return KnownError(
                ErrorKind.READ_ONLY,
                worded("{file} could not be made: QuantChat may not write in its folder.", file=shown),
                worded("Choose another folder, or allow writing to this one."),
            )
        case errno.ENOENT | errno.ENOTDIR:
            return KnownError(
                ErrorKind.FILE_MISSING,
                worded("{file} could not be made: its folder does not exist or is not connected.", file=shown),
                worded("Choose another folder."),
            )
        case errno.ENAMETOOLONG:
            return KnownError(
                ErrorKind.OTHER,
                worded("{file} could not be made: its name is too long.", file=plain_text(name)),
                worded("Choose a shorter one."),
            )
    if not error.strerror:
        return disk_failed(name)
    sentence = worded("{file} could not be written: {reason}.", file=shown, reason=error.strerror)
    return KnownError(ErrorKind.READ_ONLY, sentence, _ANOTHER_DISK)


def disk_full(name: str) -> KnownError:
    """Say that the disk filled up while the file was written."""
    return KnownError(
        ErrorKind.DISK_FULL,
        worded(
            "The disk became full while {file} was made; what there was of it is removed.", file=plain_text(name, 255)
        ),
        worded("Free some space, or choose a folder on another disk, then make it again."),
    )


def disk_failed(name: str) -> KnownError:
    """Say that writing failed though there is space."""
    sentence = worded("{file} could not be written: the disk reports an error.", file=plain_text(name, 255))
    return KnownError(ErrorKind.READ_ONLY, sentence, _ANOTHER_DISK)


def bug(name: str) -> KnownError:
    """Say that it is our own fault; what went wrong stands in the log."""
    return KnownError(
        ErrorKind.OTHER,
        worded("{file} could not be made because of a fault in QuantChat.", file=plain_text(name, 255)),
        worded("Try again."),
    )


def nonsense(source_name: str) -> KnownError:
    """Say that what came through the pipe was no message: a model file may have taken over the child."""
    return KnownError(
        ErrorKind.ENGINE_CRASHED,
        worded(
            "The engine sent something that makes no sense while converting {model} and was ended.", model=source_name
        ),
        _MAY_BE_DAMAGED,
    )


def result_is_damaged(name: str, fault: Wording) -> KnownError:
    """Say that what lies on the disk is not what was to be written; `fault` is a sentence without capital and stop."""
    return KnownError(
        ErrorKind.MALFORMED,
        worded(
            "{file} was made, but what lies on the disk is not sound ({fault}), so it is removed.",
            file=plain_text(name, 255),
            fault=fault,
        ),
        worded("Check the disk, or choose a folder on another one, then make it again."),
    )


def cancelled(name: str) -> KnownError:
    """Say that the person wanted no more of it."""
    return KnownError(
        ErrorKind.CANCELLED,
        worded("Making {file} was cancelled; nothing is left of it.", file=plain_text(name, 255)),
    )


def hung(source_name: str) -> KnownError:
    """Say that a silent and idle engine was ended."""
    return KnownError(
        ErrorKind.ENGINE_HUNG,
        worded("The engine stopped responding while converting {model} and was ended.", model=source_name),
        worded("Check the disks of the model and of the new file, then try again."),
    )


def engine_ended(end: ChildExit, source_name: str) -> KnownError:
    """Say what an unexpected end of the engine means for the file that it made."""
    error = explain_exit(end, source_name, was_converting=True)
    if isinstance(error, NotEnoughMemory):
        return KnownError(
            ErrorKind.OUT_OF_MEMORY,
            worded("The computer ran out of memory while {model} was converted.", model=source_name),
            _FREE_MEMORY,
        )
    if error.kind is ErrorKind.ENGINE_KILLED:
        return KnownError(
            error.kind,
            worded("Another program or the system ended the engine that converts {model}.", model=source_name),
            worded("Try again."),
        )
    return KnownError(error.kind, error.sentence, _MAY_BE_DAMAGED)


def could_not_write(log: str) -> bool:
    """Whether llama.cpp gave up because the file could not be written; why, only the disk can tell."""
    reason = _reason(log)
    return any(phrase in reason for phrase in _CANNOT_WRITE)


def quantizer_refused(source_name: str, file_type: str, log: str) -> KnownError:
    """Explain from its log why llama.cpp made no file."""
    reason = _reason(log)
    if could_not_write(log):
        return KnownError(
            ErrorKind.READ_ONLY,
            worded("The file made of {model} could not be written: the disk reports an error.", model=source_name),
            _ANOTHER_DISK,
        )
    if memory_shortage(log):
        return KnownError(
            ErrorKind.OUT_OF_MEMORY,
            worded("There is not enough free memory to convert {model}.", model=source_name),
            _FREE_MEMORY,
        )
    if any(phrase in reason for phrase in _BAD_WEIGHTS):
        return KnownError(
            ErrorKind.MALFORMED,
            worded(
                "{model} cannot be made into {type}: some of its weights are no numbers, or too large for it.",
                model=source_name,
                type=file_type,
            ),
            worded("The model may be damaged: download it again, or choose another type."),
        )
    if "unknown model architecture" in log or _LOADING in reason:
        return load_error(source_name, log)
    return KnownError(ErrorKind.OTHER, _not_made(source_name, file_type, reason), _ANOTHER_TYPE)


def _not_made(source_name: str, file_type: str, reason: str) -> Wording:
    if not reason:
        return worded(
            "The engine could not make {model} into {type}: it gave no reason.", model=source_name, type=file_type
        )
    return worded(
        "The engine could not make {model} into {type}: {reason}.", model=source_name, type=file_type, reason=reason
    )


def _reason(log: str) -> str:
    reasons = _FAILED.findall(log)
    return plain_text(reasons[-1], 300).rstrip(".") if reasons else ""
