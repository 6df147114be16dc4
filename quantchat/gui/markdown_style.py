"""Fonts, colours and distances of rendered Markdown, as the formats that a text document takes.

Grounds with round corners, bars and rules are none of the things a text document can draw; such blocks and characters
carry a property instead, and the prose widget paints what it stands for.
"""

from enum import IntEnum

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QTextBlockFormat,
    QTextCharFormat,
    QTextFormat,
    QTextFrameFormat,
    QTextListFormat,
    QTextTableCellFormat,
    QTextTableFormat,
)

from quantchat.gui.theme import READING_LINE_HEIGHT, Space, TextSize, Theme

INDENT_WIDTH = 24
QUOTE_INDENT = 16
CODE_PADDING = 10
INLINE_CODE_PADDING = 4
_HEADING_SIZES = {1: (20, 28), 2: (TextSize.TITLE, 26), 3: (TextSize.READING + 1, READING_LINE_HEIGHT)}
_NESTED_CODE_LINE_HEIGHT = 20


class ProseProperty(IntEnum):
    """Marks in a document that the prose widget paints."""

    QUOTE_DEPTH = QTextFormat.Property.UserProperty + 1
    CODE_GROUND = QTextFormat.Property.UserProperty + 2
    RULE = QTextFormat.Property.UserProperty + 3
    INLINE_CODE = QTextFormat.Property.UserProperty + 4
    BULLET_LEVEL = QTextFormat.Property.UserProperty + 5


