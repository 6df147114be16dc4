"""The rows of the list: pinned conversations, then folder by folder, then the others by the day they were used last.

The value of a row is what it shows; its key is what it is, so that a list can be compared with the one before it.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import Enum

from PySide6.QtCore import QCoreApplication

from quantchat.core.conversation import ConversationEntry, Folder
from quantchat.gui.conversations.listing import ConversationListing
from quantchat.gui.painting import one_line
from quantchat.gui.translations import QT_TRANSLATE_NOOP


class Section(Enum):
    """Headings that are always there when something is below them; the value is the English name.

    No enumeration of strings: Qt would hand out its members as strings.
    """

    PINNED = QT_TRANSLATE_NOOP("conversation_rows", "Pinned")
    TODAY = QT_TRANSLATE_NOOP("conversation_rows", "Today")
    YESTERDAY = QT_TRANSLATE_NOOP("conversation_rows", "Yesterday")
    PREVIOUS_WEEK = QT_TRANSLATE_NOOP("conversation_rows", "Previous 7 days")
    OLDER = QT_TRANSLATE_NOOP("conversation_rows", "Older")


@dataclass(frozen=True, slots=True)
class FolderHeading:
    """The heading of a folder.

    Attributes:
        folder: whose heading it is.
        count: how many conversations are below it when it is unfolded; pinned ones stand above all folders.
        is_folded: whether they are hidden.
    """

    folder: Folder
    count: int
    is_folded: bool


@dataclass(frozen=True, slots=True)
class FolderKey:
    """Tells folders apart from conversations with the same number."""

    folder_id: int


Row = ConversationEntry | FolderHeading | Section
RowKey = int | FolderKey | Section


def key_of(row: Row) -> RowKey:
    """What a row is, whatever it looks like."""
    if isinstance(row, ConversationEntry):
        return row.id
    return FolderKey(row.folder.id) if isinstance(row, FolderHeading) else row


def text_of(row: Row) -> str:
    """What a row says, in one line."""
    if isinstance(row, ConversationEntry):
        return one_line(row.title) or QCoreApplication.translate("conversation_rows", "New chat")
    if isinstance(row, FolderHeading):
        return one_line(row.folder.name) or QCoreApplication.translate("conversation_rows", "Folder without a name")
    return QCoreApplication.translate("conversation_rows", row.value)


def spoken_text_of(row: Row, *, is_answering: bool) -> str:
    """What a screen reader says of a row: its text, and in words what the marks beside it mean."""
    text = text_of(row)
    if isinstance(row, FolderHeading):
        state = (
            QCoreApplication.translate("conversation_rows", "folded")
            if row.is_folded
            else QCoreApplication.translate("conversation_rows", "unfolded")
        )
        return QCoreApplication.translate("conversation_rows", "{name}, folder, chats inside: {count}, {state}").format(
            name=text, count=row.count, state=state
        )
    return ", ".join((text, *marks_of(row, is_answering=is_answering)))


def marks_of(row: Row, *, is_answering: bool) -> tuple[str, ...]:
    """The meanings of the marks that stand beside a conversation's title."""
    if not isinstance(row, ConversationEntry):
        return ()
    draft = QCoreApplication.translate("conversation_rows", "has a draft")
    answering = QCoreApplication.translate("conversation_rows", "is being answered")
    return (*((draft,) if row.has_draft else ()), *((answering,) if is_answering else ()))


def rows_of(listing: ConversationListing, folded: Collection[int], now: datetime) -> list[Row]:
    """Put conversations under their headings.

    Args:
        listing: with the entries in order, the most recently used first.
        folded: identifiers of the folders that hide what is in them.
        now: local time, for the days.
    """
    pinned: list[Row] = []
    insides: dict[int | None, list[Row]] = {folder.id: [] for folder in listing.folders}
    others: list[ConversationEntry] = []
    for entry in listing.entries:
        if entry.is_pinned:
            pinned.append(entry)
        elif entry.folder_id in insides:
            insides[entry.folder_id].append(entry)
        else:
            others.append(entry)
    rows: list[Row] = [Section.PINNED, *pinned] if pinned else []
    for folder in listing.folders:
        inside = insides[folder.id]
        is_folded = folder.id in folded
        rows.append(FolderHeading(folder, len(inside), is_folded))
        rows += () if is_folded else inside
    for section, members in _by_day(others, now):
        if members:
            rows += [section, *members]
    return rows


def _by_day(
    entries: Sequence[ConversationEntry], now: datetime
) -> Iterator[tuple[Section, Sequence[ConversationEntry]]]:
    """Cut a list that is in order of time at midnights: comparing seconds is far cheaper than ten thousand dates."""
    begin = 0
    for section, days_back in ((Section.TODAY, 0), (Section.YESTERDAY, 1), (Section.PREVIOUS_WEEK, 7)):
        midnight_s = datetime.combine(now.date() - timedelta(days=days_back), time()).timestamp()
        end = bisect_left(entries, True, lo=begin, key=lambda entry: entry.updated_at < midnight_s)
        yield section, entries[begin:end]
        begin = end
    yield Section.OLDER, entries[begin:]
