"""Facts that macOS tells through sysctl. Written from Apple's documentation and not exercised on a Mac."""

import subprocess
import sys

_TIMEOUT_SECONDS = 1.0


def read_sysctl(name: str) -> str:
    """The value of a sysctl name on macOS; empty where there is none, and on every other system."""
    if sys.platform != "darwin":
        return ""
    try:
        done = subprocess.run(
            ["/usr/sbin/sysctl", "-n", name], capture_output=True, text=True, check=False, timeout=_TIMEOUT_SECONDS
        )
    except (OSError, subprocess.TimeoutExpired):  # a fact less, which callers expect on some Macs
        return ""
    return done.stdout.strip()
