"""Chats exported and imported from the window: real store, files and threads; the file dialog alone answers itself."""

import json
import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from quantchat.core.chat import Role
from quantchat.core.conversation_export import ExportFormat
from quantchat.core.conversation_record import ConversationRecord, MessageRecord
from quantchat.gui.buttons import Button
from quantchat.gui.exchange.controller import ExchangeController, ImportOrder
from quantchat.gui.exchange.file_choice import ChosenFile, FileQuestion
from quantchat.gui.exchange.presenter import ExchangePresenter
from quantchat.gui.icons import Icons
from quantchat.gui.notice_bar import NoticeBar
from quantchat.gui.theme import Theme
from quantchat.store.conversations import ConversationStore
from quantchat.store.database import FIRST_TEMPORARY_ID
from quantchat.store.exchange import export_conversations

WAIT_MS = 30_000
MARKDOWN, JSON, HTML = 0, 1, 2


@dataclass
class FileDialog:
    """Answers as somebody would who has decided before: a name and one of the kinds, or Cancel."""

    folder: Path
    name: str | None = None
    kind: int = 0
    questions: list[FileQuestion] = field(default_factory=list)

    def __call__(self, question: FileQuestion) -> ChosenFile | None:
        self.questions.append(question)
        if self.name is None:
            return None
        return ChosenFile(self.folder / self.name, question.kinds[self.kind])


class Person:
    """Somebody before a window with a notice bar, who exports and imports."""

    def __init__(self, qtbot: QtBot, theme: Theme, icons: Icons, folder: Path) -> None:
        self.qtbot = qtbot
        self.folder = folder
        self.store = ConversationStore.open(folder / "chats" / "conversations.sqlite3").store
        self.temporary = ConversationStore.temporary()
        self.window = QWidget()
        self.bar = NoticeBar(theme, icons)
        QVBoxLayout(self.window).addWidget(self.bar)
        qtbot.addWidget(self.window)
        self.window.show()
        self.dialog = FileDialog(folder)
        self.controller = ExchangeController()
        self.presenter = ExchangePresenter(
            self.window,
            theme,
            icons,
            self.bar,
            self.controller,
            self.store.archive,
            lambda chat: (self.temporary if chat >= FIRST_TEMPORARY_ID else self.store).archive,
            self.dialog,
        )
        self.opened: list[tuple[int, ...]] = []
        self.presenter.imported.connect(self.opened.append)

    def chat(self, title: str, *texts: str, store: ConversationStore | None = None) -> int:
        """A chat with these messages, one after the other."""
        home = store or self.store
        chat_id = home.create_conversation(title).id
        parent = None
        for place, text in enumerate(texts):
            parent = home.add_message(chat_id, parent, (Role.USER, Role.ASSISTANT)[place % 2], text).id
        return chat_id

    def export(self, ids: tuple[int, ...], name: str, kind: int = MARKDOWN) -> None:
        self.dialog.name, self.dialog.kind = name, kind
        self.presenter.export(ids)
        self.wait()

    def import_file(self, name: str) -> None:
        self.dialog.name, self.dialog.kind = name, 0
        self.presenter.import_chats()
        self.wait()

    def wait(self) -> None:
        self.qtbot.waitUntil(lambda: not self.controller.is_busy, timeout=WAIT_MS)

    def press(self, label: str, inside: QWidget | None = None) -> None:
        buttons = (inside or self.bar).findChildren(Button)
        button = next(b for b in buttons if b.label == label and b.isVisibleTo(self.window))
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    @property
    def titles(self) -> list[str]:
        return sorted(chat.title for chat in self.store.conversations())

    @property
    def left_over(self) -> list[Path]:
        """What an export that did not come to its end would leave."""
        return [path for path in self.folder.iterdir() if path.name.endswith(".part")]

    def close(self) -> None:
        self.controller.close()
        self.store.close()
        self.temporary.close()


