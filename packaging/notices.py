"""What is in the package and under which licences: a text for people, and a list of parts (CycloneDX) for programs."""

import json
import platform
import subprocess
from pathlib import Path
from typing import Any

from environment import pip_environment
from package_places import PackagePlaces, python_of
from starter_model import STARTER_MODEL
from steps import CommandFailedError, SetupStoppedError, run_step

LICENCES = "licences.txt"
PARTS = "sbom.cdx.json"

_COMMON_LICENCES = Path("/usr/share/common-licenses")
_FULL_TEXTS = ("LGPL-3", "GPL-3")
"""Licences that the packages name without carrying their text."""


def write_notices(places: PackagePlaces, version: str) -> None:
    """Write both into `places.notices`.

    Raises:
        SetupStoppedError: a package's licence could not be read.
    """
    places.notices.mkdir(parents=True, exist_ok=True)
    packages = places.build / "python-licences.txt"
    _run(places, "Listing licences", "piplicenses", *_LICENCE_OPTIONS, "--python", python_of(places.program),
         "--output-file", packages)  # fmt: skip
    parts = [
        (places.sources / "linux" / "bundled.txt").read_text(encoding="utf-8"),
        _python_licence(places),
        *(_titled(name, (_COMMON_LICENCES / name).read_text(encoding="utf-8")) for name in _FULL_TEXTS),
        _titled("Python packages", packages.read_text(encoding="utf-8")),
    ]
    (places.notices / LICENCES).write_text("\n".join(parts), encoding="utf-8")
    target = places.notices / PARTS
    _run(places, "Listing parts", "cyclonedx_py", "environment", "--output-reproducible", "--of", "JSON",
         "--output-file", target, python_of(places.program))  # fmt: skip
    target.write_text(_with_other_parts(target.read_text(encoding="utf-8"), version), encoding="utf-8")


_LICENCE_OPTIONS = (
    "--format=plain-vertical", "--with-license-file", "--no-license-path", "--with-notice-file", "--with-urls",
    "--ignore-packages", "pip", "setuptools",
)  # fmt: skip


def _run(places: PackagePlaces, title: str, module: str, *arguments: str | Path) -> None:
    command: list[str | Path] = [python_of(places.tools), "-m", module, *arguments]
    try:
        run_step(title, command, places.log, pip_environment())
    except CommandFailedError as failure:
        raise SetupStoppedError(f"This step failed: {title}.", failure.last_lines) from failure


def _python_licence(places: PackagePlaces) -> str:
    code = "import sys, sysconfig; print(sysconfig.get_path('stdlib')); print(sys.base_prefix)"
    run = subprocess.run([python_of(places.program), "-c", code], capture_output=True, text=True, check=True)
    library, _ = run.stdout.splitlines()
    for name in ("LICENSE.txt", "LICENSE"):
        licence = Path(library) / name
        if licence.is_file():
            return _titled("Python", licence.read_text(encoding="utf-8"))
    raise SetupStoppedError(f"Python's licence was not found in {library}.", "Use a Python that carries it.")


def _titled(title: str, text: str) -> str:
    return f"{'=' * 100}\n{title}\n{'=' * 100}\n\n{text.strip()}\n"


def _with_other_parts(document: str, version: str) -> str:
    """Add what pip does not know: what comes compiled within its packages, Python itself, the model and the fonts."""
    parts: dict[str, Any] = json.loads(document)
    parts["metadata"]["component"] = {
        "type": "application", "bom-ref": "quantchat", "name": "QuantChat", "version": version,
        "licenses": [{"license": {"id": "Apache-2.0"}}],
    }  # fmt: skip
    parts["components"] = [
        component for component in parts["components"] if component["name"] not in ("pip", "setuptools")
    ]
    kept = {component["bom-ref"] for component in parts["components"]}
    parts["dependencies"] = [entry for entry in parts["dependencies"] if entry["ref"] in kept]
    parts["components"] += [
        _component("library", "llama.cpp and ggml", "as vendored by llama-cpp-python", "MIT"),
        _component("platform", "CPython", platform.python_version(), "PSF-2.0"),
        _component("library", "Qt", "as in PySide6_Essentials", "LGPL-3.0-only"),
        _component("library", "ICU", "as in PySide6_Essentials", "Unicode-3.0"),
        _component("library", "OpenBLAS", "as in numpy", "BSD-3-Clause"),
        _component("data", "Inter", "4", "OFL-1.1"),
        _component("data", "JetBrains Mono", "2", "OFL-1.1"),
        _component("data", "STIX Two Math", "2", "OFL-1.1"),
        _component("data", "Lucide icons", "as in resources/icons", "ISC"),
        _component("machine-learning-model", STARTER_MODEL.name, "1", "Apache-2.0", STARTER_MODEL.sha256),
    ]
    return json.dumps(parts, indent=1, sort_keys=True) + "\n"


def _component(kind: str, name: str, version: str, licence: str, sha256: str = "") -> dict[str, Any]:
    hashes = {"hashes": [{"alg": "SHA-256", "content": sha256}]} if sha256 else {}
    return {
        "type": kind, "bom-ref": name, "name": name, "version": version, "licenses": [{"license": {"id": licence}}],
        **hashes,
    }  # fmt: skip
