"""Makes the pictures under resources/screenshots: the real window with stored chats or a streaming answer, the picker.

The picker is shown with what this computer has, and with a described one of 30 GB and a GPU of 8 GB.

Run as `.venv/bin/python packaging/screenshots.py`; it starts an X server of its own (Xvfb). Each picture is made by a
fresh process, because Qt reads the scale once.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtGui import QPixmap

    from quantchat.gui.app import App

ROOT = Path(__file__).resolve().parent.parent
FOLDER = Path(os.environ.get("SHOTS") or ROOT / "resources" / "screenshots")
PICTURES = (
    ("chat-light.png", "light", 1, "chat"),
    ("chat-dark.png", "dark", 1, "chat"),
    ("chat-light-200.png", "light", 2, "chat"),
    ("chat-dark-200.png", "dark", 2, "chat"),
    ("empty-light.png", "light", 1, "empty"),
    ("empty-dark-200.png", "dark", 2, "empty"),
    ("streaming-light.png", "light", 1, "streaming"),
    ("streaming-dark.png", "dark", 1, "streaming"),
    ("error-light.png", "light", 1, "error"),
    ("error-dark-200.png", "dark", 2, "error"),
    ("right-to-left-light.png", "light", 1, "right-to-left"),
    ("right-to-left-dark.png", "dark", 1, "right-to-left"),
    ("thousand-messages-dark.png", "dark", 1, "thousand"),
    ("search-light.png", "light", 1, "search"),
    ("search-dark-200.png", "dark", 2, "search"),
    ("find-light.png", "light", 1, "find"),
    ("chat-settings-light.png", "light", 1, "chat-settings"),
    ("chat-settings-dark-200.png", "dark", 2, "chat-settings"),
    ("context-light.png", "light", 1, "context"),
    ("context-dark.png", "dark", 1, "context"),
    ("temporary-light.png", "light", 1, "temporary"),
    ("trash-dark.png", "dark", 1, "trash"),
    ("details-light.png", "light", 1, "details"),
    ("picker-light.png", "light", 1, "picker"),
    ("picker-dark.png", "dark", 1, "picker"),
    ("picker-light-200.png", "light", 2, "picker"),
    ("picker-gpu-light.png", "light", 1, "picker-gpu"),
    ("picker-gpu-dark.png", "dark", 1, "picker-gpu"),
    ("picker-gpu-dark-200.png", "dark", 2, "picker-gpu"),
    ("letters-light.png", "light", 1, "letters"),
    ("first-run-light.png", "light", 1, "first-run"),
)
PICKER_SCENES = ("picker", "picker-gpu", "letters")
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
        print(f"made {name}")


def _in_a_fresh_process(target: Path, theme: str, scale: int, scene: str) -> None:
    reader, writer = os.pipe()
    server = subprocess.Popen(
        [
            "Xvfb",
            "-displayfd",
            str(writer),
            "-screen",
            "0",
            f"{1280 * scale}x{860 * scale}x24",  # the window leaves room for a title bar
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
    from PySide6.QtCore import QLocale
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from quantchat.core.hardware_json import parse_hardware
    from quantchat.gui.app import App
    from quantchat.gui.fonts import load_fonts
    from quantchat.gui.model_controller import LoadState
    from quantchat.gui.translations import install_translations
    from quantchat.settings import folders
    from screenshot_chats import write_chats

    application = QApplication([])
    application.setApplicationName("QuantChat")
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    install_translations(application, QLocale(QLocale.Language.English))
    load_fonts()
    if scene not in (*PICKER_SCENES, "first-run"):
        write_chats(folders().database, scene)
    described = parse_hardware(FOUNDING_CASE) if scene in ("picker-gpu", "letters") else None
    app = App(application, folders(), None, described)
    app.theme.force(dark=dark)
    app.start()
    app.window.move(0, 0)
    _wait(lambda: app.models.standing.state is LoadState.READY)
    if scene in PICKER_SCENES:
        _open_picker(app, with_letters=scene == "letters")
    else:
        _ACTS.get(scene, _look)(app)
    QTest.qWait(500)
    _picture(app).save(str(target))
    app.close()


def _picture(app: "App") -> "QPixmap":
    """The screen, or a window before the app's alone: without a window manager it would have no frame there."""
    from PySide6.QtWidgets import QDialog

    in_front = [dialog for dialog in app.window.findChildren(QDialog) if dialog.isVisible()]
    if in_front:
        return in_front[-1].grab()
    return app.window.screen().grabWindow(0, 0, 0, app.window.width(), app.window.height())


def _look(app: "App") -> None:
    """Nothing is done: what is stored is looked at."""


def _wait_for_suggestion(app: "App") -> None:
    _wait(lambda: bool(app.window.empty_state.suggestion))


def _ask_for_a_story(app: "App") -> None:
    app.chat.new_chat()
    _type(app, "Write a very long story about a ship in a storm.", "Return")
    _wait(lambda: bool(app.chat.messages) and len(app.window.chat_view.messages[-1].content) > 500)
    _type(app, "And what became of the cook?", "Return")
    _type(app, "One more thing")


def _search(app: "App") -> None:
    app.window.sidebar.focus_search()
    _type(app, "depends")


def _find(app: "App") -> None:
    _press_in_window(app, "Ctrl+F")
    _type(app, "sort")


def _unfold_settings(app: "App") -> None:
    app.window.assistant_button.click()


def _open_context(app: "App") -> None:
    from quantchat.gui.context_panel import ContextPanel

    app.window.top_bar.context_meter.click()
    panel = app.window.findChild(ContextPanel)
    assert isinstance(panel, ContextPanel)
    _wait(lambda: all(row.cost is not None for row in panel.rows))


def _talk_in_passing(app: "App") -> None:
    app.chat.new_temporary_chat()


def _open_trash(app: "App") -> None:
    for entry in app.chat.home.store.conversations()[2:5]:
        app.window.sidebar.wishes.delete_requested.emit(entry.id)
    app.window.sidebar.trash_requested.emit()


def _open_details(app: "App") -> None:
    app.window.chat_view.details_requested.emit(app.chat.messages[-1].id)


_ACTS = {
    "first-run": _wait_for_suggestion,
    "empty": lambda app: app.chat.new_chat(),
    "streaming": _ask_for_a_story,
    "search": _search,
    "find": _find,
    "chat-settings": _unfold_settings,
    "context": _open_context,
    "temporary": _talk_in_passing,
    "trash": _open_trash,
    "details": _open_details,
}


def _type(app: "App", text: str, key: str = "") -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    field = app.window.focusWidget()
    QTest.keyClicks(field, text)
    if key:
        QTest.keyClick(field, getattr(Qt.Key, f"Key_{key}"))


def _press_in_window(app: "App", keys: str) -> None:
    action = next(action for action in app.window.actions() if action.shortcut().toString() == keys)
    action.trigger()


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
    from PySide6.QtCore import QCoreApplication

    # QTest.qWait would hold the interpreter's lock, and the threads that are waited for would hardly come to run.
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline:
        if condition():
            return
        QCoreApplication.processEvents()
        time.sleep(0.02)
    raise SystemExit("the window did not come so far")


if __name__ == "__main__":
    main()
