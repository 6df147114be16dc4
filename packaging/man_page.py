"""Writes the man page and the completions of shells from the program's own command line, so that none can disagree.

python packaging/man_page.py FOLDER
"""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(CHECKOUT))

from quantchat import __version__  # noqa: E402 -- the checkout has to be on the path first
from quantchat.cli.commands import command_parser  # noqa: E402

_FILE_METAVARS = frozenset({"FILE", "SOURCE", "TARGET", "M.json", "MODEL"})
"""What an argument is called that may be a path."""


@dataclass(frozen=True, slots=True)
class Option:
    """One option or positional argument, as a person reads it."""

    flags: tuple[str, ...]
    metavar: str
    help: str
    choices: tuple[str, ...]

    @property
    def is_path(self) -> bool:
        """Whether a path may stand here."""
        return self.metavar in _FILE_METAVARS


@dataclass(frozen=True, slots=True)
class Command:
    """One command of the program."""

    name: str
    help: str
    description: str
    options: tuple[Option, ...]
    positionals: tuple[Option, ...]


def main() -> int:
    """Write all three files into the folder that is named."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    commands = program_commands()
    texts = {
        "quantchat.1": man_page(commands),
        "quantchat.bash": bash_completion(commands),
        "_quantchat": zsh_completion(commands),
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return 0


def program_commands() -> tuple[Command, ...]:
    """The commands that the program takes, read off its parser."""
    parser = command_parser()
    # argparse shows its parts to nobody else than its own help; their names have not changed since it exists.
    (subparsers,) = (item for item in parser._actions if isinstance(item, argparse._SubParsersAction))  # noqa: SLF001
    helps = {choice.dest: choice.help or "" for choice in subparsers._choices_actions}  # noqa: SLF001
    return tuple(_command(name, helps.get(name, ""), command) for name, command in subparsers.choices.items())


def man_page(commands: tuple[Command, ...]) -> str:
    """The manual in roff."""
    lines = [
        f'.TH QUANTCHAT 1 "" "QuantChat {__version__}" "User Commands"',
        ".SH NAME",
        r"quantchat \- chat offline with language models on your own computer",
        ".SH SYNOPSIS",
        ".B quantchat",
        r"[\fIFILE.gguf\fR]",
        ".br",
        ".B quantchat",
        r"\fICOMMAND\fR [\fIOPTION\fR]...",
        ".SH DESCRIPTION",
        "Without a command the window opens; with a model file it opens with that model. If it is open already, the",
        "file is handed over to it.",
        ".SH OPTIONS",
        *_entry(r"\fB\-h\fR, \fB\-\-help\fR", "show the commands, or the options of a command"),
        *_entry(r"\fB\-\-version\fR", "show the version"),
        ".SH COMMANDS",
        *(line for command in commands for line in _command_lines(command)),
        *_LAST_SECTIONS,
    ]
    return "\n".join(lines) + "\n"


def bash_completion(commands: tuple[Command, ...]) -> str:
    """Completion for bash: commands, then their options; files elsewhere."""
    cases = "\n".join(f"    {command.name}) words='{' '.join(_all_flags(command))}' ;;" for command in commands)
    names = " ".join(command.name for command in commands)
    return f"""\
# bash completion for quantchat
_quantchat() {{
  local current=${{COMP_WORDS[COMP_CWORD]}} words=''
  if [[ $COMP_CWORD -eq 1 ]]; then
    COMPREPLY=($(compgen -W '{names} --help --version' -- "$current") $(compgen -f -X '!*.gguf' -- "$current"))
    return
  fi
  case ${{COMP_WORDS[1]}} in
{cases}
  esac
  if [[ $current == -* ]]; then
    COMPREPLY=($(compgen -W "$words" -- "$current"))
  fi
}}
complete -o bashdefault -o default -F _quantchat quantchat
"""


def zsh_completion(commands: tuple[Command, ...]) -> str:
    """Completion for zsh, with what each option does."""
    described = "\n".join(f"    '{command.name}:{_zsh_text(command.help)}'" for command in commands)
    cases = "\n".join(_zsh_case(command) for command in commands)
    return f"""\
