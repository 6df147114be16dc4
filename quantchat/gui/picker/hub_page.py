"""The page "Add from Hugging Face": a repository is named, its files are listed with advice on the model's own page."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout

from quantchat.gui.buttons import ButtonKind
from quantchat.gui.icons import Icons
from quantchat.gui.picker.page import Page
from quantchat.gui.theme import Space, TextSize, Theme
from quantchat.gui.translations import QT_TRANSLATE_NOOP

EXPLANATION = QT_TRANSLATE_NOOP(
    "HubPage",
    "Paste the name or the address of a repository that holds GGUF files, such as "
    "“bartowski/Llama-3.2-3B-Instruct-GGUF”. QuantChat then asks Hugging Face for the list of its files and reads "
    "their headers, a few megabytes, to say how each would run here. Nothing about you or your chats is sent.",
)
ASKING = QT_TRANSLATE_NOOP("HubPage", "Asking Hugging Face…")


class HubPage(Page):
    """One field and one button.

    Signals:
        listing_requested: this repository shall be listed (what was typed).
        cancel_requested: it shall not be waited for any more.
        token_requested: an access token shall be entered.
    """

    listing_requested = Signal(str)
    cancel_requested = Signal()
    token_requested = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__(theme, icons, self.tr("Add from Hugging Face"))
        self._asked = ""  # what is being asked for; empty while nothing is
        self._name = self._field(self.tr("Repository or address"), self.tr("organization/name, or an address"))
        self._name.returnPressed.connect(self._on_entered)
        self._ask = self._button(self.tr("List its files"), ButtonKind.PRIMARY)
        self._ask.setFixedHeight(34)
        self._ask.clicked.connect(self._on_ask_clicked)
        self._state = self._text("", lambda colours: colours.text_second)
        self._problem = self._text("", lambda colours: colours.impossible)
        self._token = self._button(self.tr("Enter an access token…"))
        self._token.clicked.connect(self.token_requested)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(self._name, 1)
        row.addWidget(self._ask)
        self._column.addWidget(self._text(self.tr(EXPLANATION), size=TextSize.TABLE))
        self._column.addLayout(row)
        self._column.addWidget(self._state)
        self._column.addWidget(self._problem)
        self._column.addWidget(self._token, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addStretch(1)
        self._show("", "")

    @property
    def text(self) -> str:
        """What is said below the field."""
        return " ".join(filter(None, (self._state.text(), self._problem.text())))

    def focus(self) -> None:
        """Put the keyboard into the field."""
        self._name.setFocus()
        self._name.selectAll()

    def show_asking(self) -> None:
        """Say that the answer is on its way."""
        self._show(self.tr(ASKING), "", asked=self._name.text())

    def show_problem(self, problem: str, *, needs_token: bool = False) -> None:
        """Say why there is no list, and where an access token might help."""
        self._show("", problem)
        self._token.setVisible(needs_token)

    def show_done(self) -> None:
        """The list is shown elsewhere."""
        self._show("", "")

    def _show(self, state: str, problem: str, *, asked: str = "") -> None:
        self._asked = asked
        self._state.setText(state)
        self._state.setVisible(bool(state))
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        self._token.hide()
        self._ask.set_label(self.tr("Stop") if asked else self.tr("List its files"))

    @Slot()
    def _on_ask_clicked(self) -> None:
        if self._asked:
            self.cancel_requested.emit()
            self._show("", "")
        else:
            self._on_entered()

    @Slot()
    def _on_entered(self) -> None:
        """Enter only ever asks; a second one for the same changes nothing."""
        name = self._name.text()
        if not name.strip():
            self._show("", self.tr("Type the name of a repository first."))
        elif name != self._asked:
            self.listing_requested.emit(name)
