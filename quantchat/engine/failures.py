"""Failures of the engine itself, in words for the person.

Those of a model file are in `load_failure`, unexpected ends of the process in `exits`.
"""

from quantchat.errors import ErrorKind, KnownError
from quantchat.wording import worded


def no_model() -> KnownError:
    """Say that there is nothing that could answer."""
    return KnownError(ErrorKind.ENGINE_UNAVAILABLE, worded("No model is loaded."), worded("Choose a model first."))


def not_started(error: OSError) -> KnownError:
    """Say that no process could be made."""
    return KnownError(
        ErrorKind.ENGINE_UNAVAILABLE,
        worded("The engine could not be started: {reason}.", reason=str(error.strerror)),
        worded("If the computer is short of memory, close other programs and try again."),
    )


def wrong_version() -> KnownError:
    """Say that app and child come from different installations."""
    return KnownError(
        ErrorKind.ENGINE_UNAVAILABLE,
        worded("The engine is of another version than the window."),
        worded("Install QuantChat again."),
    )


def fails_repeatedly(model_name: str) -> KnownError:
    """Say that the engine is not started again by itself."""
    return KnownError(
        ErrorKind.CRASHES_REPEATEDLY,
        worded("The engine failed twice within five minutes with {model}.", model=model_name),
        worded("Use safer settings (processor only, short context) or choose another model."),
    )


def hung(model_name: str) -> KnownError:
    """Say that a silent and idle engine was ended."""
    return KnownError(
        ErrorKind.ENGINE_HUNG,
        worded("The engine stopped responding while running {model} and was ended.", model=model_name),
        worded("Try again: the engine then starts anew."),
    )


def nonsense(model_name: str) -> KnownError:
    """Say that what came through the pipe was no message: a model file may have taken over the child."""
    return KnownError(
        ErrorKind.ENGINE_CRASHED,
        worded("The engine sent something that makes no sense while running {model} and was ended.", model=model_name),
        worded("Try again: the engine then starts anew. If it happens again, choose another model."),
    )


def name_is_no_text(model_name: str) -> KnownError:
    """Say that a path cannot be passed on: it is not UTF-8."""
    return KnownError(
        ErrorKind.FILE_UNREADABLE,
        worded(
            "The engine cannot open {model}: its name or that of its folder has characters that are not text.",
            model=model_name,
        ),
        worded("Rename it, then choose it again."),
    )
