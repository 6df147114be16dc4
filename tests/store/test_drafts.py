"""What was typed and not sent stays where it was typed."""

from pathlib import Path

from quantchat.core.conversation import ConversationSettings
from quantchat.core.sampling_choice import SamplingChoice
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


def test_how_the_new_chat_is_answered_is_kept_until_it_is_forgotten(store: ConversationStore, path: Path) -> None:
    settings = ConversationSettings("Be brief. \U0001f333", "poet", SamplingChoice(top_k=5))
    assert store.drafts.new_chat_settings() == ConversationSettings()
    store.drafts.keep_new_chat_settings(ConversationSettings("Be long."))
    store.drafts.keep_new_chat_settings(settings)
    store.close()

    later = ConversationStore.open(path).store

    assert later.drafts.new_chat_settings() == settings
    later.drafts.keep_new_chat_settings(ConversationSettings())
    assert later.drafts.new_chat_settings() == ConversationSettings()
    later.close()


def test_deleting_all_chats_forgets_how_the_new_one_is_answered(store: ConversationStore, path: Path) -> None:
    store.drafts.keep_new_chat_settings(ConversationSettings("My name is secret."))

    store.keeping(path.parent / "backups").delete_all()

    assert store.drafts.new_chat_settings() == ConversationSettings()
    assert b"secret" not in path.read_bytes()
