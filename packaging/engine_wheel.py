"""The engine: llama.cpp and its Python binding, compiled for this computer once and kept for all checkouts.

There is no ready-made wheel of this version. The compilation uses every instruction of this CPU, so the cache tells
CPUs apart; a wheel for other people's computers is built elsewhere, with other flags.
"""

import hashlib
import os
import platform
import shutil
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from environment import download_pin, install_pins, make_venv, pip_environment
from pins import Pin, Section, in_sections
from places import Places
from steps import CommandFailedError, SetupStoppedError, only_one, run_step, say

CMAKE_FLAGS = ("-DGGML_NATIVE=ON", "-DLLAVA_BUILD=OFF")
"""Explicit, because the defaults change with SOURCE_DATE_EPOCH; pictures and sound (LLAVA) are not used."""

PORTABLE_CMAKE_FLAGS = (
    "-DGGML_NATIVE=OFF",
    "-DGGML_BACKEND_DL=ON",
    "-DGGML_CPU_ALL_VARIANTS=ON",
    "-DCMAKE_INSTALL_BINDIR=llama_cpp/lib",
    "-DCMAKE_INSTALL_LIBDIR=llama_cpp/lib",
    "-DLLAVA_BUILD=OFF",
)
"""One build for every x86-64 processor: a library for each generation of them, chosen when the engine starts. The
folders are named because the binding installs only one of the libraries by itself."""

VULKAN_FLAG = "-DGGML_VULKAN=ON"

NO_AMX_FLAGS = ("-mno-amx-tile", "-mno-amx-int8", "-mno-amx-bf16")
"""The matrix units of server CPUs (AMX): with them this llama.cpp ended at its first token with an illegal instruction
(`tilezero`), seen on a Xeon. ggml-org/llama.cpp#26954 tells of the same: the permission to use them is asked for on one
thread only, and the compiler drops their configuration."""

_FLAG_VARIABLES = (
    "SOURCE_DATE_EPOCH", "CMAKE_ARGS", "CMAKE_GENERATOR", "SKBUILD_CMAKE_ARGS", "SKBUILD_CMAKE_DEFINE",
    "CFLAGS", "CXXFLAGS", "CPPFLAGS", "LDFLAGS",
)  # fmt: skip
_CPUINFO = Path("/proc/cpuinfo")


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that decides whether a compiled engine fits this computer.

    The version of Python is no part of it: the wheel is tagged `py3-none` and reached through ctypes.
    """

    engine: Pin
    cmake_flags: tuple[str, ...]
    compiler_flags: tuple[str, ...]
    machine: str
    cpu_features: str
    c_library: str

    @property
    def name(self) -> str:
        """Name of the wheel's folder in the cache."""
        parts = (
            *self.engine.hashes,
            *self.cmake_flags,
            *self.compiler_flags,
            self.machine,
            self.cpu_features,
            self.c_library,
        )
        key = hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
        return f"{self.engine.name}-{self.engine.version}-{key}"


def recipe_for_this_computer(pins: Iterable[Pin]) -> Recipe:
    """The recipe with the pinned engine and this computer's CPU and C library."""
    (engine,) = in_sections(pins, Section.ENGINE)
    features = cpu_features()
    compiler_flags = NO_AMX_FLAGS if "amx_tile" in features.split() else ()
    return Recipe(engine, CMAKE_FLAGS, compiler_flags, platform.machine(), features, c_library())


def portable_recipe(pins: Iterable[Pin], *, with_vulkan: bool) -> Recipe:
    """The recipe of the engine in the installed package, for every x86-64 processor of this computer's C library."""
    (engine,) = in_sections(pins, Section.ENGINE)
    flags = (*PORTABLE_CMAKE_FLAGS, *((VULKAN_FLAG,) if with_vulkan else ()))
    return Recipe(engine, flags, (), platform.machine(), "every variant", c_library())


def cpu_features(cpuinfo: Path = _CPUINFO) -> str:
    """Instruction sets of the first core as Linux names them, sorted; the CPU's name elsewhere."""
    if not cpuinfo.is_file():
        return platform.processor()
    with cpuinfo.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:  # one core is enough, and the whole file is slow to read with many cores
            name, _, value = line.partition(":")
            if name.strip() in ("flags", "Features"):
                return " ".join(sorted(value.split()))
    return platform.processor()


