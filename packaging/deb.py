"""Packs the frozen program for Debian and Ubuntu, with everything by which a desktop finds it.

No maintainer scripts: Debian's triggers refresh the lists of programs, file types and icons by themselves, and what a
person keeps in the home folder is nobody's but theirs, also when the package is purged.
"""

import gzip
import os
import shutil
import subprocess
from pathlib import Path

from notices import LICENCES, PARTS
from package_places import PackagePlaces
from release_notes import debian_changelog, last_change_of, read_releases
from shared_library_needs import debian_dependencies
from steps import CommandFailedError, SetupStoppedError, run_step, say

ID = "io.github.quantchat.QuantChat"
MAINTAINER = "QuantChat developers <quantchat@users.noreply.github.com>"

_CONTROL = """\
Package: quantchat
Version: {version}
Architecture: amd64
Maintainer: {maintainer}
Installed-Size: {size_kib}
Depends: {dependencies}
Recommends: xdg-utils
Suggests: libvulkan1
Section: utils
Priority: optional
Homepage: https://github.com/quantchat/quantchat
Description: chat offline with language models on your own computer
 QuantChat runs language models in the GGUF format on this computer, without a
 network. You choose a model, ask, and the answer appears word by word. A small
 model comes with the program, so that the first answer needs no download.
 .
 It reads the computer and says which quantization of a model suits it, and why:
 how much memory it takes, how fast it will answer and how much quality it
 keeps. Models can be downloaded, checked and made smaller.
 .
 The engine (llama.cpp) comes compiled for every x86-64 processor.
"""


def build_deb(places: PackagePlaces, version: str) -> Path:
    """Lay the package out and pack it; return the file.

    Raises:
        SetupStoppedError: a needed library is in no package, or packing failed.
    """
    root = places.deb_root
    shutil.rmtree(root, ignore_errors=True)
    share = root / "usr" / "share"
    shutil.copytree(places.tree, root / "usr" / "lib" / "quantchat", symlinks=True)
    _link(root / "usr" / "bin" / "quantchat", "../lib/quantchat/quantchat")
    _lay_out_desktop(places, share)
    _lay_out_documents(places, share, version)
    control = _CONTROL.format(
        version=version,
        maintainer=MAINTAINER,
        size_kib=_size_kib(root),
        dependencies=debian_dependencies(places.tree),
    )
    _copy_text(control, root / "DEBIAN" / "control")
    _copy_text(_checksums(root), root / "DEBIAN" / "md5sums")
    _set_permissions(root)
    return _pack(places, version)


def _lay_out_desktop(places: PackagePlaces, share: Path) -> None:
    linux = places.sources / "linux"
    _copy(linux / f"{ID}.desktop", share / "applications" / f"{ID}.desktop")
    _copy(linux / f"{ID}.mime.xml", share / "mime" / "packages" / f"{ID}.xml")
    _copy(places.texts / f"{ID}.metainfo.xml", share / "metainfo" / f"{ID}.metainfo.xml")
    shutil.copytree(places.icons, share / "icons" / "hicolor")
    _copy(places.texts / "quantchat.bash", share / "bash-completion" / "completions" / "quantchat")
    _copy(places.texts / "_quantchat", share / "zsh" / "vendor-completions" / "_quantchat")


def _lay_out_documents(places: PackagePlaces, share: Path, version: str) -> None:
    checkout, documents = places.places.checkout, share / "doc" / "quantchat"
    _copy(places.sources / "linux" / "copyright", documents / "copyright")
    _copy(places.sources / "linux" / "lintian-overrides", share / "lintian" / "overrides" / "quantchat")
    for name in (LICENCES, PARTS):
        _compress((places.notices / name).read_text(encoding="utf-8"), documents / f"{name}.gz")
    changelog = (checkout / "CHANGELOG.md").read_text(encoding="utf-8")
    releases = read_releases(changelog, version, last_change_of(checkout))
    _compress(debian_changelog(releases, MAINTAINER), documents / "changelog.gz")
    man_page = (places.texts / "quantchat.1").read_text(encoding="utf-8")
    _compress(man_page, share / "man" / "man1" / "quantchat.1.gz")


def _pack(places: PackagePlaces, version: str) -> Path:
    places.packages.mkdir(exist_ok=True)
    package = places.packages / f"quantchat_{version}_amd64.deb"
    unfinished = package.with_suffix(".unfinished")
    command: list[str | Path] = ["dpkg-deb", "--root-owner-group", "-Zxz", "--build", places.deb_root, unfinished]
    environment = {
        **os.environ,
        "SOURCE_DATE_EPOCH": str(int(last_change_of(places.places.checkout).timestamp())),
    }
    try:
        run_step("Packing", command, places.log, environment)
    except CommandFailedError as failure:
        raise SetupStoppedError("The package could not be packed.", failure.last_lines) from failure
    unfinished.replace(package)
    say(f"Package: {package.stat().st_size / 1e6:.0f} MB")
    return package


def _size_kib(root: Path) -> int:
    return sum(path.lstat().st_size // 1024 + 1 for path in root.rglob("*"))


def _checksums(root: Path) -> str:
    """The list by which `dpkg --verify` finds changed files."""
    files = [path for path in sorted((root / "usr").rglob("*")) if path.is_file() and not path.is_symlink()]
    names = [str(path.relative_to(root)) for path in files]
    run = subprocess.run(["md5sum", "--", *names], cwd=root, capture_output=True, text=True, check=True)
    return run.stdout


def _set_permissions(root: Path) -> None:
    """What the person's umask may have taken away; the frozen program has its permissions already."""
    program = root / "usr" / "lib" / "quantchat"
    for path in (root, *root.rglob("*")):
        if not path.is_symlink() and program not in path.parents:
            path.chmod(0o755 if path.is_dir() else 0o644)


def _link(path: Path, target: str) -> None:
    path.parent.mkdir(parents=True)
    path.symlink_to(target)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _copy_text(text: str, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")


def _compress(text: str, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))
