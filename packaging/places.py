"""Where set-up puts things: into this checkout, and into one cache folder shared by all checkouts of a user."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Places:
    """The folders set-up works in; they need not exist yet."""

    checkout: Path
    cache: Path

    @property
    def constraints(self) -> Path:
        """The pinned packages."""
        return self.checkout / "constraints.txt"

    @property
    def venv(self) -> Path:
        """The virtual environment of this checkout."""
        return self.checkout / ".venv"

    @property
    def python(self) -> Path:
        """The interpreter of the virtual environment."""
        return self.venv / "bin" / "python"

    @property
    def log(self) -> Path:
        """What pip and venv said in this checkout."""
        return self.checkout / "build" / "setup.log"

    @property
    def wheels(self) -> Path:
        """Compiled engines, each with the log of its compilation."""
        return self.cache / "wheels"

    @property
    def cached_models(self) -> Path:
        """Models fetched once for all checkouts."""
        return self.cache / "models"

    @property
    def models(self) -> Path:
        """Models that the program ships with."""
        return self.checkout / "resources" / "models"


def places_of(checkout: Path) -> Places:
    """Places of one checkout; the cache follows the XDG rule that a relative path is ignored."""
    base = Path(os.environ.get("XDG_CACHE_HOME", ""))
    return Places(checkout, (base if base.is_absolute() else Path.home() / ".cache") / "quantchat")
