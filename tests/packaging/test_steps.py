"""How set-up tells what it does: how long a step took, how far it is, and what a failed command said last."""

import os
from pathlib import Path

import pytest

from steps import CommandFailedError, run_step


def test_a_finished_step_is_told_with_its_time_and_its_output_goes_to_the_log(
    python: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run_step("Counting", [python, "-c", "print('one two three')"], tmp_path / "log", os.environ)
    assert capsys.readouterr().out.splitlines() == ["Counting …", "Counting: done in 0:00"]
    assert (tmp_path / "log").read_text(encoding="utf-8") == "one two three\n"


def test_a_failed_command_is_told_with_its_own_last_words_and_not_those_of_the_one_before(
    python: Path, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    run_step("First", [python, "-c", "print('said by the first')"], log, os.environ)
    with pytest.raises(CommandFailedError) as failed:
        run_step("Second", [python, "-c", "print(*range(100), sep='\\n'); raise SystemExit(3)"], log, os.environ)
    assert failed.value.last_lines.splitlines() == [str(number) for number in range(75, 100)]
    assert "said by the first" not in failed.value.output