class ProseStyle:
    """The formats of one scheme of colours; made anew when the theme changes."""

    def __init__(self, theme: Theme) -> None:
        self._colours = theme.colours
        self._text = self._characters(Theme.reading_font(), self._colours.text)
        self._code_font = Theme.code_font(TextSize.TABLE)

    def text(self) -> QTextCharFormat:
        """Running text."""
        return QTextCharFormat(self._text)

    def heading_text(self, level: int) -> QTextCharFormat:
        """Text of a heading, level 1 to 6."""
        size, _ = _HEADING_SIZES.get(level, (TextSize.READING, READING_LINE_HEIGHT))
        font = Theme.reading_font(weight=QFont.Weight.DemiBold)
        font.setPixelSize(size)
        return self._characters(font, self._colours.text)

    def code_text(self) -> QTextCharFormat:
        """Code inside a list item or a quote."""
        return self._characters(self._code_font, self._colours.text)

    def quoted(self, characters: QTextCharFormat) -> QTextCharFormat:
        """The same characters inside a quote."""
        return self._coloured(characters, self._colours.text_second)

    def inline_code(self, characters: QTextCharFormat) -> QTextCharFormat:
        """Code within a line of text of that format."""
        changed = QTextCharFormat(characters)
        font = QFont(self._code_font)
        font.setWeight(QFont.Weight(characters.fontWeight()))
        changed.setFont(font)
        changed.setProperty(ProseProperty.INLINE_CODE, True)
        return changed

    @staticmethod
    def spaced(characters: QTextCharFormat) -> QTextCharFormat:
        """The last character before the edge of an inline code's ground: with room for the padding behind it."""
        changed = QTextCharFormat(characters)
        changed.setFontLetterSpacingType(QFont.SpacingType.AbsoluteSpacing)
        changed.setFontLetterSpacing(INLINE_CODE_PADDING)
        return changed

    def link(self, characters: QTextCharFormat, href: str) -> QTextCharFormat:
        """A link within text of that format."""
        changed = self._coloured(characters, self._colours.accent)
        changed.setAnchor(True)
        changed.setAnchorHref(href)
        changed.setFontUnderline(True)
        return changed

    def faint(self, characters: QTextCharFormat) -> QTextCharFormat:
        """What stands for something that is not shown, such as an image."""
        return self._coloured(characters, self._colours.text_second)

    @staticmethod
    def block(gap: int, indent: int, quote_depth: int, line_height: int = READING_LINE_HEIGHT) -> QTextBlockFormat:
        """A paragraph `gap` pixels below what precedes it, in list level `indent`."""
        block = QTextBlockFormat()
        block.setTopMargin(gap)
        block.setIndent(indent)
        block.setLineHeight(line_height, QTextBlockFormat.LineHeightTypes.MinimumHeight.value)
        if quote_depth:
            block.setProperty(ProseProperty.QUOTE_DEPTH, quote_depth)
            block.merge(ProseStyle.quote_margins(quote_depth, is_right_to_left=False))
        return block

    @staticmethod
    def quote_margins(quote_depth: int, *, is_right_to_left: bool) -> QTextBlockFormat:
        """Room for the bars of a quote, at the side where its text begins."""
        block = QTextBlockFormat()
        margin = quote_depth * QUOTE_INDENT
        block.setLeftMargin(0 if is_right_to_left else margin)
        block.setRightMargin(margin if is_right_to_left else 0)
        return block

    @staticmethod
    def with_mirrored_numbers(items: QTextListFormat) -> QTextListFormat:
        """The same list with the full stop at the left of its numbers, where text that runs leftwards has it.

        Qt turns a number and its full stop round, and then once more when it draws them from right to left.
        """
        mirrored = QTextListFormat(items)
        mirrored.setNumberPrefix(".")
        mirrored.setNumberSuffix("")
        return mirrored

    @staticmethod
    def heading_line_height(level: int) -> int:
        """Height of a line of a heading."""
        return _HEADING_SIZES.get(level, (0, READING_LINE_HEIGHT))[1]

    def code_block(self, gap: int, indent: int, quote_depth: int) -> QTextBlockFormat:
        """Code inside a list item or a quote: a block with a ground."""
        block = self.block(gap + CODE_PADDING, indent, quote_depth, _NESTED_CODE_LINE_HEIGHT)
        block.setLeftMargin(block.leftMargin() + CODE_PADDING)
        block.setBottomMargin(CODE_PADDING + Space.S)
        block.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        block.setProperty(ProseProperty.CODE_GROUND, True)
        return block

    def formula_block(self, gap: int, indent: int, quote_depth: int) -> QTextBlockFormat:
        """A displayed formula: in the middle of the column, with air around it."""
        block = self.block(gap, indent, quote_depth)
        block.merge(self.in_the_middle())
        return block

    @staticmethod
    def in_the_middle() -> QTextBlockFormat:
        """What makes a paragraph one of a displayed formula."""
        block = QTextBlockFormat()
        block.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        block.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        return block

    def rule(self, quote_depth: int) -> QTextBlockFormat:
        """A line across the column."""
        block = self.block(Space.M, 0, quote_depth, Space.M)
        block.setProperty(ProseProperty.RULE, True)
        return block

    @staticmethod
    def nothing() -> QTextBlockFormat:
        """The empty paragraph that a document must have after a table, made as good as invisible."""
        block = QTextBlockFormat()
        block.setLineHeight(1, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        return block

    @staticmethod
    def item_list(depth: int, is_ordered: bool, start: int) -> QTextListFormat:
        """A list at a depth of 1 or more; bullets are painted with the grounds."""
        list_format = QTextListFormat()
        list_format.setIndent(depth)
        if is_ordered:
            list_format.setStyle(QTextListFormat.Style.ListDecimal)
            list_format.setStart(start)
        else:
            list_format.setStyle(QTextListFormat.Style.ListStyleUndefined)
        return list_format

    @staticmethod
    def table(gap: int, margin: int, is_right_to_left: bool) -> QTextTableFormat:
        """A table as wide as it needs to be, at most as wide as the column, at the side where its text begins."""
        table = QTextTableFormat()
        table.setBorder(0)
        table.setCellSpacing(0)
        table.setCellPadding(0)
        table.setTopMargin(gap)
        if is_right_to_left:
            table.setRightMargin(margin)
            table.setAlignment(Qt.AlignmentFlag.AlignRight)
        else:
            table.setLeftMargin(margin)
        table.setHeaderRowCount(1)
        table.setBorderCollapse(True)
        return table

    def cell(self, is_last_row: bool, is_last_column: bool) -> QTextTableCellFormat:
        """A cell with a line below it, except in the last row."""
        cell = QTextTableCellFormat()
        cell.setTopPadding(3)  # the line's own space lies above its text
        cell.setBottomPadding(8)
        cell.setLeftPadding(0)
        cell.setRightPadding(0 if is_last_column else Space.L)
        if not is_last_row:
            cell.setBottomBorder(1)
            cell.setBottomBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
            cell.setBottomBorderBrush(QBrush(QColor(self._colours.line)))
        return cell

    @staticmethod
    def _characters(font: QFont, colour: str) -> QTextCharFormat:
        characters = QTextCharFormat()
        characters.setFont(font)
        characters.setForeground(QColor(colour))
        return characters

    @staticmethod
    def _coloured(characters: QTextCharFormat, colour: str) -> QTextCharFormat:
        changed = QTextCharFormat(characters)
        changed.setForeground(QColor(colour))
        return changed