@pytest.fixture
def person(qtbot: QtBot, theme: Theme, icons: Icons, tmp_path: Path) -> Iterator[Person]:
    person = Person(qtbot, theme, icons, tmp_path)
    yield person
    person.close()


def write_many(folder: Path, chats: int) -> Path:
    """A file of QuantChat with so many chats."""
    source = ConversationStore.temporary()
    source.archive.add(
        ConversationRecord(f"chat {n}", n, n, (MessageRecord(None, Role.USER, f"oak {n} " * 50, n),), 0)
        for n in range(1, chats + 1)
    )
    export_conversations(source.archive, folder / "many.json", ExportFormat.JSON)
    source.close()
    return folder / "many.json"


def test_one_chat_is_exported_under_a_name_made_of_its_title(person: Person) -> None:
    chat = person.chat("Oaks: how high?", "How high is an oak?", "**30 m**")
    person.export((chat,), "oaks.md")

    assert person.dialog.questions[0].place.name == "Oaks how high.md"
    assert person.bar.text == "One chat was exported to “oaks.md”."
    assert "## You\n\nHow high is an oak?" in (person.folder / "oaks.md").read_text(encoding="utf-8")


def test_all_chats_are_exported_when_none_is_named_and_the_notice_counts_them(person: Person) -> None:
    for title in ("oaks", "elms", "limes"):
        person.chat(title, "How high?")
    person.export((), "all.json", JSON)

    assert person.bar.text == "3 chats were exported to “all.json”."
    assert person.dialog.questions[0].place.name.startswith("QuantChat chats 2")
    written = json.loads((person.folder / "all.json").read_text(encoding="utf-8"))
    assert [chat["title"] for chat in written["conversations"]] == ["oaks", "elms", "limes"]


@pytest.mark.parametrize(
    ("name", "kind", "file", "begin"),
    [
        ("a", JSON, "a.json", "{"),
        ("a.md", JSON, "a.json", "{"),
        ("a.HTML", MARKDOWN, "a.HTML", "<!"),
        ("v1.2", MARKDOWN, "v1.2.md", "# "),
        ("a.html", HTML, "a.html", "<!"),
    ],
)
def test_what_is_in_the_file_is_what_its_name_ends_with(
    person: Person, name: str, kind: int, file: str, begin: str
) -> None:
    person.export((person.chat("oaks", "How high?"),), name, kind)
    assert (person.folder / file).read_text(encoding="utf-8").startswith(begin)


def test_a_file_is_never_replaced_under_a_name_the_person_was_not_asked_about(person: Person) -> None:
    (person.folder / "a.json").write_text("mine")
    person.export((person.chat("oaks", "How high?"),), "a.md", JSON)

    assert (person.folder / "a.json").read_text() == "mine"
    assert person.bar.text == "One chat was exported to “a (2).json”."


