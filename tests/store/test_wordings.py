"""What is told of the conversations file and of files of chats can be said in any language."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from quantchat.core.assistants import MAX_ASSISTANTS, Assistant
from quantchat.core.chat import Role
from quantchat.core.conversation_export import ExportFormat
from quantchat.errors import KnownError
from quantchat.store.assistants_file import AssistantsFile, read_assistants, write_assistants
from quantchat.store.conversations import ConversationStore
from quantchat.store.exchange import export_conversations, import_conversations
from quantchat.wording import Value, Wording


def told(act: Callable[[], object]) -> KnownError:
    with pytest.raises(KnownError) as caught:
        act()
    return caught.value


def sentences_of(words: Wording) -> list[tuple[str, dict[str, Value]]]:
    """The templates, and what fills their places, of sentences that were set one behind the other."""
    if words.template.startswith("{part0}"):
        return [told for part in words.values.values() if isinstance(part, Wording) for told in sentences_of(part)]
    return [(words.template, dict(words.values))]


def test_a_restored_backup_is_told_with_its_number_and_time(path: Path) -> None:
    opened = ConversationStore.open(path)
    opened.store.add_message(opened.store.create_conversation("first").id, None, Role.USER, "Hello")
    opened.store.close()
    ConversationStore.open(path).store.close()  # makes the backup of the day
    path.write_bytes(b"garbage")

    opened = ConversationStore.open(path)
    opened.store.close()

    (aside,) = path.parent.glob("conversations.damaged-*.sqlite3")
    damaged, kept, restored = sentences_of(opened.notice)
    assert damaged == ("Your conversations file was damaged.", {})
    assert kept == ("It was set aside as “{file}”.", {"file": aside.name})
    assert restored[0] == "{count} conversations could be recovered from the backup of {time}."
    assert restored[1]["count"] == 1
    assert opened.notice == (
        f"Your conversations file was damaged. It was set aside as “{aside.name}”. "
        f"1 conversation could be recovered from the backup of {restored[1]['time']}."
    )


def test_a_folder_that_refuses_is_told_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    opened = ConversationStore.open(tmp_path / "file" / "conversations.sqlite3")
    opened.store.close()
    ((template, values),) = sentences_of(opened.notice)
    assert template.startswith("QuantChat may not use the folder of your conversations ({folder}): what you write now")
    assert values == {"folder": str(tmp_path / "file")}


def test_broken_assistants_are_told_with_the_name_of_what_was_kept(tmp_path: Path) -> None:
    (tmp_path / "assistants.json").write_bytes(b"{")
    assert sentences_of(AssistantsFile(tmp_path / "assistants.json").notice) == [
        ("The file of your own assistants could not be read.", {}),
        (
            "It is kept as “{file}” in the data folder; the assistants that come with it are there.",
            {"file": "assistants.broken.json"},
        ),
    ]


def too_many_assistants(folder: Path) -> None:
    assistants = [Assistant(f"a{number}", "A", "") for number in range(MAX_ASSISTANTS + 1)]
    AssistantsFile(folder / "assistants.json").save(assistants)


def write_into_a_file(folder: Path) -> None:
    (folder / "file").write_text("not a folder")
    write_assistants(folder / "file" / "mine.json", [])


FAILURES: dict[str, tuple[Callable[[Path], object], str, dict[str, Value]]] = {
    "too-many": (too_many_assistants, "There can be at most {most} assistants.", {"most": MAX_ASSISTANTS}),
    "gone": (
        lambda folder: read_assistants(folder / "a.json"),
        "“{file}” is not there (any more).",
        {"file": "a.json"},
    ),
    "unreadable": (read_assistants, "“{file}” could not be read.", {"file": "{chats}"}),
    "unwritable": (write_into_a_file, "“{file}” could not be written.", {"file": "mine.json"}),
}


@pytest.mark.parametrize(("act", "template", "values"), FAILURES.values(), ids=FAILURES)
def test_a_refusal_keeps_what_it_was_made_from(
    tmp_path: Path, act: Callable[[Path], object], template: str, values: dict[str, Value]
) -> None:
    folder = tmp_path / "{chats}"
    folder.mkdir()
    sentence = told(lambda: act(folder)).sentence
    assert (sentence.template, dict(sentence.values)) == (template, values)


def test_files_of_chats_that_fail_are_told_with_their_name(store: ConversationStore, tmp_path: Path) -> None:
    target = tmp_path / "gone" / "all.md"
    unwritten = told(lambda: export_conversations(store.archive, target, ExportFormat.MARKDOWN)).sentence
    assert (unwritten.template, dict(unwritten.values)) == ("“{file}” could not be written.", {"file": "all.md"})
    missing = told(lambda: import_conversations(store.archive, tmp_path / "chats.json")).sentence
    assert (missing.template, dict(missing.values)) == ("“{file}” is not there (any more).", {"file": "chats.json"})


def test_a_chat_that_is_here_already_is_told_in_a_sentence_for_any_language(
    store: ConversationStore, tmp_path: Path
) -> None:
    store.add_message(store.create_conversation("first").id, None, Role.USER, "Hello")
    export_conversations(store.archive, tmp_path / "all.json", ExportFormat.JSON)
    (skipped,) = import_conversations(store.archive, tmp_path / "all.json").skipped
    assert isinstance(skipped.reason, Wording)
    assert skipped.reason == "It is here already."


def test_a_disk_that_refuses_a_copy_is_told_with_what_the_system_said(store: ConversationStore, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    error = told(store.keeping(tmp_path / "file").back_up_now)
    assert error.sentence.template == "The disk refuses ({fault})."
    assert dict(error.sentence.values) == {"fault": os.strerror(errno.EEXIST)}
    assert error.hint == "Free some space or check it."
