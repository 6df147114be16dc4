"""A whole conversation as one value, without the identifiers of any store: what is exported and imported."""

from dataclasses import dataclass, field, replace

from quantchat.core.chat import AnswerFigures, MessageStatus, Role, Sampling
from quantchat.core.conversation import ConversationSettings


@dataclass(frozen=True, slots=True)
class MessageRecord:
    """One message of the tree.

    Attributes:
        parent: place of the message it follows in `ConversationRecord.messages`, before its own; None if it is a first.
        selected_child: place of the message below it that was shown last, after its own; None if there is none.
        role: who speaks.
        content: the text.
        reasoning: the model's thinking; empty if none.
        status: how far it came; never streaming.
        model_name: who answered; empty for the person's own.
        quantization: the file's type; empty for the person's own.
        error: why it was cut short; empty if it was not.
        figures: what was measured; None if nothing was.
        sampling: how its tokens were drawn; None if not known.
        created_at: seconds since the epoch, UTC.
    """

    parent: int | None
    role: Role
    content: str
    created_at: float
    selected_child: int | None = None
    reasoning: str = ""
    status: MessageStatus = MessageStatus.COMPLETE
    model_name: str = ""
    quantization: str = ""
    error: str = ""
    figures: AnswerFigures | None = None
    sampling: Sampling | None = None


@dataclass(frozen=True, slots=True)
class ConversationRecord:
    """A conversation with all its branches.

    Attributes:
        title: may be empty.
        created_at: seconds since the epoch, UTC.
        updated_at: seconds since the epoch, UTC, of the last message.
        messages: each after the one it follows.
        selected_leaf: place of the last message of the branch that is shown; None if there are no messages.
        is_pinned: whether it stands above the others.
        folder: name of its folder; empty if in none.
        draft: what was begun and not sent.
        settings: how it is answered.
    """

    title: str
    created_at: float
    updated_at: float
    messages: tuple[MessageRecord, ...]
    selected_leaf: int | None
    is_pinned: bool = False
    folder: str = ""
    draft: str = ""
    settings: ConversationSettings = field(default_factory=ConversationSettings)

    def selected_branch(self) -> tuple[MessageRecord, ...]:
        """The messages that are shown, from the first to the last."""
        branch = []
        place = self.selected_leaf
        while place is not None:
            branch.append(self.messages[place])
            place = self.messages[place].parent
        return tuple(reversed(branch))


def with_remembered_branch(messages: tuple[MessageRecord, ...], leaf: int | None) -> tuple[MessageRecord, ...]:
    """The messages, each of those above a leaf remembering the one below it on the way there."""
    children: dict[int, int] = {}
    place = leaf
    while place is not None:
        parent = messages[place].parent
        if parent is not None:
            children[parent] = place
        place = parent
    return tuple(
        message if (child := children.get(place)) is None else replace(message, selected_child=child)
        for place, message in enumerate(messages)
    )
