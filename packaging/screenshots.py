"""Makes the pictures under resources/screenshots: the real window after a real answer of the starter model.

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

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "screenshots"
QUESTION = "How do I sort a list of dates in Python, newest first? Show a short example."
PICTURES = (
    ("chat-light.png", "light", 1),
    ("chat-dark.png", "dark", 1),
    ("chat-light-200.png", "light", 2),
)
WAIT_SECONDS = 120


def main() -> None:
    """Make all pictures, or with arguments one of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--one", nargs=2, metavar=("FILE", "THEME"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        _make_one(Path(arguments.one[0]), dark=arguments.one[1] == "dark")
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, theme, scale in PICTURES:
        _in_a_fresh_process(FOLDER / name, theme, scale)
        print(f"made {(FOLDER / name).relative_to(ROOT)}")


def _in_a_fresh_process(target: Path, theme: str, scale: int) -> None:
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
            }
            subprocess.run([sys.executable, __file__, "--one", str(target), theme], env=environment, check=True)
    finally:
        server.terminate()
        server.wait()


def _make_one(target: Path, *, dark: bool) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from quantchat.core.chat import MessageStatus
    from quantchat.gui.app import App
    from quantchat.gui.fonts import load_fonts
    from quantchat.settings import folders

    application = QApplication([])
    application.setApplicationName("QuantChat")
    load_fonts()
    app = App(application, folders(), None)
    app.theme.force(dark=dark)
    app.start()
    app.window.move(0, 0)
    _wait(lambda: app.models.can_answer)
    field = app.window.focusWidget()
    QTest.keyClicks(field, QUESTION)
    QTest.keyClick(field, Qt.Key.Key_Return)
    _wait(lambda: bool(app.chat.messages) and app.chat.messages[-1].status is MessageStatus.COMPLETE)
    QTest.qWait(300)
    app.window.screen().grabWindow(0).save(str(target))
    app.close()


def _wait(condition: Callable[[], bool]) -> None:
    from PySide6.QtTest import QTest

    for _ in range(WAIT_SECONDS * 20):
        if condition():
            return
        QTest.qWait(50)
    raise SystemExit("the window did not come so far")


if __name__ == "__main__":
    main()
