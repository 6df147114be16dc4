"""Context length and type of the KV cache: a slider over usual lengths and a menu."""

from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QSlider, QWidget

from quantchat.core.plan import KvType
from quantchat.gui.buttons import SMALL_BUTTON_HEIGHT, Button, ButtonKind
from quantchat.gui.flow_layout import FlowLayout
from quantchat.gui.icons import IconName, Icons
from quantchat.gui.labels import ThemedLabel
from quantchat.gui.menus import ThemedMenu
from quantchat.gui.theme import Space, TextSize, Theme
from quantchat.gui.translations import QT_TRANSLATE_NOOP
from quantchat.gui.wordings import number_text

LONGEST_OFFERED = 262_144
"""Where a model does not say how long a context it was trained on, or says an absurd one."""

_SHORTEST = 1024
_KV_WORDS = {
    KvType.F16: QT_TRANSLATE_NOOP("ContextChoice", "f16, exact"),
    KvType.Q8_0: QT_TRANSLATE_NOOP("ContextChoice", "q8_0, half the memory, a tiny loss"),
    KvType.Q4_0: QT_TRANSLATE_NOOP("ContextChoice", "q4_0, a quarter of the memory, a loss that shows in long chats"),
}


def offered_lengths(trained_context_length: int) -> tuple[int, ...]:
    """Lengths on the slider: powers of two and the steps half-way between, up to what the model was trained on."""
    longest = min(trained_context_length or LONGEST_OFFERED, LONGEST_OFFERED)
    lengths = []
    power = _SHORTEST
    while power < longest:
        lengths += [length for length in (power, power + power // 2) if length < longest]
        power *= 2
    return (*lengths, max(longest, 256))


class ContextChoice(QWidget):
    """Tells what is chosen while the slider moves and again when it is let go.

    Signals:
        changed: context or KV type are others; True once the choice has come to rest.
    """

    changed = Signal(bool)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._icons = icons
        self._lengths: tuple[int, ...] = (8192,)
        self._kv_type = KvType.F16
        label = ThemedLabel(theme, lambda colours: colours.text_second, TextSize.TABLE, text=self.tr("Context"))
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setAccessibleName(self.tr("Context length, tokens"))
        self._slider.setMinimumWidth(80)
        self._slider.valueChanged.connect(self._on_value_changed)
        self._slider.sliderReleased.connect(self._on_released)
        self._tokens = ThemedLabel(theme, lambda colours: colours.text, TextSize.TABLE)
        self._tokens.setMinimumWidth(self._tokens.fontMetrics().horizontalAdvance(self._tokens_text(LONGEST_OFFERED)))
        self._kv = Button(
            theme, icons, "", icon=IconName.CHEVRON_DOWN, kind=ButtonKind.FAINT, height=SMALL_BUTTON_HEIGHT
        )
        self._kv.setFont(Theme.font(TextSize.TABLE))
        self._kv.clicked.connect(self._on_kv_clicked)
        length = QWidget()
        row = QHBoxLayout(length)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.M)
        row.addWidget(label)
        row.addWidget(self._slider, 1)
        row.addWidget(self._tokens)
        length.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        whole = FlowLayout(Space.M, Space.XS, self)
        whole.addWidget(length)
        whole.addWidget(self._kv)
        self._show()
        self._restyle()
        theme.changed.connect(self._restyle)

    @property
    def context_length(self) -> int:
        """Tokens that are chosen."""
        return self._lengths[min(self._slider.value(), len(self._lengths) - 1)]

    @property
    def kv_type(self) -> KvType:
        """Element type that is chosen."""
        return self._kv_type

    @property
    def slider(self) -> QSlider:
        """The slider, for the keyboard."""
        return self._slider

    def offer(self, trained_context_length: int, context_length: int, kv_type: KvType) -> None:
        """Show a choice without telling of it."""
        usual = offered_lengths(trained_context_length)
        exact = min(context_length, usual[-1])  # what is shown is what is loaded, also where it is no usual length
        self._lengths = tuple(sorted({*usual, exact}))
        self._slider.blockSignals(True)
        self._slider.setRange(0, len(self._lengths) - 1)
        self._slider.setPageStep(2)
        self._slider.setValue(self._lengths.index(exact))
        self._slider.blockSignals(False)
        self._kv_type = kv_type
        self._show()

    @Slot(int)
    def _on_value_changed(self, _value: int) -> None:
        self._show()
        self.changed.emit(not self._slider.isSliderDown())

    @Slot()
    def _on_released(self) -> None:
        self.changed.emit(True)

    @Slot()
    def _on_kv_clicked(self) -> None:
        menu = ThemedMenu(self._theme, self._icons, self)
        for kv_type, words in _KV_WORDS.items():
            icon = IconName.CHECK if kv_type is self._kv_type else IconName.CPU
            menu.add(self.tr(words), icon, partial(self._choose_kv, kv_type))
        menu.popup(self._kv.mapToGlobal(QPoint(0, self._kv.height())))

    def _choose_kv(self, kv_type: KvType) -> None:
        self._kv_type = kv_type
        self._show()
        self.changed.emit(True)

    def _tokens_text(self, context_length: int) -> str:
        return self.tr("{context_length} tokens").format(context_length=number_text(context_length))

    def _show(self) -> None:
        self._tokens.setText(self._tokens_text(self.context_length))
        self._kv.set_label(self.tr("KV cache {kv_type}").format(kv_type=self._kv_type))

    @Slot()
    def _restyle(self) -> None:
        colours = self._theme.colours
        self._slider.setStyleSheet(
            f"QSlider::groove:horizontal {{ height: 4px; background: {colours.track}; border-radius: 2px; }}"
            f"QSlider::sub-page:horizontal {{ background: {colours.accent}; border-radius: 2px; }}"
            f"QSlider::handle:horizontal {{ width: 12px; height: 12px; margin: -6px 0; border-radius: 8px;"
            f" background: {colours.raised}; border: 2px solid {colours.accent}; }}"
            f"QSlider::handle:horizontal:focus {{ background: {colours.accent}; }}"
        )
