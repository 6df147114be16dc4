"""`python -m quantchat` is the same as the installed `quantchat` command."""

import sys

from quantchat.cli import main

if __name__ == "__main__":
    sys.exit(main())
