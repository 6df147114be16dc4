"""Makes the pictures under resources/screenshots: the real window after a real answer of the starter model, the picker.

The picker is shown with what this computer has, and with a described one of 30 GB and a GPU of 8 GB.

Run as `.venv/bin/python packaging/screenshots.py`; it starts an X server of its own (Xvfb). Each picture is made by a
fresh process, because Qt reads the scale once.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quantchat.gui.app import App

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "screenshots"
QUESTION = "How do I sort a list of dates in Python, newest first? Show a short example."
PICTURES = (
    ("chat-light.png", "light", 1, "chat"),
    ("chat-dark.png", "dark", 1, "chat"),
    ("chat-light-200.png", "light", 2, "chat"),
    ("picker-light.png", "light", 1, "picker"),
    ("picker-dark.png", "dark", 1, "picker"),
    ("picker-light-200.png", "light", 2, "picker"),
    ("picker-gpu-light.png", "light", 1, "picker-gpu"),
    ("picker-gpu-dark.png", "dark", 1, "picker-gpu"),
    ("picker-gpu-dark-200.png", "dark", 2, "picker-gpu"),
    ("letters-light.png", "light", 1, "letters"),
    ("first-run-light.png", "light", 1, "first-run"),
)
LOOKED_AT = "llama-3.1-8b-instruct"
FOUNDING_CASE = {
    "cpu": {"name": "AMD Ryzen 7 5800X", "physical_cores": 8},
    "ram": {"total_bytes": 30 * 2**30, "available_bytes": 22 * 2**30, "bandwidth_gbps": 40.0},
    "gpus": [
        {
            "name": "NVIDIA GeForce RTX 3070",
            "backend": "CUDA",
            "total_bytes": 8 * 2**30,
            "free_bytes": 7.3 * 2**30 // 1,
            "bandwidth_gbps": 448.0,
            "usable": True,
        }
    ],
}
"""A machine as `quantchat hardware --json` describes it: the one that the program was first made for."""
WAIT_SECONDS = 120


def main() -> None:
    """Make all pictures, or with arguments one of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="only the pictures whose names begin so")
    parser.add_argument("--one", nargs=2, metavar=("THEME", "SCENE"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        _make_one(Path(arguments.names[0]), arguments.one[1], dark=arguments.one[0] == "dark")
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, theme, scale, scene in PICTURES:
        if arguments.names and not name.startswith(tuple(arguments.names)):
            continue
        _in_a_fresh_process(FOLDER / name, theme, scale, scene)
        print(f"made {(FOLDER / name).relative_to(ROOT)}")


def _in_a_fresh_process(target: Path, theme: str, scale: int, scene: str) -> None:
    reader, writer = os.pipe()
    server = subprocess.Popen(
        [
            "Xvfb",
            "-displayfd",
            str(writer),
            "-screen",
            "0",
            f"{1280 * scale}x{820 * scale}x24",
            "-nolisten",
            "tcp",
            "-noreset",
        ],
        pass_fds=(writer,),
        stderr=subprocess.DEVNULL,
    )
    os.close(writer)
    try:
        with os.fdopen(reader) as numbers, tempfile.TemporaryDirectory() as data_folder:
            environment = {
                **os.environ,
                "DISPLAY": f":{numbers.readline().strip()}",
                "QT_QPA_PLATFORM": "xcb",
                "QT_SCALE_FACTOR": str(scale),
                "QUANTCHAT_DATA_DIR": data_folder,
                "HOME": data_folder,
            }
            command = [sys.executable, __file__, str(target), "--one", theme, scene]
            subprocess.run(command, env=environment, check=True)
    finally:
        server.terminate()
        server.wait()


def _make_one(target: Path, scene: str, *, dark: bool) -> None:
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from quantchat.core.hardware_json import parse_hardware
    from quantchat.gui.app import App
    from quantchat.gui.fonts import load_fonts
    from quantchat.gui.model_controller import LoadState
    from quantchat.settings import folders

    application = QApplication([])
    application.setApplicationName("QuantChat")
    load_fonts()
    described = parse_hardware(FOUNDING_CASE) if scene in ("picker-gpu", "letters") else None
    app = App(application, folders(), None, described)
    app.theme.force(dark=dark)
    app.start()
    app.window.move(0, 0)
    _wait(lambda: app.models.standing.state is LoadState.READY)
    if scene == "chat":
        _chat(app)
    elif scene == "first-run":
        _wait(lambda: bool(app.window.empty_state.suggestion))
    else:
        _open_picker(app, with_letters=scene == "letters")
    QTest.qWait(300)
    app.window.screen().grabWindow(0).save(str(target))
    app.close()


def _chat(app: "App") -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    from quantchat.core.chat import MessageStatus

    field = app.window.focusWidget()
    QTest.keyClicks(field, QUESTION)
    QTest.keyClick(field, Qt.Key.Key_Return)
    _wait(lambda: bool(app.chat.messages) and app.chat.messages[-1].status is MessageStatus.COMPLETE)


def _open_picker(app: "App", *, with_letters: bool) -> None:
    from PySide6.QtTest import QTest

    picker = app.picker
    app.window.top_bar.model_menu.button.click()
    _wait(lambda: any(card.group.value == "recommended" for card in picker.cards.cards))
    key = next(card.key for card in picker.cards.cards if card.entry and card.entry.id == LOOKED_AT)
    picker.take(key)
    _wait(lambda: picker.sheet.advice_text.startswith("Take "))
    if with_letters:
        picker.sheet.letters_button.click()
        _wait(lambda: "Q4_K_M" in picker.letters.text)
    QTest.qWait(700)  # for the exact answer behind the quick one


def _wait(condition: Callable[[], bool]) -> None:
    from PySide6.QtTest import QTest

    for _ in range(WAIT_SECONDS * 20):
        if condition():
            return
        QTest.qWait(50)
    raise SystemExit("the window did not come so far")


if __name__ == "__main__":
    main()
