"""All programs whose models are looked for."""

from collections.abc import Callable, Iterator
from itertools import chain

from quantchat.library.other_programs.found_file import FoundFile
from quantchat.library.other_programs.gpt4all import gpt4all_files
from quantchat.library.other_programs.hugging_face_cache import hugging_face_files
from quantchat.library.other_programs.jan import jan_files
from quantchat.library.other_programs.llama_cpp_cache import llama_cpp_files
from quantchat.library.other_programs.lm_studio import lm_studio_files
from quantchat.library.other_programs.ollama import ollama_files
from quantchat.library.other_programs.user_places import UserPlaces

_PROGRAMS: tuple[Callable[[UserPlaces], Iterator[FoundFile]], ...] = (
    lm_studio_files,
    jan_files,
    gpt4all_files,
    ollama_files,
    hugging_face_files,
    llama_cpp_files,
)


def files_of_other_programs(places: UserPlaces) -> Iterator[FoundFile]:
    """Model files of every program that is known here, whether they can be used or not."""
    return chain.from_iterable(files(places) for files in _PROGRAMS)
