"""`quantchat inspect` and `quantchat models`: what a model file is, and which models there are."""

import argparse
from pathlib import Path

from quantchat.cli import options
from quantchat.cli.model_choice import known_models, saved_settings
from quantchat.cli.output import print_json, print_text
from quantchat.library.models import inspect_model
from quantchat.library.report import inspection_json, inspection_text, models_json, models_text


def add_inspect(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `inspect` to the commands."""
    command = commands.add_parser("inspect", help="say what a model file is")
    command.add_argument("file", type=Path, help="a GGUF file")
    options.add_json(command)
    command.set_defaults(run=_inspect)


def add_models(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `models` to the commands."""
    command = commands.add_parser("models", help="list the models on this computer")
    options.add_json(command)
    command.set_defaults(run=_models)


def _inspect(arguments: argparse.Namespace) -> int:
    facts = inspect_model(arguments.file)
    if arguments.json:
        print_json(inspection_json(facts))
    else:
        print_text(inspection_text(facts))
    return 0


def _models(arguments: argparse.Namespace) -> int:
    models = known_models(saved_settings())
    if arguments.json:
        print_json(models_json(models))
    else:
        print_text(models_text(models))
    return 0
