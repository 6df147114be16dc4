"""The compiled engine: what tells two of them apart in the cache, and that the cache never holds half of one.

The compilation itself is the seam: it takes minutes, so a small archive stands in for its result.
"""

import threading
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

import engine_wheel
from engine_wheel import Recipe, build_environment, cached_wheel, cpu_features, ensure_wheel, recipe_for_this_computer
from pins import Pin, Section
from places import Places
from steps import SetupStoppedError

ENGINE = Pin(Section.ENGINE, "llama_cpp_python", "0.3.36", ("a" * 64,))
RECIPE = Recipe(ENGINE, ("-DGGML_NATIVE=ON",), (), "x86_64", "avx avx2", "glibc 2.36")


@pytest.mark.parametrize(
    "other",
    [
        replace(RECIPE, engine=replace(ENGINE, version="0.3.37")),
        replace(RECIPE, engine=replace(ENGINE, hashes=("b" * 64,))),
        replace(RECIPE, cmake_flags=("-DGGML_NATIVE=OFF",)),
        replace(RECIPE, compiler_flags=("-mno-amx-int8",)),
        replace(RECIPE, machine="aarch64"),
        replace(RECIPE, cpu_features="avx"),
        replace(RECIPE, c_library="glibc 2.41"),
    ],
    ids=["version", "source", "flags", "compiler flags", "machine", "cpu", "c library"],
)
def test_an_engine_that_would_not_fit_has_another_place_in_the_cache(other: Recipe) -> None:
    assert other.name != RECIPE.name
    assert replace(RECIPE).name == RECIPE.name


def test_cpu_features_do_not_depend_on_the_order_in_which_the_kernel_lists_them(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.write_text("processor : 0\nflags\t\t: sse avx\n\nprocessor : 1\nflags : other\n", encoding="utf-8")
    second.write_text("processor : 0\nFeatures : avx sse\n", encoding="utf-8")
    assert cpu_features(first) == cpu_features(second) == "avx sse"


def test_settings_of_the_shell_do_not_change_what_is_compiled(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    monkeypatch.setenv("CMAKE_ARGS", "-DGGML_CUDA=ON")
    monkeypatch.setenv("CXXFLAGS", "-O0")
    environment = build_environment(RECIPE, tmp_path / "bin", tmp_path / "temporary")
    assert environment["CMAKE_ARGS"] == "-DGGML_NATIVE=ON"
    assert environment["PATH"].startswith(str(tmp_path / "bin"))
    assert {"SOURCE_DATE_EPOCH", "CXXFLAGS"}.isdisjoint(environment)


def test_matrix_units_that_the_engine_cannot_use_safely_are_left_out(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(engine_wheel, "cpu_features", lambda: "amx_int8 amx_tile avx2")
    recipe = recipe_for_this_computer((ENGINE,))
    environment = build_environment(recipe, tmp_path / "bin", tmp_path / "temporary")
    assert "-mno-amx-int8" in environment["CFLAGS"].split()
    assert environment["CXXFLAGS"] == environment["CFLAGS"]
    monkeypatch.setattr(engine_wheel, "cpu_features", lambda: "avx2")
    assert not recipe_for_this_computer((ENGINE,)).compiler_flags


def test_the_second_of_two_set_ups_takes_what_the_first_compiled(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiling, finish, built = threading.Event(), threading.Event(), []

    def compile_slowly(folder: Path, log: Path, pins: tuple[Pin, ...], recipe: Recipe) -> Path:
        built.append(recipe.name)
        compiling.set()
        assert finish.wait(10)
        return _small_wheel(folder)

    monkeypatch.setattr(engine_wheel, "_build", compile_slowly)
    wheels: list[Path] = []
    first, second = (
        threading.Thread(target=lambda: wheels.append(ensure_wheel(places, (ENGINE,), RECIPE))) for _ in range(2)
    )
    first.start()
    assert compiling.wait(10)
    second.start()
    finish.set()
    first.join()
    second.join()
    assert built == [RECIPE.name]
    assert wheels == [cached_wheel(places, RECIPE)] * 2


def test_a_failed_compilation_leaves_nothing_that_looks_like_an_engine(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(folder: Path, log: Path, pins: tuple[Pin, ...], recipe: Recipe) -> Path:
        _small_wheel(folder)
        raise SetupStoppedError("It could not be compiled.", "")

    monkeypatch.setattr(engine_wheel, "_build", fail)
    with pytest.raises(SetupStoppedError, match="could not be compiled"):
        ensure_wheel(places, (ENGINE,), RECIPE)
    assert cached_wheel(places, RECIPE) is None
    assert not list(places.cache.rglob("*.whl"))


def test_a_damaged_engine_in_the_cache_is_compiled_anew(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_wheel, "_build", lambda folder, *_: _small_wheel(folder))
    wheel = ensure_wheel(places, (ENGINE,), RECIPE)
    whole = wheel.read_bytes()
    wheel.write_bytes(whole.replace(b"engine", b"rubble", 1))
    assert cached_wheel(places, RECIPE) is None
    assert ensure_wheel(places, (ENGINE,), RECIPE).read_bytes() == whole


def _small_wheel(folder: Path) -> Path:
    wheel = folder / "wheel" / "llama_cpp_python-0.3.36-py3-none-any.whl"
    wheel.parent.mkdir(parents=True)
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr(zipfile.ZipInfo("lib"), "engine")
    return wheel
