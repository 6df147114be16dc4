"""The commands need neither Qt nor, in their own process, llama.cpp."""

import subprocess
import sys

from tests.cli.program import CHECKOUT, LIMIT_SECONDS, STARTER

COMMANDS = f"""
import sys
from quantchat.cli import main

for words in (
    ["models"],
    ["inspect", {str(STARTER)!r}],
    ["ask", "--max-tokens", "1", "Hello"],
    ["bench", "--prompt-tokens", "4", "--tokens", "2", "--repetitions", "1", "--context", "64"],
):
    assert main(words) == 0, words
packages = {{name.partition(".")[0] for name in sys.modules}}
print(sorted(packages & {{"PySide6", "shiboken6", "llama_cpp", "numpy"}}))
"""

NO_QT = """
import sys
sys.modules["PySide6"] = None
from quantchat.cli import main
sys.exit(main([]))
"""


def python(program: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=False,
        timeout=LIMIT_SECONDS,
        cwd=CHECKOUT,
    )


def test_the_commands_import_neither_qt_nor_llama_cpp() -> None:
    done = python(COMMANDS)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "[]"


def test_without_qt_the_window_is_refused_in_a_sentence() -> None:
    done = python(NO_QT)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("The window cannot be opened because a part of Qt is missing: ")
