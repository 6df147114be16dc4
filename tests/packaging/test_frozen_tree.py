"""What is taken out of the frozen program, and what stays."""

from pathlib import Path

from elf_files import ElfFile
from pins import Section, in_sections, read_pins
from tree_pruning import LEFT_OUT_VARIANTS, link_copies, unused_libraries

CHECKOUT = Path(__file__).resolve().parent.parent.parent


def library(path: str, *needed: str) -> ElfFile:
    return ElfFile(Path("tree/_internal") / path, frozenset(needed))


def test_a_library_that_nothing_asks_for_goes_with_all_that_only_it_needed() -> None:
    window = library("PySide6/QtWidgets.abi3.so", "libQt6Widgets.so.6")
    used = library("PySide6/Qt/lib/libQt6Widgets.so.6", "libc.so.6")
    television = library("PySide6/Qt/lib/libQt6EglFs.so.6", "libQt6EglFsKms.so.6")
    below = library("PySide6/Qt/lib/libQt6EglFsKms.so.6")
    assert set(unused_libraries((window, used, television, below))) == {television.path, below.path}


def test_what_is_loaded_by_its_path_is_never_unused() -> None:
    plugin = library("PySide6/Qt/plugins/platforms/libqxcb.so")
    backend = library("llama_cpp/lib/libggml-cpu-haswell.so")
    python = library("libpython3.11.so.1.0")
    module = library("psutil/_psutil_linux.abi3.so")
    assert unused_libraries((plugin, backend, python, module)) == ()


def test_copies_of_one_library_become_links_to_one_file(tmp_path: Path) -> None:
    for name in ("libggml.so", "libggml.so.0", "libggml.so.0.25.3"):
        (tmp_path / name).write_bytes(b"registry")
    (tmp_path / "libllama.so").write_bytes(b"another")
    link_copies(tmp_path)
    assert (tmp_path / "libggml.so.0.25.3").is_file()
    assert not (tmp_path / "libggml.so.0.25.3").is_symlink()
    assert (
        (tmp_path / "libggml.so").resolve() == (tmp_path / "libggml.so.0").resolve() == tmp_path / "libggml.so.0.25.3"
    )
    assert not (tmp_path / "libllama.so").is_symlink()


def test_the_variant_with_matrix_units_is_not_shipped() -> None:
    assert "libggml-cpu-sapphirerapids.so" in LEFT_OUT_VARIANTS


def test_what_packing_needs_is_pinned() -> None:
    pinned = {pin.name for pin in in_sections(read_pins(CHECKOUT / "constraints.txt"), Section.PACKAGE)}
    assert {"pyinstaller", "pip-licenses", "cyclonedx-bom"} <= pinned