def test_the_folder_of_the_file_is_shown_on_wish(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []

    def show(address: QUrl) -> bool:
        shown.append(address.toLocalFile())
        return True

    monkeypatch.setattr("quantchat.gui.file_manager.open_on_desktop", show)
    person.export((person.chat("oaks", "How high?"),), "oaks.md")
    person.press("Show in folder")
    assert shown == [str(person.folder)]


def test_an_export_that_the_disk_refuses_is_told_and_leaves_the_old_file(person: Person) -> None:
    person.export((person.chat("oaks", "How high?"),), "there/is/none.md")

    assert person.bar.text.startswith("“none.md” could not be written.")
    assert person.left_over == []


def test_without_chats_there_is_nothing_to_export_and_no_dialog(person: Person) -> None:
    person.presenter.export(())
    assert person.bar.text == "There are no chats to export yet."
    assert person.dialog.questions == []


def test_a_chat_that_is_gone_is_told_instead_of_exported(person: Person) -> None:
    person.presenter.export((77,))
    assert person.bar.text == "The chat is no longer there."


def test_a_dialog_that_is_cancelled_changes_nothing(person: Person) -> None:
    chat = person.chat("oaks", "How high?")
    person.presenter.export((chat,))
    person.presenter.import_chats()
    assert len(person.dialog.questions) == 2
    assert (person.bar.text, person.controller.is_busy) == ("", False)


def test_a_temporary_chat_is_exported_from_its_own_store(person: Person) -> None:
    chat = person.chat("secret", "Nobody knows", store=person.temporary)
    person.export((chat,), "secret.md")
    assert "Nobody knows" in (person.folder / "secret.md").read_text(encoding="utf-8")


def test_a_conversation_is_copied_as_markdown_with_a_notice(person: Person) -> None:
    chat = person.chat("oaks", "How high is an oak?", "- 30 m")
    person.presenter.copy_as_markdown(chat)

    text = QGuiApplication.clipboard().text()
    QGuiApplication.clipboard().clear()
    assert text.startswith("# oaks\n")
    assert "## You\n\nHow high is an oak?\n\n## Answer\n\n- 30 m\n" in text
    assert person.bar.text == "Copied"


def test_exported_chats_come_back_and_are_handed_on_to_be_opened(person: Person) -> None:
    person.chat("oaks", "How high?", "30 m")
    person.chat("elms", "And elms?")
    person.export((), "all.json", JSON)
    for chat in person.store.conversations():
        person.store.delete_conversation(chat.id)
    person.import_file("all.json")

    assert person.bar.text == "Imported from QuantChat: 2 chats with 3 messages."
    assert person.titles == ["elms", "oaks"]
    ((first, _),) = person.opened
    assert person.store.thread(first)[-1].content == "30 m"
    assert person.presenter.report is None


def test_what_was_left_out_of_an_import_is_listed_with_the_reason(person: Person) -> None:
    person.chat("oaks", "How high?")
    person.export((), "all.json", JSON)
    person.chat("elms", "And elms?")
    person.import_file("all.json")

    assert person.bar.text == "No chat was imported from QuantChat, for this reason: It is here already."
    report = person.presenter.report
    assert report is not None
    assert report.isVisible()
    assert "One chat was not imported:" in report.text
    row = report.skipped.index(0)
    assert row.data(Qt.ItemDataRole.AccessibleTextRole) == "oaks: It is here already."
    assert person.opened == []
    person.press("Close", report)
    assert not report.isVisible()


def test_pictures_left_out_of_another_programs_chats_are_told(person: Person) -> None:
    parts = [{"content_type": "image_asset_pointer"}, "What is this?"]
    message = {"author": {"role": "user"}, "content": {"content_type": "multimodal_text", "parts": parts}}
    mapping: dict[str, object] = {"a": {"id": "a", "message": message, "parent": None, "children": []}}
    file = [{"title": "bird", "create_time": 1.0, "mapping": mapping, "current_node": "a"}]
    (person.folder / "conversations.json").write_text(json.dumps(file))
    person.import_file("conversations.json")

    assert person.bar.text == "Imported from ChatGPT: One chat with one message."
    report = person.presenter.report
    assert report is not None
    assert "An image, file or tool's output was left out" in report.text


def test_a_file_with_nothing_to_take_over_says_why_in_the_notice(person: Person) -> None:
    (person.folder / "conversations.json").write_text(json.dumps([{"title": "bird", "mapping": {"a": 1}}]))
    person.import_file("conversations.json")

    assert person.presenter.report is not None
    reason = person.presenter.report.skipped.index(0).data(Qt.ItemDataRole.AccessibleTextRole).removeprefix("bird: ")
    assert person.bar.text == f"No chat was imported from ChatGPT, for this reason: {reason}"


def test_a_file_that_is_none_of_ours_is_told_where_it_was_chosen(person: Person) -> None:
    (person.folder / "cat.json").write_text("meow")
    person.import_file("cat.json")
    assert person.bar.text.startswith("“cat.json” is damaged or is no JSON file")


class SlowArchiveGate:
    """Holds the thread that imports before its first row, as a slow disk would."""

    def __init__(self, person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
        self.reached = threading.Event()
        self.open = threading.Event()
        holds = person.store.archive.holds

        def held(record: ConversationRecord) -> bool:
            self.reached.set()
            assert self.open.wait(WAIT_MS / 1000)
            return holds(record)

        monkeypatch.setattr(person.store.archive, "holds", held)


def test_a_second_export_or_import_waits_for_the_first_to_end(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    write_many(person.folder, 3)
    gate = SlowArchiveGate(person, monkeypatch)
    person.dialog.name = "many.json"
    person.presenter.import_chats()
    person.presenter.import_chats()
    person.presenter.export((person.chat("oaks", "How high?"),))

    assert len(person.dialog.questions) == 1
    assert person.bar.text == "Reading the file…"
    gate.open.set()
    person.wait()
    assert person.bar.text == "Imported from QuantChat: 3 chats with 3 messages."


def test_the_work_itself_is_never_begun_twice(person: Person) -> None:
    order = ImportOrder(person.store.archive, write_many(person.folder, 3))
    assert [person.controller.import_file(order) for _ in range(2)] == [True, False]
    person.wait()
    assert len(person.titles) == 3


def test_long_work_says_how_far_it_is_and_can_be_cancelled_without_a_trace(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_many(person.folder, 3)
    gate = SlowArchiveGate(person, monkeypatch)
    person.dialog.name = "many.json"
    person.presenter.import_chats()
    person.qtbot.waitUntil(lambda: person.bar.text == "Reading the file…", timeout=WAIT_MS)
    person.press("Cancel")
    gate.open.set()
    person.wait()

    assert person.bar.text == "Cancelled. Nothing was changed."
    assert person.titles == []


def test_progress_that_was_dismissed_does_not_come_back_but_the_result_is_told(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_many(person.folder, 3)
    gate = SlowArchiveGate(person, monkeypatch)
    person.dialog.name = "many.json"
    person.presenter.import_chats()
    person.qtbot.waitUntil(lambda: person.bar.text == "Reading the file…", timeout=WAIT_MS)
    person.press("Dismiss")
    with person.qtbot.waitSignal(person.controller.progressed, timeout=WAIT_MS):
        pass

    assert person.bar.text == ""
    gate.open.set()
    person.wait()
    assert person.bar.text == "Imported from QuantChat: 3 chats with 3 messages."


def test_an_export_that_is_cancelled_leaves_the_file_that_was_there(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = tuple(person.chat(f"chat {n}", "How high?") for n in range(3))
    (person.folder / "all.md").write_text("old")
    read = person.store.archive.read

    def read_and_regret(conversation_id: int) -> ConversationRecord:
        person.controller.give_up()
        return read(conversation_id)

    monkeypatch.setattr(person.store.archive, "read", read_and_regret)
    person.export(ids, "all.md")

    assert (person.folder / "all.md").read_text() == "old"
    assert person.left_over == []


def test_closing_during_an_import_adds_all_chats_or_none(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    write_many(person.folder, 2000)
    gate = SlowArchiveGate(person, monkeypatch)
    person.dialog.name = "many.json"
    person.presenter.import_chats()
    assert gate.reached.wait(WAIT_MS / 1000)
    gate.open.set()
    person.qtbot.waitUntil(lambda: person.controller.progress.done > 10, timeout=WAIT_MS)
    person.controller.close()

    assert person.titles == []
    with sqlite3.connect(person.folder / "chats" / "conversations.sqlite3") as file:
        assert file.execute("SELECT count(*) FROM message").fetchone() == (0,)
    file.close()


def test_the_window_stays_usable_while_a_large_file_comes_in(person: Person) -> None:
    write_many(person.folder, 300)
    person.dialog.name = "many.json"
    person.presenter.import_chats()
    assert person.controller.is_busy
    person.chat("written meanwhile", "How high?")
    person.wait()
    assert len(person.titles) == 301
