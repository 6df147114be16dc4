"""The popover below the context meter: what the context is, how full it is, and what another length would cost."""

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QFont, QHideEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from quantchat.gui.buttons import Button, ButtonKind
from quantchat.gui.context_costs import ContextCost, ContextOffer, change_text, cost_text
from quantchat.gui.context_row import ContextRow, column_rects
from quantchat.gui.context_usage import ContextUsage
from quantchat.gui.icons import Icons
from quantchat.gui.labels import ThemedLabel
from quantchat.gui.painting import paint_elided
from quantchat.gui.popover import Popover
from quantchat.gui.rule import Rule
from quantchat.gui.scroll_bars import ThemedScrollArea
from quantchat.gui.theme import Space, TextSize, Theme
from quantchat.gui.wordings import number_text

PANEL_WIDTH = 500
LEAST_HEIGHT = 240
_ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ContextPanel(Popover):
    """Closes on Esc, on a click elsewhere and when a length is taken.

    Signals:
        length_chosen: the model shall be loaded anew with so many tokens of context.
        closed: it is gone.
    """

    length_chosen = Signal(int)
    closed = Signal()

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.setAccessibleName(self.tr("Context"))
        self._top_right = QPoint()
        self._room: QWidget | None = None
        self._blocked_because = ""
        self._problem = ""
        self._rows = QButtonGroup(self)
        self._rows.buttonToggled.connect(self._on_row_toggled)
        self._usage = ContextUsage(theme)
        self._left_out = _wrapped(theme, TextSize.TABLE)
        self._left_out.set_colour(lambda colours: colours.split)
        self._left_out.hide()
        self._trained = _wrapped(theme, TextSize.HINT)
        self._detail = _wrapped(theme, TextSize.TABLE)
        self._detail.setAlignment(Qt.AlignmentFlag.AlignTop)
        two_lines = 2 * self._detail.fontMetrics().lineSpacing()
        self._detail.setMinimumHeight(two_lines)  # so that the button stands still while lengths are looked at
        self._header = _Header(theme)
        self._edge = Rule(theme)
        self._edge.hide()
        self._use = Button(theme, icons, "", kind=ButtonKind.PRIMARY)
        self._use.clicked.connect(self._on_use_clicked)
        self._table = QVBoxLayout()
        self._table.setSpacing(1)
        self._inside = self._laid_out_inside()
        self._area = ThemedScrollArea(theme, self._inside)
        self._lay_out()

    @property
    def rows(self) -> tuple[ContextRow, ...]:
        """The lengths, the shortest first."""
        items = (self._table.itemAt(index) for index in range(self._table.count()))
        widgets = (item.widget() for item in items if item is not None)
        return tuple(widget for widget in widgets if isinstance(widget, ContextRow))

    @property
    def use_button(self) -> Button:
        """What loads the model with the length that is looked at."""
        return self._use

    @property
    def detail(self) -> str:
        """What is said of the length that is looked at."""
        return self._detail.text()

    def open_below(self, global_top_right: QPoint, room: QWidget) -> None:
        """Show the panel with its upper right corner at a place, inside a window or else the screen."""
        self._top_right, self._room = global_top_right, room
        self._area.verticalScrollBar().setValue(0)
        self._place()
        self.show()
        self._focus_present()

    def set_usage(self, used_tokens: int, context_tokens: int) -> None:
        """Show how many tokens of the context are taken; a context of 0 shows nothing."""
        self._usage.show_usage(used_tokens, context_tokens)
        self._place_anew()

    def set_messages_out_of_context(self, count: int) -> None:
        """Say how many of the oldest messages the model no longer sees; 0 says nothing."""
        one = self.tr("The model no longer sees the oldest message. It stays in the chat.")
        several = self.tr("The model no longer sees the %n oldest messages. They stay in the chat.", "", count)
        self._left_out.setText(one if count == 1 else several)
        self._left_out.setVisible(count > 0)
        self._place_anew()

    def set_blocked(self, reason: str) -> None:
        """Let no length be taken for now, and say why; an empty reason lets it again."""
        self._blocked_because = reason
        self._show_choice()

    def show_nothing(self) -> None:
        """Show no lengths; why, is said by `set_blocked`."""
        self._problem = ""
        self._clear_rows()
        self._trained.hide()
        self._show_choice()

    def offer(self, offer: ContextOffer) -> None:
        """Show lengths whose cost is not known yet; the one in use is looked at."""
        self._problem = ""
        had_focus = any(row.hasFocus() for row in self.rows)
        self._clear_rows()
        for length in offer.lengths:
            row = ContextRow(self._theme, length, is_present=length == offer.present_length)
            self._rows.addButton(row)
            self._table.addWidget(row)
            row.setChecked(row.is_present)
            row.show()  # Qt would do it later, and until then the panel would be too small
        self._trained.setText(self._trained_words(offer))
        self._trained.setVisible(bool(offer.trained_length))
        self._show_choice()
        self._place_anew()
        if had_focus:
            self._focus_present()

    def show_cost(self, cost: ContextCost) -> None:
        """Show what a length costs."""
        for row in self.rows:
            if row.context_length == cost.context_length:
                row.show_cost(cost)
        self._show_choice()

    def show_problem(self, sentence: str) -> None:
        """Say why it is not known what other lengths cost."""
        self._problem = sentence or self.tr(
            "What other lengths cost could not be worked out; what happened is in the log."
        )
        self._clear_rows()
        self._trained.hide()
        self._show_choice()

    @property
    def _chosen(self) -> ContextRow | None:
        return next((row for row in self.rows if row.isChecked()), None)

    def _show_choice(self) -> None:
        """Say what the length that is looked at means, and let it be taken if it can."""
        row = self._chosen
        self._use.setVisible(row is not None)
        self._header.setVisible(row is not None)
        if row is None:
            self._detail.set_colour(lambda colours: colours.text)
            self._detail.setText(self._problem or self._blocked_because)
            self._place_anew()
            return
        self._use.set_label(self._use_label(row))
        reason = self._why_not(row)
        self._use.setEnabled(not reason)
        is_told = row.cost is not None and not self._blocked_because
        self._detail.set_colour((lambda colours: colours.text) if is_told else (lambda colours: colours.text_second))
        self._detail.setText(reason or (cost_text(row.cost) if row.cost else ""))
        self._place_anew()

    def _use_label(self, row: ContextRow) -> str:
        tokens = number_text(row.context_length)
        if row.is_present:
            return self.tr("{tokens} tokens are in use").format(tokens=tokens)
        if row.cost is None:
            return self.tr("Use {tokens} tokens").format(tokens=tokens)
        return self.tr("Use {tokens} tokens ({change})").format(tokens=tokens, change=change_text(row.cost.more_bytes))

    def _why_not(self, row: ContextRow) -> str:
        """Why the length that is looked at cannot be taken now; empty if it can."""
        if row.cost is None:
            return self.tr("Working out what each length costs…")
        if row.is_present:
            return self.tr("In use now. Choose another length to see what it costs.")
        if self._blocked_because:
            return self._blocked_because
        return "" if row.cost.assessment.fits else cost_text(row.cost)

    def _trained_words(self, offer: ContextOffer) -> str:
        return self.tr("{model} was trained on {tokens} tokens; it makes no sense of a longer context.").format(
            model=offer.model_name, tokens=number_text(offer.trained_length)
        )

    def _clear_rows(self) -> None:
        for row in self.rows:
            self._rows.removeButton(row)
            self._table.removeWidget(row)
            row.hide()
            row.deleteLater()

    def _focus_present(self) -> None:
        row = self._chosen
        if row is not None and self.isVisible():
            row.setFocus(Qt.FocusReason.PopupFocusReason)

    def _laid_out_inside(self) -> QWidget:
        theme = self._theme
        what = _wrapped(theme, TextSize.TABLE)
        what.setText(
            self.tr(
                "The context is all that the model can read at once: this chat and the answer it is about to write. "
                "When it is full, the oldest messages are left out."
            )
        )
        how = _wrapped(theme, TextSize.TABLE)
        how.setText(
            self.tr(
                "A longer context takes memory at once, whether it is filled or not. "
                "The model is loaded anew for it; your chats stay as they are."
            )
        )
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(Space.L, Space.L, Space.L, Space.S)
        column.setSpacing(Space.S)
        column.addWidget(_title(theme, self.tr("Context")))
        column.addWidget(what)
        column.addSpacing(Space.XS)
        column.addWidget(self._usage)
        column.addWidget(self._left_out)
        column.addSpacing(Space.S)
        column.addWidget(Rule(theme))
        column.addSpacing(Space.S)
        column.addWidget(_title(theme, self.tr("Raise or lower it")))
        column.addWidget(how)
        column.addWidget(self._header)
        column.addLayout(self._table)
        column.addWidget(self._trained)
        column.addStretch(1)
        return inside

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._use)
        foot = QVBoxLayout()
        foot.setContentsMargins(Space.L, Space.S, Space.L, Space.L)
        foot.setSpacing(Space.M)
        foot.addWidget(self._detail)
        foot.addLayout(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self._area, 1)
        column.addWidget(self._edge)
        column.addLayout(foot)
        self._foot = foot

    def _place_anew(self) -> None:
        if self.isVisible():
            self._place()

    def _place(self) -> None:
        """As high as what is inside, no higher than the screen below the meter."""
        room = self._room or self
        screen = room.screen().availableGeometry()
        width = min(PANEL_WIDTH, screen.width())
        top = max(screen.top(), min(self._top_right.y(), screen.bottom() + 1 - LEAST_HEIGHT))
        wanted, room_height = self._wanted_height(width), screen.bottom() + 1 - top
        self._edge.setVisible(wanted > room_height)  # what is cut off there goes on below the line
        self.setFixedSize(width, min(wanted, room_height))
        left = max(screen.left(), min(self._top_right.x() - width, screen.right() + 1 - width))
        self.move(left, top)

    def _wanted_height(self, width: int) -> int:
        inside = self._inside.layout()
        if inside is None:
            return LEAST_HEIGHT
        inside.activate()
        self._foot.activate()
        return inside.totalHeightForWidth(width - 2) + self._foot.heightForWidth(width - 2) + 2

    @Slot()
    def _on_row_toggled(self) -> None:
        self._show_choice()
        row = self._chosen
        if row is not None and self.isVisible():
            self._area.ensureWidgetVisible(row)  # of itself the area follows Tab only, and these are arrow keys

    @Slot()
    def _on_use_clicked(self) -> None:
        row = self._chosen
        if row is not None and not self._why_not(row):
            length = row.context_length
            self.close()
            self.length_chosen.emit(length)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER_KEYS and self._use.isEnabled() and self._use.isVisible():
            self._use.click()
        else:
            super().keyPressEvent(event)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.closed.emit()


class _Header(QWidget):
    """The names of the columns; the rows say them in full to screen readers."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedHeight(24)
        theme.changed.connect(self.update)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(Theme.font(TextSize.HINT))
        tokens, verdict, speed, memory = column_rects(self.width(), self.height())
        colour, right = self._theme.colours.text_second, Qt.AlignmentFlag.AlignRight
        paint_elided(painter, tokens, self.tr("Tokens"), colour)
        paint_elided(painter, verdict, self.tr("Runs"), colour)
        paint_elided(painter, speed, self.tr("Tokens/s"), colour, align=right)
        paint_elided(painter, memory, self.tr("Memory"), colour, align=right)


def _title(theme: Theme, text: str) -> ThemedLabel:
    return ThemedLabel(theme, lambda colours: colours.text, TextSize.INTERFACE, QFont.Weight.DemiBold, text)


def _wrapped(theme: Theme, size: TextSize) -> ThemedLabel:
    label = ThemedLabel(theme, lambda colours: colours.text_second, size)
    label.setWordWrap(True)
    return label
