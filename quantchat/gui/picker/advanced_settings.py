"""Settings that most people leave alone: layers on the GPU, threads and batch, remembered for each model."""

from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QSpinBox, QWidget

from quantchat.core.plan import ALL_GPU_LAYERS, LoadPlan
from quantchat.gui.buttons import SMALL_BUTTON_HEIGHT, Button, ButtonKind
from quantchat.gui.icons import Icons
from quantchat.gui.labels import ThemedLabel
from quantchat.gui.theme import Radius, Space, TextSize, Theme
from quantchat.gui.translations import QT_TRANSLATE_NOOP

AUTOMATIC = QT_TRANSLATE_NOOP("AdvancedSettings", "Automatic")
MOST_THREADS = 256
LEAST_BATCH = 32
MOST_BATCH = 4096
BATCH_STEP = 64


class AdvancedSettings(QWidget):
    """Three fields that each may be left to the program, shown when the button that stands elsewhere unfolds them.

    Signals:
        changed: a field has another value.
    """

    changed = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._fold = Button(theme, icons, self.tr("Advanced"), kind=ButtonKind.FAINT, height=SMALL_BUTTON_HEIGHT)
        self._fold.clicked.connect(self._on_fold_clicked)
        self._gpu_layers = self._field(self.tr("GPU layers"), ALL_GPU_LAYERS, 0)
        self._threads = self._field(self.tr("Threads"), 0, MOST_THREADS)
        self._batch = self._field(self.tr("Batch, tokens"), 0, MOST_BATCH)
        self._batch.setSingleStep(BATCH_STEP)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(Space.M)
        grid.setVerticalSpacing(Space.S)
        explained = (
            (self._gpu_layers, self.tr("how many layers the GPU computes; automatic: as many as fit")),
            (self._threads, self.tr("how many cores compute; automatic: all physical ones")),
            (self._batch, self.tr("tokens of your message read at once; more needs more memory")),
        )
        for place, (field, words) in enumerate(explained):
            name = ThemedLabel(theme, lambda colours: colours.text_second, TextSize.TABLE, text=field.accessibleName())
            name.setBuddy(field)
            grid.addWidget(name, place, 0)
            grid.addWidget(field, place, 1)
            explanation = ThemedLabel(theme, lambda colours: colours.text_second, TextSize.HINT, text=words)
            explanation.setWordWrap(True)
            grid.addWidget(explanation, place, 2)
            field.setAccessibleDescription(words)
        grid.setColumnStretch(2, 1)
        self.hide()
        self._restyle()
        theme.changed.connect(self._restyle)

    @property
    def fold_button(self) -> Button:
        """What shows and hides the fields."""
        return self._fold

    @property
    def is_unfolded(self) -> bool:
        """Whether the fields are shown."""
        return not self.isHidden()

    def fold(self) -> None:
        """Hide the fields."""
        self.hide()

    def offer(self, plan: LoadPlan, layers: int) -> None:
        """Show a plan's settings without telling of it; a model has so many layers, the output layer counted."""
        usual = LoadPlan("")
        most = max(layers, plan.gpu_layers, 0)
        if most != self._gpu_layers.maximum():
            self._gpu_layers.setMaximum(most)
        for field, value in (
            (self._gpu_layers, plan.gpu_layers),
            (self._threads, plan.threads),
            (self._batch, 0 if plan.ubatch == usual.ubatch else plan.ubatch),
        ):
            if value != field.value():  # else what is being typed would be lost
                field.blockSignals(True)
                field.setValue(value)
                field.blockSignals(False)

    def set_gpu_usable(self, is_usable: bool) -> None:
        """Offer the number of layers only where there is a GPU to put them on."""
        self._gpu_layers.setEnabled(is_usable)
        self._gpu_layers.setToolTip(
            "" if is_usable else self.tr("The engine finds no GPU it can use on this computer.")
        )

    def applied_to(self, plan: LoadPlan) -> LoadPlan:
        """The plan with what stands in the fields."""
        ubatch = max(LEAST_BATCH, self._batch.value()) if self._batch.value() else LoadPlan("").ubatch
        return replace(
            plan,
            gpu_layers=self._gpu_layers.value(),
            threads=self._threads.value(),
            ubatch=ubatch,
            batch=max(ubatch, LoadPlan("").batch),
        )

    def _field(self, name: str, least: int, most: int) -> QSpinBox:
        field = QSpinBox()
        field.setAccessibleName(name)
        field.setRange(least, most)
        field.setSpecialValueText(self.tr(AUTOMATIC))
        field.setFixedWidth(116)
        field.lineEdit().setTextMargins(Space.S - 2, 0, 0, 0)  # a style sheet's padding does not reach a number's text
        field.setKeyboardTracking(False)
        field.valueChanged.connect(self.changed)
        return field

    @Slot()
    def _on_fold_clicked(self) -> None:
        self.setVisible(self.isHidden())

    @Slot()
    def _restyle(self) -> None:
        colours = self._theme.colours
        for field in (self._gpu_layers, self._threads, self._batch):
            field.setFont(Theme.font(TextSize.TABLE))
            field.setStyleSheet(
                f"QSpinBox {{ background: {colours.surface}; color: {colours.text}; border: 1px solid {colours.line};"
                f" border-radius: {int(Radius.CHIP)}px; padding: 3px {int(Space.S)}px; }}"
                f"QSpinBox:focus {{ border: 2px solid {colours.accent}; padding: 2px {Space.S - 1}px; }}"
                f"QSpinBox:disabled {{ color: {colours.text_third}; }}"
                "QSpinBox::up-button, QSpinBox::down-button { width: 0; border: none; }"
            )
