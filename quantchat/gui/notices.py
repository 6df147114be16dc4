"""What the window tells in passing: an error, a warning, or that something can be undone."""

from dataclasses import dataclass
from enum import Enum, auto


class Severity(Enum):
    """How much a notice matters; shown by an icon and a colour beside the words."""

    INFO = auto()
    WARNING = auto()
    ERROR = auto()


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to tell.

    Attributes:
        notice_id: names it in signals; a notice of the same name takes the place of the earlier one.
        text: sentences for the person, in the window's language or made below it.
        severity: how much it matters.
        action: what the button says ("Undo", "Try again"); empty for no button.
        expires: goes away by itself after a while; for an offer to undo, never for an error.
    """

    notice_id: str
    text: str
    severity: Severity = Severity.INFO
    action: str = ""
    expires: bool = False


class NoticeQueue:
    """Notices that were not dismissed yet: one is in front, the others wait behind it.

    The newest is in front, but what merely tells something waits behind what matters more: that nothing can be stored
    must not be hidden by a note on the window's size. An offer and what goes by itself are always seen.
    """

    def __init__(self) -> None:
        self._notices: list[Notice] = []

    @property
    def front(self) -> Notice | None:
        """The notice to show."""
        return self._notices[-1] if self._notices else None

    def add(self, notice: Notice) -> None:
        """Put a notice in front, or behind those that matter more; an earlier one that says the same goes away."""
        self._notices = [earlier for earlier in self._notices if not _says_the_same(earlier, notice)]
        self._notices.insert(self._place_of(notice), notice)

    def remove(self, notice_id: str) -> bool:
        """Take a notice out; tells whether it was there."""
        kept = [notice for notice in self._notices if notice.notice_id != notice_id]
        was_there = len(kept) < len(self._notices)
        self._notices = kept
        return was_there

    def _place_of(self, notice: Notice) -> int:
        front = len(self._notices)
        if notice.action or notice.expires:
            return front
        more = (place for place, other in enumerate(self._notices) if other.severity.value > notice.severity.value)
        return next(more, front)


def _says_the_same(earlier: Notice, later: Notice) -> bool:
    """Two offers with the same words are two offers: each undoes something else."""
    if earlier.notice_id == later.notice_id:
        return True
    return not earlier.action and (earlier.text, earlier.severity) == (later.text, later.severity)
