"""What llama.cpp says while it works: kept in memory, to explain a failure in plain words."""

import ctypes
from collections import deque
from typing import TextIO

import llama_cpp.llama_cpp as llama

_DEBUG, _ERROR, _CONTINUED = 1, 4, 5  # GGML_LOG_LEVEL_DEBUG, _ERROR and _CONT of ggml.h, not in the bindings


class NativeLog:
    """The newest lines of llama.cpp's log, without those for its developers. Keep it: llama.cpp calls into it."""

    def __init__(self, kept_lines: int = 400, errors_to: TextIO | None = None) -> None:
        """Begin to listen.

        Args:
            kept_lines: how many lines are kept.
            errors_to: where error lines go at once as well: before it aborts, a GPU backend says why only in its log,
                which is gone with the process.
        """
        self._errors_to = errors_to
        self._lines: deque[str] = deque(maxlen=kept_lines)
        self._level = 0
        self._callback = llama.llama_log_callback(self._on_text)
        llama.llama_log_set(self._callback, ctypes.c_void_p(0))

    def clear(self) -> None:
        """Forget what was said so far."""
        self._lines.clear()

    @property
    def text(self) -> str:
        """Everything kept, oldest first."""
        return "".join(self._lines)

    def _on_text(self, level: int, text: bytes, _user_data: object) -> None:
        if level != _CONTINUED:
            self._level = level
        line = text.decode("utf-8", "replace")
        if self._level != _DEBUG:
            self._lines.append(line)
        if self._level == _ERROR and self._errors_to is not None:
            self._errors_to.write(line)
            self._errors_to.flush()
