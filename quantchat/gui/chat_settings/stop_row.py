"""The texts that end an answer, one in each line."""

import re
from dataclasses import replace

from PySide6.QtCore import QCoreApplication
from typing_extensions import override

from quantchat.core.chat import Sampling
from quantchat.core.sampling_choice import SamplingChoice
from quantchat.core.sampling_ranges import check_sampling
from quantchat.errors import KnownError
from quantchat.gui.chat_settings.sampling_row import SamplingRow
from quantchat.gui.chat_settings.text_box import TextBox
from quantchat.gui.icons import Icons
from quantchat.gui.theme import Theme

_ESCAPED = {"\\": "\\\\", "\n": "\\n", "\t": "\\t"}
_MEANT = {written: meant for meant, written in _ESCAPED.items()}


def stops_from(text: str) -> tuple[str, ...]:
    r"""The texts that are written here, one a line; \n stands for a line break, \t for a tab, \\ for itself."""
    return tuple(
        re.sub(r"\\[\\nt]", lambda found: _MEANT[found[0]], line) for line in text.split("\n") if line.strip("\r")
    )


def stops_text(stops: tuple[str, ...]) -> str:
    """Stop texts as they stand in the field."""
    return "\n".join(re.sub(r"[\\\n\t]", lambda found: _ESCAPED[found[0]], stop) for stop in stops)


class StopRow(SamplingRow):
    """A small field for many lines."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__(
            theme,
            icons,
            QCoreApplication.translate("StopRow", "Stop texts"),
            QCoreApplication.translate(
                "StopRow",
                "The answer ends where one of these would come. One in each line; \\n stands for a line break.",
            ),
        )
        self._stops: tuple[str, ...] | None = None
        self._read_text = ""
        self._box = TextBox(theme, self.title, least_lines=2, most_lines=6, is_code=True)
        self._box.setAccessibleDescription(self._explanation)
        self._box.edited.connect(self.edited)
        self._box.finished.connect(self.finished)
        self._fields.addWidget(self._box)

    @property
    def box(self) -> TextBox:
        """Where the texts stand."""
        return self._box

    @override
    def show_choice(self, choice: SamplingChoice) -> None:
        self._stops = choice.stop
        self._read_text = stops_text(choice.stop or ())
        self._box.show_text(self._read_text)
        self._show_state(bool(choice.stop))

    @override
    def show_sources(self, recommended: SamplingChoice, usual: Sampling) -> None:
        self._box.set_hint(
            self.tr("{value} (usual)").format(value=stops_text(usual.stop)) if usual.stop else self.tr("None (usual)")
        )

    @override
    def read(self) -> None:
        text = self._box.text
        if text == self._read_text:
            self._show_state(bool(text))
            return
        stops = stops_from(text)
        try:
            check_sampling(Sampling(stop=stops))
        except KnownError as error:
            self._show_state(is_set=True, problem=error.sentence)
            return
        self._read_text = text
        self._stops = stops or None
        self._show_state(bool(stops))

    @override
    def applied_to(self, choice: SamplingChoice) -> SamplingChoice:
        return replace(choice, stop=self._stops)

    @override
    def empty(self) -> None:
        self._box.show_text("")
        self.edited.emit()
