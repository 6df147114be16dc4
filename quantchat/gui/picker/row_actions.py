"""What can be done with a quantization that is chosen in the table, as the words of the buttons below it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QCoreApplication

from quantchat.advice.shelf_values import ModelCard
from quantchat.core.recommend import Availability, Row
from quantchat.core.sizes import file_size_text
from quantchat.engine.quantization_checks import requantizing_warning
from quantchat.engine.quantization_time import duration_text, estimated_seconds
from quantchat.gui.painting import one_line
from quantchat.gui.translations import QT_TRANSLATE_NOOP
from quantchat.gui.wordings import translated
from quantchat.library.models import LocalModel, ModelSource
from quantchat.probe.processor import allowed_physical_cores

_SEVERAL_FILES = QT_TRANSLATE_NOOP(
    "row_actions", "%n file(s) of {quantization} are here: {places} and {last}; the first is used.", "", 1
)


class ActionKind(Enum):
    """What the main button does."""

    LOAD = auto()
    DOWNLOAD = auto()
    MAKE = auto()
    NONE = auto()


@dataclass(frozen=True, slots=True)
class RowAction:
    """The main button.

    Attributes:
        kind: what it does.
        label: its words.
        is_doubtful: it is predicted not to go well, and the button is no recommendation.
        hint: why it cannot be done, or what is lost by it; empty for most.
    """

    kind: ActionKind
    label: str
    is_doubtful: bool = False
    hint: str = ""


def row_action(card: ModelCard, row: Row, rows: Sequence[Row], *, is_in_use: bool, is_plan_changed: bool) -> RowAction:
    """The main action for a row among the rows of its model."""
    match row.candidate.availability:
        case Availability.LOCAL if is_in_use:
            return _loading_again(row, is_plan_changed=is_plan_changed)
        case Availability.LOCAL:
            return _loading(row)
        case Availability.DOWNLOAD:
            return _downloading(card, row)
        case Availability.QUANTIZE:
            return _making(card, row, rows)
    raise AssertionError(f"unknown availability {row.candidate.availability}")


def source_file(card: ModelCard, row: Row) -> LocalModel | None:
    """The file on this computer that a row would be made from; None where it has to be fetched first."""
    usable = (file for file in card.files if not file.problem)
    return next((file for file in usable if file.quantization == row.candidate.made_from), None)


def row_files(card: ModelCard, row: Row, path_in_use: str) -> tuple[LocalModel, ...]:
    """Files on this computer that hold just this quantization of a model, the one that is used first."""
    if row.candidate.availability is not Availability.LOCAL:
        return ()
    same = (file for file in card.files if file.quantization == row.quantization and not file.problem)
    preferred = (path_in_use, row.candidate.path)
    return tuple(sorted(same, key=lambda file: [str(file.path) != path for path in preferred]))


def several_files_hint(files: Sequence[LocalModel]) -> str:
    """Where the files of one quantization lie, if there are several; the first is the one that is used."""
    if len(files) < 2:
        return ""
    places = [_place(file) for file in files]
    if len(set(places)) < len(places):
        places = [f"“{one_line(file.path.name)}” {place}" for file, place in zip(files, places, strict=True)]
    told = ", ".join(places[:-1])
    return QCoreApplication.translate("row_actions", _SEVERAL_FILES, "", len(files)).format(
        quantization=files[0].quantization, places=told, last=places[-1]
    )


def _place(file: LocalModel) -> str:
    if file.owner:
        return QCoreApplication.translate("row_actions", "in {owner}'s folder").format(owner=file.owner)
    if file.source is ModelSource.STARTER:
        return QCoreApplication.translate("row_actions", "in QuantChat's own folder")
    return QCoreApplication.translate("row_actions", "in {place}").format(place=file.place)


def _loading_again(row: Row, *, is_plan_changed: bool) -> RowAction:
    if not is_plan_changed:
        in_use = QCoreApplication.translate("row_actions", "{name} is in use").format(name=row.quantization)
        return RowAction(ActionKind.NONE, in_use)
    again = QCoreApplication.translate("row_actions", "Load again with these settings")
    return RowAction(ActionKind.LOAD, again, row.assessment.is_doubtful)


def _loading(row: Row) -> RowAction:
    label = QCoreApplication.translate("row_actions", "Load {name}")
    if row.assessment.is_doubtful:
        label = QCoreApplication.translate("row_actions", "Load {name} anyway")
    return RowAction(ActionKind.LOAD, label.format(name=row.quantization), row.assessment.is_doubtful)


def _downloading(card: ModelCard, row: Row) -> RowAction:
    name, size = row.quantization, translated(file_size_text(row.file_bytes))
    is_known = card.hub_file(name) or (card.entry is not None and name in card.entry.quantizations)
    if not is_known:
        label = QCoreApplication.translate("row_actions", "Download {name}").format(name=name)
        hint = QCoreApplication.translate("row_actions", "No file of this type is known to us.")
        return RowAction(ActionKind.NONE, label, hint=hint)
    label = QCoreApplication.translate("row_actions", "Download {name}, {size}").format(name=name, size=size)
    return RowAction(ActionKind.DOWNLOAD, label, row.assessment.is_doubtful)


def _making(card: ModelCard, row: Row, rows: Sequence[Row]) -> RowAction:
    name, source = row.quantization, row.candidate.made_from
    label = QCoreApplication.translate("row_actions", "Make {name} from {source}").format(name=name, source=source)
    source_row = next((other for other in rows if other.quantization == source and other.candidate.path), None)
    if source_file(card, row) is None or source_row is None:
        hint = QCoreApplication.translate(
            "row_actions", "{name} is not published of this model; it can be made from {source} once that is here."
        ).format(name=name, source=source)
        return RowAction(ActionKind.NONE, label, hint=hint)
    seconds = estimated_seconds(source_row.candidate.header, name, allowed_physical_cores())
    warning = requantizing_warning(source, name)
    is_doubtful = bool(warning) or row.assessment.is_doubtful or row.candidate.is_pointless
    return RowAction(ActionKind.MAKE, f"{label}, {translated(duration_text(seconds))}", is_doubtful, warning)
