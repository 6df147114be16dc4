"""The engine child: the only process that holds llama.cpp.

The app starts it as `python -m quantchat.engine.child`. Its main thread does one thing at a time, in the order of the
commands; another thread (`inbox`) reads the pipe meanwhile.
"""

import argparse
import faulthandler
import sys

from quantchat.native.channel import inherited_channel
from quantchat.native.confinement import confine


def main() -> None:
    """Run as the engine child."""
    parser = argparse.ArgumentParser(description="The engine process of QuantChat; the app starts it.")
    parser.add_argument("--channel", type=int, required=True, help="inherited handle of the pipe to the app")
    parser.add_argument("--parent", type=int, required=True, help="process number of the app")
    arguments = parser.parse_args()
    confine(arguments.parent)
    faulthandler.enable(sys.stderr)
    # llama.cpp comes in only now, under confinement.
    from quantchat.engine.service import EngineService

    EngineService(inherited_channel(arguments.channel)).run()


if __name__ == "__main__":
    main()
