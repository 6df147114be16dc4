"""Finds a text in the open conversation: counts it in all messages, goes from one place to the next, and marks them.

Most messages of a long conversation are no widgets. Those that are, are searched in what they show; of the others the
same text is made from what they hold, a few at a time, so that the window never waits.
"""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from time import perf_counter

from PySide6.QtCore import QObject, QRect, QTimer, Slot
from PySide6.QtWidgets import QApplication, QTextEdit

from quantchat.core.chat import Message, Role
from quantchat.gui.buttons import Button
from quantchat.gui.chat_view import ChatView
from quantchat.gui.find_bar import FindBar, FindStanding
from quantchat.gui.find_question import FindQuestion, FoldedText
from quantchat.gui.found_marks import MOST_MARKS, ShownTexts, TextPlace, mark_places
from quantchat.gui.long_text import text_pieces
from quantchat.gui.markdown_text import MarkdownLetters, searched_texts
from quantchat.gui.message_reasoning import ReasoningFold, ReasoningText
from quantchat.gui.message_widget import MessageWidget
from quantchat.gui.theme import Theme

FIRST_SLICE_MS = 16.0
"""So long a key press may take: most conversations are counted within it, and nothing flashes up in between."""

SLICE_MS = 6.0
NEXT_SLICE_DELAY_MS = 4
REFRESH_MS = 100
"""While an answer grows the marks follow it so often."""

_LONGEST_PREFILL_CHARS = 100


@dataclass(frozen=True, slots=True)
class _Place:
    """One of the places of a message, from 0: those in the thinking come first."""

    message_id: int
    number: int


@dataclass(slots=True)
class _SearchedMessage:
    """A message made ready to be searched.

    Attributes:
        contents: what a person sees of it, text by text.
        is_whole: whether `contents` hold all of it, so that something else can be looked for in it too.
        count: how often the text is in it; None before it was counted.
    """

    message: Message
    reasoning: FoldedText
    contents: tuple[FoldedText, ...]
    is_whole: bool
    count: int | None = None


