"""Where the packager works: everything it makes lies in `build/package`, and what people get in `dist`."""

from dataclasses import dataclass
from pathlib import Path

from places import Places


@dataclass(frozen=True, slots=True)
class PackagePlaces:
    """The folders of the packager in one checkout; they need not exist yet."""

    places: Places

    @property
    def build(self) -> Path:
        """Everything that is made on the way."""
        return self.places.checkout / "build" / "package"

    @property
    def log(self) -> Path:
        """What the tools said."""
        return self.build / "package.log"

    @property
    def tools(self) -> Path:
        """Virtual environment with the program, its engine and PyInstaller."""
        return self.build / "tools"

    @property
    def program(self) -> Path:
        """Virtual environment with nothing but what the program needs: what licences and parts are listed from."""
        return self.build / "program"

    @property
    def tree(self) -> Path:
        """The frozen program: a folder that runs from wherever it lies."""
        return self.build / "frozen" / "quantchat"

    @property
    def notices(self) -> Path:
        """Licences and list of parts, as they go into the package."""
        return self.build / "notices"

    @property
    def texts(self) -> Path:
        """Man page, completions and metainfo, made from the program itself."""
        return self.build / "texts"

    @property
    def icons(self) -> Path:
        """The icon in all sizes."""
        return self.build / "icons"

    @property
    def deb_root(self) -> Path:
        """The file system of the .deb."""
        return self.build / "deb"

    @property
    def packages(self) -> Path:
        """What people get."""
        return self.places.checkout / "dist"

    @property
    def sources(self) -> Path:
        """The packager's own files."""
        return self.places.checkout / "packaging"


def python_of(venv: Path) -> Path:
    """The interpreter of a virtual environment."""
    return venv / "bin" / "python"
