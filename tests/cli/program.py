"""The command line as a person has it: the real program in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

from quantchat.settings import resources_folder

CHECKOUT = Path(__file__).parents[2]
STARTER = resources_folder() / "models" / "SmolLM2-135M-Instruct.Q4_1.gguf"
LIMIT_SECONDS = 120.0


def run(*words: str | Path, stdin: bytes = b"", **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run the program to its end with these words, and this environment beside its own."""
    done = subprocess.run(
        command(*words),
        input=stdin,
        capture_output=True,
        check=False,
        timeout=LIMIT_SECONDS,
        cwd=CHECKOUT,
        env=clean_environment(**environment),
    )
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def start(*words: str | Path) -> "subprocess.Popen[bytes]":
    """Start the program as a shell does, so that Ctrl-C can go to it and all its children at once."""
    return subprocess.Popen(
        command(*words),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=CHECKOUT,
        env=clean_environment(),
        start_new_session=True,
    )


def clean_environment(**additions: str) -> dict[str, str]:
    """This environment without what changes how Python prints, which a person does not have."""
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONUNBUFFERED", "PYTHONIOENCODING")}
    return {**kept, **additions}


def command(*words: str | Path) -> list[str]:
    """Words that start the program."""
    return [sys.executable, "-m", "quantchat", *map(str, words)]


def read_piece(process: "subprocess.Popen[bytes]") -> bytes:
    """What the program printed since, as soon as there is something; empty at its end."""
    assert process.stdout is not None
    return os.read(process.stdout.fileno(), 65536)
