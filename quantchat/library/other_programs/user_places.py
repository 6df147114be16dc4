"""Where programs of this user keep their things, read once from the system and handed to all who look there."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs


@dataclass(frozen=True, slots=True)
class UserPlaces:
    """The folders and variables that programs derive their own folders from.

    Attributes:
        home: the user's folder.
        config: of settings: ~/.config, ~/Library/Application Support, %APPDATA%.
        data: of data: ~/.local/share, ~/Library/Application Support, %APPDATA%.
        local_data: the same but for Windows, where it is %LOCALAPPDATA%.
        cache: ~/.cache, ~/Library/Caches, %LOCALAPPDATA%.
        services: homes of services that keep models for all users.
        variables: the environment.
    """

    home: Path
    config: Path
    data: Path
    local_data: Path
    cache: Path
    services: tuple[Path, ...]
    variables: Mapping[str, str]

    def folder_named_by(self, variable: str) -> Path | None:
        """The folder that a variable names; None if it is not set or empty."""
        value = self.variables.get(variable, "").strip("\"' ")
        return self.expanded(value) if value else None

    def expanded(self, path: str) -> Path:
        """A path with "~" for the user's folder, made absolute."""
        if path == "~" or path.startswith(("~/", "~\\")):
            return self.home / path[2:]
        return self.home / path  # an absolute path stays as it is


def this_users_places() -> UserPlaces:
    """The places of who runs this program.

    The paths of macOS and Windows are those that the programs document; nobody has run this there.
    """
    return UserPlaces(
        home=Path(os.path.expanduser("~")).absolute(),  # noqa: PTH111  # Path.home() raises where there is none
        config=platformdirs.user_config_path(roaming=True),
        data=platformdirs.user_data_path(roaming=True),
        local_data=platformdirs.user_data_path(),
        cache=platformdirs.user_cache_path(),
        services=(Path("/usr/share/ollama"),) if sys.platform == "linux" else (),
        variables=dict(os.environ),
    )
