"""What the operating system has to have: what is missing is told once, with the line to type."""

import importlib.util
import os
import shutil
import sys
from pathlib import Path

import pytest

from steps import SetupStoppedError
from system_needs import Need, missing_compiler, missing_libraries, missing_venv, provide


def test_a_missing_library_is_told_with_the_line_that_installs_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(shutil, "which", lambda _: "/usr/bin/apt-get")

    def load(name: str) -> None:
        if name in ("libxcb-cursor.so.0", "libxcb-icccm.so.4"):
            raise OSError(f"{name}: cannot open shared object file")

    with pytest.raises(SetupStoppedError, match=r"lacks what .* libxcb-cursor\.so\.0, libxcb-icccm\.so\.4") as stopped:
        provide(lambda: missing_libraries(load), tmp_path / "log")
    assert stopped.value.hint.endswith("  sudo apt-get install libxcb-cursor0 libxcb-icccm4")


def test_where_there_is_no_apt_the_missing_things_are_named_without_a_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(SetupStoppedError, match="a C\\+\\+ compiler") as stopped:
        provide(missing_compiler, tmp_path / "log")
    assert "apt-get" not in stopped.value.hint


def test_nothing_is_installed_or_said_where_nothing_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    provide(list, tmp_path / "log")
    assert capsys.readouterr().out == ""


def test_each_package_is_asked_for_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(shutil, "which", lambda _: "/usr/bin/apt-get")
    needs = [Need("libglib-2.0.so.0", "libglib2.0-0"), Need("libgthread-2.0.so.0", "libglib2.0-0")]
    with pytest.raises(SetupStoppedError) as stopped:
        provide(lambda: needs, tmp_path / "log")
    assert stopped.value.hint.count("libglib2.0-0") == 1


def test_a_python_without_venv_is_told_with_its_own_debian_package(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(shutil, "which", lambda _: "/usr/bin/apt-get")
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "ensurepip" else object())
    with pytest.raises(SetupStoppedError, match="Python's venv module") as stopped:
        provide(missing_venv, tmp_path / "log")
    assert stopped.value.hint.endswith(f"sudo apt-get install python3.{sys.version_info.minor}-venv")