def c_library() -> str:
    """Name and version of the C library: a wheel linked to a newer one does not load on an older one."""
    if "CS_GNU_LIBC_VERSION" in os.confstr_names:
        return os.confstr("CS_GNU_LIBC_VERSION") or ""
    return platform.platform()


def cached_wheel(places: Places, recipe: Recipe) -> Path | None:
    """The compiled engine from the cache, if it is there and whole."""
    for wheel in (places.wheels / recipe.name).glob("*.whl"):
        if zipfile.is_zipfile(wheel):
            with zipfile.ZipFile(wheel) as archive:
                return wheel if archive.testzip() is None else None
    return None


def ensure_wheel(places: Places, pins: tuple[Pin, ...], recipe: Recipe) -> Path:
    """Take the engine from the cache, or compile it; two checkouts that need the same one compile it once.

    Raises:
        SetupStoppedError: it could not be downloaded or compiled.
    """
    with only_one(places.wheels / f"{recipe.name}.lock"):
        wheel = cached_wheel(places, recipe)
        if wheel is not None:
            say(f"Engine: compiled before, taken from {wheel.parent}")
            return wheel
        unfinished = places.wheels / f"{recipe.name}.unfinished"
        # Left by a build that was killed: we hold the lock, so nobody works on it.
        shutil.rmtree(unfinished, ignore_errors=True)
        try:
            built = _build(unfinished, places.wheels / f"{recipe.name}.log", pins, recipe)
            finished = places.wheels / recipe.name
            shutil.rmtree(finished, ignore_errors=True)  # there only if its wheel is damaged
            built.parent.rename(finished)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
        return finished / built.name


def build_environment(recipe: Recipe, tools: Path, temporary: Path) -> dict[str, str]:
    """The environment of the compilation: the recipe's flags and no others, and the pinned cmake and ninja first."""
    environment = {name: value for name, value in pip_environment().items() if name not in _FLAG_VARIABLES}
    if recipe.compiler_flags:
        environment |= dict.fromkeys(("CFLAGS", "CXXFLAGS"), " ".join(recipe.compiler_flags))
    return environment | {
        "CMAKE_ARGS": " ".join(recipe.cmake_flags),
        "PATH": f"{tools}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        "TMPDIR": str(temporary),  # hundreds of MB, too much for a small /tmp
    }


def _build(folder: Path, log: Path, pins: tuple[Pin, ...], recipe: Recipe) -> Path:
    folder.mkdir(parents=True)
    log.unlink(missing_ok=True)
    tools = folder / "tools"
    python = tools / "bin" / "python"
    make_venv(tools, "Preparing the build tools", log)
    install_pins(python, in_sections(pins, Section.BUILD), "Installing the build tools", log)
    source = download_pin(python, recipe.engine, folder, "Downloading llama.cpp (77 MB)", log, source=True)
    say(
        "Now llama.cpp is compiled for this computer. Two cores take about 4 to 7 minutes, more cores less. "
        f"It is done once and kept in {folder.parent}; the log is {log}"
    )
    wheels, temporary = folder / "wheel", folder / "temporary"
    temporary.mkdir()
    environment = build_environment(recipe, tools / "bin", temporary)
    # no pip cache: it would not tell flags and CPUs apart
    options = ("--verbose", "--no-cache-dir", "--no-deps", "--no-index", "--no-build-isolation")
    try:
        command: list[str | Path] = [python, "-m", "pip", "wheel", *options, "--wheel-dir", wheels, source]
        run_step("Compiling llama.cpp", command, log, environment)
    except CommandFailedError as failure:
        raise SetupStoppedError(
            "llama.cpp could not be compiled, so QuantChat cannot answer yet.",
            f"The compiler's last words:\n{failure.last_lines}\nLog: {log}\n"
            "If it ran out of memory, try again with CMAKE_BUILD_PARALLEL_LEVEL=1 in front of the command.",
        ) from failure
    return next(wheels.glob("*.whl"))
