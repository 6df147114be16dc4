r"""Models of GPT4All.

They lie in one folder: "modelPath" of its settings, a file as QSettings writes it, else nomic.ai/GPT4All among the
user's local data. A file that is still being downloaded begins with "incomplete". Source: `mysettings.cpp`, `main.cpp`
and `modellist.cpp` of nomic-ai/gpt4all; QSettings keeps an INI file under ~/.config on macOS too and writes what is not
ASCII as \x263a.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from quantchat.library.folder_search import gguf_files
from quantchat.library.other_programs.found_file import FoundFile
from quantchat.library.other_programs.small_files import small_text
from quantchat.library.other_programs.user_places import UserPlaces

OWNER = "GPT4All"

_ESCAPED = re.compile(r"\\x([0-9a-fA-F]{1,4})|\\(.)")


def gpt4all_files(places: UserPlaces) -> Iterator[FoundFile]:
    """GGUF files in the folder of GPT4All."""
    for folder in dict.fromkeys(_folders(places)):
        for path in gguf_files(folder):
            if not path.name.startswith("incomplete"):
                yield FoundFile(path, OWNER)


def _folders(places: UserPlaces) -> Iterator[Path]:
    for config in dict.fromkeys((places.config, places.home / ".config")):
        chosen = _model_path(small_text(config / "nomic.ai" / "GPT4All.ini"))
        if chosen:
            yield places.expanded(chosen)
    yield places.local_data / "nomic.ai" / "GPT4All"


def _model_path(settings: str) -> str:
    for line in settings.splitlines():
        key, equals, value = line.partition("=")
        if equals and key.strip() == "modelPath":
            return _ESCAPED.sub(_unescaped, value.strip().strip('"'))
    return ""


def _unescaped(match: "re.Match[str]") -> str:
    return chr(int(match[1], 16)) if match[1] else match[2]
