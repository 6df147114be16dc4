"""The models on this computer: the shipped one, those of the person, and those that other programs keep."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from quantchat.core.model_facts import ModelFacts, model_facts
from quantchat.core.plain_text import plain_text
from quantchat.library.folder_search import file_identity, gguf_files
from quantchat.library.header_cache import HeaderCache
from quantchat.library.model_file import part_paths
from quantchat.library.model_summary import ModelSummary, summary_of_facts, usable_header
from quantchat.library.other_programs.discovery import files_of_other_programs
from quantchat.library.other_programs.found_file import FoundFile
from quantchat.library.other_programs.user_places import UserPlaces, this_users_places
from quantchat.settings import Folders, Settings, resources_folder
from quantchat.wording import Wording

_Identity = tuple[int, int] | str


class ModelSource(StrEnum):
    """Why a model is in the list."""

    STARTER = "starter"
    FOLDER = "folder"
    """It lies in the models folder or in an extra folder."""
    ADDED = "added"
    FOUND = "found"
    """Another program keeps it."""


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
        owner: the other program whose file it is, such as "LM Studio", however it came into the list; else empty.
    """

    path: Path
    display_name: str
    quantization: str
    size_bytes: int
    parameters: int
    context_length: int
    source: ModelSource
    problem: Wording
    owner: str = ""

    @property
    def can_be_removed(self) -> bool:
        """Whether it is the person's own file: neither shipped with the program nor kept by another one."""
        return self.source in (ModelSource.FOLDER, ModelSource.ADDED) and not self.owner

    @property
    def place(self) -> str:
        """The folder it lies in, for people: what tells two files of one name apart."""
        folder, home = str(self.path.parent), os.path.expanduser("~")  # noqa: PTH111  # Path.home() may raise
        is_at_home = folder == home or folder.startswith(home + os.sep)
        return plain_text(f"~{folder[len(home) :]}" if is_at_home else folder, max_chars=4096)


def inspect_model(path: Path) -> ModelFacts:
    """Facts of a model that can be chatted with.

    Raises:
        KnownError: why the file cannot be used.
    """
    return model_facts(usable_header(path), path.stem)


def added_model(path: Path) -> LocalModel:
    """Look at a file that is to be used where it lies; of a model in parts, any part will do.

    Raises:
        KnownError: why the file cannot be used.
    """
    first_part = part_paths(path)[0]
    return _local_model(first_part, ModelSource.ADDED, summary_of_facts(inspect_model(first_part)))


def chosen_models_folder(settings: Settings, places: Folders) -> Path:
    """The folder that the person's models are kept in and downloaded to; it need not exist."""
    return Path(settings.models_folder).expanduser().absolute() if settings.models_folder else places.models


def library_of(settings: Settings, places: Folders) -> "ModelLibrary":
    """The library as the person has set it up. It does not follow later changes of the settings; make another then."""
    return ModelLibrary(
        resources_folder() / "models",
        chosen_models_folder(settings, places),
        extra_folders=tuple(Path(folder).expanduser().absolute() for folder in settings.extra_folders if folder),
        other_programs=this_users_places(),
        cache_file=places.header_cache_file,
    )


class ModelLibrary:
    """Lists the models of some folders, single files and other programs. It keeps nothing: a scan looks at the disk.

    Any thread may scan, several at once too.
    """

    def __init__(
        self,
        starter_folder: Path,
        models_folder: Path,
        *,
        extra_folders: tuple[Path, ...] = (),
        other_programs: UserPlaces | None = None,
        cache_file: Path | None = None,
    ) -> None:
        """Remember where to look.

        Args:
            starter_folder: what is shipped with the program.
            models_folder: where the person's models are kept.
            extra_folders: more folders of the person.
            other_programs: where other programs keep their files; without it none are looked for.
            cache_file: where to remember what headers said; without it every scan reads all of them.
        """
        self._starter_folder = starter_folder
        self._models_folder = models_folder
        self._extra_folders = extra_folders
        self._other_programs = other_programs
        self._cache_file = cache_file

    def scan(self, added_paths: Iterable[Path] = ()) -> tuple[LocalModel, ...]:
        """All models, the shipped one first, then by name and size; each file once, however it is reached.

        Files that cannot be used are listed with their problem, but those of other programs only if they were meant
        to be chatted with. A folder that is missing or may not be read counts as empty.
        """
        cache = HeaderCache(self._cache_file)
        found = self._found()
        models: dict[_Identity, LocalModel] = {}
        for path, source in self._own_paths(added_paths):
            first_part = part_paths(path)[0]
            identity = file_identity(first_part)
            if identity not in models:
                models[identity] = _local_model(first_part, source, cache.summary(first_part), found.get(identity))
        for identity, file in found.items():
            if identity not in models:
                summary = cache.summary(file.path)
                if not summary.is_another_kind:
                    models[identity] = _local_model(file.path, ModelSource.FOUND, summary, file)
        cache.save()
        return tuple(sorted(models.values(), key=_list_order))

    def _own_paths(self, added_paths: Iterable[Path]) -> Iterator[tuple[Path, ModelSource]]:
        yield from ((path, ModelSource.STARTER) for path in gguf_files(self._starter_folder))
        for folder in (self._models_folder, *self._extra_folders):
            yield from ((path, ModelSource.FOLDER) for path in gguf_files(folder))
        yield from ((path, ModelSource.ADDED) for path in added_paths)

    def _found(self) -> dict[_Identity, FoundFile]:
        """Files of other programs that are there, first parts only, each by the first of its names."""
        found: dict[_Identity, FoundFile] = {}
        for file in files_of_other_programs(self._other_programs) if self._other_programs else ():
            first_part = part_paths(file.path)[0]
            identity = file_identity(first_part)
            if not isinstance(identity, str):
                found.setdefault(identity, FoundFile(first_part, file.owner, file.display_name))
        return found


def _list_order(model: LocalModel) -> tuple[bool, str, int, str]:
    is_other = model.source is not ModelSource.STARTER
    return is_other, model.display_name.casefold(), model.size_bytes, str(model.path)


def _local_model(path: Path, source: ModelSource, summary: ModelSummary, found: FoundFile | None = None) -> LocalModel:
    """A row of the list; a file that lies where another program keeps it has that program's name for it."""
    found_name = found.display_name if found is not None and found.path == path else ""
    return LocalModel(
        path=path,
        display_name=found_name or summary.display_name,
        quantization=summary.quantization,
        size_bytes=summary.size_bytes,
        parameters=summary.parameters,
        context_length=summary.context_length,
        source=source,
        problem=summary.problem,
        owner=found.owner if found is not None else "",
    )
