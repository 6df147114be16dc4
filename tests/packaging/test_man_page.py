"""The man page and the completions: they are made from the command line itself, and have to hold all of it."""

import subprocess
from pathlib import Path

import pytest

from man_page import Command, bash_completion, man_page, program_commands, zsh_completion
from quantchat.cli.program import COMMANDS


@pytest.fixture(scope="module")
def commands() -> tuple[Command, ...]:
    return program_commands()


def complete(script: str, folder: Path, *words: str) -> list[str]:
    """What bash offers for the last of the words."""
    file = folder / "completion"
    file.write_text(script, encoding="utf-8")
    line = 'source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _quantchat; printf "%s\\n" "${COMPREPLY[@]}"'
    run = subprocess.run(
        ["bash", "-c", line, "bash", file, *words], cwd=folder, capture_output=True, text=True, check=True
    )
    return run.stdout.split("\n")[:-1]


def test_every_command_is_found(commands: tuple[Command, ...]) -> None:
    assert sorted(command.name for command in commands) == sorted(COMMANDS)


def test_the_manual_describes_every_command_and_every_option(commands: tuple[Command, ...]) -> None:
    manual = man_page(commands)
    for command in commands:
        assert f".SS \\fBquantchat {command.name}\\fR" in manual
        assert command.help.replace("-", "\\-") in manual
        for option in command.options:
            assert all(flag.replace("-", "\\-") in manual for flag in option.flags)
            assert option.help or option.metavar, f"{command.name} {option.flags} is nowhere explained"


def test_no_line_of_the_manual_is_taken_for_an_instruction(commands: tuple[Command, ...]) -> None:
    known = (".TH", ".SH", ".SS", ".TP", ".B", ".br")
    dotted = [line for line in man_page(commands).splitlines() if line.startswith((".", "'"))]
    assert all(line.split(" ")[0] in known for line in dotted)


def test_bash_completes_commands_and_model_files(commands: tuple[Command, ...], tmp_path: Path) -> None:
    (tmp_path / "model.gguf").touch()
    (tmp_path / "notes.txt").touch()
    offered = complete(bash_completion(commands), tmp_path, "quantchat", "")
    assert set(COMMANDS) < set(offered)
    assert "model.gguf" in offered
    assert "notes.txt" not in offered


def test_bash_completes_the_options_of_the_command_that_stands_there(
    commands: tuple[Command, ...], tmp_path: Path
) -> None:
    offered = complete(bash_completion(commands), tmp_path, "quantchat", "ask", "--te")
    assert offered == ["--temperature"]
    assert "--temperature" not in complete(bash_completion(commands), tmp_path, "quantchat", "inspect", "--")


def test_zsh_is_told_every_command_and_option(commands: tuple[Command, ...]) -> None:
    completion = zsh_completion(commands)
    assert completion.startswith("#compdef quantchat\n")
    for command in commands:
        assert f"\n  {command.name}) _arguments " in completion
        assert all(f"'{flag}[" in completion for option in command.options for flag in option.flags)
