"""The probe child: asks llama.cpp what a plan would take, and measures memory bandwidth.

A process of its own, since llama.cpp may abort on what it is asked, and short-lived, since a GPU driver keeps memory
for as long as a process has looked at it.
"""

import argparse
import faulthandler
import sys

from quantchat.native.channel import inherited_channel
from quantchat.native.confinement import confine


def main() -> None:
    """Run as the probe child."""
    parser = argparse.ArgumentParser(description="The probe process of QuantChat; the app starts it.")
    parser.add_argument("--channel", type=int, required=True, help="inherited handle of the pipe to the app")
    parser.add_argument("--parent", type=int, required=True, help="process number of the app")
    arguments = parser.parse_args()
    confine(arguments.parent)
    faulthandler.enable(sys.stderr)
    # llama.cpp comes in only now, under confinement.
    from quantchat.probe.service import serve

    serve(inherited_channel(arguments.channel))


if __name__ == "__main__":
    main()
