"""An archive that tells how far an export or import is, and lets it be given up between two conversations."""

import threading
from collections.abc import Iterable, Iterator

from typing_extensions import override

from quantchat.core.conversation_record import ConversationRecord
from quantchat.store.archive import ConversationArchive


class GivenUpError(Exception):
    """The work was given up; nothing of it is left."""


class Watch:
    """Shared by the window's thread, which looks and may give up, and the one that works."""

    def __init__(self) -> None:
        self._is_given_up = threading.Event()
        self.done = 0
        self.total = 0

    @property
    def is_given_up(self) -> bool:
        """Whether the work is to end."""
        return self._is_given_up.is_set()

    def give_up(self) -> None:
        """Let the work end without a result."""
        self._is_given_up.set()

    def begin(self, total: int) -> None:
        """So many conversations are to be worked on from now on."""
        self.done, self.total = 0, total

    def step(self) -> None:
        """The next conversation begins.

        Raises:
            GivenUpError: nobody wants it any more.
        """
        if self.is_given_up:
            raise GivenUpError
        self.done += 1


class WatchedArchive(ConversationArchive):
    """Stands in front of an archive; what it adds is one change all the same, all of it or nothing."""

    def __init__(self, archive: ConversationArchive, watch: Watch) -> None:
        # The parent's constructor is left out: the archive behind has the session.
        self._archive = archive
        self._watch = watch

    @override
    def read(self, conversation_id: int) -> ConversationRecord:
        self._watch.step()
        return self._archive.read(conversation_id)

    @override
    def ids(self) -> tuple[int, ...]:
        ids = self._archive.ids()
        self._watch.begin(len(ids))
        return ids

    @override
    def holds(self, record: ConversationRecord) -> bool:
        if self._watch.is_given_up:
            raise GivenUpError
        return self._archive.holds(record)

    @override
    def add(self, records: Iterable[ConversationRecord]) -> tuple[int, ...]:
        new = tuple(records)
        if self._watch.is_given_up:
            raise GivenUpError
        self._watch.begin(len(new))
        return self._archive.add(self._counted(new))

    def _counted(self, records: Iterable[ConversationRecord]) -> Iterator[ConversationRecord]:
        for record in records:
            self._watch.step()
            yield record
