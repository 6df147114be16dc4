"""Where things live on this machine, and the person's choices, kept as one JSON file.

A broken or unreadable settings file never stops the start: it is set aside and the defaults are used. Writing is
to a temporary file, flushed to the disk and renamed, so that a power cut leaves the old file or the new one.
"""

import json
import os
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

from platformdirs import PlatformDirs

DATA_DIR_VARIABLE = "QUANTCHAT_DATA_DIR"
"""Environment variable that puts everything QuantChat keeps into one folder (portable use, tests)."""


@dataclass(frozen=True, slots=True)
class Folders:
    """Where QuantChat keeps what; nothing is written anywhere else."""

    data: Path
    models: Path
    logs: Path

    @property
    def database(self) -> Path:
        """The conversations."""
        return self.data / "conversations.sqlite3"

    @property
    def machine_file(self) -> Path:
        """What was measured of this computer once."""
        return self.data / "machine.json"

    @property
    def measurements_file(self) -> Path:
        """How fast models ran here, beside what had been predicted."""
        return self.data / "measurements.jsonl"

    @property
    def settings_file(self) -> Path:
        """The person's choices."""
        return self.data / "settings.json"


def folders() -> Folders:
    """Folders of this user on this machine; they need not exist yet."""
    override = os.environ.get(DATA_DIR_VARIABLE)
    if override:
        data = Path(override).absolute()
        return Folders(data=data, models=data / "models", logs=data / "logs")
    platform_dirs = PlatformDirs("quantchat", appauthor=False)
    data = Path(platform_dirs.user_data_path)
    return Folders(data=data, models=data / "models", logs=Path(platform_dirs.user_log_path))


def resources_folder() -> Path:
    """Folder of the files shipped with the program: beside the package, or inside a frozen program."""
    frozen = getattr(sys, "_MEIPASS", None)
    return Path(frozen if frozen else Path(__file__).parent.parent) / "resources"


@dataclass(frozen=True, slots=True)
class Settings:
    """The person's choices.

    Attributes:
        last_model: path of the model that was in use, empty at first.
        loading_model: path of a model while it is loading; still there at a start if the program ended meanwhile.
        added_models: paths of files added with "Add a model file…", used where they lie.
        context_length: context wanted for a model, tokens; a model trained on less gets less.
        reading_tokens_per_second: slowest speed of writing that counts as fast enough to read along with.
        temperature: how freely the next word is drawn; 0 always takes the likeliest.
        window_geometry: what Qt gave for the window's place and size, base64.
    """

    last_model: str = ""
    loading_model: str = ""
    added_models: tuple[str, ...] = ()
    context_length: int = 8192
    reading_tokens_per_second: float = 5.0
    temperature: float = 0.7
    window_geometry: str = ""


class SettingsFile:
    """Settings on disk. `value` is always usable; `save` raises `OSError` where the disk refuses."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.value = self._load()

    def save(self, **changes: object) -> None:
        """Change some settings and write all of them.

        The change holds for this run even where it cannot be written.

        Raises:
            OSError: the disk is full or read-only.
        """
        self.value = replace(self.value, **changes)  # type: ignore[arg-type]  # checked by the dataclass
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        temporary = self._path.with_suffix(".tmp")
        with temporary.open("w", encoding="utf-8") as file:
            json.dump(asdict(self.value), file, indent=2)  # ASCII only: a path need not be valid text
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(self._path)

    def _load(self) -> Settings:
        try:
            raw = json.loads(self._path.read_text(encoding="utf-8"))
            return _settings_from_json(raw)
        except FileNotFoundError:
            return Settings()
        except (OSError, ValueError, TypeError, RecursionError):
            with suppress(OSError):  # a read-only disk: the defaults serve until it is writable
                self._path.replace(self._path.with_suffix(".broken.json"))
            return Settings()


def _settings_from_json(raw: object) -> Settings:
    """Build settings from parsed JSON; unknown keys are ignored, what no setting can be raises."""
    if not isinstance(raw, dict):
        raise TypeError("settings are not an object")
    known = {field.name: raw[field.name] for field in fields(Settings) if field.name in raw}
    defaults = Settings()
    for name, value in known.items():
        if name == "added_models":
            if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
                raise TypeError("added_models is not a list of paths")
            known[name] = tuple(value)
        elif type(value) is int and isinstance(getattr(defaults, name), float):
            known[name] = float(value)
        elif type(value) is not type(getattr(defaults, name)):
            raise TypeError(f"{name} has the wrong type")
    settings = Settings(**known)
    if settings.context_length < 1 or not settings.reading_tokens_per_second > 0:
        raise ValueError("a number that must be positive is not")
    return settings
