"""Whether the Vulkan backend can be compiled here, and the reason where it cannot."""

from pathlib import Path

import pytest

from vulkan_headers import missing_for_vulkan

HEADER = """\
#define VK_HEADER_VERSION {version}
#define VK_HEADER_VERSION_COMPLETE VK_MAKE_API_VERSION(0, 1, {minor}, VK_HEADER_VERSION)
"""


@pytest.fixture
def shader_compiler(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "bin" / "glslc"
    program.parent.mkdir()
    program.touch(mode=0o755)
    monkeypatch.setenv("PATH", str(program.parent))


def headers(folder: Path, minor: int, version: int) -> tuple[Path, ...]:
    file = folder / "include" / "vulkan" / "vulkan_core.h"
    file.parent.mkdir(parents=True)
    file.write_text(HEADER.format(minor=minor, version=version), encoding="utf-8")
    return (folder / "include",)


@pytest.mark.usefixtures("shader_compiler")
@pytest.mark.parametrize(("minor", "version"), [(3, 272), (4, 0), (4, 313)])
def test_new_enough_headers_will_do(tmp_path: Path, minor: int, version: int) -> None:
    assert missing_for_vulkan(headers(tmp_path, minor, version)) == ""


@pytest.mark.usefixtures("shader_compiler")
def test_old_headers_are_told_with_the_version_that_is_needed(tmp_path: Path) -> None:
    told = missing_for_vulkan(headers(tmp_path, 3, 239))
    assert told == "the Vulkan headers are 1.3.239 and 1.3.272 is needed"


@pytest.mark.usefixtures("shader_compiler")
def test_missing_headers_are_told(tmp_path: Path) -> None:
    assert missing_for_vulkan((tmp_path,)) == "the Vulkan headers are not installed"


def test_a_missing_shader_compiler_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert missing_for_vulkan(headers(tmp_path, 4, 0)) == "the shader compiler glslc is not installed"
