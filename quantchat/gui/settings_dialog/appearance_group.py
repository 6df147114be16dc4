"""How the window looks: light or dark, contrast, size of text, density."""

from typing_extensions import override

from quantchat.gui.icons import Icons
from quantchat.gui.settings_dialog.fields import ChoiceField
from quantchat.gui.settings_dialog.text_size_sample import TextSizeSample
from quantchat.gui.settings_dialog.value_settings import ValueGroup, value_setting
from quantchat.gui.theme import Theme
from quantchat.gui.translations import QT_TRANSLATE_NOOP
from quantchat.settings import Appearance, Contrast, Density, Settings

TEXT_SIZES_PERCENT = (80, 90, 100, 110, 125, 150, 175, 200, 225, 250)
FROM_NEXT_START = QT_TRANSLATE_NOOP("AppearanceGroup", "Takes effect when QuantChat starts again.")

_APPEARANCE_WORDS: dict[object, str] = {
    Appearance.SYSTEM: QT_TRANSLATE_NOOP("AppearanceGroup", "As the system"),
    Appearance.LIGHT: QT_TRANSLATE_NOOP("AppearanceGroup", "Light"),
    Appearance.DARK: QT_TRANSLATE_NOOP("AppearanceGroup", "Dark"),
}
_CONTRAST_WORDS: dict[object, str] = {
    Contrast.SYSTEM: QT_TRANSLATE_NOOP("AppearanceGroup", "As the system"),
    Contrast.NORMAL: QT_TRANSLATE_NOOP("AppearanceGroup", "Normal"),
    Contrast.HIGH: QT_TRANSLATE_NOOP("AppearanceGroup", "High"),
}
_DENSITY_WORDS: dict[object, str] = {
    Density.COMFORTABLE: QT_TRANSLATE_NOOP("AppearanceGroup", "Comfortable"),
    Density.COMPACT: QT_TRANSLATE_NOOP("AppearanceGroup", "Compact"),
}


class AppearanceGroup(ValueGroup):
    """Colours change while one looks; sizes do at the next start, which their rows say."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        appearance = ChoiceField(theme, icons, tuple(_APPEARANCE_WORDS), lambda each: self.tr(_APPEARANCE_WORDS[each]))
        contrast = ChoiceField(theme, icons, tuple(_CONTRAST_WORDS), lambda each: self.tr(_CONTRAST_WORDS[each]))
        text_size = ChoiceField(theme, icons, TEXT_SIZES_PERCENT, lambda percent: f"{percent} %")
        density = ChoiceField(theme, icons, tuple(_DENSITY_WORDS), lambda each: self.tr(_DENSITY_WORDS[each]))
        super().__init__(
            theme,
            self.tr("Appearance"),
            (
                value_setting(
                    theme,
                    "appearance",
                    self.tr("Colours"),
                    self.tr("Light, dark, or as your system is at the moment."),
                    appearance,
                ),
                value_setting(
                    theme,
                    "contrast",
                    self.tr("Contrast"),
                    self.tr("High contrast makes text and lines stand out more from what is behind them."),
                    contrast,
                ),
                value_setting(
                    theme,
                    "text_size_percent",
                    self.tr("Text size"),
                    self.tr("Letters, and with them buttons, rows and icons, from 80 to 250 %.")
                    + " "
                    + self.tr(FROM_NEXT_START),
                    text_size,
                ),
                value_setting(
                    theme,
                    "density",
                    self.tr("Density"),
                    self.tr("Compact leaves less room between things, so that more fits into the window.")
                    + " "
                    + self.tr(FROM_NEXT_START),
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
