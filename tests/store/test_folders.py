"""Pins and folders: where a conversation stands in the list."""

from pathlib import Path

import pytest

from quantchat.store.conversations import ConversationStore


def names(store: ConversationStore) -> list[str]:
    return [folder.name for folder in store.folders.all()]


def folder_of(store: ConversationStore, conversation_id: int) -> int | None:
    return next(entry.folder_id for entry in store.conversations() if entry.id == conversation_id)


def test_a_pinned_conversation_is_pinned_after_a_restart_and_keeps_its_place(
    store: ConversationStore, path: Path
) -> None:
    older, newer = store.create_conversation("older"), store.create_conversation("newer")
    store.pin_conversation(older.id, is_pinned=True)
    store.close()

    later = ConversationStore.open(path).store
    assert [(entry.id, entry.is_pinned) for entry in later.conversations()] == [(newer.id, False), (older.id, True)]
    later.pin_conversation(older.id, is_pinned=False)
    assert not any(entry.is_pinned for entry in later.conversations())
    later.close()


def test_folders_stand_in_the_order_they_were_put_in(store: ConversationStore) -> None:
    work, home, trees = (store.folders.create(name) for name in ("Work", "Home", "Trees"))
    assert names(store) == ["Work", "Home", "Trees"]

    store.folders.move(trees.id, 0)
    assert names(store) == ["Trees", "Work", "Home"]
    store.folders.move(trees.id, 99)
    store.folders.move(work.id, 1)
    assert names(store) == ["Home", "Work", "Trees"]
    assert [folder.position for folder in store.folders.all()] == [0, 1, 2]
    store.folders.rename(home.id, "Garden")
    assert names(store) == ["Garden", "Work", "Trees"]


def test_a_conversation_is_in_one_folder_or_in_none(store: ConversationStore) -> None:
    conversation = store.create_conversation("oak")
    work, home = store.folders.create("Work"), store.folders.create("Home")

    store.folders.put(conversation.id, work.id)
    assert folder_of(store, conversation.id) == work.id
    store.folders.put(conversation.id, home.id)
    assert folder_of(store, conversation.id) == home.id
    store.folders.put(conversation.id, None)
    assert folder_of(store, conversation.id) is None


def test_taking_a_folder_away_loses_no_conversation_and_can_be_undone(store: ConversationStore) -> None:
    inside, moved = store.create_conversation("inside"), store.create_conversation("moved meanwhile")
    first, folder, last = (store.folders.create(name) for name in ("First", "Trees", "Last"))
    for conversation in (inside, moved):
        store.folders.put(conversation.id, folder.id)

    removed = store.folders.remove(folder.id)

    assert names(store) == ["First", "Last"]
    assert {entry.title for entry in store.conversations()} == {"inside", "moved meanwhile"}
    assert folder_of(store, inside.id) is None
    store.folders.put(moved.id, last.id)

    store.folders.restore(removed)

    assert names(store) == ["First", "Trees", "Last"]
    assert folder_of(store, inside.id) == folder.id
    assert folder_of(store, moved.id) == last.id
    assert first.position == 0


def test_a_deleted_conversation_comes_back_without_a_folder_that_went_meanwhile(store: ConversationStore) -> None:
    conversation, folder = store.create_conversation("oak"), store.folders.create("Trees")
    store.folders.put(conversation.id, folder.id)
    store.delete_conversation(conversation.id)
    store.folders.remove(folder.id)

    store.restore_conversation(conversation.id)

    assert folder_of(store, conversation.id) is None


def test_folders_that_were_never_made_are_refused(store: ConversationStore) -> None:
    conversation = store.create_conversation()
    with pytest.raises(LookupError):
        store.folders.rename(7, "x")
    with pytest.raises(LookupError):
        store.folders.move(7, 0)
    with pytest.raises(LookupError):
        store.folders.remove(7)
    with pytest.raises(LookupError):
        store.folders.put(conversation.id, 7)
    with pytest.raises(LookupError):
        store.folders.put(99, None)
    assert folder_of(store, conversation.id) is None
