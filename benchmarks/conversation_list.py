"""How long the sidebar takes to show, renew and search very many conversations.

Fills a store in a temporary folder, as `store.py` does, and measures how long the window would wait, from the act
until Qt has laid out and painted, without a screen.

    python -m benchmarks.conversation_list [--conversations 10000]
"""

import argparse
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from benchmarks.store import records
from quantchat.core.conversation import ConversationEntry, Folder
from quantchat.gui.conversations.controller import ConversationListController
from quantchat.gui.icons import Icons
from quantchat.gui.sidebar import Sidebar
from quantchat.gui.theme import SIDEBAR_WIDTH, Theme
from quantchat.store.conversations import ConversationStore

REPEATS = 15
DAY_S = 24 * 60 * 60
TYPED = ("t", "th", "the", "the o", "the of", "memo", "quan oak", "nothing")
FOLDERS = tuple(Folder(number, f"Folder {number}", number) for number in range(20))


def times_ms(action: Callable[[int], object], repeats: int = REPEATS) -> str:
    """What an action costs with all that Qt does after it; the action is told which time it is.

    The processor's time is told beside the clock's: it is the same on a machine that others use, too.
    """
    took, worked = [], []
    for number in range(repeats):
        began, began_work = time.perf_counter(), time.process_time()
        action(number)
        QApplication.processEvents()
        took.append((time.perf_counter() - began) * 1000)
        worked.append((time.process_time() - began_work) * 1000)
    return (
        f"{statistics.median(took):8.1f} ms (median of {repeats}; {max(took):.1f} at most;"
        f" {statistics.median(worked):.1f} ms of processor time)"
    )


def entries(count: int) -> list[ConversationEntry]:
    """Conversations over two years, some pinned, a fifth of them in folders."""
    source = random.Random(7)
    now = time.time()
    return [
        ConversationEntry(
            number + 1,
            f"Conversation {number} about something",
            now - number * 2 * 365 * DAY_S / count,
            source.random() < 0.001,
            source.choice(FOLDERS).id if source.random() < 0.2 else None,
            source.random() < 0.05,
        )
        for number in range(count)
    ]


def shown_sidebar(application: QApplication) -> Sidebar:
    """A sidebar on the offscreen platform."""
    qInstallMessageHandler(lambda *_: None)  # which says at every resize what it cannot do
    sidebar = Sidebar(Theme(application), Icons())
    sidebar.resize(SIDEBAR_WIDTH, 820)
    sidebar.show()
    QApplication.processEvents()
    return sidebar


def measure_list(sidebar: Sidebar, made: Sequence[ConversationEntry]) -> None:
    """Print what showing and renewing the list costs."""
    print(f"{'first list':44}{times_ms(lambda _: sidebar.set_conversations(made, FOLDERS), 1)}")
    print(f"{'the same list again':44}{times_ms(lambda _: sidebar.set_conversations(made, FOLDERS))}")
    current = list(made)
    sidebar.set_open_conversation(current[0].id)

    def answer(number: int) -> None:
        place = len(current) - 1 - number * 7
        current.insert(0, replace(current.pop(place), updated_at=time.time(), is_pinned=False, folder_id=None))
        sidebar.set_conversations(current)

    def rename(number: int) -> None:
        current[number * 11] = replace(current[number * 11], title=f"Renamed {number}")
        sidebar.set_conversations(current)

    def shuffle(number: int) -> None:
        times = [entry.updated_at for entry in current]
        random.Random(number).shuffle(times)
        current[:] = [replace(entry, updated_at=at) for entry, at in zip(current, times, strict=True)]
        sidebar.set_conversations(current)

    print(f"{'a message in an old conversation':44}{times_ms(answer)}")
    print(f"{'a new title':44}{times_ms(rename)}")
    print(f"{'open another':44}{times_ms(lambda number: sidebar.set_open_conversation(current[number * 9].id))}")
    print(f"{'fold and unfold a folder':44}{times_ms(lambda number: fold(sidebar, number))}")
    print(f"{'all in another order':44}{times_ms(shuffle)}")
    half = current[::2]
    print(f"{'every second one gone':44}{times_ms(lambda _: sidebar.set_conversations(half), 1)}")
    print(f"{'and there again':44}{times_ms(lambda _: sidebar.set_conversations(current), 1)}")


def fold(sidebar: Sidebar, number: int) -> None:
    """Fold or unfold the first folder."""
    sidebar.conversation_list.conversations.set_folded(FOLDERS[0].id, is_folded=number % 2 == 0)


def measure_with_store(sidebar: Sidebar, conversations: int) -> None:
    """Print what the window waits for when a message was stored, and letter by letter of a search."""
    with tempfile.TemporaryDirectory() as name:
        store = ConversationStore.open(Path(name) / "conversations.sqlite3").store
        ids = store.archive.add(records(conversations, 10, 80))
        controller = ConversationListController(store)
        controller.list_changed.connect(lambda listing: sidebar.set_conversations(listing.entries, listing.folders))
        controller.search_answered.connect(sidebar.show_result)
        sidebar.search_requested.connect(controller.search)
        controller.refresh()

        def ask(number: int) -> None:
            thread = store.thread(ids[number])
            store.add_question_and_answer(
                ids[number], thread[-1].id, "How high is an oak?", model_name="m", quantization="q"
            )
            controller.refresh()

        print(f"{'store a message and read the list anew':44}{times_ms(ask)}")
        for typed in TYPED:
            print(f"{f'search, typed “{typed}”':44}{times_ms(partial(type_anew, sidebar, typed))}")
        store.close()


def type_anew(sidebar: Sidebar, text: str, _number: int) -> None:
    """Have another text in the search field than before."""
    sidebar.search_field.setText("")
    sidebar.search_field.setText(text)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--conversations", type=int, default=10_000)
    arguments = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sidebar = shown_sidebar(QApplication([]))
    print(f"{arguments.conversations:,} conversations")
    measure_list(sidebar, entries(arguments.conversations))
    measure_with_store(sidebar, arguments.conversations)


if __name__ == "__main__":
    main()
