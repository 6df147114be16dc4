"""What the command line understands, for the program and for its man page."""

import argparse

from quantchat import __version__
from quantchat.cli import advising, ask, bench, inspection, quantize


def command_parser() -> argparse.ArgumentParser:
    """Everything that can be asked on the command line."""
    parser = argparse.ArgumentParser(
        prog="quantchat",
        description="Chat offline with language models. Without a command the window opens; "
        "`quantchat FILE.gguf` opens it with that model.",
    )
    parser.add_argument("--version", action="version", version=f"QuantChat {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for add_command in (
        advising.add_hardware,
        advising.add_fit,
        advising.add_recommend,
        inspection.add_inspect,
        inspection.add_models,
        ask.add_command,
        bench.add_command,
        quantize.add_command,
    ):
        add_command(commands)
    return parser
