"""The command line. Without a command it opens the window; every other command runs without Qt and a display.

Results go to stdout (with `--json` one object), everything else to stderr. Exit status: 0 done, 1 a known failure,
told in one sentence, 2 wrong usage.
"""

from quantchat.cli.program import main

__all__ = ["main"]
