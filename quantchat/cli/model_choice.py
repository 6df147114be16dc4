"""Which models there are, and which one a command is to run."""

import os
from collections.abc import Sequence
from pathlib import Path

from quantchat.core.plain_text import plain_text
from quantchat.errors import ErrorKind, KnownError
from quantchat.library.model_file import part_paths
from quantchat.library.models import LocalModel, ModelSource, library_of
from quantchat.settings import Settings, SettingsFile, folders
from quantchat.wording import worded


def saved_settings() -> Settings:
    """The choices made in the window."""
    return SettingsFile(folders().settings_file).value


def known_models(settings: Settings) -> tuple[LocalModel, ...]:
    """Every model on this computer that QuantChat knows of, those of other programs included."""
    return library_of(settings, folders()).scan(Path(path) for path in settings.added_models)


def chosen_model(wanted: str | None, settings: Settings) -> Path:
    """Return the file of a wanted model: a path, a name from `models`, or by default the one last used.

    Raises:
        KnownError: there is none, or several are called so.
    """
    if wanted is None:
        return _usual_model(known_models(settings), settings)
    if is_model_file(wanted):
        return _named_with_slashes(wanted, settings) or part_paths(Path(wanted).absolute())[0]
    return _model_called(wanted, known_models(settings))


def is_model_file(wanted: str) -> bool:
    """Whether a word names a file rather than a model that is known by name."""
    path = Path(wanted)
    if path.name != wanted or path.suffix.casefold() == ".gguf":
        return True
    try:
        return path.is_file()
    except OSError:  # such as a name that no file can have
        return False


def _usual_model(models: Sequence[LocalModel], settings: Settings) -> Path:
    usable = [model.path for model in models if not model.problem]
    if not usable:
        raise KnownError(
            ErrorKind.FILE_MISSING,
            worded("There is no model on this computer yet."),
            worded("Name a GGUF file with -m FILE."),
        )
    last = Path(settings.last_model)
    return last if last in usable else usable[0]


def _named_with_slashes(wanted: str, settings: Settings) -> Path | None:
    """The model of a name such as Ollama's "someone/model:7b", which looks like a path that leads nowhere."""
    if ":" not in wanted or os.path.lexists(wanted):
        return None
    return next((model.path for model in known_models(settings) if model.display_name == wanted), None)


def _model_called(name: str, models: Sequence[LocalModel]) -> Path:
    matches = _matches(name.casefold(), models)
    # A name that was the person's own must not become ambiguous because another program has the model too.
    matches = [model for model in matches if model.source is not ModelSource.FOUND] or matches
    if not matches:
        raise KnownError(
            ErrorKind.FILE_MISSING,
            worded("There is no model called “{model}” on this computer.", model=name),
            worded("`quantchat models` lists those there are."),
        )
    if len(matches) > 1:
        stems = [model.path.stem for model in matches]
        tell_apart = stems if len({stem.casefold() for stem in stems}) == len(stems) else [*map(_path_text, matches)]
        raise KnownError(
            ErrorKind.OTHER,
            worded("Several models are called “{model}”.", model=name),
            worded("Name one of these: {models}.", models=", ".join(tell_apart)),
        )
    return matches[0].path


def _matches(word: str, models: Sequence[LocalModel]) -> list[LocalModel]:
    return [model for model in models if model.path.stem.casefold() == word] or [
        model for model in models if model.display_name.casefold() == word
    ]


def _path_text(model: LocalModel) -> str:
    return plain_text(str(model.path), max_chars=4096)
