"""An answer in Markdown, drawn while it grows.

What is closed is drawn once and stays; only the open tail is drawn again. A run of prose is one document, so that it
can be selected as a whole; each fenced code block is a widget of its own.
"""

import re

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QSizePolicy, QTextEdit, QVBoxLayout, QWidget

from quantchat.core.formulas import open_formula_start
from quantchat.core.markdown import Block, BlockKind, MarkdownSplitter, table_width_chars
from quantchat.gui.code_block import CodeBlock
from quantchat.gui.icons import Icons
from quantchat.gui.markdown_prose import ProseWidget
from quantchat.gui.markdown_style import ProseStyle
from quantchat.gui.markdown_table import TableProse
from quantchat.gui.markdown_text import plain_text
from quantchat.gui.selection import MessageSelection
from quantchat.gui.theme import Space, Theme

LONG_PROSE_CHARS = 12_000
"""A run of prose longer than this goes on in another document, to keep each cheap to lay out."""

WIDE_TABLE_CHARS = 60
"""A table wider than this gets a widget of its own, which can scroll sideways."""

_FENCE_START = re.compile(r" *(?:`{1,2}$|~{1,2}$|`{3}[^`]*$|~{3}.*$)")


class MarkdownView(QWidget):
    """Shows one text.

    Signals:
        link_activated: the person chose a link; its address.
    """

    link_activated = Signal(str)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._icons = icons
        self._style = ProseStyle(theme)
        self._splitter = MarkdownSplitter()
        self._parts: list[ProseWidget | CodeBlock] = []
        self._is_open = False
        self._selection = MessageSelection(self.texts)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.M)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._on_theme_changed)

    def texts(self) -> tuple[QTextEdit, ...]:
        """The texts it is made of, in reading order."""
        return tuple(part.text_edit if isinstance(part, CodeBlock) else part for part in self._parts)

    def selected_text(self) -> str:
        """What is selected, through all of its texts, as it is copied."""
        return self._selection.text()

    def plain_text(self) -> str:
        """What a person sees, as text without Markdown's marks."""
        texts = (part.code if isinstance(part, CodeBlock) else plain_text(part.markdown) for part in self._parts)
        return "\n\n".join(text for text in texts if text)

    def append(self, text: str) -> None:
        """Show more of a text that is still being written."""
        result = self._splitter.append(text)
        for block in result.newly_closed:
            self._show_closed(block)
        self._show_tail(result.tail)

    def finish(self) -> None:
        """Show the text as complete."""
        for block in self._splitter.finish().newly_closed:
            self._show_closed(block)

    def set_text(self, text: str) -> None:
        """Show a complete text in place of whatever was shown."""
        self._splitter = MarkdownSplitter()
        for part in self._parts:
            self._remove(part)
        self._parts = []
        self._is_open = False
        for block in (*self._splitter.append(text).newly_closed, *self._splitter.finish().newly_closed):
            self._show_closed(block)

    def _show_closed(self, block: Block) -> None:
        if block.kind is BlockKind.CODE:
            self._code_part(block.language).set_code(block.code, is_closed=True)
            self._is_open = False
        elif _is_wide_table(block):
            self._table_part().append_closed(block.source)
            self._is_open = False
        elif block.source.strip():
            self._prose_part().append_closed(block.source)

    def _show_tail(self, tail: Block) -> None:
        if tail.kind is BlockKind.CODE:
            self._code_part(tail.language).set_code(tail.code, is_closed=False)
            self._is_open = True
        elif _is_wide_table(tail):
            self._table_part().set_tail(tail.source)
            self._is_open = True
        elif source := _without_what_is_unclear(tail.source):
            self._prose_part().set_tail(source)

    def _prose_part(self) -> ProseWidget:
        """The document that the next prose belongs to: the last part, or a new one."""
        last = self._parts[-1] if self._parts else None
        if isinstance(last, ProseWidget) and last.takes_more and last.closed_chars < LONG_PROSE_CHARS:
            return last
        prose = ProseWidget(self._theme, self._style, is_first=not self._parts)
        prose.link_activated.connect(self.link_activated)
        self._add(prose)
        return prose

    def _code_part(self, language: str) -> CodeBlock:
        """The code block that is being written: the last part, or a new one."""
        last = self._parts[-1] if self._parts else None
        if self._is_open and isinstance(last, CodeBlock):
            return last
        code = CodeBlock(self._theme, self._icons, language)
        self._add(code)
        return code

    def _table_part(self) -> TableProse:
        """The wide table that is being written: the last part, or a new one in place of what it was so far."""
        last = self._parts[-1] if self._parts else None
        if isinstance(last, TableProse) and self._is_open:
            return last
        if isinstance(last, ProseWidget):
            last.set_tail("")
            if last.is_empty:
                self._remove(self._parts.pop())
        table = TableProse(self._theme, self._style, is_first=not self._parts)
        table.link_activated.connect(self.link_activated)
        self._add(table)
        return table

    def _add(self, part: ProseWidget | CodeBlock) -> None:
        (part.text_edit if isinstance(part, CodeBlock) else part).join_selection(self._selection)
        self._parts.append(part)
        self._column.addWidget(part)

    def _remove(self, part: ProseWidget | CodeBlock) -> None:
        self._column.removeWidget(part)
        part.hide()
        part.deleteLater()

    @Slot()
    def _on_theme_changed(self) -> None:
        self._style = ProseStyle(self._theme)
        for part in self._parts:
            if isinstance(part, ProseWidget):
                part.restyle(self._style)
            else:
                part.restyle()


def _is_wide_table(block: Block) -> bool:
    return block.is_table and table_width_chars(block.source) > WIDE_TABLE_CHARS


def _without_what_is_unclear(source: str) -> str:
    """The tail up to what may become a fence or a formula: its marks would flash up as text."""
    lines, line_break, last = source.rpartition("\n")
    shown = lines + line_break if _FENCE_START.match(last) else source
    shown = shown[: open_formula_start(shown)]
    return shown if shown.strip() else ""
