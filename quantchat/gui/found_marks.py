"""Marks what was found in the texts of a message: a ground behind each place, the current one inverted and underlined.

The marks are laid over the text as a selection is, so that nothing is laid out anew and no text changes.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextEdit

from quantchat.gui.find_question import FindQuestion, FoldedText, Place
from quantchat.gui.markdown_direction import END_OF_ISOLATE, ISOLATE, without_isolates
from quantchat.gui.markdown_objects import OBJECT_CHAR, ObjectProperty
from quantchat.gui.theme import Colours

MOST_MARKS = 500
"""In one message; who looks for a single letter does not look at each of them, and each costs at every painting."""

_COLOUR_SHARE = 0.4
_MARKS = frozenset({ISOLATE, END_OF_ISOLATE})
_UNLIKE_IN_DOCUMENT = re.compile(f"[{OBJECT_CHAR}{ISOLATE}{END_OF_ISOLATE}\U00010000-\U0010ffff]")
"""Characters that take another room in a document than in the text: none, or two positions, or a whole formula."""

_RUNS = re.compile(f"{_UNLIKE_IN_DOCUMENT.pattern}|[^{_UNLIKE_IN_DOCUMENT.pattern[1:]}+")
_LAST_CODEPOINT_OF_ONE_UNIT = "\uffff"


@dataclass(frozen=True, slots=True)
class TextPlace:
    """A part of one text on the screen, in positions of its document."""

    edit: QTextEdit
    start: int
    end: int

    def rect(self) -> QRect:
        """Where it is, in pixels of the text's widget; of a place of several lines the first one."""
        first = self.edit.cursorRect(self._cursor_at(self.start))
        last = self.edit.cursorRect(self._cursor_at(self.end))
        rect = first.united(last) if first.top() == last.top() else first
        return rect.translated(self.edit.viewport().pos())

    def scroll_sideways(self) -> None:
        """Scroll the text, if it is code or a wide table, so that the place is in view."""
        viewport, bar, rect = self.edit.viewport(), self.edit.horizontalScrollBar(), self.rect()
        left, right = rect.left() - viewport.x(), rect.right() - viewport.x()
        if left < 0 or right > viewport.width():
            bar.setValue(bar.value() + left - viewport.width() // 3)

    def _cursor_at(self, position: int) -> QTextCursor:
        cursor = QTextCursor(self.edit.document())
        cursor.setPosition(position)
        return cursor


class ShownText:
    """The text of a document with the sources of what is drawn, and where each character of it stands."""

    def __init__(self, document: QTextDocument) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        self.text = document.toRawText()
        if _UNLIKE_IN_DOCUMENT.search(self.text) is not None:
            self.text = self._mapped(self.text, document)
        self.folded = FoldedText(self.text)

    def span(self, place: Place) -> tuple[int, int]:
        """The positions in the document of a part of the text."""
        return (self._starts[place.start], self._ends[place.end - 1]) if self._starts else (place.start, place.end)

    def _mapped(self, raw: str, document: QTextDocument) -> str:
        pieces = []
        position = 0
        for run in _RUNS.findall(raw):
            char = run if len(run) == 1 else ""
            if char == OBJECT_CHAR or char in _MARKS or char > _LAST_CODEPOINT_OF_ONE_UNIT:
                following = position + (2 if char > _LAST_CODEPOINT_OF_ONE_UNIT else 1)
                piece = _source_at(document, position) if char == OBJECT_CHAR else without_isolates(char)
                self._starts.extend([position] * len(piece))
                self._ends.extend([following] * len(piece))
            else:
                following, piece = position + len(run), run
                self._starts.extend(range(position, following))
                self._ends.extend(range(position + 1, following + 1))
            pieces.append(piece)
            position = following
        return "".join(pieces)


class ShownTexts:
    """The texts on the screen, made ready to be searched; anew only where something was written since."""

    def __init__(self) -> None:
        self._known: WeakKeyDictionary[QTextEdit, tuple[int, int, ShownText]] = WeakKeyDictionary()

    def of(self, edit: QTextEdit) -> ShownText:
        """What a text shows now."""
        document = edit.document()
        known = self._known.get(edit)
        if known is None or known[:2] != (document.revision(), document.characterCount()):
            known = self._known[edit] = document.revision(), document.characterCount(), ShownText(document)
        return known[2]

    def count(self, edits: Sequence[QTextEdit], question: FindQuestion) -> int:
        """How often it is found in these texts."""
        return sum(self.of(edit).folded.count(question) for edit in edits)

    def places(
        self, edits: Sequence[QTextEdit], question: FindQuestion, first: int = 0, most: int = MOST_MARKS
    ) -> list[TextPlace]:
        """Where it is found in these texts, in reading order.

        Args:
            edits: the texts.
            question: what is looked for.
            first: so many places at the beginning are left out.
            most: no more than this.
        """
        found: list[TextPlace] = []
        for edit in edits:
            shown = self.of(edit)
            here = shown.folded.places(question, first, most - len(found))
            found.extend(TextPlace(edit, *shown.span(place)) for place in here)
            if len(found) == most:
                break
            first = max(0, first - shown.folded.count(question))
        return found

    def clear(self) -> None:
        """Keep nothing."""
        self._known.clear()


def _source_at(document: QTextDocument, position: int) -> str:
    cursor = QTextCursor(document)
    cursor.setPosition(position + 1)  # a cursor tells the format of the character before it
    return cursor.charFormat().stringProperty(ObjectProperty.SOURCE) or OBJECT_CHAR


def mark_places(edit: QTextEdit, places: Sequence[TextPlace], current: TextPlace | None, colours: Colours) -> None:
    """Mark these places of a text and no others."""
    if not places and not edit.extraSelections():
        return
    found = _format(_blended(colours.compute, colours.background), colours.text)
    marks = [mark for place in places if place != current for mark in _marks(place, found)]
    if current is not None:
        inverted = _format(QColor(colours.accent), colours.on_accent)
        inverted.setFontUnderline(True)
        marks.extend(_marks(current, inverted))
    edit.setExtraSelections(marks)


def _blended(colour: str, ground: str) -> QColor:
    """A ground of a colour that text can be read on, opaque because grounds of marks may lie over one another."""
    above, below = QColor(colour), QColor(ground)
    return QColor(*(round(_COLOUR_SHARE * up + (1 - _COLOUR_SHARE) * down) for up, down in _channels(above, below)))


def _channels(one: QColor, other: QColor) -> Iterator[tuple[int, int]]:
    return zip((one.red(), one.green(), one.blue()), (other.red(), other.green(), other.blue()), strict=True)


def _format(ground: QColor, text: str) -> QTextCharFormat:
    characters = QTextCharFormat()
    characters.setBackground(ground)
    characters.setForeground(QColor(text))
    return characters


def _marks(place: TextPlace, characters: QTextCharFormat) -> Iterator[QTextEdit.ExtraSelection]:
    """The mark of a place; what is drawn gets its ground as a property, because Qt would paint it over the drawing."""
    cursor = QTextCursor(place.edit.document())
    cursor.setPosition(place.start)
    cursor.setPosition(place.end, QTextCursor.MoveMode.KeepAnchor)
    if OBJECT_CHAR not in cursor.selectedText():
        yield _mark(cursor, characters)
        return
    for position in range(place.start, place.end):
        cursor.setPosition(position)
        cursor.setPosition(position + 1, QTextCursor.MoveMode.KeepAnchor)
        drawn = QTextCharFormat(characters)
        if cursor.selectedText() == OBJECT_CHAR:
            drawn.setProperty(ObjectProperty.GROUND, characters.background())
            drawn.clearBackground()
        yield _mark(QTextCursor(cursor), drawn)


def _mark(cursor: QTextCursor, characters: QTextCharFormat) -> QTextEdit.ExtraSelection:
    mark = QTextEdit.ExtraSelection()
    mark.cursor = cursor
    mark.format = characters
    return mark
