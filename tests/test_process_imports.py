"""Which packages each process pulls in: the window no llama.cpp, the engine no Qt and nothing of the store."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.leaks import HAS_QT

CHECKOUT = Path(__file__).parents[1]
QT = "PySide6 shiboken6"
WINDOW_MUST_NOT_IMPORT = {"quantchat.gui.app": "llama_cpp numpy httpx keyring"} if HAS_QT else {}
MUST_NOT_IMPORT = {
    **WINDOW_MUST_NOT_IMPORT,
    "quantchat.cli": f"{QT} llama_cpp numpy",
    "quantchat.engine.client": f"{QT} llama_cpp numpy sqlite3",
    "quantchat.engine.quantization": f"{QT} llama_cpp numpy sqlite3",
    # The child confines itself before llama.cpp comes in, and llama_cpp itself imports sqlite3 for a cache.
    "quantchat.engine.child": f"{QT} llama_cpp numpy sqlite3",
    "quantchat.engine.service": f"{QT} quantchat.store quantchat.gui",
    "quantchat.probe.hardware": f"{QT} llama_cpp numpy sqlite3",
}

IMPORTED = """
import importlib, sys
importlib.import_module(sys.argv[1])
print([name for name in sys.argv[2].split() if name in sys.modules])
"""

IMPORT_WITHOUT_QT = """
import importlib, sys
sys.modules["PySide6"] = sys.modules["shiboken6"] = None
for name in sys.argv[1:]:
    importlib.import_module(name)
"""


def python(program: str, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program, *words], capture_output=True, text=True, check=False, timeout=120, cwd=CHECKOUT
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def modules_outside_the_window() -> Iterator[str]:
    for path in sorted((CHECKOUT / "quantchat").rglob("*.py")):
        parts = path.relative_to(CHECKOUT).with_suffix("").parts
        if parts[1] not in ("gui", "__main__"):
            yield ".".join(parts).removesuffix(".__init__")


@pytest.mark.parametrize(("module", "forbidden"), MUST_NOT_IMPORT.items())
def test_a_process_imports_only_what_it_needs(module: str, forbidden: str) -> None:
    assert python(IMPORTED, module, forbidden).strip() == "[]"


def test_everything_but_the_window_can_be_imported_without_qt() -> None:
    modules = tuple(modules_outside_the_window())
    assert "quantchat.chat_turn.turns" in modules
    assert "quantchat.engine.service" in modules
    python(IMPORT_WITHOUT_QT, *modules)