#compdef quantchat
local -a commands
if (( CURRENT == 2 )); then
  commands=(
{described}
  )
  _describe command commands
  _arguments '--help[show the commands]' '--version[show the version]' '*:model file:_files -g "*.gguf"'
  return
fi
local name=$words[2]
shift words
(( CURRENT-- ))
case $name in
{cases}
esac
"""


def _zsh_case(command: Command) -> str:
    specs = [_zsh_option(flag, option) for option in command.options for flag in option.flags]
    specs.append("'*:file:_files'")
    return f"  {command.name}) _arguments {' '.join(specs)} ;;"


def _zsh_option(flag: str, option: Option) -> str:
    value = ""
    if option.metavar:
        action = f"({' '.join(option.choices)})" if option.choices else "_files" if option.is_path else " "
        value = f":{option.metavar}:{action}"
    return f"'{flag}[{_zsh_text(option.help)}]{value}'"


def _zsh_text(text: str) -> str:
    return text.replace("'", "’").replace("[", "(").replace("]", ")").replace(":", r"\:")


def _all_flags(command: Command) -> tuple[str, ...]:
    return tuple(flag for option in command.options for flag in option.flags)


def _command(name: str, remark: str, parser: argparse.ArgumentParser) -> Command:
    actions = (action for action in parser._actions if not isinstance(action, argparse._HelpAction))  # noqa: SLF001
    options = tuple(_option(action) for action in actions)
    return Command(
        name,
        remark,
        parser.description or "",
        tuple(option for option in options if option.flags),
        tuple(option for option in options if not option.flags),
    )


def _option(action: argparse.Action) -> Option:
    choices = tuple(str(choice) for choice in action.choices or ())
    metavar = action.metavar if isinstance(action.metavar, str) else "|".join(choices) or action.dest.upper()
    takes_value = not action.option_strings or action.nargs != 0
    remark = (action.help or "") % {**vars(action), "prog": "quantchat"}
    return Option(tuple(action.option_strings), metavar if takes_value else "", remark, choices)


def _command_lines(command: Command) -> Iterator[str]:
    words = " ".join(rf"\fI{_roff(option.metavar)}\fR" for option in command.positionals)
    yield rf".SS \fBquantchat {command.name}\fR {words}".rstrip()
    yield _roff(command.description or command.help)
    for option in (*command.positionals, *command.options):
        flags = ", ".join(rf"\fB{_roff(flag)}\fR" for flag in option.flags)
        value = rf"\fI{_roff(option.metavar)}\fR" if option.metavar else ""
        yield from _entry(" ".join(part for part in (flags, value) if part), option.help)


def _entry(head: str, text: str) -> tuple[str, ...]:
    return ".TP", head, _roff(text)


def _roff(text: str) -> str:
    escaped = text.replace("\\", r"\e").replace("-", r"\-")
    return r"\&" + escaped if escaped.startswith((".", "'")) else escaped


_LAST_SECTIONS = (
    ".SH EXIT STATUS",
    *_entry("0", "done"),
    *_entry("1", "a failure that is told in a sentence"),
    *_entry("2", "wrong usage"),
    ".SH ENVIRONMENT",
    *_entry(r"\fBQUANTCHAT_DATA_DIR\fR", "keep everything in this folder: conversations, settings, models, logs"),
    ".SH FILES",
    *_entry(
        r"\fI~/.local/share/quantchat\fR", "conversations, settings, measurements, and models in its folder models"
    ),
    *_entry(r"\fI~/.local/state/quantchat/log\fR", "logs"),
    ".SH NOTES",
    "The model runs in a process of its own, without access to the network. Only downloads that you ask for use the",
    "network.",
)


if __name__ == "__main__":
    sys.exit(main())
