"""The list of system libraries is complete: it is compared with what the installed Qt links."""

import re
from pathlib import Path

import PySide6

from system_needs import WINDOW_LIBRARIES, missing_libraries

_LIBRARY_NAME = re.compile(rb"(?<=\0)lib[\w+.-]+\.so\.\d+(?=\0)")
_NOT_ASKED_FOR = re.compile(r"lib(c|m|gcc_s|dl|pthread|rt)\.so\.\d+|libicu\w+\.so\.\d+|libQt6\w+\.so\.6")
"""The C library and the compiler's, which Python itself needs; ICU and Qt lie in the wheel."""


def test_every_library_that_the_window_links_is_on_the_list() -> None:
    qt = Path(PySide6.__file__).parent / "Qt"
    files = [
        *(qt / "plugins" / "platforms").glob("libqxcb.so"),
        *(qt / "plugins" / "xcbglintegrations").glob("*.so"),
        *(qt / "lib" / f"libQt6{part}.so.6" for part in ("Core", "Gui", "Widgets", "DBus", "XcbQpa", "Svg")),
    ]
    assert len(files) == 9
    linked = {name.decode() for file in files for name in _LIBRARY_NAME.findall(file.read_bytes())}
    assert {name for name in linked - set(WINDOW_LIBRARIES) if not _NOT_ASKED_FOR.fullmatch(name)} == set()
    assert set(WINDOW_LIBRARIES) <= linked, "no package is asked for without a reason"


def test_a_system_on_which_these_tests_can_open_a_window_has_them_all() -> None:
    assert missing_libraries() == []
