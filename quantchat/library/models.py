"""The models on this computer: the shipped one, those in the models folder, and files added where they lie."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from quantchat.core.gguf import GgufHeader
from quantchat.core.model_check import check_model
from quantchat.core.model_facts import ModelFacts, model_facts
from quantchat.core.model_names import file_display_name
from quantchat.errors import KnownError
from quantchat.library.model_file import part_paths, read_model_header, size_on_disk_bytes

_MAX_FOLDER_DEPTH = 8


class ModelSource(StrEnum):
    """Why a model is in the list."""

    STARTER = "starter"
    FOLDER = "folder"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class LocalModel:
    """One row of the list of models; what is not known of a broken file is 0 or empty.

    Attributes:
        path: what the engine is given: the file, or the first of its parts.
        display_name: for people, without the quantization.
        quantization: such as "Q4_K_M".
        size_bytes: on disk, all parts together.
        parameters: number of weights.
        context_length: tokens the model was trained on.
        source: why it is in the list.
        problem: why it cannot be used, as a sentence; empty if it can.
    """

    path: Path
    display_name: str
    quantization: str
    size_bytes: int
    parameters: int
    context_length: int
    source: ModelSource
    problem: str


def inspect_model(path: Path) -> ModelFacts:
    """Facts of a model that can be chatted with.

    Raises:
        KnownError: why the file cannot be used.
    """
    header = read_model_header(path)
    check_model(header)
    return model_facts(header, path.stem)


def added_model(path: Path) -> LocalModel:
    """Look at a file that is to be used where it lies; of a model in parts, any part will do.

    Raises:
        KnownError: why the file cannot be used.
    """
    first_part = part_paths(path)[0]
    return _listed(first_part, ModelSource.ADDED, inspect_model(first_part), problem="")


class ModelLibrary:
    """Lists the models of two folders and of single files. It keeps nothing: each scan looks at the disk."""

    def __init__(self, starter_folder: Path, models_folder: Path) -> None:
        self._starter_folder = starter_folder
        self._models_folder = models_folder

    def scan(self, added_paths: Iterable[Path] = ()) -> tuple[LocalModel, ...]:
        """All models, the shipped one first, then by name and size; each file once, however it is reached.

        Files that cannot be used are listed with their problem. A folder that is missing or may not be read
        counts as empty.
        """
        candidates = (
            *((path, ModelSource.STARTER) for path in _gguf_files(self._starter_folder)),
            *((path, ModelSource.FOLDER) for path in _gguf_files(self._models_folder)),
            *((path, ModelSource.ADDED) for path in added_paths),
        )
        models: dict[str, LocalModel] = {}
        for path, source in candidates:
            first_part = part_paths(path)[0]
            identity = _identity(first_part)
            if identity not in models:
                models[identity] = _local_model(first_part, source)
        return tuple(sorted(models.values(), key=_list_order))


def _list_order(model: LocalModel) -> tuple[bool, str, int, str]:
    is_other = model.source is not ModelSource.STARTER
    return is_other, model.display_name.casefold(), model.size_bytes, str(model.path)


def _gguf_files(folder: Path) -> Iterator[Path]:
    """GGUF files in a folder and its subfolders, links to folders included, each folder once."""
    seen: set[str] = set()
    for current, subfolders, names in os.walk(folder, followlinks=True):
        real = os.path.realpath(current)
        if real in seen:
            subfolders.clear()
            continue
        seen.add(real)
        is_deepest = len(Path(current).relative_to(folder).parts) >= _MAX_FOLDER_DEPTH
        subfolders[:] = [] if is_deepest else sorted(name for name in subfolders if not name.startswith("."))
        yield from (
            Path(current, name) for name in sorted(names) if name.lower().endswith(".gguf") and not name.startswith(".")
        )


def _identity(path: Path) -> str:
    try:
        return os.path.realpath(path)
    except ValueError:  # no path that this system could have; reading it will say so in a sentence
        return str(path)


def _local_model(path: Path, source: ModelSource) -> LocalModel:
    try:
        header = read_model_header(path)
    except KnownError as error:
        name = file_display_name(path.stem)
        return LocalModel(path, name, "", size_on_disk_bytes(path), 0, 0, source, error.sentence)
    return _listed(path, source, model_facts(header, path.stem), _problem(header))


def _listed(path: Path, source: ModelSource, facts: ModelFacts, problem: str) -> LocalModel:
    return LocalModel(
        path=path,
        display_name=facts.display_name,
        quantization=facts.quantization,
        size_bytes=facts.file_bytes,
        parameters=facts.parameters,
        context_length=facts.context_length,
        source=source,
        problem=problem,
    )


def _problem(header: GgufHeader) -> str:
    try:
        check_model(header)
    except KnownError as error:
        return error.sentence
    return ""
