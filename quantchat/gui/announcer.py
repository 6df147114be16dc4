"""Answers spoken by a screen reader while they are written, sentence by sentence.

Nothing is taken apart while no screen reader listens. A sentence is spoken when the next one begins or its paragraph
is over; of code only its language and length are told, because it is read line by line where it stands.
"""

from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from quantchat.core.chat import Message, MessageStatus
from quantchat.core.markdown import Block, BlockKind, MarkdownSplitter
from quantchat.core.message_prose import message_prose
from quantchat.gui.translations import QT_TRANSLATE_NOOP
from quantchat.gui.wordings import translated

COMPLETE = QT_TRANSLATE_NOOP("Announcer", "Answer complete")
STOPPED = QT_TRANSLATE_NOOP("Announcer", "Answer stopped")
CUT_SHORT = QT_TRANSLATE_NOOP("Announcer", "The answer was cut short.")


class Announcer(QObject):
    """Has the answer that grows in the open conversation spoken."""

    def __init__(
        self,
        target: QObject,
        speak: Callable[[str], None] | None = None,
        is_listening: Callable[[], bool] = QAccessible.isActive,
    ) -> None:
        """Speak for a widget.

        Args:
            target: what the announcements belong to.
            speak: has a sentence spoken; None for the system's screen reader.
            is_listening: whether there is anybody to speak to.
        """
        super().__init__(target)
        self._target = target
        self._speak = speak or self._announce
        self._is_listening = is_listening
        self._message_id: int | None = None
        self._answer = SpokenAnswer()

    def text_grew(self, message_id: int, text: str) -> None:
        """An answer grew by a piece of Markdown."""
        if not self._is_listening():
            self._message_id = None
            return
        if message_id != self._message_id:
            self._message_id = message_id
            self._answer = SpokenAnswer()
        for utterance in self._answer.append(text):
            self._say(utterance)

    def answer_ended(self, message: Message) -> None:
        """An answer is over; says how it ended, after what was left to say of it."""
        if not self._is_listening():
            self._message_id = None
            return
        if message.id == self._message_id:
            for utterance in self._answer.finish():
                self._say(utterance)
        self._message_id = None
        self._speak(self._ending(message))

    def _ending(self, message: Message) -> str:
        if message.status is MessageStatus.INTERRUPTED:
            return translated(message.error) or self.tr(CUT_SHORT)
        return self.tr(STOPPED if message.status is MessageStatus.STOPPED else COMPLETE)

    def _say(self, utterance: str | Block) -> None:
        self._speak(utterance if isinstance(utterance, str) else self._code_words(utterance))

    def _code_words(self, block: Block) -> str:
        lines = self.tr("%n line(s)", "", block.code.count("\n") + 1)
        if block.language:
            return self.tr("code block, {language}, {lines}").format(language=block.language, lines=lines)
        return self.tr("code block, {lines}").format(lines=lines)

    def _announce(self, sentence: str) -> None:
        event = QAccessibleAnnouncementEvent(self._target, sentence)
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Polite)
        QAccessible.updateAccessibility(event)


class SpokenAnswer:
    """Cuts a growing Markdown text into what is spoken: sentences without marks, and blocks of code as such."""

    def __init__(self) -> None:
        self._splitter = MarkdownSplitter()
        self._said = 0

    def append(self, text: str) -> Iterator[str | Block]:
        """Take the next piece, and give what can be spoken by now."""
        result = self._splitter.append(text)
        yield from self._closed(result.newly_closed)
        if result.tail.kind is BlockKind.PROSE:
            finished = message_prose(result.tail.source).sentences[:-1]
            yield from finished[self._said :]
            self._said = max(self._said, len(finished))

    def finish(self) -> Iterator[str | Block]:
        """The text is complete: give what was not spoken yet."""
        yield from self._closed(self._splitter.finish().newly_closed)

    def _closed(self, blocks: tuple[Block, ...]) -> Iterator[str | Block]:
        for block in blocks:
            if block.kind is BlockKind.CODE:
                yield block
            else:
                yield from message_prose(block.source).sentences[self._said :]
            self._said = 0
