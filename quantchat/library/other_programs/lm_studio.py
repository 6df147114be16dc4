"""Models of LM Studio.

Its folder is named in ~/.lmstudio-home-pointer, else it is ~/.cache/lm-studio (old) or ~/.lmstudio; models lie in its
subfolder "models" or where "downloadsFolder" in its settings.json says, as publisher/model/file.gguf. Source:
`findLMStudioHome` of lmstudio-ai/lmstudio-js, `modelsFolder.ts` and the older `importCmd.ts` of lmstudio-ai/lms.
"""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from quantchat.library.folder_search import gguf_files
from quantchat.library.other_programs.found_file import FoundFile
from quantchat.library.other_programs.small_files import small_json, small_text
from quantchat.library.other_programs.user_places import UserPlaces

OWNER = "LM Studio"


class _Settings(msgspec.Struct):
    downloads_folder: str = msgspec.field(name="downloadsFolder", default="")


def lm_studio_files(places: UserPlaces) -> Iterator[FoundFile]:
    """GGUF files in the models folders of LM Studio, in those of older versions too."""
    for folder in dict.fromkeys(_models_folders(places)):
        for path in gguf_files(folder):
            yield FoundFile(path, OWNER)


def _models_folders(places: UserPlaces) -> Iterator[Path]:
    pointed_at = small_text(places.home / ".lmstudio-home-pointer").strip()
    homes = [places.home / ".lmstudio", places.home / ".cache" / "lm-studio"]
    if pointed_at:
        homes.insert(0, places.expanded(pointed_at))
    for settings_folder in (*homes, places.config / OWNER):
        settings = small_json(settings_folder / "settings.json", _Settings)
        if settings and settings.downloads_folder:
            yield places.expanded(settings.downloads_folder)
    for home in homes:
        yield home / "models"
