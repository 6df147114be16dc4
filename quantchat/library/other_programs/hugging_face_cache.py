"""Models in the cache of the Hugging Face tools, where llama.cpp puts its downloads today as well.

The cache is named by HF_HUB_CACHE or HUGGINGFACE_HUB_CACHE, else it is "hub" in HF_HOME, which is "huggingface" in the
user's ~/.cache on every system. A file of a repository lies at models--org--name/snapshots/<revision>/ as a link to a
blob. Source: `constants.py` of huggingface_hub and its guide to the cache.
"""

from collections.abc import Iterator
from pathlib import Path

from quantchat.library.folder_search import gguf_files
from quantchat.library.other_programs.found_file import FoundFile
from quantchat.library.other_programs.user_places import UserPlaces

OWNER = "Hugging Face cache"


def hugging_face_files(places: UserPlaces) -> Iterator[FoundFile]:
    """GGUF files of all repositories in the cache."""
    cache = _cache(places)
    for repository in _repositories(cache):
        for path in gguf_files(repository / "snapshots"):
            yield FoundFile(path, OWNER)


def _cache(places: UserPlaces) -> Path:
    named = places.folder_named_by("HF_HUB_CACHE") or places.folder_named_by("HUGGINGFACE_HUB_CACHE")
    if named:
        return named
    general = places.folder_named_by("XDG_CACHE_HOME") or places.home / ".cache"
    return (places.folder_named_by("HF_HOME") or general / "huggingface") / "hub"


def _repositories(cache: Path) -> list[Path]:
    try:
        return sorted(cache.glob("models--*"))
    except OSError:  # may not be read
        return []