class ChatFinder(QObject):
    """Connects a find bar with a chat view; idle while the bar is closed."""

    def __init__(self, view: ChatView, bar: FindBar, theme: Theme) -> None:
        super().__init__(bar)
        self._view = view
        self._bar = bar
        self._theme = theme
        self._question = FindQuestion()
        self._messages: tuple[Message, ...] = ()
        self._searched: dict[int, _SearchedMessage] = {}
        self._letters: dict[int, tuple[Message, MarkdownLetters]] = {}
        self._shown = ShownTexts()
        self._work: Iterator[None] = iter(())
        self._is_counting = False
        self._start = _Place(0, 0)
        self._current: _Place | None = None
        self._shows_first = False
        self._is_awaited = False
        self._marks_are_stale = False
        self._slice_timer = self._timer(NEXT_SLICE_DELAY_MS)
        self._slice_timer.timeout.connect(self._count_slice)
        self._refresh_timer = self._timer(REFRESH_MS)
        self._refresh_timer.timeout.connect(self._count_anew)
        bar.text_changed.connect(self._on_text_changed)
        bar.next_requested.connect(self.find_next)
        bar.former_requested.connect(self.find_former)
        bar.closed.connect(self._on_closed)
        view.message_shown.connect(self._on_message_shown)
        view.message_grew.connect(self._on_message_grew)
        theme.changed.connect(self._on_theme_changed)

    def _timer(self, interval_ms: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval_ms)
        return timer

    @Slot()
    def open(self) -> None:
        """Open the bar; a few words that are selected in a message are looked for at once."""
        selected = self._selected_text()
        if selected:
            self._bar.set_text(selected)
        was_open = self._bar.is_open
        self._bar.open_bar()
        if selected or not was_open:
            self._look_for(FindQuestion.literal(self._bar.text))

    def find_text(self, text: str, message_id: int | None = None) -> None:
        """Open the bar with a question of the search over all chats: each of its words is looked for.

        Args:
            text: the question.
            message_id: the message whose first place is shown; None for the first one from what is in view on.
        """
        self._bar.set_text(text)
        self._bar.open_bar()
        self._look_for(FindQuestion.words(text), message_id)

    @Slot()
    def find_next(self) -> None:
        """Go to the next place, after the last one to the first."""
        self._step(1)

    @Slot()
    def find_former(self) -> None:
        """Go to the place before, before the first one to the last."""
        self._step(-1)

    @Slot()
    def refresh(self) -> None:
        """Look again, soon: the conversation is another one, or has grown."""
        if self._bar.is_open and not self._refresh_timer.isActive():
            self._refresh_timer.start()

    @Slot()
    def _on_theme_changed(self) -> None:
        self._marks_are_stale = True
        self.refresh()

    @Slot(str)
    def _on_text_changed(self, text: str) -> None:
        self._look_for(FindQuestion.literal(text))

    def _selected_text(self) -> str:
        focus = QApplication.focusWidget()
        if not isinstance(focus, QTextEdit) or not self._view.isAncestorOf(focus):
            return ""
        text = focus.textCursor().selectedText()
        return text if len(text) <= _LONGEST_PREFILL_CHARS and "\u2029" not in text else ""

    def _look_for(self, question: FindQuestion, message_id: int | None = None) -> None:
        """Look for something else, from the current place on, so that typing on stays where it is."""
        if message_id is not None:
            self._start = _Place(message_id, 0)
        elif self._current is not None:
            self._start = self._current
        else:
            self._start = _Place(self._first_message_in_view(), 0)
        self._question = question
        self._current = None
        self._is_awaited = False
        self._shows_first = True
        self._searched = {known: searched for known, searched in self._searched.items() if searched.is_whole}
        for searched in self._searched.values():
            searched.count = None
        if question.pattern is None:
            self._stop()
            self._bar.set_standing(None)
        else:
            self._count_anew()

    def _first_message_in_view(self) -> int:
        """The identifier of the topmost message that can be seen; 0 where there is none."""
        top = self._view.scroll_area.viewport()
        seen = ((widget.mapTo(self._view, widget.rect().bottomLeft()).y(), widget) for widget in self._widgets())
        below_top = [(bottom, widget.message.id) for bottom, widget in seen if bottom > top.y()]
        return min(below_top, default=(0, 0))[1]

    def _widgets(self) -> list[MessageWidget]:
        return [widget for widget in self._view.findChildren(MessageWidget) if not widget.isHidden()]

    @Slot()
    def _count_anew(self) -> None:
        """Count in what is new, then mark it; what has not changed keeps its count."""
        self._messages = self._view.messages
        ids = [message.id for message in self._messages]
        self._searched = {known: self._searched[known] for known in ids if known in self._searched}
        if self._current is not None and self._current.message_id not in self._searched:
            self._current = None
        first = ids.index(self._start.message_id) if self._start.message_id in ids else 0
        self._work = self._count_in(self._messages[first:] + self._messages[:first])
        self._is_counting = True
        if self._marks_are_stale:
            self._marks_are_stale = False
            for widget in self._widgets():
                self._mark(widget)
        self._count_for(FIRST_SLICE_MS)

    @Slot()
    def _count_slice(self) -> None:
        self._count_for(SLICE_MS)

    def _count_for(self, time_ms: float) -> None:
        deadline = perf_counter() + time_ms / 1000
        for _ in self._work:
            if perf_counter() > deadline:
                self._slice_timer.start()
                break
        else:
            self._is_counting = False
        self._show_standing()

    def _count_in(self, messages: Sequence[Message]) -> Iterator[None]:
        """Count in these messages, a little at each step."""
        for message in messages:
            searched = self._searched.get(message.id)
            if searched is None or searched.message is not message:
                searched = yield from self._made_ready(message)
                self._searched[message.id] = searched
            if searched.count is None:
                searched.count = yield from self._counted_in(searched)
                self._take_first(message)
                self._mark_message(message.id)
            yield

    def _counted_in(self, searched: _SearchedMessage) -> Generator[None, None, int]:
        count = 0
        for text in (searched.reasoning, *searched.contents):
            count += text.count(self._question)
            yield
        return count

    def _made_ready(self, message: Message) -> Generator[None, None, _SearchedMessage]:
        """Get the text of a message that a person sees; one that surely does not hold what is looked for has none."""
        widget = self._view.message_widget(message.id)
        contents, is_whole = [], True
        if message.role is not Role.ASSISTANT:
            for piece in text_pieces(message.content):
                contents.append(FoldedText(piece))
                yield
        elif widget is not None and widget.shows_all:
            contents = [self._shown.of(text).folded for text in _content_texts(widget)]
        elif is_whole := self._letters_of(message).may_hold(self._question):
            for text in searched_texts(message.content):
                contents.append(FoldedText(text))
                yield
        return _SearchedMessage(message, FoldedText(message.reasoning), tuple(contents), is_whole)

    def _letters_of(self, message: Message) -> MarkdownLetters:
        known = self._letters.get(message.id)
        if known is None or known[0] is not message:
            known = self._letters[message.id] = message, MarkdownLetters(message.content)
        return known[1]

    def _take_first(self, message: Message) -> None:
        """Make the first place there is the current one; they are counted from where the search began."""
        count = self._count_of(message.id)
        if self._current is not None:
            if self._current.message_id == message.id and self._current.number >= count:
                self._current = _Place(message.id, count - 1) if count else None
            return
        number = self._start.number if message.id == self._start.message_id else 0
        if count:
            self._current = _Place(message.id, min(number, count - 1))
            if self._shows_first:
                self._show_current()
            self._shows_first = False

    def _count_of(self, message_id: int) -> int:
        searched = self._searched.get(message_id)
        return (searched.count or 0) if searched is not None else 0

    def _show_standing(self) -> None:
        position = count = 0
        for message in self._messages:
            if self._current is not None and message.id == self._current.message_id:
                position = count + self._current.number + 1
            count += self._count_of(message.id)
        self._bar.set_standing(FindStanding(position, count, self._is_counting))
        if not self._is_counting:
            self._bar.announce()

    def _step(self, step: int) -> None:
        if not self._bar.is_open:
            self.open()
            return
        if self._current is None:
            return
        before = self._current
        self._current = self._neighbour(before, step)
        if before.message_id != self._current.message_id:
            self._mark_message(before.message_id)
        self._show_current()
        self._show_standing()

    def _neighbour(self, place: _Place, step: int) -> _Place:
        if 0 <= place.number + step < self._count_of(place.message_id):
            return _Place(place.message_id, place.number + step)
        ids = [message.id for message in self._messages if self._count_of(message.id)]
        neighbour = ids[(ids.index(place.message_id) + step) % len(ids)]
        return _Place(neighbour, 0 if step > 0 else self._count_of(neighbour) - 1)

    def _show_current(self) -> None:
        """Bring the current place into view."""
        if self._current is None:
            return
        widget = self._view.message_widget(self._current.message_id)
        if widget is None:
            widget = self._view.show_message(self._current.message_id)
        if widget is None:
            return
        if self._is_in_folded_reasoning(widget, self._current.number):
            _unfold(widget)
            self._view.show_part(widget, QRect(0, 0, 1, 1))  # lays it out, so that it can be told where the place is
        place = self._mark(widget)
        was_awaited, self._is_awaited = self._is_awaited, place is None and not widget.shows_all
        if self._is_awaited and not was_awaited:
            self._view.show_part(widget, QRect(0, 0, 1, 1))  # what is far from what is in view may be let go
            widget.show_all()
        if place is not None:
            place.scroll_sideways()
            self._view.show_part(place.edit, place.rect())

    def _is_in_folded_reasoning(self, widget: MessageWidget, number: int) -> bool:
        searched = self._searched[widget.message.id]
        return _shown_reasoning(widget) is None and number < searched.reasoning.count(self._question)

    def _mark_message(self, message_id: int) -> None:
        widget = self._view.message_widget(message_id)
        if widget is not None:
            self._mark(widget)

    def _mark(self, widget: MessageWidget) -> TextPlace | None:
        """Mark what is found in the texts of a message that are shown; gives the current place if it is one of them."""
        searched = self._searched.get(widget.message.id)
        if searched is None:
            return None
        reasoning = _shown_reasoning(widget)
        texts = [*([reasoning] if reasoning is not None else []), *_content_texts(widget)]
        count = self._shown.count(texts, self._question) if searched.count else 0
        number = self._shown_number_of_current(widget, searched, count)
        first = max(0, (number or 0) - MOST_MARKS // 2)
        places = self._shown.places(texts, self._question, first) if count else []
        current = places[number - first] if number is not None else None
        for text in texts:
            here = [place for place in places if place.edit is text]
            mark_places(text, here, current if current in here else None, self._theme.colours)
        return current

    def _shown_number_of_current(self, widget: MessageWidget, searched: _SearchedMessage, count: int) -> int | None:
        """Which of the `count` places that a message shows is the current one, from 0; None if it is none of them."""
        if self._current is None or self._current.message_id != widget.message.id or not count:
            return None
        number = self._current.number
        if _shown_reasoning(widget) is None:
            number -= searched.reasoning.count(self._question)
        if widget.shows_all:
            number = min(number, count - 1)
        return number if 0 <= number < count else None

    @Slot(int)
    def _on_message_grew(self, message_id: int) -> None:
        """Mark what came into view, and go to the current place if that is where it is."""
        if not self._bar.is_open or self._question.pattern is None:
            return
        if self._is_awaited and self._current is not None and self._current.message_id == message_id:
            self._show_current()
        else:
            self._mark_message(message_id)

    @Slot(int)
    def _on_message_shown(self, message_id: int) -> None:
        if self._bar.is_open and self._question.pattern is not None:
            self._mark_message(message_id)

    @Slot()
    def _on_closed(self) -> None:
        self._stop()
        self._question = FindQuestion()
        self._searched.clear()
        self._letters.clear()
        self._shown.clear()
        self._messages = ()
        self._current = None

    def _stop(self) -> None:
        """Count no more and take all marks away."""
        self._slice_timer.stop()
        self._refresh_timer.stop()
        self._work = iter(())
        self._is_counting = False
        for widget in self._widgets():
            for text in widget.findChildren(QTextEdit):
                mark_places(text, (), None, self._theme.colours)


def _content_texts(widget: MessageWidget) -> list[QTextEdit]:
    """The texts of a message but for its thinking."""
    return [text for text in widget.texts() if not isinstance(text, ReasoningText)]


def _shown_reasoning(widget: MessageWidget) -> QTextEdit | None:
    """The text of a message's thinking; None if there is none or it is folded."""
    text = widget.findChild(ReasoningText)
    return text if isinstance(text, ReasoningText) and text.isVisibleTo(widget) else None


def _unfold(widget: MessageWidget) -> None:
    fold = widget.findChild(ReasoningFold)
    button = fold.findChild(Button) if isinstance(fold, ReasoningFold) else None
    if isinstance(button, Button):
        button.setChecked(True)
