"""Models that the tools of llama.cpp downloaded before they came to share the Hugging Face cache.

The folder is named by LLAMA_CACHE, else it is "llama.cpp" among the user's caches. Files are called
<user>_<repository>_<file>. Source: `fs_get_cache_directory` in `common/common.cpp` and `common/download.cpp` of
ggml-org/llama.cpp.
"""

import re
from collections.abc import Iterator

from quantchat.core.model_names import file_display_name
from quantchat.library.folder_search import gguf_files
from quantchat.library.other_programs.found_file import FoundFile
from quantchat.library.other_programs.user_places import UserPlaces

OWNER = "llama.cpp"

_REPOSITORY = re.compile(r".+[-_]gguf_", re.IGNORECASE)


def llama_cpp_files(places: UserPlaces) -> Iterator[FoundFile]:
    """GGUF files in llama.cpp's own cache; the repository, which ends in "-GGUF", is left out of their names."""
    folder = places.folder_named_by("LLAMA_CACHE") or places.cache / "llama.cpp"
    for path in gguf_files(folder):
        file_name = _REPOSITORY.sub("", path.stem)
        yield FoundFile(path, OWNER, "" if file_name == path.stem else file_display_name(file_name))
