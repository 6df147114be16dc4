"""Chats that are on the disk before the window opens, so that a test need not wait for answers it does not look at."""

from quantchat.core.chat import MessageStatus, Role
from quantchat.settings import folders
from quantchat.store.conversations import ConversationStore

ROLES = (Role.USER, Role.ASSISTANT)


def store_chat(title: str, *texts: str, status: MessageStatus = MessageStatus.COMPLETE) -> int:
    """Write a conversation of questions and answers in turn; `status` is that of its last message."""
    store = ConversationStore.open(folders().database).store
    conversation = store.create_conversation(title)
    parent_id = None
    for place, text in enumerate(texts):
        message = store.add_message(conversation.id, parent_id, ROLES[place % 2], text, status=MessageStatus.COMPLETE)
        parent_id = message.id
    if parent_id is not None:
        store.finish_message(parent_id, texts[-1], "", status)
    store.close()
    return conversation.id


def add_version(chat_id: int, text: str) -> None:
    """Write another answer beside the last one of a conversation; it becomes the one that is shown."""
    store = ConversationStore.open(folders().database).store
    last = store.thread(chat_id)[-1]
    store.add_message(chat_id, last.parent_id, last.role, text)
    store.close()
