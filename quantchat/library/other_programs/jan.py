"""Models of Jan.

Its data folder is named by JAN_DATA_FOLDER or by "data_folder" in its settings.json, else it is "Jan/data" among the
user's data. Each model has a folder under llamacpp/models with a model.yml, whose "model_path" is relative to the data
folder and whose "name" is the model's: the file itself is mostly called model.gguf. Older versions kept plain files
under "models". Source: `app/commands.rs` and `llamacpp-extension/src/index.ts` of janhq/jan.
"""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import msgspec

from quantchat.core.model_names import file_display_name
from quantchat.library.folder_search import files_below, gguf_files
from quantchat.library.other_programs.found_file import FoundFile
from quantchat.library.other_programs.small_files import small_json, small_text
from quantchat.library.other_programs.user_places import UserPlaces

OWNER = "Jan"


class _Settings(msgspec.Struct):
    data_folder: str = ""


def jan_files(places: UserPlaces) -> Iterator[FoundFile]:
    """Models that Jan keeps in its data folder; files elsewhere that it only points to are the person's own."""
    for data_folder in dict.fromkeys(_data_folders(places)):
        for description in files_below(data_folder / "llamacpp" / "models", "model.yml".__eq__):
            found = _described(description, data_folder)
            if found is not None:
                yield found
        for path in gguf_files(data_folder / "models"):
            yield FoundFile(path, OWNER)


def _data_folders(places: UserPlaces) -> Iterator[Path]:
    if named := places.folder_named_by("JAN_DATA_FOLDER"):
        yield named
    for settings_folder in (places.data / "Jan", places.data / "jan.ai.app", places.config / "Jan"):
        settings = small_json(settings_folder / "settings.json", _Settings)
        if settings and settings.data_folder:
            yield places.expanded(settings.data_folder)
    yield places.data / "Jan" / "data"
    yield places.home / "jan"


def _described(description: Path, data_folder: Path) -> FoundFile | None:
    text = small_text(description)
    model_path = _scalar(text, "model_path")
    path = data_folder / model_path
    if not model_path or ".." in path.parts or not path.is_relative_to(data_folder):
        return None
    name = PurePosixPath(_scalar(text, "name")).name
    return FoundFile(path, OWNER, file_display_name(name) if name else "")


def _scalar(yaml: str, key: str) -> str:
    """A text at the top level of a YAML file as Jan writes it, on one line; empty if there is none.

    A parser of all of YAML would be one more library to read two lines with.
    """
    for line in yaml.splitlines():
        name, colon, value = line.partition(":")
        if colon and name == key:
            text = value.strip()
            is_quoted = len(text) >= 2 and text[0] == text[-1] and text[0] in "\"'"
            return text[1:-1] if is_quoted else text
    return ""
