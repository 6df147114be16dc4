"""Finds out whether there is a display before Qt does: Qt would abort with a message that helps nobody."""

import ctypes
import os
import sys

from quantchat.wording import NO_WORDS, Wording, worded

NO_DISPLAY = worded(
    "QuantChat needs a graphical display and found none (neither DISPLAY nor WAYLAND_DISPLAY is set). "
    'Start it from your desktop, or use `quantchat ask "…"` on the command line.'
)


def display_problem() -> Wording:
    """Say in a sentence why no window can be opened; empty if one can, as far as can be told."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM", "").split(":")[0] not in ("", "xcb"):
        return NO_WORDS
    if os.environ.get("WAYLAND_DISPLAY"):
        return NO_WORDS
    display = os.environ.get("DISPLAY", "")
    if not display:
        return NO_DISPLAY
    return NO_WORDS if _x_server_answers() else unreachable(display)


def unreachable(display: str) -> Wording:
    """Say that the display with this name does not answer."""
    return worded(
        "QuantChat needs a graphical display, and the one named by DISPLAY ({display}) does not answer. "
        'Start it from your desktop, or use `quantchat ask "…"` on the command line.',
        display=display,
    )


def _x_server_answers() -> bool:
    """Whether the X server of DISPLAY lets us in; asks libxcb, which Qt will use too."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True  # cannot be told; Qt will say which library is missing
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    answers = bool(xcb.xcb_connection_has_error(connection) == 0)
    xcb.xcb_disconnect(connection)
    return answers
