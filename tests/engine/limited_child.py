"""Makes the engine child run under a limit of memory, or puts another program in its place."""

import sys

import pytest

LIMITED = """
import os, resource, sys
limit_bytes = int(sys.argv.pop(1))
resource.setrlimit(resource.RLIMIT_DATA, (limit_bytes, limit_bytes))
os.execv(sys.executable, [sys.executable, "-m", "quantchat.engine.child", *sys.argv[1:]])
"""


def limit_children(monkeypatch: pytest.MonkeyPatch, limit_bytes: int) -> None:
    """Give every engine child started from now on so much memory of its own and no more."""
    replace_child(monkeypatch, LIMITED, str(limit_bytes))


def replace_child(monkeypatch: pytest.MonkeyPatch, program: str, *arguments: str) -> None:
    """Start this Python program instead of the engine child."""
    command = [sys.executable, "-c", program, *arguments]
    monkeypatch.setattr("quantchat.native.child_process._command", lambda _program: command)
