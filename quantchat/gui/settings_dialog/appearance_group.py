"""How the window looks: light or dark, contrast, size of text, density."""

from typing_extensions import override

from quantchat.gui.icons import Icons
from quantchat.gui.settings_dialog.fields import ChoiceField
from quantchat.gui.settings_dialog.text_size_sample import TextSizeSample
from quantchat.gui.settings_dialog.value_settings import ValueGroup, value_setting
from quantchat.gui.theme import Theme
from quantchat.settings import Appearance, Contrast, Density, Settings

TEXT_SIZES_PERCENT = (80, 90, 100, 110, 125, 150, 175, 200, 225, 250)
FROM_NEXT_START = "Takes effect when QuantChat starts again."

_APPEARANCE_WORDS: dict[object, str] = {
    Appearance.SYSTEM: "As the system",
    Appearance.LIGHT: "Light",
    Appearance.DARK: "Dark",
}
_CONTRAST_WORDS: dict[object, str] = {
    Contrast.SYSTEM: "As the system",
    Contrast.NORMAL: "Normal",
    Contrast.HIGH: "High",
}
_DENSITY_WORDS: dict[object, str] = {Density.COMFORTABLE: "Comfortable", Density.COMPACT: "Compact"}


class AppearanceGroup(ValueGroup):
    """Colours change while one looks; sizes do at the next start, which their rows say."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        appearance = ChoiceField(theme, icons, tuple(_APPEARANCE_WORDS), _APPEARANCE_WORDS.__getitem__)
        contrast = ChoiceField(theme, icons, tuple(_CONTRAST_WORDS), _CONTRAST_WORDS.__getitem__)
        text_size = ChoiceField(theme, icons, TEXT_SIZES_PERCENT, lambda percent: f"{percent} %")
        density = ChoiceField(theme, icons, tuple(_DENSITY_WORDS), _DENSITY_WORDS.__getitem__)
        super().__init__(
            theme,
            "Appearance",
            (
                value_setting(
                    theme, "appearance", "Colours", "Light, dark, or as your system is at the moment.", appearance
                ),
                value_setting(
                    theme,
                    "contrast",
                    "Contrast",
                    "High contrast makes text and lines stand out more from what is behind them.",
                    contrast,
                ),
                value_setting(
                    theme,
                    "text_size_percent",
                    "Text size",
                    "Letters, and with them buttons, rows and icons, from 80 to 250 %. " + FROM_NEXT_START,
                    text_size,
                ),
                value_setting(
                    theme,
                    "density",
                    "Density",
                    "Compact leaves less room between things, so that more fits into the window. " + FROM_NEXT_START,
                    density,
                ),
            ),
        )
        self._sample = TextSizeSample(theme)
        self.row_of("text_size_percent").add_below(self._sample)
        text_size.value_chosen.connect(self._sample.show_size)

    def show_size_in_force(self, text_size_percent: int) -> None:
        """Draw the sample in proportion to the size that everything has now."""
        self._sample.set_size_in_force(text_size_percent)

    @override
    def show_settings(self, settings: Settings) -> None:
        super().show_settings(settings)
        self._sample.show_size(settings.text_size_percent)
