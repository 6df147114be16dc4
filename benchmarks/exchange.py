"""How long the window stands still while very many conversations are exported or imported.

Conversations of `benchmarks/store.py` go out into a JSON file and come back into an empty store, through the presenter
that the window uses. Meanwhile the event loop is asked for a turn every 2 ms, as a person would notice it, and lists
the conversations every quarter of a second, which needs the store.

    python -m benchmarks.exchange [--conversations 10000] [--messages 10] [--words 80]
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from benchmarks.store import records
from quantchat.gui.exchange.controller import ExchangeController
from quantchat.gui.exchange.file_choice import ChosenFile, FileQuestion
from quantchat.gui.exchange.presenter import ExchangePresenter
from quantchat.gui.icons import Icons
from quantchat.gui.notice_bar import NoticeBar
from quantchat.gui.theme import Theme
from quantchat.store.conversations import ConversationStore

TICK_MS = 2
LISTING_MS = 250


class Lag:
    """Measures how late the event loop gives a turn, and how long a listing waits for the store."""

    def __init__(self, store: ConversationStore) -> None:
        self._store = store
        self._lags_ms: list[float] = []
        self._listings_ms: list[float] = []
        self._last_s = 0.0
        self._ticks = QTimer()
        self._ticks.setInterval(TICK_MS)
        self._ticks.timeout.connect(self._tick)
        self._lister = QTimer()
        self._lister.setInterval(LISTING_MS)
        self._lister.timeout.connect(self._list)

    def during(self, name: str, begin: Callable[[], None], controller: ExchangeController, *, lists: bool) -> None:
        """Measure until the work is over; print."""
        self._lags_ms, self._listings_ms = [], []
        self._last_s = began_s = time.perf_counter()
        self._ticks.start()
        if lists:
            self._lister.start()
        begin()
        loop = QEventLoop()
        for ended in (controller.exported, controller.imported, controller.failed):
            ended.connect(loop.quit)
        loop.exec()
        self._ticks.stop()
        self._lister.stop()
        lags = sorted(self._lags_ms)
        print(
            f"{name:32}{time.perf_counter() - began_s:7.1f} s   lag: median {statistics.median(lags):5.1f}"
            f"   p99 {lags[len(lags) * 99 // 100]:6.1f}   most {lags[-1]:8.1f} ms"
            + (f"   list: most {max(self._listings_ms):8.1f} ms" if self._listings_ms else "")
        )

    def _tick(self) -> None:
        now_s = time.perf_counter()
        self._lags_ms.append(max(0.0, (now_s - self._last_s) * 1000 - TICK_MS))
        self._last_s = now_s

    def _list(self) -> None:
        began_s = time.perf_counter()
        self._store.conversations()
        self._listings_ms.append((time.perf_counter() - began_s) * 1000)


def main() -> None:
    """Fill a store, export, import, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--conversations", type=int, default=10_000)
    parser.add_argument("--messages", type=int, default=10)
    parser.add_argument("--words", type=int, default=80, help="in an answer; a question has a quarter of them")
    arguments = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication([])
    theme = Theme(application)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        full = ConversationStore.open(folder / "full.sqlite3").store
        full.archive.add(records(arguments.conversations, arguments.messages, arguments.words))
        empty = ConversationStore.open(folder / "empty.sqlite3").store
        for lists in (False, True):
            measure(theme, full, folder / f"chats-{lists}.json", lists=lists, is_import=False)
        print(f"{'file':32}{(folder / 'chats-True.json').stat().st_size / 1e6:7.1f} MB")
        measure(theme, empty, folder / "chats-True.json", lists=True, is_import=True)
        print(f"{'imported':32}{len(empty.conversations()):7,}")
        full.close()
        empty.close()


def measure(theme: Theme, store: ConversationStore, path: Path, *, lists: bool, is_import: bool) -> None:
    """One export or import in a window of its own."""
    icons = Icons()
    window = QWidget()
    bar = NoticeBar(theme, icons)
    QVBoxLayout(window).addWidget(bar)
    window.show()
    controller = ExchangeController()

    def choose_file(question: FileQuestion) -> ChosenFile:
        return ChosenFile(path, question.kinds[0])

    presenter = ExchangePresenter(window, theme, icons, bar, controller, store.archive, choose_file=choose_file)
    act = "import" if is_import else "export"
    name = f"{act}, while chats are listed" if lists else act
    begin = presenter.import_chats if is_import else presenter.export
    Lag(store).during(name, begin, controller, lists=lists)
    controller.close()
    window.deleteLater()


if __name__ == "__main__":
    main()
