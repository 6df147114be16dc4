"""The rows of the table of quantizations: what it says in each column, for eyes and for screen readers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from types import MappingProxyType

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from quantchat.advice.measurements import Measurement
from quantchat.advice.shelf_values import ModelSheet
from quantchat.core.quants import FILE_TYPES_BY_NAME
from quantchat.core.reasons import row_reason
from quantchat.core.recommend import Availability, Row
from quantchat.core.sizes import file_size_text, needed_memory_text
from quantchat.gui.picker.row_actions import row_files
from quantchat.gui.picker.verdicts import devices_text, rate_text, short_words
from quantchat.gui.tooltips import plain_tooltip
from quantchat.gui.translations import QT_TRANSLATE_NOOP
from quantchat.gui.wordings import number_text, translated
from quantchat.library.models import LocalModel
from quantchat.wording import joined

RECOMMENDED = QT_TRANSLATE_NOOP("quantization_rows", "Recommended")
IN_USE = QT_TRANSLATE_NOOP("quantization_rows", "In use")


class Column(IntEnum):
    """The columns, from the left."""

    QUANTIZATION = 0
    BITS = 1
    FILE = 2
    MEMORY = 3
    SPEED = 4
    LOSS = 5
    VERDICT = 6
    SOURCE = 7


class RowRole(IntEnum):
    """What a cell holds beside its text."""

    ROW = Qt.ItemDataRole.UserRole + 1
    """The `TableRow`."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One quantization of the model.

    Attributes:
        row: the quantization, judged.
        is_recommended: it is the one to take.
        is_in_use: one of its files is the model in use.
        measured: how it ran here before with just this plan; None if it did not.
        files: its files on this computer, the one that is used first.
    """

    row: Row
    is_recommended: bool
    is_in_use: bool
    measured: Measurement | None
    files: tuple[LocalModel, ...] = ()

    @property
    def path(self) -> Path | None:
        """What would be loaded; None where nothing is here."""
        if self.files:
            return self.files[0].path
        return Path(self.row.candidate.path) if self.row.candidate.path else None

    @property
    def remark(self) -> str:
        """What stands below the type's name; empty for most."""
        text = RECOMMENDED if self.is_recommended else IN_USE if self.is_in_use else ""
        return _translated(text)


_BEING_USED = QT_TRANSLATE_NOOP("quantization_rows", "in use")
_SOURCE_WORDS: Mapping[Availability, str] = MappingProxyType(
    {
        Availability.LOCAL: QT_TRANSLATE_NOOP("quantization_rows", "here"),
        Availability.DOWNLOAD: QT_TRANSLATE_NOOP("quantization_rows", "download"),
        Availability.QUANTIZE: QT_TRANSLATE_NOOP("quantization_rows", "make"),
    }
)
_TITLES: Mapping[Column, str] = MappingProxyType(
    {
        Column.QUANTIZATION: QT_TRANSLATE_NOOP("quantization_rows", "Quantization"),
        Column.BITS: QT_TRANSLATE_NOOP("quantization_rows", "Bits"),
        Column.FILE: QT_TRANSLATE_NOOP("quantization_rows", "File"),
        Column.SPEED: QT_TRANSLATE_NOOP("quantization_rows", "Tokens/s"),
        Column.LOSS: QT_TRANSLATE_NOOP("quantization_rows", "Loss, KL"),
        Column.VERDICT: "",
        Column.SOURCE: "",
    }
)
_SPOKEN_TITLES: Mapping[Column, str] = MappingProxyType(
    {
        Column.VERDICT: QT_TRANSLATE_NOOP("quantization_rows", "How it would run"),
        Column.SOURCE: QT_TRANSLATE_NOOP("quantization_rows", "How to come by it"),
    }
)
_EXPLANATIONS: Mapping[Column, str] = MappingProxyType(
    {
        Column.BITS: QT_TRANSLATE_NOOP("quantization_rows", "Bits per weight in this very file: all tensors together."),
        Column.FILE: QT_TRANSLATE_NOOP("quantization_rows", "Size of the file."),
        Column.MEMORY: QT_TRANSLATE_NOOP(
            "quantization_rows",
            "Memory it takes on each device: weights, KV cache, compute memory and what the driver needs.",
        ),
        Column.SPEED: QT_TRANSLATE_NOOP(
            "quantization_rows",
            "Tokens it writes in a second; a word is about 1.3 tokens. A range is predicted, a single figure "
            "was measured here.",
        ),
        Column.LOSS: QT_TRANSLATE_NOOP(
            "quantization_rows",
            "How far its choice of words moves from the original's (mean KL divergence, published for Llama 3 "
            "8B). Below 0.01 nobody notices, from 0.05 on it shows now and then.",
        ),
    }
)


