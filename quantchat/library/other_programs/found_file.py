"""A model file of another program."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class FoundFile:
    """Where a file lies and whose it is.

    Attributes:
        path: the file, or a part of a model in parts.
        owner: name of the program for people, such as "LM Studio".
        display_name: what that program calls the model; empty where the file's own name serves.
    """

    path: Path
    owner: str
    display_name: str = ""
