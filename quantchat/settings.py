"""Where things live on this machine, and the person's choices, kept as one JSON file.

A broken or unreadable settings file never stops the start: it is set aside and the defaults are used. Writing is
to a temporary file, flushed to the disk and renamed, so that a power cut leaves the old file or the new one.
"""

import json
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields, replace
from enum import StrEnum
from pathlib import Path
from typing import Self

from platformdirs import PlatformDirs

from quantchat.core.plan import KvType, LoadPlan

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
    def header_cache_file(self) -> Path:
        """What the model files said when they were read last, so that they need not be read again."""
        return self.data / "model-headers.msgpack"

    @property
    def settings_file(self) -> Path:
        """The person's choices."""
        return self.data / "settings.json"

    @property
    def assistants_file(self) -> Path:
        """The person's own assistants, and what was changed of those that come with the program."""
        return self.data / "assistants.json"


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
class PlanChoice:
    """How the person wants one model to be loaded.

    Attributes:
        context_length: tokens.
        kv_type: element type of the KV cache.
        gpu_layers: layers on the GPU; -1 for as many as fit.
        threads: cores that compute; 0 for all physical ones.
        ubatch: tokens computed at once.
    """

    context_length: int
    kv_type: KvType = KvType.F16
    gpu_layers: int = -1
    threads: int = 0
    ubatch: int = 512

    @classmethod
    def of(cls, plan: LoadPlan) -> Self:
        """What of a plan is a person's choice."""
        return cls(plan.context_length, plan.kv_type, plan.gpu_layers, plan.threads, plan.ubatch)

    def plan(self, model_path: str) -> LoadPlan:
        """The plan for a file."""
        usual = LoadPlan(model_path)
        return replace(
            usual,
            context_length=self.context_length,
            kv_type=self.kv_type,
            gpu_layers=self.gpu_layers,
            threads=self.threads,
            ubatch=self.ubatch,
            batch=max(self.ubatch, usual.batch),
        )


class Appearance(StrEnum):
    """Whether the window is light or dark."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Contrast(StrEnum):
    """How strongly text and lines stand out from their ground."""

    SYSTEM = "system"
    NORMAL = "normal"
    HIGH = "high"


class Density(StrEnum):
    """How much room there is between things."""

    COMFORTABLE = "comfortable"
    COMPACT = "compact"


LEAST_TEXT_SIZE_PERCENT = 80
MOST_TEXT_SIZE_PERCENT = 250
MOST_TEMPERATURE = 5.0


@dataclass(frozen=True, slots=True)
class Settings:
    """The person's choices.

    Attributes:
        last_model: path of the model that was in use, empty at first.
        loading_model: path of a model while it is loading; still there at a start if the program ended meanwhile.
        added_models: paths of files added with "Add a model file…", used where they lie.
        models_folder: folder that models are downloaded to and looked for in; empty for the usual one.
        extra_folders: paths of more folders that are searched for models.
        context_length: context wanted for a model, tokens; a model trained on less gets less.
        reading_tokens_per_second: slowest speed of writing that counts as fast enough to read along with.
        temperature: how freely the next word is drawn; 0 always takes the likeliest.
        max_answer_tokens: most tokens of an answer; 0 for as many as the context holds.
        kv_type: element type of the KV cache wanted for a model.
        appearance: light, dark, or as the system is.
        contrast: normal, high, or as the system asks for.
        density: room between things; holds from the next start on.
        text_size_percent: size of text and of all that holds text; holds from the next start on.
        is_sidebar_shown: whether the list of chats is shown.
        window_geometry: what Qt gave for the window's place and size, base64.
        plan_choices: how models are to be loaded, by path, where the person chose it.
    """

    last_model: str = ""
    loading_model: str = ""
    added_models: tuple[str, ...] = ()
    models_folder: str = ""
    extra_folders: tuple[str, ...] = ()
    context_length: int = 8192
    reading_tokens_per_second: float = 5.0
    temperature: float = 0.7
    max_answer_tokens: int = 0
    kv_type: KvType = KvType.F16
    appearance: Appearance = Appearance.SYSTEM
    contrast: Contrast = Contrast.SYSTEM
    density: Density = Density.COMFORTABLE
    text_size_percent: int = 100
    is_sidebar_shown: bool = True
    window_geometry: str = ""
    plan_choices: Mapping[str, PlanChoice] = field(default_factory=dict)

    def plan_for(self, model_path: str) -> LoadPlan:
        """How a model is to be loaded: as the person chose for it, else as usual."""
        choice = self.plan_choices.get(model_path)
        return choice.plan(model_path) if choice else self.usual_plan(model_path)

    def usual_plan(self, model_path: str = "") -> LoadPlan:
        """How a model is to be loaded where the person chose nothing for it."""
        return LoadPlan(model_path, context_length=self.context_length, kv_type=self.kv_type)


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
    defaults = Settings()
    known = {
        field.name: _value_from_json(field.name, raw[field.name], getattr(defaults, field.name))
        for field in fields(Settings)
        if field.name in raw
    }
    settings = Settings(**known)  # type: ignore[arg-type]  # each value has the type of its default
    if settings.context_length < 1 or not settings.reading_tokens_per_second > 0:
        raise ValueError("a number that must be positive is not")
    if settings.max_answer_tokens < 0 or not 0 <= settings.temperature <= MOST_TEMPERATURE:
        raise ValueError("a number of the answers is out of range")
    if not LEAST_TEXT_SIZE_PERCENT <= settings.text_size_percent <= MOST_TEXT_SIZE_PERCENT:
        raise ValueError("the text size is out of range")
    return settings


def _value_from_json(name: str, value: object, default: object) -> object:
    """A setting's value in the type of its default."""
    if isinstance(default, tuple):
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise TypeError(f"{name} is not a list of paths")
        return tuple(value)
    if name == "plan_choices":
        return _plan_choices(value)
    if isinstance(default, StrEnum) and type(value) is str:
        # A newer version may offer more to choose from, which is no reason to lose the other settings.
        return next((choice for choice in type(default) if choice == value), default)
    if type(value) is int and isinstance(default, float):
        return float(value)
    if type(value) is not type(default):
        raise TypeError(f"{name} has the wrong type")
    return value


def _plan_choices(raw: object) -> dict[str, PlanChoice]:
    """The choices in parsed JSON; one that makes no sense is left out, and the model is loaded as usual."""
    if not isinstance(raw, dict):
        raise TypeError("plan_choices are not an object")
    choices: dict[str, PlanChoice] = {}
    for path, values in raw.items():
        with suppress(KeyError, TypeError, ValueError):
            choice = PlanChoice(**{**values, "kv_type": KvType(values["kv_type"])})
            numbers = (choice.context_length, choice.gpu_layers, choice.threads, choice.ubatch)
            if all(type(number) is int for number in numbers) and choice.context_length > 0 < choice.ubatch:
                choices[str(path)] = choice
    return choices
