"""Which of ggml's backends the children bring in, and from where."""

import json
import subprocess
import sys
from pathlib import Path

LOADED = """
import ctypes, json, os, sys
from quantchat.native.backends import engine_folder, load_backends, registry_library
registry = registry_library(engine_folder())
registry.ggml_backend_reg_count.restype = ctypes.c_size_t
before = registry.ggml_backend_reg_count()
load_backends()
load_backends()
after = registry.ggml_backend_reg_count()
mapped = {line.split()[-1] for line in open("/proc/self/maps") if "libggml" in line}
json.dump({"before": before, "after": after, "mapped": sorted(mapped)}, sys.stdout)
"""


def loaded_in(folder: Path) -> dict[str, object]:
    """What a process that works in a folder has of ggml after it loaded the backends."""
    run = subprocess.run(
        [sys.executable, "-c", LOADED],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stderr == ""
    told: dict[str, object] = json.loads(run.stdout)
    return told


def test_backends_are_there_after_loading_and_are_loaded_once(tmp_path: Path) -> None:
    told = loaded_in(tmp_path)
    before, after = told["before"], told["after"]
    assert isinstance(before, int)
    assert isinstance(after, int)
    assert after >= 1
    assert before in (0, after)  # a build with its backends inside is left as it is


def test_no_library_is_loaded_from_the_folder_one_happens_to_be_in(tmp_path: Path) -> None:
    for name in ("libggml-cpu.so", "libggml-cpu-zen4.so", "libggml-vulkan.so"):
        (tmp_path / name).write_bytes(b"not a library")
    mapped = loaded_in(tmp_path)["mapped"]
    assert isinstance(mapped, list)
    assert mapped
    assert not [path for path in mapped if path.startswith(str(tmp_path))]