class QuantizationRows(QAbstractTableModel):
    """The rows of one sheet."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[TableRow, ...] = ()
        self._has_gpu = False

    @property
    def rows(self) -> tuple[TableRow, ...]:
        """What is shown."""
        return self._rows

    def show_sheet(self, sheet: ModelSheet, path_in_use: str) -> None:
        """Show a sheet; `path_in_use` is the file of the model in use, empty for none."""
        advice = sheet.recommendation.advice
        rows = tuple(_table_row(row, sheet, path_in_use) for row in advice.rows)
        has_gpu = any(row.row.assessment.memory.gpus for row in rows)
        is_alike = has_gpu == self._has_gpu and _identities(rows) == _identities(self._rows)
        self._has_gpu = has_gpu
        if is_alike:  # the selection stays where it is
            self._rows = rows
            if not rows:
                return
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(Column) - 1))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def row_of(self, quantization: str) -> int:
        """Place of a type; -1 if it is not there."""
        places = (place for place, row in enumerate(self._rows) if row.row.quantization == quantization)
        return next(places, -1)

    @override
    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(Column)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        column = Column(section)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._title(column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _translated(_SPOKEN_TITLES[column]) if column in _SPOKEN_TITLES else self._title(column)
        if role == Qt.ItemDataRole.ToolTipRole and column in _EXPLANATIONS:
            return plain_tooltip(_translated(_EXPLANATIONS[column]))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        return None

    @override
    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row, column = self._rows[index.row()], Column(index.column())
        if role == RowRole.ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return cell_text(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(_explanation(row, column))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _spoken(row) if column is Column.QUANTIZATION else cell_text(row, column)
        return None

    def _title(self, column: Column) -> str:
        if column is not Column.MEMORY:
            return _translated(_TITLES[column])
        return self.tr("GPU + main, GB") if self._has_gpu else self.tr("Memory, GB")


def _translated(text: str) -> str:
    return QCoreApplication.translate("quantization_rows", text) if text else ""


def _table_row(row: Row, sheet: ModelSheet, path_in_use: str) -> TableRow:
    files = row_files(sheet.question.card, row, path_in_use)
    paths = {row.candidate.path, *(str(file.path) for file in files)} - {""}
    is_recommended = row is sheet.recommendation.advice.recommended
    return TableRow(row, is_recommended, path_in_use in paths, sheet.measured.get(row.quantization), files)


def cell_text(row: TableRow, column: Column) -> str:
    """What stands in a cell."""
    judged, assessment = row.row, row.row.assessment
    match column:
        case Column.QUANTIZATION:
            return judged.quantization
        case Column.BITS:
            return number_text(judged.bits_per_weight, ".2f")
        case Column.FILE:
            return _file_text(judged.file_bytes)
        case Column.MEMORY:
            return devices_text(assessment.memory)
        case Column.SPEED:
            return rate_text(assessment.speed) if assessment.fits else ""
        case Column.LOSS:
            return "?" if judged.quality.kld is None else number_text(judged.quality.kld, ".3f")
        case Column.VERDICT:
            return short_words(assessment.verdict)
        case Column.SOURCE:
            return _translated(_BEING_USED if row.is_in_use else _SOURCE_WORDS[judged.candidate.availability])


def _file_text(size_bytes: int) -> str:
    """With one decimal where it is in GB, so that figures stand under each other."""
    if size_bytes < 1e9:
        return translated(file_size_text(size_bytes))
    return QCoreApplication.translate("quantization_rows", "{size} GB").format(
        size=number_text(size_bytes / 1e9, ".1f")
    )


def _memory_text(size_bytes: int) -> str:
    return translated(needed_memory_text(size_bytes))


def _explanation(row: TableRow, column: Column) -> str:
    """What the pointer is told: the reason of the row, or what a figure is made of."""
    judged = row.row
    if column is Column.LOSS:
        words, source = translated(judged.quality_class.words), translated(judged.quality.source)
        return f"{words[:1].upper()}{words[1:]}. {source.removesuffix('.')}."
    if column is Column.SPEED and row.measured is not None:
        return QCoreApplication.translate(
            "quantization_rows",
            "Measured here: {measured} tokens a second; the formula alone had said {predicted}.",
        ).format(
            measured=number_text(row.measured.tokens_per_second, ".1f"),
            predicted=number_text(row.measured.predicted_tokens_per_second, ".1f"),
        )
    if column is Column.MEMORY:
        return " ".join(
            QCoreApplication.translate(
                "quantization_rows",
                "{device}: weights {weights}, KV cache {kv_cache}, computing {compute}, other {other}; {free} free.",
            ).format(
                device=translated(device.name),
                weights=_memory_text(device.weights_bytes),
                kv_cache=_memory_text(device.kv_bytes),
                compute=_memory_text(device.compute_bytes),
                other=_memory_text(device.overhead_bytes),
                free=_memory_text(device.free_bytes),
            )
            for device in judged.assessment.memory.devices
            if device.total_bytes
        )
    kind = FILE_TYPES_BY_NAME.get(judged.quantization)
    return translated(joined((kind.character if kind else "", row_reason(judged))))


def _spoken(row: TableRow) -> str:
    told = [cell_text(row, column) for column in Column]
    names = (
        "",
        QCoreApplication.translate("quantization_rows", "bits a weight"),
        "",
        QCoreApplication.translate("quantization_rows", "GB of memory"),
        QCoreApplication.translate("quantization_rows", "tokens a second"),
        QCoreApplication.translate("quantization_rows", "loss"),
        "",
        "",
    )
    words = [f"{text} {name}".strip() for text, name in zip(told, names, strict=True) if text]
    return ", ".join([words[0], *([row.remark] if row.remark else []), *words[1:]])


def _alignment(column: Column) -> Qt.AlignmentFlag:
    is_text = column in (Column.QUANTIZATION, Column.VERDICT, Column.SOURCE)
    return (Qt.AlignmentFlag.AlignLeft if is_text else Qt.AlignmentFlag.AlignRight) | Qt.AlignmentFlag.AlignVCenter


def _identities(rows: Sequence[TableRow]) -> list[tuple[str, str]]:
    return [(row.row.quantization, row.row.candidate.path) for row in rows]
