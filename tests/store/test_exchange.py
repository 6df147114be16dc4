"""Files of conversations, there and back."""

import json
import os
import resource
import zipfile
from pathlib import Path

import pytest

from quantchat.core.chat import MessageStatus, Role
from quantchat.core.conversation_export import ExportFormat
from quantchat.core.conversation_import import ImportSource
from quantchat.errors import ErrorKind, KnownError
from quantchat.store.conversations import ConversationStore
from quantchat.store.exchange import export_conversations, import_conversations

CHATGPT = {
    "title": "Elms",
    "create_time": 1_700_000_000.25,
    "mapping": {
        "a": {
            "parent": None,
            "message": {"author": {"role": "user"}, "content": {"content_type": "text", "parts": ["an elm"]}},
        }
    },
}


def talk(store: ConversationStore, title: str) -> int:
    conversation = store.create_conversation(title)
    question, answer = store.add_question_and_answer(
        conversation.id, None, f"about {title}", model_name="m", quantization="Q8_0"
    )
    store.finish_message(answer.id, "an answer", "thoughts", MessageStatus.COMPLETE)
    store.add_message(conversation.id, question.id, Role.ASSISTANT, "another answer")
    store.folders.put(conversation.id, store.folders.create(title).id)
    return conversation.id


@pytest.fixture
def elsewhere() -> ConversationStore:
    """The store of another computer."""
    return ConversationStore.temporary()


def test_all_conversations_move_to_another_computer_with_nothing_lost(
    store: ConversationStore, elsewhere: ConversationStore, tmp_path: Path
) -> None:
    ids = [talk(store, title) for title in ("oak", "beech 🌳 日本")]
    trashed = talk(store, "trashed")
    store.delete_conversation(trashed)
    file = tmp_path / "chats.json"

    assert export_conversations(store.archive, file, ExportFormat.JSON) == 2
    report = import_conversations(elsewhere.archive, file)

    assert (report.source, report.messages, report.skipped, report.parts_left_out) == (ImportSource.QUANTCHAT, 6, (), 0)
    assert [elsewhere.archive.read(new) for new in report.conversation_ids] == [store.archive.read(old) for old in ids]
    assert {entry.title for entry in elsewhere.conversations()} == {"oak", "beech 🌳 日本"}
    assert [folder.name for folder in elsewhere.folders.all()] == ["oak", "beech 🌳 日本"]
    elsewhere.close()


def test_what_is_here_already_is_not_added_again(store: ConversationStore, tmp_path: Path) -> None:
    oak = talk(store, "oak")
    file = tmp_path / "chats.json"
    export_conversations(store.archive, file, ExportFormat.JSON)
    store.rename_conversation(oak, "renamed")

    report = import_conversations(store.archive, file)

    assert (report.conversation_ids, report.messages) == ((), 0)
    assert [(skipped.title, skipped.reason) for skipped in report.skipped] == [("oak", "It is here already.")]
    store.delete_conversation(oak)
    assert len(import_conversations(store.archive, file).conversation_ids) == 1


@pytest.mark.parametrize("export_format", list(ExportFormat))
def test_one_conversation_is_written_and_replaces_the_file_that_was_there(
    store: ConversationStore, tmp_path: Path, export_format: ExportFormat
) -> None:
    talk(store, "oak")
    beech = talk(store, "beech")
    file = tmp_path / f"chat.{export_format}"
    file.write_text("older")

    assert export_conversations(store.archive, file, export_format, [beech]) == 1

    text = file.read_text(encoding="utf-8")
    assert "about beech" in text
    assert "oak" not in text
    assert list(tmp_path.glob(".*")) == []


def test_the_archive_that_chatgpt_sends_is_read_as_it_is(store: ConversationStore, tmp_path: Path) -> None:
    file = tmp_path / "chatgpt.zip"
    newer = {**CHATGPT, "title": "Firs", "create_time": 1_700_000_005.0}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("chat.html", "<html>")
        archive.writestr("conversations.json", json.dumps([CHATGPT, {"title": "Empty", "mapping": {}}]))
        archive.writestr("sub/conversations-001.json", json.dumps([newer]))

    report = import_conversations(store.archive, file)

    assert (report.source, report.messages) == (ImportSource.CHATGPT, 2)
    assert [skipped.title for skipped in report.skipped] == ["Empty"]
    assert [entry.title for entry in store.conversations()] == ["Firs", "Elms"]
    assert {hit.title.text for hit in store.search.find("elms").hits} == {"Elms"}


def refusal_of(store: ConversationStore, file: Path) -> KnownError:
    with pytest.raises(KnownError) as refusal:
        import_conversations(store.archive, file)
    assert store.conversations() == ()
    return refusal.value


def test_files_that_cannot_be_read_are_refused_in_a_sentence(store: ConversationStore, tmp_path: Path) -> None:
    assert (
        refusal_of(store, tmp_path / "gone.json").text == "“gone.json” is not there (any more). Choose the file again."
    )
    assert refusal_of(store, tmp_path).kind is ErrorKind.FILE_UNREADABLE
    text = tmp_path / "notes.txt"
    text.write_text("Dear diary")
    assert "is damaged or is no JSON file" in refusal_of(store, text).sentence


def test_a_damaged_archive_adds_nothing(store: ConversationStore, tmp_path: Path) -> None:
    file = tmp_path / "chatgpt.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("conversations.json", json.dumps([CHATGPT] * 50))
    content = bytearray(file.read_bytes())
    content[60:80] = os.urandom(20)
    file.write_bytes(content)
    assert refusal_of(store, file).sentence == "“chatgpt.zip” is damaged, so nothing could be read from it."


def test_an_archive_of_something_else_is_refused(store: ConversationStore, tmp_path: Path) -> None:
    file = tmp_path / "photos.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("../conversations/evil.png", "x")
    assert "without conversations" in refusal_of(store, file).sentence


def test_an_archive_that_grows_without_end_is_read_up_to_the_limit(
    store: ConversationStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quantchat.store.exchange.MAX_FILE_BYTES", 1_000_000)
    monkeypatch.setattr("quantchat.core.conversation_import.MAX_FILE_BYTES", 1_000_000)
    file = tmp_path / "bomb.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("conversations.json", b"[" + b" " * 5_000_000 + b"]")
    assert "is larger than" in refusal_of(store, file).sentence


def test_a_file_that_does_not_fit_leaves_the_older_one(store: ConversationStore, tmp_path: Path) -> None:
    conversation = store.create_conversation("oak")
    store.add_message(conversation.id, None, Role.USER, "word " * 100_000)
    store._connection.execute("PRAGMA wal_checkpoint")
    file = tmp_path / "chat.json"
    file.write_text("older")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        with pytest.raises(KnownError) as refusal:
            export_conversations(store.archive, file, ExportFormat.JSON)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert refusal.value.sentence == "“chat.json” could not be written."
    assert file.read_text() == "older"
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["chat.json"]


def test_a_folder_that_is_gone_is_told(store: ConversationStore, tmp_path: Path) -> None:
    with pytest.raises(KnownError) as refusal:
        export_conversations(store.archive, tmp_path / "gone" / "chat.md", ExportFormat.MARKDOWN)
    assert refusal.value.text == (
        "“chat.md” could not be written. "
        "Look whether QuantChat may use this folder and whether the disk is still there."
    )
