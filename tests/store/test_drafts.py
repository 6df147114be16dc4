"""What was typed and not sent stays where it was typed."""

from pathlib import Path

from quantchat.store.conversations import ConversationStore


def test_each_conversation_and_the_new_chat_keep_a_draft_of_their_own(store: ConversationStore, path: Path) -> None:
    oak, beech = store.create_conversation("oak"), store.create_conversation("beech")
    store.drafts.keep(oak.id, "How high")
    store.drafts.keep(None, "Something new \ud800")
    store.close()

    later = ConversationStore.open(path).store

    assert later.drafts.of(oak.id) == "How high"
    assert later.drafts.of(beech.id) == ""
    assert later.drafts.of(None) == "Something new \ufffd"
    assert {entry.title: entry.has_draft for entry in later.conversations()} == {"oak": True, "beech": False}
    later.close()


def test_a_newer_draft_replaces_the_older_and_an_empty_one_forgets_it(store: ConversationStore) -> None:
    conversation = store.create_conversation("oak")
    for place in (conversation.id, None):
        store.drafts.keep(place, "first")
        store.drafts.keep(place, "second")
        assert store.drafts.of(place) == "second"
        store.drafts.keep(place, "")
        assert store.drafts.of(place) == ""
    assert not store.conversations()[0].has_draft


def test_the_draft_of_a_conversation_that_is_gone_for_good_is_not_kept(store: ConversationStore) -> None:
    conversation = store.create_conversation("oak")
    store.drafts.keep(conversation.id, "How high")
    store.delete_conversation(conversation.id)
    store.trash.empty()

    store.drafts.keep(conversation.id, "typed a moment too late")

    assert store.drafts.of(conversation.id) == ""
